"""Items of Wikidata, offline and live, behind one protocol. The door of the package."""

from __future__ import annotations

from kg.wikidata.model import HUMAN, Hit, Item, KnowledgeBase, Match, Ref, Relation, Snapshot
from kg.wikidata.parse import edtf, parse_item, parse_items

__all__ = [
    "HUMAN",
    "Hit",
    "Item",
    "KnowledgeBase",
    "Match",
    "Ref",
    "Relation",
    "Snapshot",
    "edtf",
    "parse_item",
    "parse_items",
]
