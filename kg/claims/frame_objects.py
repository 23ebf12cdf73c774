"""The object of a frame's claim that is no second party: a place, a date, an illness beside the trigger."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import attach, conditions, syntax
from kg.claims.frame_table import Give
from kg.claims.reading import Party, Reading, of_type
from kg.dates import Time
from kg.model import EntityType, Literal, LiteralType


def object_of(
    reading: Reading, give: Give, token: Token, second: Party | None, time: Time | None, place: Party | None
) -> Party | Literal | None:
    """What fills the object of ``give`` beside its trigger; the words for it are told in ``kg/rules/frames.toml``."""
    match give.object:
        case "second":
            return second
        case "place":
            return place
        case "in":
            return attach.place_of(reading, token, frozenset({"in", "near", "outside"}))
        case "goal":
            return attach.goal_of(reading, token)
        case "origin":
            return attach.origin_of(reading, token)
        case "home":
            return attach.home_of(reading, token)
        case "for":
            return attach.place_of(reading, token, frozenset({"for"}))
        case "shared":
            return attach.shared_of(reading, token)
        case "from":
            left = attach.place_of(reading, token, frozenset({"from"}))
            return left if left is not None and reading.doc[left.mention.head].head.lower_ == "from" else None
        case "left":
            return next(iter(of_type(reading, syntax.objects(token), (EntityType.PLACE,))), None)
        case "between":
            word = next((t for t in token.doc[token.i : token.sent.end] if t.lower_ == "between"), None)
            return attach.place_at(reading, word.i + 1) if word is not None else None
        case "date":
            return (
                Literal(time.value.value, LiteralType.DATE)
                if time is not None and time.value is not None and not time.since
                else None
            )
        case "cause":
            text = conditions.cause_behind(token)
            return Literal(text) if text else None
        case "compound":  # "cancer survivor"
            text = conditions.before(token)
            return Literal(text) if text else None
        case "named":  # "a diabetic"
            text = conditions.of_a_sufferer(token)
            return Literal(text) if text else None
        case "condition":
            text = conditions.condition_near(token) or (conditions.before(token) if token.pos_ == "NOUN" else None)
            return Literal(text) if text else None
    return None
