"""What has been said of whom: the relations, between the mentions nearest to the words that carry them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.vocab import is_symmetric
from training.passage import Passage, Relation, Span
from training.templates.cores import LABELS, Core
from training.templates.writer import Marked

if TYPE_CHECKING:
    from training.templates.scene import Scene

_OWNERS = {"his", "her", "my", "their", "our"}
_SENTENCE = re.compile(r"[.!?]”? |\n")
_QUOTE = re.compile("[“”]")
_ATTRIBUTES = {"job": "occupation", "age": "bornOn"}
_TIMES = ("when", "date", "year")
BETWEEN_PEOPLE = frozenset({"marriedTo", "engagedTo", "partnerOf", "parentOf", "siblingOf", "relativeOf"})

Told = tuple[str, tuple[int, int] | None]
"""The status of a relation, and its trigger."""


class Labels:
    """The relations found so far in one passage."""

    def __init__(self) -> None:
        """None yet."""
        self.found: dict[tuple[int, int, str], Told] = {}

    def add(self, head: Marked, tail: Marked, label: str, told: Told) -> None:
        """Keep one relation; symmetric ones from the earlier span on."""
        if is_symmetric(label) and tail.start < head.start:
            head, tail = tail, head
        self.found.setdefault((id(head), id(tail), label), told)

    def relate(self, scene: Scene, core: Core, start: int, status: str, drop: set[str]) -> None:
        """Keep what a core has said in the words since ``start``, but for the labels in ``drop``."""
        clause = scene.clause
        times = [name for name in _TIMES if name in clause.things]
        dated = bool(times) or "place" in clause.things
        for said in core.says:
            if (said.label in drop and not said.given) or (said.dated and not dated and not drop):
                continue
            trigger = clause.triggers.get(said.trigger)
            told = ("asserted" if said.given else status), trigger
            for head in _ends(scene, said.head, said.label, start, trigger or (start, start)):
                anchor = trigger or (head.start, head.end)
                for tail in _ends(scene, said.tail, said.label, start, anchor) if said.tail else [head]:
                    self.add(head, tail, said.label, told)
                    if said.tail and (len(head.who) > 1 or len(tail.who) > 1):
                        one, other = _alone(scene, said.head, head, start), _alone(scene, said.tail, tail, start)
                        if one and other:
                            self.add(one, other, said.label, told)
                if said.label.startswith("event:") and "@" not in said.label:
                    for name in times:
                        self.add(head, clause.things[name], f"{said.label}@time", told)
                    if "place" in clause.things:
                        self.add(head, clause.things["place"], f"{said.label}@place", told)

    def attributes(self, scene: Scene, start: int) -> None:
        """Keep the trades and ages that stand in the words since ``start``."""
        for span in scene.out.spans:
            owner, _, what = span.slot.partition(".")
            if what and span.start >= start:
                head = nearest(scene, owner, start, (span.start, span.end))
                self.add(head, span, _ATTRIBUTES[what], ("asserted", (span.start, span.end)))
                span.slot = ""


def nearest(scene: Scene, key: str, start: int, anchor: tuple[int, int], label: str = "") -> Marked:
    """The mention of somebody in the words since ``start`` that lies nearest to the anchor.

    The end of a sentence and a quotation mark are far. A noun phrase counts only where nothing else names the person;
    an owner behind the anchor ("died at *her* home"), the two as owners, and the owner of what is no kin ("made *her*
    debut") only where no other mention is near.
    """
    text = scene.out.text

    def cost(span: Marked) -> tuple[int, int]:
        low, high = min(span.end, anchor[1]), max(span.start, anchor[0])
        far = max(0, high - low) + 1000 * (span.kind == "nominal") + 300 * bool(_SENTENCE.search(text[low:high]))
        far += 150 * bool(_QUOTE.search(text[low:high]))
        word = text[span.start : span.end].lower()
        if span.kind == "pronoun" and word in _OWNERS:
            far += (
                200 * (word in {"their", "our"}) + 100 * (span.start >= anchor[1]) + 25 * (label not in BETWEEN_PEOPLE)
            )
        return far, span.start

    mentions = [s for s in scene.out.spans if key in s.who and s.start >= start and s.slot not in {"alias", "aside"}]
    if not mentions:
        raise ValueError(f"{text[start:]!r}: nobody mentions {key} here")
    return min(mentions, key=cost)


def _ends(scene: Scene, name: str, label: str, start: int, anchor: tuple[int, int]) -> list[Marked]:
    """The spans that stand for a slot of a relation."""
    clause = scene.clause
    if name == "K" and clause.children:
        return [nearest(scene, child.key, start, anchor, label) for child in clause.children]
    if name.isupper():
        return [nearest(scene, clause.env[name].key, start, anchor, label)]
    return [clause.things[name]] if name in clause.things else []


def _alone(scene: Scene, name: str, found: Marked, start: int) -> Marked | None:
    """The mention of somebody alone, where the one found is of two ("*they* married"); else that one."""
    if len(found.who) < 2:
        return found
    key = scene.clause.env[name].key if name in scene.clause.env else ""
    alone = [s for s in scene.out.spans if s.who == (key,) and s.start >= start and s.kind != "nominal" and not s.slot]
    return max(alone, key=lambda s: s.start) if alone else None


def finish(scene: Scene, labels: Labels, group: str) -> Passage:
    """The passage, with who is who worked out from the spans."""
    marked = sorted(scene.out.spans, key=lambda s: (s.start, s.end))
    place = {id(span): i for i, span in enumerate(marked)}
    relations: dict[Relation, Told] = {}
    for (head, tail, label), told in labels.found.items():
        relations[Relation(place[head], place[tail], label)] = told
    coref = {
        Relation(j, i, "coref")
        for j, later in enumerate(marked)
        for i, earlier in enumerate(marked[:j])
        if earlier.who and set(earlier.who) <= set(later.who)
    }
    return Passage(
        scene.out.text,
        tuple(Span(s.start, s.end, s.type, s.kind) for s in marked),
        frozenset(relations) | coref,
        LABELS,
        "own",
        group,
        statuses={relation: status for relation, (status, _) in relations.items()},
        triggers={relation: trigger for relation, (_, trigger) in relations.items() if trigger},
    )
