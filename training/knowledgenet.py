"""KnowledgeNet as passages: its 15 properties under the names of the claims format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.language import Language

from benchmarks.knowledgenet import PROPERTIES, Text
from kg.encoder.candidates import candidates
from training.candidates import Fact, passage
from training.passage import Passage


def passages(texts: Sequence[Text], nlp: Language) -> Iterator[Passage]:
    """The passages of ``texts``, in their order; the fold is in the source, the document in the group."""
    for text, doc in zip(texts, nlp.pipe((text.text for text in texts), batch_size=64), strict=True):
        facts: list[Fact] = []
        for fact in text.facts:
            label, turned = PROPERTIES[fact.property]
            head, tail = (fact.object, fact.subject) if turned else (fact.subject, fact.object)
            facts.append((label, head, tail))
        judged = {PROPERTIES[name][0] for name in text.judged}
        source = f"knowledgenet-{text.fold}"
        yield passage(text.text, candidates(doc), facts, judged, source, text.document)
