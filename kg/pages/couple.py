"""The page of two people: how they were related over time, their events, their children, what is said of them."""

from __future__ import annotations

from dataclasses import replace

from pyoxigraph import NamedNode

from kg.pages import pictures, words
from kg.pages.frame import Options, Page, made
from kg.pages.lines import Line, grouped, line
from kg.pages.values import Ref, path_of
from kg.pages.view import DEFAULT, View
from kg.rdf.terms import ck


def couple_path(view: View, a: str, b: str) -> str:
    """The page of two people, the same whichever is named first; nothing if either has none."""
    first, second = sorted(path_of(view.names, iri).removeprefix("person/").removesuffix(".html") for iri in (a, b))
    return f"couple/{first}/{second}.html" if first and second else ""


def page(view: View, path: str, a: str, b: str, options: Options) -> Page | None:
    """The page of two people; None if nothing is told of the two."""
    claims = pictures.between(view, a, b)
    if not claims:
        return None
    lines = sorted((line(view, group, a) for group in grouped(claims, a)), key=_order)
    ties = [one for one in lines if one.predicate in words.FAMILY and one.status == "believed"]
    first, second = view.ref(a), view.ref(b)
    return made(
        "couple.html",
        path,
        options,
        title=f"{first.name} and {second.name}",
        first=first,
        second=second,
        ties=ties,
        # Between the two it need not be said with whom.
        events=[replace(one, ref=None) for one in lines if _is_event(one) and one.status == "believed"],
        said=[one for one in lines if one.status not in ("believed", "denied", "rejected")],
        denied=[one for one in lines if one.status == "denied"],
        rejected=[one for one in lines if one.status == "rejected"],
        children=_children(view, a, b),
        timeline=pictures.timeline(view, f"{first.name} and {second.name}", claims, a, b),
    )


def _is_event(one: Line) -> bool:
    return one.predicate.startswith("event:")


def _order(one: Line) -> tuple[int, str]:
    return words.rank(one.predicate), one.date or "9999"


def _children(view: View, a: str, b: str) -> tuple[Ref, ...]:
    """The believed children of both, as far as they may be shown."""
    both = set(view.values(NamedNode(a), ck("parentOf"), DEFAULT)) & set(
        view.values(NamedNode(b), ck("parentOf"), DEFAULT)
    )
    shown = [child for child in both if pictures.between(view, a, child) and pictures.between(view, b, child)]
    return tuple(sorted((view.ref(child) for child in shown), key=lambda ref: ref.name))
