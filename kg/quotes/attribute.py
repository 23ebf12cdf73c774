"""One quotation and its speaker: by the verb after it or before it, the quotation before, the sentence before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from spacy.tokens import Doc, Token

from kg.quotes.marks import BREAK, DASHES, DOUBLE, FINAL, MARKS, speech_rules, speech_verbs
from kg.quotes.mention import is_mention
from kg.quotes.phrases import ASIDE, agent_of, noun_phrase, speaker_of

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


@dataclass(frozen=True, slots=True)
class Quote:
    """One quotation: ``doc[first:last]`` are the words inside the marks.

    ``speaker`` is the token range of the noun phrase that speaks, ``verb`` the index of the verb of saying.
    ``is_speech`` is false for scare quotes, titles and words spoken of. ``whole`` says that it stands on its own
    as one or more sentences; a fragment (``he was "very happy"``) is part of the sentence around it. ``turn`` marks
    what is said without marks in an interview or a transcript, where two or more talk by turns.
    """

    first: int
    last: int
    speaker: tuple[int, int] | None = None
    verb: int | None = None
    is_speech: bool = True
    whole: bool = True
    turn: bool = False

    def covers(self, index: int) -> bool:
        """Whether the token of this index lies inside the marks."""
        return self.first <= index < self.last


def attribute(doc: Doc, first: int, last: int, inside: Sequence[bool], previous: Quote | None) -> Quote:
    """The quotation of ``doc[first:last]`` with its speaker as far as syntax and the sentence before give one."""
    words = doc[first:last]
    has_verb = any(token.tag_ in _FINITE for token in words)
    ending = words[-1].text
    lead = [] if _alone_before(doc, first) else _before(doc, first, inside)
    whole = _stands_alone(words, lead)
    short = sum(1 for token in words if not token.is_punct) <= 4
    if is_mention(doc, first, words, lead, ending):
        return Quote(first, last, is_speech=False, whole=False)
    verb = _verb_after(doc, last, ending, inside) or _verb_before(doc, first, lead, inside, whole)
    if verb is not None and (speaker := speaker_of(verb, inside)) is not None:
        if short and not has_verb and not whole and not _governs(verb, words.root):
            return Quote(first, last, is_speech=False, whole=False)
        return Quote(first, last, noun_phrase(speaker), verb.i, whole=whole)
    if (source := _according_to(doc, first - 1, last, inside)) is not None:
        return Quote(first, last, noun_phrase(source), None, whole=whole)
    if whole and has_verb and (name := _name_beside(doc, first, last)) is not None:
        return Quote(first, last, name, whole=whole)
    if (short and not has_verb and (not whole or ending not in FINAL)) or not (has_verb or whole):
        return Quote(first, last, is_speech=False, whole=False)
    if short and not whole:
        return Quote(first, last, is_speech=False, whole=False)
    quote = Quote(first, last, whole=whole)
    if previous is not None and _carried_over(doc, previous, quote):
        return replace(quote, speaker=previous.speaker, verb=previous.verb)
    if whole and (talker := _talker_before(doc, first, inside)) is not None:
        return replace(quote, speaker=noun_phrase(talker[1]), verb=talker[0].i)
    return quote


@cache
def _exclaimed_names() -> frozenset[str]:
    return frozenset(speech_rules()["source"]["exclaimed"])


def _before(doc: Doc, first: int, inside: Sequence[bool]) -> list[Token]:
    """The words of the same sentence and paragraph before the opening mark, nearest first."""
    stretch: list[Token] = []
    for index in range(first - 2, max(-1, first - 2 - 45), -1):
        token = doc[index]
        if inside[index] or "\n" in token.text or token.text in DOUBLE or _ends_sentence(token):
            break
        if not token.is_space and token.text.strip("*_"):
            stretch.append(token)
    return stretch


def _ends_sentence(token: Token) -> bool:
    """A full stop, but not the mark of a name that ends in one ("E! News")."""
    if token.text not in FINAL:
        return False
    return not (token.text == "!" and token.i > 0 and token.doc[token.i - 1].text in _exclaimed_names())


def _stands_alone(words: Any, lead: list[Token]) -> bool:
    opening = words[0].text
    if not (opening[:1].isupper() or opening[:1].isdigit() or opening[:1] in MARKS["elided"]):
        return False
    return not lead or lead[0].text in BREAK or lead[0].lemma_ in speech_verbs()


def is_speech_verb(token: Token) -> bool:
    """Whether the token is a verb that may carry a quotation."""
    if token.tag_.startswith("VB"):
        return token.lemma_.lower() in speech_verbs()
    stem = token.lower_.removesuffix("ing")
    taken_for_noun = token.dep_ == "advcl" and stem != token.lower_  # "..., writing, "..."
    return taken_for_noun and not speech_verbs().isdisjoint({stem, f"{stem}e"})


def _verb_after(doc: Doc, last: int, ending: str, inside: Sequence[bool]) -> Token | None:
    """The verb of `"...," she says` or `"...," says X`."""
    index = last + 1
    if ending == "." or (ending not in {",", "?", "!", "…", "...", *DASHES} and not _comma_at(doc, index)):
        return None
    passed = 0
    while index < len(doc) and passed < ASIDE:
        token = doc[index]
        if inside[index] or "\n" in token.text or token.text in {".", ";", *DOUBLE}:
            return None
        if (is_speech_verb(token) or _taken_for_noun(token)) and speaker_of(token, inside) is not None:
            return token
        if token.tag_ in _FINITE and token.dep_ not in {"relcl", "aux", "auxpass"} and token.head.dep_ != "relcl":
            return None
        index += 1
        passed += 1
    return None


def _taken_for_noun(token: Token) -> bool:
    """Whether it is the verb of `"...," Ann jokes.` where the parser reads a plural noun."""
    if token.tag_ != "NNS" or token.lemma_.lower() not in speech_verbs() or token.i + 1 >= len(token.doc):
        return False
    return token.nbor(-1).pos_ in {"PROPN", "PRON"} and token.nbor().is_punct


def _comma_at(doc: Doc, index: int) -> bool:
    return index < len(doc) and doc[index].text in {",", *DASHES}


def _verb_before(doc: Doc, first: int, lead: list[Token], inside: Sequence[bool], whole: bool) -> Token | None:
    """The verb of `X says, "..."`, of `X goes further: "..."`, and of `X said he was "..."`."""
    if not lead:
        return None
    introduced = lead[0].text in {",", ":", *DASHES} or lead[0].lower_ == "that" or is_speech_verb(lead[0])
    root = doc[first] if first < len(doc) else None
    for token in lead:
        if not is_speech_verb(token) or _has_passive(token):
            continue
        near = whole or token.i >= first - 6 or token.dep_ == "parataxis"
        if (introduced and near) or (root is not None and token.is_ancestor(root)):
            return token
    if lead[0].text == ":":
        return next((t for t in lead if t.tag_ in _FINITE and any(c.dep_ == "nsubj" for c in t.children)), None)
    return None


def _has_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children) and agent_of(verb) is None


def _governs(verb: Token, root: Token) -> bool:
    return verb.is_ancestor(root) or abs(verb.i - root.i) <= 4


def _according_to(doc: Doc, opening: int, last: int, inside: Sequence[bool]) -> Token | None:
    """The X of "according to X" right after the closing mark or before the opening one."""
    for start in (last + 1, last + 2, opening - 8, opening - 7, opening - 6, opening - 5, opening - 4, opening - 3):
        if 0 <= start < len(doc) - 2 and doc[start].lower_ == "according" and doc[start + 1].lower_ == "to":
            return next((child for child in doc[start + 1].children if child.dep_ == "pobj"), None)
    return None


def _name_beside(doc: Doc, first: int, last: int) -> tuple[int, int] | None:
    """The person whom a colon, a dash or the line sets beside the marks: "'I was shy': Ann Lee on fame", "Lee: 'Hm.'".

    As in a round of voices, the name alone may open the line: "Ann Lee 'I was there with my husband.'"
    """
    if (name := _alone_before(doc, first)) is not None:
        return name
    if last + 1 < len(doc) and doc[last + 1].text in {":", *DASHES}:
        behind = next((e for e in doc[last + 2 : last + 8].ents if e.label_ == "PERSON"), None)
        if behind is not None and all(
            token.text[:1].isupper() or token.tag_ == "POS" for token in doc[last + 2 : behind.start]
        ):
            return behind.start, behind.end
    if first > 1 and doc[first - 2].text == ":":
        start = first - 2
        while start > 0 and first - start < ASIDE and not (doc[start - 1].text in FINAL or "\n" in doc[start - 1].text):
            start -= 1
        lead = doc[start : first - 2]
        people = [e for e in lead.ents if e.label_ == "PERSON"]
        said = [e for e in people if e.end == first - 2] or people
        if said and (said[0].end == first - 2 or (len(people) == 1 and all(t.tag_ not in _FINITE for t in lead))):
            return said[0].start, said[0].end
    return None


def _alone_before(doc: Doc, first: int) -> tuple[int, int] | None:
    """The person whose name is all that the line has before the opening mark."""
    if first < 2 or doc[first - 2].ent_type_ != "PERSON":
        return None
    name = next((e for e in doc[max(0, first - ASIDE) : first - 1].ents if e.end == first - 1), None)
    opens = name is not None and (name.start == 0 or "\n" in doc[name.start - 1].text)
    return (name.start, name.end) if name is not None and opens else None


def _carried_over(doc: Doc, previous: Quote, quote: Quote) -> bool:
    """Whether the speaker of the quotation before goes on: same paragraph, or a paragraph left open."""
    if not previous.is_speech or previous.speaker is None:
        return False
    between = doc[previous.last + 1 : max(previous.last + 1, quote.first - 1)]
    if any("\n" in token.text for token in doc[previous.last : quote.first]):
        return (
            not any(token.is_alpha for token in between)
            and doc[previous.last - 1].text not in {'"', "”"}
            and (previous.last < len(doc) and "\n" in doc[previous.last].text)
        )
    sentences = sum(1 for token in between if token.text in FINAL)
    return sentences <= 2


def _talker_before(doc: Doc, first: int, inside: Sequence[bool]) -> tuple[Token, Token] | None:
    """The verb and the speaker of the sentence before, in the same paragraph ("Ann denied it. "We are friends."")."""
    index = first - 2
    while index >= 0 and doc[index].is_space and "\n" not in doc[index].text:
        index -= 1
    if index < 0 or "\n" in doc[index].text or inside[index] or doc[index].text not in FINAL:
        return None
    sentence = doc[index].sent
    verbs = [token for token in sentence if is_speech_verb(token) and not inside[token.i] and not _has_passive(token)]
    for verb in (*verbs, sentence.root):
        subject = speaker_of(verb, inside)
        if subject is not None and subject.lower_ not in {"it", "this", "that", "there", "which", "you"}:
            return verb, subject
    return None
