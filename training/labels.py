"""The labels of the head, in the order of its columns.

The data sets differ in what they call a relation: KnowledgeNet marks every mention of the two, the celebrity corpus
the nearest, our own sentences one pair. Trained as one label they spoil each other (KnowledgeNet loses two points of
F1), so each convention has labels of its own; they share all that lies below.
"""

from __future__ import annotations

STATED = (
    "appearsIn",
    "bornIn",
    "bornOn",
    "citizenOf",
    "diedIn",
    "diedOn",
    "employedBy",
    "founderOf",
    "foundedOn",
    "headquarteredIn",
    "leads",
    "livesIn",
    "marriedTo",
    "parentOf",
    "partyMemberOf",
    "siblingOf",
    "studiedAt",
    "subsidiaryOf",
    "wonAward",
)
"""As KnowledgeNet has them, and Re-DocRED where it agrees."""

KNOWLEDGENET = tuple(n for n in STATED if n not in {"appearsIn", "diedIn", "siblingOf", "wonAward"})
"""The properties of KnowledgeNet, under the names of the claims format."""

NEAREST = "nearest:"
NEAREST_RELATIONS = ("marriedTo", "parentOf", "siblingOf")
"""As the celebrity corpus has them."""

OWN = "own:"
OWN_RELATIONS = (
    "appearsIn",
    "bornIn",
    "citizenOf",
    "diedOn",
    "diedIn",
    "employedBy",
    "engagedTo",
    "founderOf",
    "leads",
    "livesIn",
    "marriedTo",
    "memberOf",
    "parentOf",
    "partnerOf",
    "siblingOf",
    "studiedAt",
    "wonAward",
    *(
        f"event:{name}"
        for name in (
            "Award",
            "Breakup",
            "Divorce",
            "DivorceFiling",
            "Engagement",
            "Founding",
            "Separation",
            "StartedDating",
            "Wedding",
        )
    ),
)
"""As our own sentences have them."""

LABELS = (*STATED, *(NEAREST + name for name in NEAREST_RELATIONS), *(OWN + name for name in OWN_RELATIONS))
