"""What a query gives (`kg.rdf.result`), under the name by which those who print it know it."""

from kg.rdf.result import Answer, Cell, Result, Table, Triples, is_empty, plain, read_result

__all__ = ["Answer", "Cell", "Result", "Table", "Triples", "is_empty", "plain", "read_result"]
