"""Subjects of two, the second told by kinship and name: "Al Orr and his wife of ten years, tenor Ann Orr, have split".

The parser often gives the verb to the second name alone, or takes it for a participle that describes her.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.columns import having

_PLAIN = frozenset({"DET", "NOUN", "PROPN", "ADJ", "PUNCT"})
_HELPS = frozenset({"AUX", "ADV", "PART"})
_NEAR = 6
"""How many tokens may stand between the kin noun and the comma, or between the comma and the name."""


def both(doc: Doc) -> Doc:
    """Make both the subject of the verb behind the second name, and hang that name on the noun it stands behind."""
    for noun in having(doc, "DEP", {"conj"}):
        one = noun.head
        if noun.pos_ != "NOUN" or not (one.ent_type_ == "PERSON" or one.pos_ == "PRON"):
            continue
        if one.i > noun.i or not any(child.dep_ == "poss" for child in noun.children):
            continue
        names = _names(noun)
        verb = None if names is None else _verb(doc, names[-1].i + 1)
        if names is not None and verb is not None:
            _give(one, noun, names, verb)
    return doc


def _names(noun: Token) -> list[Token] | None:
    """The tokens between the commas behind the noun, where they end in a person's name: "tenor Ann Orr"."""
    doc, end = noun.doc, noun.sent.end
    start = noun.i + 1
    if start < end and doc[start].lower_ in {"of", "for"}:
        start = next((i for i in range(start, min(start + _NEAR, end)) if doc[i].text == ","), end)
    if start >= end or doc[start].text != ",":
        return None
    stop = next((i for i in range(start + 1, min(start + 1 + _NEAR, end)) if doc[i].text == ","), end)
    found = list(doc[start + 1 : stop])
    plain = all(token.pos_ in _PLAIN for token in found)
    one = sum(token.ent_iob_ == "B" and token.ent_type_ == "PERSON" for token in found) == 1
    return found if stop < end and found and plain and one and found[-1].ent_type_ == "PERSON" else None


def _verb(doc: Doc, comma: int) -> Token | None:
    """The verb behind the comma, with its auxiliaries and adverbs: ", [have quietly] split"."""
    for token in doc[comma + 1 : comma + 5]:
        if token.pos_ not in _HELPS:
            return token if (token.pos_ == "VERB" and token.tag_ != "VBG") or token.head.i < comma < token.i else None
    return None


def _give(one: Token, noun: Token, names: list[Token], verb: Token) -> None:
    inside = set(names)
    if verb.pos_ != "VERB":
        return
    if verb.dep_ in {"acl", "relcl"} and verb.head in {*names, noun, one} and one.head == one and verb.tag_ != "VBG":
        if verb.i != names[-1].i + 2 or any(child.dep_.startswith("nsubj") for child in verb.children):
            return
        later = [child for child in one.children if child.i > verb.i]
        verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
        one.head, one.dep_ = verb, "nsubj"
        for child in later:
            child.head = verb
    elif any(child in inside and child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children):
        role = next(child.dep_ for child in verb.children if child in inside)
        if one.head not in {*inside, verb}:
            return
        one.head, one.dep_ = verb, role
    name = names[-1]
    tops = [token for token in names if token.head not in inside]
    if verb == one.head and len(tops) == 1:
        if tops[0] != name:
            tops[0].head, tops[0].dep_ = name, "compound"
        name.head, name.dep_ = noun, "appos"
