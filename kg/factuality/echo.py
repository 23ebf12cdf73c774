"""The other voice in a sentence: the rumour beside its denial, and the denial beside the rumour.

"Rumours that they married are untrue, says her agent" holds two claims: a possible one (the rumour's) and a denied
one (the agent's). So does "it is whispered that she is dating a producer, who denies it".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from kg.factuality.clause import NOT, is_passive, negations, own_subject
from kg.factuality.cues import cues
from kg.factuality.page import Page
from kg.quotes import noun_phrase, speaker_of

Range = tuple[int, int]
_PRONOUNS = frozenset({"it", "this", "that", "them", "which", "these", "those", "so"})
_SHORT = 5
"""How many words a sentence that only rejects what was said before has in front of who says so."""
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_ANSWERS = {"no": "not", "yes": "said", "not": "not"}
_ASKING = frozenset({"ask", "question", "press", "quiz", "wonder", "say", "claim", "report"})
"""To whose words "said no" may be an answer."""
_CONTENT = frozenset({"attr", "acomp", "xcomp", "ccomp", "dobj", "oprd", "prep"})


@dataclass(frozen=True, slots=True)
class Echo:
    """Another status that the sentence gives the claim: ``core`` is not, maybe or said; whose word it is; the cue."""

    core: str
    voice: Range | None
    cue: str


def later_words(trigger: Token, page: Page) -> Iterator[Echo]:
    """What is said of the claim later in its sentence: "..., who denies it", "...; the other said they had not"."""
    doc, end, inside = trigger.doc, page.bounds[trigger.i][1], page.inside
    for verb in (doc[index] for index in page.answers if trigger.i < index < end):
        lemma = verb.lemma_.lower()
        if (cue := _rejects(verb, lemma)) is not None and not negations(verb):
            yield Echo("not", _who(verb, inside), cue)
        elif (word := _yes_or_no(verb)) is not None and _is_asked(verb):
            yield Echo(_ANSWERS[word.lower_], _who(verb, inside), word.lower_)
        elif (answer := _cut_short(verb, lemma)) is not None:
            yield Echo("not" if negations(answer) else "said", _who(verb, inside), answer.lower_)


def next_words(trigger: Token, page: Page) -> Iterator[Echo]:
    """What the next sentence of the paragraph says of a report or a rumour: "She denied it.", ""Not so," says Roe.".

    Of two things reported in one sentence the first is meant.
    """
    if trigger.dep_ == "conj" or is_by_the_way(trigger):
        return
    doc, start = trigger.doc, page.bounds[trigger.i][1]
    while start < len(doc) and (doc[start].is_space or doc[start].is_quote) and "\n" not in doc[start].text:
        start += 1
    if start >= len(doc) or "\n" in doc[start].text or "\n" in doc[start - 1].text:
        return
    end = page.bounds[start][1]
    for verb in (doc[index] for index in page.answers if start <= index < end):
        if verb.dep_ == "ROOT" and (word := _yes_or_no(verb) or _opens_with_no(verb, start)) is not None:
            yield Echo(_ANSWERS[word.lower_], _who(verb, page.inside), word.lower_)
        if verb.dep_ != "ROOT" or negations(verb) or _answers_its_own(verb, start):
            continue
        said = next((child for child in verb.children if child.dep_ == "ccomp"), verb)
        short = _cut_short(verb, verb.lemma_.lower())
        cue = _rejects(verb, verb.lemma_.lower()) or _not_so(verb, start) or _is_set_right(said)
        cue = cue or (short.lower_ if short is not None and negations(short) else None)
        if cue is not None:
            yield Echo("not", _who(verb, page.inside), cue)
    root = doc[start:end].root
    short = next((doc[i] for i in range(start, min(end, start + _SHORT)) if i in page.cut), None)
    if (cue := _is_set_right(root) or (short.lower_ if short is not None else None)) is not None:
        yield Echo("not", None, cue)


def is_by_the_way(trigger: Token, *, loose: bool = False) -> bool:
    """Whether it is told in a clause about somebody, with nobody in there who says it: "Roe, whose wife is Ann Lee".

    ``loose``: also of whom no name is told, and without a verb: "the star, who left him", "Roe, married to Ann Lee".
    """
    node = trigger
    while node.head != node:
        if node.lemma_.lower() in cues().verbs or any(child.dep_ == "neg" for child in node.children):
            return False  # "Lee, who is said to be dating Roe, is in Rome. He denies it."
        behind = loose and node.left_edge.i > 0 and node.left_edge.nbor(-1).text == ","
        if behind and node.tag_ == "VBN" and node.dep_ in {"acl", "amod", "advcl"}:
            return True
        if node.dep_ == "relcl":
            about = behind or node.head.pos_ == "PROPN" or node.head.dep_ == "appos"
            return about and any(child.tag_ in {"WP", "WP$"} for child in node.subtree)
        node = node.head
    return False


def _is_asked(verb: Token) -> bool:
    """Whether "no" answers something in the sentence: "asked if she had left him, she said no"."""
    before = verb.doc[verb.sent.start : verb.i]
    return (
        verb.tag_ in {"VBD", "VBZ", "VBP"}
        and not negations(verb)
        and any(token.lemma_ in _ASKING or token.lower_ in {"whether", "if"} for token in before)
    )


def _answers_its_own(verb: Token, start: int) -> bool:
    """Whether something was said before in the sentence of the answer: "He claimed that P; she denied it"."""
    before = (token for token in verb.doc[start : verb.i] if token.dep_ == "ccomp" and token.head.i < token.i)
    return any(token.head != verb for token in before)


def cut_words(trigger: Token, page: Page) -> Iterator[Echo]:
    """What the same sentence says against a report or a rumour: "they say that she left him; she did not"."""
    end = page.bounds[trigger.i][1]
    yield from (Echo("not", None, trigger.doc[i].lower_) for i in page.cut if trigger.i < i < end)


def _is_set_right(verb: Token) -> str | None:
    """The word by which a sentence takes back the one before: "The story was invented", "There is no truth in it"."""
    table, words = cues(), list(verb.children)
    subject = own_subject(verb)
    negated = bool(negations(verb))
    if subject is None:
        for noun in words:
            if noun.dep_ == "attr" and table.has("predicate.substance", noun.lemma_.lower()):
                little = negated or any(table.has("negation.little", child.lower_) for child in noun.children)
                return noun.lower_ if little and _is_about(noun) else None
        return None
    if table.has("attribution.withdrawn", verb.lemma_.lower()):
        return verb.lower_ if subject.lower_ == "we" and not negated else None
    if not _means_the_claim(subject) and subject.lower_ != "we":
        return None
    for word in words:
        if word.dep_ in _CONTENT and word.i > verb.i:
            false, true = table.has("predicate.false", word.lemma_.lower()), _is_true(word)
            if (false and not negated) or (true and negated):
                return word.lower_
    signature = table.verbs.get(verb.lemma_.lower())
    dropped = signature is not None and signature.plain in {"deny", "negate"} and is_passive(verb)
    return verb.lower_ if dropped and not negated and subject.pos_ == "NOUN" else None


def _is_about(noun: Token) -> bool:
    """Whether "truth" is that of what was said: alone, or "in it", "to the story"."""
    objects = [leaf for child in noun.children if child.dep_ == "prep" for leaf in child.children]
    return all(_means_the_claim(leaf) for leaf in objects)


def _not_so(verb: Token, start: int) -> str | None:
    """The word of ""That's not true," she said" and "Nonsense, says her agent", at the head of a sentence."""
    table = cues()
    said = [token for token in verb.doc[start : verb.i] if token.is_alpha or token.lower_ in NOT]
    for before, token in zip([None, *said], said[:_SHORT], strict=False):
        untrue = before is not None and before.lower_ in NOT and (token.lower_ == "so" or _is_true(token))
        if untrue or (table.has("predicate.false", token.lower_) and not negations(token.head)):
            return token.lower_
    return None


