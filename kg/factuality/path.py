"""From the word that carries a claim up to the root of its sentence, reading what every clause above makes of it.

The state starts as a fact and changes as it is embedded: under "denied" it is negated, under "is said to" possible,
under "plans to" planned. The effects of the words are data (`kg.factuality.cues`); this module knows through which
edges of a dependency tree they reach down, and where they are stopped (relative clauses, adjuncts, quotations).
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from kg.factuality.attribution import asides, closing_words, content_source, opening_words
from kg.factuality.clause import (
    COPULAR,
    constituent_negation,
    has_own_tense,
    has_subject,
    hedges,
    is_infinitive,
    is_vacuous,
    negations,
    shares_clause,
)
from kg.factuality.content import content_noun, leading, worth
from kg.factuality.contrast import instead_of, turn
from kg.factuality.cues import cues
from kg.factuality.effort import took_time
from kg.factuality.embedding import adverbial, embedded
from kg.factuality.governor import NOUNS, claimed, has_it, imperative, misread, reports, separated, voice_of
from kg.factuality.lasting import is_brief
from kg.factuality.nominal import is_made, noun_clause, noun_modifiers, under_object, under_subject
from kg.factuality.page import Page
from kg.factuality.prepositions import governed, under_preposition
from kg.factuality.state import Climb, State
from kg.quotes import Quote, noun_phrase, quote_at

_STEPS = 40


def read(trigger: Token, quotes: tuple[Quote, ...], scope: Token | None, page: Page) -> State:
    """The state of the claim that ``trigger`` carries, at the root of its sentence or at the edge of its quotation."""
    state, climb, inside = State(), Climb(), page.inside
    quote = quote_at(quotes, trigger.i)
    noun_modifiers(trigger, state)
    contrast = False
    if scope is not None and scope != trigger:
        denied, contrast = _scoped(scope, trigger)
        if denied is not None:
            state.apply("negate", denied.lower_)
            contrast = True
    phrase = turn(trigger)
    if phrase is not None and scope is not None and scope.i in phrase:
        phrase = None
    contrast = contrast or phrase is not None
    node = trigger
    came: Token | None = None
    for _ in range(_STEPS):
        if climb.open:
            _clause(node, state, climb, came, inside, spare_negation=contrast or climb.contrast)
        if not climb.told:
            asides(node, came, state, inside, phrase)
        head = node.head
        if head == node or _leaves_quote(quote, quotes, head):
            break
        if _of_the_next(trigger, head):
            head = head.head  # "said that P; she has not": both hang on who says P
            if node.dep_ != "ccomp" or head.i > trigger.i or not reports(head):
                break
        climb.negation_spent, climb.conjunct = False, None
        noun = content_noun(node) if climb.open else None
        if noun is not None:
            head = noun
            noun_clause(node, noun, state, climb, inside, content=True)
        else:
            _step(node, head, trigger, state, climb, inside)
        if climb.done:
            break
        came, node = node, head
    if not state.voices and not climb.done and not climb.told and quote is None:
        closing_words(trigger, state, page)
    if not state.voices and quote is None:
        opening_words(trigger, state, page)
    if climb.content:
        _astray(trigger, page.bounds[trigger.i][1], state)
    aside = any(token.dep_ in {"relcl", "appos"} for token in (trigger, *trigger.ancestors))
    if (climb.open or not aside) and not climb.aside and not climb.known and _is_asked(node, page.bounds[node.i][1]):
        state.apply("possible", "?")
        if state.core == "not" and _suggests(node):
            state.core = "maybe"
    if not aside and not climb.aside and state.core == "fact":
        _opened(trigger.doc[page.bounds[trigger.i][0]], state)
    _nearby(trigger, quote, state, page, contrast)
    return state


def _opened(first: Token, state: State) -> None:
    """A "maybe" at the head of the sentence, which the parser hangs on the name behind it."""
    if cues().has("adverb.possible", first.lower_) and first.head.pos_ in {"PROPN", "PRON"} and first.dep_ == "advmod":
        state.apply("possible", first.lower_)


def _clause(
    node: Token, state: State, climb: Climb, came: Token | None, inside: Sequence[bool], *, spare_negation: bool
) -> None:
    """Apply what the clause of ``node`` says of itself; of what ``climb.conjunct`` shares with it, only that."""
    conjunct = climb.conjunct
    if conjunct is None and (teller := has_it(node)) is not None:
        state.apply("possible", "has", noun_phrase(teller))
    if conjunct is None and (noun := claimed(node)) is not None:
        state.apply(cues().nouns[noun.lemma_.lower()].plain, noun.lower_)
    elif conjunct is None and (noun := leading(node)) is not None:
        told = cues().nouns.get(noun.lemma_.lower()) or cues().nouns[noun.lower_.removesuffix("s")]
        voice = content_source(noun, inside)
        state.apply(worth(noun, told, negated=False, voice=voice), noun.lower_, voice)
    bare_noun = node.pos_ == "NOUN" and not has_subject(node) and not has_own_tense(node)
    counted = bare_noun and came is None  # by `noun_modifiers`
    if conjunct is None and not climb.negation_spent and not spare_negation and not counted:
        words = negations(node, came)
        if words:
            state.apply("negate", words[0].lower_)
    if conjunct is not None and not shares_clause(conjunct, node):
        return
    lasting = cues().has("modal.lasting", node.lemma_.lower())  # "will continue to live" in Rome who does
    for effect, cue in hedges(node):
        state.apply("keep" if lasting and effect == "plan" else effect, cue)
    if imperative(node) and not (came is not None and cues().has("recalled.commands", node.lemma_.lower())):
        state.apply("possible", "imperative")


def _leaves_quote(quote: Quote | None, quotes: tuple[Quote, ...], head: Token) -> bool:
    if quote is not None:
        return quote.is_speech and quote.whole and not quote.covers(head.i)
    other = quote_at(quotes, head.i)
    return other is not None and other.is_speech and other.whole


def _of_the_next(trigger: Token, head: Token) -> bool:
    """Whether a semicolon parts the claim from a verb behind it: "they wed in May; the papers were not kind"."""
    behind = head.i > trigger.i and not reports(head)
    return behind and any(token.text == ";" for token in trigger.doc[trigger.i : head.i])


def _step(node: Token, head: Token, trigger: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """Cross the edge from ``node`` to ``head``."""
    if took_time(node, head):
        return
    match node.dep_:
        case "ccomp" | "xcomp" | "csubj" | "csubjpass":
            if node.dep_.startswith("csubj"):
                under_subject(node, head, trigger, state, climb, inside)
            else:
                embedded(node, head, state, climb, inside)
        case "acl" | "relcl":
            noun_clause(node, head, state, climb, inside)
        case "attr" | "acomp" | "oprd":
            if head.lemma_ not in COPULAR:
                embedded(node, head, state, climb, inside)
        case "nsubj" | "nsubjpass":
            under_subject(node, head, trigger, state, climb, inside)
        case "dobj" | "dative":
            under_object(node, head, state, climb, inside)
        case "pobj" | "pcomp":
            under_preposition(node, head, state, climb)
        case "prep" | "agent":
            governed(node, head, state, climb, inside)
        case "advcl":
            adverbial(node, head, state, climb, inside)
        case "conj":
            if node.pos_ in NOUNS and head.pos_ in NOUNS:
                start = node.left_edge.i
                climb.contrast = climb.contrast or (start > 0 and node.doc[start - 1].lower_ == "but")
                return
            climb.conjunct = node
            if climb.open and _is_instead(node):
                state.apply("negate", "rather than")
            if not has_subject(node) and reports(head) and any(t.lower_ in {"would", "'d"} for t in node.children):
                state.apply("report", head.lower_, voice_of(head, inside))
        case "appos" if is_made(node):
            return
        case "appos" | "poss":
            climb.open = False
            climb.done = node == trigger
        case "amod":
            climb.open = climb.open and node == trigger and misread(node, head)
        case "advmod" if head.lemma_ in COPULAR:
            return
        case "aux" | "auxpass" | "compound" | "nmod" | "prt" | "nummod" | "quantmod" | "det" | "predet" | "npadvmod":
            return
        case "parataxis":
            if reports(head) and not separated(node, head, inside):
                embedded(node, head, state, climb, inside)
            else:
                climb.done = True
        case _:
            climb.open = False


def _is_instead(conjunct: Token) -> bool:
    """Whether "rather than" or "instead of" stands before a verb: what was not done."""
    i = conjunct.left_edge.i
    before = conjunct.doc[max(0, i - 2) : i].text.lower()
    return cues().has("negation.contrast", before)


def _scoped(scope: Token, trigger: Token) -> tuple[Token | None, bool]:
    """For one argument: the "not" of its own phrase, and whether a "but" takes it out of the verb's negation."""
    token, contrast, checked = scope, False, True
    for _ in range(_STEPS):
        if token == trigger or (token != scope and token.is_ancestor(trigger)):
            break
        if instead_of(token) == trigger:  # "the nephew, not the son, of Al Orr"
            return None, contrast
        if checked and (word := constituent_negation(token)) is not None:
            return word, False
        checked = True
        start = token.left_edge.i
        if start > 0 and token.doc[start - 1].lower_ == "but" and token.pos_ != "VERB":
            contrast = True
        if token.dep_ == "conj":
            contrast = contrast or any(c.lower_ == "but" for c in token.head.children if c.dep_ == "cc")
            checked = False
        if token.head == token:
            break
        token = token.head
    if not contrast:
        for child in trigger.children:  # "won in 2004, not, as we wrote, in 2005"
            between = trigger.i < child.i < scope.i and trigger.lemma_ != "be"
            right = (
                any(instead_of(token) == trigger for token in trigger.doc[child.i + 1 : scope.i]) if between else False
            )
            if between and not right and cues().has("negation.words", child.lower_) and not is_vacuous(child):
                return child, False
    return None, contrast


