"""Points for the title of a show from how people are in it: "seen as a spy in X", "Ann Lee (X)", "evicted from X"."""

from __future__ import annotations

from kg.columns import Columns
from kg.names import is_given, words
from kg.repair.cues import before_name, listed
from kg.repair.lists import known_names

_NEAR, _FAR = 8, 30
"""How many tokens before a title tell of a part; how many before brackets of a cast."""
_BARE = frozenset({"DT", "PRP$", "POS", "CD"})
_BEHIND = frozenset({"opposite", "with", "alongside", "in", ",", ".", ";", "and", ""})


def shown(page: Columns, first: int, last: int, scores: dict[str, float]) -> None:
    """Add the points that the words before the span ``first`` to ``last`` (exclusive) give to a show."""
    if is_given(page.text[first]) or page.words(first, last) in known_names():
        return
    if last - first > 1 and page.text[first] in listed("organisation_starts"):
        return  # "anchors the news on Canal Rojo"
    if last < len(page) and (page.tag[last] == "POS" or page.text[last] == "-"):
        return
    i = before_name(page, first)
    if i < 1 or page.sent[i] != page.sent[first]:
        return
    if (
        _is_in_it(page, i, last - first > 1)
        or _is_made(page, i, first, last)
        or (_in_brackets(page, first, last) or _in_a_list(page, first, last))
    ):
        scores["WORK_OF_ART"] += 3.5
        for kind in ("PERSON", "GPE", "ORG"):
            scores[kind] -= 2


def _is_in_it(page: Columns, i: int, long: bool) -> bool:
    """Whether the words up to the preposition at ``i`` tell of a part, or of who is shown there."""
    word, before = page.lower[i], page.lower[i - 1]
    start = max(page.sents[page.sent[i]][0], i - _NEAR)
    near = page.lower[start:i]
    if word in {"in", "on"} and before in listed("shown_people"):
        return True
    if word in {"from", "off"} and long:
        return bool(listed("put_out") & set(page.lower[max(start, i - 3) : i]))
    if word == "on":
        ages = {k for k, w in enumerate(near) if w.isdigit()}  # "partnered Al Orr, 31, on X"
        stops = (k + 1 for k, w in enumerate(near) if w == ";" or (w == "," and ages.isdisjoint({k - 1, k + 1})))
        near = near[max(stops, default=0) :]
        return long and (before in listed("on_a_screen") or not listed("on_a_show").isdisjoint(near))
    if word != "in" or not long:
        return False
    if page.lower[i - 1] == "seen" and page.lower[i - 2] == "last":
        return page.at(i - 3) in {",", "("}
    if page.label[i - 1] == "PERSON" and any(page.lemma[k].lower() == "direct" for k in range(start, i)):
        return True
    return _as_a_part(page, start, i) or as_a_family(page, start, i)


def _as_a_part(page: Columns, start: int, i: int) -> bool:
    """Whether somebody is seen or known as somebody else: "was seen again as the murderer in X"."""
    lead = next((k for k in range(start, i - 1) if page.lower[k] == "as" and page.tag[k + 1] in _BARE | {"NNP"}), None)
    if lead is None or any(page.text[k] in {",", ";"} for k in range(lead, i)):
        return False
    before = page.lower[max(page.sents[page.sent[i]][0], lead - _NEAR) : lead]
    looked = "seen" in before and not {"be", "have", "again", "lately", "recently", "currently"}.isdisjoint(before)
    return looked or not listed("seen_as").isdisjoint(before)


def as_a_family(page: Columns, start: int, i: int) -> bool:
    """Whether people are a family there and nowhere else: "were mother and son in X", "played lovers in X".

    The words end right before ``i`` and begin no sooner than ``start``.
    """
    kin = words("nominals", "kin") | {"lovers", "enemies", "rivals", "sweethearts"}
    if i <= start or page.lower[i - 1] not in kin:
        return False
    one = i - 3 if page.lower[i - 2] == "and" and page.lower[i - 3] in kin else i - 1
    verb = one - 1 if page.tag[one - 1] != "JJ" else one - 2
    lemma = page.lemma[verb].lower() if verb >= start else ""
    return lemma == "play" or (lemma in {"be", "as"} and one < i - 1)


def _is_made(page: Columns, i: int, first: int, last: int) -> bool:
    """Whether the title is what somebody shoots, or has just shot: "recently wrapped X opposite Al Orr"."""
    verb = page.lemma[i].lower()
    if i != first - 1 or last - first < 2 or page.tag[i][:2] != "VB" or page.at(last) not in _BEHIND:
        return False
    return verb == "wrap" or (verb == "shoot" and page.tag[i] == "VBG")


def _in_brackets(page: Columns, first: int, last: int) -> bool:
    """Whether a title stands in brackets behind who plays in it, where a cast is told: "Ann Lee (X) and Al Orr (Y)".

    One word there is a part: "Ann Lee (Medea)".
    """
    i = first - 1
    if last - first < 2 or page.text[i] != "(" or page.at(last) != ")" or page.label[i - 1] != "PERSON":
        return False
    return not listed("of_a_cast").isdisjoint(page.lower[max(0, i - _FAR) : i])


def _in_a_list(page: Columns, first: int, last: int) -> bool:
    """Whether a list of winners names the work behind the winner: "Best actress: Ann Lee, Paper Harbour.".

    So do nominees: "Also nominated: Al Orr, Paper Harbour; Bo Lund, The Long Way".
    """
    start = page.sents[page.sent[first]][0]
    headed = page.lower[start] in {"best", "outstanding", "also"} and ":" in page.text[start + 1 : start + 6]
    behind = page.at(last)
    ends = behind in {"", ".", ";", ","} or behind.isspace()
    return headed and ends and page.at(first - 1) == "," and first > 3 and page.text[first - 2][0].isupper()
