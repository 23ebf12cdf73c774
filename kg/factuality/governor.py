"""The word above a clause: its class, whose voice it is, and whether the parser has really put the clause under it."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.factuality.clause import has_subject, is_infinitive, is_passive, negative_noun, own_subject
from kg.factuality.cues import Signature, cues
from kg.factuality.state import Range
from kg.quotes import agent_of, noun_phrase, speaker_of, speech_verbs

_PEOPLE = frozenset({"PROPN", "PRON"})
NOUNS = frozenset({"NOUN", "PROPN"})


def signature_of(head: Token, node: Token, *, gerund: bool = False) -> Signature | None:
    """The class of the embedding word, phrasal verbs and infinitives first."""
    table, lemma = cues(), head.lemma_.lower()
    if head.pos_ == "ADJ" or (head.pos_ == "ADV" and lemma in table.adjectives):
        return table.adjectives.get(lemma) or (table.verbs.get(lemma) if head.tag_.startswith("VB") else None)
    if head.pos_ in NOUNS and not head.tag_.startswith("VB") and not has_subject(head):
        return table.nouns.get(lemma)
    if head.tag_ == "VBG" and head.lower_ in table.nouns and any(child.dep_ == "det" for child in head.children):
        return table.nouns[head.lower_]  # "some muttering that"
    for child in head.children:
        near = child.dep_ != "prep" or child == node or child.i == head.i + 1
        if (
            child.dep_ in {"prt", "advmod", "prep"}
            and near
            and (phrasal := table.phrasal.get(f"{lemma} {child.lower_}"))
        ):
            return phrasal
    infinitive = gerund or (node.dep_ in {"xcomp", "pcomp"} and is_infinitive(node))
    thought = lemma == "think" and node.lemma_ in {
        "be",
        "have",
    }  # "thought to be rich", whatever the parser makes of it
    if infinitive and lemma in table.infinitive and (lemma == "mean" or not is_passive(head)) and not thought:
        return table.infinitive[lemma]
    if node.dep_ == "ccomp" and not is_infinitive(node) and has_subject(node) and lemma in table.finite:
        return table.finite[lemma]
    if lemma == "go" and node.dep_ == "xcomp":
        return table.infinitive["go"]
    found = table.verbs.get(lemma) or table.verbs.get(head.lower_)
    if found is None and head.tag_ in {"VBN", "JJ"}:
        found = table.adjectives.get(head.lower_)
    if found is None and head.dep_ == "nsubj":
        found = table.nouns.get(lemma)  # "Word that she left", where the parser reads a verb
    return found


def voice_of(verb: Token, inside: Sequence[bool]) -> Range | None:
    """The source that a verb of saying names."""
    bare = verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"}  # "Ann Lee, named as the mother of Bo"
    speaker = agent_of(verb) if bare or is_passive(verb) else speaker_of(verb, inside)
    if speaker is None or speaker.lower_ in {"it", "there", "which", "that", "what"}:
        return None
    if negative_noun(speaker) is not None:
        return None  # what nobody says has no source
    first, last = noun_phrase(speaker)
    return first, min(last, verb.left_edge.i) if verb.head == speaker and verb.i > speaker.i else last


def reports(head: Token) -> bool:
    """Whether the word is a verb of saying."""
    signature = cues().verbs.get(head.lemma_.lower())
    return signature is not None and signature.plain == "report"


def misreports(head: Token) -> bool:
    """Whether a verb of saying owns that it is wrong: "wrongly reported", "was reported in error".

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words = ["reported", "in", "error"]
    >>> doc = Doc(spacy.blank("en").vocab, words=words, heads=[0, 0, 1], deps=["ROOT", "prep", "pobj"])
    >>> misreports(doc[0])
    True
    """
    table = cues()
    return any(
        table.has("adverb.misreport", child.lower_)
        or (child.dep_ == "prep" and table.has("adverb.misled", child.doc[child.i : child.i + 2].text.lower()))
        for child in head.children
    )


def says_that(node: Token, head: Token) -> bool:
    """Whether a verb we do not know reports the clause: "they lamented that", "..., joked the singer"."""
    if any(child.dep_ == "mark" and child.lower_ == "that" for child in node.children):
        return True
    subject = own_subject(head)
    said_after = node.i < head.i and subject is not None and subject.i > node.i
    return said_after and head.lemma_.lower() in speech_verbs()


def said_before(node: Token) -> Token | None:
    """The verb in front of the "that" which opens the clause: "wrote last week that", wherever the clause hangs."""
    doc, that = node.doc, node.left_edge
    if that.lower_ != "that":
        return None
    for token in reversed(doc[max(that.i - 4, 0) : that.i]):
        if token.tag_.startswith("VB"):
            return token
        if token.ent_type_ not in {"DATE", "TIME"}:
            return None
    return None


def separated(node: Token, head: Token, inside: Sequence[bool]) -> bool:
    """Whether a semicolon or a colon parts the two: the parser's complement is then a sentence of its own."""
    doc = node.doc
    edges = (node.right_edge.i + 1, head.i) if node.i < head.i else (head.i + 1, node.i)
    for token in doc[min(edges) : max(edges)]:
        if token.text == ";" or (token.text == ":" and not (head.i < node.i and reports(head) and not _answers(head))):
            return True
    if node.i < head.i:
        return any(
            token.text in {";", ":"} for token in doc[node.i : head.i] if not inside[token.i] and token.head == head
        )
    return False


