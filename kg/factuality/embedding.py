"""Clauses under verbs, adjectives and copulas, and clauses beside them."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.factuality.attribution import content_source, says_a_thing
from kg.factuality.clause import has_subject, hedges, is_infinitive, is_passive, negations, negative_noun, own_subject
from kg.factuality.cues import Signature, cues
from kg.factuality.governor import (
    imperative,
    is_present,
    misreports,
    reports,
    said_before,
    says_that,
    separated,
    signature_of,
    small_clause,
    voice_of,
)
from kg.factuality.source import is_seer
from kg.factuality.state import Climb, State
from kg.quotes import agent_of

_PREDICATE = frozenset({"attr", "acomp", "xcomp", "ccomp", "prep", "oprd"})
_NEAR = 3
"""How far behind its verb a gerund stands at most that is the verb's object."""


def embedded(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """A clause under a verb, an adjective or a copula."""
    teller = said_before(node) if node.dep_ == "ccomp" else None
    if teller is not None and teller != head and reports(teller):
        state.apply("report", teller.lower_, voice_of(teller, inside))  # the parser has hung it on what comes after
        if cues().has("attribution.withdrawn", head.lemma_.lower()):
            state.apply("negate", head.lower_)
            return
        climb.done = climb.done or separated(node, head, inside) or node.i < head.i
        if climb.done:
            return
    if separated(node, head, inside):
        climb.done = True
        return
    if not climb.open:
        _overheard(node, head, state, climb, inside)
        return
    if head.lemma_ == "be" and head.pos_ in {"AUX", "VERB"}:
        _under_copula(node, head, state, climb, inside)
        return
    if node.dep_ == "xcomp" and is_infinitive(node) and _went_and_did(head) and _has_goal(head, node):
        return
    if head.lemma_ == "have" and any(child.lower_ == "it" and child.dep_ == "dobj" for child in head.children):
        state.apply("possible", "has it", voice_of(head, inside))  # "one site had it that"
        return
    signature = signature_of(head, node)
    if node.dep_ == "ccomp" and node.i < head.i and says_a_thing(head) and has_subject(head):
        climb.done = True  # a comma splice: "she left him, she wrote a song"
        return
    if node.dep_ == "xcomp" and reports(node) and cues().has("attribution.withdrawn", head.lemma_.lower()):
        state.apply("negate", head.lower_)  # "we regret having said that"
        return
    if head.lemma_ in {"have", "be"} and is_infinitive(node) and any(c.lower_ == "yet" for c in head.children):
        state.apply("negate", "yet to")
        return
    if (
        (signature is None or signature.name == "manage")
        and node.dep_ == "ccomp"
        and (subject := own_subject(head)) is not None
    ):
        of_noun = cues().nouns.get(subject.lemma_.lower()) if says_that(node, head) else None
        if of_noun is not None and not of_noun.voice and signature is None:
            whose = content_source(subject, inside)  # "Legend has it that"
            if whose is not None:
                state.apply(of_noun.negated if negations(head) else of_noun.plain, head.lower_, whose)
                return
        signature = of_noun or signature
    if signature is None:
        if node.dep_ == "xcomp" and is_infinitive(node):
            if head.lemma_ == "have" and head.tag_ == "VBD":
                return  # "had to marry" did
            state.apply("possible" if head.pos_ == "ADJ" else "plan", "to")
        elif node.dep_ == "ccomp" and own_subject(head) is not None and says_that(node, head):
            state.apply("report", head.lower_, voice_of(head, inside))
        elif node.dep_ == "ccomp" and node.i < head.i and has_subject(head):
            climb.done = True  # a comma splice
        elif head.lemma_ == "have" and small_clause(node, head):
            state.apply("possible", "has", voice_of(head, inside))
        return
    if head.pos_ == "NOUN" and not has_subject(head) and not head.tag_.startswith("VB"):
        climb.content = True
        word = negative_noun(head)
        voice = content_source(head, inside)
        state.apply(signature.negated if word is not None else signature.plain, head.lower_, voice)
        return
    verb = head.head if head.pos_ == "ADJ" and head.dep_ in {"acomp", "oprd"} else head
    words = negations(head) or (negations(verb) if verb != head else [])
    climb.negation_spent = True
    effect = signature.negated if words else signature.plain
    if head.lower_ == "able" and not words and verb.tag_ == "VBD":
        effect = "keep"  # who was able to, did
    if not words and is_passive(head) and agent_of(head) is None:
        effect = signature.passive
    if any(child.dep_ == "mark" and child.lower_ in {"whether", "if"} for child in node.children):
        effect = signature.whether if not words else "possible"
        if signature.plain == "report":
            effect = "possible"
    if effect == "report" and misreports(head):
        effect = "deny"
    unsaid = head.head.lower_ == "without" and cues().has("negation.unsaid", head.lower_)
    if unsaid or (signature.plain == "deny" and _undeniable(head, words)):
        climb.open = False
        return
    if effect == "report" and signature.name == "mention" and _passed_over(head):
        climb.open = False
        return
    if signature.events_only and is_infinitive(node):
        return
    said = cues().verbs.get(node.lemma_.lower())
    if signature.name == "refuse" and said is not None and (said.voice or said.name in {"ask", "know"}):
        effect = "possible"  # "declined to say whether"
    state.unsaid = state.unsaid or (bool(words) and signature.plain == "report")
    if not words and _reminds(node, head):
        climb.open = False
        return
    if effect == "report" and _performs(node, head):
        return
    heard = signature.voice and (not words or effect == "negate")
    nameless = agent_of(head) is None
    if signature.name == "say" and node.dep_ == "xcomp" and is_infinitive(node) and not words and nameless:
        effect, heard = signature.passive, False  # "Bo, said to be rich, ..."
    if effect == "report" and _hearsay(own_subject(head)):
        effect = "possible"
    if effect == "report" and _is_retracted(own_subject(head)):
        effect, heard = "negate", False
    speaker = agent_of(head) if is_passive(head) else own_subject(head)
    if speaker is not None and is_seer(speaker) and effect in {"keep", "report", "plan"}:
        effect, heard = "possible", True
    if signature.name == "think" and speaker is not None and negative_noun(speaker) is not None:
        effect = "possible"  # what nobody believed may be so
    state.apply(effect, head.lower_, voice_of(head, inside) if heard else None)
    if takes_for_granted(signature, node):
        climb.open = False
    elif effect == "keep" and _is_known(head, node):
        climb.open, climb.known = False, True


def _is_known(verb: Token, clause: Token) -> bool:
    """Whether a clause is told as known, whoever knows it: "you would not know that", not "may know that"."""
    if not cues().has("recalled.granted", verb.lemma_.lower()) or is_infinitive(clause) or not has_subject(clause):
        return False
    return not any(
        effect == "possible" and cue in cues().words["modal.possible"] and cue != "should"
        for effect, cue in hedges(verb)
    )


def _undeniable(verb: Token, words: list[Token]) -> bool:
    """Whether nobody denies it, or can: "no one disputes that", "it cannot be denied that", "no denying that"."""
    if verb.tag_ == "VBG" and any(child.lower_ == "no" for child in verb.children):
        return True
    subject = own_subject(verb)
    can = any(child.tag_ == "MD" and child.lower_ in {"can", "could", "ca"} for child in verb.children)
    return bool(words) and (can or (subject is not None and negative_noun(subject) is not None))


def _passed_over(verb: Token) -> bool:
    """Whether somebody did not mention it, which leaves it a fact: "failed to mention that", "forgot to tell that"."""
    above = cues().verbs.get(verb.head.lemma_.lower())
    return verb.dep_ == "xcomp" and (verb.head.lemma_ == "forget" or (above is not None and above.name == "refuse"))


def takes_for_granted(signature: Signature, node: Token) -> bool:
    """Whether a clause is a fact whatever is made of the feeling about it: "she will not mind that he left"."""
    return signature.name == "feeling" and has_subject(node) and not is_infinitive(node)


def _went_and_did(verb: Token) -> bool:
    """Whether somebody went to do it, as told of a finished journey: "slipped away to Malta to marry"."""
    if not cues().has("adjunct.journeys", verb.lemma_.lower()) or verb.tag_ not in {"VBD", "VBZ", "VBP"}:
        return False
    return not negations(verb) and not any(True for _ in hedges(verb))


def _spoke_up(infinitive: Token, verb: Token) -> bool:
    """Whether somebody did something to say it: "took to Instagram to announce that", "wrote to say that"."""
    done = verb.tag_ in {"VBD", "VBN"} and not negations(verb) and not any(True for _ in hedges(verb))
    return done and reports(infinitive) and any(child.dep_ == "ccomp" for child in infinitive.children)


def when_to_come(clause: Token, state: State) -> None:
    """A plan told in a clause that the parser hangs on its date: "will walk in May, when she marries him"."""
    above = clause.head
    while above.head != above and above.pos_ != "VERB":
        above = above.head
    timed = is_present(clause) and any(child.lower_ == "when" for child in clause.children)
    if timed and any(effect == "plan" for effect, _ in hedges(above)):
        state.apply("plan", "when")


def _has_goal(verb: Token, before: Token) -> bool:
    """Whether the journey leads somewhere: "moved to Oslo to work", not "moved to block it"."""
    return any(
        child.dep_ in {"prep", "advmod", "dobj"} and verb.i < child.i < before.i
        for child in verb.children
        if child.dep_ != "prep" or any(leaf.dep_ == "pobj" for leaf in child.children)
    )


def _reminds(node: Token, head: Token) -> bool:
    """Whether readers are reminded of a fact: "it will be recalled that", "you may know that"."""
    if node.dep_ != "ccomp" or is_infinitive(node) or not cues().has("recalled.verbs", head.lemma_.lower()):
        return False
    if not any(child.tag_ == "MD" for child in head.children):
        return False
    who = own_subject(head)
    return who is None or who.lower_ == "it" or cues().has("recalled.readers", who.lemma_.lower())


def _performs(node: Token, head: Token) -> bool:
    """Whether the parties announce it themselves, in the present: "they announce that they have wed"."""
    if head.tag_ not in {"VBP", "VBZ"} or not cues().has("performative.verbs", head.lemma_.lower()):
        return False
    party = own_subject(node)
    return party is not None and cues().has("performative.parties", party.lower_)


def _hearsay(speaker: Token | None) -> bool:
    """Whether nobody in particular speaks: "some say"; "two people close to her" are somebody."""
    if speaker is None or not cues().has("attribution.vague", speaker.lower_):
        return False
    return all(cues().has("attribution.vague", child.lower_) for child in speaker.children)


def _is_retracted(speaker: Token | None) -> bool:
    """Whether it is "an earlier version of this article", which the page itself no longer stands by."""
    if speaker is None or not cues().has("attribution.retracted", speaker.lemma_.lower()):
        return False
    return any(cues().has("attribution.earlier", child.lower_) for child in speaker.children)


def _overheard(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """What a verb of saying above does to a clause that the one between takes for granted: it is its word, no more."""
    signature = signature_of(head, node)
    if signature is None or negations(head) or climb.granted:
        return
    effect = signature.passive if is_passive(head) and agent_of(head) is None else signature.plain
    if effect == "report" or (effect == "possible" and climb.aside and (signature.voice or signature.name == "hedge")):
        state.apply(effect, head.lower_, voice_of(head, inside) if signature.voice else None)


def _under_copula(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """A clause under "be": "is to marry", "the rumour is that", "it is true that", "is likely to"."""
    table = cues()
    if node.dep_ == "xcomp" and is_infinitive(node):
        missed = head.tag_ == "VBD" and any(child.lower_ == "have" for child in node.children)
        if not negations(head):
            state.apply("negate" if missed else "plan", "is to")  # "was to have married him" did not
        return
    predicate = next((c for c in head.children if c.dep_ in {"acomp", "attr"} and c != node), None)
    subject = own_subject(head)
    signature = None
    if predicate is not None:
        lemma = predicate.lemma_.lower()
        signature = table.adjectives.get(lemma) or table.nouns.get(lemma)
    if signature is None and subject is not None:
        signature = table.nouns.get(subject.lemma_.lower())
    if signature is not None:
        climb.negation_spent = True
        words = negations(head) or (predicate is not None and negative_noun(predicate) is not None)
        state.apply(signature.negated if words else signature.plain, (predicate or head).lower_)
        if takes_for_granted(signature, node):
            climb.open = False
    elif node.dep_ == "ccomp" and node.i < head.i:
        climb.done = True


def _is_complement(node: Token, verb: Token) -> bool:
    """Whether an adverbial clause is what the verb "be" says: "is, as ever, married", "is not, as told, moving"."""
    if node.tag_ == "VBG":
        return node.i > verb.i and not any(child.dep_ in _PREDICATE for child in verb.children)
    return node.tag_ in {"VBN", "JJ"}


def adverbial(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """An adverbial clause: the clause above no longer speaks of it, but who says the sentence still does."""
    if not climb.open:
        return
    mark = next((child.lower_ for child in node.children if child.dep_ in {"mark", "advmod"} and child.i < node.i), "")
    if head.lemma_ == "be" and not mark and not has_subject(node) and _is_complement(node, head):
        return  # "She is, as ever, still married": the parser's word for a complement
    gerund = node.tag_ == "VBG" or any(child.tag_ == "VBG" for child in node.children if child.dep_ == "auxpass")
    if gerund and not mark and head.i < node.i <= head.i + _NEAR:  # "put off moving"
        signature = signature_of(head, node)
        if signature is not None and signature.plain in {"plan", "negate"} and not is_passive(head):
            embedded(node, head, state, climb, inside)
            return
    if reports(head) and node.i > head.i and any(c.dep_ == "ccomp" and c.i < head.i for c in head.children):
        state.apply("report", head.lower_, voice_of(head, inside))  # "P, she said, after Q": Q is her word too
    if state.reported and cues().has("attribution.lying", head.lemma_.lower()):
        state.voices.clear()  # "lied when she said that P"
        state.apply("negate", head.lower_)
    if is_infinitive(node):
        before = node.doc[node.left_edge.i - 1].lower_ if node.left_edge.i else ""
        if _spoke_up(node, head):
            return
        if _went_and_did(head):
            pass
        elif before != "only" and not any(c.lower_ == "only" and c.i < node.i for c in node.children):
            state.apply("plan", "to")
    elif is_present(node) and cues().has("condition.future", mark):
        under_plan = any(effect == "plan" for effect, _ in hedges(head)) or imperative(head)
        state.apply("plan" if under_plan else "keep", mark)
    climb.open, climb.aside = False, True
