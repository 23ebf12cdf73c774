"""The inside of a process that makes pages: it has all that `kg.pages` needs, so that the server itself stays small."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.bounds import RefusedError, checked
from kg.bounds.reader import Answer, Reader
from kg.output import Result, read_result
from kg.pages import Options, missing, page
from kg.pages.index import index
from kg.store import Graph
from kg.web.texts import no_text, text_in

if TYPE_CHECKING:
    from kg.reconcile import Index

PageAnswer = tuple[int, list[tuple[str, str]], bytes, bool]
"""Status, headers, body, and whether the body is gzipped."""


class PageMaker(Reader):
    """Makes pages of a copy of the store, and answers what OpenRefine asks."""

    def __init__(self, answer: int, articles: str) -> None:
        """``answer`` is the most bytes of an answer, ``articles`` the folder of texts (`kg.web.texts`), or empty."""
        super().__init__(answer)
        self._text = text_in(Path(articles)) if articles else no_text
        self._matching: tuple[str, Index] | None = None

    def ready(self, path: str) -> None:
        """Open a copy and make its index of names, which may take longer than a page may."""
        index(self.graph(path))

    def page(
        self,
        copy: str,
        path: str,
        query: Mapping[str, str],
        *,
        sensitive: bool,
        writable: bool,
        packed: bool,
    ) -> PageAnswer | None:
        """The page at a path; None if there is none."""
        graph = self.graph(copy)
        options = Options(sensitive=sensitive, writable=writable, ask=_asking(graph), text=self._text)
        made = page(graph, path, query, options)
        return self._sent(made, packed) if made is not None else None

    def missing(self, path: str, *, sensitive: bool, writable: bool, packed: bool) -> PageAnswer:
        """The page for a path that has none."""
        return self._sent(missing(path, Options(sensitive=sensitive, writable=writable)), packed)

    def ready_to_match(self, path: str) -> None:
        """Open a copy and make the index that OpenRefine's rows are matched with."""
        self._matched_with(path)

    def reconcile(self, copy: str, path: str, told: Mapping[str, str], here: str) -> tuple[int, str, bytes]:
        """Status, media type and body of an answer of `kg.reconcile`."""
        from kg.reconcile import answer

        reply = answer(self._matched_with(copy), path, told, here)
        body = reply.body.encode("utf-8", "replace")
        return (reply.status, reply.media, body) if len(body) <= self.limit else (413, "text/plain", self.too_much()[1])

    def _matched_with(self, copy: str) -> Index:
        from kg.reconcile import Index

        if self._matching is None or self._matching[0] != copy:
            self._matching = (copy, Index(self.graph(copy)))
        return self._matching[1]

    def _sent(self, made: Any, packed: bool) -> PageAnswer:
        status, body, small = self.packed(made.html.encode("utf-8", "replace"), packed)
        if status >= 400:
            return status, [("Content-Type", "text/plain; charset=utf-8")], body, False
        return made.status, list(made.headers.items()), body, small


def _asking(graph: Graph) -> Callable[[str], Result]:
    """What the editor asks with; raises ValueError or SyntaxError with what to say."""
    prefixes = graph.names.prefixes()

    def ask(text: str) -> Result:
        found = checked(text, frozenset(prefixes))
        for iri in found.graphs:
            if not graph.store.contains_named_graph(_named(iri)):
                raise RefusedError(f"there is no graph <{iri}> in this store, and none is fetched")
        return read_result(graph.store.query(found.text, prefixes=prefixes))

    return ask


def _named(iri: str) -> Any:
    from pyoxigraph import NamedNode

    return NamedNode(iri)


def page_maker(answer: int, articles: str) -> Callable[[Any], PageAnswer | Answer | None]:
    """What a process of the pages' pool does with jobs ``(method, arguments, keywords)`` of a `PageMaker`."""
    made = PageMaker(answer, articles)

    def do(job: Any) -> PageAnswer | Answer | None:
        method, arguments, keywords = job
        found: PageAnswer | Answer | None = getattr(made, method)(*arguments, **keywords)
        return found

    return do
