"""The earlier spouse told of by whom she came before: "his second wife, Eve Orr. Before her there was Ann Lee"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.kin_anchors import described
from kg.claims.kin_nouns import ORDINALS, lexicon
from kg.claims.lists import name_list
from kg.claims.reading import TOLD_SO, Finding, Party, Reading, people, surety

NEAR = 2
"""So many sentences back may it stand whose second wife she is."""
LATER = ORDINALS - {"first"}
TURNS = {"second": 1, "third": 2, "fourth": 3, "fifth": 4}
PARTING = frozenset({"with", "from", "by"})
"""Before "whom" they tell of a marriage: "with whom he had a son", "from whom she kept the name"."""
RULE = "before-her"


def findings(reading: Reading, told: Sequence[Finding]) -> Iterator[Finding]:
    """``marriedTo`` of those who came before a second or later spouse, of whom ``told`` says whose she is."""
    for before in reading.tokens({"before"}):
        doc, i = reading.doc, before.i
        whom = people(reading, [doc[i + 1]]) if i == before.sent.start and i + 4 < before.sent.end else []
        come = _behind_the_verb(whom[0].mention.last, doc[i].sent.end, doc[i]) if len(whom) == 1 else None
        named = (name_list(reading, come, limit=len(LATER)) or described(reading, come)) if come is not None else []
        for one in (party for party in named if _is_of_love(reading, party, named[-1])):
            holder, number = _holder(reading, told, before, whom[0]) or (one, 0)
            if len(named) <= number and holder.key != one.key:  # a second wife comes after one
                sure = 0.85 * surety(holder, one)
                yield Finding("marriedTo", holder, one, i, RULE, sure, note="ended", statuses=TOLD_SO)


def _behind_the_verb(i: int, end: int, before: Token) -> int | None:
    """The index behind "there was", "came", "he had"; None if the sentence goes another way."""
    doc = before.doc
    words = [token.lower_ for token in doc[i : min(i + 3, end)]]
    if words[:2] in ([",", "when"], [",", "while"]):  # "Before him, when she was young, there were"
        i = next((k for k in range(i + 2, end) if doc[k].text == ","), i)
        words = [token.lower_ for token in doc[i : min(i + 3, end)]]
    if words[:1] == [","]:
        i, words = i + 1, [token.lower_ for token in doc[i + 1 : min(i + 4, end)]]
    if words[:2] in (["there", "was"], ["there", "were"], ["there", "had"]):
        return i + 2 + (words[1:] == ["had", "been"])
    return i + 1 if words[:1] in (["came"], ["was"]) else None


def _is_of_love(reading: Reading, one: Party, last: Party) -> bool:
    """Whether no more is told of them, or whose parent they are: not "before her there was Ann, who founded it"."""
    doc = reading.doc
    behind = doc[last.mention.last : doc[one.mention.head].sent.end]
    kin = any(t.lower_ in lexicon() and syntax.possessors(t) for t in behind)
    return (
        kin
        or any(t.tag_ == "WP" and t.nbor(-1).lower_ in PARTING for t in behind)
        or not any(t.pos_ in {"VERB", "AUX"} or t.lower_ in {"the", "another"} for t in behind)
    )


def _holder(reading: Reading, told: Sequence[Finding], before: Token, whom: Party) -> tuple[Party, int] | None:
    """Whose second or later spouse ``whom`` was called just before, and how many may have come before."""
    starts = [sentence.start for sentence in reading.doc.sents if sentence.start < before.i][-NEAR:]
    for finding in reversed(told):
        if finding.predicate != "marriedTo" or not (starts or [0])[0] <= finding.trigger < before.i:
            continue
        pair = [side for side in (finding.subject, finding.object) if isinstance(side, Party)]
        if len(pair) != 2 or whom.key not in {side.key for side in pair}:
            continue
        noun = reading.doc[finding.trigger]
        kin = lexicon().get(noun.lower_)
        later = [t.lower_ for t in reading.doc[max(0, noun.i - 3) : noun.i] if t.lower_ in LATER]
        if kin is not None and later and syntax.possessors(noun):
            return next(side for side in pair if side.key != whom.key), TURNS.get(later[-1], len(LATER))
    return None
