"""A progress bar on standard error, for work that takes longer than a person likes to wait in silence."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def counting(what: str, *, quiet: bool, total: int | None = None) -> Iterator[Callable[[], None]]:
    """Count something on standard error while the block runs; the block calls what it gets once for each.

    Nothing is shown if ``quiet``, or where standard error is no terminal (a log wants no bars).

    >>> with counting("articles", quiet=True) as tick:
    ...     tick()
    """
    if quiet or not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = [SpinnerColumn(), TextColumn("{task.description}"), *([BarColumn()] if total else []),
               MofNCompleteColumn(), TimeElapsedColumn()]  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(what, total=total)
        yield lambda: progress.advance(task)
