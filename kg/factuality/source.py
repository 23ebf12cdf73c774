"""The words for a source, and whether they tell who it is."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc, Token

from kg.factuality.cues import cues
from kg.factuality.echo import Echo
from kg.factuality.state import State
from kg.quotes import noun_phrase, speech_rules

_NAMES = frozenset({"PROPN"})


def source_name(doc: Doc, span: tuple[int, int]) -> tuple[str, bool]:
    """The source at the token range ``span`` as printed, and whether it stays anonymous.

    An apposed name takes the place of the description ("his spokesman, Pau Ferrer" gives "Pau Ferrer"); trailing
    clauses are left out by `kg.quotes.noun_phrase` already.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> doc = Doc(spacy.blank("en").vocab, words=["one", "source", "says"], heads=[1, 2, 2],
    ...           pos=["NUM", "NOUN", "VERB"], deps=["nummod", "nsubj", "ROOT"], lemmas=["one", "source", "say"])
    >>> source_name(doc, (0, 2))
    ('one source', True)
    """
    head = doc[span[0] : span[1]].root
    name = _apposed_name(head)
    if name is not None and not _coordinated(head, span):
        first, last = noun_phrase(name)
        return _words(doc, first, last), False
    return _words(doc, *span), _is_anonymous(head)


def weigh(doc: Doc, state: State) -> None:
    """Make what a hoax says no fact, and what only rumours and gossip say a rumour; ``state`` is a report.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["a", "hoax"]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, lemmas=words, heads=[1, 1], deps=["det", "ROOT"])
    >>> state = State(voices=[(0, 2)])
    >>> weigh(doc, state)
    >>> state.core
    'not'
    """
    table, voice = cues(), doc[slice(*state.voices[-1])]
    head, around = voice.root.lemma_.lower(), {token.lower_ for token in voice if token != voice.root}
    if table.has("attribution.hoaxes", head) or around & table.words["content.worthless"]:
        state.echoes.append(Echo("maybe", state.voices.pop(), head))
        state.apply("deny", head)
    elif is_seer(voice.root) or table.has("attribution.talk", head) or around & table.words["content.unproven"]:
        state.apply("possible", head)


def is_seer(noun: Token) -> bool:
    """Whether it is somebody who tells the future: "a psychic", "fortune tellers", "the astrologer Zora Lunn".

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["fortune", "tellers"]
    >>> lemmas, deps = ["fortune", "teller"], ["compound", "ROOT"]
    >>> is_seer(Doc(spacy.blank("en").vocab, words=words, lemmas=lemmas, heads=[1, 1], deps=deps)[1])
    True
    """
    beside = [child for child in noun.children if child.dep_ in {"compound", "amod", "nmod", "appos"}]
    names = {word for token in (noun, *beside) for word in (token.lower_, token.lemma_.lower())}
    pairs = {f"{child.lower_} {noun.lemma_.lower()}" for child in beside}
    return not cues().words["attribution.seers"].isdisjoint(names | pairs)


def by_its_worth(noun: Token, state: State) -> None:
    """What the adjectives of somebody's word make of it: "false rumours that", "unconfirmed reports of".

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["false", "rumours"]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, lemmas=words, heads=[1, 1], deps=["amod", "ROOT"])
    >>> state = State("maybe")
    >>> by_its_worth(doc[1], state)
    >>> state.core
    'not'
    """
    for child in noun.children:
        if child.dep_ in {"amod", "compound"} and cues().has("content.worthless", child.lower_):
            state.set_aside(child.lower_)
            state.apply("deny", child.lower_)
        elif child.dep_ in {"amod", "compound"} and cues().has("content.unproven", child.lower_):
            state.apply("possible", child.lower_)


def source_heads(doc: Doc, span: tuple[int, int]) -> tuple[int, ...]:
    """The tokens at which to look for the entity of a source, best first: the apposed name, then the noun.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> doc = Doc(spacy.blank("en").vocab, words=["his", "lawyer", ",", "Ann", "Lee"], heads=[1, 1, 1, 4, 1],
    ...           pos=["PRON", "NOUN", "PUNCT", "PROPN", "PROPN"], deps=["poss", "ROOT", "punct", "compound", "appos"])
    >>> source_heads(doc, (0, 2))
    (4, 1)
    """
    head = doc[span[0] : span[1]].root
    name = _apposed_name(head)
    return (head.i,) if name is None else (name.i, head.i)


def _apposed_name(head: Token) -> Token | None:
    if head.pos_ in _NAMES:
        return None
    for child in head.children:
        if child.dep_ == "appos" and child.i > head.i:
            if child.pos_ in _NAMES:
                return child
            return _apposed_name(child)
    return None


def _coordinated(head: Token, span: tuple[int, int]) -> bool:
    return any(partner.i < span[1] for partner in head.conjuncts)


def _words(doc: Doc, first: int, last: int) -> str:
    while last - 1 > first and (doc[last - 1].is_space or doc[last - 1].is_punct):
        last -= 1
    return " ".join(doc[first:last].text.split())


@cache
def _anonymous_words() -> tuple[frozenset[str], frozenset[str]]:
    table = speech_rules()["source"]
    return frozenset(table["anonymous"]), frozenset(table["known_by_possessor"])


def _is_anonymous(head: Token) -> bool:
    anonymous, known = _anonymous_words()
    if head.lower_ not in anonymous:
        return False
    possessed = any(child.dep_ == "poss" for child in head.children)
    return not (possessed and head.lower_ in known)
