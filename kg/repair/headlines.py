"""Headlines' verbs that the tagger takes for nouns behind a name: "Ann Lee files for divorce", "Ann and Al divorce".

And their pairs: where a headline puts a comma for "and", the parser sees no subject, "Ann Lee, Al Orr call it quits".
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

_VERBS = {
    "files": ("VBZ", "file"),
    "divorce": ("VBP", "divorce"),
    "divorces": ("VBZ", "divorce"),
    "separate": ("VBP", "separate"),
}
"""The words with the tag and the lemma of the verb that each is behind a name."""

_ENDS = frozenset({".", "!", "?", "”", '"', "…"})
"""What ends a sentence, and no headline."""
_PLURAL = frozenset({"VBP", "VBD", "VBN", "NN", "VB", "JJ"})
"""The tags of what two do in a headline, as the tagger sees it."""
_TRADES = frozenset({"NN", "NNP", "JJ"})
_COLONS = frozenset({":", "-", "–", "—"})
_FEW = 3
"""So many words may tell before a name what its bearer is: "soap star Ann Lee"."""


def pair(doc: Doc) -> Doc:
    """Give a headline's verb the two who open it: "[Ann Lee, Al Orr] split", "[Ann Lee and Al Orr] divorce"."""
    starts = {ent.start: ent for ent in doc.ents if ent.label_ == "PERSON"}
    for first in starts.values():
        joint = first.end
        if joint + 2 >= len(doc) or doc[joint].lower_ not in {",", "and", "&"} or not _opens(first):
            continue
        second = next((starts[i] for i in range(joint + 1, joint + 2 + _FEW) if i in starts), None)
        if second is None or second.end >= len(doc) or not _are_trades(doc[joint + 1 : second.start]):
            continue
        verb = doc[second.end]
        last = doc[verb.sent.end - 1]
        same = verb.sent.start <= first.start
        if same and verb.tag_ in _PLURAL and last.text not in _ENDS and _is_said(verb):
            _rule(verb, first, doc[joint], second)
    return doc


def _opens(name: Span) -> bool:
    """Whether the name opens its sentence, or only a trade stands before it: "Actress Ann Lee"."""
    start = name.root.sent.start
    return name.start - start <= _FEW and _are_trades(name.doc[start : name.start])


def _are_trades(tokens: Span) -> bool:
    return all(token.tag_ in _TRADES and token.pos_ != "VERB" for token in tokens)


def _is_said(word: Token) -> bool:
    """Whether it is a verb, or one of the nouns that are verbs in headlines."""
    return word.pos_ == "VERB" or (word.text in _VERBS and _goes_on(word))


def _rule(verb: Token, first: Span, joint: Token, second: Span) -> None:
    one, other = first.root, second.root
    subject = any(child.dep_ in {"nsubj", "nsubjpass"} and child == one for child in verb.children)
    if subject and verb.pos_ == "VERB" and other.head == one and other.dep_ == "conj":
        return
    inside = range(first.start, second.end)
    for trade in verb.doc[joint.i + 1 : second.start]:
        if trade.head == verb or trade.i < trade.head.i == verb.i or trade.head == one:
            trade.head, trade.dep_ = other, "compound"
    behind = [child for token in (one, other, verb.sent.root) for child in token.children if child.i > verb.i]
    verb.head, verb.dep_ = verb, "ROOT"
    one.head, one.dep_ = verb, "nsubj"
    other.head, other.dep_ = one, "conj"
    joint.head, joint.dep_ = one, "cc"
    for child in behind:
        if child.i not in inside and child != verb:
            child.head = verb
    if verb.text in _VERBS:
        verb.tag_, verb.lemma_, verb.pos_ = "VBP", _VERBS[verb.text][1], "VERB"


def tell(noun: Token) -> None:
    """Make the noun that ends a headline's subject its verb: not "the Lee divorce", nor "Ann Lee's files".

    >>> import spacy
    >>> from spacy.tokens import Doc, Span
    >>> words, deps = ["Ann", "Lee", "files", "for", "divorce"], ["compound", "compound", "ROOT", "prep", "pobj"]
    >>> tags = ["NNP", "NNP", "NNS", "IN", "NN"]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, heads=[1, 2, 2, 2, 3], deps=deps, tags=tags)
    >>> doc.set_ents([Span(doc, 0, 2, label="PERSON")])
    >>> tell(doc[2])
    >>> doc[2].tag_, doc[1].dep_
    ('VBZ', 'nsubj')
    """
    verb = _VERBS.get(noun.text)
    headed = _is_headed(noun)
    if verb is None or not (noun.dep_ == "ROOT" or headed):
        return
    if noun.tag_ not in {"NN", "NNS"} or noun.i == noun.sent.start:
        return
    before = list(noun.lefts)
    subject = next((child for child in before if child.dep_ in {"nsubj", "compound", "amod"}), None)
    if subject is None or subject.ent_type_ != "PERSON" or any(child.dep_ in {"det", "poss"} for child in before):
        return
    several = any(child.dep_ == "conj" for child in subject.children)
    if noun.nbor(-1).ent_type_ != "PERSON" or several != (verb[0] == "VBP") or not _goes_on(noun):
        return
    noun.tag_, noun.lemma_, noun.pos_ = (*verb, "VERB")
    subject.dep_ = "nsubj"
    if subject.tag_ == "JJ":  # "Finch"
        subject.tag_, subject.pos_, subject.lemma_ = "NNP", "PROPN", subject.text
    if headed:
        date = noun.head
        noun.head, noun.dep_ = noun, "ROOT"
        for child in (date, *date.rights):
            if child != noun:
                child.head = noun if child.i == date.i or child.text in _COLONS else child.head
        date.dep_ = "npadvmod"


def _is_headed(noun: Token) -> bool:
    """Whether it hangs on the date that heads its line: "March 2024: [Finch files]"."""
    date = noun.head
    colon = any(token.text in _COLONS for token in noun.doc[date.i : noun.i])
    return noun.dep_ == "appos" and date.dep_ == "ROOT" and date.ent_type_ == "DATE" and colon


def _goes_on(noun: Token) -> bool:
    """Whether what follows is of a verb: "files for divorce", "divorce after years", not "divorce papers leak"."""
    if noun.i + 1 >= noun.sent.end:
        return noun.lower_ != "files"
    return noun.nbor().lower_ == "for" if noun.lower_ == "files" else noun.nbor().pos_ in {"ADP", "SCONJ", "PUNCT"}
