"""What the tokenizer parts behind "co-", and the parser reads as three words: "co-founded Acme", "wed her co-star"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.columns import having

_CLAUSES = frozenset({"ROOT", "relcl", "acl", "ccomp", "conj", "advcl", "xcomp", "parataxis"})
_PAST = ("ed", "wrote", "led", "ran", "made")
_PLACES = frozenset({"dobj", "pobj", "appos", "nsubj", "nsubjpass", "attr", "conj"})
"""What only the whole of "co-star" can be, and its "co" not."""


def joined(doc: Doc) -> Doc:
    """Give the verb behind "co-" what hangs on the "co" and its hyphen; the name before it becomes its subject.

    A noun behind it takes the place of the "co" in the sentence.
    """
    for co in having(doc, "LOWER", {"co"}):
        if co.i + 2 >= len(doc):
            break
        hyphen, word = doc[co.i + 1], doc[co.i + 2]
        if hyphen.text != "-" or word.ent_type_ or word.is_ancestor(co):
            continue
        if not co.whitespace_ and not hyphen.whitespace_ and word.lower_.endswith(_PAST):
            _take(word, (co, hyphen))
        elif word.pos_ in {"NOUN", "ADJ"} and co.dep_ in _PLACES:
            _stand_for(co, hyphen, word)
    return doc


def _stand_for(co: Token, hyphen: Token, noun: Token) -> None:
    """Put the noun into the place of its "co", or of the adjective before that: "her longtime [co-star]"."""
    before = co.head
    parts = (before, co, hyphen) if before.i == co.i - 1 and before.tag_.startswith("JJ") else (co, hyphen)
    if noun.head in parts:
        noun.head, noun.dep_ = (noun, "ROOT") if parts[0].head == parts[0] else (parts[0].head, parts[0].dep_)
    for child in [child for part in parts for child in part.children if child != noun and child not in parts]:
        child.head = noun
    for part in parts:
        part.head = noun
        part.dep_ = "punct" if part == hyphen else "compound" if part == co else "amod"


def _take(verb: Token, parts: tuple[Token, Token]) -> None:
    group = {*parts, verb}
    outer = next((t for t in (*parts, verb) if t.head == t or t.head not in group), None)
    if outer is None or outer.dep_ not in _CLAUSES or _is_below(outer.head, group - {outer.head}):
        return
    above, role = outer.head, outer.dep_
    inherited = [child for part in parts for child in part.children if child not in group]
    verb.head, verb.dep_ = (verb, "ROOT") if above == outer else (above, role)
    verb.pos_ = "VERB"
    for part in parts:
        part.head, part.dep_ = verb, "punct" if part.text == "-" else "prefix"
    for child in inherited:
        child.head = verb
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    helped = any(child.dep_ in {"aux", "auxpass"} for child in verb.children)
    named = [child for child in verb.children if child.i == parts[0].i - 1 and child.ent_type_ == "PERSON"]
    if not subjects and named and not helped:
        named[0].dep_ = "nsubj"
        subjects = named
    if subjects and not helped:
        verb.tag_ = "VBD"


def _is_below(token: Token, group: set[Token]) -> bool:
    """Whether the token hangs on one of the group: to hang the verb on it would close a ring."""
    return any(above in group for above in token.ancestors)
