"""Points a span gets from its neighbours and from its place in the syntax of the sentence."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from kg.columns import Columns
from kg.names import fold, words

_QUOTES = frozenset({'"', "“", "”", "'", "‘", "’", "``", "''"})
_AGE_AFTER = frozenset(
    {
        ",",
        ".",
        ";",
        ")",
        "and",
        "&",
        "—",
        "–",
        "-",
        "months",
        "weeks",
        "days",
        "month",
        "week",
        "year",
        "years",
        "/",
        "]",
        "or",
        "but",
        "who",
        "is",
        "was",
        "are",
        '"',
    }
)
_UNIONS = frozenset(
    {"marry", "wed", "date", "divorce", "romance", "woo", "court", "kiss", "remarry", "adopt", "engage"}
)
_PROPOSALS = frozenset({"propose", "engage", "marry", "betroth"})
_HOMES = frozenset(
    {
        "live",
        "bear",
        "move",
        "grow",
        "raise",
        "relocate",
        "reside",
        "settle",
        "die",
        "fly",
        "travel",
        "head",
        "return",
        "arrive",
        "vacation",
        "honeymoon",
    }
)
_SCREEN = frozenset(
    {
        "star",
        "guest",
        "appear",
        "play",
        "act",
        "perform",
        "co",
        "costar",
        "role",
        "part",
        "cameo",
        "lead",
        "cast",
        "actor",
        "actress",
        "lady",
        "man",
        "turn",
        "stint",
        "episode",
        "season",
        "finale",
        "set",
        "sequel",
        "remake",
        "premiere",
        "adaptation",
        "video",
        "release",
        "scene",
        "character",
        "performance",
        "debut",
        "screening",
        "trailer",
        "soundtrack",
        "reboot",
        "revival",
    }
)
_SCREEN_NOUNS = frozenset(
    {"role", "part", "cameo", "co-star", "costar", "performance", "character", "lead", "guest-star", "episode", "turn"}
)
_OF_SCREEN = frozenset(
    {
        "set",
        "episode",
        "season",
        "finale",
        "premiere",
        "sequel",
        "star",
        "cast",
        "adaptation",
        "production",
        "version",
        "remake",
        "filming",
        "screening",
        "trailer",
        "author",
        "stars",
        "release",
        "seasons",
        "shooting",
        "reboot",
        "revival",
        "creator",
    }
)
_PLACES_IN = frozenset({"in", "near", "outside", "around", "across", "throughout", "within"})
_NAMERS = frozenset({"named", "called", "christened", "dubbed", "nicknamed"})
_AWARD_NOUNS = frozenset(
    {
        "winner",
        "winners",
        "nominee",
        "winning",
        "nominated",
        "nominees",
        "nomination",
        "nominations",
        "nod",
        "statuette",
        "ceremony",
        "victory",
    }
)
_FOUNDING = frozenset({"found", "co", "cofound", "launch", "establish", "start", "create", "own", "run"})
_FOUNDERS = frozenset(
    {
        "founder",
        "co-founder",
        "cofounder",
        "ceo",
        "boss",
        "owner",
        "chairman",
        "executive",
        "president",
        "director",
        "spokesman",
        "spokeswoman",
        "spokesperson",
        "editor",
        "employee",
        "chief",
    }
)


@cache
def _person_nouns() -> frozenset[str]:
    return (
        words("nominals", "people") | words("nominals", "female") | words("nominals", "male") | words("nominals", "kin")
    )


@cache
def _nouns(key: str) -> frozenset[str]:
    return words("brands", key)


def context(page: Columns, first: int, last: int) -> dict[str, float]:
    """Points by label for the span ``first`` to ``last`` (exclusive); no look at the words of the span itself."""
    scores: dict[str, float] = defaultdict(float)
    _behind(page, first, last, scores)
    _before(page, first, last, scores)
    _syntax(page, first, last, scores)
    return scores


def _behind(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    one, two, three = page.at(last), page.at(last + 1), page.at(last + 2)
    if is_age(page, last):
        scores["PERSON"] += 4
        scores["GPE"] -= 2
    if one in {"'s", "’s", "'", "’"} and page.tag[last] == "POS":
        noun = next((i for i in range(last + 1, min(last + 5, len(page))) if page.pos[i] == "NOUN"), None)
        if noun is not None and page.lower[noun] in words("nominals", "kin"):
            scores["PERSON"] += 4
        elif noun is not None:
            scores["PERSON"] += 0.7
    if one in _AWARD_NOUNS or (one in {"-", "–"} and two in {"winning", "nominated"}):
        scores["AWARD"] += 4
        scores["PERSON"] -= 2
    elif one in _FOUNDERS:
        scores["ORG"] += 3.5
    elif one in {
        "star",
        "alum",
        "alumna",
        "actress",
        "actor",
        "castmate",
        "creator",
        "costar",
        "co",
        "viewers",
        "fans",
        "finale",
        "reunion",
        "premiere",
        "franchise",
        "movies",
        "films",
        "sequel",
    }:
        scores["WORK_OF_ART"] += 1.5 if one != "fans" else 0.3
        scores["ORG"] += 0.8
    elif one in _person_nouns() and page.pos[last] == "NOUN":
        scores["ORG"] += 1.2
        scores["PERSON"] -= 0.5
    if one in _nouns("organisation_nouns"):
        scores["ORG"] += 1.5
    if one in {"award", "awards", "prize", "trophy", "medal"}:
        scores["AWARD"] += 3
    if one in {"films", "film", "movie", "movies", "album", "show", "series", "soundtrack", "trilogy", "saga"}:
        scores["WORK_OF_ART"] += 2.5
    if one in {"-", "–"} and two == "born":
        scores["GPE"] += 4
    if one in {"area", "mansion", "residence", "county", "resort", "suburb", "neighborhood", "airport", "hotel"}:
        scores["GPE"] += 2
    if (one == "," and two in {"who", "whose", "whom"}) or one in {"who", "whose"}:
        scores["PERSON"] += 3
    if (one == "," and two in {"in", "on"} and three in {"which", "whom"}) or (one == "in" and two == "which"):
        scores["WORK_OF_ART"] += 2
    if one == "," and two in {"a", "an", "the", "his", "her", "their", "daughter", "son"}:
        noun = next(
            (
                i
                for i in range(last + 1, min(last + 7, len(page)))
                if page.lower[i] in _person_nouns() and page.pos[i] in {"NOUN", "PROPN"}
            ),
            None,
        )
        if noun is not None and all(
            page.pos[i] in {"DET", "ADJ", "NOUN", "PRON", "PROPN", "NUM", "PUNCT"} and page.text[i] != ","
            for i in range(last + 1, noun)
        ):
            scores["PERSON"] += 2.5
    if one in {"said", "says", "told", "tells"}:
        scores["PERSON"] += 1.2


def is_age(page: Columns, i: int) -> bool:
    """Whether an age follows at token ``i``: ", 14", " (42)", ", now 14", ", aged 7", ", 20 months"."""
    opening = page.at(i)
    if opening not in {",", "("}:
        return False
    k = i + 1
    if page.at(k) in {"now", "then", "aged", "age", "just", "almost", "nearly", "only", "still"}:
        k += 1
    number = page.at(k)
    if (number.isdigit() and 0 <= int(number) <= 110) or (number in _NUMBERS and opening == ","):
        follower = page.at(k + 1)
        if number in _NUMBERS:
            return follower in {",", "and", ".", ";"}
        return follower == ")" if opening == "(" else follower in _AGE_AFTER or not follower or follower.isspace()
    return number[:-2].isdigit() and number[-2:] in {"mo", "wk"} if number else False


_NUMBERS = frozenset(
    ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"]
)


def _before(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    i = first - 1
    while i >= 0 and (page.text[i] in _QUOTES or page.text[i].isspace()):
        i -= 1
    word = page.at(i)
    comma = word in {",", ":", "—", "("}
    noun_at = i - 1 if comma else i
    noun = page.at(noun_at)
    noun_is = noun_at >= 0 and page.pos[noun_at] in {"NOUN", "PROPN", "ADJ", "VERB"}
    if (
        fold(word) in words("names", "titles_male") | words("names", "titles_female") | words("names", "titles_either")
        and page.text[i][0].isupper()
    ):
        scores["PERSON"] += 5
    if noun_is and noun in _nouns("work_nouns"):
        scores["WORK_OF_ART"] += 3.5 if not comma or word == "," else 1.5
        scores["PERSON"] -= 1
    elif noun_is and noun in _nouns("organisation_nouns"):
        scores["ORG"] += 3.5 if not comma else 3.0
        scores["PERSON"] -= 0.5
    elif noun_is and noun in _person_nouns() and not (comma and noun not in words("nominals", "kin")):
        scores["PERSON"] += 4
    elif noun_is and noun in _person_nouns():
        scores["PERSON"] += 1.5
    elif noun_is and noun in _nouns("award_nouns") and not comma:
        scores["AWARD"] += 1.5
    if noun in _NAMERS and not comma:
        before = [page.at(k) for k in range(max(0, noun_at - 3), noun_at)]
        if any(w in _person_nouns() for w in before):
            scores["PERSON"] += 4
        elif any(w in _nouns("work_nouns") for w in before):
            scores["WORK_OF_ART"] += 4
        elif any(w in _nouns("organisation_nouns") for w in before):
            scores["ORG"] += 4
    _preposition(page, i, scores, first)
    if word in {"a", "an", "one", "another", "first", "second", "third"}:
        lead = page.at(i - 1)
        if lead in {
            "won",
            "win",
            "wins",
            "winning",
            "received",
            "earned",
            "took",
            "nabbed",
            "scored",
            "and",
            "first",
            "his",
            "her",
        } and page.at(last) in {"for", "in", "."}:
            scores["AWARD"] += 2.5
            scores["PERSON"] -= 1
        scores["AWARD"] += 0.5
    if (word in {"and", "&", ",", ";"} and _in_children_list(page, first)) or (word in {":", "—"} and _in_children_list(page, first)):
        scores["PERSON"] += 3


def _preposition(page: Columns, i: int, scores: dict[str, float], first: int) -> None:
    """Points from the preposition before the span, and from the word that governs it."""
    word = page.at(i)
    if word in {"the", "a"} and page.tag[i] == "DT":
        i -= 1
        word = page.at(i)
    if page.tag[i] not in {"IN", "TO", "RP"} if i >= 0 else True:
        return
    governor = page.lemma[page.head[i]].lower() if page.head[i] != i else ""
    before = page.at(i - 1)
    if word in _PLACES_IN:
        screen = (
            governor in _SCREEN
            or before in _SCREEN_NOUNS
            or page.lemma[i - 1].lower() in {"star", "appear", "costar", "co-star"}
        )
        if governor in _HOMES or before in {
            "born",
            "lives",
            "living",
            "lived",
            "home",
            "house",
            "based",
            "died",
        }:
            scores["GPE"] += 3
            scores["PERSON"] -= 1.5
        elif screen:
            scores["WORK_OF_ART"] += 3.5
            scores["PERSON"] -= 1
        else:
            scores["GPE"] += 1.5
            scores["PERSON"] -= 1.5
            scores["WORK_OF_ART"] += 0.4
    elif word in {"at", "from"}:
        scores["GPE"] += 0.7
        scores["ORG"] += 0.7
    elif word in {"to", "for"} and governor in _HOMES:
        scores["GPE"] += 3
        scores["PERSON"] -= 1
    elif word == "to" and governor in _PROPOSALS:
        scores["PERSON"] += 3
    elif word == "on":
        scores["ORG"] += 0.8
        scores["WORK_OF_ART"] += 2.5 if governor in _SCREEN or before in _SCREEN else 0.3
        scores["PERSON"] -= 0.5
    elif word == "of" and (before in _OF_SCREEN or (governor in _OF_SCREEN and page.head[i] == i - 1)):
        scores["WORK_OF_ART"] += 3.5
        scores["PERSON"] -= 1
    elif word == "of" and before in _FOUNDERS:
        scores["ORG"] += 3.5
    elif word == "of" and before in _nouns("place_nouns"):
        scores["GPE"] += 3.5
    elif word == "of" and before in words("nominals", "kin"):
        scores["PERSON"] += 2
    elif word == "for" and (
        before in {"video", "award", "oscar", "grammy", "emmy", "globe", "soundtrack", "screenplay", "script"}
        or before in {"nominated"}
    ):
        scores["WORK_OF_ART"] += 3.5
    elif word in {"with", "by"}:
        scores["PERSON"] += 0.6


def _in_children_list(page: Columns, first: int) -> bool:
    """Whether a kin noun in the plural opens the list that the name stands in: "their twins, Max and Lou"."""
    k = first - 1
    steps = 0
    while k >= 0 and steps < 24 and page.sent[k] == page.sent[first]:
        lower = page.lower[k]
        if lower in words("nominals", "children"):
            after = page.at(k + 1)
            return after in {",", ":", "—", "-", "--", "("} or page.text[k + 1][0].isupper()
        plain = (
            page.text[k][0].isupper()
            or lower.isdigit()
            or lower
            in {",", ";", "and", "(", ")", "&", ":", "—", "--", "months", "now", "-", "month", "old", "year", "weeks"}
            or page.text[k].isspace()
        )
        if not plain:
            return False
        k -= 1
        steps += 1
    return False


def _fiction(page: Columns, first: int, last: int) -> bool:
    """Whether the name is a character's: "plays X", "the role of X", "X, her character", "known to viewers as X"."""
    before, before2 = page.at(first - 1), page.at(first - 2)
    verb = page.lemma[first - 1].lower() if first else ""
    if verb in {"play", "portray"} and page.tag[first - 1] != "NN":
        return True
    if before == "character" or (before == "of" and before2 in {"role", "character", "part"}):
        return True
    if before == "as" and any(
        page.lower[k]
        in {
            "viewers",
            "fans",
            "audiences",
            "cast",
            "role",
            "starred",
            "stars",
            "starring",
            "appeared",
            "played",
            "plays",
        }
        for k in range(max(0, first - 6), first - 1)
    ):
        return page.sent[max(0, first - 6)] == page.sent[first]
    return (
        page.at(last) == ","
        and page.at(last + 1) in {"his", "her", "the", "their"}
        and "character" in {page.at(k) for k in range(last + 2, last + 4)}
    )


