"""The DFKI Celebrity Corpus as passages, a sentence each: marriages, parents and siblings between names and pronouns.

The corpus marks, of several mentions of one person, only the one nearest to the words that tell the relation. That
is a label of its own (``nearest:marriedTo``), complete in every sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from benchmarks.celebrity_corpus import RELATIONS, articles
from kg.annotate import annotate_all
from kg.encoder.candidates import candidates
from training.candidates import Fact, passage
from training.labels import NEAREST
from training.passage import Passage

_PEOPLE = frozenset({"Person", "Pronoun", "Other"})


def passages(folder: Path, nlp: Language) -> Iterator[Passage]:
    """A passage for every sentence with two possible people; the article is the group."""
    corpus = list(articles(folder, None))
    for (article, pairs), doc in zip(corpus, annotate_all([a for a, _ in corpus], nlp), strict=True):
        for sentence in doc.sents:
            found = candidates(sentence)
            if sum(one.type in _PEOPLE for one in found) < 2:
                continue
            begin, end = sentence.start_char, sentence.end_char
            here = [p for p in pairs if all(begin <= s and e <= end for s, e in (p.first, p.second))]
            facts: list[Fact] = [
                (
                    NEAREST + p.relation,
                    (p.first[0] - begin, p.first[1] - begin),
                    (p.second[0] - begin, p.second[1] - begin),
                )
                for p in here
            ]
            judged = {NEAREST + relation for relation in RELATIONS.values()}
            yield passage(sentence.text, found, facts, judged, "celebrity", article.id)
