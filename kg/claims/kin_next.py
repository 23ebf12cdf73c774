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
from kg.names import fold, parse, words
from kg.vocab import COUPLES

SAYING = frozenset(
    {"say", "tell", "add", "write", "report", "comment", "explain", "insist", "claim", "decline", "deny"}
)
AHEAD = 2
"""How many sentences on the name may come."""


def named_next(reading: Reading, noun: Noun) -> list[Party]:
    """Who is brought in next, of the sex and with the surname of the one whose kin nobody has named yet.

    A wife or husband opens the next sentence: a sister or a mother has the surname as well.
    """
    if noun.kin.relation in COUPLES:
        return _partner_next(reading, noun)
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


def _partner_next(reading: Reading, noun: Noun) -> list[Party]:
    """The partner whose name opens the next sentence: "Al Lee and his wife have split. Ann Lee, a nurse, moved out".

    More is told of them behind a comma, and they are nobody who speaks or works for one of them.
    """
    doc, end = reading.doc, noun.token.sent.end
    owners = people(reading, syntax.possessors(noun.token))
    mention = reading.names.get(end)
    if len(owners) != 1 or mention is None or noun.plural or noun.token.dep_ == "attr" or owners[0].mention.first > end:
        return []
    party = next(iter(name_list(reading, end, limit=1, loose=False)), None)
    if party is None or mention.type is not EntityType.PERSON or not _is_new(reading, mention):
        return []
    if any(
        (t != noun.token and _is_kin(t)) or (not noun.token.i - 2 <= t.i <= noun.token.i and t.lower_ in lexicon())
        for t in noun.token.sent
    ):
        return []
    sex, told = sex_of(noun.word), reading.mentions.gender(party.key)
    acts = doc[party.mention.head].dep_ in {"nsubj", "nsubjpass"}
    if not acts or not sex or told not in {"", sex} or parse(reading.mentions.entity(party.key).label).words < 2:
        return []
    verb = doc[party.mention.head].head
    more = doc[mention.last : min(mention.last + 8, len(doc))]
    strange = any(t.lower_ in words("nominals", "officials") or t.lower_ in lexicon() for t in more)
    if verb.lemma_ in SAYING or strange:
        return []
    told_of = more[:1].text == "," and (more[1].lower_ in {"who", "a", "an"} or more[1].like_num)
    family = _surname(reading, party.key) == _surname(reading, owners[0].key)
    return [party] if told_of and (family or told == sex) else []


def _is_kin(token: Token) -> bool:
    return token.lower_ in lexicon() and bool(syntax.possessors(token))


def _surname(reading: Reading, key: str) -> str:
    return fold(parse(reading.mentions.entity(key).label).surname)


def _is_new(reading: Reading, mention: Mention) -> bool:
    """Whether the text has not told of who bears the name before this sentence."""
    start = reading.doc[mention.head].sent.start
    return all(m.first >= start for m in reading.mentions.mentions if set(m.entities) & set(mention.entities))
