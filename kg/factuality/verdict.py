"""From what the clauses say to a status and its source."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.factuality.path import State, is_reported_event, noun_modifiers, read
from kg.model import Status
from kg.quotes import Quote, quote_at

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The ``status``, the token range of the ``speaker`` (``None``: nobody is named), and the deciding words."""

    status: Status
    speaker: Range | None = None
    cues: tuple[str, ...] = ()


def judge(
    doc: Doc, trigger: Token, quotes: tuple[Quote, ...], *, presupposed: bool = False, scope: Token | None = None
) -> Verdict:
    """How ``doc`` presents the claim that ``trigger`` carries.

    ``trigger`` is the verb ("married"), noun ("wife") or adjective ("engaged") of the claim. ``presupposed``: the
    claim is taken for granted ("his wife, Ann"), so that whoever speaks does not matter. ``scope``: the argument or
    adjunct in question, for a negation that hits only this ("not in Nice but in Cannes").
    """
    quote = quote_at(quotes, trigger.i)
    if presupposed and not is_reported_event(trigger):
        state = State()
        noun_modifiers(trigger, state)
    else:
        inside = [False] * len(doc)
        for span in quotes:
            if span.is_speech:
                inside[span.first : span.last] = [True] * (span.last - span.first)
        state = read(trigger, quotes, scope, inside)
        if quote is not None and quote.is_speech and (quote.whole or not state.voices):
            state.apply("report", "quotation", quote.speaker)
    if quote is not None and not quote.is_speech and state.core == "fact":
        state.apply("possible", "quotation marks")
    return _verdict(state)


def _verdict(state: State) -> Verdict:
    status = {"not": Status.DENIED, "maybe": Status.POSSIBLE, "plan": Status.PLANNED}.get(state.core)
    if status is None:
        status = Status.REPORTED if state.voices or state.reported else Status.ASSERTED
    return Verdict(status, state.voices[-1] if state.voices else None, tuple(dict.fromkeys(state.cues)))