def _answers(verb: Token) -> bool:
    """Whether what is said is a "yes" or "no": the colon of "She said yes: they wed" opens no words of hers."""
    return any(child.lower_ in {"yes", "no"} for child in verb.children)


def has_it(node: Token) -> Token | None:
    """Who "has him engaged": a present "have", an object, a state; the parser takes "has" for an auxiliary."""
    if node.dep_ == "acl" and node.tag_ in {"VBG", "VBN"} and node.head.dep_ == "dobj" and node.head.pos_ in _PEOPLE:
        return _who_has(node.head.head)  # "the papers had [Ann marrying]"
    subjects = [child for child in node.children if child.dep_ == "nsubj"]
    for auxiliary in node.children:
        told = auxiliary.tag_ in {"VBZ", "VBP"} or (subjects and _is_press(subjects[0]))
        if auxiliary.lemma_ == "have" and told and len(subjects) > 1:
            return subjects[0] if subjects[0].i < auxiliary.i < subjects[-1].i < node.i else None
    return None


def _who_has(verb: Token) -> Token | None:
    """The paper, the site or the gossips that "have" somebody do something."""
    subject = own_subject(verb) if verb.lemma_ == "have" else None
    if subject is not None and subject.tag_ == "WP" and verb.dep_ == "relcl":
        subject = verb.head
    return subject if subject is not None and _is_press(subject) else None


def claimed(node: Token) -> Token | None:
    """The noun that the parser takes for one more subject: "the claim, in some books, that she was wed hurt her"."""
    subjects = [child for child in node.children if child.dep_ == "nsubj" and child.i < node.i]
    if len(subjects) < 2 or subjects[0].lemma_.lower() not in cues().nouns:
        return None
    opened = any(child.dep_ == "mark" and subjects[0].i < child.i < subjects[1].i for child in node.children)
    return subjects[0] if opened else None


def misread(verb: Token, noun: Token) -> bool:
    """Whether a participle before a name is the parser's idea of a plain verb and its object ("Ann married Bo")."""
    if noun.pos_ != "PROPN" and verb.tag_ != "VBG":
        return False
    names = any(child.pos_ == "PROPN" and child.i < verb.i for child in noun.children)
    return names or verb.tag_ == "VBG" or any(child.dep_ in {"aux", "auxpass"} for child in verb.children)


def small_clause(node: Token, head: Token) -> bool:
    """Whether a gossip site "has him engaged": a present "have" over a state with its own subject."""
    subject = own_subject(head)
    told = head.tag_ in {"VBZ", "VBP"} or (subject is not None and _is_press(subject))
    if not told or node.dep_ not in {"ccomp", "oprd", "acomp", "acl"} or node.i < head.i:
        return False
    bare = not any(child.dep_ in {"aux", "auxpass", "mark"} for child in node.children)
    return bare and node.tag_ in {"VBN", "VBD", "VBG", "JJ"} and subject is not None


def _is_press(noun: Token) -> bool:
    """Whether who "had them married" is a paper, a site or gossip: what they had was only a story."""
    around = [noun.lower_, *(child.lower_ for child in noun.children if child.i < noun.i)]
    return any(cues().has("attribution.press", word) for word in around)


def is_present(verb: Token) -> bool:
    """Whether the clause is in a present tense."""
    tensed = (verb, *(child for child in verb.children if child.dep_ in {"aux", "auxpass"}))
    return any(token.tag_ in {"VBP", "VBZ"} for token in tensed)


def imperative(node: Token) -> bool:
    """Whether the clause is a command ("marry me")."""
    if node.tag_ not in {"VB", "VBP"} or node.dep_ not in {"ROOT", "ccomp"} or has_subject(node):
        return False
    if node.tag_ == "VBP" and node.i and node.doc[node.i - 1].is_alpha:
        return False
    return not any(child.dep_ in {"aux", "auxpass"} for child in node.children)
