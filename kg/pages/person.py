"""The page of an entity: a person with family, life, events and what is only said; the rest with what is told of it."""

from __future__ import annotations

from collections.abc import Sequence

from kg.pages import linked, pictures, words
from kg.pages.couple import couple_path
from kg.pages.frame import Options, Page, made, up
from kg.pages.lines import Line, grouped, line
from kg.pages.values import Ref, Said
from kg.pages.view import View
from kg.vocab import COUPLES

_VITAL = ("bornOn", "bornIn", "diedOn", "diedIn", "alsoKnownAs")
"""What stands in the head of the page."""

MOST_LINES = 60
"""How many lines a section shows; of a very busy node the rest is in the data."""


def page(view: View, path: str, iri: str, options: Options) -> Page | None:
    """The page of a person, group, organization, place, work or thing; None if there is nothing to show."""
    claims = view.about(iri)
    spoken = view.said_by(iri)
    here = view.happened_at(iri)
    if not (claims or spoken or here):
        return None
    root = up(path)
    lines = sorted((line(view, group, iri) for group in grouped(claims, iri)), key=_order)
    believed = [one for one in lines if one.status == "believed"]
    person = view.kind(iri) == "person"
    others, same = _names(view, iri, believed), view.links(iri)
    title = f"The life of {view.label(iri)}"
    return made(
        "entity.html",
        path,
        options,
        title=view.label(iri),
        name=view.label(iri),
        kind=view.kind(iri),
        iri=iri,
        others=others,
        links=same,
        vital=[one for one in believed if one.predicate in _VITAL[:4] and not one.inverse],
        family=[one for one in believed if one.predicate in words.FAMILY],
        life=[
            one for one in believed if one.predicate not in words.FAMILY and not _is_head(one) and not _is_event(one)
        ],
        events=[one for one in believed if _is_event(one)],
        said=[one for one in lines if one.status not in ("believed", "denied", "rejected")],
        denied=[one for one in lines if one.status == "denied"],
        rejected=[one for one in lines if one.status == "rejected"],
        spoken=[line(view, [said]) for said in spoken[:MOST_LINES]],
        here=[line(view, group) for group in grouped(here, iri)],
        spoken_more=max(0, len(spoken) - MOST_LINES),
        couples=_couples(view, iri, believed),
        articles=articles(view, (*claims, *spoken, *here)),
        claims=len({*claims, *here}),
        most=MOST_LINES,
        tree=pictures.family(view, iri, claims, lambda target: root + target) if person else None,
        timeline=pictures.timeline(view, view.label(iri), claims, iri) if person else None,
        life_title=title,
        machine=linked.entity(iri, view.kind(iri), view.label(iri), others, [link for link, _ in same], believed),
        data=path.rpartition("/")[2].removesuffix(".html"),
    )


def articles(view: View, claims: Sequence[Said]) -> tuple[tuple[Ref, str, str], ...]:
    """The articles that claims come from, the latest first: the article, its outlet and its date in words."""
    found = sorted({said.article for said in claims}, key=lambda iri: (view.article(iri).published, iri), reverse=True)
    return tuple(
        (view.ref(iri), about.publisher.name if about.publisher else "", words.day(about.published))
        for iri in found
        for about in (view.article(iri),)
    )


def _order(one: Line) -> tuple[int, bool, str, str]:
    """Relations by kind and name within, events by date."""
    name = one.ref.name if one.ref else one.text
    return words.rank(one.predicate), one.inverse, one.date or "9999", name


def _is_event(one: Line) -> bool:
    return one.predicate.startswith("event:")


def _is_head(one: Line) -> bool:
    return one.predicate in _VITAL and not one.inverse


def _names(view: View, iri: str, believed: Sequence[Line]) -> tuple[str, ...]:
    also = {one.text for one in believed if one.predicate == "alsoKnownAs" and one.text}
    return tuple(sorted({*view.other_names(iri), *also} - {view.label(iri)}))


def _couples(view: View, iri: str, believed: Sequence[Line]) -> dict[str, str]:
    """The pages of the couples that a person is or was part of, by the other's IRI."""
    return {
        one.ref.iri: couple_path(view, iri, one.ref.iri)
        for one in believed
        if one.predicate in COUPLES and one.ref and view.kind(one.ref.iri) == "person"
    }
