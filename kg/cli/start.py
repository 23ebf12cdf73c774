"""What lets the commands that read texts start in half the time: less is imported, and no thread waits for another."""

from __future__ import annotations

import os
import sys
from types import ModuleType

_UNUSED = ("spacy.cli", "spacy.cli.info")


def one_thread() -> None:
    """Keep numpy's matrices on one thread, unless the environment says otherwise; before numpy is imported.

    They are small: a second thread spends more time waiting for the first than it saves, three times as much on a busy
    machine. Several articles are read by several processes (`kg.jobs`).
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def import_spacy() -> None:
    """Import spaCy without its own command line, of which it wants one function: a third of the time it takes.

    A later ``import spacy.cli`` finds the real one.

    >>> import_spacy()
    >>> "spacy" in sys.modules
    True
    """
    if "spacy" in sys.modules:
        return
    for name in _UNUSED:
        sys.modules[name] = ModuleType(name)
    vars(sys.modules["spacy.cli.info"])["info"] = None
    try:
        import spacy  # noqa: F401
    finally:
        for name in _UNUSED:
            del sys.modules[name]
