"""What the article has told so far about who is whose: "his wife" later in the text is the wife named before."""

from __future__ import annotations

from collections import defaultdict

from kg.mentions.draft import Person
from kg.mentions.phrases import noun_kinds
from kg.mentions.relations import relation_of
from kg.names import rules


class Kin:
    """The relations between the people of one article, in the order they were told."""

    def __init__(self, people: dict[str, Person]) -> None:
        self._people = people
        self._known: dict[tuple[str, str], list[str]] = defaultdict(list)

    def tell(self, owner: str, noun: str, relative: str) -> None:
        """Record that ``relative`` is the ``noun`` of ``owner``, and the inverse."""
        if owner == relative:
            return
        relation = relation_of(noun)
        self._note(owner, relation, relative)
        inverse = rules("nominals")["inverse"].get(relation)
        if inverse:
            self._note(relative, inverse, owner)

    def _note(self, owner: str, relation: str, relative: str) -> None:
        known = self._known[owner, relation]
        if relative in known:
            known.remove(relative)
        known.append(relative)

    def find(self, owner: str, noun: str, *, plural: bool) -> tuple[str, ...]:
        """The known ``noun`` of ``owner``: all of a plural, the one of a singular, none if two could be meant."""
        relation = relation_of(noun)
        found = list(self._known.get((owner, relation), ())) or self._inferred(owner, relation)
        if not found and relation == "ex":
            found = list(self._known.get((owner, "spouse"), ()))
        gender = noun_kinds().get(noun, ("", False, False))[0]
        if gender:
            found = [key for key in found if self._people[key].gender in {"", gender}]
        if plural:
            return tuple(found)
        if relation in {"spouse", "partner", "betrothed"} and found:
            return (found[-1],)
        return tuple(found) if len(found) == 1 else ()

    def _inferred(self, owner: str, relation: str) -> list[str]:
        """Who is kin by two steps: the brother's father is the father, the mother's sister the aunt."""
        found: dict[str, None] = {}
        for steps in rules("nominals")["inferred"].get(relation, ()):
            first, second = steps.split()
            for between in self._known.get((owner, first), ()):
                found.update(dict.fromkeys(k for k in self._known.get((between, second), ()) if k != owner))
        return list(found)

    def couple_of(self, person: str) -> str | None:
        """The person's spouse, partner or intended told last, if any."""
        for relation in ("spouse", "betrothed", "partner", "ex"):
            known = self._known.get((person, relation))
            if known:
                return known[-1]
        return None

    def kindred(self, a: str, b: str) -> bool:
        """Whether the two were told to be of one blood: brothers and sisters, parent and child."""
        return any(b in self._known.get((a, relation), ()) for relation in ("sibling", "parent", "child"))

    def siblings(self) -> list[tuple[str, str]]:
        """All pairs of brothers and sisters told so far."""
        kin = (item for item in self._known.items() if item[0][1] == "sibling")
        return [(owner, other) for (owner, _), relatives in kin for other in relatives]

    def couples(self) -> list[tuple[str, str]]:
        """All couples told so far, each once."""
        found: list[tuple[str, str]] = []
        for (owner, relation), relatives in self._known.items():
            if relation in {"spouse", "betrothed", "partner", "ex"}:
                found.extend((owner, other) for other in relatives if (other, owner) not in found)
        return found
