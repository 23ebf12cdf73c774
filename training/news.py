"""Our own marked articles as passages: a sentence each, with the candidates that are found in it at run time.

Everything that a sentence tells is marked, of every pair of mentions; a pair is judged where both are understood.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from spacy.language import Language
from spacy.tokens import Span as Sentence

from kg.annotate import annotate_all
from kg.encoder.candidates import candidates
from kg.encoder.window import Candidate
from kg.model import Article
from training.candidates import spans
from training.labels import OWN, OWN_RELATIONS
from training.marked import SOURCE, Marked, MarkedArticle, Told
from training.passage import Passage, Relation

JUDGED = frozenset(OWN + name for name in OWN_RELATIONS) - {OWN + "citizenOf", OWN + "diedOn"}
_PEOPLE = frozenset({"Person", "Pronoun"})
Who = frozenset[str] | None
"""Who is meant at a candidate: nobody that is marked (an empty set), or not understood (None)."""


def passages(articles: Sequence[MarkedArticle], nlp: Language) -> Iterator[Passage]:
    """The sentences with two candidates or more, in the order of the articles."""
    docs = annotate_all((Article(a.id, a.text, date.fromisoformat(a.published)) for a in articles), nlp)
    for article, doc in zip(articles, docs, strict=True):
        for sentence in doc.sents:
            found = candidates(sentence)
            if len(found) > 1:
                yield _passage(article, sentence, found)


def _passage(article: MarkedArticle, sentence: Sentence, found: Sequence[Candidate]) -> Passage:
    start, end = sentence.start_char, sentence.end_char
    here = [m for m in article.mentions if start <= m.start and m.end <= end]
    who = [meant(here, one, start) for one in found]
    facts = [t for t in article.told if t.start < end and start < t.end]
    relations = frozenset(_relations(who, facts))
    clear = [n for n, one in enumerate(who) if one is not None]
    pairs = frozenset((i, j) for i in clear for j in clear if i != j)
    return Passage(sentence.text, spans(found), relations, JUDGED, SOURCE, article.id, pairs)


def _relations(who: Sequence[Who], facts: Iterable[Told]) -> Iterator[Relation]:
    for fact in facts:
        for i, one in enumerate(who):
            for j, other in enumerate(who):
                if i != j and one and other and one != other and fact.subject in one and fact.object in other:
                    yield Relation(i, j, OWN + fact.label)


def meant(mentions: Sequence[Marked], candidate: Candidate, origin: int) -> Who:
    """Who is meant at a candidate whose offsets count from ``origin``.

    A mention is the candidate's where both end together or the candidate holds it; of several, the tightest, and None
    where two different ones lie inside and neither ends with it. What begins a mention or stands within it is somebody
    else's, who is not marked. A person who is marked by nothing is None.

    >>> tom = Marked(0, 17, frozenset("b"))
    >>> meant([tom], Candidate(12, 17, "Person"), 0), meant([tom], Candidate(0, 6, "Organization"), 0)
    (frozenset({'b'}), frozenset())
    """
    a, b = candidate.start + origin, candidate.end + origin
    touching = [m for m in mentions if m.start < b and a < m.end]
    same = [m for m in touching if m.end == b or (a <= m.start and m.end <= b)]
    if same:
        tightest = min(same, key=lambda m: (abs(m.start - a) + abs(m.end - b), m.start))
        inner = {m.who for m in same if a <= m.start and m.end <= b}
        return tightest.who if len(inner) < 2 or tightest.end == b else None
    return None if candidate.type in _PEOPLE and not any(m.start <= a and b <= m.end for m in touching) else frozenset()
