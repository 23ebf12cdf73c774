"""The inside of a process that answers queries: it reads the served copy, and writes no more than the limit allows."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, cast

from pyoxigraph import DefaultGraph, NamedNode, Quad, QueryResultsFormat, RdfFormat, Store

import kg.store
from kg.bounds.problem import problem
from kg.export import text
from kg.rdf.terms import LABEL, TYPE, Names
from kg.store import Graph

RESULTS = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
"""The formats of rows and answers, by the names that jobs use."""

GRAPHS = {
    "ttl": RdfFormat.TURTLE,
    "nt": RdfFormat.N_TRIPLES,
    "jsonld": RdfFormat.JSON_LD,
    "trig": RdfFormat.TRIG,
    "rdf": RdfFormat.RDF_XML,
    "nq": RdfFormat.N_QUADS,
}
"""The formats of triples, by the names that jobs use."""

_WORTH_PACKING = 1024
_POINTERS, _WHOLE = 2_000, 100_000
"""The most triples that point to a node, and the most of an article's graph, in what is said of it."""

Answer = tuple[int, bytes, bool]
"""What a job gives: an HTTP status, the body (words, if the status is an error), and whether it is gzipped."""


class TooMuchError(Exception):
    """More than an answer may hold."""


class Bounded:
    """Bytes written, up to a limit; as much of a file as Oxigraph needs.

    >>> target = Bounded(4); _ = target.write(b"abc"); target.bytes()
    b'abc'
    """

    __slots__ = ("_left", "_parts")

    def __init__(self, limit: int) -> None:
        """Hold ``limit`` bytes at most."""
        self._left = limit
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        """Take more in. Raises TooMuchError."""
        self._left -= len(data)
        if self._left < 0:
            raise TooMuchError
        self._parts.append(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def bytes(self) -> bytes:
        """All of it."""
        return b"".join(self._parts)


class Reader:
    """Answers what is asked of copies of a store; a job names its copy, and the last one stays open."""

    def __init__(self, answer: int) -> None:
        """``answer`` is the most bytes that an answer may have."""
        self.limit = answer
        self._path, self._graph = "", cast(Graph | None, None)

    def graph(self, path: str) -> Graph:
        """The copy in a folder, with the names of its nodes."""
        if self._graph is None or path != self._path:
            self._graph, self._path = kg.store.open(Path(path), read_only=True), path
        return self._graph

    def ready(self, path: str) -> None:
        """Open a copy before anybody asks for it."""
        self.graph(path)

    def query(
        self,
        path: str,
        words: str,
        form: str,
        *,
        default: Sequence[str] | None = None,
        named: Sequence[str] | None = None,
        mentioned: Sequence[str] = (),
        packed: bool = False,
    ) -> Answer:
        """The answer of a checked query, in a form of `RESULTS` or `GRAPHS`.

        ``default`` and ``named`` are the protocol's dataset, ``mentioned`` the graphs that the query itself names:
        each must be there, since nothing is fetched. The prefixes of the exports are known without being declared.
        """
        graph = self.graph(path)
        for iri in (*(default or ()), *(named or ()), *mentioned):
            if not _has(graph.store, iri):
                return 400, f"there is no graph <{iri}> in this store, and none is fetched".encode(), False
        options: dict[str, Any] = {}
        if default is not None or named is not None:
            options["default_graph"] = [NamedNode(iri) for iri in default or ()]
            options["named_graphs"] = [NamedNode(iri) for iri in named or ()]
        target = Bounded(self.limit)
        try:
            try:
                found = graph.store.query(words, **options)
            except SyntaxError:  # it may lack a prefix; to give them to every query costs as much as a look-up
                found = graph.store.query(words, prefixes=graph.names.prefixes(), **options)
            found.serialize(cast(Any, target), RESULTS.get(form) or GRAPHS[form])  # type: ignore[arg-type]
        except SyntaxError as error:
            return 400, f"this is no SPARQL query\n{problem(words, str(error))}".encode(), False
        except TooMuchError:
            return self.too_much()
        except PermissionError:  # the second wall; see kg.bounds.process.without_network
            return 400, b"the query reaches out of this store, and that is refused", False
        except MemoryError:
            return 503, b"the query needs more memory than it gets; ask for less", False
        return self.packed(target.bytes(), packed)

    def too_much(self) -> Answer:
        """What to say instead of more than an answer may hold."""
        return 400, f"the answer has more than {self.limit:,} bytes; ask for less, with LIMIT".encode(), False

    def packed(self, body: bytes, wanted: bool) -> Answer:
        """A good answer, gzipped if that is wanted and worth it."""
        if len(body) > self.limit:
            return self.too_much()
        if wanted and len(body) >= _WORTH_PACKING:
            packer = zlib.compressobj(level=3, wbits=31)
            return 200, packer.compress(body) + packer.flush(), True
        return 200, body, False

    def dump(self, path: str, iri: str | None, form: str, *, packed: bool = False) -> Answer:
        """A graph of the store, whole; None is the default graph. 404 if there is none."""
        store = self.graph(path).store
        if iri is not None and not _has(store, iri):
            return 404, f"there is no graph <{iri}> in this store".encode(), False
        target = Bounded(self.limit)
        try:
            home = DefaultGraph() if iri is None else NamedNode(iri)
            store.dump(cast(BinaryIO, target), GRAPHS[form], from_graph=home)
        except TooMuchError:
            return self.too_much()
        return self.packed(target.bytes(), packed)

    def counts(self, path: str) -> dict[str, int]:
        """How many quads, kinds and so on there are, by VoID's names for them."""
        store = self.graph(path).store
        subjects, properties, classes = set(), set(), set()
        quads = 0
        for quad in store:
            quads += 1
            subjects.add(quad.subject)
            properties.add(quad.predicate)
            if quad.predicate == TYPE:
                classes.add(quad.object)
        return {
            "triples": quads,
            "distinctSubjects": len(subjects),
            "properties": len(properties),
            "classes": len(classes),
        }

    def about(self, path: str, iri: str, form: str, *, packed: bool = False) -> Answer:
        """What the store says of a node of ours, as ``ttl``, ``nt``, ``jsonld`` or ``rdf``. 404 if it says nothing.

        Its own triples, those of the default graph that point to it, what hangs on it (a claim's evidence), and the
        names of all that occur; of an article its whole graph.
        """
        graph = self.graph(path)
        found = _about(graph, NamedNode(iri))
        if not found:
            return 404, f"nothing is known of <{iri}>".encode(), False
        return self.packed(_WRITERS[form](found, graph.names), packed)

    def knows(self, path: str, iri: str) -> bool:
        """Whether the store says anything of a node."""
        store, node = self.graph(path).store, NamedNode(iri)
        return any(
            next(found, None) is not None
            for found in (
                store.quads_for_pattern(node, None, None, None),
                store.quads_for_pattern(None, None, node, None),
                store.quads_for_pattern(None, None, None, node),
            )
        )


_WRITERS: Mapping[str, Callable[[Iterable[Quad], Names], bytes]] = {
    "ttl": text.turtle,
    "nt": lambda quads, names: text.n_triples(quads),
    "jsonld": text.json_ld,
    "rdf": text.rdf_xml,
}


def _about(graph: Graph, node: NamedNode) -> set[Quad]:
    store, names = graph.store, graph.names
    found = set(store.quads_for_pattern(node, None, None, None))
    found.update(islice(store.quads_for_pattern(None, None, node, DefaultGraph()), _POINTERS))
    if names.kind_of(node) in ("article", "graph"):
        found.update(islice(store.quads_for_pattern(None, None, None, node), _WHOLE))
    for thing in {quad.object for quad in found if quad.subject == node}:
        if isinstance(thing, NamedNode) and names.kind_of(thing) == "evidence":
            found.update(store.quads_for_pattern(thing, None, None, None))
    for other in {end for quad in found for end in (quad.subject, quad.object) if isinstance(end, NamedNode)}:
        found.update(store.quads_for_pattern(other, LABEL, None, DefaultGraph()))
    return {Quad(quad.subject, quad.predicate, quad.object) for quad in found}


def _has(store: Store, iri: str) -> bool:
    try:
        return store.contains_named_graph(NamedNode(iri))
    except ValueError:  # a relative one, where nothing says to what
        return False


def reader(answer: int) -> Callable[[Any], Any]:
    """What a process of a `kg.bounds.Pool` does with jobs ``(method, arguments, keywords)`` of a `Reader`."""
    made = Reader(answer)

    def do(job: Any) -> Any:
        method, arguments, keywords = job
        found = getattr(made, method)(*arguments, **keywords)
        return found

    return do