def _syntax(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    if _fiction(page, first, last):
        scores["PERSON"] -= 6
    root = next((i for i in range(first, last) if not first <= page.head[i] < last), last - 1)
    dep, head = page.dep[root], page.head[root]
    verb = page.lemma[head].lower() if head != root else ""
    if dep in {"nsubj", "nsubjpass"} and page.pos[head] in {"VERB", "AUX"}:
        if verb in words("brands", "person_verbs"):
            scores["PERSON"] += 1.3
            scores["GPE"] -= 0.5
        elif verb in {"premiere", "debut", "air", "open"} or (
            verb == "come" and any(page.lower[c] == "out" for c in page.children[head])
        ):
            scores["WORK_OF_ART"] += 2.5
            scores["PERSON"] -= 1.5
        else:
            scores["PERSON"] += 0.8
    elif dep == "pobj" and page.dep[head] == "agent":
        scores["PERSON"] += 0.6
    elif dep in {"dobj", "dative"}:
        if verb in _UNIONS:
            scores["PERSON"] += 3
        elif verb in _FOUNDING:
            scores["ORG"] += 2.5
            scores["PERSON"] -= 1
        elif verb in {"win", "receive", "earn", "nab", "scoop"}:
            scores["AWARD"] += 1.5
            scores["PERSON"] -= 0.5
        elif verb in {"release", "record", "direct", "film", "premiere", "headline"}:
            scores["WORK_OF_ART"] += 2
        elif verb in {"meet", "tell", "call", "join", "hug", "thank"}:
            scores["PERSON"] += 1
    elif dep == "appos" and page.lower[head] in _person_nouns():
        scores["PERSON"] += 2.5
    elif dep == "appos" and page.lower[head] in _nouns("work_nouns"):
        scores["WORK_OF_ART"] += 2
    elif dep == "conj" and page.label[head] == "PERSON":
        scores["PERSON"] += 1
    if dep in {"nsubjpass", "nsubj"} and verb in _FOUNDING and page.dep[root] == "nsubjpass":
        scores["ORG"] += 3
