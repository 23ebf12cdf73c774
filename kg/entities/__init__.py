"""Who is one across articles: profiles of what each article tells, and the groups they make. Pure functions.

    from kg.entities import cluster, profiles

What is made of the groups (IRIs, judgements, redirects) is `kg.identity`'s.
"""

from __future__ import annotations

from kg.entities.cluster import Clusters, Judged, Rivalry, cluster
from kg.entities.likeness import Likeness, Weights, default_weights, likeness
from kg.entities.profile import Profile, Trait, blocks, credible, involved, participants, profiles, thing_name

__all__ = [
    "Clusters",
    "Judged",
    "Likeness",
    "Profile",
    "Rivalry",
    "Trait",
    "Weights",
    "blocks",
    "cluster",
    "credible",
    "default_weights",
    "involved",
    "likeness",
    "participants",
    "profiles",
    "thing_name",
]
