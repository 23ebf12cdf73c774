"""Claims as JSON Lines, the project's public format (``docs/claims-format.md``, version 1.0), both ways.

Writing is canonical: the same claims are the same bytes. Reading checks every line against ``kg/claims.schema.json``
and says what is wrong by line and field. What was written and read back is written again as the same bytes.
"""

from kg.interchange.checking import FormatError, schema
from kg.interchange.reading import ClaimsError, from_jsonl, from_rows
from kg.interchange.writing import to_jsonl

__all__ = ["VERSION", "ClaimsError", "FormatError", "from_jsonl", "from_rows", "schema", "to_jsonl"]

VERSION = "1.0"
"""The version of the format. Within 1.x keys may be added, none renamed, moved or given another meaning."""
