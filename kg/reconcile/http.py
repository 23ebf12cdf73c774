"""The service over HTTP: routes to mount somewhere, and a server of its own."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

import kg.store
from kg.bounds.snapshot import served
from kg.reconcile.index import Index
from kg.reconcile.service import Reply, answer

BODY = 4 << 20
"""The most bytes of a form."""


def routes(index: Callable[[], Index]) -> list[BaseRoute]:
    """The routes of the service, to be mounted at any address; ``index`` gives what it answers from."""

    async def respond(request: Request) -> Response:
        told = dict(request.query_params)
        if request.method == "POST":
            body = b""
            async for part in request.stream():
                body += part
                if len(body) > BODY:
                    return _sent(Reply(413, "text/plain", f"send {BODY >> 20} MB at most, in batches"))
            told.update(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
        path = request.path_params["path"]
        here = str(request.url.replace(query="")).removesuffix(path).rstrip("/")
        return _sent(await run_in_threadpool(lambda: answer(index(), path, told, here)))

    return [Route("/{path:path}", respond, methods=["GET", "POST"])]


def _sent(reply: Reply) -> Response:
    return Response(reply.body, reply.status, media_type=reply.media)


def application(index: Callable[[], Index]) -> Starlette:
    """The service alone; pages of other sites (OpenRefine runs in one) may read it."""
    return Starlette(
        routes=routes(index), middleware=[Middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"])]
    )


def run(store: Path, host: str, port: int, *, sensitive: bool, tell: Callable[[str], None]) -> None:
    """Serve a copy of a store until interrupted, without what is sensitive unless that is wanted.

    ``tell`` hears where, and what takes its time. Raises StoreError where there is no store, OSError for an address
    that is taken.
    """
    with served(store, sensitive=sensitive, tell=tell) as copy, socket.create_server((host, port)) as door:
        with kg.store.open(copy.path, read_only=True) as graph:
            index = Index(graph)
        tell(f"OpenRefine finds {store} at http://{host}:{door.getsockname()[1]}/ (stop with Ctrl-C)")
        config = uvicorn.Config(application(lambda: index), log_level="warning", server_header=False)
        uvicorn.Server(config).run(sockets=[door])
