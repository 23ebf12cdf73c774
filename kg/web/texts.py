"""The texts of articles that pages show: a folder beside the served copy, each text in a file named by its SHA-256.

The graph keeps no text, and of an article with a sensitive claim none may be shown (`kg.pages.texts`); so the folder is
filled by the whole store before anybody is served, and looked through again after each change.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import kg.store
from kg.pages.texts import shown, texts

_DIGEST = re.compile(r"[0-9a-f]{64}")


def keep(store: Path, articles: Sequence[str], folder: Path, *, sensitive: bool) -> int:
    """Write the texts that lie at ``articles`` and may be shown; how many those are. Raises StoreError."""
    folder.mkdir(parents=True)
    count = 0
    with kg.store.open(store, read_only=True) as graph:
        text_of = texts(graph, articles, sensitive=sensitive)
        for digest in sorted(shown(graph, sensitive=sensitive)):
            text = text_of(digest)
            if text is not None and _DIGEST.fullmatch(digest):
                (folder / digest).write_bytes(text.encode())
                count += 1
    return count


def withdraw(store: Path, folder: Path, *, sensitive: bool) -> None:
    """Remove the texts that may be shown no more, now that the store has changed."""
    with kg.store.open(store, read_only=True) as graph:
        left = shown(graph, sensitive=sensitive)
    for file in folder.iterdir():
        if file.name not in left:
            file.unlink(missing_ok=True)


def text_in(folder: Path) -> Callable[[str], str | None]:
    """A function from the SHA-256 of a text to the text, for `kg.pages.Options`; what is no SHA-256 has none.

    >>> text_in(Path("."))("../secret") is None
    True
    """

    def text(sha256: str) -> str | None:
        if _DIGEST.fullmatch(sha256):
            with suppress(FileNotFoundError):
                return (folder / sha256).read_bytes().decode()
        return None

    return text


def no_text(sha256: str) -> str | None:
    """The same where the operator has given no texts.

    >>> no_text("00") is None
    True
    """
    return None
