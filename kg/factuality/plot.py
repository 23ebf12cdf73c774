"""Plots told without marks: "The film follows Ada Vale, who marries a count", and "She dies in Vienna" behind it.

What a film, a novel or a play tells is told in the present tense, and of people of whom the article tells nothing
else: by the one it is kept apart from what happened ("the film is about Ada Vale, who died in 1931"), by the other
from real people in a film about them. A sentence that goes on in the same way belongs to the plot.
"""

from __future__ import annotations

from collections.abc import Mapping

from spacy.tokens import Doc, Span, Token

from kg.factuality.cues import cues
from kg.factuality.rules import fiction_rules, is_work
from kg.memory import kept

_TITLE = "WORK_OF_ART"
_PAST = frozenset({"VBD"})
_PRESENT = frozenset({"VBZ", "VBP"})
_PERFECT = frozenset({"has", "'s", "’s", "have", "'ve", "’ve"})
_PERSONS = frozenset({"he", "she", "they", "his", "her", "their"})


def in_plot(trigger: Token) -> bool:
    """Whether ``trigger`` stands in what a sentence, or the one before it, tells of a plot.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["The", "novel", "follows", "Ada", ",", "who", "marries", "."]
    >>> lemmas = ["the", "novel", "follow", "Ada", ",", "who", "marry", "."]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, lemmas=lemmas, heads=[1, 2, 2, 2, 3, 6, 3, 2],
    ...           tags=["DT", "NN", "VBZ", "NNP", ",", "WP", "VBZ", "."],
    ...           pos=["DET", "NOUN", "VERB", "PROPN", "PUNCT", "PRON", "VERB", "PUNCT"],
    ...           deps=["det", "nsubj", "ROOT", "dobj", "punct", "nsubj", "relcl", "punct"])
    >>> in_plot(doc[6])
    True
    """
    for first, last, dreamt in _plots(trigger.doc):
        if first <= trigger.i < last:
            return dreamt or not is_past(trigger)
    return False


@kept
def _plots(doc: Doc) -> tuple[tuple[int, int, bool], ...]:
    """The token ranges of a document that tell a plot, and whether it is that of a dream; kept for the last few."""
    rules = fiction_rules()
    keys = ("verbs", "about", "settings", "watching", "dreaming")
    wanted = frozenset().union(*(rules[f"plot.{key}"] for key in keys))
    found: list[tuple[int, int, bool]] = []
    for token in doc:
        if token.lemma_ not in wanted or (found and token.i < found[-1][1]):
            continue
        if _dreams(token, rules):
            found.append((token.i + 1, _paragraph(doc, token.sent), True))
        elif (first := _opening(token, rules)) is not None:
            end = _end(doc, first, token.sent)
            if not _elsewhere(doc, first, end, doc[first:end]):
                found.append((first, end, False))
    return tuple(found)


def _opening(token: Token, rules: Mapping[str, frozenset[str]]) -> int | None:
    """Where the plot begins that ``token`` opens: behind "follows", "a film about", "In the novel,"."""
    lemma = token.lemma_.lower()
    if token.tag_ in _PRESENT and lemma in rules["plot.verbs"]:
        before = (child for child in token.children if child.dep_ in {"nsubj", "compound"} and child.i < token.i)
        subject = next(before, None)
        called = lemma in rules["plot.telling"]
        tells = subject is not None and (_may_tell(subject) or (called and subject.ent_type_ == _TITLE))
        told = [child for child in token.children if child.i > token.i and not child.is_punct]
        if lemma == "call" and token.doc[token.i + 1 : token.i + 2].text != "for":
            return None
        if lemma in rules["plot.bounds"]:
            told = [child for child in told if child.dep_ == "advcl"]
        own = any(_is_somebodys(noun) for child in told if child.dep_ == "prep" for noun in child.children)
        if own or any(child.lemma_.lower() in rules["plot.acting"] for child in told):
            return None  # "the play sees Ann Lee return to the stage", "the show tells of her childhood"
        return told[0].left_edge.i if tells and told else None
    if lemma in rules["plot.watching"] and token.pos_ == "VERB":  # "viewers of the soap saw her marry him"
        return token.i + 1 if any(_watches(child) for child in token.children if child.dep_ == "nsubj") else None
    if token.dep_ == "prep" and lemma in rules["plot.about"]:
        noun = token.head
        if noun.lemma_ == "be":
            noun = next((child for child in noun.children if child.dep_ == "nsubj"), noun)
        told = [child for child in token.children if child.dep_ == "pobj"]
        return token.i + 1 if told and _may_tell(noun) and not _is_somebodys(told[0]) else None
    fronted = token.i == token.sent.start and token.dep_ == "prep" and token.head.tag_ in _PRESENT
    if lemma in rules["plot.settings"] and fronted and token.head.lemma_ not in rules["work.real"]:
        return token.i if any(is_work(child) for child in token.children) else None
    return None


