"""From what the clauses say to a status and its source."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.factuality.content import named_in_error
from kg.factuality.cues import cues
from kg.factuality.echo import Echo, cut_words, is_by_the_way, later_words, next_words
from kg.factuality.nominal import is_reported_event, is_stated, noun_modifiers
from kg.factuality.page import Page, page_of
from kg.factuality.path import read
from kg.factuality.reserve import is_set_right, reserve
from kg.factuality.rumour import called_false
from kg.factuality.satire import is_satire
from kg.factuality.source import weigh
from kg.factuality.state import State
from kg.memory import kept
from kg.model import Status
from kg.quotes import Quote, quote_at

Range = tuple[int, int]
_STATUS = {"not": Status.DENIED, "maybe": Status.POSSIBLE, "plan": Status.PLANNED}


@dataclass(frozen=True, slots=True)
class Verdict:
    """The ``status``, the token range of the ``speaker`` (``None``: nobody is named), and the deciding words.

    ``also`` holds what other voices in the sentence make of the same claim: the rumour beside its denial. ``ahead``
    says that it is about what is to come: "they will not marry", "rumours that they are to marry".
    """

    status: Status
    speaker: Range | None = None
    cues: tuple[str, ...] = ()
    also: tuple[Verdict, ...] = ()
    ahead: bool = False


@kept
def judge(
    doc: Doc, trigger: Token, quotes: tuple[Quote, ...], *, presupposed: bool = False, scope: Token | None = None
) -> Verdict:
    """How ``doc`` presents the claim that ``trigger`` carries.

    ``trigger`` is the verb ("married"), noun ("wife") or adjective ("engaged") of the claim. ``presupposed``: the
    claim is taken for granted ("his wife, Ann"), so that whoever speaks does not matter. ``scope``: the argument or
    adjunct in question, for a negation that hits only this ("not in Nice but in Cannes"). The last verdicts are kept,
    since two claims of one word ask for the same: ``doc`` must not change between two judgements.
    """
    if is_satire(doc):
        return Verdict(Status.POSSIBLE, None, ("satire",))
    quote = quote_at(quotes, trigger.i)
    if presupposed and not is_reported_event(trigger) and not is_stated(trigger):
        state = State()
        noun_modifiers(trigger, state)
        if (cue := named_in_error(trigger)) is not None:
            state.apply("deny", cue)
    else:
        page = page_of(doc, quotes)
        state = read(trigger, quotes, scope, page)
        plain = state.core == "fact" and not state.voices and not state.reported
        if quote is None and not (plain and is_by_the_way(trigger, loose=True)):
            state.echoes += later_words(trigger, page)
        if quote is not None and quote.is_speech and (quote.whole or not state.voices):
            state.apply("report", "quotation", quote.speaker)
            _by_its_tone(doc, quote, state)
        talk = state.voices or state.reported or cues().has("attribution.hinting", trigger.lemma_.lower())
        if state.core == "maybe" or (state.core == "fact" and talk):
            state.echoes += [*cut_words(trigger, page), *next_words(trigger, page)]
        called_false(trigger, state, page)
    reserve(trigger, state)
    _take_back(trigger, state, page_of(doc, quotes), granted=presupposed)
    if quote is not None and not quote.is_speech and state.core == "fact":
        state.apply("negate" if is_set_right(trigger) else "possible", "quotation marks")
    if state.core == "fact" and state.voices:
        weigh(doc, state)
    return _verdict(state)


def _by_its_tone(doc: Doc, quote: Quote, state: State) -> None:
    """Apply what the verb of saying makes of a quotation: ""I married him," she joked"."""
    signature = cues().verbs.get(doc[quote.verb].lemma_.lower()) if quote.verb is not None else None
    if signature is not None and signature.name in {"joke", "lie"}:
        if signature.name == "lie":
            state.voices.clear()
        state.apply(signature.plain, doc[quote.verb or 0].lower_)


def _take_back(trigger: Token, state: State, page: Page, *, granted: bool) -> None:
    """Apply what the next sentence makes of this one: "Not true.", "Or did she?"; whose word it was keeps a rumour."""
    effect = page.taken_back.get(page.bounds[trigger.i][0])
    if effect is None or state.core == "not":
        return
    if effect == "retract":  # only what "an article" said
        voice = trigger.doc[slice(*state.voices[-1])].root if state.voices else None
        if voice is not None and cues().has("attribution.retracted", voice.lemma_.lower()):
            state.voices.clear()
            state.apply("deny", "retracted")
        return
    if granted:
        return  # "His wife, Ann, has left him. Not true." takes back no wife
    if effect == "negate" and state.voices:
        state.echoes = [Echo("maybe", state.voices.pop(), "taken back")]
    state.reported = False
    state.apply(effect, "taken back")


def _verdict(state: State) -> Verdict:
    status = _STATUS.get(state.core)
    if status is None:
        status = Status.REPORTED if state.voices or state.reported else Status.ASSERTED
    if (
        status is Status.POSSIBLE
        and state.unsaid
        and (denial := next((e for e in state.echoes if e.core == "not"), None))
    ):
        # "did not say that P, and Q says that it is not so"
        return Verdict(Status.DENIED, denial.voice, (denial.cue,), ahead=state.ahead)
    # An echo that says the same as the claim itself is none.
    others = {
        Verdict(_STATUS.get(echo.core, Status.REPORTED), echo.voice, (echo.cue,), ahead=state.ahead): None
        for echo in state.echoes
        if _STATUS.get(echo.core, Status.REPORTED) is not status
    }
    speaker = state.voices[-1] if state.voices else None
    return Verdict(status, speaker, tuple(dict.fromkeys(state.cues)), tuple(others), state.ahead)
