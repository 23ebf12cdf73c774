"""The one shape that all training data take: a text, the spans in it, and what holds between pairs of them.

Readers of public data sets and the grammars of our own sentences make passages; the trainer and the measures take
them. Relations, coreference and the parties of events are all labels of a pair, so one head learns them together.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A candidate argument: character offsets in the passage, what it is and how it is put.

    ``type`` is an `EntityType` value, ``Date`` or ``Number``; ``kind`` is ``name``, ``nominal``, ``pronoun`` or
    ``value`` (dates, numbers and other literals).
    """

    start: int
    end: int
    type: str
    kind: str = "name"


@dataclass(frozen=True, slots=True, order=True)
class Relation:
    """``label`` holds from the span with index ``head`` to the one with index ``tail``.

    Labels are the predicates of the claims format (``parentOf`` runs from parent to child), ``event:TYPE`` from its
    first participant to its second (or to itself, where there is no second), ``event:TYPE@place`` and
    ``event:TYPE@time`` from the first participant, and ``coref`` from a mention to an earlier one of the same entity.
    Symmetric relations stand once, from the earlier span to the later.
    """

    head: int
    tail: int
    label: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One training text. A label in ``judged`` is complete here: where it is missing between two spans, it is false.

    ``statuses`` says how the text presents a relation (values of `kg.model.Status`); one that is not listed is not
    judged. ``triggers`` are the character offsets of the words that carry a relation. ``source`` names the data set,
    ``group`` what must stay on one side of a split (a document). Where ``pairs`` of spans are named, nothing is
    judged of any other pair.

    >>> text = "Ann is Bob's sister."
    >>> spans = (Span(0, 3, "Person"), Span(7, 10, "Person"))
    >>> Passage(text, spans, frozenset({Relation(0, 1, "siblingOf")}), frozenset({"siblingOf"}), "own").text
    "Ann is Bob's sister."
    """

    text: str
    spans: tuple[Span, ...]
    relations: frozenset[Relation]
    judged: frozenset[str]
    source: str
    group: str = ""
    pairs: frozenset[tuple[int, int]] = frozenset()
    statuses: dict[Relation, str] = field(default_factory=dict)
    triggers: dict[Relation, tuple[int, int]] = field(default_factory=dict)
