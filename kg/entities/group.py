"""Profiles taken for one person, and all that they tell together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.entities.naming import canonical
from kg.entities.profile import RELATIVES, Profile


@dataclass
class Group:
    """Profiles taken for one person, and all that they tell together."""

    members: list[Profile] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    traits: dict[str, Counter[str]] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)
    first: int | None = None
    last: int | None = None
    called: set[str] = field(default_factory=set)
    """The names in the form in which relatives are told."""
    kin: dict[str, set[str]] = field(default_factory=dict)
    """The relatives of full name, and what they are."""
    labels: set[str] = field(default_factory=set)
    """Which entities that somebody has judged are among them (see `kg.entities.cluster`)."""

    @classmethod
    def of(cls, profiles: Iterable[Profile]) -> Group:
        """The group of these profiles."""
        group = cls()
        for profile in profiles:
            group.add(profile)
        return group

    def add(self, profile: Profile) -> None:
        """Take in one more."""
        self.members.append(profile)
        for name in profile.names:
            if name not in self.names:
                self.called.add(canonical(name))
            self.names[name] += 1
        self.articles.add(profile.article)
        for kind, value in profile.traits:
            told = self.traits.get(kind)
            if told is None:
                told = self.traits[kind] = Counter()
            told[value] += 1
            if kind in RELATIVES and " " in value:
                self.kin.setdefault(value, set()).add(kind)
        if profile.year is not None:
            self.first = profile.year if self.first is None else min(self.first, profile.year)
            self.last = profile.year if self.last is None else max(self.last, profile.year)

    def absorb(self, other: Group) -> None:
        """Take in another group."""
        for profile in other.members:
            self.add(profile)
        self.labels |= other.labels

    def shares(self, other: Group) -> bool:
        """Whether they have any trait in common; to have done something in one year is none."""
        return any(
            kind != "deed" and not told.keys().isdisjoint(other.of_kind(kind)) for kind, told in self.traits.items()
        )

    def of_kind(self, kind: str) -> Counter[str]:
        """The values of a kind of trait, and how often each is told."""
        return self.traits.get(kind, _NOTHING)

    def usual(self, kind: str) -> str | None:
        """The value told most often; of several the sharpest, then the first in order."""
        told = self.of_kind(kind)
        return min(told, key=lambda value: (-told[value], -len(value), value)) if told else None


_NOTHING: Counter[str] = Counter()
