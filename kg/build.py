"""The system on one screen: articles go in, a validated graph with evidence for every claim comes out.

    read -> annotate -> mention -> date -> claim (judge, merge) -> store (identify, believe) -> validate

Each step is a function from value to value; only `read` and the store touch the disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from os import PathLike
from os.path import basename
from traceback import extract_tb, format_exception_only
from typing import TYPE_CHECKING

from kg.annotate import BATCH, annotate_all, load
from kg.article import LIMIT, ReadProblem, read
from kg.claims import TRAINED, Extractor, Reading, extract_claims
from kg.dates import find_times
from kg.jobs import spread
from kg.memory import forget
from kg.mentions import find_mentions
from kg.model import Article, Extraction
from kg.plain import restored
from kg.quotes import find_quotes

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.store import Change

Path = str | PathLike[str]

PATIENCE = 10.0
"""Seconds to wait, before anything is read, for another process that writes the graph."""

PATIENCE_WITH_WORK = 600.0
"""Seconds to wait for one that came in the meantime: all that was read would be lost."""


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: the articles and claims it took in, the ids of the articles that changed, what was wrong."""

    articles: int
    claims: int
    changed: tuple[str, ...]
    problems: tuple[ReadProblem, ...]


def build(
    paths: Iterable[Path],
    folder: Path | None,
    *,
    base: str | None = None,
    nlp: Language | None = None,
    extractors: Sequence[Extractor] = TRAINED,
    limit: int = LIMIT,
    jobs: int = 1,
    progress: Callable[[Extraction], None] = lambda extraction: None,
    waiting: Callable[[str], None] = lambda words: None,
) -> Built:
    """Read the articles that ``paths`` name and put what they say into the graph in ``folder``.

    An article that the graph has already is replaced; the same one again changes nothing. What could not be read, or
    failed at a step, is reported in the result, the rest still goes in. ``base`` is where a new graph's own IRIs live;
    many articles are read by ``jobs`` processes. The graph is held only while it is written, but asked for first, so
    that nothing is read in vain; ``waiting`` hears which other process writes it. Raises StoreError where the graph
    cannot be written.
    """
    from kg import store  # who only extracts need not wait for it

    def put(read: Sequence[Extraction]) -> Change:
        with store.open(folder, base=base) as graph:
            return graph.replace(read)

    store.when_free(lambda: put(()), PATIENCE, waiting)
    problems: list[ReadProblem] = []
    extractions: list[Extraction] = []
    for extraction in extract_all(paths, problems.append, nlp=nlp, extractors=extractors, limit=limit, jobs=jobs):
        extractions.append(extraction)
        progress(extraction)
    change = store.when_free(lambda: put(extractions), PATIENCE_WITH_WORK, waiting)
    claims = sum(len(extraction.claims) for extraction in extractions)
    return Built(len(extractions), claims, change.articles, tuple(problems))


def extract_all(
    paths: Iterable[Path],
    report: Callable[[ReadProblem], None],
    *,
    nlp: Language | None = None,
    extractors: Sequence[Extractor] = TRAINED,
    limit: int = LIMIT,
    jobs: int = 1,
) -> Iterator[Extraction]:
    """Everything the paths name, extracted, in the order read; problems go to ``report``. Claims files pass through.

    An article at which a step fails is a problem too, and the others are read without it.

    With more than one of ``jobs``, further processes read, each with a pipeline of its own; what comes out is the same.
    """

    def readable() -> Iterator[Article | Extraction]:
        for item in read(paths, limit=limit):
            if isinstance(item, ReadProblem):
                report(item)
            else:
                yield item

    items = readable()
    batches = iter(lambda: list(islice(items, BATCH)), [])
    for done in spread(partial(_extracted, nlp=nlp, extractors=extractors), batches, jobs):
        for found in done:
            if isinstance(found, ReadProblem):
                report(found)
            else:
                yield found


def _extracted(
    batch: Sequence[Article | Extraction], nlp: Language | None, extractors: Sequence[Extractor]
) -> list[Extraction | ReadProblem]:
    found = iter(_sound([item for item in batch if isinstance(item, Article)], nlp, extractors))
    return [item if isinstance(item, Extraction) else next(found) for item in batch]


def _sound(
    articles: Sequence[Article], nlp: Language | None, extractors: Sequence[Extractor]
) -> list[Extraction | ReadProblem]:
    """What each of the articles says; one at which a step fails is a problem, and the others are read without it."""
    try:
        return list(extract_many(articles, nlp=nlp, extractors=extractors))
    except (ImportError, OSError):
        raise  # no article's fault: something is not installed
    except Exception as error:
        if len(articles) == 1:
            return [_fault(articles[0], error)]
    return [found for article in articles for found in _sound([article], nlp, extractors)]


def _fault(article: Article, error: Exception) -> ReadProblem:
    """An error of ours as a value, with the place where it was raised."""
    place = extract_tb(error.__traceback__)[-1]
    said = "".join(format_exception_only(error)).strip().splitlines()[0]
    what = f"a step failed at it ({said}, raised at {basename(place.filename)}:{place.lineno})"
    return ReadProblem(article.id, what, "the fault is in kg: please report it with this line and the article")


def extract_many(
    articles: Sequence[Article], *, nlp: Language | None = None, extractors: Sequence[Extractor] = TRAINED
) -> Iterator[Extraction]:
    """What each of the articles says, in their order."""
    if articles:
        docs = annotate_all(articles, nlp or load())
        yield from (read_doc(article, doc, extractors) for article, doc in zip(articles, docs, strict=True))


def extract(article: Article, nlp: Language | None = None) -> Extraction:
    """What one article says: its entities, their mentions, and claims with evidence."""
    [extraction] = extract_many([article], nlp=nlp)
    return extraction


def read_doc(article: Article, doc: Doc, extractors: Sequence[Extractor] = TRAINED) -> Extraction:
    """The steps from an annotated document to claims."""
    quotes = find_quotes(doc)
    mentions = find_mentions(doc, quotes)
    times = find_times(doc, article.published)
    claims = extract_claims(Reading.of(doc, mentions, times, quotes, article.published), extractors)
    forget()
    return restored(Extraction(article, mentions.entities, mentions.mentions, claims), doc.user_data["plain"])
