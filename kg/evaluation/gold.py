"""Gold articles from disk: the text, the people with their aliases, and the claims a careful reader finds in it.

Two layouts are read, and may stand in one folder:

- ``slug.txt`` with ``slug.json``: ``{"id", "published", "people": [...], "claims": [...]}`` with names as strings;
- ``slug.jsonl``, the claims format, one claim a line, with ``slug.people.json`` (``[{"name", "aliases", "wikidata"}]``)
  beside it and the article ``slug.txt`` beside it or one folder up (as in ``seeds/gold`` and ``seeds``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.article.parse import from_text
from kg.model import Article, Status
from kg.vocab import is_known


class GoldError(ValueError):
    """A gold file that cannot be used; the message names the file, the value and what to do."""


@dataclass(frozen=True, slots=True)
class GoldPerson:
    """A person of the article: the fullest name printed, and the other names the article uses."""

    name: str
    aliases: tuple[str, ...] = ()
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class GoldClaim:
    """One claim of the annotation; names as in ``GoldArticle.people``, times in EDTF."""

    subject: str
    predicate: str
    object: str | None
    status: Status
    quote: str
    start: str | None = None
    end: str | None = None
    at: str | None = None
    place: str | None = None
    source: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """An article with its people and claims."""

    article: Article
    people: tuple[GoldPerson, ...]
    claims: tuple[GoldClaim, ...]

    @property
    def id(self) -> str:
        """The article's id, which the matching extraction carries too."""
        return self.article.id


def load_gold(folder: Path | str) -> list[GoldArticle]:
    """Read every gold article of a folder, in the order of their file names.

    Raises GoldError where the folder holds none, a file is no valid gold, or an article's text is missing.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise GoldError(f"{folder} is no folder: name one that holds gold articles, such as seeds/gold")
    found = [
        *(_from_json(path) for path in folder.glob("*.json") if not path.name.endswith(".people.json")),
        *(_from_jsonl(path) for path in folder.glob("*.jsonl")),
    ]
    if not found:
        raise GoldError(f"{folder} holds no gold: expected slug.json beside slug.txt, or slug.jsonl (claims format)")
    return sorted(found, key=lambda gold: gold.id)


def read_text(path: Path, article_id: str) -> Article:
    """The ``.txt`` article of a gold file, with the ``date YYYY-MM-DD`` head taken as its publication date.

    Raises GoldError where the file is missing.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except OSError as error:
        raise GoldError(f"{path}: no article for this gold ({error.strerror}); put its text there") from error
    article, _ = from_text(article_id, text)
    if article is None:
        raise GoldError(f"{path}: there is no text in it; put the article of this gold there")
    return article


def _from_json(path: Path) -> GoldArticle:
    record = _parse(path, path.read_text("utf-8"))
    claims = tuple(_claim(path, number, raw) for number, raw in enumerate(record.get("claims", []), 1))
    return GoldArticle(read_text(path.with_suffix(".txt"), record.get("id") or path.stem), _people(record), claims)


def _from_jsonl(path: Path) -> GoldArticle:
    beside = path.with_suffix(".txt")
    article = read_text(beside if beside.exists() else path.parent.parent / beside.name, path.stem)
    lines = [line for line in path.read_text("utf-8").split("\n") if line.strip()]
    claims = tuple(_claim(path, number, _parse(path, line)) for number, line in enumerate(lines, 1))
    people = path.with_suffix(".people.json")
    if not people.exists():
        raise GoldError(f"{people} is missing: it lists the people of {path.name} with their aliases")
    return GoldArticle(article, _people({"people": _parse(people, people.read_text("utf-8"))}), claims)


def _parse(path: Path, text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise GoldError(f"{path}: no JSON at {text[:60]!r} ({error}); mend the line") from error


def _people(record: Mapping[str, Any]) -> tuple[GoldPerson, ...]:
    people: Sequence[Mapping[str, Any]] = record.get("people", [])
    return tuple(GoldPerson(one["name"], tuple(one.get("aliases") or ()), one.get("wikidata")) for one in people)


def _claim(path: Path, number: int, raw: Mapping[str, Any]) -> GoldClaim:
    """One raw claim of either layout; a literal or named object becomes its plain text."""
    predicate = str(raw.get("predicate"))
    if not is_known(predicate):
        raise GoldError(f"{path}, claim {number}: unknown predicate {predicate!r}; see the relations in kg/vocab.py")
    try:
        status = Status(str(raw.get("status")))
    except ValueError as error:
        raise GoldError(
            f"{path}, claim {number}: unknown status {raw.get('status')!r}; use one of {list(Status)}"
        ) from error
    evidence: Sequence[Mapping[str, Any]] = raw.get("evidence") or ()
    subject = _plain(raw.get("subject"))
    if not subject:
        raise GoldError(f"{path}, claim {number}: a claim needs a subject")
    return GoldClaim(
        subject=subject,
        predicate=predicate,
        object=_plain(raw.get("object")),
        status=status,
        quote=str(raw.get("quote") or (evidence[0]["quote"] if evidence else "")),
        start=raw.get("start") or None,
        end=raw.get("end") or None,
        at=raw.get("at") or None,
        place=_plain(raw.get("place")),
        source=_plain(raw.get("source")),
        note=raw.get("kinship") or raw.get("note") or None,
    )


def _plain(value: Any) -> str | None:
    """``"Rome"``, ``{"name": "Rome", ...}`` and ``{"value": "Rome", ...}`` are all Rome."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("value")
    return str(value) if value else None
