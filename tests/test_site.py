"""The static site: every link leads somewhere in the folder, nothing sensitive is in it, and it is written cleanly."""

from __future__ import annotations

import hashlib
import json
import re
from functools import cache
from pathlib import Path
from posixpath import dirname, join, normpath
from urllib.parse import unquote

import lxml.html
import pytest
from typer.testing import CliRunner

import kg.store
from kg.cli.app import app
from kg.pages import texts
from kg.site import SiteError, files, write
from tests.asking import graph, on_disk
from tests.graph_samples import small_world


@cache
def site() -> dict[str, bytes]:
    return dict(files(graph()))


def test_it_has_the_pages_of_people_couples_events_articles_and_questions() -> None:
    for name in (
        "index.html",
        "search.html",
        "person/marisol-vantresca.html",
        "couple/dorian-quillfeather/marisol-vantresca.html",
        "query/couples.html",
        "calendar/05/24.html",
        "static/pages.css",
    ):
        assert name in site(), name
    kinds = {name.partition("/")[0] for name in site()}
    assert {"person", "couple", "event", "article", "query", "place", "org", "work", "source"} <= kinds


def test_every_link_leads_to_a_file_and_none_to_a_server() -> None:
    for name, content in site().items():
        if not name.endswith(".html"):
            continue
        tree = lxml.html.fromstring(content)
        for link in tree.xpath("//@href | //@src | //@action | //@formaction"):
            target, _, anchor = str(link).partition("#")
            if re.match(r"https?:", target) or not target:
                continue
            assert not target.startswith("/"), f"{name}: {link}"
            found = unquote(normpath(join(dirname(name), target)))
            assert found in site(), f"{name}: {link}"
            if anchor:
                assert lxml.html.fromstring(site()[found]).xpath(f"//*[@id='{anchor}']"), f"{name}: {link}"


def test_nothing_sensitive_is_in_it() -> None:
    for name, content in site().items():
        text = re.sub(r"<code>kg query [^<]*", "", content.decode())
        for secret in ("asthma", "anxiety", "Juniper", "Atlas", "2015-03-12"):
            assert secret not in text, f"{name}: {secret}"


def test_the_list_of_names_holds_what_the_search_needs() -> None:
    text = site()["static/names.js"].decode()
    rows = json.loads(text.removeprefix("window.kgNames = ").removesuffix(";\n"))
    [marisol] = [row for row in rows if row[0] == "Marisol Vantresca"]
    assert marisol[1:3] == ["person/marisol-vantresca.html", "person"]
    assert "La Marisol" in marisol[4]
    assert [row[3] for row in rows] == sorted((row[3] for row in rows), reverse=True)


def test_the_same_graph_gives_the_same_bytes() -> None:
    other = kg.store.open()
    other.replace(reversed(small_world()))
    assert dict(files(other)) == site()


def test_texts_are_shown_whole_only_where_nothing_in_them_is_sensitive(tmp_path: Path) -> None:
    for one in small_world():
        (tmp_path / f"{one.article.id.replace('/', '-')}.txt").write_text(one.article.text, encoding="utf-8")
    known = {one.article.id: texts(graph(), [tmp_path]) for one in small_world()}
    by_id = {one.article.id: one.article for one in small_world()}

    def has(article: str) -> bool:
        return known[article](hashlib.sha256(by_id[article].text.encode()).hexdigest()) == by_id[article].text

    assert has("2020/obituary")
    assert not has("2020/rumours")  # it tells of an illness
    allowed = texts(graph(), [tmp_path], sensitive=True)
    assert allowed(hashlib.sha256(by_id["2020/rumours"].text.encode()).hexdigest())


def test_a_folder_is_written_anew_without_leaving_old_pages(tmp_path: Path) -> None:
    folder = tmp_path / "site"
    written = write(graph(), folder)
    assert written.pages == sum(name.endswith(".html") for name in site())
    (folder / "person" / "marisol-vantresca.html").write_text("old", encoding="utf-8")
    small = kg.store.open()
    small.replace(small_world()[:1])
    write(small, folder)
    assert (folder / "person" / "marisol-vantresca.html").read_text("utf-8") != "old"
    assert not (folder / "person" / "bartholomew-finch.html").exists()


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SiteError, match="no site"):
        write(graph(), tmp_path)
    with pytest.raises(SiteError, match="is a file"):
        write(graph(), tmp_path / "diary.txt")
    assert [one.name for one in tmp_path.iterdir()] == ["diary.txt"]


def test_the_command_writes_it(tmp_path: Path) -> None:
    store = on_disk(tmp_path / "graph")
    ran = CliRunner().invoke(app, ["site", str(tmp_path / "site"), "--store", str(store)])
    assert ran.exit_code == 0, ran.output
    assert (tmp_path / "site" / "index.html").is_file()
    refused = CliRunner().invoke(app, ["site", str(store), "--store", str(store)])
    assert refused.exit_code == 2
    assert "no site" in refused.output
