"""The pages: what they show, what they withhold, and that nothing an article carries can get out of its place."""

from __future__ import annotations

from kg.pages import Options, page
from tests.asking import graph


def html(path: str, **query: str) -> str:
    made = page(graph(), path, query, Options())
    assert made is not None, f"no page at {path}"
    assert made.status == 200
    return made.html


def test_a_person_has_a_page_with_or_without_the_ending() -> None:
    assert html("/person/marisol-vantresca") == html("/person/marisol-vantresca.html").replace(
        'href="/person/marisol-vantresca.html', 'href="/person/marisol-vantresca'
    )