def _is_true(token: Token) -> bool:
    return cues().has("predicate.true", token.lower_)


def _rejects(verb: Token, lemma: str) -> str | None:
    """The word by which "it" is denied: "denies it", "calls it nonsense", "dismissed the report"."""
    table = cues()
    signature = table.verbs.get(lemma)
    objects = [child for child in verb.children if child.dep_ in {"dobj", "nsubj", "nsubjpass"}]
    for child in verb.children:
        if child.dep_ in {"ccomp", "oprd"}:  # "called [the report nonsense]"
            objects += [leaf for leaf in child.children if leaf.dep_ == "nsubj"]
    spoken_of = any(_means_the_claim(noun) for noun in objects)
    if signature is not None and signature.plain == "deny" and spoken_of:
        return verb.lower_
    if table.has("attribution.branding", lemma) and spoken_of:
        for child in verb.subtree:
            if table.has("predicate.false", child.lemma_.lower()) and child.i > verb.i:
                return child.lower_
    return None


def _means_the_claim(noun: Token) -> bool:
    if noun.lower_ in _PRONOUNS:
        return True
    signature = cues().nouns.get(noun.lemma_.lower())
    if signature is None or signature.name not in {"hedge", "allege"}:
        return False
    return any(child.dep_ == "det" and child.lower_ in _DEFINITE for child in noun.children)


def _cut_short(verb: Token, lemma: str) -> Token | None:
    """The auxiliary of "says that they did not", which leaves out what was said before."""
    signature = cues().verbs.get(lemma)
    if signature is None or signature.plain != "report":
        return None
    for child in verb.children:
        if child.dep_ == "ccomp" and child.i > verb.i and child.lemma_ in {"be", "do", "have", "will", "would"}:
            subject = own_subject(child)
            whole = any(other.dep_ in _CONTENT for other in child.children)
            if subject is not None and subject.pos_ == "PRON" and not whole:
                return child
    return None


def _yes_or_no(verb: Token) -> Token | None:
    """The word of "asked if she had left him, she said no"."""
    if (
        verb.i + 1 >= len(verb.doc)
        or verb.nbor().lower_ not in _ANSWERS
        or verb.lemma_ not in {"say", "answer", "reply"}
    ):
        return None
    word = verb.nbor()
    return word if word.i + 1 >= len(verb.doc) or word.nbor().is_punct else None


def _opens_with_no(verb: Token, start: int) -> Token | None:
    """The word of ""No," she said" behind what she was asked, or what is said of her."""
    word, near = verb.doc[start], verb.i - start <= _SHORT and verb.lemma_ in {"say", "answer", "reply", "insist"}
    alone = word.i + 1 < verb.i and word.nbor().text in {",", ".", "!"} and verb.doc[word.i + 2].is_quote
    return word if near and alone and word.lower_ == "no" else None


def _who(verb: Token, inside: Sequence[bool]) -> Range | None:
    speaker = speaker_of(verb, inside)
    return None if speaker is None else noun_phrase(speaker)
