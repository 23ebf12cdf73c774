"""Who says so, where it stands beside the clause: "according to X", "P, X said", "as Y reported", "rumours by Z"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.tokens import Token

from kg.factuality.clause import has_subject, is_infinitive, is_passive, own_subject
from kg.factuality.cues import cues
from kg.factuality.echo import Echo
from kg.quotes import DASHES, agent_of, noun_phrase, speaker_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kg.factuality.page import Page
    from kg.factuality.state import State

Range = tuple[int, int]
_LOOSE = frozenset({"parataxis", "conj", "advcl", "dep", "punct", "ccomp", "meta"})
_TIMES = frozenset({"prep", "det", "npadvmod", "advmod"})
_COMPLEMENTS = frozenset({"ccomp", "xcomp"})
_OPENERS = DASHES | {",", "("}


def asides(node: Token, came: Token | None, state: State, inside: Sequence[bool], wrong: range | None = None) -> None:
    """Apply the attributions that hang on ``node``.

    ``came`` is the child we climbed from: what stands before a later conjunct with a subject of its own ("P,
    according to X, but Q") does not speak for it. Nor does what stands in the ``wrong`` part: "not in Rome, as X
    says, but in Leeds".
    """
    table = cues()
    _named_in(node, came, state)
    for child in node.children:
        if child == came or inside[child.i] != inside[node.i] or (wrong is not None and child.i in wrong):
            continue
        word = child.lower_
        if child.dep_ in {"prep", "advmod", "mark", "pcomp"} and table.has("attribution.prepositions", word):
            if not _passed_by(child, node, came) and (source := _after(child)) is not None:
                state.apply("report", "according to", noun_phrase(source))
        elif word == "in" and child.dep_ == "prep" and (place := _object_of(child)) is not None:
            if table.has("attribution.unreal", place.lower_):
                state.apply("possible", place.lower_)
        elif word == "contrary" and (source := _after(child)) is not None:
            signature = table.nouns.get(source.lemma_.lower())
            if signature is not None and signature.name in {"hedge", "allege"}:
                state.echoes.append(Echo("maybe", noun_phrase(source), "contrary to"))
        elif child.dep_ in _LOOSE and child.tag_.startswith("VB"):
            if _passed_by(child, node, came) or _local(node if came is None else came, child):
                continue
            _parenthesis(child, node, state, inside)


def _named_in(node: Token, came: Token | None, state: State) -> None:
    """A document that names people: "two sons, listed in the will as ...", from the noun or from the names."""
    table = cues()
    verbs = [node] if came is not None else [child for child in node.children if child.dep_ == "acl"]
    for verb in verbs:
        if verb.tag_ == "VBN" and table.has("attribution.naming", verb.lemma_.lower()):
            for preposition in verb.children:
                source = _object_of(preposition) if preposition.lower_ == "in" else None
                if source is not None and table.has("attribution.documents", source.lemma_.lower()):
                    state.apply("report", verb.lower_, (_start(source), source.i + 1))
                    return


def closing_words(trigger: Token, state: State, page: Page) -> None:
    """A sentence that ends ", police said" speaks for police, wherever the parser has hung the verb."""
    table, doc, end = cues(), trigger.doc, page.bounds[trigger.i][1]
    for verb in (doc[index] for index in page.closers if trigger.i < index < end):
        if verb.tag_ == "NNS" and (taken := _taken_for_noun(verb)) is not None and taken[0] > trigger.i + 1:
            state.apply("report", verb.lower_, taken)
            return
        if not verb.tag_.startswith("VB"):
            continue
        if _is_subordinate(verb, aside=True):
            continue
        subjects = [c for c in verb.children if c.i < verb.i and (c.dep_ == "nsubj" or c.lower_ == "it")]
        speaker = subjects[-1] if subjects else speaker_of(verb, page.inside)
        if speaker is None or speaker.i > verb.i or any(c.dep_ == "ccomp" and c.i > verb.i for c in verb.children):
            continue
        first, last = noun_phrase(speaker)
        if speaker == verb.head and speaker.i + 1 == verb.i:
            last = verb.i  # ", an anonymous post claimed.", where the parser reads a participle
        passive = is_passive(verb) and speaker.lower_ == "it" and doc[first - 1].text in _OPENERS
        if passive and first > trigger.i + 1 and (signature := table.verbs.get(verb.lemma_.lower())) is not None:
            state.apply(signature.passive, verb.lower_)
            return
        aside = doc[first - 1].text in _OPENERS and last == verb.i and _closes(verb) and not _local(trigger, verb)
        if first > trigger.i + 1 and aside:
            signature = table.verbs.get(verb.lemma_.lower())
            state.apply("report" if signature is None else signature.plain, verb.lower_, (first, last))
            return


def _is_subordinate(verb: Token, *, aside: bool = False) -> bool:
    """Whether a conjunction takes the verb of saying for itself: "two years before the world heard of him".

    Of an aside no conjunction in front of its comma is its own ("they split after two years, a friend tells us").
    """
    marks = [child for child in verb.children if child.dep_ == "mark" and child.lower_ != "as" and child.i < verb.i]
    return any(not aside or all(token.text not in _OPENERS for token in verb.doc[mark.i : verb.i]) for mark in marks)


_LABEL = 5
"""Words of "The latest office gossip:" at most."""


def opening_words(trigger: Token, state: State, page: Page) -> None:
    """What stands behind "a guest tells another story:" is the guest's word, wherever the parser has hung it.

    So is what stands behind "Rumour:", but there it is nobody's in particular.
    """
    table, doc, start = cues(), trigger.doc, page.bounds[trigger.i][0]
    colon = next((i for i in range(trigger.i - 1, start, -1) if doc[i].text == ":" and not page.inside[i]), None)
    if colon is None:
        return
    label = doc[colon - 1]
    for key, effect in (("content.untrue", "negate"), ("content.unproved", "possible")):
        if colon == start + 1 and table.has(key, label.lower_):
            state.apply(effect, label.lower_)
            return
    word = label.lower_.removesuffix("s")  # "Rumours" at the head of a line has no lemma of its own
    named = table.nouns.get(word) if table.has("content.hearsay", word) else None
    if named is not None and colon - start <= _LABEL and not any(token.pos_ == "VERB" for token in doc[start:colon]):
        state.apply(named.plain, label.lower_, (label.left_edge.i, colon))
        return
    for verb in doc[start:colon]:
        speaker = own_subject(verb) if verb.tag_ in {"VBD", "VBZ", "VBP"} else None
        signature = table.verbs.get(verb.lemma_.lower())
        if speaker is None or signature is None or signature.plain != "report":
            continue
        things = [child.lemma_.lower() for child in verb.children if child.dep_ == "dobj"]
        if any(table.has("content.spoken", thing) for thing in things) and speaker.i < verb.i:
            state.apply("report", verb.lower_, noun_phrase(speaker))
            return


def _taken_for_noun(verb: Token) -> Range | None:
    """The source in ", an eyewitness claims." where the parser reads a plural noun."""
    doc = verb.doc
    if verb.i + 1 < len(doc) and not doc[verb.i + 1].is_punct:
        return None
    first = verb.i
    while first > 0 and doc[first - 1].pos_ in {"NOUN", "PROPN", "ADJ", "DET", "PRON"} and verb.i - first < 5:
        first -= 1
    singular = first < verb.i and doc[verb.i - 1].tag_ in {"NN", "NNP"}
    return (first, verb.i) if singular and first > 0 and doc[first - 1].text in _OPENERS else None


def _closes(verb: Token) -> bool:
    """Whether nothing but an addressee or a time follows up to the stop."""
    for token in verb.doc[verb.i + 1 : verb.i + 6]:
        if token.is_punct:
            return True
        addressee = token.dep_ == "dobj" and (token.pos_ == "PRON" or verb.lemma_ == "tell")
        if not addressee and token.ent_type_ not in {"DATE", "TIME"} and token.dep_ not in _TIMES:
            return False
    return verb.i + 1 >= verb.sent.end


def content_source(noun: Token, inside: Sequence[bool]) -> Range | None:
    """Whose claim or rumour it is ("a claim by X", "X's allegation"), else the noun, if it is somebody's word."""
    if not cues().has("content.spoken", noun.lemma_.lower()):
        return None
    if any(child.dep_ in {"acl", "relcl"} and is_infinitive(child) for child in noun.children):
        return None  # "in talks to star"
    for child in noun.children:
        if child.dep_ == "poss" and child.lower_ not in {"its"}:
            return noun_phrase(child)
        by = child.dep_ in {"prep", "agent"} and child.lower_ in {"by", "from", "in"}
        if by and (source := _object_of(child)) is not None and source.ent_type_ not in {"DATE", "TIME"}:
            return noun_phrase(source)
        if child.dep_ == "acl" and child.lemma_ in {"attribute", "make", "publish", "print", "spread", "ascribe"}:
            for preposition in child.children:
                if preposition.dep_ in {"prep", "agent", "dative"} and (source := _object_of(preposition)) is not None:
                    return noun_phrase(source)
    return _start(noun), noun.i + 1


def _start(noun: Token) -> int:
    index = noun.i
    while index > 0 and noun.doc[index - 1].head == noun and noun.doc[index - 1].dep_ in {"det", "amod", "compound"}:
        index -= 1
    return index


def _passed_by(child: Token, node: Token, came: Token | None) -> bool:
    if came is None or came.dep_ != "conj" or not has_subject(came) or child.i > came.left_edge.i:
        return False
    return child.left_edge.i > node.left_edge.i  # what opens the sentence speaks for all of it


def _object_of(preposition: Token) -> Token | None:
    return next((child for child in preposition.children if child.dep_ == "pobj"), None)


def _after(preposition: Token) -> Token | None:
    """The source after "according to" or "per"."""
    for child in preposition.children:
        if child.dep_ == "pobj":
            return child
        if child.lower_ == "to" and (source := _object_of(child)) is not None:
            return source
    return None


def _parenthesis(verb: Token, node: Token, state: State, inside: Sequence[bool]) -> None:
    """An aside of saying: "..., a guest tells me, ..."."""
    table = cues()
    lemma = verb.lemma_.lower()
    signature = table.verbs.get(lemma)
    as_clause = next((c for c in verb.children if c.lower_ == "as" and c.i < verb.i), None)
    if as_clause is not None and verb.dep_ in {"advcl", "parataxis"}:
        _as_said(verb, node, state)
        return
    if signature is None or not table.has("attribution.closing", lemma) or _is_subordinate(verb):
        return
    if any(child.dep_ in _COMPLEMENTS and child.i > verb.i for child in verb.children):
        return
    if any(child.dep_ == "cc" and child.i < verb.i for child in verb.children) or not _set_off(verb):
        return
    so = any(child.lower_ == "so" for child in verb.children)  # "or so he says"
    if verb.dep_ == "conj" and not so and any(c.dep_ == "cc" and node.i < c.i < verb.i for c in node.children):
        return
    if own_subject(verb) is None and speaker_of(verb, inside) is None:
        return
    speaker = own_subject(verb) or speaker_of(verb, inside)
    if speaker is None or speaker == own_subject(node):
        return
    if speaker.lower_ == "it":
        state.apply(signature.passive if signature.plain != "keep" else "keep", verb.lower_)
        return
    if says_a_thing(verb) or any(child.tag_ in {"WP", "WDT"} and child.dep_ == "dobj" for child in verb.children):
        return  # "whatever the internet says"
    state.apply(signature.plain if signature.plain != "keep" else "report", verb.lower_, noun_phrase(speaker))


def says_a_thing(verb: Token) -> bool:
    """Whether a verb of saying has another object than the clause ("wrote a song"); whom one tells does not count."""
    return any(child.dep_ == "dobj" and child.pos_ in {"NOUN", "PROPN"} for child in verb.children) and (
        verb.lemma_ not in {"tell", "inform", "assure", "remind"}
    )


def _as_said(verb: Token, node: Token, state: State) -> None:
    """What "as rumoured" makes possible, and "as the paper reported" reports. A denial stays a denial."""
    table, cue = cues(), f"as {verb.lower_}"
    if _of_another(node, verb):
        return
    signature = table.verbs.get(verb.lemma_.lower())
    if table.has("attribution.hedges", verb.lemma_.lower()):
        if state.core == "not":
            state.echoes.append(Echo("maybe", None, cue))
        else:
            state.apply("possible", cue)
    elif signature is not None and signature.plain == "report":
        speaker = agent_of(verb) if is_passive(verb) else own_subject(verb)
        if speaker is not None and speaker.lower_ in {"we", "i"}:
            return
        voice = noun_phrase(speaker) if speaker is not None else None
        if state.core != "not":
            state.apply("report", cue, voice)
        elif voice is not None:
            state.echoes.append(Echo("said", voice, cue))


def _of_another(node: Token, verb: Token) -> bool:
    """Whether the "as" speaks of what is not so beside the claim: "won in 2005, not in 2006 as the papers wrote"."""
    doc, start = node.doc, verb.left_edge.i
    first = start - 1 - (start > 0 and doc[start - 1].text == ",")
    while first > node.i and doc[first].text not in _OPENERS and doc[first].pos_ not in {"VERB", "AUX"}:
        if cues().has("negation.words", doc[first].lower_):
            return node.pos_ == "VERB"
        first -= 1
    return False


def _local(node: Token, verb: Token) -> bool:
    """Whether an aside in mid-sentence belongs to a later verb ("they wed and parted, she says, over money").

    So does one that vouches for a reason alone: "they parted because, she says, of money".
    """
    doc, end = node.doc, verb.right_edge.i
    start = verb.left_edge.i
    comma = start if doc[start].text == "," else start - 1
    if node.i < comma - 1 and doc[comma].text == "," and cues().has("attribution.reasons", doc[comma - 1].lower_):
        return True
    if doc[end].text != "," and (end + 1 >= len(doc) or doc[end + 1].text != ","):
        return False
    return any(token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} for token in doc[node.i + 1 : verb.left_edge.i])


def _set_off(verb: Token) -> bool:
    """Whether the parenthesis has a comma (or a dash) before it."""
    start = verb.left_edge.i
    if start > 0 and (verb.doc[start - 1].text in _OPENERS or verb.doc[start - 1].lower_ == "or"):
        return True
    return verb.doc[start].text in _OPENERS
