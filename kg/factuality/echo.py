"""The other voice in a sentence: the rumour beside its denial, and the denial beside the rumour.

"Rumours that they married are untrue, says her agent" holds two claims: a possible one (the rumour's) and a denied
one (the agent's). So does "it is whispered that she is dating a producer, who denies it".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.factuality.clause import negations, own_subject
from kg.factuality.cues import cues
from kg.factuality.page import Page
from kg.quotes import noun_phrase, speaker_of

Range = tuple[int, int]
_PRONOUNS = frozenset({"it", "this", "that", "them", "which", "these", "those", "so"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_CONTENT = frozenset({"attr", "acomp", "xcomp", "ccomp", "dobj", "oprd", "prep"})


@dataclass(frozen=True, slots=True)
class Echo:
    """Another status that the sentence gives the claim: ``core`` is not, maybe or said; whose word it is; the cue."""

    core: str
    voice: Range | None
    cue: str


def later_words(trigger: Token, page: Page) -> Iterator[Echo]:
    """What is said of the claim later in its sentence: "..., who denies it", "...; the other said they had not"."""
    doc, end, inside = trigger.doc, page.bounds[trigger.i][1], page.inside
    for verb in (doc[index] for index in page.answers if trigger.i < index < end):
        lemma = verb.lemma_.lower()
        if (cue := _rejects(verb, lemma)) is not None and not negations(verb):
            yield Echo("not", _who(verb, inside), cue)
        elif (answer := _cut_short(verb, lemma)) is not None:
            yield Echo("not" if negations(answer) else "said", _who(verb, inside), answer.lower_)


def _rejects(verb: Token, lemma: str) -> str | None:
    """The word by which "it" is denied: "denies it", "calls it nonsense", "dismissed the report"."""
    table = cues()
    signature = table.verbs.get(lemma)
    objects = [child for child in verb.children if child.dep_ in {"dobj", "nsubj", "nsubjpass"}]
    spoken_of = any(_means_the_claim(noun) for noun in objects)
    if signature is not None and signature.plain == "deny" and spoken_of:
        return verb.lower_
    if table.has("attribution.branding", lemma) and spoken_of:
        for child in verb.subtree:
            if table.has("predicate.false", child.lemma_.lower()) and child.i > verb.i:
                return child.lower_
    return None


def _means_the_claim(noun: Token) -> bool:
    if noun.lower_ in _PRONOUNS:
        return True
    signature = cues().nouns.get(noun.lemma_.lower())
    if signature is None or signature.name not in {"hedge", "allege"}:
        return False
    return any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in noun.children)


def _cut_short(verb: Token, lemma: str) -> Token | None:
    """The auxiliary of "says that they did not", which leaves out what was said before."""
    signature = cues().verbs.get(lemma)
    if signature is None or signature.plain != "report":
        return None
    for child in verb.children:
        if child.dep_ == "ccomp" and child.i > verb.i and child.lemma_ in {"be", "do", "have", "will", "would"}:
            subject = own_subject(child)
            whole = any(other.dep_ in _CONTENT for other in child.children)
            if subject is not None and subject.pos_ == "PRON" and not whole:
                return child
    return None


def _who(verb: Token, inside: Sequence[bool]) -> Range | None:
    speaker = speaker_of(verb, inside)
    return None if speaker is None else noun_phrase(speaker)
