"""Re-DocRED (dev) as passages, a sentence each.

The data set tells which entities of a document are related, and in which sentences one reads it. A pair that is
related, but not by this sentence alone, is not judged here; a pair of which the document knows nothing is negative.
Only the relations are taken that mean what they mean in KnowledgeNet, or are not in it: its marriages, parents and
employers, mixed in, make those of KnowledgeNet worse.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import permutations
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from kg.encoder.candidates import candidates
from kg.encoder.window import Candidate
from training.candidates import Fact, passage
from training.passage import Passage

DOCRED: Mapping[str, tuple[str, bool, str, str]] = {
    # property: predicate, whether the sides change places, and what they have to be in the order of the data
    "P3373": ("siblingOf", False, "PER", "PER"),
    "P569": ("bornOn", False, "PER", "TIME"),
    "P570": ("diedOn", False, "PER", "TIME"),
    "P19": ("bornIn", False, "PER", "LOC"),
    "P20": ("diedIn", False, "PER", "LOC"),
    "P69": ("studiedAt", False, "PER", "ORG"),
    "P159": ("headquarteredIn", False, "ORG", "LOC"),
    "P571": ("foundedOn", False, "ORG", "TIME"),
    "P166": ("wonAward", False, "PER", "MISC"),
    "P161": ("appearsIn", True, "MISC", "PER"),
}
_TYPES = {"PER": "Person", "ORG": "Organization", "LOC": "Place", "TIME": "Date", "MISC": "Other", "NUM": "Number"}


def passages(path: Path, nlp: Language) -> Iterator[Passage]:
    """The sentences of Re-DocRED that name two entities, one of them a person or an organisation."""
    documents = json.loads(path.read_text(encoding="utf-8"))
    sentences = [(n, s) for n, document in enumerate(documents) for s in range(len(document["sents"]))]
    texts = (_doc(nlp, documents[n]["sents"][s]) for n, s in sentences)
    for (n, s), doc in zip(sentences, nlp.pipe(texts, batch_size=64), strict=True):
        one = _sentence(documents[n], s, doc)
        if one is not None:
            yield replace(one, group=str(n))


def _sentence(document: Mapping[str, Any], number: int, doc: Doc) -> Passage | None:
    """The passage of one sentence; None where it holds no two entities."""
    entities = document["vertexSet"]
    spans: dict[int, list[tuple[int, int]]] = {}
    gold: list[Candidate] = []
    for key, mentions in enumerate(entities):
        for mention in mentions:
            if mention["sent_id"] == number:
                span = _span(doc, *mention["pos"])
                spans.setdefault(key, []).append(span)
                if mention["type"] != "NUM":
                    gold.append(Candidate(*span, _TYPES[mention["type"]]))
    if len(spans) < 2 or not any(entities[key][0]["type"] in {"PER", "ORG"} for key in spans):
        return None
    told: list[Fact] = []
    unsure: set[tuple[int, int]] = set()
    for relation in document["labels"]:
        head, tail = relation["h"], relation["t"]
        if head not in spans or tail not in spans:
            continue
        label, turned, domain, range_ = DOCRED.get(relation["r"], ("", False, "", ""))
        if label and (entities[head][0]["type"], entities[tail][0]["type"]) == (domain, range_):
            if relation["evidence"] == [number]:
                sides = (tail, head) if turned else (head, tail)
                told.extend((label, a, b) for a in spans[sides[0]] for b in spans[sides[1]])
            else:
                unsure |= {(head, tail), (tail, head)}
    one = passage(doc.text, candidates(doc), told, _LABELS, "redocred", "", gold)
    keys = [
        {key for key, places in spans.items() for a, b in places if a < span.end and span.start < b}
        for span in one.spans
    ]
    sure = {
        (i, j)
        for i, j in permutations(range(len(keys)), 2)
        if len(keys[i]) == len(keys[j]) == 1 and keys[i] != keys[j] and (min(keys[i]), min(keys[j])) not in unsure
    }
    return replace(one, pairs=frozenset(sure)) if sure else None


_LABELS = frozenset(label for label, _, _, _ in DOCRED.values())


def _doc(nlp: Language, words: Sequence[str]) -> Doc:
    kept = [word if word.strip() else "-" for word in words]
    return Doc(nlp.vocab, words=kept)


def _span(doc: Doc, first: int, last: int) -> tuple[int, int]:
    return doc[first].idx, doc[last - 1].idx + len(doc[last - 1])
