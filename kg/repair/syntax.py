"""Points a name gets from its place in the syntax: the verb it is an argument of."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import is_given, words
from kg.repair.cues import listed, nouns, person_nouns


def _fiction(page: Columns, first: int, last: int) -> bool:
    """Whether the name is a character's: "plays X", "the role of X", "X, her character", "known to viewers as X"."""
    before, before2 = page.at(first - 1), page.at(first - 2)
    verb = page.lemma[first - 1].lower() if first else ""
    if verb in {"play", "portray"} and page.tag[first - 1] != "NN":
        return True
    if before == "character" or (before == "of" and before2 in {"role", "character", "part"}):
        return True
    if before == "as" and any(page.lower[k] in listed("role_leads") for k in range(max(0, first - 6), first - 1)):
        return page.sent[max(0, first - 6)] == page.sent[first]
    return (
        page.at(last) == ","
        and page.at(last + 1) in {"his", "her", "the", "their"}
        and "character" in {page.at(k) for k in range(last + 2, last + 4)}
    )


def syntax(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    """Points from the verb that the span is an argument of."""
    if _fiction(page, first, last):
        scores["PERSON"] -= 6
    root = next((i for i in range(first, last) if not first <= page.head[i] < last), last - 1)
    dep, head = page.dep[root], page.head[root]
    verb = page.lemma[head].lower() if head != root else ""
    if dep in {"nsubj", "nsubjpass"} and page.pos[head] in {"VERB", "AUX"}:
        stock = {page.label[k] for k in range(first, last)}
        unlike_people = last - first > 1 and "PERSON" not in stock and not is_given(page.text[first])
        if verb in listed("hiring") and dep == "nsubj" and unlike_people:
            scores["ORG"] += 3
            scores["GPE"] -= 2
        elif verb in words("brands", "person_verbs"):
            scores["PERSON"] += 1.3
            scores["GPE"] -= 0.5
        elif (verb in {"premiere", "debut", "air", "open"} and not _has_object(page, head)) or (
            verb == "come" and any(page.lower[c] == "out" for c in page.children[head])
        ):
            scores["WORK_OF_ART"] += 2.5
            scores["PERSON"] -= 1.5
        else:
            scores["PERSON"] += 0.8
    elif dep == "pobj" and page.dep[head] == "agent":
        hired = page.lemma[page.head[head]].lower() in listed("hiring") and last - first > 1
        if hired and not is_given(page.text[first]):
            scores["ORG"] += 3
            scores["PERSON"] -= 1.5
        else:
            scores["PERSON"] += 0.6
    elif dep == "oprd" and verb == "call":
        scores["PERSON"] -= 2.5
    elif dep in {"dobj", "dative"}:
        if verb == "tell" and last - first > 1 and not is_given(page.text[first]):
            # "She told Nordic Living": names of people mostly begin with one that is known.
            scores["ORG"] += 2.5
        elif verb in listed("unions"):
            scores["PERSON"] += 3
        elif (
            verb in listed("founding")
            or (verb in {"form", "reform"} and not is_given(page.text[first]))
            or (verb == "set" and page.at(head + 1) == "up" and page.at(first - 1) == "the")
        ):
            scores["ORG"] += 2.5
            scores["PERSON"] -= 1
        elif verb in {"win", "receive", "earn", "nab", "scoop", "award", "collect"}:
            scores["AWARD"] += 1.5
            scores["PERSON"] -= 0.5
        elif verb in {"take", "carry", "clinch", "lift"} and page.at(last) == "for" and page.at(first - 1) == "the":
            scores["AWARD"] += 2.5  # "took the Silver Rose for X"
            scores["PERSON"] -= 1
        elif verb in {"release", "record", "direct", "film", "premiere", "headline"}:
            directed = verb == "direct" and not is_given(page.text[first])
            scores["WORK_OF_ART"] += 3 if directed else 2 if verb != "direct" else 0
            scores["PERSON"] -= directed
        elif verb in listed("heading") and not is_given(page.text[first]):
            scores["ORG"] += 2.5
            scores["PERSON"] -= 1
        elif verb in {"host", "co-host", "tape", "present"} and not is_given(page.text[first]):
            scores["WORK_OF_ART"] += 2.5
            scores["PERSON"] -= 1
        elif verb == "include" and any(page.lower[c] in listed("credits") for c in page.children[head]):
            scores["WORK_OF_ART"] += 3.5
            scores["PERSON"] -= 1
        elif verb in listed("joining") and page.at(first - 1) == "the" and page.text[last - 1].endswith("s"):
            scores["ORG"] += 3.5
            scores["PERSON"] -= 1
            scores["GPE"] -= 1
        elif verb in listed("joining") and _may_be_joined(page, first, last, verb):
            scores["ORG"] += 2.5
            scores["PERSON"] -= 1
        elif verb in words("brands", "addressed"):
            scores["PERSON"] += 1
    elif dep == "appos" and page.lower[head] in person_nouns():
        scores["PERSON"] += 2.5
    elif dep == "appos" and page.lower[head] in nouns("work_nouns"):
        scores["WORK_OF_ART"] += 2
    elif dep == "conj" and page.label[head] == "PERSON":
        scores["PERSON"] += 1
    if dep == "nsubjpass" and verb in listed("founding") | {"form", "reform"}:
        scores["ORG"] += 3


def _has_object(page: Columns, verb: int) -> bool:
    return any(page.dep[c] == "dobj" for c in page.children[verb])


def _may_be_joined(page: Columns, first: int, last: int, verb: str) -> bool:
    """Whether a name of several words may be that of a band or a club: no person's, no town's."""
    stock = {page.label[k] for k in range(first, last)}
    people = "PERSON" in stock and verb not in {"quit", "rejoin", "front"}
    return (
        last - first > 1 and not is_given(page.text[first]) and not people and stock.isdisjoint({"GPE", "LOC", "FAC"})
    )
