"""Reading: every kind of input as a row of ``cases/articles/inputs.toml``, then folders, streams and limits."""

from __future__ import annotations

import io
import os
import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from kg.article import LONGEST, Item, ReadProblem, read
from kg.article.parse import FIRST_NEWSPAPER, from_html, from_text, head
from kg.model import Article, Extraction

CASES = Path(__file__).parent / "cases" / "articles"
ROWS = tomllib.loads((CASES / "inputs.toml").read_text("utf-8"))["case"]
WEDDING = (CASES / "wedding.html").read_bytes()


def articles(items: Iterable[Item]) -> list[Article]:
    return [item for item in items if isinstance(item, Article)]


def problems(items: Iterable[Item]) -> list[ReadProblem]:
    return [item for item in items if isinstance(item, ReadProblem)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["name"])
def test_input(row: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    name = row["file"]
    data = bytes.fromhex(row["hex"]) if "hex" in row else row["content"].encode()
    Path(name).write_bytes(data)
    items = list(read([name]))
    assert len(items) == len(row["expect"]), [str(item) for item in items]
    for item, expected in zip(items, row["expect"], strict=True):
        if isinstance(expected, list):
            assert isinstance(item, Article), str(item)
            day = item.published.isoformat() if item.published else "-"
            assert [item.id, day, item.text[item.body :]] == [expected[0].replace("FILE", name), *expected[1:]]
        else:
            assert isinstance(item, ReadProblem)
            assert item.left_out == (expected[0] == "!")
            assert expected[1:].replace("FILE", name) in str(item)
            assert str(item).startswith(name)


def test_offsets_of_a_text_file_are_those_of_its_characters_as_read(tmp_path: Path) -> None:
    raw = "\ufeff date 2021-03-09\r\nZoë Quill 🐶 adopted a dog.\r\n"
    path = tmp_path / "a.txt"
    path.write_bytes(raw.encode())
    [article] = articles(read([path]))
    assert article.text == path.open(encoding="utf-8", newline="").read()
    assert article.text[article.body :].startswith("Zoë Quill")


@given(
    blanks=st.text(" \t\n\r", max_size=3),
    day=st.dates(min_value=date(FIRST_NEWSPAPER, 1, 1)),
    gap=st.text(" \n\r\t", min_size=1, max_size=3),
    story=st.text(st.characters(codec="utf-8"), min_size=1).filter(lambda text: text.strip() == text != ""),
)
def test_a_head_is_found_whatever_follows_it(blanks: str, day: date, gap: str, story: str) -> None:
    article, _ = from_text("a.txt", f"{blanks}date {day.isoformat()}{gap}{story}")
    assert article is not None
    assert (article.published, article.text[article.body :]) == (day, story)


@given(st.text(st.characters(codec="utf-8")))
def test_reading_text_never_raises_and_never_changes_it(text: str) -> None:
    article, told = from_text("a.txt", text)
    assert (article is None) == any(problem.left_out for problem in told)
    if article:
        assert article.text == text
        assert 0 <= article.body <= len(text)


@given(st.binary())
def test_no_bytes_on_standard_input_raise(data: bytes) -> None:
    assert list(read(["-"], stdin=io.BytesIO(data)))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_what_is_piped_in_such_an_encoding_is_told_apart_like_a_file(encoding: str) -> None:
    page = WEDDING.decode().encode(encoding)
    assert articles(read(["-"], stdin=io.BytesIO(page))) == articles(read(["-"], stdin=io.BytesIO(WEDDING)))
    lines = '{"id": "q1", "text": "One."}\n'.encode(encoding)
    [problem] = list(read(["-"], stdin=io.BytesIO(lines)))
    assert "JSON Lines are UTF-8" in str(problem)
    assert "iconv" in str(problem)


def test_utf_16_is_read_from_a_pipe() -> None:
    [article] = articles(read(["-"], stdin=io.BytesIO("date 2021-03-09\nZoë Quill sang.".encode("utf-16"))))
    assert article.text[article.body :] == "Zoë Quill sang."


def test_head_ends_where_the_story_begins() -> None:
    assert head("date 2021-03-09 x") == (date(2021, 3, 9), 16, None)


# --- pages -----------------------------------------------------------------------------------------------------------


def test_a_page_gives_its_main_text_and_what_it_says_of_itself() -> None:
    [article] = list(read([CASES / "wedding.html"]))
    assert isinstance(article, Article)
    assert article.id == article.url == "https://gull.example/2021/mara-quill-weds"
    assert (article.title, article.source, article.author) == (
        "Mara Quill weds in a lighthouse",
        "The Gull",
        "Ivo Tansy",
    )
    assert article.published == date(2021, 3, 9)
    lines = article.text.splitlines()
    assert (
        "The singer Mara Quill married José Lark on Saturday, in a lighthouse that both of them had long loved."
        in lines
    )
    assert "Her first album sold well." in lines
    for clutter in ("Home", "hats", "Copyright", "By Ivo"):
        assert clutter not in article.text


def test_a_date_in_the_story_is_not_the_date_of_the_page() -> None:
    warning, article = list(read([CASES / "undated.html"]))
    assert isinstance(article, Article)
    assert "2014-06-02" in article.text
    assert article.published is None
    assert "no publication date" in str(warning)


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            ["<p>", "</p>", "<div><div>", "<li", ">", "&#0;", "\x0c", "<!--", "<time datetime='x'>", "]]>", "Mara "]
        )
        | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20)
    )
)
def test_no_page_raises(parts: list[str]) -> None:
    article, told = from_html("a.html", "<html>" + "".join(parts))
    assert (article is None) == any(problem.left_out for problem in told)


