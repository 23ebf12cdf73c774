"""Verbs behind "co-", which the parser reads as three words: "Ann Orr co-founded Acme with Al Bogg"."""

from __future__ import annotations

from spacy.tokens import Doc, Token

_CLAUSES = frozenset({"ROOT", "relcl", "acl", "ccomp", "conj", "advcl", "xcomp", "parataxis"})
_PAST = ("ed", "wrote", "led", "ran", "made")


def joined(doc: Doc) -> Doc:
    """Give the verb behind "co-" what hangs on the "co" and its hyphen; the name before it becomes its subject."""
    for verb in doc[2:]:
        hyphen, co = doc[verb.i - 1], doc[verb.i - 2]
        if hyphen.text != "-" or co.lower_ != "co" or not verb.lower_.endswith(_PAST) or verb.ent_type_:
            continue
        if not co.whitespace_ and not hyphen.whitespace_ and not verb.is_ancestor(co):
            _take(verb, (co, hyphen))
    return doc


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
