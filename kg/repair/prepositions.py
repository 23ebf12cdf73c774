"""Points a name gets from the preposition before it, and from what governs that."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import fold, is_given, titles, words
from kg.repair.cues import addresses, instruments, listed, nouns, person_nouns, words_of_posts
from kg.repair.lists import known_names

_WINNING = frozenset({"win", "get", "receive", "collect", "earn"})
_TOWNS = frozenset({"GPE", "LOC"})
_TAKEN_UP = frozenset({"hers", "his", "theirs"})
"""What stands for a prize told of before: "she won hers"."""


def preposition(page: Columns, i: int, scores: dict[str, float]) -> None:
    """Points from the preposition before the span, and from the word that governs it."""
    word = page.at(i)
    if word in {"the", "a"} and page.tag[i] == "DT":
        i -= 1
        word = page.at(i)
    if page.tag[i] not in {"IN", "TO", "RP"} if i >= 0 else True:
        return
    governor = page.lemma[page.head[i]].lower() if page.head[i] != i else ""
    before = page.at(i - 1)
    if word in listed("places_in"):
        screen = (
            (
                governor in listed("screen")
                and page.tag[page.head[i]] != "NNS"
                and not _performs(page, page.head[i])
                and not _stands_there(page, i)
                and not (page.label[i + 1] in _TOWNS and governor in listed("staged"))
            )
            or before in listed("screen_nouns")
            or page.lemma[i - 1].lower() in {"star", "appear", "costar", "co-star"}
            or _on_screen(page, i)
            or _acted(page, i)
        )
        if governor in listed("homes") or before in listed("home_leads"):
            scores["GPE"] += 3
            scores["PERSON"] -= 1.5
        elif screen:
            scores["WORK_OF_ART"] += 3.5
            scores["PERSON"] -= 1
        elif word == "in" and (
            _performs(page, page.head[i])
            or before in listed("member_nouns")
            or (before in listed("music") and page.at(i + 2)[:1].isalpha() and page.text[i + 2][0].isupper())
        ):
            scores["ORG"] += 3  # "plays bass in X"
            scores["PERSON"] -= 1.5
        else:
            scores["GPE"] += 1.5
            scores["PERSON"] -= 1.5
            scores["WORK_OF_ART"] += 0.4
    elif word in {"to", "from"} and before in listed("bound") and page.label[i + 1] not in {"GPE", "LOC"}:
        scores["PERSON"] += 3
    elif (word in {"at", "from"} and (governor in listed("studying") or _learns(page, i))) or (
        word == "of" and (before in listed("studying") or (before == "out" and _drops_out(page, i)))
    ):
        scores["ORG"] += 4
    elif word == "at" and page.text[i + 1] in words("posts", "university_towns"):
        scores["ORG"] += 4  # "met at Cambridge"
        scores["GPE"] -= 2
    elif word in {"at", "for", "with"} and _serves(page, i, before, governor):
        scores["ORG"] += 3 if word == "at" else 2.5
        scores["PERSON"] -= 1.5
        scores["GPE"] -= 0.5
    elif word in {"at", "from"} and governor in listed("homes"):
        scores["GPE"] += 2.5
        scores["PERSON"] -= 2 if word == "at" else 0
    elif word in {"at", "from"}:
        scores["GPE"] += 0.7
        scores["ORG"] += 0.7
    elif word == "to" and governor == "bear":
        scores["PERSON"] += 2
    elif word in {"to", "for"} and governor in listed("homes"):
        scores["GPE"] += 3
        scores["PERSON"] -= 1
    elif word == "to" and governor in {"come", "go"}:
        scores["GPE"] += 1.2
        scores["PERSON"] -= 0.5
    elif word == "to" and governor in listed("proposals"):
        scores["PERSON"] += 3
    elif (
        (word in {"for", "with", "of"} and before in listed("member_nouns"))
        or (word == "with" and before in listed("music") and page.lemma[i - 2].lower() == "play")
        or (word == "for" and governor in listed("playing"))
        or (word in {"of", "with", "from"} and _in_a_band(page, i))
    ):
        scores["ORG"] += 3.5
        scores["PERSON"] -= 1
        scores["GPE"] -= 1
    elif word == "of" and before == "role" and page.at(i - 2) == "title":
        scores["WORK_OF_ART"] += 3.5
    elif word == "of" and before == "native":
        scores["GPE"] += 4
        scores["PERSON"] -= 2
    elif word == "of" and _is_of_a_town(page, i):
        scores["GPE"] += 2.5
        scores["PERSON"] -= 5 if page.words(i + 2, i + 3) in addresses() else 1.5  # "of Mill Heads, who"
    elif word == "on" and governor in {"live", "settle", "reside"}:
        scores["GPE"] += 2.5
    elif word == "on" and governor == "meet":
        scores["WORK_OF_ART"] += 2.5
        scores["PERSON"] -= 0.5
    elif word == "on" and page.lower[i + 1] in listed("stages"):
        scores["GPE"] += 5
    elif word == "on":
        scores["ORG"] += 0.8
        shown = 3.5 if before in listed("of_screen") else 2.5 if {governor, before} & listed("screen") else 0.3
        scores["WORK_OF_ART"] += shown
        scores["PERSON"] -= 0.5
    elif (
        word == "of" and (before in listed("of_screen") or (governor in listed("of_screen") and page.head[i] == i - 1))
    ) or (word == "of" and page.at(i - 2) in {"season", "series"} and before in listed("numbers")):
        scores["WORK_OF_ART"] += 3.5
        scores["PERSON"] -= 1
    elif word == "as" and before == "such":
        scores["WORK_OF_ART"] += 3.5 if page.lower[i - 2] in nouns("work_nouns") else 0
    elif word == "for" and before in {"known", "famous"}:
        scores["WORK_OF_ART"] += 2.5
        scores["PERSON"] -= 1
    elif word == "of" and before in listed("founders") and known_names().get(page.text[i + 1]) != "GPE":
        scores["ORG"] += 3.5
    elif word == "of" and before in nouns("place_nouns"):
        scores["GPE"] += 3.5
    elif word == "of" and before in words("names", "offices") | listed("offices_of"):
        scores["GPE"] += 4
        scores["PERSON"] -= 2
    elif word == "of" and before in words("nominals", "kin"):
        scores["PERSON"] += 2
    elif word == "for" and before == "nominated" and page.text[i + 1] == "the":
        scores["AWARD"] += 3.5  # a film has its article in capitals: "nominated for The Long Way"
    elif (word == "for" and before == "up") or (word == "with" and before in {"away", "off"} and governor == "walk"):
        scores["AWARD"] += 3
        scores["PERSON"] -= 1
    elif word == "for" and (
        before in listed("work_for") or before == "nominated" or _honoured(page, i) or _won(page, i)
    ):
        scores["WORK_OF_ART"] += 3.5
    elif word == "with" and governor in listed("honouring") and page.tag[page.head[i]] == "VBN":
        scores["AWARD"] += 3.5
        scores["PERSON"] -= 1
    elif word in {"with", "by", "between"}:
        scores["PERSON"] += 0.7


def _stands_there(page: Columns, i: int) -> bool:
    """Whether somebody is where the "in" at ``i`` tells, and plays nothing there: "the actress on the pier in X"."""
    head = page.head[i]
    if page.pos[head] not in {"NOUN", "PROPN"} or page.lower[head] not in person_nouns():
        return False
    lead = page.lower[head] in {"star", "lead"} or page.at(head - 1) in {"leading", "-"}
    return not (lead and head == i - 1)


def _serves(page: Columns, i: int, before: str, governor: str) -> bool:
    """Whether the words before "at", "for", "with" tell of a post or of work: "a clerk at X", "reads news for X"."""
    if i + 1 < len(page) and is_given(page.text[i + 1]) and page.lower[i] != "at":
        return False
    news = page.lower[i - 1] in {"news", "weather", "job", "internship", "apprenticeship", "contract", "deal"}
    return (
        before in words_of_posts()
        or before.removesuffix("s") in words_of_posts()
        or governor in listed("serving")
        or news
    )


def _learns(page: Columns, i: int) -> bool:
    """Whether a degree or a subject is told of right before "at": "took a degree in physics at X", "read law at X"."""
    start = max(page.sents[page.sent[i]][0], i - 6)
    read = any(page.lemma[k] == "read" for k in range(max(start, i - 3), i)) and page.at(i - 1) in listed("subjects")
    later = page.at(i - 2) in {"and", ","} and page.at(i - 1) in words("posts", "thereafter")
    again = later and any(page.lemma[k].lower() in words("posts", "learning") for k in range(start, i))
    reads = page.at(i + 2) == "," and page.at(i + 3) in {"studying", "reading"}  # "is at X, studying law"
    return read or again or reads or any(page.lower[k] in listed("degrees") for k in range(start, i))


def _drops_out(page: Columns, i: int) -> bool:
    """Whether the "out of" before token ``i`` is of a school: "dropped out of X"."""
    return any(page.lemma[k].lower() in {"drop", "flunk", "graduate"} for k in range(max(0, i - 4), i))


def _in_a_band(page: Columns, i: int) -> bool:
    """Whether a musician or a player stands before: "drummer Ann Lee of X", "bass player with X", "once of X"."""
    if i + 1 < len(page) and page.text[i + 1] in known_names():
        return False
    k = i - 1
    while k >= 0 and page.lower[k] in {"formerly", "once", "late", "now", ",", "both"}:
        k -= 1
    if page.lower[k] == "player" and page.lower[k - 1] in instruments() | {"bass", "keyboard", "horn", "harp", "sax"}:
        return True
    start = page.sents[page.sent[i]][0]
    named = k
    while k >= start and (page.text[k][0].isupper() or page.lower[k] in {"and", ","}) and i - k < 9:
        if page.lower[k].removesuffix("s") in listed("member_nouns") and k < named:
            return True
        k -= 1
    return named - 1 > k >= start and page.lower[k].removesuffix("s") in listed("member_nouns")


def _is_of_a_town(page: Columns, i: int) -> bool:
    """Whether a name in full stands before "of", as wedding columns have it: "Eve Orr, of X"."""
    comma = page.at(i - 1) == ","
    k = i - 1 - comma
    full = k > 0 and page.text[k][0].isupper() and page.text[k - 1][0].isupper()
    titled = full and fold(page.text[k - 1]) in titles()
    if not full or not (is_given(page.text[k - 1]) or titled):
        return False
    kin = {page.lower[j] for j in range(max(0, k - 6), k)} & {"son", "daughter", "child", "widow", "sons", "daughters"}
    end = next((j for j in range(i + 1, len(page)) if not page.text[j][0].isupper()), i + 1)
    band = not titled and (end > i + 2 or page.text[i + 1].endswith("s")) and page.text[end - 1] not in addresses()
    return bool(kin) or (comma and page.at(end) in {",", ".", ";"} and not band)


def _performs(page: Columns, verb: int) -> bool:
    """Whether the verb is of music or games: "played a concert in X"."""
    return page.lemma[verb].lower() in {"play", "perform"} and any(
        page.dep[c] == "dobj" and page.lemma[c].lower() in instruments() for c in page.children[verb]
    )


def _acted(page: Columns, i: int) -> bool:
    """Whether the phrase with "in" belongs to a part or its playing, further up: "her role as Meg in X"."""
    node = page.head[i]
    for _ in range(4):
        if page.lemma[node].lower() in listed("acting") and page.tag[node] != "NNS":
            return True
        if page.pos[node] in {"VERB", "AUX"} or page.head[node] == node:
            return False
        if page.lower[node] in person_nouns() and page.lemma[page.head[node]] in {"play", "portray"}:
            return True  # "plays a nurse in X"
        node = page.head[node]
    return False


def _on_screen(page: Columns, i: int) -> bool:
    """Whether the words before "in" speak of a part played: "his on-screen wife in X", "her screen husband in X"."""
    near = range(max(page.sents[page.sent[i]][0], i - 6), i)
    return any(page.lower[k] in {"screen", "onscreen"} and page.at(k + 1) != "test" for k in near)


def _honoured(page: Columns, i: int) -> bool:
    """Whether the "for" at ``i`` tells what somebody was honoured for: "was named best actor for X"."""
    clause = range(page.sents[page.sent[i]][0], i)
    near = [page.lower[k] for k in clause[-8:]]
    if not any(word in listed("honour_words") for word in near) or "honorary" in near:
        return False
    return "best" in near or any(page.lemma[k].lower() in listed("honour_verbs") for k in clause)


def _won(page: Columns, i: int) -> bool:
    """Whether the "for" at ``i`` tells what a prize was won for, however far: "won hers in May, for The Run"."""
    if page.label[i + 1] in {"GPE", "NORP"} or is_given(page.text[i + 1]):
        return False
    start = page.sents[page.sent[i]][0]
    start = next((k for k in range(i, start, -1) if page.text[k] == ";"), start)
    won = next((k for k in range(i - 1, start, -1) if page.lemma[k].lower() in _WINNING), None)
    if won is None:
        return False
    behind = page.lower[won + 1 : min(won + 4, i)]
    taken = behind[:1] != [] and behind[0] in _TAKEN_UP
    return taken or (page.text[i + 1] == "The" and any(word in listed("honour_words") for word in behind))
