"""Whom a kin noun is relative to: its possessors, its of-phrase, the lists of people in it."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_alike import alike, both_own, of_its_clause
from kg.claims.kin_bereaved import bereaved
from kg.claims.kin_groups import MANY, more_of_them
from kg.claims.kin_names import counted, inner_noun, kin_named
from kg.claims.kin_nouns import Noun, behind_not, lexicon
from kg.claims.kin_told import shared
from kg.claims.lists import is_double, name_list, names_before, skip_apposition, skip_details
from kg.claims.reading import Party, Reading, people
from kg.model import EntityType, MentionKind

NEAR = 60
"""How many tokens back "the uncle" looks for the one it takes up."""


def anchors(reading: Reading, noun: Noun) -> tuple[list[Party], bool]:
    """Whom the noun is relative to, and whether that is said by a definite possessive (and so presupposed)."""
    doc = reading.doc
    owners = _with_left(syntax.possessors(noun.token)) or _with_left(syntax.possessors(doc[noun.first]))
    if owners and owners[0].tag_ == "PRP$":
        first = alike(reading, noun, owners[0]) or _as_before(reading, noun, owners[0])
        first = first or of_its_clause(reading, owners[0])
        owners = [first or owners[0], *owners[1:]]
    together = syntax.owns_too(noun.token)
    owners = [
        *([together] if together is not None else (_owner_before(reading, owners) or both_own(reading, noun, owners))),
        *owners,
    ]
    owned = _survivors(reading, owners) or people(reading, owners)
    if not owned and owners and owners[0].lower_ == "whose":
        owned = names_before(reading, owners[0].i, limit=1)
    if owners and owners[0].tag_ == "PRP$" and (listed := _parent_before(reading, noun, owners[0])):
        return listed, True
    if owned or owners:
        return owned, True
    if doc[noun.first - 1].tag_ in {"DT", "CD"} and bereaved(reading, noun) is not None:
        return [], False  # "his wife, Ann; their son, Bo; and a sister, Cy": hers is nobody's in the list
    if resumed := _resumed(reading, noun):
        return resumed, True
    joined = noun.token.dep_ == "conj" and noun.token.head != noun.token
    joined = joined and doc[noun.last : noun.last + 1].text not in {"of", "to"}  # "his wife and the mother of his sons"
    if joined and (before := noun.token.head).lower_ in lexicon():
        both = people(reading, _with_left(syntax.possessors(before)))  # "her sister and brother"
        if both:
            return both, True
    if told := shared(reading, noun):
        return told, True
    if noun.plural and noun.kin.relation == "siblingOf" and (named := more_of_them(reading, noun)):
        return named, True
    of_whom = _of_phrase(reading, noun)
    if of_whom:
        return of_whom, True
    return [], False


def _resumed(reading: Reading, noun: Noun) -> list[Party]:
    """Whose kin "the uncle, Al Bogg," is: whose uncle the text has told of just before, without a name."""
    doc = reading.doc
    behind = doc[noun.last : noun.last + 1].text == "," and noun.last + 1 in reading.names
    if noun.plural or not behind or noun.first == 0 or doc[noun.first - 1].lower_ != "the":
        return []
    for i in reversed(reading.places.get(noun.word, ())):
        if i < noun.first and noun.first - i < NEAR and i not in reading.in_names:
            named = doc[i + 1].text == "," and i + 2 in reading.names
            return [] if named else people(reading, syntax.possessors(doc[i]))
    return []


def _as_before(reading: Reading, noun: Noun, owner: Token) -> Token | None:
    """The same pronoun at a noun before, in a list of kin: "their son, Al, and their daughter, Eve" have one couple.

    "His brother, Al, and his son" may tell of Al's son, and "his son, Al, and his wife" of Al's wife.
    """
    doc = reading.doc
    if owner.i - 1 <= owner.sent.start or doc[owner.i - 1].lower_ not in {",", ";", "and", "&"}:
        return None
    if noun.kin.relation not in {"parentOf", "siblingOf", "relativeOf"}:
        return None
    first = None
    for i in range(owner.i - 2, max(owner.sent.start, owner.i - 40) - 1, -1):
        token = doc[i]
        if token.tag_ in syntax.FINITE:
            break
        kin = lexicon().get(token.lower_) if i not in reading.in_names else None
        if kin is None:
            continue
        before = syntax.possessors(token)
        if len(before) != 1 or before[0].lower_ != owner.lower_:
            break
        if owner.lower_ != "their" and kin.bearer != "object" and noun.kin.bearer == "object":
            break
        first = before[0]
    return first


def _survivors(reading: Reading, owners: list[Token]) -> list[Party]:
    """Whose children "their" means behind "He survives her, with": they have two parents."""
    if len(owners) != 1 or owners[0].lower_ != "their":
        return []
    for verb in owners[0].doc[owners[0].sent.start : owners[0].i]:
        if verb.lemma_ == "survive" and not syntax.is_passive(verb):
            couple = people(reading, [*syntax.subjects(verb), *syntax.objects(verb)])
            return couple if len(couple) == 2 else []
    return []


def _parent_before(reading: Reading, noun: Noun, owner: Token) -> list[Party]:
    """Whose spouse the second parent is: "the son of Ike Lowe, a farmer, and his wife, Ann" speaks of Lowe's wife."""
    doc = reading.doc
    if noun.kin.relation != "marriedTo" or owner.i < 2 or doc[owner.i - 1].lower_ != "and":
        return []
    for i in range(owner.i - 2, max(owner.sent.start, owner.i - 14), -1):
        kin = lexicon().get(doc[i - 1].lower_)
        if doc[i].lower_ == "of" and kin is not None and kin.bearer == "object":
            listed, _ = people_listed(reading, i + 1)
            return listed[:1]
    return []


