"""How good the extraction is: gold articles, matching, figures.

    scores = evaluate(folder, extract)     # extract: Article -> Extraction
    rich.print(render(scores))             # or json.dumps(as_dict(scores))

``gold`` reads the two layouts of gold articles, ``matching`` says when a predicted name, object or date is the gold
one, ``scoring`` counts, ``report`` prints. Nothing here knows how claims are extracted.
"""

from __future__ import annotations

from kg.evaluation.gold import GoldArticle, GoldClaim, GoldError, GoldPerson, load_gold
from kg.evaluation.report import as_dict, render
from kg.evaluation.scoring import Counts, Scores, evaluate, score

__all__ = [
    "Counts",
    "GoldArticle",
    "GoldClaim",
    "GoldError",
    "GoldPerson",
    "Scores",
    "as_dict",
    "evaluate",
    "load_gold",
    "render",
    "score",
]
