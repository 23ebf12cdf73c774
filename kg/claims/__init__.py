"""Claims with evidence, from an annotated article. The door of the package.

`Extractor` is the seam: anything that turns a `Reading` into findings can stand beside or in place of the rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Protocol

from kg import encoder
from kg.claims import (
    aliases,
    arrivals,
    attributes,
    bands,
    before_them,
    billing,
    births,
    both_ended,
    bygone,
    casting,
    ceremonies,
    credits,
    each_apart,
    fact_sheets,
    families,
    family_acts,
    filmography,
    founders,
    frames,
    gapped,
    homes,
    kin,
    kin_numbered,
    kin_steps,
    learned,
    life_lines,
    named_pairs,
    nicknames,
    notices,
    parties,
    posts,
    prizes,
    schools,
    screen,
    seats,
    short_lives,
    sides,
    spouses,
    star_lists,
    surface,
    sweethearts,
    ties,
    timelines,
    typecast,
    ventures,
    wives,
    zero_shot,
)
from kg.claims.alive import without_the_living
from kg.claims.complete import complete
from kg.claims.consistent import consistent
from kg.claims.figures import letters, pets
from kg.claims.implied import with_bonds
from kg.claims.merge import merge
from kg.claims.parts import is_of_a_part, played
from kg.claims.reading import Finding, Party, Reading
from kg.claims.what_if import is_what_if
from kg.entailment import Entailment
from kg.model import Claim

__all__ = [
    "RULES",
    "TRAINED",
    "Extractor",
    "Finding",
    "Party",
    "Reading",
    "all_findings",
    "extract_claims",
    "rule_findings",
    "with_model",
]


class Extractor(Protocol):
    """Finds relations and events in an annotated article; dates, factuality and merging come after it."""

    def __call__(self, reading: Reading) -> Iterable[Finding]:
        """The findings of ``reading``, in any order."""
        ...


def rule_findings(reading: Reading) -> Iterator[Finding]:
    """What the rules find: kin nouns, verb and event frames, attributes and other names of people."""
    related = list(kin.findings(reading))
    yield from related
    yield from kin_numbered.findings(reading)
    yield from sweethearts.findings(reading)
    yield from families.findings(reading)
    yield from arrivals.findings(reading)
    yield from births.findings(reading)
    yield from short_lives.findings(reading)
    verbal = list(frames.findings(reading))
    yield from verbal
    yield from gapped.findings(reading, verbal)
    yield from kin_steps.findings(reading, [*related, *verbal])
    yield from before_them.findings(reading, related)
    yield from surface.findings(reading)
    wed = list(spouses.findings(reading))
    yield from wed
    yield from life_lines.findings(reading)
    dated = list(timelines.findings(reading, sorted([*related, *verbal, *wed], key=lambda found: found.trigger)))
    yield from dated
    yield from both_ended.findings(reading, list(bygone.noted(reading, [*related, *verbal, *wed, *dated])))
    yield from each_apart.findings(reading)
    yield from wives.findings(reading)
    yield from named_pairs.findings(reading)
    yield from notices.findings(reading)
    yield from attributes.findings(reading)
    yield from fact_sheets.findings(reading)
    yield from homes.findings(reading)
    yield from posts.findings(reading)
    yield from ties.findings(reading)
    yield from founders.findings(reading)
    yield from ventures.findings(reading)
    yield from schools.findings(reading)
    yield from sides.findings(reading)
    yield from seats.findings(reading)
    yield from parties.findings(reading)
    yield from bands.findings(reading)
    yield from family_acts.findings(reading)
    yield from screen.findings(reading)
    yield from casting.findings(reading)
    yield from billing.findings(reading)
    yield from star_lists.findings(reading)
    yield from credits.findings(reading)
    beside = [*prizes.findings(reading), *ceremonies.findings(reading)]
    yield from beside
    yield from ceremonies.same_night(reading, [*verbal, *beside])
    yield from typecast.findings(reading, [*verbal, *beside])
    yield from filmography.findings(reading, [*verbal, *beside])
    yield from aliases.findings(reading)
    yield from nicknames.findings(reading)


def all_findings(reading: Reading) -> Iterator[Finding]:
    """What the rules find, and beside it what the trained encoder reads where they are silent."""
    told = list(rule_findings(reading))
    yield from told
    yield from learned.beside(told, list(learned.findings(reading, encoder.load(), told)), reading.doc)


def with_model(folder: Path) -> tuple[Extractor, ...]:
    """`TRAINED`, and beside it the large model of entailment in ``folder``, for those who have one and the time.

    Raises OSError where the folder lacks something.
    """
    model = Entailment(folder)
    model.check()
    return (partial(_with_model, model=model),)


def _with_model(reading: Reading, model: Entailment) -> Iterator[Finding]:
    told = list(all_findings(reading))
    yield from told
    yield from zero_shot.findings(reading, model, told)


RULES: tuple[Extractor, ...] = (rule_findings,)
TRAINED: tuple[Extractor, ...] = (all_findings,)
"""The rules with the encoder beside them; what `kg.build` uses."""


def extract_claims(reading: Reading, extractors: Iterable[Extractor] = RULES) -> tuple[Claim, ...]:
    """The claims of one article, dated and judged, without contradictions, merged, in the order of their evidence.

    Every claim quotes its sentence; a mention that is not resolved yields none.
    """
    nobody, roles = pets(reading) | letters(reading), played(reading)
    found = [
        finding
        for extractor in extractors
        for finding in parties.of_parties(reading, extractor(reading))
        if not _is_of(nobody, finding) and not is_of_a_part(reading, finding, roles) and not _is_asked(reading, finding)
    ]
    told = without_the_living(reading, complete(reading, found))
    return merge(with_bonds(consistent(told, reading.published)))


def _is_asked(reading: Reading, finding: Finding) -> bool:
    """Whether it stands in a question whose words are read in the answer as well, or of what would have been."""
    if is_what_if(reading.doc[finding.trigger]):
        return True
    read = reading.doc.user_data.get("plain")
    place = reading.doc[finding.trigger].idx
    return read is not None and any(start <= place < end for start, end in read.asked)


def _is_of(nobody: frozenset[str], finding: Finding) -> bool:
    """Whether it tells of an animal, which is nobody's child and no celebrity, or of a letter."""
    sides = {side.key for side in (finding.subject, finding.object) if isinstance(side, Party)}
    return not nobody.isdisjoint(sides)
