"""Lists of people as news prints them: "Violet, 16; Ann, 13; and Samuel, 10", "a daughter named Ada".

Read from left to right over the words, because the parser attaches such lists at random.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims.kin_nouns import ORDINALS, lexicon
from kg.claims.reading import Party, Reading
from kg.claims.syntax import FINITE
from kg.dates import TimeKind
from kg.model import EntityType, Mention, MentionKind
from kg.names import words

INTRODUCERS = frozenset({"named", "called", "christened", "nicknamed", "dubbed"})
OPENERS = frozenset({",", ":", "—", "–", "--", "-", "("})
SEPARATORS = frozenset({",", ";", "and", "&", "plus", "—", "–", "--"})
PREMODIFIERS = frozenset(
    {"DT", "JJ", "JJR", "JJS", "NN", "CD", "VBN", "VBG", "HYPH", "RB", "NNP", "NNPS", "POS", "PRP$"}
)
MULTIPLES = frozenset({"twins", "triplets", "sons", "daughters", "brothers", "sisters", "siblings"})
MAX_PREMODIFIERS = 9
SHORT, LONG = 9, 22
"""How many words may describe somebody in a list, and how many behind "who" or before a semicolon."""


def name_at(reading: Reading, i: int) -> Mention | None:
    """The mention of a person by name that begins at token ``i``, if one does."""
    mention = reading.names.get(i)
    if mention is None or not mention.resolved:
        return None
    return mention if mention.type is EntityType.PERSON else None


def parties(mention: Mention) -> Iterator[Party]:
    """The mention as parties, one for each entity it refers to."""
    for key in mention.entities:
        yield Party(key, mention)


def next_name(reading: Reading, i: int, *, loose: bool) -> Mention | None:
    """The name that begins at ``i``, or, if ``loose``, after a few premodifiers ("the retired striker Tom Bell")."""
    doc = reading.doc
    end = doc[i].sent.end if i < len(doc) else i
    for step in range(MAX_PREMODIFIERS if loose else 1):
        j = i + step
        if j >= end:
            return None
        mention = name_at(reading, j)
        if mention is not None:
            return None if owns_the_next(doc[mention.last - 1]) and not is_double(reading, mention) else mention
        if [t.lower_ for t in doc[j : j + 4]] == ["by", "the", "name", "of"]:
            return next_name(reading, j + 4, loose=False)  # "a vet by the name of Al Bogg"
        hyphened = j + 1 < end and "-" in {doc[j - 1].text, doc[j + 1].text}  # "the make-up artist"
        described = doc[j].tag_ in PREMODIFIERS and doc[j].tag_ not in {"PRP$", "POS"}
        trade = j + 1 in reading.names and doc[j].tag_ == "VB" and doc[j].lower_ in words("occupations", "plain")
        if not (described or hyphened or trade or doc[j].lower_ in MULTIPLES):
            return None
    return None


def is_double(reading: Reading, mention: Mention) -> bool:
    """Whether the possessive only doubles an "of": "a cousin of Ann Lee's, and a friend"."""
    doc, i = reading.doc, mention.last + (reading.doc[mention.last - 1].tag_ != "POS")
    ends = i >= len(doc) or doc[i].tag_ in FINITE or doc[i].text in {",", ".", ";", ")", "and", "who"}
    return ends and any(token.lower_ == "of" for token in doc[max(0, mention.first - 4) : mention.first])


def owns_the_next(last: Token) -> bool:
    """Whether the name ends in a possessive: then it is an owner, not a member of the list."""
    return (last.i + 1 < len(last.doc) and last.doc[last.i + 1].tag_ == "POS") or last.tag_ == "POS"


def skip_details(reading: Reading, i: int) -> int:
    """The index after what may stand behind a name in a list: ", 16", "(now 14)", ", who is eight", ", 20 months"."""
    doc = reading.doc
    if i >= len(doc):
        return i
    for time in reading.times:
        if time.kind is TimeKind.AGE and i <= time.first <= i + 3 and _only_filler(doc, i, time.first):
            after = time.last
            while after < len(doc) and doc[after].text in {")", "]"}:
                after += 1
            return after
    if doc[i].text == "(":
        for j in range(i, min(i + 12, len(doc))):
            if doc[j].text == ")":
                return j + 1
    if doc[i].lower_ in {"of", "in", "from"} and i + 1 < len(doc):  # "Cleo Marsh of Leeds and Dot Lee of York"
        i += doc[i + 1].lower_ == "the"
        place = reading.mentions.at(i + 1)
        if (
            place is not None
            and place.type is EntityType.PLACE
            and place.last < len(doc)
            and doc[place.last].lower_ in SEPARATORS
        ):
            return place.last
        i -= doc[i].lower_ == "the"
    return i


def skip_apposition(reading: Reading, i: int) -> int:
    """The index after what describes the person just listed: ", a tobacco farmer,", ", who won a Tony,".

    Only where the list goes on behind it; else ``i`` itself.
    """
    doc = reading.doc
    if i + 1 >= len(doc) or doc[i].text != "," or i + 1 in reading.names:
        return i
    described = doc[i + 1].tag_ in {"DT", "WP", "WDT", "NN", "PRP$"} or doc[i + 1].lower_ in {"then", "now", "formerly"}
    if not described or doc[i + 1].lower_ in {"and"}:
        return i
    near = LONG if doc[i + 1].tag_ in {"WP", "WDT"} else SHORT
    for j in range(i + 2, min(i + LONG, doc[i].sent.end - 1)):
        if j >= i + near and doc[j].text != ";":  # a semicolon ends a member of the list however long it is
            continue
        goes_on = j + 1 in reading.names or doc[j + 1].lower_ == "and"
        if doc[j].text in {":", "—"} or (doc[j].text == ";" and not goes_on):
            return i
        if doc[j].text in {",", ";"} and goes_on:
            return j
    return i


def _only_filler(doc: object, start: int, stop: int) -> bool:
    allowed = {
        ",",
        "(",
        "now",
        "almost",
        "nearly",
        "about",
        "then",
        "barely",
        "who",
        "is",
        "are",
        "'s",
        "’s",
        "aged",
        "age",
        "—",
        "–",
        "was",
        "turned",
        "just",
        "also",
        "only",
        "still",
    }
    return all(doc[j].lower_ in allowed for j in range(start, stop))  # type: ignore[index]


def name_list(reading: Reading, i: int, *, limit: int, loose: bool = True) -> list[Party]:
    """The people listed from token ``i`` on, at most ``limit`` of them; empty if no name stands there."""
    doc = reading.doc
    found: list[Party] = []
    while len(found) < limit and i < len(doc):
        mention = next_name(reading, i, loose=loose)
        if mention is None:
            break
        if found and (begins_a_clause(reading, mention) or _is_other_kin(reading, i, mention.first)):
            break
        if found and doc[i - 1].text == ";" and doc[mention.last : mention.last + 1].text.lower() in {"and", "&"}:
            break  # "a girl, Ida; Al and Bo, her brothers, came to see her"
        found.extend(party for party in parties(mention) if party.key not in {known.key for known in found})
        i = skip_details(reading, mention.last)
        last = doc[mention.first - 1].lower_ in {"and", "&"} if mention.first else False
        if limit > 1 and not (last and len(found) > 1):
            i = skip_apposition(reading, i)
        separated = False
        if last and limit > 2 and i < len(doc) and doc[i].text == ";":
            break  # "her brothers, Al, Bo and Cy; and Di, her daughter"
        while i < len(doc) and doc[i].lower_ in SEPARATORS:
            separated = True
            i += 1
        if not separated:
            break
        if i < len(doc) and doc[i].tag_ == "PRP$":
            break
    return found


def pair_at(reading: Reading, i: int, *, loose: bool = False) -> list[Party]:
    """The two named from token ``i`` on, joined by "and"; a verb may follow that the second alone is taken to rule."""
    doc = reading.doc
    one = name_list(reading, i, limit=1, loose=loose)
    i = skip_details(reading, one[0].mention.last) if one else len(doc)
    and_then = i + 1 < len(doc) and doc[i].lower_ in {"and", "&"}
    return joined(reading, [*one, *(name_list(reading, i + 1, limit=1) if and_then else [])])


def joined(reading: Reading, named: list[Party]) -> list[Party]:
    """The parties if they are two, with "and" between them."""
    if len(named) != 2 or named[0].key == named[1].key:
        return []
    between = reading.doc[named[0].mention.last : named[1].mention.first]
    return named if any(t.lower_ in {"and", "&"} for t in between) else []


def _is_other_kin(reading: Reading, start: int, stop: int) -> bool:
    """Whether the next name has a kin word of its own: "her parents, Al and Eve, and brother Bo"."""
    words = (lexicon().get(token.lower_) for token in reading.doc[start:stop])
    return any(kin is not None and kin.bearer != "object" for kin in words)


GAPPED = frozenset({"a", "an", "one", "two", "three", "four"})
"""Right behind a name these begin what it has, does or is, the verb left out."""


def leaves_the_verb_out(reading: Reading, mention: Mention) -> bool:
    """Whether the name has, does or is something by the verb before: "Ann has two sons, and Eve a daughter"."""
    doc, after = reading.doc, skip_details(reading, mention.last)
    after += after > mention.last and after < len(doc) and doc[after].text == ","
    if after + 1 >= len(doc):
        return False
    if after == mention.last and doc[after].tag_ == "PRP$":  # "Max is his son, Leo his nephew"
        return doc[after + 1].lower_ in ORDINALS or doc[after + 1].lower_ in lexicon()
    if doc[after].lower_ == "to":  # "is married to Ann, and Eve Orr to the painter Al Bogg"
        again = any(
            t.lower_ == "to" for t in doc[mention.head].sent[: max(0, mention.first - doc[mention.head].sent.start)]
        )
        return again and next_name(reading, after + 1, loose=True) is not None
    return after == mention.last and doc[after].lower_ in GAPPED and doc[after + 1].pos_ in {"NOUN", "ADJ"}


def verbless_before(reading: Reading, i: int) -> list[Party]:
    """Who is told of where a possessive at ``i`` stands right behind a name: "he is his son, Leo his nephew"."""
    doc = reading.doc
    named = names_before(reading, i, limit=1) if i > 1 and doc[i].tag_ == "PRP$" else []
    first = named[0].mention.first if named and named[0].mention.last == i else 0
    joined = first > doc[i].sent.start and doc[first - 1].lower_ in {",", ";", "and", "but"}
    stated = any(t.lemma_ == "be" for t in doc[doc[i].sent.start : first]) if joined else False
    return named if stated and leaves_the_verb_out(reading, named[0].mention) else []


def begins_a_clause(reading: Reading, mention: Mention) -> bool:
    """Whether the name is the subject of a verb right behind it, or of one left out: the list ended before it."""
    doc = reading.doc
    after = mention.last
    return leaves_the_verb_out(reading, mention) or (
        after < len(doc) and doc[after].tag_ in FINITE and doc[mention.head].dep_ in {"nsubj", "nsubjpass"}
    )


def names_before(reading: Reading, i: int, *, limit: int) -> list[Party]:
    """The people whose names end just before token ``i``, read leftwards over commas and ages."""
    doc = reading.doc
    found: list[Party] = []
    i -= 1
    while i >= 0 and len(found) < limit:
        i = _skip_back(reading, i)
        mention = reading.mentions.at(i) if i >= 0 else None
        if (
            mention is None
            or mention.last != i + 1
            or mention.kind is not MentionKind.NAME
            or mention.type is not EntityType.PERSON
        ):
            break
        found[:0] = [party for party in parties(mention) if party.key not in {known.key for known in found}]
        i = mention.first - 1
        if i < 0 or doc[i].lower_ not in {",", ";", "and", "&"}:
            break
    return found


def _before_brackets(reading: Reading, i: int) -> int:
    """The index of the bracket that opens what ``i`` closes, if nobody is named inside: "Ann Lee (1951-59)"."""
    doc = reading.doc
    if doc[i].text == ")":
        for j in range(i - 1, max(-1, i - 8), -1):
            if j in reading.in_names:
                break
            if doc[j].text == "(":
                return j
    return i


def _skip_back(reading: Reading, i: int) -> int:
    doc = reading.doc
    while i >= 0 and doc[i].text in {",", ";", "and", "&", "—", "–", "(", ")"}:
        i = _before_brackets(reading, i) - 1
    for time in reading.times:
        if time.kind is TimeKind.AGE and time.last == i + 1:
            i = time.first - 1
            while i >= 0 and doc[i].lower_ in {",", "(", "now", "aged", "almost", "nearly", "about"}:
                i -= 1
            break
    return i
