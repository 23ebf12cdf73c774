"""Who is one across articles: clusters become entities with lasting IRIs, and every decision is kept as data.

`kg.entities` says which entities of single articles are one person; here they get their IRIs. An entity keeps the
IRI under which it entered the graph (its home) for good: adding articles never renames anybody. Where two entities
turn out to be one, the one IRI redirects to the other; where that is undone, each goes home again. Organisations,
places, works, groups and other things are one where type and name are.

Three kinds of decision are kept in the graph of identity: a `Judgement` for each entity of each article, a
`Comparison` for two people that might be one and are not (by rule), and a `Comparison` that somebody has made,
which no rule ever overrules.
"""

from __future__ import annotations

from kg.entities import Profile, Trait, blocks, involved
from kg.identity.iris import is_full_name, own_iri
from kg.identity.resolving import contradictions, resolve
from kg.identity.values import (
    Comparison,
    Judgement,
    Known,
    Maker,
    Nobody,
    Request,
    Resolution,
    Resolver,
    Verdict,
)

__all__ = [
    "Comparison",
    "Judgement",
    "Known",
    "Maker",
    "Nobody",
    "Profile",
    "Request",
    "Resolution",
    "Resolver",
    "Trait",
    "Verdict",
    "blocks",
    "contradictions",
    "involved",
    "is_full_name",
    "own_iri",
    "resolve",
]
