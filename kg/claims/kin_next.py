"""The relative whom the sentence behind names: "Ann Lee is mourning her brother. Tom Lee, a nurse, died on Monday"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_groups import MANY
from kg.claims.kin_nouns import Noun, lexicon
from kg.claims.kin_rows import sex_of
from kg.claims.lists import name_list
from kg.claims.reading import Party, Reading, people
from kg.model import EntityType, Mention
from kg.names import fold, parse
from kg.vocab import COUPLES

AHEAD = 2
"""How many sentences on the name may come."""


def named_next(reading: Reading, noun: Noun) -> list[Party]:
    """Who is brought in next, of the sex and with the surname of the one whose kin nobody has named yet.

    Nobody's wife or husband: a sister or a mother has the surname as well.
    """
    if noun.kin.relation in COUPLES:
        return []
    doc, sent = reading.doc, noun.token.sent
    owners = people(reading, syntax.possessors(noun.token))
    cleft = [t.lower_ for t in syntax.subjects(noun.token.head)] == ["it"]  # "it was his brother who helped"
    equated = noun.token.dep_ == "attr" and not cleft
    if len(owners) != 1 or equated or any(_is_kin(t) for t in doc[noun.last : sent.end]):
        return []
    family = _surname(reading, owners[0].key)
    for _ in range(AHEAD):
        if not family or sent.end >= len(doc):
            break
        sent = doc[sent.end].sent
        for i in range(sent.start, sent.end):
            mention = reading.names.get(i)
            if mention is None or mention.type is not EntityType.PERSON or not _is_new(reading, mention):
                continue
            named = name_list(reading, i, limit=MANY if noun.plural else 1, loose=False)
            acts = bool(named) and any(doc[p.mention.head].dep_ in {"nsubj", "nsubjpass"} for p in named)
            related = (
                acts and _surname(reading, named[-1].key) == family and owners[0].key not in {p.key for p in named}
            )
            sexes = {reading.mentions.gender(p.key) for p in named} - {""}
            fitting = not sex_of(noun.word) or sexes <= {sex_of(noun.word)}
            return named if related and fitting and (len(named) > 1) == noun.plural else []
    return []


def _is_kin(token: Token) -> bool:
    return token.lower_ in lexicon() and bool(syntax.possessors(token))


def _surname(reading: Reading, key: str) -> str:
    return fold(parse(reading.mentions.entity(key).label).surname)


def _is_new(reading: Reading, mention: Mention) -> bool:
    """Whether the text has not told of who bears the name before this sentence."""
    start = reading.doc[mention.head].sent.start
    return all(m.first >= start for m in reading.mentions.mentions if set(m.entities) & set(mention.entities))