# --- folders ---------------------------------------------------------------------------------------------------------


def story(words: str) -> bytes:
    return f"date 2021-03-09 {words}".encode()


def test_a_folder_is_read_in_sorted_order_to_the_bottom(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("in/b.txt", "in/a.html", "in/c/d.txt", "in/README.md", "in/.hidden/e.txt", "in/.f.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(WEDDING if name.endswith("html") else story(name))
    ids = [article.id for article in articles(read(["in/"]))]
    assert ids == ["https://gull.example/2021/mara-quill-weds", "in/b.txt", "in/c/d.txt"]
    assert [item for item in read(["in"])] == [item for item in read(["in/"])]


def test_one_bad_file_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(story("One."))
    (tmp_path / "b.txt").write_bytes(b"\xff\x00")
    (tmp_path / "c.txt").write_bytes(story("Three."))
    items = list(read([tmp_path / "missing.txt", tmp_path]))
    assert [article.text[article.body :] for article in articles(items)] == ["One.", "Three."]
    assert [problem.left_out for problem in problems(items)] == [True, True]


def test_a_folder_without_articles_is_told_of(tmp_path: Path) -> None:
    [problem] = list(read([tmp_path]))
    assert "no .txt, .html or .jsonl file is in this folder" in str(problem)


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(story("One."))
    first, again = list(read([path, tmp_path]))
    assert isinstance(first, Article)
    assert isinstance(again, ReadProblem)
    assert not again.left_out


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(story("One."))
    path.chmod(0)
    [problem] = list(read([path]))
    assert "it cannot be read (permission denied)" in str(problem)


def test_a_broken_link_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "nowhere.txt")
    [problem] = list(read([tmp_path]))
    assert "it cannot be read (no such file or directory)" in str(problem)


def test_an_empty_path_is_told_of() -> None:
    assert "an empty path" in str(next(read([""])))


# --- limits ----------------------------------------------------------------------------------------------------------


def test_a_huge_file_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(story("x" * 2000))
    [problem] = list(read([tmp_path / "a.txt"], limit=2000))
    assert "it is larger than 2,000 bytes; split it into articles" in str(problem)
    assert articles(read([tmp_path / "a.txt"], limit=2016))


@pytest.mark.parametrize("length", [199, 200, 201, 399, 400, 401, 402, 403, 1000])
def test_a_huge_line_is_left_out_and_the_next_one_read(tmp_path: Path, length: int) -> None:
    def line(number: int, size: int) -> bytes:
        start = f'{{"id": "q{number}", "published": "2021-03-09", "text": "'.encode()
        return start + b"x" * (size - len(start) - 2) + b'"}'

    path = tmp_path / "a.jsonl"
    path.write_bytes(line(1, length) + b"\n" + line(2, 100) + b"\n" + line(3, 200))
    items = list(read([path], limit=200))
    assert [article.id for article in articles(items)] == (["q1"] if length <= 200 else []) + ["q2", "q3"]
    assert [problem.where for problem in problems(items)] == ([] if length <= 200 else [f"{path}:1"])


def test_a_text_longer_than_the_language_model_takes_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(story("é" * (LONGEST - 16)))
    assert articles(read([path]))
    path.write_bytes(story("é" * (LONGEST - 15)))
    [problem] = list(read([path]))
    assert str(problem) == (
        f"{path}: its text has 1,000,001 characters, more than the 1,000,000 that can be read at once; "
        "split it into articles"
    )


def test_the_longest_text_is_what_the_pipeline_takes(nlp: Language) -> None:
    assert nlp.max_length >= LONGEST


# --- standard input --------------------------------------------------------------------------------------------------


def test_standard_input_is_text_lines_or_a_page() -> None:
    [text] = articles(read(["-"], stdin=io.BytesIO(story("One."))))
    assert (text.id[:1], text.text) == ("-", "date 2021-03-09 One.")
    [other] = articles(read(["-"], stdin=io.BytesIO(story("Two."))))
    [again] = articles(read(["-"], stdin=io.BytesIO(story("One."))))
    assert other.id != text.id == again.id  # what else comes from a pipe is another article
    lines = b'\xef\xbb\xbf{"id": "q1", "text": "One."}\n{"id": "q2", "text": "Two."}'
    assert [article.id for article in articles(read(["-"], stdin=io.BytesIO(lines)))] == ["q1", "q2"]
    [page] = articles(read(["-"], stdin=io.BytesIO(WEDDING)))
    assert page.title == "Mara Quill weds in a lighthouse"


def test_empty_standard_input_is_told_of() -> None:
    assert [str(item) for item in read(["-"], stdin=io.BytesIO())] == [
        "-: it is empty; give it an article or leave it out"
    ]


def test_huge_standard_input_is_left_out() -> None:
    [problem] = list(read(["-"], stdin=io.BytesIO(b"one\n" * 100), limit=99))
    assert "larger than 99 bytes" in str(problem)


# --- claims ----------------------------------------------------------------------------------------------------------

CLAIM = (
    '{"article": "q1", "subject": {"name": "Mara Quill", "type": "Person"}, "predicate": "livesIn", '
    '"object": {"name": "Hull", "type": "Place"}, "status": "asserted", "evidence": '
    '[{"start": 0, "end": 25, "quote": "Mara Quill lives in Hull.", "subject": [0, 10], "object": [20, 24]}]}'
)


def test_a_named_file_of_claims_gives_extractions_and_tells_of_wrong_lines(tmp_path: Path) -> None:
    path = tmp_path / "claims.jsonl"
    path.write_text(f"{CLAIM}\n{CLAIM.replace('asserted', 'sworn')}\n", "utf-8")
    problem, extraction = list(read([path]))
    assert str(problem).startswith(f'{path}:2: status: "sworn" is not known; use one of:')
    assert isinstance(extraction, Extraction)
    assert [claim.predicate for claim in extraction.claims] == ["livesIn"]


def test_claims_inside_a_folder_are_passed_over_with_one_warning(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(story("One."))
    for name in ("b.jsonl", "c.jsonl"):
        (tmp_path / name).write_text(CLAIM, "utf-8")
    article, warning = list(read([tmp_path]))
    assert isinstance(article, Article)
    assert isinstance(warning, ReadProblem)
    assert not warning.left_out
    assert "2 files hold claims" in str(warning)


def test_an_article_and_claims_of_the_same_id_do_not_mix(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"id": "q1", "text": "One.", "published": "2021-03-09"}', "utf-8")
    (tmp_path / "b.jsonl").write_text(CLAIM, "utf-8")
    article, problem = list(read([tmp_path / "a.jsonl", tmp_path / "b.jsonl"]))
    assert isinstance(article, Article)
    assert "another article with the id 'q1'" in str(problem)


def test_a_file_is_one_article_however_its_path_is_spelled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "good.txt").write_bytes(story("One."))
    (tmp_path / "out.txt").write_bytes(story("Two."))
    (tmp_path / "in").mkdir()
    monkeypatch.chdir(tmp_path)
    spellings = ["good.txt", "./good.txt", str(tmp_path / "good.txt"), "in/../good.txt", f"../{tmp_path.name}/good.txt"]
    assert {item.id for spelling in spellings for item in articles(read([spelling]))} == {"good.txt"}
    monkeypatch.chdir(tmp_path / "in")
    assert [item.id for item in articles(read(["../out.txt", ".././out.txt"]))] == ["../out.txt"]