def _is_asked(root: Token, end: int) -> bool:
    """Whether the sentence is a question, and not one that takes the thing for granted ("why did she marry him?")."""
    doc, index = root.doc, end - 1
    while index > root.i and (doc[index].is_space or doc[index].is_quote):
        index -= 1
    if doc[index].text != "?" or doc[index].ent_type_:  # the mark of a title is no question
        return False
    granted = any(
        cues().has("question.presupposing", child.lower_) for child in root.children if child.dep_ == "advmod"
    )
    past = root.tag_ in {"VBD", "VBN"} or any(c.dep_ in {"aux", "auxpass"} and c.tag_ == "VBD" for c in root.children)
    return not (granted and past)


def _suggests(root: Token) -> bool:
    """Whether the "not" of a question stands before its subject: "Didn't they marry?" denies nothing."""
    subject = next((child.i for child in root.children if child.dep_ in {"nsubj", "nsubjpass"}), root.i)
    return any(child.dep_ == "neg" and child.i < subject for child in root.children)


def _astray(trigger: Token, end: int, state: State) -> None:
    """What is said of a rumour, where the parser hung it on the inner clause ("the claim that P is false")."""
    table, doc = cues(), trigger.doc
    for token in doc[trigger.i + 1 : end]:
        lemma = token.lemma_.lower()
        if table.has("predicate.verify", lemma) and negations(token):
            state.apply("possible", f"not {token.lower_}")
            return
        if table.has("predicate.false", lemma) and token.dep_ in {"acomp", "attr", "oprd"}:
            state.set_aside(token.lower_)
            state.apply("possible" if negations(token.head) else "deny", token.lower_)
            return


