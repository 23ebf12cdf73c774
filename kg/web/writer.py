"""Writing: one process that holds the store itself, and a fresh copy to serve after each change."""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

import kg.store
from kg.bounds import Limits, Pool
from kg.bounds.problem import problem
from kg.bounds.reader import GRAPHS
from kg.bounds.snapshot import Copy, publish_apart, stamp
from kg.pages.review import Decision, heed
from kg.rdf.terms import Names
from kg.store.disk import StoreBusyError, StoreError, open_store
from kg.web.answer import HttpError
from kg.web.service import Service, have_done
from kg.web.texts import withdraw

_PATIENCE = 2.0
"""Seconds to wait for the lock of a process that was killed a moment ago."""

Done = tuple[int, str]
"""An HTTP status, and words if it is an error."""


class Writer:
    """Changes the store, one change after the other, and brings what is served up to date."""

    def __init__(self, service: Service, pool: Pool) -> None:
        """``pool`` has one process, of `keeper`."""
        self._service, self._pool = service, pool
        self._turn = asyncio.Lock()
        self._number = 0

    async def change(self, method: str, *arguments: Any) -> bool:
        """Have a change made; returns when queries see it. Whether it made a new graph. Raises HttpError."""
        async with self._turn:
            status, words = await have_done(self._pool, method, arguments, {})
            if status >= 400:
                raise HttpError(status, words)
            await self._renew()
        return bool(status == 201)

    async def _renew(self) -> None:
        service, old = self._service, self._service.copy.path
        self._number += 1
        target = old.parent / str(self._number)
        await have_done(self._pool, "copy", (str(target),), {})
        state = await asyncio.to_thread(stamp, target, sensitive=service.settings.sensitive)
        if service.texts is not None:
            await asyncio.to_thread(withdraw, target, service.texts, sensitive=service.settings.sensitive)
        if not service.settings.sensitive:
            full, target = target, old.parent / f"{self._number}-public"
            await asyncio.to_thread(publish_apart, full, target)
            await asyncio.to_thread(shutil.rmtree, full, ignore_errors=True)
        service.copy = Copy(target, state)
        # Who asked a moment ago still reads the old one, for as long as a query may take.
        later = asyncio.get_running_loop()
        later.call_later(service.limits.seconds + 1, later.run_in_executor, None, _remove, old)


def _remove(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def limits_of_writer(limits: Limits) -> Limits:
    """One process, with room for what is sent."""
    return replace(limits, workers=1, slow=1, quick=limits.seconds + 1, memory=2 * limits.memory, waiting=16)


class Keeper:
    """The inside of the writing process. Every change is one transaction: a killed one has not happened."""

    def __init__(self, path: str, base: str) -> None:
        """Open the store at a path, whose own nodes have this base."""
        self._store, self._names = _opened(Path(path)), Names(base)
        self._meta = list(self._store.quads_for_pattern(None, None, None, self._names.meta_graph))

    def update(self, text: str) -> Done:
        """Run a checked update."""
        try:
            self._store.update(text, prefixes=self._names.prefixes())
        except SyntaxError as error:
            return 400, f"this is no SPARQL update\n{problem(text, str(error))}"
        return self._kept()

    def put(self, iri: str | None, data: bytes, form: str) -> Done:
        """Put triples in the place of a graph (None: the default graph)."""
        return self._load(iri, data, form, instead=True)

    def post(self, iri: str | None, data: bytes, form: str) -> Done:
        """Add triples to a graph."""
        return self._load(iri, data, form, instead=False)

    def delete(self, iri: str | None) -> Done:
        """Remove a graph; the default graph becomes empty."""
        if iri is None:
            self._store.update("CLEAR DEFAULT")
        elif not self._store.contains_named_graph(NamedNode(iri)):
            return 404, f"there is no graph <{iri}> in this store"
        else:
            self._store.update(f"DROP GRAPH {NamedNode(iri)}")
        return self._kept()

    def decide(self, kind: str, one: str, other: str, answer: str, by: str, reason: str, day: str) -> Done:
        """Keep what a person answers in the review: of a claim, a link to Wikidata, or that two entities are one."""
        graph = kg.store.over(self._store)
        try:
            heed(graph, Decision(kind, one, other, answer, by, reason), date.fromisoformat(day))
        except (StoreError, ValueError) as error:
            return 409, str(error)
        return self._kept()

    def copy(self, target: str) -> Done:
        """Copy the store as it is now to a new folder."""
        self._store.backup(target)
        return 204, ""

    def _load(self, iri: str | None, data: bytes, form: str, *, instead: bool) -> Done:
        home = DefaultGraph() if iri is None else NamedNode(iri)
        kind: RdfFormat = GRAPHS[form]
        try:
            triples = [quad.triple for quad in parse(data, format=kind, base_iri=iri or self._names.base)]
        except (SyntaxError, ValueError) as error:
            return 400, f"the triples cannot be read: {error}"
        new = iri is not None and not self._store.contains_named_graph(NamedNode(iri))
        lines = "\n".join(f"{triple.subject} {triple.predicate} {triple.object} ." for triple in triples)
        body = lines if isinstance(home, DefaultGraph) else f"GRAPH {home} {{ {lines} }}"
        # One update is one transaction; N-Triples are SPARQL too.
        where = "DEFAULT" if isinstance(home, DefaultGraph) else f"GRAPH {home}"
        steps = [f"CLEAR SILENT {where}"] if instead else []
        steps += [f"CREATE SILENT {where}"] if iri is not None else []
        self._store.update(" ;\n".join([*steps, f"INSERT DATA {{ {body} }}"]))
        self._kept()
        return (201 if new else 204), ""

    def _kept(self) -> Done:
        """Make a change last. What the store says of itself is not theirs to change: put it back."""
        self._store.extend(self._meta)
        self._store.flush()
        return 204, ""


def _opened(path: Path) -> Store:
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            return open_store(path, read_only=False)
        except StoreBusyError:
            if time.monotonic() > until:
                raise
            time.sleep(0.02)


def keeper(path: str, base: str) -> Callable[[Any], Done]:
    """What the process of the writing pool does with jobs ``(method, arguments, keywords)`` of a `Keeper`."""
    made = Keeper(path, base)

    def do(job: Any) -> Done:
        method, arguments, keywords = job
        found: Done = getattr(made, method)(*arguments, **keywords)
        return found

    return do
