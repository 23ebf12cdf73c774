"""The ASGI application: the parts at their addresses, and around them what holds for every request."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from datetime import date

from starlette.routing import Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.bounds import DiedError, Limits, Pool, Rate
from kg.bounds.snapshot import Copy
from kg.pages import asset
from kg.rdf.terms import Names
from kg.store.disk import StoreError, stored_base
from kg.vocab import DEFAULT_BASE
from kg.web.answer import Answer, HttpError, etag, header, is_known, of_error, secured, send_answer
from kg.web.body import GoneError
from kg.web.describe import void
from kg.web.graphs import GraphStore
from kg.web.linked import Linked
from kg.web.reconcile import Reconciling
from kg.web.review import Review
from kg.web.service import Service, Settings, log
from kg.web.sparql import Endpoint
from kg.web.texts import keep
from kg.web.writer import Writer, limits_of_writer


def application(settings: Settings, copy: Copy) -> ASGIApp:
    """The application that serves a copy of a store (see `kg.bounds.snapshot.served`)."""
    names = Names(stored_base(copy.path) or DEFAULT_BASE)
    limits = settings.limits

    def ready(method: str = "ready") -> tuple[str, tuple[str], dict[str, str]]:
        return method, (str(service.copy.path),), {}

    queries = Pool("kg.bounds.reader:reader", (limits.answer,), limits, ready)
    folder = copy.path.parent / "texts"
    making = (limits.answer, str(folder) if settings.articles else "")
    pages = Pool("kg.web.work:page_maker", making, limits_of_pages(limits), ready)
    # Large tables are matched by a process of their own, so that readers do not wait for them.
    matching = Pool("kg.web.work:page_maker", making, limits_of_pages(limits), lambda: ready("ready_to_match"))
    service = Service(settings, copy, names, queries, pages)
    if settings.articles:
        keep(settings.store, settings.articles, folder, sensitive=settings.sensitive)
        service.texts = folder

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            try:
                if settings.token:
                    keeper = (str(settings.store), names.base)
                    writing = await stack.enter_async_context(
                        Pool("kg.web.writer:keeper", keeper, limits_of_writer(limits))
                    )
                    service.writer = Writer(service, writing)
                await stack.enter_async_context(queries)
            except DiedError:
                raise StoreError(f"{settings.store}: no process could open this store; their words are above") from None
            stack.push_async_callback(matching.close)
            stack.push_async_callback(pages.close)
            pages.start()  # nobody has to wait for the index of names who asks in SPARQL
            yield

    async def static(scope: Scope, receive: Receive, send: Send) -> None:
        await send_answer(send, _asset(scope), head=scope["method"] == "HEAD")

    async def known(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] not in ("GET", "HEAD"):
            raise HttpError(405, "this can only be read", {"Allow": "GET, HEAD"})
        await send_answer(send, await void(service, scope), head=scope["method"] == "HEAD")

    everything = Linked(service)
    routes = Router(
        routes=[
            Route("/data", GraphStore(service)),
            Route("/review", Review(service, date.today), methods=["POST"]),
            Route("/.well-known/void", _Plain(known)),
            Route("/static/{name:path}", _Plain(static)),
            Route("/reconcile", Reconciling(service, matching)),
            Route("/reconcile/{path:path}", Reconciling(service, matching)),
            Route("/{path:path}", everything),
        ],
        default=everything,  # a path with a line end in it is none to Starlette
        redirect_slashes=False,
        lifespan=lifespan,
    )
    rate = Rate(limits.rate, time.monotonic)
    # Queries go by no router and no middleware: those cost as much as a small answer.
    return Guard(routes, {"/sparql": Endpoint(service)}, rate=rate, shared=not settings.sensitive)


def limits_of_pages(limits: Limits) -> Limits:
    """One process that keeps its place however long a page takes: it holds an index of names."""
    return replace(limits, workers=1, quick=limits.seconds + 1, slow=1)


class _Plain:
    """A function as an ASGI application that Starlette does not take for a view."""

    def __init__(self, call: ASGIApp) -> None:
        self._call = call

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._call(scope, receive, send)


def _asset(scope: Scope) -> Answer:
    """A file that pages load. Raises HttpError."""
    if scope["method"] not in ("GET", "HEAD"):
        raise HttpError(405, "this can only be read", {"Allow": "GET, HEAD"})
    found = asset(scope["path_params"]["name"])
    if found is None:
        raise HttpError(404, "there is no such file")
    tag = etag(found.body)
    headers = {"ETag": tag, "Cache-Control": "public, max-age=3600"}
    if is_known(header(scope, b"if-none-match"), tag):
        return Answer(304, headers=headers)
    return Answer(200, found.body, found.media_type, headers)


class Guard:
    """Around everything: the rate of each client, the headers of every answer, and errors in words."""

    def __init__(self, app: ASGIApp, direct: Mapping[str, ASGIApp], *, rate: Rate, shared: bool) -> None:
        """``direct`` has the applications of single paths; ``shared`` lets pages of other sites read the answers."""
        self._app, self._direct, self._rate, self._shared = app, direct, rate, shared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, if it may pass."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                return await send({"type": "websocket.close"})
            return await self._app(scope, receive, send)
        started = False

        async def sending(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                message["headers"] = secured(message.get("headers", ()), shared=self._shared)
            await send(message)

        head = scope["method"] == "HEAD"
        try:
            wait = self._rate.wait(scope["client"][0] if scope.get("client") else "")
            if wait:
                raise HttpError(429, "too many requests; come again later", {"Retry-After": str(wait)})
            await self._direct.get(scope["path"], self._app)(scope, receive, sending)
        except HttpError as error:
            if not started:
                await send_answer(sending, of_error(error), head=head)
        except GoneError:
            return
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
            if not started:
                words = "this server made a mistake; its log has the details"
                await send_answer(sending, of_error(HttpError(500, words)), head=head)
