from __future__ import annotations

import csv
import io
import json
import os
import pty
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import kg.store
from kg import build as building
from kg.cli.app import app
from kg.model import Article, Extraction
from kg.queries import names
from tests.asking import DORIAN, MARISOL, on_disk, person
from tests.graph_samples import Writer, small_world

COMMANDS = (
    "build",
    "query",
    "show",
    "explain",
    "draw",
    "sparql",
    "stats",
    "export",
    "validate",
    "extract",
    "eval",
    "doctor",
)
HERE = {"PYTHONPATH": str(Path(kg.store.__file__).parents[2])}
PROGRAM = [sys.executable, "-c", "from kg.cli import main; main()"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return on_disk(tmp_path_factory.mktemp("store") / "graph")


@pytest.fixture(autouse=True)
def _at_home(store: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KG_STORE", str(store))
    monkeypatch.chdir(tmp_path)


def kg_(*args: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(args), input=stdin, prog_name="kg")


def run(*args: str, stdin: str = "", env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    everything = {**os.environ, **HERE, **(env or {})}
    return subprocess.run([*PROGRAM, *args], input=stdin, capture_output=True, text=True, env=everything, check=False)


def in_words(output: str) -> str:
    return " ".join(output.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    found = kg_(command, "--help")
    assert found.exit_code == 0
    assert f"Example: kg {command}" in in_words(found.stdout)


@pytest.mark.parametrize("query", names())
def test_every_query_is_a_command_with_help_and_an_example(query: str) -> None:
    found = kg_("query", query, "-h")
    assert found.exit_code == 0
    assert f"Example: kg query {query}" in in_words(found.stdout)


def test_help_lists_every_command_and_the_exit_codes() -> None:
    found = kg_("--help")
    listed = re.findall(r"^  (\w+) ", found.stdout.partition("Commands:")[2], re.MULTILINE)
    assert [name for name in listed if name in COMMANDS] == list(COMMANDS)
    assert "4 done in part" in in_words(found.stdout)
    assert "Traceback" not in kg_("query").output


def test_a_query_prints_tsv_in_a_pipe() -> None:
    found = kg_("query", "spouses", "--person", MARISOL)
    assert found.exit_code == 0
    assert found.stdout == (
        "spouse\tspouseName\tstart\tend\n"
        f"{person('cassius-holloway')}\tCassius Holloway\t2004\t2010\n"
        f"{person('dorian-quillfeather')}\tDorian Quillfeather\t2014-05-24\t2021-10-01\n"
    )


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "tsv", "table"])
def test_every_format_names_the_spouses(form: str) -> None:
    found = kg_("query", "spouses", "--person", MARISOL, "--format", form)
    assert found.exit_code == 0
    assert "Cassius Holloway" in found.stdout
    assert ("http" in found.stdout) == (form != "table")


def test_a_parameter_called_from_works() -> None:
    found = kg_("query", "events-between", "--from", "2014", "--to", "2014", "-f", "jsonl")
    assert json.loads(found.stdout)["what"] == "wedding"


def test_nothing_found_is_exit_code_1() -> None:
    found = kg_("query", "founders", "--person", DORIAN)
    assert (found.exit_code, found.stderr) == (1, "nothing found\n")
    assert found.stdout.count("\n") == 1
    assert kg_("query", "founders", "--person", DORIAN, "--quiet").stderr == ""


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["query", "spouses", "--person", "Marisol Vantreska"], 1, "do you mean Marisol Vantresca"),
        (["query", "children", "--person", "Wren"], 2, "2 are called 'Wren'"),
        (["query", "children"], 2, "Missing option '--person'"),
        (["query", "children", "--person", ""], 2, "--person is empty"),
        (["query", "children", "--parson", MARISOL], 2, "No such option"),
        (["query", "spouse"], 2, "do you mean spouses?"),
        (["query", "recipes"], 2, "no query is called 'recipes'; `kg query --help` lists them"),
        (["query", "birthdays", "--month", "Fool"], 2, "no month"),
        (["query", "health", "--person", DORIAN], 2, "say --sensitive"),
        (["query", "people", "--format", "ttl"], 2, "Invalid value"),
        (["sparql", "SELECT * { ?s ?p ?o }", "--format", "ttl"], 2, "CONSTRUCT"),
        (["query", "people", "--format", "xls"], 2, "Invalid value"),
        (["query", "people", "--store", "nowhere"], 2, "kg build"),
        (["show", "Nobody Atall"], 1, "nobody and nothing"),
        (["show", MARISOL, "--format", "csv"], 2, "Invalid value"),
        (["explain", MARISOL, "marryTo"], 2, "do you mean marriedTo"),
        (["explain", MARISOL, "marriedTo", "Ines Calloway"], 1, "no article says"),
        (["explain", MARISOL, "marriedTo", "Zebedee"], 1, "is told there"),
        (["sparql", "SELECT * {"], 2, "cannot read the query"),
        (["draw", MARISOL, "-o", "marisol.png"], 2, "name a file that ends in .svg"),
        (["export", ".", "-f", "ttl"], 2, "name a file, such as graph.ttl"),
        (["sparql", "DROP ALL"], 2, "update"),
        (["sparql", "ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 2, "SERVICE"),
        (["sparql", "missing.rq"], 2, "no such file"),
        (["sparql", "SELECT * { ?s nope:p ?o }"], 2, "nope"),
        (["sparql", "--endpoint", "example.org", "ASK {}"], 2, "no endpoint"),
        (["sparql", "--endpoint", "http://127.0.0.1:9/", "ASK {}"], 3, "cannot be reached"),
        (["query", "people", "--endpoint", "http://127.0.0.1:9/"], 3, "cannot be reached"),
        (["draw", "Wren", "-o", "x.svg"], 2, "2 are called"),
        (["draw", MARISOL, "--steps", "3", "-o", "x.svg"], 2, "--steps"),
        (["draw", "Bartholomew Finch", "--timeline", "-o", "x.svg"], 1, "no timeline"),
        (["export", "graph.xyz"], 2, "no format has the ending"),
        (["export", "--format", "docx"], 2, "--format docx"),
        (["validate", "missing.ttl"], 2, "no such file"),
        (["eval", "missing"], 2, "missing"),
        (["frobnicate"], 2, "No such command"),
        ([], 2, "Usage"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_in_words_with_its_exit_code(args: list[str], code: int, message: str) -> None:
    found = kg_(*args)
    assert found.exit_code == code
    assert message in in_words(found.stderr or found.output)
    assert "Traceback" not in found.output
    assert found.exception is None or isinstance(found.exception, SystemExit)


def test_a_bug_of_ours_is_not_dressed_up_as_a_users_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.show.page", lambda *args, **more: 1 / 0)
    assert isinstance(kg_("show", MARISOL).exception, ZeroDivisionError)


def test_show_prints_a_page_and_keeps_health_back() -> None:
    found = kg_("show", DORIAN)
    assert found.stdout.startswith("Dorian Quillfeather\n")
    assert "anxiety" not in found.stdout
    assert "anxiety" in kg_("show", DORIAN, "--sensitive").stdout
    assert json.loads(kg_("show", DORIAN, "-f", "json").stdout)["name"] == DORIAN


def test_explain_marks_words_with_brackets_in_a_pipe() -> None:
    found = kg_("explain", MARISOL, "marriedTo", DORIAN)
    assert "Singer [Marisol Vantresca] and rapper [Dorian Quillfeather] wed" in found.stdout
    rows = [
        json.loads(line) for line in kg_("explain", MARISOL, "marriedTo", DORIAN, "-f", "jsonl").stdout.splitlines()
    ]
    assert [row["rule"] for row in rows] == ["sample.marriedto"] * 2


def test_explain_gives_rows_to_spreadsheets() -> None:
    [first, *_] = csv.DictReader(io.StringIO(kg_("explain", MARISOL, "marriedTo", DORIAN, "-f", "csv").stdout))
    assert (first["subject"], first["object"], first["status"]) == (MARISOL, DORIAN, "asserted")
    assert first["quote"]
    assert first["rule"]
    assert first["article"]


@pytest.mark.parametrize(
    ("args", "stdin"),
    [
        (["ASK { ?a ck:marriedTo ?b }"], None),
        (["-"], "ASK { ?a ck:marriedTo ?b }"),
        ([], "ASK { ?a ck:marriedTo ?b }"),
        (["ask.rq"], None),
    ],
)
def test_sparql_comes_from_an_argument_a_file_or_standard_input(args: list[str], stdin: str | None) -> None:
    Path("ask.rq").write_text("ASK { ?a ck:marriedTo ?b }", encoding="utf-8")
    found = kg_("sparql", *args, "--format", "json", stdin=stdin)
    assert (found.exit_code, found.stdout) == (0, "true\n")


def test_an_answer_of_no_is_exit_code_1_without_a_word() -> None:
    found = kg_("sparql", "ASK { ?a ck:marriedTo ?a }")
    assert (found.exit_code, found.stdout, found.stderr) == (1, "answer\nfalse\n", "")


def test_construct_prints_turtle() -> None:
    found = kg_("sparql", "CONSTRUCT WHERE { ?a ck:engagedTo ?b }")
    assert "person:ines-calloway ck:engagedTo person:odalys-vantresca ." in found.stdout


def test_stats_counts() -> None:
    counts = {row["measure"]: row["count"] for row in json.loads(kg_("stats", "-f", "json").stdout)}
    assert (counts["articles"], counts["people"]) == (6, 16)


def test_arrests_of_minors_are_queried_on_demand() -> None:
    w = Writer("t/held", date(2020, 5, 4))
    w.line("[Sam Orrin] was arrested at 15.").says("Sam Orrin", "event:Arrest", None, at="2020-05-01")
    with kg.store.open(Path("held")) as graph:
        graph.replace([w.extraction()])
    asked = ("query", "events-on", "--on", "2020-05", "--store", "held", "-f", "tsv")
    assert kg_(*asked).exit_code == 1
    assert "Sam Orrin" in kg_(*asked, "--sensitive").stdout
    assert "No such option" in kg_("query", "people", "--sensitive").stderr


def test_validate_says_whether_the_graph_conforms() -> None:
    assert (kg_("validate").exit_code, kg_("validate").stderr) == (0, "conforms\n")
    assert json.loads(kg_("validate", "-f", "json").stdout) == []
    bad = Path("bad.ttl")
    bad.write_text(
        "@prefix ck: <https://celebrity-kg.example/ontology#> . <https://example.org/c> a ck:Claim .", encoding="utf-8"
    )
    found = kg_("validate", "bad.ttl")
    assert found.exit_code == 1
    assert "https://example.org/c" in found.stdout
    assert "violation" in found.stderr


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("bad.ttl", "@prefix a: <urn:a> .\na:b a:c oops .", "bad.ttl, line 2, column 9: "),
        ("bad.rdf", "<rdf:RDF>", "bad.rdf: "),
        ("bad.md", "# Notes", "bad.md: no ending of an RDF file; name a .ttl, "),
    ],
)
def test_a_file_that_is_no_rdf_is_told_by_its_place(name: str, text: str, words: str) -> None:
    Path(name).write_text(text, encoding="utf-8")
    found = kg_("validate", name)
    assert found.exit_code == 2
    assert found.stderr.startswith(f"kg: {words}")
    assert "Parser error" not in found.stderr
    assert found.stderr.count("\n") == 1


def test_export_writes_a_file_or_standard_output() -> None:
    assert kg_("export", "out/graph.ttl").exit_code == 0
    assert Path("out/graph.ttl").read_text("utf-8") == kg_("export", "-f", "ttl").stdout
    assert "anxiety" not in kg_("export", "--public").stdout


def test_draw_writes_svg() -> None:
    found = kg_("draw", MARISOL, "-o", "pictures/graph.svg")
    assert (found.exit_code, found.stderr) == (0, "wrote pictures/graph.svg\n")
    assert Path("pictures/graph.svg").read_text("utf-8").startswith("<svg ")
    assert kg_("draw", MARISOL, "--timeline", "-o", "-").stdout.startswith("<svg ")
    assert kg_("draw", MARISOL, "-o", "a.svg", "-q").stderr == ""


def test_doctor_finds_all_well_and_a_missing_graph() -> None:
    assert kg_("doctor").exit_code == 0
    found = kg_("doctor", "--store", "none", "-f", "tsv")
    assert found.exit_code == 1
    assert "graph\tfalse" in found.stdout


@pytest.fixture
def reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Extraction without a language model: an article by the name of one of the small world's is that one."""
    known = {extraction.article.id: extraction for extraction in small_world()}

    def extract_many(articles: list[Article], **more: object) -> Iterator[Extraction]:
        for article in articles:
            yield known.get(article.text.strip(), Extraction(article))

    monkeypatch.setattr(building, "extract_many", extract_many)


@pytest.mark.usefixtures("reader")
def test_build_makes_a_graph_and_turtle_and_a_second_time_changes_nothing() -> None:
    Path("a.txt").write_text("2020/obituary", encoding="utf-8")
    first = kg_("build", "a.txt", "--store", "g", "--ttl", "out/a.ttl")
    assert first.exit_code == 0
    assert "1 article, 11 claims; 1 article changed in g" in in_words(first.stderr)
    turtle = Path("out/a.ttl").read_bytes()
    second = kg_("build", "a.txt", "--store", "g", "--ttl", "out/a.ttl")
    assert "0 articles changed" in in_words(second.stderr)
    assert Path("out/a.ttl").read_bytes() == turtle
    assert kg_("query", "spouses", "--store", "g").exit_code == 0


@pytest.mark.usefixtures("reader")
def test_build_keeps_the_base_of_a_graph_it_adds_to() -> None:
    Path("a.txt").write_text("2014/wedding", encoding="utf-8")
    Path("b.txt").write_text("2016/profile", encoding="utf-8")
    assert kg_("build", "a.txt", "--store", "g", "--base", "https://example.org/kg/").exit_code == 0
    assert kg_("build", "b.txt", "--store", "g").exit_code == 0
    assert "https://example.org/kg/person/" in kg_("query", "people", "--store", "g").stdout
    found = kg_("build", "b.txt", "--store", "g", "--base", "https://other.example/")
    assert (found.exit_code, "was made with the base" in found.stderr) == (2, True)
    assert kg_("build", "a.txt", "--store", "h", "--base", "nonsense").exit_code == 2


@pytest.mark.usefixtures("reader")
def test_build_takes_the_good_articles_and_tells_of_the_bad_ones() -> None:
    Path("good.txt").write_text("2014/wedding", encoding="utf-8")
    Path("empty.txt").write_text("", encoding="utf-8")
    Path("binary.txt").write_bytes(b"\x00\x01\x02\xff")
    found = kg_("build", "good.txt", "empty.txt", "binary.txt", "missing.txt", "--store", "g")
    assert found.exit_code == 4
    for name in ("empty.txt", "binary.txt", "missing.txt"):
        assert f"kg: {name}: " in found.stderr
    assert kg_("stats", "--store", "g").exit_code == 0


@pytest.mark.usefixtures("reader")
def test_a_build_asks_for_the_store_before_it_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "PATIENCE", 0.0)
    monkeypatch.setattr(building, "read", lambda *args, **more: pytest.fail("it has read"))
    with kg.store.open(Path("g")) as other:
        other.replace(small_world()[:1])
        found = kg_("build", "a.txt", "--store", "g")
    assert found.exit_code == 2
    assert re.match(r"kg: g is being written by .*: try again when it is done\n$", found.stderr)


@pytest.mark.usefixtures("reader")
def test_a_build_waits_for_another_writer_and_says_for_whom() -> None:
    Path("a.txt").write_text("2014/wedding", encoding="utf-8")
    other = kg.store.open(Path("g"))
    other.replace(small_world()[:1])
    leaving = threading.Timer(0.5, other.close)
    leaving.start()
    found = kg_("build", "a.txt", "--store", "g")
    assert found.exit_code == 0
    assert found.stderr.count("g is being written by ") == found.stderr.count(": waiting\n") == 1
    assert kg_("build", "a.txt", "--store", "g").stderr.count("waiting") == 0


@pytest.mark.usefixtures("reader")
def test_what_has_been_read_waits_for_a_writer_that_came_in_the_meantime() -> None:
    Path("a.txt").write_text("2014/wedding", encoding="utf-8")
    held: list[kg.store.Graph] = []

    def hold(extraction: Extraction) -> None:
        held.append(kg.store.open(Path("g")))
        held[0].replace(small_world()[-1:])

    built = building.build(["a.txt"], "g", progress=hold, waiting=lambda words: held[0].close())
    assert (len(held), built.articles) == (1, 1)
    with kg.store.open(Path("g"), read_only=True) as graph:
        assert len(graph.articles()) == 2


@pytest.mark.usefixtures("reader")
def test_nothing_to_read_at_all_is_a_mistake_and_not_done_in_part() -> None:
    Path("empty.txt").write_text("", encoding="utf-8")
    for command in ("build", "extract"):
        found = kg_(command, "missing.txt", "empty.txt")
        assert found.exit_code == 2
        assert "missing.txt: there is no such file" in found.stderr


@pytest.mark.usefixtures("reader")
def test_extract_prints_claims_one_a_line() -> None:
    Path("a.txt").write_text("2014/wedding", encoding="utf-8")
    found = kg_("extract", "a.txt", "-f", "jsonl")
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert (found.exit_code, len(rows)) == (0, 18)
    assert json.loads(kg_("extract", "a.txt", "-f", "json").stdout) == rows
    assert kg_("extract", "a.txt", "-f", "csv").stdout.startswith("article,subject,predicate,object")
    assert kg_("extract", "a.txt", "-f", "ttl").exit_code == 2
    assert kg_("extract", "a.txt", "missing.txt").exit_code == 4


def test_a_reader_that_leaves_early_is_no_error(store: Path) -> None:
    command = f"{sys.executable} -c 'from kg.cli import main; main()' query ties | head -1; echo ${{PIPESTATUS[0]}}"
    found = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False,
                           env={**os.environ, **HERE})  # fmt: skip
    assert found.stdout == "a\taName\ttie\tb\tbName\n0\n"
    assert found.stderr == ""


