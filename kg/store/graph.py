"""The store: one graph for each article, what is believed in the default graph, on disk or in memory."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    Triple,
    Variable,
    parse,
)

from kg.belief import Policy, Statement
from kg.identity import Comparison
from kg.model import Extraction
from kg.rdf.links import Link
from kg.rdf.result import Result, read_result
from kg.rdf.reviews import Review
from kg.rdf.terms import TYPE, ck, term
from kg.rdf.write import sort_quads
from kg.store.change import Change, Decided, Settings, derive_all, plan
from kg.store.disk import StoreError, about, build, is_built, open_store
from kg.store.links import links, plan_links
from kg.store.look import Lookup
from kg.vocab import data_folder

if TYPE_CHECKING:
    import rdflib

FORMAT = 2
"""The version of the shape of the graph; a store of another one must be rebuilt."""

Term = NamedNode | Literal


@lru_cache(maxsize=1)
def ontology_quads() -> tuple[Quad, ...]:
    """The ontology as triples of the default graph (a store keeps them in a graph of their own)."""
    text = (data_folder("ontology") / "celebrity.ttl").read_bytes()
    return tuple(parse(text, format=RdfFormat.TURTLE))


@lru_cache(maxsize=1)
def _ontology_hash() -> str:
    return hashlib.sha256("\n".join(map(str, ontology_quads())).encode()).hexdigest()


class Graph:
    """A knowledge graph in an embedded store; made by `kg.store.open`."""

    def __init__(self, path: Path | None, settings: Settings, *, read_only: bool = False) -> None:
        """Open the store at ``path`` (None: in memory). See `kg.store.open`."""
        self.path, self.settings, self.read_only = path, settings, read_only
        self.names = settings.names
        if path is None:
            self._store: Store | None = Store()
        elif is_built(path):
            self._store = open_store(path, read_only=read_only)
        elif read_only:
            raise StoreError(f"{path}: there is no store yet; make one with: kg build ARTICLES... --store {path}")
        else:
            self._store = Store()  # stands in until the first article builds the folder
        self._built = path is None or is_built(path)
        self._check_format()

    @classmethod
    def over(cls, store: Store, settings: Settings) -> Self:
        """The graph in a store that somebody else has opened, and closes."""
        made = cls(None, settings)
        made._store = store
        made._check_format()
        return made

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        """The number of quads."""
        return len(self.store)

    @property
    def store(self) -> Store:
        """The pyoxigraph store, for reading; write through `replace` and `remove` only."""
        if self._store is None:
            raise StoreError(f"{self.path}: this graph is closed; open it again")
        return self._store

    def close(self) -> None:
        """Close the files. A closed graph answers nothing; closing twice is fine."""
        self._store = None

    def replace(self, extractions: Iterable[Extraction]) -> Change:
        """Put these articles in, each in place of what the graph had of it; returns what changed.

        All or nothing: after an error the graph is as before. The same articles again change nothing. Raises
        StoreError for a graph opened read-only, ValueError for an article that the graph cannot hold.
        """
        return self._apply(tuple(extractions), ())

    def remove(self, articles: str | Iterable[str]) -> Change:
        """Take articles out by their ids, with all that only they attest. Raises KeyError for an unknown article."""
        given = (articles,) if isinstance(articles, str) else tuple(articles)
        known = set(self.articles())
        for article in given:
            if article not in known:
                raise KeyError(f"no article {article!r} in this graph; `articles()` lists them")
        return self._apply((), given)

    def decide(self, add: Iterable[Comparison] = (), drop: Iterable[Comparison] = ()) -> Change:
        """Heed what people say of who is who, and no longer what they take back; returns what changed.

        A new decision on a pair takes the place of an older one. Raises StoreError for a graph opened read-only.
        """
        new = {(one.one, one.other): one for one in add}
        gone = {(one.one, one.other) for one in drop} | new.keys()
        kept = {one for one in Lookup(self.store, self.names).decided() if (one.one, one.other) not in gone}
        entities = frozenset(iri for pair in gone for iri in pair)
        return self._apply((), (), Decided(frozenset(kept | set(new.values())), entities))

    def reviews(self) -> list[Review]:
        """What people say of claims, sorted."""
        return sorted(Lookup(self.store, self.names).reviews())

    def review(self, wanted: Iterable[Review]) -> Change:
        """Make these all that people say of claims (see `kg.store.claims` for one at a time); returns what changed.

        Raises StoreError for a graph opened read-only.
        """
        return self._apply((), (), reviews=frozenset(wanted))

    def links(self) -> list[Link]:
        """The links to Wikidata, sorted by entity, then item."""
        return links(Lookup(self.store, self.names))

    def link(self, wanted: Iterable[Link]) -> Change:
        """Make these the links of the graph; what is linked already stays as it is. Returns what changed.

        Raises StoreError for a graph opened read-only.
        """
        if self.read_only:
            raise StoreError(f"{self.path}: this graph is open for reading only; open it without read_only")
        change = plan_links(Lookup(self.store, self.names), self.settings, wanted)
        self._write(change)
        return change

    def articles(self) -> list[str]:
        """The ids of the articles, sorted."""
        quads = self.store.quads_for_pattern(None, term("schema", "identifier"), None, None)
        return sorted(quad.object.value for quad in quads if isinstance(quad.object, Literal))

    def statements(self) -> list[Statement]:
        """Every claim of every article, sorted by its IRI."""
        return sorted(Lookup(self.store, self.names).all_statements(), key=lambda one: one.id)

    def quads(self, graph: NamedNode | DefaultGraph | None = None) -> list[Quad]:
        """The quads of one graph, or of all, sorted: the same content gives the same list."""
        return sort_quads(self.store.quads_for_pattern(None, None, None, graph))

    def query(self, text: str, substitutions: Mapping[str, Term] | None = None) -> Result:
        """The answer to a SPARQL query; ``substitutions`` binds variables (named without ``?``) to terms, as values.

        The default graph holds the beliefs; claims are asked for with ``GRAPH ?article { ... }``. The prefixes of
        every export are known. Raises SyntaxError for a bad query, ValueError for a substitution it does not use.
        """
        bound: dict[Variable, NamedNode | BlankNode | Literal | Triple] = {
            Variable(name): value for name, value in (substitutions or {}).items()
        }
        return read_result(self.store.query(text, substitutions=bound, prefixes=self.names.prefixes()))

    def to_rdflib(self) -> rdflib.Dataset:
        """A copy as an rdflib Dataset: beliefs in its default graph, a named graph for each article.

        It is a copy in memory (some 30 seconds for a million triples); writing to it does not write to the store.
        """
        from kg.rdf.as_rdflib import to_rdflib  # rdflib takes a third of a second to import

        return to_rdflib(self.store, self.names)

    def derive_again(self) -> Change:
        """Bring the default graph up to date with the policy; `replace` does it where the policy has changed."""
        change = derive_all(self.store, self.settings)
        self._write(change)
        return change

    def _apply(
        self,
        extractions: Sequence[Extraction],
        removed: Sequence[str],
        decided: Decided | None = None,
        reviews: frozenset[Review] | None = None,
    ) -> Change:
        if self.read_only:
            raise StoreError(f"{self.path}: this graph is open for reading only; open it without read_only")
        if not extractions and not removed and decided is None and reviews is None:
            return Change()
        first = plan(self.store, self.settings, extractions, removed, decided, reviews)
        about = self._about()
        if about.delete and any(quad.predicate == ck("policy") for quad in about.delete):
            self._write(derive_all(self.store, self.settings))
            first = plan(self.store, self.settings, extractions, removed, decided, reviews)
        change = Change(first.delete | about.delete, first.insert | about.insert, first.articles)
        self._write(change)
        return change

    def _write(self, change: Change) -> None:
        """Write a change in one transaction; the first build of a folder goes by bulk load."""
        if not change:
            return
        if self.path is not None and not self._built:
            build(self.path, change.insert)
            self._store = open_store(self.path, read_only=False)
            self._built = True
            return
        if change.delete:
            # One update is one transaction; two calls would leave a moment in which the article is gone.
            self.store.update(f"DELETE DATA {{\n{_data(change.delete)}}} ;\nINSERT DATA {{\n{_data(change.insert)}}}")
        else:
            self.store.extend(change.insert)
        if self.path is not None:
            self.store.flush()

    def _about(self) -> Change:
        """The change that brings the copy of the ontology, and what the store says of itself, up to date."""
        ontology, meta = self.names.ontology_graph, self.names.meta_graph
        due = {
            Quad(meta, predicate, value, meta)
            for predicate, value in (
                (TYPE, ck("Store")),
                (ck("format"), Literal(FORMAT)),
                (ck("base"), Literal(self.names.base)),
                (ck("policy"), Literal(_fingerprint(self.settings.policy))),
                (ck("sha256"), Literal(_ontology_hash())),
            )
        }
        now = set(self.store.quads_for_pattern(None, None, None, meta))
        if now == due:
            return Change()
        due |= {Quad(quad.subject, quad.predicate, quad.object, ontology) for quad in ontology_quads()}
        now |= set(self.store.quads_for_pattern(None, None, None, ontology))
        return Change(frozenset(now - due), frozenset(due - now))

    def _check_format(self) -> None:
        """Refuse a store of another make, another format or another base."""
        if next(iter(self.store), None) is None:
            return
        meta = dict(about(self.store))
        if "format" not in meta:
            raise StoreError(f"{self.path} is an Oxigraph store but not one of ours: give another folder")
        if meta["format"] != str(FORMAT):
            raise StoreError(f"{self.path} has format {meta['format']}, this version writes {FORMAT}: rebuild it")
        if meta["base"] != self.names.base:
            raise StoreError(f"{self.path} was made with the base {meta['base']}: open it with that base, or with none")


def _fingerprint(policy: Policy) -> str:
    """A short name for the values of a policy."""
    values = [sorted(policy.statuses), policy.threshold, policy.denials, policy.sensitive]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:16]


def _data(quads: Iterable[Quad]) -> str:
    """Quads as the body of INSERT DATA or DELETE DATA."""
    lines = []
    for quad in quads:
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        home = quad.graph_name
        lines.append(triple if isinstance(home, DefaultGraph) else f"GRAPH {home} {{ {triple} }}")
    return "\n".join(lines) + "\n"


def sorted_bytes(graph: Graph) -> bytes:
    """All content as sorted N-Quads: equal for equal graphs.

    >>> import kg.store
    >>> sorted_bytes(kg.store.open())
    b''
    """
    return "".join(f"{line}\n" for line in _nquads(graph.quads())).encode()


def _nquads(quads: Iterable[Quad]) -> Iterator[str]:
    for quad in quads:
        home = "" if isinstance(quad.graph_name, DefaultGraph) else f" {quad.graph_name}"
        yield f"{quad.subject} {quad.predicate} {quad.object}{home} ."