def _with_left(tokens: list[Token]) -> list[Token]:
    """Possessors with their left conjuncts: "Kim and Kanye's"."""
    found = {token.i: token for token in tokens}
    for token in tokens:
        if token.dep_ == "conj" and token.head.pos_ in {"PROPN", "NOUN", "PRON"}:
            found[token.head.i] = token.head
        for child in token.children:
            if child.dep_ == "conj" and child.i < token.i + 6 and child.tag_ != "PRP$":
                found[child.i] = child
    return [found[i] for i in sorted(found)]


def _children(reading: Reading, i: int) -> list[Party]:
    """The children listed from token ``i`` on, some behind a word of their own: "Max, the late Al and baby Jean"."""
    doc, found = reading.doc, name_list(reading, i, limit=MANY, loose=False)
    while found:
        i = skip_details(reading, found[-1].mention.last)
        while i < len(doc) and doc[i].lower_ in {",", "and", "&"}:
            i += 1
        kin = lexicon().get(doc[i].lower_) if i < len(doc) else None
        late = i + 1 < len(doc) and doc[i].lower_ == "the" and doc[i + 1].lower_ == "late"
        again = late or (kin is not None and kin.bearer == "object")
        more = name_list(reading, i + 1 + late, limit=MANY, loose=False) if again else []
        if not more:
            break
        found.extend(more)
    return found


def _owner_before(reading: Reading, owners: list[Token]) -> list[Token]:
    """The first of two owners: "his" of "his and Ann's daughter", "Al Roe" of "Al Roe's and Ann's daughter"."""
    mention = reading.mentions.at(owners[0].i) if owners else None
    if mention is None or mention.first < 2 or reading.doc[mention.first - 1].lower_ != "and":
        return []
    first = reading.doc[mention.first - 2]
    pronoun = first.tag_ == "PRP$" or first.lower_ == "her"
    return [first] if pronoun else [first.nbor(-1)] if first.tag_ == "POS" and first.i else []


