"""What validation found, for people and for programs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One node that breaks one constraint; ``value`` is the offending value where there is one.

    ``constraint`` is the SHACL component: ``minCount``, ``class``, ``sparql``...; ``message`` says what should hold, or
    what is wrong, in the words of ``ontology/shapes.ttl``.
    """

    node: str
    constraint: str
    message: str
    path: str = ""
    value: str = ""

    def __str__(self) -> str:
        what = f": {self.value}" if self.value else ""
        return f"{self.node}\n    {self.message} ({' '.join(filter(None, (self.path, self.constraint)))}){what}"


@dataclass(frozen=True, slots=True)
class Report:
    """All violations, sorted.

    >>> print(Report((Violation("ex:claim", "minCount", "a claim has exactly one subject", "ck:subject"),)))
    ex:claim
        a claim has exactly one subject (ck:subject minCount)
    1 violation
    """

    violations: tuple[Violation, ...] = ()

    @property
    def conforms(self) -> bool:
        """Whether nothing is wrong."""
        return not self.violations

    def __bool__(self) -> bool:
        return self.conforms

    def __str__(self) -> str:
        if self.conforms:
            return "conforms"
        count = len(self.violations)
        return "\n".join([*map(str, self.violations), f"{count} violation{'s' if count > 1 else ''}"])
