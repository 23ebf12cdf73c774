"""The SPARQL 1.1 Protocol at ``/sparql``: queries by GET, form and direct POST, updates by form and direct POST.

Section numbers are those of https://www.w3.org/TR/sparql11-protocol/.
"""

from __future__ import annotations

import asyncio
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from starlette.types import Receive, Scope, Send

from kg.bounds import Checked, RefusedError, checked, with_using
from kg.web import negotiate
from kg.web.answer import Answer, HttpError, etag, header, is_known, send_answer
from kg.web.body import read_body
from kg.web.describe import description
from kg.web.service import Service, body_answer, writer_for

ALLOWED = "GET, HEAD, POST, OPTIONS"
_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_ROWS = negotiate.kinds(negotiate.RESULTS)
_TRIPLES = negotiate.kinds(negotiate.GRAPHS)
_VARY = {"Vary": "Accept, Accept-Encoding"}
_FIELDS = 1000
"""The most parameters a request may have."""

Pairs = list[tuple[str, str]]


class Operation(NamedTuple):
    """What a request asks for (section 2): a query or an update, and the dataset it names; None where it names none."""

    text: str
    update: bool = False
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


class Endpoint:
    """The ASGI application of ``/sparql``."""

    def __init__(self, service: Service) -> None:
        """Answer from this service."""
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Raises HttpError."""
        method = scope["method"]
        if asks := preflight(method, ALLOWED):
            return await send_answer(send, asks)
        operation = await _operation(self._service, scope, receive)
        if operation is None:
            answer = await description(self._service, scope)
        elif operation.update:
            answer = await update(self._service, scope, operation)
        else:
            answer = await query(self._service, scope, operation)
        await send_answer(send, answer, head=method == "HEAD")


def preflight(method: str, allowed: str) -> Answer | None:
    """The answer to OPTIONS, None to another ``allowed`` method. Raises HttpError 405 for what is not allowed.

    A browser wants to know it before it lets a page of another site ask: the methods, and that reading is free.
    ``Authorization`` is not among the headers, so such a page can never write.
    """
    if method not in allowed.split(", "):
        raise HttpError(405, f"{method} is no way to ask: {allowed} are", {"Allow": allowed})
    if method != "OPTIONS":
        return None
    headers = {
        "Allow": allowed,
        "Access-Control-Allow-Methods": allowed,
        "Access-Control-Allow-Headers": "Accept, Content-Type",
        "Access-Control-Max-Age": "86400",
    }
    return Answer(204, headers=headers)


# --- reading the request ---------------------------------------------------------------------------------------------


def pairs(encoded: bytes, what: str) -> Pairs:
    """The parameters of a form or an address. Raises HttpError 400.

    >>> pairs(b"query=ASK+%7B%7D&format=json", "address")
    [('query', 'ASK {}'), ('format', 'json')]
    """
    parts = encoded.split(b"&") if encoded else []
    if len(parts) > _FIELDS:
        raise HttpError(400, f"there are more than {_FIELDS} parameters in the {what}")
    try:  # urllib's parse_qsl gives the same in eight times the time
        split = (part.replace(b"+", b" ").partition(b"=") for part in parts if part)
        return [(unquoted(name).decode(), unquoted(value).decode()) for name, _, value in split]
    except UnicodeDecodeError:
        raise HttpError(400, f"the parameters in the {what} are not UTF-8") from None


_SIGNS = tuple((b"%%%02X" % ord(sign), sign.encode()) for sign in " \n:/<>?#{}();,\"'")
"""The signs of SPARQL as addresses carry them, apart from ``%`` itself: what stands for others never comes of these."""


def unquoted(text: bytes) -> bytes:
    """The same as urllib's `unquote_to_bytes`; a query, which is half signs, in a third of the time.

    >>> unquoted(b"ASK%20%7B%7D%2520%2")
    b'ASK {}%20%2'
    """
    if b"%" not in text:
        return text
    for escape, sign in _SIGNS:
        text = text.replace(escape, sign)
    return unquote_to_bytes(text) if b"%" in text else text


async def _operation(service: Service, scope: Scope, receive: Receive) -> Operation | None:
    """What is asked for; None for a bare GET."""
    given = pairs(scope["query_string"], "address")
    if scope["method"] != "POST":
        if any(name == "update" for name, _ in given):
            raise HttpError(400, "an update is sent by POST")
        if not any(name == "query" for name, _ in given):
            return None
        return _named(given, "query")
    media, parameters = content_type(scope)
    if media not in (_FORM, _QUERY, _UPDATE):
        raise HttpError(415, f"send {_QUERY}, {_FORM} or {_UPDATE}, not {media[:60] or 'a body without a type'!r}")
    charset = parameters.get("charset", "utf-8")
    if charset not in ("utf-8", "utf8"):
        raise HttpError(415, f"the charset is {charset[:40]!r}: SPARQL is sent in UTF-8")
    body = await read_body(scope, receive, service.limits)
    if media == _FORM:
        given += pairs(body, "body")
        return _named(given, "update" if any(name == "update" for name, _ in given) else "query")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise HttpError(400, "the body is not UTF-8") from None
    what = "query" if media == _QUERY else "update"
    return _named([*given, (what, text)], what)


def content_type(scope: Scope) -> tuple[str, dict[str, str]]:
    """The media type of a request's body and its parameters, in small letters."""
    media, *rest = (piece.strip() for piece in header(scope, b"content-type").lower().split(";"))
    split = (piece.partition("=") for piece in rest)
    return media, {name.strip(): value.strip().strip('"') for name, _, value in split}


