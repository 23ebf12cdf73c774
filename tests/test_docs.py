"""The documentation says what the product does: examples run, generated parts are fresh, links lead somewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import kg
from kg import interchange, vocab

CHECKOUT = Path(__file__).resolve().parent.parent
PAGES = sorted([*CHECKOUT.glob("*.md"), *(CHECKOUT / "docs").rglob("*.md"), *(CHECKOUT / "seeds").glob("*.md")])
FORMAT = (CHECKOUT / "docs" / "claims-format.md").read_text("utf-8")
README = (CHECKOUT / "README.md").read_text("utf-8")


def shown(path: Path) -> str:
    return str(path.relative_to(CHECKOUT))


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


def anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_link_inside_the_repository_leads_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page.read_text("utf-8"))):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        found = (page.parent / file).resolve() if file else page
        assert found.exists(), f"{shown(page)}: {target}"
        if anchor:
            assert anchor in anchors(found.read_text("utf-8")), f"{shown(page)}: {target}"


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_path_in_backticks_exists(page: Path) -> None:
    for name in re.findall(
        r"`((?:kg|tests|docs|queries|ontology|seeds|benchmarks)/[\w./-]*)`", prose(page.read_text("utf-8"))
    ):
        assert (CHECKOUT / name).exists(), f"{shown(page)}: {name}"


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_make_target_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (CHECKOUT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z]+)`", page.read_text("utf-8"))) <= targets


# --- generated parts -------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_generated_parts_of_the_readme_are_fresh() -> None:
    command = [sys.executable, "-m", "cogapp", "--check", "--diff", "-I", "docs", "README.md"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"run make docs\n{done.stdout}\n{done.stderr}"


def test_the_page_of_queries_is_fresh() -> None:
    done = subprocess.run([sys.executable, "-m", "kg.queries.docs"], cwd=CHECKOUT, capture_output=True, check=True)
    assert done.stdout.decode() == (CHECKOUT / "docs" / "queries.md").read_text("utf-8"), "run make docs"


def test_the_python_of_the_pages_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    example = re.search(r"```json\n(.*?)```", FORMAT, re.DOTALL)
    assert example
    line = json.dumps(json.loads(example[1]))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims.jsonl").write_text(f"{line}\n", "utf-8")
    with kg.open("build/graph") as graph:
        graph.replace(interchange.from_jsonl([line]))
    blocks = [block for page in (README, FORMAT) for block in re.findall(r"^```python\n(.*?)^```$", page, re.M | re.S)]
    assert len(blocks) == 2
    left: dict[str, object] = {}
    for block in blocks:
        exec(compile(block, "README.md or docs/claims-format.md", "exec"), left)
    assert len(left["g"]) > 10  # type: ignore[arg-type]
    assert left["lines"] == [json.dumps(json.loads(line), ensure_ascii=False)]


def test_the_readme_names_every_part_of_the_package() -> None:
    parts = {path.name for path in (CHECKOUT / "kg").iterdir() if path.is_dir() or path.suffix == ".py"}
    parts = {part for part in parts if not part.startswith("_")}
    helpers = {
        "columns.py",
        "names.py",
        "interchange",
        "output",
        "facts.py",
        "sparql.py",
        "ontology.py",
        "doctor.py",
        "evaluation",
    }
    assert {part for part in parts - helpers if f"kg/{part}" not in README} == set()


def test_every_decision_record_is_short_and_says_why() -> None:
    records = sorted((CHECKOUT / "docs" / "decisions").glob("[0-9]*.md"))
    assert records
    assert len({record.name[:3] for record in records}) == len(records), "two records with one number"
    for record in records:
        text = record.read_text("utf-8")
        assert text.startswith(f"# {record.name[:3]}: "), record.name
        assert re.search(r"\*\*Chosen\*\*|^Decided:", text, re.MULTILINE), record.name
        assert len(text.splitlines()) <= 40, record.name


# --- the claims format -----------------------------------------------------------------------------------------------


def test_the_example_of_the_claims_format_is_a_claim() -> None:
    example = re.search(r"```json\n(.*?)```", FORMAT, re.DOTALL)
    story = re.search(r"“(.*?)”", FORMAT, re.DOTALL)
    assert example
    assert story
    text = " ".join(story[1].split())
    claim = json.loads(example[1])
    Draft202012Validator(interchange.schema()).validate(claim)
    for evidence in claim["evidence"]:
        assert text[evidence["start"] : evidence["end"]] == evidence["quote"]
        assert text[slice(*evidence["subject"])] == claim["subject"]["name"]
        assert text[slice(*evidence["object"])] == claim["object"]["name"]
    [extraction] = interchange.from_jsonl([json.dumps(claim)])
    [line] = interchange.to_jsonl(extraction)
    assert json.loads(line) == claim
    assert list(json.loads(line)) == list(claim), "the example has its keys in another order"


def test_the_page_names_every_key_predicate_status_and_the_version() -> None:
    schema = interchange.schema()
    words = set(re.findall(r"[A-Za-z]+", FORMAT))
    expected = {*schema["properties"], *vocab.RELATIONS, *vocab.EVENTS, *schema["properties"]["status"]["enum"]}
    expected |= set(schema["$defs"]["entity"]["properties"]["type"]["enum"])
    expected |= set(schema["$defs"]["evidence"]["properties"])
    assert expected - words == set()
    assert FORMAT.startswith(f"# The claims format, version {interchange.VERSION}\n")
    starred = set(re.findall(r"`(\w+)`\*", FORMAT))
    assert starred == {name for name, relation in vocab.RELATIONS.items() if relation.symmetric}
