"""Items of Wikidata, offline and live, behind one protocol. The door of the package.

What needs more than the types is imported when it is asked for: the index brings numpy and rapidfuzz along.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from kg.wikidata.model import HUMAN, Hit, Item, KnowledgeBase, Match, Ref, Relation, Snapshot
from kg.wikidata.parse import edtf, parse_item, parse_items

if TYPE_CHECKING:
    from kg.wikidata.build import Progress, build_index, index_of
    from kg.wikidata.dump import Choice, DumpError, choice
    from kg.wikidata.index import Index, IndexFileError, index_in_memory, open_index
    from kg.wikidata.live import Live
    from kg.wikidata.polite import ContactError, NetworkError
    from kg.wikidata.service import Settings
    from kg.wikidata.starter import starter_index

__all__ = [
    "HUMAN",
    "Choice",
    "ContactError",
    "DumpError",
    "Hit",
    "Index",
    "IndexFileError",
    "Item",
    "KnowledgeBase",
    "Live",
    "Match",
    "NetworkError",
    "Progress",
    "Ref",
    "Relation",
    "Settings",
    "Snapshot",
    "build_index",
    "choice",
    "edtf",
    "index_in_memory",
    "index_of",
    "open_index",
    "parse_item",
    "parse_items",
    "starter_index",
]

_LATER = {
    "Choice": "dump",
    "ContactError": "polite",
    "DumpError": "dump",
    "Index": "index",
    "IndexFileError": "index",
    "Live": "live",
    "NetworkError": "polite",
    "Progress": "build",
    "Settings": "service",
    "build_index": "build",
    "choice": "dump",
    "index_in_memory": "index",
    "index_of": "build",
    "open_index": "index",
    "starter_index": "starter",
}


def __getattr__(name: str) -> Any:
    """What is imported when it is asked for (PEP 562)."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
