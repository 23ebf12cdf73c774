"""Answers that are kept as long as one article is read: the rules ask the same of the same word again and again.

What a cache holds beyond that keeps whole documents alive, and Python's collector goes through them again and again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast

MANY = 4096
"""How many answers of a function are kept where nobody calls `forget`."""

_FORGETTING: list[Callable[[], None]] = []

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")


def kept(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """The function, which answers the same question from memory until `forget` is called.

    >>> @kept
    ... def told(word):
    ...     print("asked", word)
    >>> told("a"), told("a")
    asked a
    (None, None)
    """
    remembering = lru_cache(maxsize=MANY)(function)
    _FORGETTING.append(remembering.cache_clear)
    return cast("Callable[Asked, Answer]", remembering)


def forget() -> None:
    """Forget all answers: the article is read."""
    for clear in _FORGETTING:
        clear()
