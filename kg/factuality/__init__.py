"""How the text presents a claim: asserted, reported (by whom), denied, possible or planned; and what is no claim.

The door is `judge`; `source_name` gives the words for a source, `is_fiction` and `is_figurative` say that a sentence
is about a role or is a figure of speech. The words are data in ``kg/rules/factuality.toml`` and its neighbours.
"""

from kg.factuality.fiction import is_fiction
from kg.factuality.figurative import is_figurative
from kg.factuality.lasting import tells_how_long
from kg.factuality.source import source_heads, source_name
from kg.factuality.verdict import Verdict, judge

__all__ = ["Verdict", "is_fiction", "is_figurative", "judge", "source_heads", "source_name", "tells_how_long"]
