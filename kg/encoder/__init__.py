"""The trained encoder: which relations hold between the names, pronouns and dates of a text. The door of the package.

`load` gives the shipped `Encoder`; `candidates` finds the spans that it looks at.
"""

from __future__ import annotations

from kg.encoder.candidates import candidates
from kg.encoder.head import Pairs
from kg.encoder.session import Encoder, Scores, load
from kg.encoder.window import Candidate

__all__ = ["Candidate", "Encoder", "Pairs", "Scores", "candidates", "load"]
