"""Sentences that open with a phrase whose end the parser takes for the subject.

"Born to Al Bogg and Greta Holm, a nurse, Emil Bogg grew up in Leeds": the parser reads Greta for who grew up and Emil
for what she is called. A name right before the verb with a comma only in front of it is no apposition, which has two.
"""

from __future__ import annotations

from spacy.tokens import Token

LEADS = frozenset({"pobj", "dobj", "conj"})
PAST = frozenset({"VBD", "VBN"})
OBJECTS = frozenset({"dobj", "attr", "oprd", "dative"})


def give_back(verb: Token, subject: Token) -> None:
    """Make the name right before the verb its subject, and hang the one so far on the phrase that it ends."""
    doc, first = verb.doc, subject.left_edge.i
    named = subject.ent_type_ == "PERSON"
    if named and (first <= verb.sent.start or doc[first - 1].text == ","):
        return
    name = _right_before(verb, subject)
    place = None if name is None else _place(subject) if named else (name, "appos")
    if name is None or place is None:
        return
    name.head, name.dep_ = verb, subject.dep_
    subject.head, subject.dep_ = place


def lead_in(verb: Token) -> None:
    """Give a verb without a subject the names right before it: "Amid rumours of a rift, Ann Lee and Bo Orr have split".

    The parser reads them as an apposition to the noun that ends the phrase in front.
    """
    start = verb.i
    while start > verb.sent.start and _belongs(verb, start - 1):
        start -= 1
    name = verb.doc[start - 1] if start > verb.sent.start else verb
    while name.dep_ == "conj" and name.head.ent_type_ == "PERSON":
        name = name.head
    first = name.left_edge.i
    if (
        name.dep_ not in {"appos", "conj"}
        or name.ent_type_ != "PERSON"
        or name.right_edge.i != start - 1
        or name.head.pos_ != "NOUN"
    ):
        return
    if first <= verb.sent.start or verb.doc[first - 1].text != "," or name.head.dep_ != "pobj":
        return
    top = name.head.head
    while top.head != verb and top.head.dep_ in {"pobj", "prep"}:
        top = top.head
    if top.head == verb and top.dep_ == "prep" and top.left_edge.i == verb.sent.start:
        name.head, name.dep_ = verb, "nsubj"


def to_the_nearest(name: Token) -> None:
    """Hang a name on the noun right before it, not on the one above: "the son of the [footballer Al Orr]"."""
    noun = described(name)
    if noun is not None and noun.head.head == name.head:
        name.head = noun


def to_the_verb(name: Token) -> None:
    """Make a name right behind a relative clause's verb its object: "Ann Lee, who [co-founded Acme] with Al Orr".

    What stands behind it up to the comma goes with it.
    """
    first, above = name.left_edge.i, name.head
    verb = name.doc[first - 1] if first > above.i + 1 else above
    if verb.dep_ != "relcl" or verb.head != above or verb.tag_ not in PAST or name.tag_ != "NNP":
        return
    if name.ent_type_ == "" or any(child.dep_ in OBJECTS for child in verb.children):
        return
    name.head, name.dep_ = verb, "dobj"
    for child in above.rights:
        if child.i > name.i and (child.dep_ != "prep" or not _same_clause(name, child)):
            break
        if child.i > name.i:
            child.head = verb


def _same_clause(name: Token, behind: Token) -> bool:
    """Whether no comma stands between the two."""
    return all(token.text != "," for token in name.doc[name.i : behind.i])


def to_the_spouse(name: Token) -> None:
    """Hang a name on the kin noun it stands behind: "Al Orr and his [wife, tenor Ann Orr]"."""
    behind = (child for child in name.children if child.i > name.i)
    if not any(token.ent_type_ == "PERSON" for token in (name, *behind)):
        return
    for noun in name.head.children:
        if noun.dep_ == "conj" and noun.pos_ == "NOUN" and noun.head.i < noun.i < name.i:
            owned = any(child.dep_ == "poss" for child in noun.children)
            if owned and noun.right_edge.i + 2 == name.left_edge.i and name.doc[noun.right_edge.i + 1].text == ",":
                name.head = noun
                return


def before_name(name: Token) -> Token | None:
    """The token of the same sentence right before a person's name, if it is one."""
    first = name.left_edge.i
    return name.doc[first - 1] if name.ent_type_ == "PERSON" and first > name.sent.start else None


def described(name: Token) -> Token | None:
    """The noun inside a prepositional phrase right before a person's name: "tenor" of "to the tenor Gus Arlen"."""
    noun = before_name(name)
    return noun if noun is not None and noun.dep_ == "pobj" and noun.pos_ == "NOUN" else None


def _right_before(verb: Token, subject: Token) -> Token | None:
    """The person whose name ends where the verb begins, in apposition to the subject behind one comma."""
    start = verb.i
    while start > subject.i and _belongs(verb, start - 1):
        start -= 1
    name = verb.doc[start - 1]
    apart = name.ent_type_ == "PERSON" and name.dep_ in {"appos", "conj"} and subject.is_ancestor(name)
    first = name.left_edge.i
    link, joined = name, False
    while apart and link != subject:
        joined = link.dep_ == "conj" or (joined and link.dep_ != "pobj")
        link = link.head
    if joined and subject.ent_type_ != "PERSON":
        return None  # "The dancer and her husband, Al Orr welcomed"
    return name if apart and name != subject and verb.doc[first - 1].text == "," else None


def _belongs(verb: Token, i: int) -> bool:
    """Whether the token is an auxiliary or an adverb of the verb: "Emil [has never] sung"."""
    token = verb.doc[i]
    return token.head == verb and token.dep_ in {"aux", "auxpass", "neg", "advmod"}


def _place(subject: Token) -> tuple[Token, str] | None:
    """Where the phrase that opens the sentence has room for the name: behind its noun, its preposition or its "and"."""
    doc, i = subject.doc, subject.left_edge.i - 1
    if doc[i].dep_ == "pobj" and doc[i].pos_ == "NOUN":
        return doc[i], "appos"
    if doc[i].dep_ == "prep":
        return doc[i], "pobj"
    before = next((t for t in reversed(doc[subject.sent.start : i]) if t.dep_ in LEADS), None)
    return (before, "conj") if doc[i].dep_ == "cc" and before is not None else None
