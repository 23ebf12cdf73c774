"""What a page says to machines: schema.org in JSON-LD (https://schema.org/Person, NewsArticle, Event)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from kg.pages.frame import safe_url
from kg.pages.lines import Line
from kg.pages.values import About

_SCHEMA = {
    "marriedTo": "spouse",
    "siblingOf": "sibling",
    "parentOf": "children",
    "bornIn": "birthPlace",
    "diedIn": "deathPlace",
    "citizenOf": "nationality",
    "studiedAt": "alumniOf",
    "employedBy": "worksFor",
    "memberOf": "memberOf",
    "wonAward": "award",
}
_INVERSE = {"parentOf": "parent"}
_KINDS = {
    "person": "Person",
    "group": "Organization",
    "org": "Organization",
    "place": "Place",
    "work": "CreativeWork",
    "thing": "Thing",
}


def entity(
    iri: str, kind: str, name: str, others: Sequence[str], same: Sequence[str], believed: Sequence[Line]
) -> Markup:
    """An entity and what is believed of it."""
    found: dict[str, object] = {"@id": iri, "@type": _KINDS[kind], "name": name}
    if others:
        found["alternateName"] = list(others)
    if same:
        found["sameAs"] = list(same)
    for one in believed:
        if kind != "person":
            break
        if one.predicate in ("bornOn", "diedOn") and one.date:
            found.setdefault("birthDate" if one.predicate == "bornOn" else "deathDate", one.date)
        key = (_INVERSE if one.inverse else _SCHEMA).get(one.predicate)
        if key and one.ref:
            told = found.setdefault(key, [])
            assert isinstance(told, list)
            told.append({"@id": one.ref.iri, "name": one.ref.name})
    return script(found)


def article(about: About) -> Markup:
    """An article."""
    found: dict[str, object] = {"@id": about.iri, "@type": "NewsArticle", "headline": about.title}
    if about.published:
        found["datePublished"] = about.published
    if about.publisher:
        found["publisher"] = {"@type": "Organization", "name": about.publisher.name}
    if about.author:
        found["author"] = {"@type": "Person", "name": about.author.name}
    if safe_url(about.url):
        found["url"] = about.url
    return script(found)


def script(values: Mapping[str, object]) -> Markup:
    r"""A block of data for a page; nothing in it can end it, whatever the values.

    >>> print(script({"name": "</script>"})[70:])
    "name": "\u003c/script\u003e"}</script>
    """
    text = json.dumps({"@context": "https://schema.org/", **values}, ensure_ascii=False)
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return Markup(f'<script type="application/ld+json">{text}</script>')
