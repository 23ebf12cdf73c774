"""The texts of articles for their pages, where the operator has them: the graph itself keeps none."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from os import PathLike

from pyoxigraph import Literal, NamedNode

from kg.rdf.terms import SENSITIVE, TRUE, ck
from kg.store import Graph


def texts(
    graph: Graph, paths: Iterable[str | PathLike[str]], *, sensitive: bool = False
) -> Callable[[str], str | None]:
    """A function from the SHA-256 of a text to the text, for `Options.text`; the articles lie at ``paths``.

    Of an article with a sensitive claim there is no text unless ``sensitive``: a sentence that no claim quotes may tell
    the same. So ``graph`` has to be the whole graph, not a public view of it. What cannot be read is left out.

    >>> import kg.store
    >>> texts(kg.store.open(), [])("00") is None
    True
    """
    from kg.article import read
    from kg.model import Article

    known = shown(graph, sensitive=sensitive)
    found: dict[str, str] = {}
    for item in read(paths):
        if isinstance(item, Article):
            digest = hashlib.sha256(item.text.encode()).hexdigest()
            if digest in known:
                found[digest] = item.text
    return found.get


def beginning(text: str) -> int:
    """Where the words of a text begin: behind the date at its head, which a page tells in its own.

    >>> beginning("date 2020-05-04 It rained."), beginning("It rained.")
    (16, 0)
    """
    from kg.article.parse import head

    return head(text)[1]


def shown(graph: Graph, *, sensitive: bool) -> frozenset[str]:
    """The SHA-256 of the texts that may be shown, by what the whole ``graph`` says of their articles.

    >>> import kg.store
    >>> shown(kg.store.open(), sensitive=False)
    frozenset()
    """
    store = graph.store
    closed = set() if sensitive else {quad.graph_name for quad in store.quads_for_pattern(None, SENSITIVE, TRUE, None)}
    return frozenset(
        quad.object.value
        for quad in store.quads_for_pattern(None, ck("sha256"), None, None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and quad.subject not in closed
    )
