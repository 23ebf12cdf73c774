"""What all judgements on one document share, found once: sentences, speech, words that close or answer a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from spacy.tokens import Doc, Span, Token

from kg.factuality.cues import cues
from kg.factuality.takeback import SWEEPING, takes_back
from kg.memory import kept
from kg.quotes import Quote

_AUXILIARIES = frozenset({"be", "do", "have", "will", "would"})
_RIDDLE = 5
"""How many tokens a riddle has at most that is a sentence of its own: "True or false?"."""
_ALONE = frozenset({"ROOT", "conj", "parataxis", "ccomp"})
_PERSONS = frozenset({"he", "she", "they", "it"})
_REST = frozenset({"attr", "acomp", "xcomp", "ccomp", "dobj", "oprd", "advcl", "prep"})


@dataclass(frozen=True, slots=True)
class Page:
    """One document as the judge sees it; it must not change between two judgements.

    ``bounds`` gives every token the first and last (exclusive) token of its sentence (`Token.sent` counts them anew
    at every call); ``inside`` says of every token whether it lies in speech; ``closers`` are the words that may end a
    sentence with its source (", police said"), ``answers`` the verbs that may deny or confirm a claim made before
    them; ``hearsay`` and ``open`` are the starts of sentences with an idiom that makes them hearsay or leaves them
    open; ``cut`` are the verbs that deny and leave out what ("she did not"); ``taken_back`` gives the first token of a
    sentence what the next one makes of it ("Not true.").
    """

    bounds: tuple[tuple[int, int], ...]
    inside: tuple[bool, ...]
    closers: tuple[int, ...]
    answers: tuple[int, ...]
    hearsay: frozenset[int]
    open: frozenset[int]
    cut: frozenset[int]
    taken_back: Mapping[int, str]


@kept
def page_of(doc: Doc, quotes: tuple[Quote, ...]) -> Page:
    """The page of a document; kept for the last few, since every claim of a document asks for it."""
    table = cues()
    marks = [False] * len(doc)
    for quote in quotes:
        if quote.is_speech:
            marks[quote.first : quote.last] = [True] * (quote.last - quote.first)
    closers, answers = [], []
    for token in doc:
        tag = token.tag_
        if not (tag.startswith("VB") or tag == "NNS") or marks[token.i]:
            continue
        lemma = token.lemma_.lower()
        if table.has("attribution.closing", lemma):
            closers.append(token.i)
        signature = table.verbs.get(lemma)
        denies = table.has("attribution.branding", lemma) or (
            signature is not None and signature.plain in {"deny", "report"}
        )
        if denies and tag.startswith("VB"):
            answers.append(token.i)
    sentences = list(doc.sents)
    bounds = tuple(chain.from_iterable([(one.start, one.end)] * len(one) for one in sentences))
    texts = {one.start: one.text.lower() for one in sentences}
    return Page(
        bounds,
        tuple(marks),
        tuple(closers),
        tuple(answers),
        _starting(texts, table.words["idiom.possible"]) | _riddles(sentences),
        _starting(texts, table.words["idiom.open"]),
        frozenset(token.head.i for token in doc if token.dep_ == "neg" and not marks[token.i] and _is_cut(token)),
        _taken_back(doc, sentences, marks),
    )


def _taken_back(doc: Doc, sentences: list[Span], inside: list[bool]) -> Mapping[int, str]:
    """What the next sentence makes of each: a sentence that takes back another passes on what is said of itself.

    Who is quoted takes nothing back for the article, nor does a sentence behind a blank line.
    """
    found: dict[int, str] = {}
    real = [one for one in sentences if not one.text.isspace()]
    for n, sentence in enumerate(real[1:], 1):
        effect = takes_back(sentence)
        if effect is None or any(inside[sentence.start : sentence.end]):
            continue
        sweeping = effect == "retract" or sentence.text.lower().lstrip().startswith(SWEEPING)
        for k in range(n - 1, -1, -1):
            if "\n\n" in doc[real[k].start : real[k + 1].start].text:
                break
            found[real[k].start] = effect
            if not sweeping:
                break
    return found


def _is_cut(negation: Token) -> bool:
    """Whether nothing but a subject stands beside the "not" of an auxiliary: "she did not", "he was not"."""
    verb = negation.head
    if verb.lemma_ not in _AUXILIARIES or verb.dep_ not in _ALONE or not verb.tag_.startswith(("VB", "MD")):
        return False
    subjects = [child for child in verb.children if child.dep_ == "nsubj"]
    rest = any(child.dep_ in _REST and child.i > verb.i for child in verb.children)
    return len(subjects) == 1 and subjects[0].lower_ in _PERSONS and not rest


def _riddles(sentences: list[Span]) -> frozenset[int]:
    """The starts of sentences behind "True or false:", and of those after one that is nothing else."""
    table, found = cues(), set()
    for n, sentence in enumerate(sentences):
        text = sentence.text.lower().strip(" \n\t\"'“”‘’*-")
        if any(text.startswith(riddle) for riddle in table.words["idiom.riddles"]):
            found.add(sentence.start)
            if len(sentence) <= _RIDDLE and n + 1 < len(sentences):
                found.add(sentences[n + 1].start)
    return frozenset(found)


def _starting(texts: dict[int, str], idioms: frozenset[str]) -> frozenset[int]:
    return frozenset(start for start, text in texts.items() if any(idiom in text for idiom in idioms))
