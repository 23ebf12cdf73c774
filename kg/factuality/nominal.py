"""Claims as nouns: "reports of his arrest", "called off the wedding", "her alleged boyfriend", "thinking of it"."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.factuality.attribution import content_source
from kg.factuality.clause import (
    COPULAR,
    cleft_negation,
    hedges,
    is_infinitive,
    is_passive,
    negations,
    negative_noun,
)
from kg.factuality.content import branded, disowned, undoubted, untold, worth
from kg.factuality.contrast import instead_of
from kg.factuality.cues import cues
from kg.factuality.embedding import embedded, takes_for_granted, when_to_come
from kg.factuality.governor import NOUNS, misreports, reports, signature_of, voice_of
from kg.factuality.prepositions import ABOUT
from kg.factuality.rumour import false_behind
from kg.factuality.source import by_its_worth
from kg.factuality.state import Climb, State
from kg.quotes import agent_of

_THAT = frozenset({"that", "this", "it"})


def noun_modifiers(trigger: Token, state: State) -> None:
    """What the noun phrase says of itself: "his alleged mistress", "her future husband", "no wife"."""
    if trigger.pos_ not in NOUNS and trigger.tag_ not in {"NN", "NNS"}:
        return
    table = cues()
    word = negative_noun(trigger)
    if word is not None:
        state.apply("negate", word.lower_)
    elif instead_of(trigger) is not None:
        state.apply("negate", "not")
    joined = _joined_before(trigger)
    if table.has("nominal.possible", joined):
        state.apply("possible", joined)
    for child in trigger.children:
        if child.dep_ in {"amod", "compound", "nmod", "advmod"} and child.i < trigger.i:
            lemma = child.lower_
            if table.has("nominal.possible", lemma):
                state.apply("possible", lemma)
            elif table.has("nominal.plan", lemma):
                state.apply("plan", lemma)
            elif table.has("nominal.negate", lemma):
                state.apply("negate", lemma)
            elif table.has("adverb.possible", lemma):
                state.apply("possible", lemma)


def _joined_before(noun: Token) -> str:
    """The hyphened word right before a noun: "would-be", "self-styled", which the tokeniser takes apart."""
    doc, i = noun.doc, noun.i
    return f"{doc[i - 3].lower_}-{doc[i - 1].lower_}" if i > 2 and doc[i - 2].text == "-" else ""


def is_made(noun: Token) -> bool:
    """Whether it is what somebody was made: "made Ann Lee his wife", which the parser reads as an apposition."""
    if noun.dep_ == "oprd":
        return noun.head.lemma_ == "make"
    bare = noun.dep_ == "appos" and noun.left_edge.i == noun.head.i + 1
    return bare and noun.head.dep_ == "dobj" and noun.head.head.lemma_ == "make"


def is_stated(trigger: Token) -> bool:
    """Whether a kin word is what the sentence says, and not taken for granted.

    It is as the predicate ("she is his niece") and as one side of an identity ("his father was the singer Cal Reed");
    "his wife, Ann, is not a nurse" takes the wife for granted.
    """
    if trigger.dep_ == "attr":  # but "that was his cousin, Cal" only says who it was
        named = any(child.dep_ in {"appos", "compound"} and child.pos_ == "PROPN" for child in trigger.children)
        pointed = any(child.lower_ in _THAT and child.dep_ == "nsubj" for child in trigger.head.children)
        return not (named and pointed)
    head = trigger.head
    if is_made(trigger):
        return True
    if trigger.dep_ == "pobj" and head.lower_ == "as":  # "was ruled out as the father", "named as the father"
        return signature_of(head.head, head) is not None
    if trigger.dep_ != "nsubj" or head.lemma_ != "be" or any(child.dep_ == "appos" for child in trigger.children):
        return False
    other = next((child for child in head.children if child.dep_ == "attr"), None)
    return other is not None and any(token.pos_ == "PROPN" for token in other.subtree)


def is_reported_event(trigger: Token) -> bool:
    """Whether an event is only spoken of: "reports of Lund's arrest", "denied her engagement"."""
    table, head = cues(), trigger.head
    if not table.has("nominal.happening", trigger.lemma_.lower()):
        return False
    if trigger.dep_ == "pobj" and head.lower_ in ABOUT:
        signature = table.nouns.get(head.head.lemma_.lower()) if head.head.pos_ in NOUNS else None
        return signature is not None and signature.plain != "keep"
    signature = signature_of(head, trigger) if trigger.dep_ in {"dobj", "nsubjpass"} else None
    return signature is not None and signature.noun != "keep"


def _told(noun: Token) -> Token | None:
    """The verb of "told the jury that", where the parser hangs the clause on the jury."""
    if noun.dep_ in {"dobj", "dative"} and reports(noun.head):
        return noun.head
    return None


def _opens_content(that: Token, node: Token, noun: Token) -> bool:
    """Whether "that" opens what is said ("the rumour that she left") and is no relative pronoun ("that she spread")."""
    if that.tag_ == "IN" or that.dep_ == "mark":
        return True
    if that.dep_ in {"nsubj", "nsubjpass"}:
        return False
    if noun.pos_ == "PROPN" and _told(noun) is not None:
        return True  # "told the Courier that": no name needs a clause to tell which
    if cues().has("content.strong", noun.lemma_.lower()):
        gap = cues().has("content.made", node.lemma_.lower()) and not is_passive(node)
        return not gap or any(child.dep_ in {"dobj", "ccomp"} and child != that for child in node.children)
    return any(child.dep_ in {"dobj", "attr", "acomp"} and child != that for child in node.children)


def _stray_that(noun: Token) -> bool:
    """Whether the "that" behind the noun was hung on a preposition which has its object already."""
    that = noun.nbor() if noun.i + 1 < len(noun.doc) else noun
    return that.lower_ == "that" and that.dep_ == "pobj" and sum(c.dep_ == "pobj" for c in that.head.children) > 1


def noun_clause(
    node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool], *, content: bool = False
) -> None:
    """A clause under a noun: "rumours that they married", "his decision to marry", "the man who married her".

    ``content`` says that it is known to be what the noun tells.
    """
    table = cues()
    signature = table.nouns.get(head.lemma_.lower()) if head.pos_ in NOUNS else None
    if signature is None and head.tag_ == "VBG" and head.dep_ in {"attr", "dobj", "pobj"}:
        signature = table.nouns.get(head.lower_)  # "some muttering that"
    infinitive = is_infinitive(node)
    that = next((c for c in node.children if c.i < node.i and c.lower_ in {"that", "whether", "if"}), None)
    is_content = content or (_stray_that(head) if that is None else _opens_content(that, node, head))
    is_content = is_content or (that is None and untold(node, head))
    if climb.open and signature is not None and (is_content or (infinitive and signature.plain != "keep")):
        climb.content, climb.open = True, True
        climb.negation_spent = True
        word = negative_noun(head) or undoubted(head, signature)
        voice = content_source(head, inside)
        if content and voice is not None:
            voice = voice[0], min(voice[1], node.left_edge.i)
        state.apply(worth(head, signature, word is not None, voice), head.lower_, voice)
        by_its_worth(head, state)
        if takes_for_granted(signature, node):
            climb.open = climb.content = False
        return
    if not climb.open:
        return
    if head.lower_ == "it" and head.dep_ == "dobj" and head.head.lemma_ == "have" and that is not None:
        state.apply("possible", "has it", voice_of(head.head, inside))  # "one site had it that"
        climb.open = False
        return
    if _is_cleft(head):
        if (word := cleft_negation(head)) is not None:
            state.apply("negate", word.lower_)
        return  # "it was not Ann who left": what is said is that she did not
    if is_content and (teller := _told(head)) is not None:
        embedded(node, teller, state, climb, inside)
        return
    climb.open = False
    if reports(node) and (cue := disowned(head)) is not None:
        state.apply("possible", cue)
        state.set_aside(cue)
        state.apply("deny", cue)
    when_to_come(node, state)
    climb.granted = node.dep_ == "relcl" and not infinitive and head.pos_ in NOUNS
    climb.told = climb.granted and _in_front(node, head)
    if infinitive:
        achieved = any(table.has("adjunct.achieved", child.lower_) for child in head.children)
        if not achieved and not table.has("adjunct.achieved", head.lower_):
            state.apply("possible", "to")
    elif (word := negative_noun(head)) is not None and not _felt(head):
        state.apply("negate", word.lower_)


def _felt(noun: Token) -> bool:
    """Whether it is "nobody" of "it surprised nobody that", where the clause is what surprises."""
    signature = cues().verbs.get(noun.head.lemma_.lower())
    subject = any(child.lower_ == "it" and child.dep_ in {"nsubj", "expl"} for child in noun.head.children)
    return noun.dep_ == "dobj" and subject and signature is not None and signature.name == "feeling"


def _is_cleft(noun: Token) -> bool:
    """Whether it is the noun of "it was Ann who left"."""
    verb = noun.head
    return noun.dep_ == "attr" and verb.lemma_ == "be" and any(child.lower_ == "it" for child in verb.children)


def _in_front(clause: Token, noun: Token) -> bool:
    """Whether a relative clause belongs to the subject, before the verb: "Lee, who left Roe, has died"."""
    top = noun
    while top.dep_ in {"appos", "conj"} and top.head != top:
        top = top.head
    return top.dep_ in {"nsubj", "nsubjpass"} and clause.right_edge.i < top.head.i


def under_subject(node: Token, head: Token, trigger: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """A noun or clause that is the subject: "reports of his arrest are false", "the wedding was called off"."""
    if not climb.open:
        return
    table = cues()
    clause = node.dep_.startswith("csubj")
    predicate = next((c for c in head.children if c.dep_ in {"acomp", "attr", "oprd"}), None)
    negated = bool(negations(head))
    if head.lemma_ in COPULAR | {"prove"}:
        said = predicate is not None and table.has("predicate.false", predicate.lemma_.lower())
        false = predicate.lower_ if predicate is not None and said else false_behind(head)
        if (climb.content or clause or node == trigger) and false is not None:
            if not negated:
                state.set_aside(false)
            state.apply("possible" if negated else "deny", false)
            climb.open = climb.content = False
            return
        if (
            predicate is not None
            and (climb.content or clause)
            and table.has("predicate.true", predicate.lemma_.lower())
        ):
            if negated and climb.content:
                state.set_aside(predicate.lower_)
            state.apply("deny" if negated else "keep", predicate.lower_)
            if not negated:
                sure = "plan" if state.ahead else "fact"  # "reports that they will marry are true"
                state.core = sure if state.core == "maybe" else state.core
            climb.open = climb.content = False
            return
    if climb.content and is_passive(head) and not negated and table.has("attribution.withdrawn", head.lemma_.lower()):
        state.set_aside(head.lower_)  # "reports that she had died were withdrawn"
        state.apply("deny", head.lower_)
        climb.open = climb.content = False
        return
    if table.has("predicate.verify", head.lemma_.lower()) and negated:
        state.apply("possible", f"not {head.lower_}")
        climb.open = climb.content = False
        return
    signature = signature_of(head, node) if is_passive(head) else None
    if signature is not None and not (signature.events_only and not table.has("nominal.event", node.lemma_.lower())):
        nameless = signature.passive if clause else signature.noun
        effect = signature.negated if negated else (nameless if agent_of(head) is None else signature.plain)
        if signature.plain == "report" and misreports(head):
            effect = "deny"  # "her arrest was reported in error"
        if signature.plain == "deny" and not negated:
            effect = "deny"
            if climb.content:
                state.set_aside(head.lower_)
        state.apply(effect, head.lower_, voice_of(head, inside) if signature.voice else None)
        climb.negation_spent = True
        climb.open = not climb.content
        return
    if climb.content or clause:
        if clause and node.tag_ == "VBG":  # "marrying him would be wise"
            for effect, cue in hedges(head):
                state.apply(effect, cue)
        climb.open = False
        return
    if head.lemma_.lower() == "be" or table.has("nominal.occurrence", head.lemma_.lower()):
        return
    climb.negation_spent = True


def _unsettled(verb: Token) -> bool:
    """Whether somebody has not done it, or not yet: "declined to confirm", "could confirm", "has yet to confirm"."""
    return is_infinitive(verb) or verb.tag_ == "VBG" or any(child.tag_ == "MD" for child in verb.children)


def under_object(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """A noun as object: "denied the affair", "want a divorce", "called off the wedding", "denied rumours that"."""
    if not climb.open:
        return
    table = cues()
    signature = signature_of(head, node)
    negated = bool(negations(head))
    if climb.content:
        climb.open = False
        dropped = signature is not None and (signature.plain in {"deny", "negate"} or signature.name == "cancel")
        if dropped and state.core == "plan" and not negated:
            state.apply("negate", head.lower_)  # "turned down an offer to", "scrapped plans to"
        elif (signature is not None and signature.plain == "deny") or branded(head, node):
            state.set_aside(head.lower_)
            state.apply("possible" if negated else "deny", head.lower_, voice_of(head, inside))
        elif table.has("predicate.verify", head.lemma_.lower()) and not negated and not _unsettled(head):
            state.core = "fact" if state.core == "maybe" else state.core
            state.apply("report", head.lower_, voice_of(head, inside))
        elif table.has("predicate.verify", head.lemma_.lower()) and _unsettled(head):
            return  # who declines to confirm a report says nothing of it
        elif signature is not None and signature.voice:
            state.apply("keep" if signature.plain == "report" else signature.plain, head.lower_)
            if (speaker := voice_of(head, inside)) is not None:
                state.voices.append(speaker)
        return
    if table.has("nominal.granted_by", head.lemma_.lower()) and not table.has("nominal.held", node.lemma_.lower()):
        climb.open = False
        return
    if signature is None or (signature.events_only and not table.has("nominal.event", node.lemma_.lower())):
        climb.negation_spent = table.has("negation.presupposed_by", head.lemma_.lower())
        return
    effect = signature.negated if negated else signature.noun
    climb.negation_spent = True
    state.apply(effect, head.lower_, voice_of(head, inside) if signature.voice and effect != "keep" else None)
