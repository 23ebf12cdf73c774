"""The shape of the graph: IRIs, literals, and the way from the main path's values to quads and back."""

from kg.dates.edtf import Bounds
from kg.rdf.dates import bounds, date_literal
from kg.rdf.terms import NAMESPACES, Names, ck, predicate_name, predicate_term, term

__all__ = [
    "NAMESPACES",
    "Bounds",
    "Names",
    "bounds",
    "ck",
    "date_literal",
    "predicate_name",
    "predicate_term",
    "term",
]
