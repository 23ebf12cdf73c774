"""Figures of speech are no facts: "married to her work", "the father of modern horror", "engaged in talks"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.factuality.reserve import to_others
from kg.factuality.rules import fiction_rules
from kg.memory import kept

_NEAR = 9
"""Within how many tokens "so to speak" speaks of a word."""


@kept
def is_figurative(doc: Doc, trigger: Token) -> bool:
    """Whether the partner, child or parent that ``trigger`` calls for is no person, or none of those it names.

    A named partner is always taken for one: which names are people's is for the mentions step to say.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> doc = Doc(spacy.blank("en").vocab, words=["married", "to", "her", "work"], heads=[0, 0, 3, 1],
    ...           lemmas=["marry", "to", "her", "work"], pos=["VERB", "ADP", "PRON", "NOUN"],
    ...           deps=["ROOT", "prep", "poss", "pobj"])
    >>> is_figurative(doc, doc[0])
    True
    """
    if to_others(trigger) or _so_to_speak(trigger):
        return True
    rules = fiction_rules()
    word, lemma = trigger.lower_, trigger.lemma_.lower()
    if (lemma == "engage" or word == "engaged") and _is_other_engagement(trigger):
        return True
    if word in rules["figurative.unions"] or lemma in rules["figurative.unions"]:
        partners = _objects(trigger, {"to", "from"})
        if trigger.pos_ in {"VERB", "AUX"} and lemma in {"marry", "divorce", "wed", "remarry"}:
            taken = [child for child in trigger.children if child.dep_ == "dobj"]
            # "married her co-star Al Orr", "married Al Orr, a marriage that", of which the parser makes objects as well
            partners += taken if all(noun.ent_type_ != "PERSON" for noun in taken) else []
        if any(_is_thing(noun) for noun in partners):
            return True
    if lemma in rules["figurative.union_nouns"] or word in rules["figurative.union_nouns"]:
        return any(
            _is_thing(noun) and noun.lemma_ not in rules["figurative.literal"] for noun in _objects(trigger, {"of"})
        )
    if lemma in rules["figurative.kin"]:
        return _is_other_kin(trigger)
    return False


def _so_to_speak(trigger: Token) -> bool:
    """Whether the sentence says that it is a figure of speech: "robbed, in a manner of speaking, by the taxman"."""
    doc = trigger.doc
    for token in trigger.sent:
        if token.lower_ in {"speaking", "speak", "figuratively", "metaphorically", "proverbially"}:
            before = [t.lower_ for t in doc[max(token.i - 2, 0) : token.i]]
            if token.lower_.endswith("ly") or before in (["manner", "of"], ["so", "to"]):
                return abs(token.i - trigger.i) < _NEAR
    return False


def _is_other_engagement(trigger: Token) -> bool:
    """Whether it is "engaged in talks", "engaged to appear", "engaged the clutch", "engaged a lawyer"."""
    rules = fiction_rules()
    if any(noun.pos_ == "PROPN" for noun in _objects(trigger, {"to"})):
        return False  # "engaged to Ann Lee, with a wedding set for May"
    if any(child.dep_ == "auxpass" and child.lemma_ == "get" for child in trigger.children):
        return False  # "got engaged in the presence of both families"
    for child in trigger.children:
        if (
            child.dep_ in {"prep", "agent"}
            and child.i > trigger.i
            and child.lower_ in rules["figurative.engage_prepositions"]
        ):
            noun = next((c for c in child.children if c.dep_ in {"pobj", "pcomp"}), None)
            # "engaged in May", "on the beach": times and places of a proposal
            if noun is not None and not noun.ent_type_ and (noun.dep_ == "pcomp" or _is_activity(child, noun)):
                return True
        if child.dep_ in {"xcomp", "advcl"} and any(c.lower_ == "to" and c.dep_ == "aux" for c in child.children):
            wedding = any(t.lemma_ in {"marry", "married", "wed"} for t in child.subtree)  # "engaged to be married"
            return child.i > trigger.i and not wedding
        if child.dep_ == "dobj" and trigger.tag_ in {"VBD", "VB", "VBZ", "VBP", "VBG"}:
            return True
    return False


def _is_activity(preposition: Token, noun: Token) -> bool:
    rules = fiction_rules()
    return (
        preposition.lower_ in {"in", "with", "upon"}
        and noun.pos_ == "NOUN"
        and noun.lemma_ not in rules["figurative.engage_settings"]
    )


def _is_other_kin(trigger: Token) -> bool:
    """Whether it is "the father of modern horror", "its mother", "a sister company", "like a brother"."""
    rules = fiction_rules()
    second = trigger.lemma_.lower() in rules["figurative.seconds"]
    for child in trigger.children:
        if child.dep_ == "poss" and child.lower_ == "its":
            return True
        if second and child.lower_ == "second" and child.i < trigger.i:
            return True
        if child.dep_ in {"prep", "dative"} and child.lower_ == "to" and _is_one_to_somebody(trigger, child):
            return True
        if (
            child.i < trigger.i
            and child.dep_ in {"amod", "compound", "nmod"}
            and child.lower_ in rules["figurative.modifiers"]
        ):
            return not any(c.dep_ == "appos" for c in trigger.children)
    if trigger.dep_ == "compound" and trigger.head.pos_ == "NOUN" and _is_thing(trigger.head):
        return trigger.lemma_ in rules["figurative.sister_words"]
    if trigger.head.dep_ == "prep" and trigger.head.lower_ in rules["figurative.similes"]:
        return not any(c.dep_ == "appos" for c in trigger.children)  # "like her father, Al Bogg, she sings"
    of_what = [noun for noun in _objects(trigger, {"of"}) if not _is_a_union(noun)]
    if any(_is_thing(noun) or noun.lower_ in {"all", "everything"} for noun in of_what):
        return True
    if trigger.dep_ == "attr" and trigger.lemma_ in {"baby", "child"}:
        subject = next((c for c in trigger.head.children if c.dep_ == "nsubj"), None)
        return subject is not None and _is_thing(subject)
    return False


def _is_one_to_somebody(trigger: Token, to: Token) -> bool:
    """Whether it is "a mother to him": of a child of hers nobody says so."""
    article = any(child.dep_ == "det" and child.lower_ in {"a", "an"} for child in trigger.children)
    return article and any(child.pos_ == "PRON" for child in to.children)


def _is_a_union(noun: Token) -> bool:
    """Whether children may be of it: "a daughter of that marriage", but not "a child of divorce"."""
    definite = any(child.dep_ in {"det", "poss", "amod"} for child in noun.children)
    return definite and noun.lemma_ in fiction_rules()["figurative.union_nouns"]


def _objects(trigger: Token, prepositions: set[str]) -> list[Token]:
    """What stands behind the prepositions; the first half of "co-star" is no noun of its own."""
    found: list[Token] = []
    for child in trigger.children:
        if child.dep_ in {"prep", "dative"} and child.lower_ in prepositions and child.i > trigger.i:
            found += [noun for noun in child.children if noun.dep_ == "pobj"]
    return [noun for noun in found if noun.is_alpha and trigger.doc[noun.i + 1 : noun.i + 2].text != "-"]


def _is_thing(noun: Token) -> bool:
    """Whether a common noun is no word for people; with a name beside it ("a doctor, Ann Lee") it always is one."""
    rules = fiction_rules()
    if noun.pos_ not in {"NOUN", "VERB", "ADJ"} or noun.like_num or noun.ent_type_ in {"DATE", "CARDINAL"}:
        return False  # "his wife of six years", "a mother of two"
    lemma = noun.lemma_.lower()
    if any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in noun.children) or noun.ent_type_ == "PERSON":
        return False
    if lemma in rules["person.nouns"] or noun.lower_ in rules["person.nouns"]:
        return False
    if lemma in rules["person.things"]:
        return True
    return not lemma.endswith(tuple(rules["person.endings"]))
