"""The names behind a kin noun: "his wife, Ann", "two sons named Al and Bo", "her husband of ten years, Cy"."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from kg.claims.kin_groups import MANY, after_colon, is_of_a_sort, is_second
from kg.claims.kin_had import children_had, had_with
from kg.claims.kin_nouns import Noun, lexicon, whole
from kg.claims.kin_rows import sex_of
from kg.claims.lists import INTRODUCERS, OPENERS, leaves_the_verb_out, name_at, name_list, owns_the_next
from kg.claims.reading import Party, Reading
from kg.dates import TimeKind
from kg.model import EntityType, Mention
from kg.names import parse, rules


def kin_named(reading: Reading, token: Token) -> list[Party]:
    """The names behind a kin noun at ``token`` ("her eldest child, Ignace"); none if it is no kin noun."""
    kin = lexicon().get(token.lower_)
    noun = whole(token, kin) if kin is not None else None
    return names_behind(reading, noun) if noun is not None else []


def inner_noun(reading: Reading, noun: Noun) -> Token | None:
    """The kin noun inside the of-phrase of another: "child" in "the father of her eldest child"."""
    doc, i = reading.doc, noun.last + 1
    while i < min(noun.last + 7, noun.token.sent.end) and doc[i].tag_ in {
        "PRP$",
        "DT",
        "JJ",
        "JJS",
        "CD",
        "NN",
        "NNS",
        "POS",
        "HYPH",
        "NNP",
    }:
        if doc[i].lower_ in lexicon():
            return doc[i]
        i += 1
    return None


def names_behind(reading: Reading, noun: Noun) -> list[Party]:
    """The names behind the noun: at once, or after a comma, a colon, "named", "of 30 years", or the other parent."""
    doc, i = reading.doc, noun.last
    if noun.number:
        listed = name_list(reading, i + 1, limit=noun.number + 1, loose=False)
        return listed if len(listed) == noun.number else []
    if is_of_a_sort(noun):
        return []
    if (had := had_with(reading, noun)) is not None:
        return children_had(reading, had)
    limit = MANY if noun.plural else 2 if is_second(noun) else 1
    direct = name_list(reading, i, limit=limit, loose=False) or _in_two_roles(reading, noun) or _owner(reading, noun)
    if direct:
        return direct
    elders = noun.kin.bearer == "subject" and i < len(doc) and doc[i].lower_ in {"of", "to"}
    if noun.plural and not elders and (announced := after_colon(reading, noun)):
        return announced
    if noun.kin.bearer == "subject" and counted(reading, noun):
        return []
    if (colon := _behind_too(noun)) is not None:
        return name_list(reading, colon + 1, limit=limit)
    if (behind := _behind_genitive(noun)) is not None:
        return name_list(reading, behind, limit=limit, loose=False)
    if noun.plural and (behind := _behind_clause(reading, noun)) is not None:
        listed = name_list(reading, behind, limit=limit, loose=False)
        return listed if len(listed) > 1 else []
    i = _skip_between(reading, noun, i)
    if i >= len(doc):
        return []
    introduced = False
    while i < len(doc) and doc[i].text == ",":
        introduced, i = True, i + 1
    if introduced and (behind := _behind_apposition(doc, i)):
        i = behind
    if i < len(doc) and doc[i].lower_ == "named":  # "two daughters, named in the papers as Wanda"
        i = next((j + 1 for j in range(i + 1, min(i + 5, len(doc))) if doc[j].lower_ == "as"), i)
        introduced = True
    if i + 2 < len(doc) and doc[i].lower_ in {"they", "she", "he", "whom"}:  # "a son whom they have named Max"
        i = next((j for j in range(i + 1, min(i + 4, len(doc))) if doc[j].lemma_ in _NAMING), i)
        introduced, i = doc[i].lemma_ in _NAMING, i + (doc[i].lemma_ in _NAMING)
    while i < len(doc) and (
        doc[i].text in OPENERS
        or doc[i].lower_ in INTRODUCERS
        or (doc[i].lower_ in {"who", "is", "are"} and introduced)
        or (doc[i].lower_ in {"among", "them", "including"} and noun.plural)
    ):
        introduced = True
        i += 1
    if not introduced or doc[i - 1].sent.start != noun.token.sent.start:
        return []
    listed = name_list(reading, i, limit=limit)
    if len(listed) == 1 and doc[i - 1].text == "," and _is_of_the_parent(reading, noun, listed[0]):
        return []
    if listed and not noun.plural and doc[i - 1].text == "," and _takes_over(reading, listed[0]):
        return []
    return [] if listed and not noun.plural and _is_of_another_kind(noun, doc[i : listed[0].mention.first]) else listed


def _is_of_the_parent(reading: Reading, noun: Noun, named: Party) -> bool:
    """Whether the name may be the parent's: "the mother of his children, Ann Lee", "the father of her son, Al Bogg".

    A first name is that of a child, and so is one that the parent cannot have for her sex.
    """
    of = noun.token.head
    outer = lexicon().get(of.head.lower_) if noun.token.dep_ == "pobj" and of.lower_ == "of" else None
    if outer is None or {noun.kin.relation, outer.relation} != {"parentOf"} or outer.bearer == noun.kin.bearer:
        return False
    sex, parent = reading.mentions.gender(named.key), sex_of(of.head.lower_)
    if not noun.plural and sex and parent and sex != parent:
        return False
    return noun.plural or parse(reading.mentions.entity(named.key).label).words > 1


def _is_of_another_kind(noun: Noun, between: Span) -> bool:
    """Whether the name is that of other kin, told next: "She lives with her mother, brother Al and a dog"."""
    blood = {"parentOf", "siblingOf"}
    others = (kin for token in between if (kin := lexicon().get(token.lower_)) is not None and kin.relation in blood)
    own = (noun.kin.relation, noun.kin.bearer)  # "her mother, ex-wife Ann Lee," is both
    return noun.kin.relation in blood and any((kin.relation, kin.bearer) != own for kin in others)


def _in_two_roles(reading: Reading, noun: Noun) -> list[Party]:
    """The name behind what else somebody is: "her husband and manager, Al Roe", "with brother and co-star Al Roe"."""
    doc, i = reading.doc, noun.last
    if noun.plural or i + 2 >= len(doc) or doc[i].lower_ != "and":
        return []
    kin = lexicon().get(doc[i + 1].lower_)
    while i + 1 < len(doc) and doc[i + 1].tag_ in {"NN", "NNP", "JJ", "HYPH"} and i + 1 not in reading.names:
        i += 1
    related = lexicon().get(doc[i].lower_)
    if i == noun.last or kin is not None or (related is not None and whole(doc[i], related) is not None):
        return []
    if doc[i + 1].text == ",":
        return name_list(reading, i + 2, limit=1, loose=False)
    possessed = doc[noun.first - 1].tag_ == "PRP$" if noun.first else False  # "she thanked her wife and producer Al"
    return [] if possessed else name_list(reading, i + 1, limit=1, loose=False)


def counted(reading: Reading, noun: Noun) -> list[Party]:
    """The children of "a father of two, Leo and Ida", if they are as many as it says or some "among them"."""
    doc, i = reading.doc, noun.last + 1
    if i + 3 < len(doc) and doc[i].tag_ == "CD" and doc[i + 1].text == ",":
        some = 3 if [t.lower_ for t in doc[i + 2 : i + 4]] == ["among", "them"] else 2
        if some == 3 or doc[i + 2].lower_ == "including":
            return name_list(reading, i + 1 + some, limit=MANY)
    number = rules("kin")["counts"].get(doc[i].lower_) if i + 2 < len(doc) else None
    if number is None or doc[i + 1].text not in {",", ":", "—", "–", "("}:
        return []
    listed = name_list(reading, i + 2, limit=number + 1, loose=False)
    return listed if len(listed) == number else []


def _behind_apposition(doc: Doc, i: int) -> int:
    """The index behind what describes a child before the name: "a boy," in "their firstborn, a boy, is named Max"."""
    for j in range(i + 1, min(i + 6, len(doc) - 1)):
        if doc[j].text == ",":
            return j + 1 if doc[i].tag_ == "DT" and doc[j - 1].tag_ == "NN" else 0
        if doc[j].tag_ not in {"NN", "JJ", "CD", "HYPH"}:
            break
    return 0


def _behind_too(noun: Noun) -> int | None:
    """The colon behind one more: "he has a grown-up son, too: Leo"."""
    for token in noun.token.doc[noun.last : noun.last + 4]:
        if token.text == ":":
            return token.i
        if token.lower_ not in {",", "too", "also", "as", "well"}:
            break
    return None


def _owner(reading: Reading, noun: Noun) -> list[Party]:
    """The relative whose name owns what follows: "in her brother Al's band"; of several the last would be named."""
    named = name_at(reading, noun.last)
    owns = named is not None and owns_the_next(reading.doc[named.last - 1])
    return [Party.of(named)] if named is not None and owns and not noun.plural else []


def _behind_clause(reading: Reading, noun: Noun) -> int | None:
    """The index of the names behind a clause about them all: "two sisters who live in Leeds, Kim and Kay"."""
    doc, i = reading.doc, noun.last
    if i >= len(doc) or doc[i].lower_ not in {"who", "that", "both", "all"}:
        return None
    for j in range(i, min(i + _CLAUSE, noun.token.sent.end - 1)):
        if doc[j].text in {",", ":", "—", "–"}:
            return j + 1
        mention = reading.names.get(j)
        if mention is not None and mention.type is EntityType.PERSON:
            return None
    return None


_CLAUSE = 9
"""So many words may tell of several before their names."""


def _behind_genitive(noun: Noun) -> int | None:
    """The index of the name behind "a cousin of hers, Al Bogg", "a grandson of Ann Lee's, Count Max"."""
    doc, i = noun.token.doc, noun.last + 1
    if i >= len(doc) or doc[noun.last].lower_ != "of":
        return None
    while i + 2 < len(doc) and i - noun.last < _OWNED and doc[i].tag_ in {"NNP", "NN", "DT", "JJ", "HYPH"}:
        i += 1
    owned = doc[i].tag_ == "POS" or doc[i].lower_ in {"his", "hers", "theirs", "mine", "ours"}
    return i + 2 if owned and i + 2 < len(doc) and doc[i + 1].text == "," else None


_OWNED = 6
"""So many words may name the owner in "a cousin of the singer Ann Lee's"."""


def _skip_between(reading: Reading, noun: Noun, i: int) -> int:
    """The index after "of 30 years", "of Ann Lee", "with Rob Lane", "from his first marriage", "together"."""
    doc = reading.doc
    steps = 0
    if i + 1 < len(doc) and doc[i].lower_ in {"of", "to"}:
        ages = [time.last for time in reading.times if time.kind is TimeKind.AGE and time.first == i + 1]
        aged = any(doc[last : last + 1].text != "," or last > i + 2 for last in ages)  # not "a bride of 22, Ann Lee"
        counted = doc[i + 1].tag_ == "CD" and inner_noun(reading, noun) is None
        lasted = any(t.lower_ in {"year", "years", "months", "decade", "decades"} for t in doc[i + 1 : i + 5])
        of_a_union = doc[min(i + 2, len(doc) - 1)].lower_ in rules("kin")["parenting"]["unions"]
        if doc[i].lower_ == "to" or aged or not (counted or lasted or of_a_union):
            return len(doc)  # "the son of a surgeon, Al Bogg": what follows belongs to the surgeon
    while i < len(doc) and doc[i].lower_ in _PHRASES and steps < 3:
        partner = partner_behind(reading, noun, i)
        j = partner.last if partner is not None else i + 1
        while j < len(doc) and j - i < 9 and doc[j].text not in OPENERS:
            if doc[j].tag_ not in _INSIDE and doc[j].lower_ not in _ABOUT:
                break
            j += 1
        i, steps = j, steps + 1
    return i


def partner_behind(reading: Reading, noun: Noun, i: int) -> Mention | None:
    """The other parent in the phrase at ``i``: "with ex-husband Tom Bell", "with its star, Ivo Dale".

    Behind a comma one name is the partner's; several are the children's ("two sons with her husband, Al and Bo").
    """
    doc = reading.doc
    if i >= len(doc) or doc[i].lower_ not in {"with", "by"}:
        return None
    owned = False
    for j in range(i + 1, min(i + 10, noun.token.sent.end)):
        if (mention := reading.names.get(j)) is not None and not owns_the_next(doc[mention.last - 1]):
            several = doc[j - 1].text == "," and noun.plural and len(name_list(reading, j, limit=MANY)) > 1
            return None if several else mention
        owned = owned or doc[j].tag_ == "POS" or doc[j].lower_ in lexicon()
        ends = doc[j].text == "," and owned and doc[j - 1].tag_ == "NN"
        if doc[j].tag_ not in _INSIDE and not ends:
            return None
    return None


_NAMING = frozenset({"name", "call", "christen"})
_PHRASES = frozenset({"of", "with", "from", "by", "together", "to", "since", "in", "at"})
_ABOUT = frozenset({"less", "more", "than", "over", "under", "about"})
_INSIDE = frozenset(
    {"NN", "NNS", "NNP", "NNPS", "CD", "JJ", "JJR", "JJS", "DT", "PRP$", "PRP", "POS", "HYPH", "RB", "CC", "VBG"}
)


def _takes_over(reading: Reading, party: Party) -> bool:
    """Whether the name behind the comma starts a new clause ("Of her husband, Kim said ...")."""
    doc, mention = reading.doc, party.mention
    head = doc[mention.head]
    if leaves_the_verb_out(reading, mention):
        return True
    if head.dep_ not in {"nsubj", "nsubjpass"} or mention.last >= len(doc):
        return False
    return doc[mention.last].text not in {",", ".", ";", ")", "—", "–", "--", "("} and doc[mention.last].lower_ != "and"