def test_the_program_as_a_process_gives_code_and_streams() -> None:
    found = run("query", "spouses", "--person", MARISOL)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout.startswith("spouse\t")
    assert run("query", "spouses", "--person", "Nobody Atall").returncode == 1
    assert run("sparql", "DROP ALL").returncode == 2
    assert run("sparql", stdin="ASK { ?s ?p ?o }").stdout == "answer\ntrue\n"


def on_terminal(*args: str, env: dict[str, str] | None = None) -> str:
    """What the program prints where standard output is a terminal."""
    mine, theirs = pty.openpty()
    everything = {
        **os.environ,
        "TERM": "xterm-256color",
        "PYTHONPATH": str(Path(kg.store.__file__).parents[2]),
        **(env or {}),
    }
    process = subprocess.Popen([*PROGRAM, *args], stdout=theirs, stderr=subprocess.DEVNULL, env=everything)
    os.close(theirs)
    data = b""
    while True:
        try:
            part = os.read(mine, 65536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        data += part
    os.close(mine)
    process.wait()
    return data.decode().replace("\r\n", "\n")


def test_on_a_terminal_there_are_tables_and_styles_and_with_no_color_no_colours() -> None:
    table = on_terminal("query", "spouses", "--person", MARISOL)
    assert "Spouses with dates" in table
    assert "http" not in table
    monochrome = on_terminal("explain", MARISOL, "marriedTo", DORIAN)
    assert "\x1b[1m" in monochrome
    assert "[Marisol" not in monochrome
    assert not re.search(r"\x1b\[[\d;]*3[0-7]m", on_terminal("doctor"))
    assert re.search(r"\x1b\[[\d;]*3[0-7]m", on_terminal("doctor", env={"NO_COLOR": ""}))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("kg qu", "query"),
        ("kg query spo", "spouses"),
        ("kg query spouses --per", "--person"),
        ("kg query spouses --person Mari", "Marisol Vantresca"),
        ("kg show Cass", "Cassius Holloway"),
    ],
)
def test_completion_knows_commands_queries_options_and_people(words: str, expected: str) -> None:
    env = {"_KG_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    assert expected in run(env=env).stdout


def test_completion_is_silent_where_there_is_no_graph() -> None:
    env = {"_KG_COMPLETE": "complete_bash", "COMP_WORDS": "kg show M", "COMP_CWORD": "2", "KG_STORE": "none"}
    found = run(env=env)
    assert (found.stdout.strip(), found.stderr) == ("", "")


def loaded(*args: str) -> set[str]:
    code = (
        "import sys\n"
        "from kg.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    found = subprocess.run([sys.executable, "-c", code, *args], capture_output=True, text=True, check=False,
                           env={**os.environ, **HERE})  # fmt: skip
    return {name.partition(".")[0] for name in found.stderr.split()}


@pytest.mark.parametrize(
    "args",
    [
        ["--help"],
        ["query", "spouses", "--person", MARISOL],
        ["show", MARISOL],
    ],
)
def test_quick_commands_load_no_heavy_library(args: list[str]) -> None:
    """What makes them quick: spaCy takes more than a second to import, rdflib a third of one."""
    assert not loaded(*args) & {"spacy", "thinc", "rdflib", "SPARQLWrapper", "dateparser", "trafilatura", "pyshacl"}
