"""A model of entailment from the user's folder: a small one made here, which knows only that who weds is married."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from spacy.language import Language
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from typer.testing import CliRunner

from kg import build
from kg.claims import TRAINED, with_model
from kg.cli.app import app
from kg.entailment import Entailment
from kg.model import Article, Entity, Extraction, Status

WORDS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "betrothed", "vows", "husband", "Odile", "Tobin")
ADDS = {"vows": 6.0, "husband": 6.0}
"""What a word adds to the logit of entailment: either alone leaves it below that of the other label, at 8."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("model")
    weights = np.zeros((len(WORDS), 2), dtype=np.float32)
    for word, weight in ADDS.items():
        weights[WORDS.index(word), 1] = weight
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["words", "input_ids"], ["seen"]),
            helper.make_node("ReduceSum", ["seen", "axes"], ["summed"], keepdims=0),
            helper.make_node("Add", ["summed", "shift"], ["logits"]),
        ],
        "entailment",
        [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["batch", "length"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["batch", 2])],
        [
            numpy_helper.from_array(weights, "words"),
            numpy_helper.from_array(np.array([1], dtype=np.int64), "axes"),
            numpy_helper.from_array(np.array([8.0, 0.0], dtype=np.float32), "shift"),
        ],
    )
    opset = [helper.make_opsetid("", 17)]
    onnx.save(helper.make_model(graph, opset_imports=opset, ir_version=8), str(made / "model.onnx"))
    tokens = Tokenizer(models.WordLevel({word: n for n, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokens.pre_tokenizer = pre_tokenizers.Whitespace()
    tokens.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokens.save(str(made / "tokenizer.json"))
    (made / "config.json").write_text(json.dumps({"id2label": {"0": "not_entailment", "1": "Entailment"}}), "utf-8")
    return made


def test_it_tells_what_follows(folder: Path) -> None:
    [follows, other, unsaid] = Entailment(folder).chances(
        [("Odile took her vows", "a husband"), ("Odile took her vows", "a friend"), ("Odile left", "a husband")]
    )
    assert follows == pytest.approx(1 / (1 + np.exp(-4)))
    assert other < 0.2
    assert unsaid < 0.2


def test_what_is_read_beside_a_pair_does_not_matter(folder: Path) -> None:
    model = Entailment(folder)
    pair = ("Odile took her vows", "a husband")
    alone = model.chances([pair])
    beside = model.chances([("Tobin " * 40, "a husband"), *[("Odile", "vows")] * 20, pair])
    assert beside[-1] == pytest.approx(alone[0])


def told(text: str, nlp: Language, folder: Path | None) -> Extraction:
    extractors = with_model(folder) if folder else TRAINED
    [extraction] = build.extract_many([Article("a", text)], nlp=nlp, extractors=extractors)
    return extraction


def marriages(extraction: Extraction) -> list[tuple[str, str, Status, str]]:
    return [
        (c.subject.label, c.object.label, c.status, c.evidence[0].rule)
        for c in extraction.claims
        if c.predicate == "marriedTo" and isinstance(c.object, Entity)
    ]


TEXT = "Odile Marchbank took vows with Tobin Vale in Leeds."


def test_it_finds_what_nobody_else_does(nlp: Language, folder: Path) -> None:
    assert not marriages(told(TEXT, nlp, None))
    assert marriages(told(TEXT, nlp, folder)) == [("Odile Marchbank", "Tobin Vale", Status.ASSERTED, "entailment")]


def test_what_it_finds_is_judged_like_all_else(nlp: Language, folder: Path) -> None:
    denied = told("Odile Marchbank never took vows with Tobin Vale.", nlp, folder)
    assert [status for _, _, status, _ in marriages(denied)] == [Status.DENIED]


def test_what_the_rules_tell_it_does_not_tell_again(nlp: Language, folder: Path) -> None:
    text = "Odile Marchbank, who took vows in May, married Tobin Vale."
    assert [rule for *_, rule in marriages(told(text, nlp, folder))] == [
        rule for *_, rule in marriages(told(text, nlp, None))
    ]


def test_a_pronoun_has_its_name_in_the_premise(nlp: Language, folder: Path) -> None:
    text = "Odile Marchbank lives in Leeds. She took vows with Tobin Vale."
    [(one, other, *_)] = marriages(told(text, nlp, folder))
    assert {one, other} == {"Odile Marchbank", "Tobin Vale"}


@pytest.mark.parametrize(
    ("missing", "message"),
    [("model.onnx", "holds no model.onnx"), ("tokenizer.json", "is missing"), ("config.json", "is missing")],
)
def test_a_folder_that_lacks_something_is_told(folder: Path, tmp_path: Path, missing: str, message: str) -> None:
    for path in folder.iterdir():
        if path.name != missing:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    for ask in (lambda: Entailment(tmp_path).chances([("a", "b")]), lambda: with_model(tmp_path)):
        with pytest.raises(OSError, match=f"{message}.*optimum-cli export onnx"):
            ask()


def test_a_model_of_something_else_is_told(folder: Path, tmp_path: Path) -> None:
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "config.json").write_text(json.dumps({"id2label": {"0": "positive", "1": "negative"}}), "utf-8")
    with pytest.raises(OSError, match=r"names no label 'entailment' \(but: positive, negative\)"):
        with_model(tmp_path)


def test_from_the_command_line(folder: Path, tmp_path: Path) -> None:
    article = tmp_path / "article.txt"
    article.write_text(TEXT, "utf-8")
    asked = ["extract", str(article), "--format", "jsonl", "--quiet", "--model"]
    done = CliRunner().invoke(app, [*asked, str(folder)])
    assert [claim["predicate"] for claim in map(json.loads, done.stdout.splitlines())] == ["marriedTo"]
    refused = CliRunner().invoke(app, [*asked, str(tmp_path)])
    assert refused.exit_code == 2
    assert "holds no model.onnx" in refused.stderr
