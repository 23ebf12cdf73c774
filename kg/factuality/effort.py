"""What took its time was done in the end: "needed an hour to become a husband", "it took her years to divorce him"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.factuality.clause import hedges, is_infinitive, negations
from kg.factuality.cues import cues


def took_time(node: Token, head: Token) -> bool:
    """Whether an infinitive tells what a stretch of time, or of tries, was enough for."""
    if node.dep_ not in {"acl", "relcl", "advcl", "xcomp", "ccomp"} or not is_infinitive(node):
        return False
    verb = head
    while verb.head != verb and verb.pos_ not in {"VERB", "AUX"}:
        verb = verb.head
    if not cues().has("effort.verbs", verb.lemma_.lower()) or verb.tag_ != "VBD":
        return False
    if negations(verb) or any(True for _ in hedges(verb)):
        return False
    between = node.doc[verb.i + 1 : node.i]
    spent = [token for token in between if cues().has("effort.spans", token.lower_)]
    enough = not any(cues().has("effort.too_little", token.lower_) for token in between)
    return bool(spent) and enough
