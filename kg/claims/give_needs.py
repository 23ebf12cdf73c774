"""Whether a claim of a frame holds where its word stands: what it needs to be dated, a change, to come, of a child."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import attach, conditions, past, syntax
from kg.claims.frame_table import Give
from kg.claims.kin_nouns import lexicon
from kg.claims.reading import Party
from kg.dates import Time, TimeKind
from kg.vocab import COUPLES

_BEGINNINGS = frozenset({"begin", "start"})
_CHANGES = frozenset({"get", "got", "become"})
_FORMERLY = frozenset({"once", "previously", "formerly", "earlier", "briefly"})
_YEARLY = len("2020")


def over(give: Give, token: Token) -> str | None:
    """The note of a bond that was once: "was previously married to"."""
    if (give.predicate in COUPLES or "change" in give.flags) and was_once(token):
        return "ended"
    return past.over(give.predicate, token)


def was_once(token: Token) -> bool:
    """Whether an adverb of the trigger or its verb tells that it was once: "was [formerly] married to"."""
    told = [t for t in (*token.children, *syntax.clause(token).children) if t.lower_ in _FORMERLY]
    return any(t.doc[t.i + 1 : t.i + 2].text not in {"again", "more"} for t in told)  # "is once again married"


def is_placed(give: Give, token: Token, time: Time | None, place: Party | None) -> bool:
    """Whether the date or place is there that the claim asks for.

    A period ("from 1952 until 1956") dates no event, nor does a timeline's heading a state ("1962: both are married").
    """
    if not give.when:
        return True
    if give.when == "lasting":
        return _lasts(token) or (time is not None and time.kind is not TimeKind.POINT)
    if give.when == "spell":
        return time is not None and time.kind is TimeKind.RANGE
    dated = time is not None
    if time is not None and give.predicate.startswith("event:"):
        stative = any(child.lower_ in {"is", "are", "was", "were"} for child in (*token.children, syntax.clause(token)))
        dated = time.kind is not TimeKind.RANGE and not (time.heading and stative and place is None)
    return dated or (give.when == "timed" and place is not None)


def _lasts(token: Token) -> bool:
    """Whether it is told how long: "for two years", "ever since"."""
    ever = any(t.lower_ == "since" and t.i and t.nbor(-1).lower_ == "ever" for t in token.sent)
    return ever or any(t.ent_type_ == "DATE" for t in syntax.obliques(syntax.governor(token), {"for"}))


def flags_hold(give: Give, token: Token, time: Time | None) -> bool:
    """Whether what the flags of ``give`` ask for is there: a child, a beginning, a change, a dated or settled state."""
    verb = syntax.clause(token)
    if "child" in give.flags and not _is_child(token):
        return False
    if "begins" in give.flags:
        since = time is not None and time.kind is TimeKind.SINCE
        return since or (token.head.lemma_ in _BEGINNINGS and token.dep_ in {"xcomp", "ccomp"})
    if "change" in give.flags:
        if over(give, token):
            return False  # "was briefly engaged in 2010" tells of no proposal
        auxiliary = {child.lemma_ for child in token.children if child.dep_ in {"auxpass", "aux"}} | {
            verb.lemma_,
            token.head.lemma_,
        }
        dated = time is not None and time.kind in {TimeKind.POINT, TimeKind.SINCE}
        return dated or bool(auxiliary & _CHANGES)
    if "becomes" in give.flags:
        return bool({verb.lemma_, token.head.lemma_, syntax.governor(token).lemma_} & _CHANGES)
    if "courting" in give.flags and token.tag_ != "VBG":
        # who "went out with" somebody on Friday need not be a couple
        year = time is not None and time.value is not None and len(time.value.value) == _YEARLY
        return _lasts(token) or (time is not None and (year or time.kind is not TimeKind.POINT))
    if "ill" in give.flags and conditions.condition_near(token) is None:
        return False
    if "undated" in give.flags and time is not None and time.kind is TimeKind.POINT and not time.heading:
        return False  # who "was at the Ford plant on Friday" came for an hour
    if "yearly" in give.flags:
        return time is not None and time.value is not None and len(time.value.value) == _YEARLY
    if "settled" in give.flags and time is not None and time.value is not None and len(time.value.value) > _YEARLY:
        return False  # who "left for Rome on Tuesday" travels
    if "ahead" in give.flags and any(child.lemma_ == "have" and child.dep_ == "aux" for child in token.children):
        return False  # "may have married" is of no wedding to come
    if "past" in give.flags:
        # "may have married" leaves a marriage open, "may marry" a wedding
        return token.tag_ in {"VBD", "VBN", "JJ"} and not any(child.lemma_ == "get" for child in token.children)
    if "not_stative" in give.flags:
        # "has been married since 1996" is a state; "are married" with a date or a place is told as an event
        spell = time is not None and (time.kind in {TimeKind.SINCE, TimeKind.UNTIL} or attach.is_end(token, time))
        return not spell and not any(child.lower_ in {"been", "still", "happily"} for child in token.children)
    return True


def is_kin(token: Token, party: Party) -> bool:
    """Whether a kin noun stands behind the verb, at or before the name."""
    return any(t.lower_ in lexicon() for t in token.doc[token.i + 1 : party.mention.last])


def _is_child(token: Token) -> bool:
    """Whether the subject is told of as somebody's child or sibling: "their first child, Apple, is born"."""
    words = lexicon()
    subject = syntax.subjects(token)[:1]
    around = [t for s in subject for t in token.doc[max(s.left_edge.i, s.i - 5) : min(s.right_edge.i + 1, token.i)]]
    # "the girl known as Posh has come" is nobody's child
    around = [t for t in around if not any(child.dep_ in {"acl", "relcl"} for child in t.children)]
    return any(
        t.lower_ in words
        and words[t.lower_].relation in {"parentOf", "siblingOf"}
        and words[t.lower_].bearer != "subject"
        for t in around
    )
