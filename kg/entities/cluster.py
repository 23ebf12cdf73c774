"""Profiles to groups of one person each: the same groups for the same profiles, in whatever order they come.

Profiles that tell most come first, each joins the group that it is surely one with, or begins a new one; then groups
that have become one by what they tell together are joined. Where two groups are equally likely neither is taken,
unless the one is told of far more often: that is what readers would think of. What somebody has judged comes before
all of this.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from kg.entities.group import Group
from kg.entities.likeness import Likeness, Weights, default_weights, likeness
from kg.entities.naming import Kin
from kg.entities.profile import Profile, blocks

Id = tuple[str, str]

CROWD = 24
"""From so many groups in one block on, only those are compared that share a trait."""

CLOSE = 6
"""So many of the likeliest groups are compared with each other before one of them is taken."""

RIVALS = 5
"""For so many of the nearest namesakes it is kept why they are not the same."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What people have decided, on any number of profiles.

    Profiles that share a mark in ``together`` are one. ``labels`` says as which judged entities a profile is known;
    two entities of a pair in ``apart`` are never in one group.
    """

    together: Mapping[Id, frozenset[str]] = field(default_factory=dict)
    labels: Mapping[Id, frozenset[str]] = field(default_factory=dict)
    apart: frozenset[tuple[str, str]] = frozenset()

    def forbids(self, one: Group, other: Group) -> bool:
        """Whether two groups hold what somebody has told apart."""
        return any((a, b) in self.apart or (b, a) in self.apart for a in one.labels for b in other.labels)


@dataclass(frozen=True, slots=True)
class Rivalry:
    """Two groups (by their places in the result) that might be taken for one, and how likely they are."""

    one: int
    other: int
    likeness: Likeness


@dataclass(frozen=True, slots=True)
class Clusters:
    """Groups of profiles, sorted; why a profile was added to the others of its group; which groups are namesakes."""

    groups: tuple[tuple[Profile, ...], ...]
    because: Mapping[Id, Likeness]
    rivalries: tuple[Rivalry, ...]


def cluster(profiles: Iterable[Profile], judged: Judged | None = None, weights: Weights | None = None) -> Clusters:
    """The groups that these profiles of people make.

    >>> from kg.entities.profile import Trait
    >>> from kg.model import EntityType
    >>> def told(article, name, *traits):
    ...     return Profile(article, "k", EntityType.PERSON, (name,), frozenset(map(Trait.read, traits)))
    >>> found = cluster([told("a", "Bo Doe", "born 1950"), told("b", "Bo Doe", "born 1990"), told("c", "Cy Doe")])
    >>> [[one.article for one in group] for group in found.groups]
    [['a'], ['b'], ['c']]
    >>> found.rivalries[0].likeness.excluded
    'born 1950 and 1990'
    """
    work = _Work(judged or Judged(), weights or default_weights())
    ordered = sorted(profiles, key=lambda one: (-_told(one), one.article, one.key))
    work.begin(ordered)
    for profile in ordered:
        work.place(profile)
    work.join()
    return work.result()


def _told(profile: Profile) -> int:
    """How much a profile tells: relatives, dates and ties count, company does not."""
    return 2 * sum(trait.kind != "with" for trait in profile.traits) + len(profile.names) + (" " in profile.name)


class _Work:
    """The groups while they grow, and the index by which they are found."""

    def __init__(self, judged: Judged, weights: Weights) -> None:
        self.judged, self.weights = judged, weights
        self.groups: dict[int, Group] = {}
        self.home: dict[int, int] = {}
        self.index: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self.keys: dict[int, set[str]] = {}
        self.because: dict[Id, Likeness] = {}
        self.placed: set[Id] = set()

    def begin(self, profiles: Iterable[Profile]) -> None:
        """Make the groups that people have judged to be one."""
        marked: dict[str, int] = {}
        for profile in profiles:
            marks = self.judged.together.get(profile.id)
            if not marks:
                continue
            known = sorted({self.now(marked[mark]) for mark in marks if mark in marked})
            place = known[0] if known else self.new()
            for other in known[1:]:
                self.absorb(place, other)
            marked.update(dict.fromkeys(marks, place))
            self.put(profile, place, blocks(profile))

    def place(self, profile: Profile) -> None:
        """Give a profile its group."""
        if profile.id in self.placed:
            return
        alone = Group.of([profile])
        alone.labels |= self.judged.labels.get(profile.id, frozenset())
        keys = blocks(profile)
        chosen = self.choose(alone, self._near(keys, alone))
        if chosen is not None:
            self.because[profile.id] = chosen[1]
        self.put(profile, chosen[0] if chosen else self.new(), keys)

    def join(self) -> None:
        """Join groups that together tell enough, until none do."""
        waiting = deque(sorted(self.groups))
        while waiting:
            place = waiting.popleft()
            if place not in self.groups:
                continue
            group = self.groups[place]
            chosen = self.choose(group, self.around(place))
            back = self.choose(self.groups[chosen[0]], self.around(chosen[0])) if chosen else None
            # Both must choose: to the one the other may be the only candidate, and it have another as good.
            if chosen and back and back[0] == place:
                other, found = chosen
                keep, gone = (place, other) if len(group.members) >= len(self.groups[other].members) else (other, place)
                first = self.groups[gone].members[0]
                self.because.setdefault(first.id, found)
                self.absorb(keep, gone)
                waiting.append(keep)
                waiting.extend(self.around(keep))

    def choose(self, group: Group, places: Iterable[int]) -> tuple[int, Likeness] | None:
        """The group that this one surely is, if there is just one."""
        found = []
        for place in places:
            other = self.groups[place]
            if self.judged.forbids(group, other):
                continue
            like = likeness(group, other, self.weights)
            if like is not None and like.probability >= self.weights.unsure:
                found.append((-like.odds, other.members[0].id, place, like))
        found.sort(key=lambda one: one[:2])
        if not found or found[0][3].probability < self.weights.merge:
            return None
        best = found[0]
        close = [one for one in found if one[0] - best[0] < self.weights.margin][:CLOSE]
        if not any(self._strangers(one[2], other[2]) for one, other in combinations(close, 2)):
            return best[2], best[3]
        often = sorted(((len(self.groups[one[2]].articles), one) for one in close), key=lambda pair: -pair[0])
        (most, chosen), (next_most, _) = often[:2]
        dominant = most >= self.weights.dominance * next_most and chosen[3].probability >= self.weights.merge
        return (chosen[2], chosen[3]) if dominant else None

    def _strangers(self, a: int, b: int) -> bool:
        """Whether something speaks against two groups being one, more than that too little speaks for it."""
        if self.judged.forbids(self.groups[a], self.groups[b]):
            return True
        found = likeness(self.groups[a], self.groups[b], self.weights)
        return (
            found is None or bool(found.excluded) or any(self.weights.traits.get(why, 0) < 0 for why in found.reasons)
        )

    # ---- groups and their index -------------------------------------------------------------------------------------

    def new(self) -> int:
        place = len(self.home)
        self.home[place] = place
        self.groups[place] = Group()
        self.keys[place] = set()
        return place

    def now(self, place: int) -> int:
        while self.home[place] != place:
            place = self.home[place]
        return place

    def put(self, profile: Profile, place: int, keys: Collection[str]) -> None:
        place = self.now(place)
        self.placed.add(profile.id)
        self.groups[place].add(profile)
        self.groups[place].labels |= self.judged.labels.get(profile.id, frozenset())
        self.file(place, keys)

    def file(self, place: int, keys: Collection[str]) -> None:
        self.keys[place].update(keys)
        for key in keys:
            self.index[key][place] = None

    def absorb(self, keep: int, gone: int) -> None:
        group = self.groups.pop(gone)
        self.home[gone] = keep
        self.groups[keep].absorb(group)
        keys = self.keys.pop(gone)
        for key in keys:
            del self.index[key][gone]
        self.file(keep, keys)

    def around(self, place: int) -> list[int]:
        """The groups that may be the same as a group."""
        return [other for other in self._near(self.keys[place], self.groups[place]) if other != place]

    def _near(self, keys: Iterable[str], group: Group) -> list[int]:
        found: set[int] = set()
        for key in keys:
            there = self.index.get(key, {})
            if len(there) <= CROWD:
                found.update(there)
            else:
                found.update(place for place in there if group.shares(self.groups[place]))
        return sorted(found)

    # ---- the result -------------------------------------------------------------------------------------------------

    def result(self) -> Clusters:
        """The groups in order, and the namesakes among them."""
        order = sorted(self.groups, key=lambda place: min(one.id for one in self.groups[place].members))
        number = {place: at for at, place in enumerate(order)}
        groups = tuple(tuple(sorted(self.groups[place].members, key=lambda one: one.id)) for place in order)
        return Clusters(groups, self.because, tuple(self._rivalries(order, number)))

    def _rivalries(self, order: Iterable[int], number: Mapping[int, int]) -> Iterator[Rivalry]:
        done: set[tuple[int, int]] = set()
        for place in order:
            found = []
            for other in self.around(place):
                like = likeness(self.groups[place], self.groups[other], self.weights)
                if like is not None and _namesakes(like):
                    found.append((-like.odds, number[other], like))
            for _, other_number, like in sorted(found, key=lambda one: one[:2])[:RIVALS]:
                pair = (min(number[place], other_number), max(number[place], other_number))
                if pair not in done:
                    done.add(pair)
                    yield Rivalry(*pair, like)


def _namesakes(found: Likeness) -> bool:
    """Whether their names are so near that a reader might take them for one: not two of one first name."""
    return found.reasons[0] not in (Kin.FIRST, Kin.GIVEN, Kin.RENAMED) or (found.probability > 0.5)