def _named(given: Pairs, what: str) -> Operation:
    """The operation that parameters name; unknown ones are ignored: clients add their own (``output``)."""
    texts = [value for name, value in given if name in ("query", "update")]
    if len(texts) != 1:
        said = "there is none" if not texts else f"there are {len(texts)}"
        raise HttpError(400, f"give one `query` or one `update`: {said}")
    first = "using" if what == "update" else "default"
    default, named = f"{first}-graph-uri", "using-named-graph-uri" if what == "update" else "named-graph-uri"
    graphs = [(name, iri) for name, iri in given if name in (default, named)]
    if not graphs:
        return Operation(texts[0], what == "update")
    for _, iri in graphs:
        if not is_iri(iri):
            raise HttpError(400, f"{iri[:200]!r} is no absolute IRI of a graph")
    dataset = (tuple(iri for name, iri in graphs if name == wanted) for wanted in (default, named))
    return Operation(texts[0], what == "update", *dataset)


def is_iri(text: str) -> bool:
    """Whether a text is an absolute IRI.

    >>> is_iri("http://e/g"), is_iri("g"), is_iri("http://e/a b")
    (True, False, False)
    """
    from pyoxigraph import NamedNode

    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


# --- answering -------------------------------------------------------------------------------------------------------


async def query(service: Service, scope: Scope, operation: Operation) -> Answer:
    """The answer to a query (section 2.1). Raises HttpError."""
    if len(operation.text) > service.limits.query:
        raise HttpError(413, f"the query has more than {service.limits.query:,} characters")
    found = check(operation.text, service.prefixes)
    rows = found.form in ("SELECT", "ASK")
    accept = header(scope, b"accept")
    chosen = negotiate.choose(accept, _ROWS if rows else _TRIPLES)
    if chosen is None:
        types = ", ".join(media for _, media in (_ROWS if rows else _TRIPLES))
        raise HttpError(406, f"an answer to {found.form} is to be had as {types}", _VARY)
    form, media = chosen
    packed = negotiate.packs(header(scope, b"accept-encoding"))
    headers = dict(_VARY)
    if found.steady and scope["method"] != "POST":
        tag = etag(service.copy.stamp, operation, form, packed)
        headers |= {"ETag": tag, "Cache-Control": "no-cache"}
        if is_known(header(scope, b"if-none-match"), tag):
            return Answer(304, headers=headers)
    answer = await service.read(
        "query",
        found.text,
        form,
        default=operation.default,
        named=operation.named,
        mentioned=() if operation.default is not None else found.graphs,
        packed=packed,
    )
    return body_answer(answer, media, headers)


def check(text: str, prefixes: frozenset[str], *, update: bool = False) -> Checked:
    """A query or update taken apart. Raises HttpError 400."""
    try:
        return checked(text, prefixes, update=update)
    except RefusedError as error:
        raise HttpError(400, str(error)) from None


async def update(service: Service, scope: Scope, operation: Operation) -> Answer:
    """The answer to an update (section 2.2). Raises HttpError."""
    writer = writer_for(service, header(scope, b"authorization"))
    found = await asyncio.to_thread(check, operation.text, service.prefixes, update=True)
    text = found.text
    if operation.default is not None:
        try:
            text = with_using(text, operation.default, operation.named or ())
        except RefusedError as error:
            raise HttpError(400, str(error)) from None
    await writer.change("update", text)
    return Answer(204)
