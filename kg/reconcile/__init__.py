"""Matching tables with the graph: the Reconciliation Service API 0.2, which OpenRefine speaks.

    from kg.reconcile import Index, Query, reconcile

`Index` reads a graph once, `reconcile` gives the candidates for a row, `answer` speaks the protocol without a network,
and `kg.reconcile.http` puts it on one.
"""

from __future__ import annotations

from kg.reconcile.index import Index
from kg.reconcile.match import Candidate, Query, reconcile
from kg.reconcile.service import Reply, answer

__all__ = ["Candidate", "Index", "Query", "Reply", "answer", "reconcile"]