def _nearby(trigger: Token, quote: Quote | None, state: State, page: Page, contrast: bool) -> None:
    """A net under the parser: a "not" or a "reportedly" right before the trigger counts wherever it was hung."""
    table, doc = cues(), trigger.doc
    start = page.bounds[trigger.i][0]
    if quote is None and start in page.hearsay:
        state.apply("possible", "hearsay")
    if start in page.open:
        state.core = "maybe"
    _whether(trigger, start, state)
    after_to = trigger.i > 0 and doc[trigger.i - 1].lower_ == "to" and trigger.dep_ not in {"pobj", "pcomp"}
    if after_to and not state.cues and trigger.tag_ in {"VB", "NN"} and not is_infinitive(trigger):
        state.apply("plan", "to")  # an infinitive taken for a noun
    if trigger.pos_ in NOUNS:
        return
    index = trigger.i - 1
    while index >= start and trigger.i - index <= 6:
        token = doc[index]
        if table.has("adverb.possible", token.lower_) and state.core == "fact":
            state.apply("possible", token.lower_)
        elif table.has("negation.words", token.lower_) and state.core == "fact" and not contrast and not state.cues:
            following = doc[index + 1].lower_
            if not table.has("negation.vacuous", following) and not _until_after(trigger) and not is_brief(trigger):
                state.apply("negate", token.lower_)
        elif token.pos_ not in {"AUX", "ADV", "PART"} and token.tag_ != "MD":
            return
        index -= 1


def _whether(trigger: Token, start: int, state: State) -> None:
    """A "whether" before the trigger in its clause, wherever it was hung ("whether he is the father is unclear")."""
    if state.core != "fact":
        return
    for token in reversed(list(trigger.doc[max(start, trigger.i - 10) : trigger.i])):
        if token.is_punct:
            return
        if token.lower_ == "whether":
            state.apply("possible", "whether")
            return


def _until_after(trigger: Token) -> bool:
    return any(child.lower_ in {"until", "till"} for child in trigger.children)
