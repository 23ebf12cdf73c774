"""From what is said to what is believed: a pure function of claims and a policy.

A claim is believed when its status may be (asserted), it is sure enough or a person has confirmed it, nobody has
rejected it, it is not health, and no article of the same day or later denies it in its own voice. What is believed of a
date is the sharpest value where several agree; where they disagree, all stand. Reports of one event with dates that fit
are one event. An end (``ended``, a divorce) does not take a marriage out of the graph: when it held is said by its
claims.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from kg.dates.edtf import Bounds
from kg.model import Literal, LiteralType, Status
from kg.names import rules
from kg.rdf.dates import bounds
from kg.vocab import RELATIONS, SENSITIVE_EVENTS, is_symmetric


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim as it stands in the graph: who and what are IRIs, ``published`` is the article's date.

    ``object`` is an IRI, a literal, or nothing; ``source`` the IRI of the speaker if it is not the article.
    """

    id: str
    article: str
    published: date | None
    subject: str
    predicate: str
    object: str | Literal | None
    status: Status
    confidence: float
    source: str | None = None
    start: str | None = None
    end: str | None = None
    at: str | None = None
    place: str | None = None
    of_youth: bool = False
    """Whether its words tell that it befell somebody under age (`kg.rdf.youth`)."""
    reviewed: bool | None = None
    """What a person says of the reading: that it is right, that it is not; None where nobody has looked."""

    @property
    def is_event(self) -> bool:
        """Whether it states an event."""
        return self.predicate.startswith("event:")


