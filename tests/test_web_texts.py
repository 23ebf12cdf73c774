"""Article pages with the texts that the operator has: those of articles with nothing sensitive, and no others."""

from __future__ import annotations

from pathlib import Path

import httpx

import kg.store
from kg.rdf.terms import SENSITIVE, Names
from kg.web.texts import keep, text_in, withdraw
from tests.asking import on_disk
from tests.graph_samples import small_world
from tests.serving import TOKEN, WRITER, running


def lying(folder: Path) -> Path:
    """The articles of the small world as files."""
    folder.mkdir()
    for one in small_world():
        (folder / f"{one.article.id.replace('/', '-')}.txt").write_text(one.article.text, encoding="utf-8")
    return folder


def page_of(identifier: str) -> str:
    """The path of an article's page."""
    names = Names()
    return f"/{names.article(identifier).value.removeprefix(names.base)}.html"


def closed(path: Path) -> set[str]:
    """The ids of the articles with a sensitive claim."""
    with kg.store.open(path, read_only=True) as graph:
        homes = {quad.graph_name for quad in graph.store.quads_for_pattern(None, SENSITIVE, None, None)}
        return {one.article.id for one in small_world() if graph.names.article(one.article.id) in homes}


def test_a_page_shows_the_whole_text_unless_something_in_it_is_sensitive(tmp_path: Path) -> None:
    path, folder = on_disk(tmp_path / "graph"), lying(tmp_path / "articles")
    secret = closed(path)
    assert 0 < len(secret) < len(small_world())
    with running(path, articles=(str(folder),)) as server:
        for one in small_world():
            page = httpx.get(server.url + page_of(one.article.id), timeout=60)
            if one.article.id in secret:
                assert "not kept here" in page.text or page.status_code == 404
            else:
                assert page.status_code == 200
                assert "not kept here" not in page.text


def test_a_text_is_withdrawn_when_its_article_becomes_sensitive(tmp_path: Path) -> None:
    path, folder = on_disk(tmp_path / "graph"), lying(tmp_path / "articles")
    one = next(one for one in small_world() if one.article.id not in closed(path) and one.claims)
    with running(path, articles=(str(folder),), token=TOKEN) as server:
        address = server.url + page_of(one.article.id)
        assert "not kept here" not in httpx.get(address, timeout=60).text
        with kg.store.open(path, read_only=True) as graph:
            home = graph.names.article(one.article.id)
        update = (
            f"INSERT {{ GRAPH {home} {{ ?claim ck:sensitive true ; ck:sensitivity ck:Health }} }} "
            f"WHERE {{ {{ SELECT ?claim {{ GRAPH {home} {{ ?claim a ck:Claim }} }} ORDER BY ?claim LIMIT 1 }} }}"
        )
        done = httpx.post(f"{server.url}/sparql", data={"update": update}, headers=WRITER, timeout=120)
        assert done.status_code == 204
        assert "not kept here" in httpx.get(address, timeout=60).text


def test_the_folder_holds_what_may_be_shown(tmp_path: Path) -> None:
    path, folder = on_disk(tmp_path / "graph"), lying(tmp_path / "articles")
    here, all_of_it = tmp_path / "shown", tmp_path / "all"
    count = keep(path, [str(folder)], here, sensitive=False)
    assert count == len(list(here.iterdir())) == len(small_world()) - len(closed(path))
    assert keep(path, [str(folder)], all_of_it, sensitive=True) == len(small_world())
    withdraw(path, all_of_it, sensitive=False)
    assert {file.name for file in all_of_it.iterdir()} == {file.name for file in here.iterdir()}
    name = next(here.iterdir()).name
    assert text_in(here)(name) == (here / name).read_bytes().decode()
    assert text_in(here)(f"../shown/{name}") is None
