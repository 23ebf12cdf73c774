"""Roles by name: from "subj", "with", "poss" or "bearer" beside a trigger to the entities that fill them."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bearers import bearer, phrase_start
from kg.claims.earlier_marriages import whose
from kg.claims.kin_names import kin_named
from kg.claims.kin_partners import after_preposition
from kg.claims.lists import begins_a_clause, joined, name_at, name_list, names_before, pair_at
from kg.claims.meant import meant
from kg.claims.officiants import officiated
from kg.claims.reading import Party, Reading, merged, of_type, people
from kg.claims.renaming import bearer_of_birth_name
from kg.claims.role_tokens import dependents
from kg.model import EntityType, Mention, MentionKind
from kg.names import rules
from kg.quotes import quote_at

_COMPANY = frozenset({"ADJ", "CCONJ", "DET", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT"})
"""What stands between those with whom somebody lives: "and", "their son", "14"."""
ASIDE = 16
"""How many tokens may stand between commas behind a verb, before its partner."""
COUNTS = frozenset({"two", "three", "four", "both", "all"})
PRIZES = frozenset({"prize", "award", "trophy"})
NOMINATIONS = frozenset({"nomination", "nod", "nominee", "buzz", "bid", "campaign", "race", "snub"})


def fill(reading: Reading, token: Token, role: str, types: tuple[EntityType, ...], passive: str = "") -> list[Party]:
    """The entities of ``types`` that fill ``role`` beside ``token``."""
    match role:
        case "bearer":
            return bearer(reading, token)
        case "hero":
            return whose(reading, token)
        case "speaker":  # of a remark without a subject: ""Not pregnant," she wrote"
            quote = quote_at(reading.quotes, token.i)
            if quote is None or not quote.whole or quote.speaker is None or dependents(token, "subj"):
                return []
            return people(reading, [reading.doc[slice(*quote.speaker)].root])
        case "comp":
            return _compound(reading, token, types)
        case "officiated":
            return officiated(reading, token)
        case "company":
            return _company(reading, token, types)
        case "withbearer":  # "Ann Lee, a potter with a flat in Rome"
            above = token.head.head
            beside = token.head.lower_ == "with" and above.pos_ in {"NOUN", "PROPN"}
            return bearer(reading, above) if beside else []
        case "there":
            adverbs = [t for t in token.children if t.lower_ == "there"]
            return [body for t in adverbs[:1] if (body := meant(reading, t)) is not None]
    if role == "subj" and (born := bearer_of_birth_name(reading, token)) is not None:
        return born
    tokens = dependents(token, role, passive)
    found = _each(reading, tokens, types)
    if len(found) == 1 and role == "subj" and tokens[0].tag_ == "WP":
        both = names_before(reading, tokens[0].i, limit=2)  # "Ann and Bob, who were married in May"
        several = len(both) == 2 and (_is_plural(token) or _are_called(reading, both[0].mention))
        found = both if several else found
    if not found and role == "poss" and any(t.lower_ == "their" for t in tokens):
        found = _named_later(reading, tokens[0])
    if len(found) == 1 and role == "subj" and tokens[0].tag_ == "WP" and _is_plural(token):
        found = merged(_before_the_last(reading, token), found)
    if not found and EntityType.PERSON in types:  # "the two of them"
        found = _each(reading, [t for n in tokens if n.lower_ in COUNTS for t in syntax.obliques(n, {"of"})], types)
    if EntityType.WORK in types:
        found = merged(found, _works(reading, token, tokens, role))
    if role == "obj" and EntityType.OTHER in types and EntityType.WORK not in types:
        found = merged(found, _each(reading, _in_a_row(tokens), types))
    if not found and EntityType.OTHER in types:  # "the prize for best actor", "the first of her two Oscars"
        bare = [token] if any(t.lower_ in PRIZES for t in tokens) else []  # "gave its prize for best actor to"
        found = of_type(
            reading, [t for noun in (*tokens, *bare) for t in syntax.obliques(noun, {"for", "of"})], (EntityType.OTHER,)
        )
    if not found and role == "subj":  # "Ann Lee, then a busker living in Rome"
        found = of_type(reading, [t.head for t in tokens if t.dep_ == "appos" and t.head.i < t.i], types)
    if not found:
        found = of_type(reading, [t for head in tokens for t in syntax.with_appositions(head)[1:]], types)
    if not found and EntityType.PERSON not in types:
        found = [p for t in tokens for p in _named_before(reading, t, types)]
    if not found and EntityType.ORGANIZATION in types and EntityType.PERSON not in types:
        found = [body for t in tokens[:1] if (body := meant(reading, t)) is not None]  # "left the band"
    if not found and EntityType.PERSON not in types:
        # "the drummer of the Acme band", but not "forgave the rapper for his Acme outburst"
        heads = [t for t in tokens if token.pos_ == "VERB" or not any(child.dep_ == "poss" for child in t.children)]
        found = [p for t in heads if t.lemma_ not in NOMINATIONS for p in _compound(reading, t, types)]
    if not tokens and role in {"to/with", "to", "with"} and EntityType.PERSON in types:
        found = _right_behind(reading, token, role)
    if not found and role not in {"obj", "poss"} and EntityType.PERSON in types:
        named = [p for t in tokens for p in kin_named(reading, t)]  # "split from her husband of ten years, Al Bogg"
        found = named if role == "subj" and any(t.tag_ == "NNS" for t in tokens) else named[:1]
    if not found and not tokens and role == "subj" and EntityType.PERSON in types:
        found = _opened_for(reading, token)
    if len(found) < 2 and role not in {"subj", "obj", "poss"} and EntityType.PERSON in types:
        listed = [p for t in tokens for p in joined(reading, name_list(reading, phrase_start(t), limit=2))][:2]
        found = listed if len(listed) > len(found) else found
    return found


def _in_a_row(tokens: list[Token]) -> list[Token]:
    """The rest of a list, whose second is taken for another name of the first: "a Tony, [an Emmy and a BAFTA]"."""
    second = (child for token in tokens for child in token.children if child.dep_ == "appos")
    listed = ([token, *token.conjuncts] for token in second if any(c.dep_ == "conj" for c in token.children))
    return [token for row in listed for token in row if token.ent_type_ == "AWARD"]


def _opened_for(reading: Reading, participle: Token) -> list[Party]:
    """Whom an opening describes whose sentence was not understood: "Born in Rome and raised in Bath, Ann Lee sings"."""
    doc, first = reading.doc, participle
    while first.dep_ == "conj" and first.head.i < first.i:
        first = first.head
    if first.i != participle.sent.start or first.tag_ not in {"VBN", "VBD"} or first.dep_ not in {"ROOT", "ccomp"}:
        return []
    commas = (t.i for t in doc[participle.i : participle.sent.end - 1] if t.text == ",")
    return next((found for i in commas if (found := name_list(reading, i + 1, limit=1))), [])


def _named_later(reading: Reading, their: Token) -> list[Party]:
    """The two whom a sentence names behind "their", and nobody before: "After their wedding, Ann and Al sang"."""
    inside = [i for i in range(their.sent.start, their.sent.end) if name_at(reading, i) is not None]
    return pair_at(reading, inside[0]) if inside and inside[0] > their.i else []


def _company(reading: Reading, verb: Token, types: tuple[EntityType, ...]) -> list[Party]:
    """Everybody named behind "with": "lives with his wife, the potter Ann Lee, their son, Kit, and her brother, Bo"."""
    found = fill(reading, verb, "with", types)
    doc, last = reading.doc, max((party.mention.last for party in found), default=len(reading.doc))
    while last < verb.sent.end and doc[last].pos_ in _COMPANY and doc[last].tag_[0] != "W" and doc[last].text != ";":
        mention = reading.names.get(last)
        after = last + 1 if mention is None else mention.last
        owner = after < len(doc) and doc[after].tag_ == "POS"
        if mention is not None and not owner and not begins_a_clause(reading, mention):
            found = merged(found, [Party(key, mention) for key in mention.entities if mention.type in types])
        last = after
    return found


def _right_behind(reading: Reading, word: Token, role: str) -> list[Party]:
    """The partner in a phrase that the parser hung elsewhere: "recalled his first marriage, to actress Ann Lee".

    "Called off her engagement to motocross champion Al Bogg": behind the object of a verb as well.
    """
    for head in (word, *(t for t in word.children if t.dep_ == "dobj")):
        i = head.i + 2 if head.i + 1 < head.sent.end and head.nbor().text == "," else head.i + 1
        if i < head.sent.end and reading.doc[i].lower_ in role.split("/"):
            return after_preposition(reading, reading.doc[i])
    return after_preposition(reading, aside) if (aside := _behind_asides(word, role)) is not None else []


def _behind_asides(word: Token, role: str) -> Token | None:
    """The preposition behind what stands between commas: "was married, from 1970 to 1974, to the singer Ann Lee"."""
    doc, i = word.doc, word.i + 1
    if i >= len(doc) or doc[i].text != ",":
        return None
    for token in doc[i + 1 : min(i + ASIDE, word.sent.end)]:
        if token.tag_ in syntax.FINITE or token.text in {";", ":"}:
            return None
        if token.nbor(-1).text == "," and token.lower_ in role.split("/"):
            return token
    return None


def _works(reading: Reading, token: Token, tokens: list[Token], role: str) -> list[Party]:
    """Works by the words: the one right behind the preposition or at ``tokens``, and those listed behind it.

    A title is a sentence of its own to the parser ("in To Have and Have Not"), which then loses its thread.
    """
    doc = reading.doc
    words = frozenset(role.split("/"))
    prepositions = [t for t in (*token.children, *syntax.clause(token).children) if t.lower_ in words]
    starts = [t.i + 1 for t in prepositions]
    starts += [mention.first for t in tokens if (mention := reading.mentions.at(t.i)) is not None]
    starts += [k for t in tokens for k in _below(reading, t)]
    found: list[Party] = []
    for i in starts:
        mention = reading.mentions.at(i) if i < len(doc) else None
        while mention is not None and mention.first == i and mention.type is EntityType.WORK and mention.resolved:
            found.append(Party.of(mention))
            i = mention.last
            while i < len(doc) and doc[i].lower_ in {",", "and", '"', "”", "“"}:
                i += 1
            mention = reading.mentions.at(i) if mention.last < i < len(doc) else None
    return found


def _below(reading: Reading, noun: Token) -> list[int]:
    """Where works begin that a noun stands for: "in films such as X, Y and Z", "in season two of X"."""
    screen = rules("frames")["screen"]
    if noun.lemma_ not in screen["shows"] and noun.lemma_ not in screen["parts"]:
        return []
    first = next((k for k in range(noun.i + 1, min(noun.i + 6, noun.sent.end)) if k in reading.names), None)
    return [first] if first is not None else []


def further(reading: Reading, token: Token, role: str) -> list[tuple[Party, Token]]:
    """The people of further phrases of the same kind, each with its preposition.

    "Divorced from Ann Lee since 1961 and from Eve Orr since 1970": Eve Orr and the second "from".
    """
    words = frozenset(role.split("/"))
    found: list[tuple[Party, Token]] = []
    for child in token.sent:
        if child.lower_ in words and child.dep_ == "conj" and child.head.pos_ in {"ADP", "SCONJ"} and child.i > token.i:
            if syntax.governor(child) != token:
                continue
            leaves = [leaf for leaf in child.children if leaf.dep_ == "pobj"]
            named = of_type(reading, leaves, (EntityType.PERSON,)) or [
                p for t in leaves for p in name_list(reading, phrase_start(t), limit=1)
            ]
            found.extend((party, child) for party in named[:1])
    return found


def _named_before(reading: Reading, noun: Token, types: tuple[EntityType, ...]) -> list[Party]:
    """The thing that a noun behind its name describes: "Acme, the firm she founded"; behind it: "her firm, Acme"."""
    start = min(noun.left_edge.i, phrase_start(noun))
    places = [start - 2] if start > 1 and noun.doc[start - 1].text in {",", "—", "–"} else []
    if noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].text == ",":
        places.append(noun.i + 2)
    for i in places:
        mention = reading.mentions.at(i) if 0 <= i < len(noun.doc) else None
        if mention is not None and mention.type in types and mention.resolved and mention.kind is MentionKind.NAME:
            return [Party.of(mention)]
    return []


def _each(reading: Reading, tokens: list[Token], types: tuple[EntityType, ...]) -> list[Party]:
    """The entities at ``tokens``; of a noun in a list, those of the name behind it ("Ann and his wife, Eve, ...")."""
    found: dict[str, Party] = {}
    for token in tokens:
        here = of_type(reading, [token], types)
        if not here and len(tokens) > 1:
            here = of_type(reading, syntax.with_appositions(token)[1:], types)
        for party in here:
            found.setdefault(party.key, party)
    return list(found.values())


def _are_called(reading: Reading, first: Mention) -> bool:
    """Whether a noun in the plural stands before a list of names: "singers Ann Lee and Al Orr"."""
    noun = reading.doc[first.first - 1] if first.first else None
    return noun is not None and noun.tag_[:2] == "NN" and noun.lower_[-1] == "s" and noun.i not in reading.in_names


def _before_the_last(reading: Reading, verb: Token) -> list[Party]:
    """With whom "who" takes the last together: "Ann and her partner, the drummer Al Orr, who live in Rome"."""
    last = syntax.governor(verb).head
    while last.dep_ in {"appos", "compound"}:
        last = last.head
    joined = any(child.dep_ == "conj" and child.i < verb.i for child in last.children)
    return people(reading, [last.head if last.dep_ == "conj" else last]) if joined or last.dep_ == "conj" else []


def _is_plural(verb: Token) -> bool:
    forms = [verb, *(child for child in verb.children if child.dep_ in syntax.AUXILIARIES)]
    return any(form.lower_ in {"were", "are", "have"} or form.tag_ == "VBP" for form in forms)


def _compound(reading: Reading, token: Token, types: tuple[EntityType, ...]) -> list[Party]:
    """The entity that stands right before a noun: "the Goop founder", "a Grammy winner", "Oscar-winning"."""
    i = token.i - 1
    steps = 0
    while i >= token.sent.start and steps < 4:
        mention = reading.mentions.at(i)
        if mention is not None and mention.last == i + 1 and mention.type in types and mention.resolved:
            return [Party.of(mention)]
        if token.doc[i].tag_ not in {"NN", "JJ", "HYPH", "CD", "''", "``"}:
            return []
        i, steps = i - 1, steps + 1
    return []