def _dreams(token: Token, rules: Mapping[str, frozenset[str]]) -> bool:
    """Whether somebody tells a dream: "I dreamt I was married to him", but not "she dreamt of marrying him"."""
    told = token.lemma_.lower() in rules["plot.dreaming"] and token.tag_ in {"VBD", "VBN", "VBZ", "VBP"}
    return told and any(child.dep_ == "ccomp" and child.i > token.i for child in token.children)


def _paragraph(doc: Doc, sentence: Span) -> int:
    """Where the paragraph ends, or the dream: before a sentence that speaks of the real world."""
    outside = fiction_rules()["plot.outside"]
    end = sentence.end
    while end < len(doc) and "\n" not in doc[end - 1].text and "\n" not in doc[end].text:
        if any(token.lower_ in outside for token in doc[end].sent):
            break
        end = doc[end].sent.end
    return end


def _may_tell(noun: Token) -> bool:
    return is_work(noun) or is_work(noun, "plot.works")


def _is_somebodys(noun: Token) -> bool:
    """Whether it is the maker's own: "a show about her mother, Dora Lee"."""
    return any(child.tag_ == "PRP$" for child in noun.children)


def _watches(noun: Token) -> bool:
    if noun.lemma_.lower() not in fiction_rules()["plot.watchers"]:
        return False
    return any(is_work(leaf) for child in noun.children if child.lower_ == "of" for leaf in child.children)


def _end(doc: Doc, first: int, sentence: Span) -> int:
    """Where the plot ends: before the first sentence that is told in the past, of others, or behind a break."""
    end = sentence.end
    while end < len(doc) and "\n" not in doc[end - 1].text and "\n" not in doc[end].text:
        following = doc[end].sent
        if not _goes_on(following) or _elsewhere(doc, end, following.end, doc[first : following.end]):
            break
        end = following.end
    return end


def _goes_on(sentence: Span) -> bool:
    """Whether the sentence is told as plots are: in the present, of somebody meant by a pronoun or a name."""
    rules, root = fiction_rules(), sentence.root
    finite = [root, *(child for child in root.children if child.dep_ in {"aux", "auxpass"})]
    perfect = any(child.dep_ == "aux" and child.lower_ in _PERFECT for child in root.children)
    if perfect or not any(token.tag_ in _PRESENT for token in finite) or root.lemma_.lower() in rules["work.real"]:
        return False
    if any(token.lower_ in rules["plot.outside"] for token in sentence):
        return False
    subject = next((child for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    return subject is not None and any(t.lower_ in _PERSONS or t.ent_type_ == "PERSON" for t in subject.subtree)


def _elsewhere(doc: Doc, first: int, last: int, plot: Span) -> bool:
    """Whether somebody named from ``first`` to ``last`` is named outside of ``plot`` too: no figure of it alone."""
    names = {token.text for token in doc[first:last] if token.ent_type_ == "PERSON" and token.is_title}
    named = (ent for ent in doc.ents if ent.label_ == "PERSON" and not plot.start <= ent.start < plot.end)
    return bool(names) and any(token.text in names for ent in named for token in ent)


def is_past(trigger: Token) -> bool:
    """Whether the clause of ``trigger`` is told in the past, or by somebody who says so.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> doc = Doc(spacy.blank("en").vocab, words=["Ann", "wed"], lemmas=["Ann", "wed"], heads=[1, 1],
    ...           tags=["NNP", "VBD"], pos=["PROPN", "VERB"], deps=["nsubj", "ROOT"])
    >>> is_past(doc[0])
    True
    """
    verb = trigger
    while verb.pos_ not in {"VERB", "AUX"} and verb.head != verb:
        verb = verb.head
    around = [verb, *(child for child in verb.children if child.dep_ in {"aux", "auxpass"})]
    return any(token.tag_ in _PAST for token in around) or cues().has("attribution.closing", verb.lemma_.lower())
