"""What all tests share: the trained pipeline, loaded once, and a blocked network.

Sockets are restricted by pytest-socket to Unix sockets and loopback (see ``addopts`` in ``pyproject.toml``), so a test
that reaches for the network fails with ``SocketConnectBlockedError`` instead of passing by luck.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from spacy.language import Language

CHECKOUT = Path(__file__).resolve().parent.parent


# A shared machine is no stopwatch. In CI the same examples every time, elsewhere new ones: a failure there is a find.
settings.register_profile("house", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("house")


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The trained pipeline, as the product itself loads it."""
    from kg import annotate

    return annotate.load()


@pytest.fixture(scope="session")
def checkout() -> Path:
    """The top folder of the repository under test."""
    return CHECKOUT


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give every test the same terminal: no colours, eighty columns, UTC."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TZ", "UTC")
    monkeypatch.delenv("FORCE_COLOR", raising=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test that asks for the pipeline, so that ``-m 'not model'`` gives the quick ones."""
    for item in items:
        if "nlp" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.model)
