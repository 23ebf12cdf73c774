"""The rules of the house that a machine can check, over every tracked file."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
import spacy.language

CHECKOUT = Path(__file__).resolve().parent.parent
SHARED = CHECKOUT.parent / "shared"
LONGEST_FILE = 350
RUN = 12
"""How many words in a row may not stand both here and in a text of somebody else's."""


@cache
def tracked() -> tuple[Path, ...]:
    """Every file of the repository, new ones too that git does not ignore; outside git, every file there is."""
    command = ["git", "-C", str(CHECKOUT), "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, capture_output=True, check=False)
    if listed.returncode == 0:
        names = listed.stdout.decode().split("\0")
        return tuple(sorted(path for name in names if name and (path := CHECKOUT / name).is_file()))
    skipped = {".venv", "build", "dist", "__pycache__"}
    return tuple(sorted(p for p in CHECKOUT.rglob("*") if p.is_file() and not skipped & set(p.parts)))


def python_files(*folders: str) -> list[Path]:
    return [path for path in tracked() if path.suffix == ".py" and path.relative_to(CHECKOUT).parts[0] in folders]


def texts() -> Iterator[tuple[Path, str]]:
    for path in tracked():
        data = path.read_bytes()
        if b"\0" not in data:
            yield path, data.decode("utf-8", errors="replace")


def shown(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


CODE = python_files("kg", "tests", "benchmarks", "training")


def test_there_is_something_to_check() -> None:
    assert {"kg", "tests"} <= {path.relative_to(CHECKOUT).parts[0] for path in CODE}


@pytest.mark.parametrize("path", CODE, ids=shown)
def test_a_file_has_one_job_and_is_short_enough_to_read(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    limit = LONGEST_FILE if path.relative_to(CHECKOUT).parts[0] == "kg" else 2 * LONGEST_FILE
    assert lines <= limit, f"{shown(path)} has {lines} lines: split it by jobs into a folder of the same name"


# --- code ------------------------------------------------------------------------------------------------------------


def public(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node.name, node
            if isinstance(node, ast.ClassDef):
                for inner in node.body:
                    if isinstance(inner, ast.FunctionDef) and not inner.name.startswith("_"):
                        yield f"{node.name}.{inner.name}", inner


@pytest.mark.parametrize("path", python_files("kg"), ids=shown)
def test_every_public_name_says_what_it_does(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree) or not tree.body, f"{shown(path)} does not say what it is for"
    bare = [name for name, node in public(tree) if not ast.get_docstring(node)]  # type: ignore[arg-type]
    assert not bare, f"{shown(path)}: no docstring: {bare}"


STUBS = {"NotImplementedError", "NotImplementedError()"}


@pytest.mark.parametrize("path", python_files("kg"), ids=shown)
def test_the_package_neither_prints_nor_leaves_things_for_later(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        assert not (isinstance(node, ast.Call) and getattr(node.func, "id", "") == "print"), (
            f"print, line {node.lineno}"
        )
        if isinstance(node, ast.Raise) and node.exc:
            assert ast.unparse(node.exc) not in STUBS, f"a stub, line {node.lineno}"
    later = re.search(r"#.*\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X)\b", path.read_text("utf-8"))
    assert later is None, later


def test_the_clock_and_chance_stay_out_of_the_main_path() -> None:
    """The same input gives the same bytes: who needs the time takes it as an argument, at the ends only."""
    found = []
    for path in python_files("kg"):
        if path.relative_to(CHECKOUT).parts[1] in {"cli", "cli.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if re.fullmatch(
                    r"(?:datetime\.)?(?:date|datetime)\.(?:today|now|utcnow)|time\.time|random\.\w+|uuid\.\w+|hash",
                    called,
                ):
                    found.append(f"{shown(path)}:{node.lineno} {called}")
    assert not found


def test_one_place_loads_language_models() -> None:
    loads = [
        shown(path)
        for path in python_files("kg")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "spacy.load"
    ]
    assert set(loads) == {"kg/annotate.py"}


def test_the_pipeline_of_the_fixture_is_the_one_of_the_product(nlp: spacy.language.Language) -> None:
    from kg import annotate

    assert nlp is annotate.load()


# --- data ------------------------------------------------------------------------------------------------------------

DATA = [path for path in tracked() if path.suffix == ".toml"]


@pytest.mark.parametrize("path", DATA, ids=shown)
def test_data_files_parse_and_say_something(path: Path) -> None:
    assert tomllib.loads(path.read_text("utf-8"))


RULES = [path for path in DATA if path.is_relative_to(CHECKOUT / "kg" / "rules")]


@pytest.mark.parametrize("path", RULES, ids=shown)
def test_rule_files_say_what_they_are_and_are_used(path: Path) -> None:
    assert path.read_text("utf-8").startswith("#"), "begin it with a comment that says what it is and who reads it"
    code = "\n".join(file.read_text("utf-8") for file in python_files("kg"))
    assert re.search(rf"\b{re.escape(path.stem)}\b", code), f"no code names {path.stem}"


# --- every tracked text ----------------------------------------------------------------------------------------------

# Split, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.])/(?:(?:home|Users|root|opt|mnt|srv)"
    + r"/[\w.]|work"
    + r"/(?:main|shared|brief))",
    "a registry's host": r"(?:pypi\.(?:or" + r"g|io)|pythonhosted\.or" + r"g|npmjs\.(?:or" + r"g|com)|files\.python"
    r"|deb\.debian|conda\.anaconda|huggingface\.c" + r"o)",
    "an index option": r"--(?:extra-)?index-" + r"url|--find-" + r"links|--trusted-" + r"host",
}
# Hosts of vocabularies look like these, and a flag may be named where it is switched off.
ALLOWED = re.compile(r"--no-emit-index-" + r"url")


def test_nothing_names_a_machine_or_a_registry() -> None:
    found = []
    for path, text in texts():
        text = ALLOWED.sub("", text)
        for what, pattern in FORBIDDEN.items():
            found += [f"{shown(path)}: {what}: {match[0]}" for match in re.finditer(pattern, text)]
    assert not found


def test_the_machine_check_would_find_one() -> None:
    for line, what in (
        ("cd /ho" + "me/ada/kg", "a path of one machine"),
        ("https://pypi." + "org/x", "a registry's host"),
    ):
        assert re.search(FORBIDDEN[what], line)
    assert not re.search(FORBIDDEN["a path of one machine"], "https://x.example/root/a ./build/work ../work/a")


def test_text_files_end_with_one_newline_and_have_plain_line_ends() -> None:
    own = [(path, text) for path, text in texts() if path.suffix in {".py", ".toml", ".md", ".rq", ".ttl", ".json"}]
    assert [shown(path) for path, text in own if text and not (text.endswith("\n") and not text.endswith("\n\n"))] == []
    assert [shown(path) for path, text in own if "\r\n" in text] == []


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+(?:['\u2019][a-z]+)?", text.lower())


def runs(text: str) -> set[tuple[str, ...]]:
    words = words_of(text)
    return {tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1)}


def words_in(path: Path) -> Iterator[str]:
    """The running text of a corpus file, without its markup: tags of XML, keys and short values of JSON."""
    text = path.read_text("utf-8", errors="replace")
    if path.suffix == ".json":
        yield from re.findall(r'"((?:[^"\\]|\\.)+)"', text)
    else:
        yield re.sub(r"<[^>]*>", " ", text)


def shared_runs(texts_of_others: list[str], ours: str) -> set[tuple[str, ...]]:
    return set().union(*map(runs, texts_of_others)) & runs(ours)


def test_a_borrowed_sentence_would_be_found() -> None:
    theirs = "On a cold day the two of them walked, hand in hand, down the long grey pier."
    assert shared_runs([theirs], f'CASE = "{theirs.upper()}"')
    assert not shared_runs([theirs], "On a warm day the two of them walked, hand in hand, down a long grey pier.")


@pytest.mark.skipif(not SHARED.is_dir(), reason="the texts of others lie beside the checkout, and not on this machine")
def test_no_sentence_of_others_is_in_the_repository() -> None:
    folders = [SHARED / "seeds", SHARED / "gold", SHARED / "data" / "celebrity-corpus", SHARED / "data" / "gum"]
    sources = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".txt", ".xml", ".json"}]
    assert sources
    theirs = set().union(*(runs(text) for path in sources for text in words_in(path)))
    found = [f"{shown(path)}: {' '.join(run)}" for path, text in texts() for run in sorted(theirs & runs(text))[:3]]
    assert not found


# --- the tests themselves --------------------------------------------------------------------------------------------


def test_every_part_of_the_package_has_its_tests() -> None:
    parts = {path.relative_to(CHECKOUT / "kg").parts[0].removesuffix(".py") for path in python_files("kg")}
    tested = {path.stem.removeprefix("test_") for path in python_files("tests")}
    named = " ".join(path.read_text("utf-8") for path in python_files("tests"))
    untested = [
        part
        for part in sorted(parts - tested - {"__init__"})
        if not re.search(rf"kg[. ](?:import )?.*\b{part}\b", named)
    ]
    assert not untested, "write tests/test_<part>.py"


def test_no_test_is_silenced_without_a_reason() -> None:
    for path in python_files("tests"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "pytest.mark.skip",
                "pytest.mark.xfail",
                "pytest.skip",
            }:
                assert node.args or node.keywords, f"{shown(path)}:{node.lineno} gives no reason"