@dataclass(frozen=True, slots=True)
class Policy:
    """The values of ``kg/rules/belief.toml``."""

    statuses: frozenset[Status] = frozenset({Status.ASSERTED})
    threshold: float = 0.5
    denials: bool = True
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A believed relation: one plain triple (two, where it is symmetric), and the claims behind it."""

    subject: str
    predicate: str
    object: str | Literal
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Happening:
    """A believed event; ``at`` is the sharpest date told, ``name`` its own part of an IRI."""

    name: str
    predicate: str
    subject: str
    object: str | None
    at: str | None
    places: tuple[str, ...]
    because: tuple[str, ...]


Belief = Fact | Happening
Group = tuple[str, ...]


@lru_cache(maxsize=1)
def default_policy() -> Policy:
    """The policy of ``kg/rules/belief.toml``."""
    data = rules("belief")
    return Policy(
        frozenset(Status(value) for value in data["statuses"]),
        float(data["threshold"]),
        bool(data["denials"]),
        bool(data["sensitive"]),
    )


def is_sensitive(predicate: str) -> bool:
    """Whether the ontology marks the predicate or event as sensitive.

    >>> is_sensitive("hasCondition"), is_sensitive("event:Diagnosis"), is_sensitive("marriedTo")
    (True, True, False)
    """
    if predicate.startswith("event:"):
        return predicate.removeprefix("event:") in SENSITIVE_EVENTS
    return RELATIONS[predicate].sensitive


def group(statement: Statement) -> Group:
    """What a statement is about; statements of different groups never touch each other's belief.

    A relation of two entities is a group, in either direction if symmetric; so are all values of a literal
    predicate of one subject, and all events of a type with the same participants.
    """
    predicate, subject, thing = statement.predicate, statement.subject, statement.object
    if isinstance(thing, Literal):
        return (predicate, subject)
    parties = (subject, thing or "")
    return (predicate, *(sorted(parties) if is_symmetric(predicate) else parties))


def believe(
    statements: Iterable[Statement], policy: Policy | None = None, *, denials: Iterable[Statement] | None = None
) -> tuple[Belief, ...]:
    """What is believed on the strength of these statements; sorted, the same for every order of the input.

    ``denials`` may bring further statements that only deny (the public export believes from fewer claims than it
    doubts from); left out, the statements themselves are searched.

    >>> said = Statement("c/1", "a/1", date(2020, 1, 1), "p/a", "marriedTo", "p/b", Status.ASSERTED, 0.9)
    >>> [(fact.subject, fact.predicate, fact.object) for fact in believe([said])]
    [('p/a', 'marriedTo', 'p/b')]
    """
    policy = policy or default_policy()
    groups: defaultdict[Group, list[Statement]] = defaultdict(list)
    for statement in statements:
        groups[group(statement)].append(statement)
    doubts: defaultdict[Group, list[Statement]] = defaultdict(list)
    for statement in (one for members in groups.values() for one in members) if denials is None else denials:
        if statement.status is Status.DENIED and statement.source is None and statement.reviewed is not False:
            doubts[group(statement)].append(statement)
    found: list[Belief] = []
    for key in sorted(groups):
        kept = [one for one in groups[key] if _may_be_believed(one, policy, doubts[key])]
        kept.sort(key=lambda one: (one.published or date.max, one.id))
        if kept:
            found.extend(_happenings(kept) if kept[0].is_event else _facts(kept))
    return tuple(found)


def _may_be_believed(one: Statement, policy: Policy, doubts: Sequence[Statement]) -> bool:
    if one.status not in policy.statuses or one.reviewed is False:
        return False
    if one.confidence < policy.threshold and not one.reviewed:  # a person's yes makes the reading sure
        return False
    if is_sensitive(one.predicate) and not policy.sensitive:
        return False
    if one.object is None and not one.is_event:
        return False
    return not policy.denials or not any(_denies(doubt, one) for doubt in doubts)


def _denies(denial: Statement, one: Statement) -> bool:
    """Whether a denial speaks of the same thing at a time that fits, and is not older than what it denies."""
    if isinstance(one.object, Literal) and denial.object != one.object:
        return False
    if denial.published and one.published and denial.published < one.published:
        return False
    return span(one.start, one.end, one.at).overlaps(span(denial.start, denial.end, denial.at))


def span(start: str | None, end: str | None, at: str | None) -> Bounds:
    """The days that a claim with these times speaks of: open on both sides if it has none.

    >>> span("2014", None, None).earliest, span(None, None, None).overlaps(span("", "", "2020"))
    (datetime.date(2014, 1, 1), True)
    """
    if at:
        return bounds(at)
    first, last = (bounds(value) if value else None for value in (start, end))
    return Bounds(first.earliest if first else None, last.latest if last else None)


def _facts(kept: Sequence[Statement]) -> list[Belief]:
    """One fact for a relation; for a literal predicate one for each value, dates without their blunter forms."""
    behind: dict[str | Literal, list[Statement]] = {}
    for one in kept:
        assert one.object is not None
        behind.setdefault(one.object, []).append(one)
    if is_symmetric(kept[0].predicate):
        # Claims may name the two in either order; the fact keeps the one printed first.
        behind = {kept[0].object or "": list(kept)}
    facts: list[Belief] = []
    for thing, claims in sorted(behind.items(), key=lambda item: str(item[0])):
        if isinstance(thing, Literal) and thing.type is LiteralType.DATE and _is_blunter(thing, behind):
            continue
        facts.append(Fact(kept[0].subject, kept[0].predicate, thing, tuple(sorted(one.id for one in claims))))
    return facts


def _is_blunter(value: Literal, others: Iterable[str | Literal]) -> bool:
    """Whether another date says the same more sharply: 1980 beside 1980-10-21."""
    ours = bounds(value.value)
    days = (bounds(other.value) for other in others if isinstance(other, Literal) and other != value)
    return any(other.within(ours) and other != ours for other in days)


@dataclass
class _Cluster:
    """Statements of one event while they are gathered."""

    at: str | None
    members: list[Statement] = field(default_factory=list)

    def fits(self, one: Statement) -> bool:
        if not one.at or not self.at:
            return one.at == self.at
        ours, theirs = bounds(self.at), bounds(one.at)
        return ours.within(theirs)


def _sharpness(one: Statement) -> tuple[bool, int, str]:
    """Sorts the sharpest date first, statements without one last."""
    if not one.at:
        return (True, 0, one.id)
    days = bounds(one.at)
    length = ((days.latest or date.max) - (days.earliest or date.min)).days
    return (False, length, one.at)


def _happenings(kept: Sequence[Statement]) -> list[Belief]:
    """One event for all reports whose dates fit the sharpest; a report without a date joins where there is but one."""
    clusters: list[_Cluster] = []
    for one in sorted(kept, key=_sharpness):
        homes = [cluster for cluster in clusters if cluster.fits(one)]
        if not one.at and len(clusters) == 1:
            homes = clusters
        if len(homes) != 1:
            # None fits, or several do: then we cannot tell which, and a blunt report adds nothing to either.
            if homes:
                continue
            homes = [_Cluster(one.at)]
            clusters.extend(homes)
        homes[0].members.append(one)
    names: set[str] = set()
    found: list[Belief] = []
    for cluster in clusters:
        first = cluster.members[0]
        year = ""
        if cluster.at:
            days = bounds(cluster.at)
            year = str((days.earliest or days.latest or date.min).year)
        parties = [first.subject, first.object if isinstance(first.object, str) else ""]
        if is_symmetric(first.predicate):
            parties.sort()
        words = [first.predicate.removeprefix("event:").lower(), *map(_short, parties), year]
        name = ".".join(filter(None, words))
        if name in names:
            name = f"{name}.{(cluster.at or 'undated').replace('..', 'open').replace('/', '_')}"
        names.add(name)
        found.append(
            Happening(
                name,
                first.predicate,
                first.subject,
                first.object if isinstance(first.object, str) else None,
                cluster.at,
                tuple(sorted({one.place for one in cluster.members if one.place})),
                tuple(sorted(one.id for one in cluster.members)),
            )
        )
    return found


def _short(iri: str) -> str:
    """A party in the name of an event; names hold no full stop, so that stops keep the parties apart."""
    kind, _, local = iri.rpartition("/")
    kind = kind.rpartition("/")[2]
    return local if kind == "person" else ".".join(filter(None, (kind, local)))
