"""Roles are no facts: "played his wife", "his on-screen husband", "Lund's character was arrested"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from spacy.tokens import Doc, Token

from kg.factuality.cues import cues
from kg.factuality.plot import in_plot
from kg.factuality.recap import in_recap
from kg.factuality.rules import fiction_rules, is_work
from kg.factuality.satire import is_satire
from kg.memory import kept
from kg.quotes import Quote, quote_at

_CLAUSE_EDGES = frozenset({"attr", "acomp", "dobj", "xcomp", "conj", "prep", "pobj", "auxpass", "oprd", "pcomp"})
_STEPS = 25
_TITLE = "WORK_OF_ART"


@kept
def is_fiction(doc: Doc, trigger: Token, quotes: tuple[Quote, ...] = ()) -> bool:
    """Whether the claim that ``trigger`` carries is about a role, a plot or a title, and so about nobody.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["She", "played", "his", "wife"]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, lemmas=["she", "play", "his", "wife"], heads=[1, 1, 3, 1],
    ...           pos=["PRON", "VERB", "PRON", "NOUN"], deps=["nsubj", "ROOT", "poss", "dobj"])
    >>> is_fiction(doc, doc[3])
    True
    """
    if is_satire(doc):
        return True
    rules = fiction_rules()
    if _modified(doc, trigger, rules["role.modifiers"]) or _on_screen(trigger, rules):
        return True
    if _spoken_of(doc, trigger, quotes, rules):
        return True
    if any(_is_character(child, rules) for node in _relative(trigger) for child in node.children):
        return True
    if _in_reruns(trigger, rules):
        return True
    if trigger.lemma_ == "be" and any(child.dep_ == "attr" and in_a_title(child) for child in trigger.children):
        return True  # "are husband and wife in X"
    below, node = trigger, trigger
    for _ in range(_STEPS):
        if _made_up_clause(node, below, rules):
            return True
        if node.head == node:
            break
        if node.dep_ == "relcl" and is_work(node.head) and not _talks(node):
            return True
        if _is_part(node, node.head, rules) or (node.dep_ == "attr" and in_a_title(node)) or _of_a_title(trigger, node):
            return True
        below, node = node, node.head
    return in_plot(trigger) or in_recap(trigger) or _sentence_of_a_character(trigger)


def _in_reruns(trigger: Token, rules: Mapping[str, frozenset[str]]) -> bool:
    """Whether who is a couple now is one for those who watch it again: "remain married, and in reruns always will"."""
    verb = trigger if trigger.pos_ in {"VERB", "AUX"} and trigger.tag_ in {"VBZ", "VBP"} else trigger.head
    if trigger.lemma_ not in rules["figurative.unions"] or verb.tag_ not in {"VBZ", "VBP"}:
        return False
    again = [t for t in trigger.sent if t.lower_ in rules["role.again"] and t.i and t.nbor(-1).lower_ in {"in", "on"}]
    return bool(again)


def in_a_title(noun: Token) -> bool:
    """Whether the predicate tells of a part: "In X (1961) she was a widow", "he was her husband in X".

    Read off the words: to the parser the title in front is often a sentence of its own.
    """
    doc = noun.doc
    for k in range(noun.i + 1, min(noun.i + 9, noun.sent.end - 1)):
        if doc[k].pos_ in {"VERB", "AUX"} or doc[k].text in {",", ";"}:
            break
        if doc[k].lower_ in {"in", "on"} and _TITLE in {doc[k + 1].ent_type_, doc[min(k + 2, len(doc) - 1)].ent_type_}:
            return True
    k = noun.i
    while k > max(0, noun.i - 20) and doc[k - 1].text not in {".", ";"} and not doc[k - 1].is_space:
        k -= 1
    return doc[k].lower_ in {"in", "on"} and _TITLE in {t.ent_type_ for t in doc[k + 1 : k + 3]}


def _of_a_title(trigger: Token, node: Token) -> bool:
    """Whether the word is one beside a name for a part: "danced with Ann Lee, his bride in X"."""
    doc, k = node.doc, node.i + 1
    if node != trigger or node.dep_ != "appos" or k + 2 >= len(doc) or doc[k].lower_ not in {"in", "on"}:
        return False
    return _TITLE in {doc[k + 1].ent_type_, doc[k + 2].ent_type_}


def _modified(doc: Doc, trigger: Token, modifiers: frozenset[str]) -> bool:
    """Whether "on-screen", "TV" or the like stands right before the word or its adjectives."""
    index = trigger.i - 1
    while index >= 0 and doc[index].head == trigger and doc[index].dep_ in {"amod", "compound", "nmod", "punct"}:
        index -= 1
    text = doc[index + 1 : trigger.i].text.lower() if index + 1 < trigger.i else ""
    words = text.split()
    before = doc[max(0, trigger.i - 3) : trigger.i].text.lower().replace(" ", "")
    return any(word in modifiers for word in words) or before.endswith(("on-screen", "off-screen"))


def _on_screen(trigger: Token, rules: Mapping[str, frozenset[str]]) -> bool:
    """Whether a kin word is one "on television" only."""
    if trigger.pos_ != "NOUN" or trigger.dep_ != "attr":
        return False
    holders = [trigger, trigger.head]
    for node in (*holders, *(child for holder in holders for child in holder.children if child.dep_ == "prep")):
        for child in node.children:
            on = child.dep_ == "prep" and child.lower_ == "on"
            if on and any(noun.lower_ in rules["role.places"] for noun in child.children):
                return True
    return False


def _spoken_of(doc: Doc, trigger: Token, quotes: tuple[Quote, ...], rules: Mapping[str, frozenset[str]]) -> bool:
    """Whether the word stands in a title, or in a quoted sentence that tells a plot."""
    quote = quote_at(quotes, trigger.i)
    if quote is None or quote.is_speech:
        return False
    words = [token for token in doc[quote.first : quote.last] if token.is_alpha]
    titled = len(words) > 1 and sum(word.text[:1].isupper() for word in words) * 2 > len(words)
    return titled or any(token.lemma_ in rules["work.story"] for token in trigger.sent)


def _relative(trigger: Token) -> Iterator[Token]:
    return (child for child in trigger.children if child.dep_ == "relcl")


def _is_character(token: Token, rules: Mapping[str, frozenset[str]]) -> bool:
    return token.dep_ in {"nsubj", "nsubjpass", "agent", "poss"} and token.lemma_.lower() in rules["role.people"]


def _made_up_clause(node: Token, below: Token, rules: Mapping[str, frozenset[str]]) -> bool:
    """Whether the clause has a character for a subject, or happens "in the film"."""
    named = [child for child in node.children if child.dep_ == "dobj" and child.ent_type_ == "PERSON"]
    # "marries Al Orr in the finale": the parser hangs it on his name
    for child in (*node.children, *(leaf for name in named for leaf in name.children)):
        if _is_character(child, rules) and child.head == node:
            return True
        work = child.dep_ == "prep" and child != below and child.lower_ in rules["work.prepositions"]
        if (
            work
            and (node.lemma_ == "be" or node.dep_ == "attr")
            and any(noun.ent_type_ == "WORK_OF_ART" for noun in child.children)
        ):
            return True  # "he was the husband of Ann Lee in X"
        if work and not _talks(node) and any(is_work(noun) for noun in child.children):
            return True
    return False


def _talks(verb: Token) -> bool:
    """Whether the clause is about making the work, or says something: that is real."""
    return verb.lemma_.lower() in _real_verbs()


@cache
def _real_verbs() -> frozenset[str]:
    return fiction_rules()["work.real"]


def _is_part(node: Token, head: Token, rules: Mapping[str, frozenset[str]]) -> bool:
    """Whether ``node`` is what an actor plays: the object of "play", or what stands after "as"."""
    lemma = head.lemma_.lower()
    if lemma in rules["role.verbs"] and head.pos_ == "VERB" and node.dep_ in {"dobj", "oprd", "attr", "ccomp"}:
        own = any(child.lower_ in rules["role.own"] for child in node.children)  # "plays her own mother"
        return not own and node.lemma_.lower() not in rules["role.instruments"]
    if head.dep_ == "prep" and head.lower_ == "as" and node.dep_ == "pobj":
        verb, felt = head.head, cues().nouns.get(node.lemma_.lower())
        if felt is not None and felt.name == "feeling":
            return False  # "it came as no surprise that she left"
        if verb.ent_type_ == "PERSON" and node.pos_ == "PROPN":
            return True  # "Ann Lee as Mona, the wife of Otto"
        if verb.lemma_.lower() in rules["role.as_verbs"] and verb.pos_ == "VERB":
            return True
        return any(_is_character(child, rules) for relative in _relative(node) for child in relative.children)
    return False


def _sentence_of_a_character(trigger: Token) -> bool:
    """Whether the sentence is about "her character in ...", "X's character"."""
    doc = trigger.doc
    return any(
        trigger.sent.start <= i < trigger.sent.end
        and not any(other.text == ";" for other in doc[min(i, trigger.i) : max(i, trigger.i)])
        for i in _characters(doc)
    )


@kept
def _characters(doc: Doc) -> tuple[int, ...]:
    """Where a document speaks of somebody's character; kept for the last few, since every claim asks for it."""
    people = fiction_rules()["role.people"]
    return tuple(
        token.i
        for token in doc
        if token.lemma_.lower() in people and any(child.dep_ == "poss" for child in token.children)
    )
