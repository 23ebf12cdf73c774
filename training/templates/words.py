"""The word lists and sentence files beside this module, read once."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

_FOLDER = resources.files("training.templates") / "data"


@cache
def words(name: str) -> dict[str, Any]:
    """The data file ``data/NAME.toml``; a string that stands for a list is split at ``,`` (or white space)."""
    return tomllib.loads((_FOLDER / f"{name}.toml").read_text("utf-8"))


@cache
def _split(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.replace("\n", ",").split(",") if part.strip())


def pick(rng: random.Random, listed: str | Sequence[str]) -> str:
    """One of a list, or of a string of words parted by commas and line ends.

    >>> pick(random.Random(1), "one")
    'one'
    """
    return rng.choice(_split(listed) if isinstance(listed, str) else listed)


def files(folder: str) -> list[str]:
    """The data files of a folder below ``data``, without their ending, in order."""
    names = (entry.name for entry in (_FOLDER / folder).iterdir() if entry.name.endswith(".toml"))
    return [f"{folder}/{name.removesuffix('.toml')}" for name in sorted(names)]
