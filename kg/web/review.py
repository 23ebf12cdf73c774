"""Answers of the review (`kg.pages.review`): forms with the token in them, which no page of another site can send."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple
from datetime import date
from urllib.parse import parse_qsl

from starlette.types import Receive, Scope, Send

from kg.pages.frame import query_string
from kg.pages.review import Decision
from kg.web.answer import Answer, HttpError, header, send_answer
from kg.web.body import read_body
from kg.web.service import Service, writer_for
from kg.web.sparql import content_type, pairs


class Review:
    """The ASGI application of ``POST /review``."""

    def __init__(self, service: Service, today: Callable[[], date]) -> None:
        """Have this service write, each decision with the day on which it is made."""
        self._service, self._today = service, today

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Take one decision and lead back to the page. Raises HttpError."""
        if content_type(scope)[0] != "application/x-www-form-urlencoded":
            raise HttpError(415, "send the form of the review")
        body = await read_body(scope, receive, self._service.limits)
        form = dict(pairs(body, "form"))
        sent = header(scope, b"authorization") or f"Bearer {form.get('token', '')}"
        writer = writer_for(self._service, sent)
        try:
            decision = Decision.read(form.get("decision", ""), form.get("by", ""), form.get("reason", ""))
        except ValueError as error:
            raise HttpError(400, str(error)) from None
        await writer.change("decide", *astuple(decision), self._today().isoformat())
        back = dict(parse_qsl(form.get("back", "").removeprefix("?")))  # taken apart, and put together by us
        place = "review.html" + query_string(of=back.get("of", ""), about=back.get("about", ""))
        await send_answer(send, Answer(303, headers={"Location": place, "Cache-Control": "no-store"}))