def _of_phrase(reading: Reading, noun: Noun) -> list[Party]:
    """The people after "of" (and "to", for parents): names by the list reader, pronouns and nominals by the tree."""
    doc = reading.doc
    words = {"of", "to"} if noun.kin.bearer != "object" else {"of"}
    words |= {"for"} if noun.kin.relation == "siblingOf" else set()  # "a brother for Ida"
    of = _behind_joint(noun)
    if of >= len(doc) or doc[of].lower_ not in words:
        return []
    if children := counted(reading, noun):
        return children
    listed, _ = people_listed(reading, of + 1)
    if noun.kin.bearer == "subject" and not (listed and _is_someones(reading, listed[-1])):
        listed = max(listed, _children(reading, of + 1), key=len)
    found = {party.key: party for party in listed}
    for token in syntax.obliques(noun.token, words):
        grouped = len(found) > 1 and token.tag_ == "NNS"  # "of the singers Ann and Bo": the names say who
        role = noun.kin.relation == "marriedTo" or doc[token.i + 1 : token.i + 2].text in {"of", "to"}
        other = bool(listed) and ((role and _is_kin(token)) or _is_of_another_role(noun, token))
        if token.i > noun.first and not grouped and not other:  # "husband to Ann and father to their boys, Al and Bo"
            for party in people(reading, [token]) or kin_named(reading, token):
                if listed and _is_someones(reading, party):
                    continue
                found.setdefault(party.key, party)
    if not found and (inner := inner_noun(reading, noun)) is not None:
        return kin_named(reading, inner)
    told = list(found.values())
    return told[:-1] if len(told) > 1 and _goes_on(reading, told[-1]) else told


def _is_of_another_role(noun: Noun, token: Token) -> bool:
    """Whether the phrase is that of a second role: "Al" of "the mother of Ida and wife of Al"."""
    before = token.head.i - 1
    return before > noun.last and _is_kin(noun.token.doc[before])


def _behind_joint(noun: Noun) -> int:
    """The index behind the noun and what else its bearer is: "the brother and manager of Al", not "wife and mother"."""
    doc, i = noun.token.doc, noun.last
    if (of := _behind_when(noun)) is not None or (of := behind_not(noun)) is not None:
        return of
    if i + 2 >= len(doc) or doc[i].lower_ not in {"and", "&"}:
        return i
    i += 1
    while i + 1 < len(doc) and i - noun.last < _JOINT and doc[i].tag_ in {"NN", "JJ", "HYPH"} and not _is_kin(doc[i]):
        i += 1
    return i if i > noun.last + 1 else noun.last


def _behind_when(noun: Noun) -> int | None:
    """The "of" behind a word on when: "the wife before that of Al Orr", "the husband, for a time, of Ann Lee"."""
    behind = noun.token.doc[noun.last : noun.last + _JOINT + 2]
    of = next((token.i for token in behind if token.lower_ == "of"), noun.last)
    between = " ".join(t.lower_ for t in noun.token.doc[noun.last : of] if t.text != ",")
    return of if between in _WHEN else None


_WHEN = frozenset(
    {"before that", "after that", "at the time", "for a time", "for a while", "briefly", "then", "once", "at one time"}
)
_JOINT = 5
"""So many words may tell what else a brother is."""


def _is_kin(token: Token) -> bool:
    return token.lower_ in lexicon()


def people_listed(reading: Reading, i: int) -> tuple[list[Party], int]:
    """People told of one after the other from token ``i`` on, each with what describes them, to the end of the list.

    "the painter Jonas Orr and the actress Helen Pike", "a surgeon, Al Bogg, and of the illustrator Maud Humber",
    "Tolliver and his first wife, Ann Lee".
    """
    doc = reading.doc
    found: list[Party] = []
    end = doc[i].sent.end if i < len(doc) else i
    i = _behind_ado(reading, i)
    while i < end and len(found) < 4:
        owned = doc[i] if doc[i].tag_ == "PRP$" else _behind_owner(reading, i)
        if owned is not None:
            kin = next((t for t in doc[owned.i + 1 : min(owned.i + 5, end)] if t.lower_ in lexicon()), None)
            named = kin_named(reading, kin) if kin is not None else []
        else:
            named = (
                name_list(reading, _behind_plural(reading, i), limit=1) or described(reading, i) or _known(reading, i)
            )
        if not named or (found and (_is_someones(reading, named[0]) or _goes_on(reading, named[0]))):
            break
        found.append(named[0])
        i = skip_details(reading, named[0].mention.last)
        i = skip_apposition(reading, i)
        joined = False
        while i < end and doc[i].lower_ in {",", "and", "of", "&"}:
            joined = joined or doc[i].lower_ in {"and", "&"}
            i += 1
        if not joined:
            break
    return found, i


