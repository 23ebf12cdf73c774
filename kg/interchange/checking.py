"""What a line of claims must be: the schema first, then what a schema cannot say; errors in words."""

from __future__ import annotations

import difflib
import functools
import json
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator
    from jsonschema.exceptions import ValidationError


@dataclass(frozen=True, slots=True)
class FormatError:
    """What is wrong with one line of claims: the line's number from 1, the field, and what to do about it.

    >>> print(FormatError(3, "status", "'maybe' is not known", "use one of: asserted, denied"))
    line 3: status: 'maybe' is not known; use one of: asserted, denied
    """

    line: int
    field: str
    problem: str
    advice: str

    @property
    def what(self) -> str:
        """Field and problem in one phrase."""
        return f"{self.field}: {self.problem}" if self.field else self.problem

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}; {self.advice}"


def schema() -> dict[str, Any]:
    """The JSON Schema of one line, as it lies in the package.

    >>> schema()["title"]
    'A claim, as one line of JSON Lines (claims format 1.0)'
    """
    loaded: dict[str, Any] = json.loads(resources.files("kg").joinpath("claims.schema.json").read_text("utf-8"))
    return loaded


def check(number: int, row: object) -> FormatError | None:
    """The first thing wrong with a parsed line, or None.

    >>> print(check(2, {"article": "a1"}))
    line 2: "subject" is missing; give all of: article, subject, predicate, object, status, evidence
    """
    return _schema_error(number, row) or _sense_error(number, row)


@functools.cache
def _validator() -> Draft202012Validator:
    # A quarter of a second of imports that only reading needs.
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema())


def _schema_error(number: int, row: object) -> FormatError | None:
    """The first thing the schema has against a line, in words a person can act on."""
    from jsonschema.exceptions import best_match

    error = best_match(_validator().iter_errors(row))
    if error is None:
        return None
    field = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in error.absolute_path).lstrip(".")
    problem, advice = _in_words(error)
    return FormatError(number, field, problem, advice)


def _in_words(error: ValidationError) -> tuple[str, str]:
    rule: Any = error.validator_value
    instance: Any = error.instance
    part: Any = error.schema
    shown = json.dumps(instance, ensure_ascii=False)
    shown = shown if len(shown) <= 60 else shown[:57] + "..."
    match error.validator:
        case "required":
            missing = next(key for key in rule if key not in instance)
            return f'"{missing}" is missing', f"give all of: {', '.join(rule)}"
        case "additionalProperties":
            known = list(part["properties"])
            extra = next(key for key in instance if key not in known)
            return f'"{extra}" is no key of the format', _nearest(extra, known)
        case "enum":
            return f"{shown} is not known", _nearest(str(instance), rule)
        case "const":
            return f"{shown} does not fit the predicate", f"it must be {json.dumps(rule)}"
        case "type":
            return (
                f"{shown} is of the wrong type",
                f"it must be {' or '.join([rule] if isinstance(rule, str) else rule)}",
            )
        case "pattern":
            description = part.get("description", f"it must match {rule}")
            return f"{shown} is not written as the format asks", str(description)
        case "minLength" | "minItems":
            return f"{shown} is too short", "it must not be empty"
        case _:
            return f"{shown} does not fit ({error.validator} {rule})", "see docs/claims-format.md"


def _nearest(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=1)
    return f"did you mean {near[0]}?" if near else f"use one of: {', '.join(known)}"


def _sense_error(number: int, row: object) -> FormatError | None:
    """What a schema cannot say: that a quote is as long as its offsets, that a span is not empty, that a day exists."""
    if not isinstance(row, dict):
        return None
    for index, evidence in enumerate(row["evidence"]):
        field = f"evidence[{index}]"
        if evidence["end"] - evidence["start"] != len(evidence["quote"]):
            problem = (
                f"{evidence['start']}..{evidence['end']} is not the length of its quote ({len(evidence['quote'])})"
            )
            return FormatError(number, field, problem, "count characters (code points), not bytes")
        for key in ("subject", "object"):
            span = evidence[key]
            if span and span[0] >= span[1]:
                return FormatError(
                    number, f"{field}.{key}", f"{span} holds no character", "give [first, past the last]"
                )
    moments = {key: row.get(key) for key in ("published", "start", "end", "at", "said")}
    literal = row["object"] or {}
    if literal.get("type") == "date" and "value" in literal:
        moments["object.value"] = literal["value"]
    for field, value in moments.items():
        for part in (value or "").split("/"):
            if not _exists(part):
                return FormatError(
                    number, field, f'"{value}" is no day of the calendar', "correct the day or leave it out"
                )
    return None


def _exists(part: str) -> bool:
    """Whether a full date names a real day; a partial one always may."""
    day = part.rstrip("?~%")
    if len(day) != 10 or "X" in day:
        return True
    try:
        date.fromisoformat(day)
    except ValueError:
        return False
    return True
