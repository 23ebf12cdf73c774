"""Questions of what would have been: "Would Ann have married Bo if he had stayed?" tells of no bond, nor denies one."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax

MODALS = frozenset({"would", "wouldn"})
"""Not "could": "could they have wed in secret?" asks what was."""
HAVE = frozenset({"have", "'ve", "’ve"})
OPENERS = frozenset({"and", "but", "so", "or", "then", "how", "why", "when", "where", "whom", "who", "what", ","})
"""What may stand in front of the verb that opens a question."""


def is_what_if(trigger: Token) -> bool:
    """Whether the verb stands in a question of what would have been: opened by "would", with "have" before it."""
    verb = syntax.governor(trigger)
    if verb != trigger or not any(child.lower_ in HAVE and child.i < verb.i for child in verb.children):
        return False
    sentence = trigger.sent
    start = sentence.start
    while start < verb.i and (trigger.doc[start].lower_ in OPENERS or not trigger.doc[start].is_alpha):
        start += 1
    asked = any(token.text == "?" for token in trigger.doc[max(verb.i, sentence.end - 3) : sentence.end])
    turned = any(
        child.lower_ in MODALS and any(subject.i > child.i for subject in syntax.subjects(verb))
        for child in verb.children
    )
    return asked and (turned or trigger.doc[start].lower_ in MODALS)