_ADO = (("none", "other", "than"), ("no", "less", "than"), ("no", "other", "than"), ("fellow",))


def _behind_ado(reading: Reading, i: int) -> int:
    """The index of the name behind a flourish: "the sister of none other than Hollywood's Ann Lee"."""
    doc = reading.doc
    i += next((len(ado) for ado in _ADO if tuple(t.lower_ for t in doc[i : i + len(ado)]) == ado), 0)
    place = reading.names.get(i)
    placed = (
        place is not None and place.type is EntityType.PLACE and doc[place.last : place.last + 1].text in _POSSESSED
    )
    return place.last + 1 if place is not None and placed else i


_POSSESSED = frozenset({"'s", "’s", "'", "’"})


def _behind_owner(reading: Reading, i: int) -> Token | None:
    """The possessive of a name at ``i``: "'s" in "of Al Roe's sister, Ann"."""
    mention = reading.names.get(i)
    behind = reading.doc[mention.last] if mention is not None and mention.last < len(reading.doc) else None
    if mention is not None and is_double(reading, mention):
        return None
    return behind if behind is not None and behind.tag_ == "POS" else None


def _behind_plural(reading: Reading, i: int) -> int:
    """The index of the name behind a noun for several: "of the music teachers Paul and Barbara", "to actors Al and"."""
    doc = reading.doc
    if doc[i].tag_ == "NNS" and i + 1 in reading.names:
        return i + 1
    if doc[i].tag_ == "DT":
        for j in range(i + 1, min(i + 5, len(doc) - 1)):
            if doc[j].tag_ == "NNS" and j + 1 in reading.names:
                return j + 1
            if doc[j].tag_ not in {"JJ", "NN", "HYPH", "NNP"} or j in reading.names:
                break
    return i


def _goes_on(reading: Reading, party: Party) -> bool:
    """Whether the sentence goes on with the name: "Al, the son of Ike Lowe, and Eve Orr, a nurse, sang"."""
    doc, mention = reading.doc, party.mention
    listed = [token.lower_ for token in doc[max(0, mention.first - 2) : mention.first]] == [",", "and"]
    behind, end = skip_details(reading, mention.last), doc[mention.head].sent.end
    if behind < end and doc[behind].text == ",":
        behind = 1 + next((k for k in range(behind + 1, min(behind + 8, end)) if doc[k].text == ","), end)
    return listed and behind < len(doc) and doc[behind].tag_ in syntax.FINITE


def _is_someones(reading: Reading, party: Party) -> bool:
    """Whether the name begins a phrase of its own: "the mother of Al, and Eve Orr (1951-59), the mother of Bo"."""
    doc, i = reading.doc, skip_details(reading, party.mention.last)
    if i + 3 >= len(doc) or doc[i].text != "," or doc[i + 1].lower_ not in {"the", "a"}:
        return False
    i += doc[i + 2].tag_ in {"JJ", "JJR", "CD"}
    return doc[i + 2].lower_ in lexicon() and doc[i + 3].lower_ == "of"


def _known(reading: Reading, i: int) -> list[Party]:
    """Whom a word for somebody told of means: "the duke" in "the son of the duke and his wife, Ann"."""
    mention = reading.mentions.at(i)
    if mention is None or mention.kind is not MentionKind.NOMINAL or mention.first != i or mention.plural:
        return []
    if mention.last in reading.names:  # "of singer Al Bogg's wife, Ann"
        return []
    return people(reading, [reading.doc[mention.head]])


def described(reading: Reading, i: int) -> list[Party]:
    """The name behind a description and a comma: "a surgeon, Al Bogg"."""
    doc = reading.doc
    for j in range(i, min(i + 8, len(doc) - 1)):
        if doc[j].text == ",":
            return name_list(reading, j + 1, limit=1, loose=False)
        mention = reading.mentions.at(j)
        person = mention is not None and mention.type is EntityType.PERSON and mention.kind is MentionKind.NAME
        if doc[j].tag_ not in {"DT", "NN", "JJ", "NNP", "IN", "HYPH"} or person:
            return []
    return []
