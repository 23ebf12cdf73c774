"""Give and take with Wikidata: what the graph and Wikidata each know of the linked people. The door of the package.

stated (beliefs of the graph) + items of Wikidata -> compare -> differences -> QuickStatements
an item of Wikidata -> enrich -> a graph of its own, beside what articles say
"""

from __future__ import annotations

from kg.exchange.compare import Difference, Verdict, compare, is_sensitive
from kg.exchange.enrich import enrich, enriched, forget
from kg.exchange.quickstatements import quickstatements
from kg.exchange.stated import Source, Stated, stated

__all__ = [
    "Difference",
    "Source",
    "Stated",
    "Verdict",
    "compare",
    "enrich",
    "enriched",
    "forget",
    "is_sensitive",
    "quickstatements",
    "stated",
]
