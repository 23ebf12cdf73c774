"""From the word that carries a claim up to the root of its sentence, reading what every clause above makes of it.

The state starts as a fact and changes as it is embedded: under "denied" it is negated, under "is said to" possible,
under "plans to" planned. The effects of the words are data (`kg.factuality.cues`); this module knows through which
edges of a dependency tree they reach down, and where they are stopped (relative clauses, adjuncts, quotations).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.factuality.attribution import asides, closing_words, content_source, says_a_thing
from kg.factuality.clause import (
    constituent_negation,
    has_subject,
    hedges,
    is_infinitive,
    is_passive,
    negations,
    negative_noun,
    own_subject,
    shares_clause,
)
from kg.factuality.cues import Signature, cues
from kg.factuality.echo import Echo
from kg.quotes import Quote, agent_of, noun_phrase, quote_at, speaker_of, speech_verbs

Range = tuple[int, int]
_NOUNS = frozenset({"NOUN", "PROPN"})
_ABOUT = frozenset({"of", "about", "over", "on", "regarding", "surrounding", "concerning", "that"})
_GOVERNED = _ABOUT | {"at", "to", "into", "from", "against", "for", "as", "with", "by", "in"}
_COPULAR = frozenset({"be", "become", "remain", "get", "stay"})
_STEPS = 40


@dataclass(slots=True)
class State:
    """What has been made of the claim so far: ``core`` is one of fact, not, maybe, plan."""

    core: str = "fact"
    cues: list[str] = field(default_factory=list)
    voices: list[Range] = field(default_factory=list)
    reported: bool = False
    echoes: list[Echo] = field(default_factory=list)

    def apply(self, effect: str, cue: str, voice: Range | None = None) -> None:
        """Put the claim under one more effect."""
        if effect == "keep":
            return
        self.cues.append("attempt" if effect == "attempt" else cue)
        match effect:
            case "report":
                self.reported = True
            case "deny" | "negate":
                self.core = "fact" if self.core == "not" else "not"
                self.reported = self.reported or effect == "deny"
            case "end":
                self.core = "not"
            case "possible":
                self.core = self.core if self.core == "not" else "maybe"
            case "plan" | "attempt":
                self.core = "plan" if self.core == "fact" else self.core
            case _:
                raise ValueError(f"unknown effect {effect!r} of {cue!r} in factuality.toml")
        if voice is not None:
            self.voices.append(voice)

    def set_aside(self, cue: str) -> None:
        """Keep what a rumour or an allegation says beside the denial to come: whose it was is not who denies it."""
        voice = self.voices[-1] if self.voices else None
        self.echoes.append(Echo("maybe" if self.core == "maybe" else "said", voice, cue))
        self.voices.clear()


@dataclass(slots=True)
class Climb:
    """Where we are: ``open`` as long as the clause above still has the claim in its scope.

    ``aside`` says that we came out of an adverbial clause: the clause above is not about the claim any more, but
    a rumour told there is a rumour here too ("is said to have fled after she married").
    """

    open: bool = True
    aside: bool = False
    negation_spent: bool = False
    content: bool = False
    conjunct: Token | None = None
    done: bool = False


def read(trigger: Token, quotes: tuple[Quote, ...], scope: Token | None, inside: Sequence[bool]) -> State:
    """The state of the claim that ``trigger`` carries, at the root of its sentence or at the edge of its quotation."""
    state, climb = State(), Climb()
    quote = quote_at(quotes, trigger.i)
    noun_modifiers(trigger, state)
    contrast = False
    if scope is not None and scope != trigger:
        denied, contrast = _scoped(scope, trigger)
        if denied is not None:
            state.apply("negate", denied.lower_)
            contrast = True
    node = trigger
    came: Token | None = None
    for _ in range(_STEPS):
        if climb.open:
            _clause(node, state, climb, came, spare_negation=contrast)
        asides(node, came, state, inside)
        head = node.head
        if head == node or _leaves_quote(quote, quotes, head):
            break
        climb.negation_spent, climb.conjunct = False, None
        _step(node, head, trigger, state, climb, inside)
        if climb.done:
            break
        came, node = node, head
    if not state.voices and not climb.done and quote is None:
        closing_words(trigger, state, inside)
    if climb.open and _is_asked(node):
        state.apply("possible", "?")
    _nearby(trigger, state, contrast)
    return state


def noun_modifiers(trigger: Token, state: State) -> None:
    """What the noun phrase says of itself: "his alleged mistress", "her future husband", "no wife"."""
    if trigger.pos_ not in _NOUNS and trigger.tag_ not in {"NN", "NNS"}:
        return
    table = cues()
    word = negative_noun(trigger)
    if word is not None:
        state.apply("negate", word.lower_)
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


def is_reported_event(trigger: Token) -> bool:
    """Whether an event is only spoken of: "reports of Lund's arrest", "denied her engagement"."""
    table, head = cues(), trigger.head
    if not table.has("nominal.happening", trigger.lemma_.lower()):
        return False
    if trigger.dep_ == "pobj" and head.lower_ in _ABOUT:
        signature = table.nouns.get(head.head.lemma_.lower()) if head.head.pos_ in _NOUNS else None
        return signature is not None and signature.plain != "keep"
    signature = _signature(head, trigger) if trigger.dep_ in {"dobj", "nsubjpass"} else None
    return signature is not None and signature.noun != "keep"


def _clause(node: Token, state: State, climb: Climb, came: Token | None, *, spare_negation: bool) -> None:
    """Apply what the clause of ``node`` says of itself; of what ``climb.conjunct`` shares with it, only that."""
    conjunct = climb.conjunct
    if conjunct is None and (teller := _has_it(node)) is not None:
        state.apply("possible", "has", noun_phrase(teller))
    if conjunct is None and not climb.negation_spent and not spare_negation:
        words = negations(node, came)
        if words:
            state.apply("negate", words[0].lower_)
    if conjunct is not None and not shares_clause(conjunct, node):
        return
    for effect, cue in hedges(node):
        state.apply(effect, cue)
    if _imperative(node):
        state.apply("possible", "imperative")


def _has_it(node: Token) -> Token | None:
    """Who "has him engaged": a present "have", an object, a state; the parser takes "has" for an auxiliary."""
    subjects = [child for child in node.children if child.dep_ == "nsubj"]
    for auxiliary in node.children:
        if auxiliary.lemma_ == "have" and auxiliary.tag_ in {"VBZ", "VBP"} and len(subjects) > 1:
            return subjects[0] if subjects[0].i < auxiliary.i < subjects[-1].i < node.i else None
    return None


def _imperative(node: Token) -> bool:
    if node.tag_ not in {"VB", "VBP"} or node.dep_ not in {"ROOT", "ccomp"} or has_subject(node):
        return False
    if node.tag_ == "VBP" and node.i and node.doc[node.i - 1].is_alpha:
        return False
    return not any(child.dep_ in {"aux", "auxpass"} for child in node.children)


def _leaves_quote(quote: Quote | None, quotes: tuple[Quote, ...], head: Token) -> bool:
    if quote is not None:
        return quote.is_speech and quote.whole and not quote.covers(head.i)
    other = quote_at(quotes, head.i)
    return other is not None and other.is_speech and other.whole


def _step(node: Token, head: Token, trigger: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """Cross the edge from ``node`` to ``head``."""
    match node.dep_:
        case "ccomp" | "xcomp" | "csubj" | "csubjpass":
            if node.dep_.startswith("csubj"):
                _subject(node, head, trigger, state, climb, inside)
            else:
                _embedded(node, head, state, climb, inside)
        case "acl" | "relcl":
            _noun_clause(node, head, state, climb, inside)
        case "attr" | "acomp" | "oprd":
            if head.lemma_ not in _COPULAR:
                _embedded(node, head, state, climb, inside)
        case "nsubj" | "nsubjpass":
            _subject(node, head, trigger, state, climb, inside)
        case "dobj" | "dative":
            _object(node, head, state, climb, inside)
        case "pobj" | "pcomp":
            _prepositional(node, head, state, climb)
        case "prep" | "agent":
            _governed(node, head, state, climb, inside)
        case "advcl":
            _adverbial(node, head, state, climb, inside)
        case "conj":
            if node.pos_ in _NOUNS and head.pos_ in _NOUNS:
                return
            climb.conjunct = node
            if not has_subject(node) and _reports(head) and any(t.lower_ in {"would", "'d"} for t in node.children):
                state.apply("report", head.lower_, _voice(head, inside))
        case "appos" | "poss":
            climb.open = False
            climb.done = node == trigger
        case "amod":
            climb.open = climb.open and node == trigger and _misread(node, head)
        case "advmod" if head.lemma_ in _COPULAR:
            return
        case "aux" | "auxpass" | "compound" | "nmod" | "prt" | "nummod" | "quantmod" | "det" | "predet" | "npadvmod":
            return
        case "parataxis":
            if _reports(head) and not _separated(node, head, inside):
                _embedded(node, head, state, climb, inside)
            else:
                climb.done = True
        case _:
            climb.open = False


def _embedded(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """A clause under a verb, an adjective or a copula."""
    if _separated(node, head, inside):
        climb.done = True
        return
    if not climb.open:
        _overheard(node, head, state, climb, inside)
        return
    if head.lemma_ == "be" and head.pos_ in {"AUX", "VERB"}:
        _under_copula(node, head, state, climb, inside)
        return
    signature = _signature(head, node)
    if node.dep_ == "ccomp" and node.i < head.i and says_a_thing(head) and has_subject(head):
        climb.done = True  # a comma splice: "she left him, she wrote a song"
        return
    if head.lemma_ in {"have", "be"} and is_infinitive(node) and any(c.lower_ == "yet" for c in head.children):
        state.apply("negate", "yet to")
        return
    if (
        (signature is None or signature.name == "manage")
        and node.dep_ == "ccomp"
        and (subject := own_subject(head)) is not None
    ):
        signature = (cues().nouns.get(subject.lemma_.lower()) if _says_that(node, head) else None) or signature
    if signature is None:
        if node.dep_ == "xcomp" and is_infinitive(node):
            if head.lemma_ == "have" and head.tag_ == "VBD":
                return  # "had to marry" did
            state.apply("possible" if head.pos_ == "ADJ" else "plan", "to")
        elif node.dep_ == "ccomp" and own_subject(head) is not None and _says_that(node, head):
            state.apply("report", head.lower_, _voice(head, inside))
        elif node.dep_ == "ccomp" and node.i < head.i and has_subject(head):
            climb.done = True  # a comma splice
        elif head.lemma_ == "have" and _small_clause(node, head):
            state.apply("possible", "has", _voice(head, inside))
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
    if effect == "report" and any(cues().has("adverb.misreport", child.lower_) for child in head.children):
        effect = "deny"
    if signature.events_only:
        return
    heard = signature.voice and (not words or effect == "negate")
    state.apply(effect, head.lower_, _voice(head, inside) if heard else None)


def _overheard(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """What a verb of saying above does to a clause that the one between takes for granted: it is its word, no more."""
    signature = _signature(head, node)
    if signature is None or negations(head):
        return
    effect = signature.passive if is_passive(head) and agent_of(head) is None else signature.plain
    if effect == "report" or (effect == "possible" and climb.aside and (signature.voice or signature.name == "hedge")):
        state.apply(effect, head.lower_, _voice(head, inside) if signature.voice else None)


def _under_copula(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """A clause under "be": "is to marry", "the rumour is that", "it is true that", "is likely to"."""
    table = cues()
    if node.dep_ == "xcomp" and is_infinitive(node):
        if not negations(head):
            state.apply("plan", "is to")
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
    elif node.dep_ == "ccomp" and node.i < head.i:
        climb.done = True


def _noun_clause(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """A clause under a noun: "rumours that they married", "his decision to marry", "the man who married her"."""
    table = cues()
    signature = table.nouns.get(head.lemma_.lower()) if head.pos_ in _NOUNS else None
    infinitive = is_infinitive(node)
    that = next((c for c in node.children if c.i < node.i and c.lower_ in {"that", "whether", "if"}), None)
    is_content = that is not None and that.dep_ not in {"nsubj", "nsubjpass"}
    if (
        is_content
        and that is not None
        and that.dep_ in {"dobj", "pobj"}
        and not table.has("content.strong", head.lemma_)
    ):
        is_content = any(c.dep_ in {"dobj", "attr", "acomp"} and c != that for c in node.children)
    if climb.open and signature is not None and (is_content or (infinitive and signature.plain != "keep")):
        climb.content, climb.open = True, True
        climb.negation_spent = True
        word = negative_noun(head)
        voice = content_source(head, inside) if signature.voice or signature.name == "hedge" else None
        state.apply(signature.negated if word is not None else signature.plain, head.lower_, voice)
        return
    if not climb.open:
        return
    climb.open = False
    if infinitive:
        achieved = any(table.has("adjunct.achieved", child.lower_) for child in head.children)
        if not achieved and not table.has("adjunct.achieved", head.lower_):
            state.apply("possible", "to")
    elif (word := negative_noun(head)) is not None:
        state.apply("negate", word.lower_)


def _subject(node: Token, head: Token, trigger: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """A noun or clause that is the subject: "reports of his arrest are false", "the wedding was called off"."""
    if not climb.open:
        return
    table = cues()
    clause = node.dep_.startswith("csubj")
    predicate = next((c for c in head.children if c.dep_ in {"acomp", "attr", "oprd"}), None)
    negated = bool(negations(head))
    if predicate is not None and head.lemma_ in _COPULAR | {"prove"}:
        if (climb.content or clause or node == trigger) and table.has("predicate.false", predicate.lemma_.lower()):
            if not negated:
                state.set_aside(predicate.lower_)
            state.apply("possible" if negated else "deny", predicate.lower_)
            climb.open = climb.content = False
            return
        if (climb.content or clause) and table.has("predicate.true", predicate.lemma_.lower()):
            state.apply("deny" if negated else "keep", predicate.lower_)
            if not negated:
                state.core = "fact" if state.core == "maybe" else state.core
            climb.open = climb.content = False
            return
    if table.has("predicate.verify", head.lemma_.lower()) and negated:
        state.apply("possible", f"not {head.lower_}")
        climb.open = climb.content = False
        return
    signature = _signature(head, node) if is_passive(head) else None
    if signature is not None and not (signature.events_only and not table.has("nominal.event", node.lemma_.lower())):
        effect = signature.negated if negated else (signature.noun if agent_of(head) is None else signature.plain)
        if signature.plain == "deny" and not negated:
            effect = "deny"
        state.apply(effect, head.lower_, _voice(head, inside) if signature.voice else None)
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


def _object(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """A noun as object: "denied the affair", "want a divorce", "called off the wedding", "denied rumours that"."""
    if not climb.open:
        return
    table = cues()
    signature = _signature(head, node)
    negated = bool(negations(head))
    if climb.content:
        climb.open = False
        if signature is not None and signature.plain == "deny":
            state.set_aside(head.lower_)
            state.apply("possible" if negated else "deny", head.lower_, _voice(head, inside))
        elif table.has("predicate.verify", head.lemma_.lower()) and not negated:
            state.core = "fact" if state.core == "maybe" else state.core
            state.apply("report", head.lower_, _voice(head, inside))
        elif signature is not None and signature.voice:
            state.apply("keep" if signature.plain == "report" else signature.plain, head.lower_)
            if (speaker := _voice(head, inside)) is not None:
                state.voices.append(speaker)
        return
    if signature is None or (signature.events_only and not table.has("nominal.event", node.lemma_.lower())):
        climb.negation_spent = table.has("negation.presupposed_by", head.lemma_.lower())
        return
    effect = signature.negated if negated else signature.noun
    climb.negation_spent = True
    state.apply(effect, head.lower_, _voice(head, inside) if signature.voice and effect != "keep" else None)


def _prepositional(node: Token, head: Token, state: State, climb: Climb) -> None:
    """The noun or the gerund after a preposition."""
    if not climb.open:
        return
    table, word = cues(), head.lower_
    before = head.doc[head.i - 1].lower_ if head.i else ""
    if table.has("negation.prepositions", word):
        state.apply("negate", word)
    elif table.has("negation.phrases", f"{before} {word}"):
        state.apply("negate", f"{before} {word}")
    elif table.has("adjunct.prepositions", word) and head.dep_ == "prep" and head.head.pos_ not in _NOUNS:
        climb.open = False


def _governed(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """From a preposition to what governs it: "rumours of a wedding", "thinking of marrying", "accused of"."""
    table, word = cues(), node.lower_
    following = node.doc[node.i + 1] if node.i + 1 < len(node.doc) else node
    came_gerund = following.tag_ == "VBG" or any(child.dep_ == "pcomp" for child in node.children)
    if not climb.open:
        return
    if head.pos_ in _NOUNS and word in _ABOUT | {"to", "for", "in", "at"}:
        signature = table.nouns.get(head.lemma_.lower())
        if signature is not None and (word in _ABOUT or signature.plain in {"plan", "attempt"}):
            climb.content = True
            climb.negation_spent = True
            word_no = negative_noun(head)
            voice = content_source(head, inside) if signature.voice or signature.name == "hedge" else None
            state.apply(signature.negated if word_no is not None else signature.plain, head.lower_, voice)
        elif signature is None and came_gerund:
            climb.open = False
        return
    if word not in _GOVERNED or table.has("adjunct.prepositions", word):
        return
    if word == "from" and (table.has("infinitive.from", head.lemma_.lower())):
        state.apply("keep" if negations(head) else "negate", head.lower_)
        climb.negation_spent = True
        return
    signature = _signature(head, node, gerund=came_gerund)
    if signature is None or signature.events_only:
        return
    if signature.name == "describe" and word != "as":
        return
    if signature.name in {"say", "announce"} and word != "as" and not came_gerund:
        return
    negated = bool(negations(head)) or (head.dep_ == "acomp" and bool(negations(head.head)))
    effect = signature.negated if negated else (signature.plain if came_gerund or word == "as" else signature.noun)
    if effect == signature.plain and not negated and is_passive(head) and agent_of(head) is None:
        effect = signature.passive
    climb.negation_spent = True
    state.apply(effect, head.lower_, _voice(head, inside) if signature.voice and effect != "keep" else None)


def _adverbial(node: Token, head: Token, state: State, climb: Climb, inside: Sequence[bool]) -> None:
    """An adverbial clause: the clause above no longer speaks of it, but who says the sentence still does."""
    if not climb.open:
        return
    mark = next((child.lower_ for child in node.children if child.dep_ in {"mark", "advmod"} and child.i < node.i), "")
    if head.lemma_ == "be" and not mark and not has_subject(node) and node.tag_ in {"VBN", "JJ"}:
        return  # "He is, for the record, still married": the parser's word for a complement
    if is_infinitive(node):
        before = node.doc[node.left_edge.i - 1].lower_ if node.left_edge.i else ""
        if before != "only" and not any(c.lower_ == "only" and c.i < node.i for c in node.children):
            state.apply("plan", "to")
    elif _is_present(node) and cues().has("condition.future", mark):
        under_plan = any(effect == "plan" for effect, _ in hedges(head)) or _imperative(head)
        state.apply("plan" if under_plan else "keep", mark)
    climb.open, climb.aside = False, True


def _is_present(verb: Token) -> bool:
    tensed = (verb, *(child for child in verb.children if child.dep_ in {"aux", "auxpass"}))
    return any(token.tag_ in {"VBP", "VBZ"} for token in tensed)


def _signature(head: Token, node: Token, *, gerund: bool = False) -> Signature | None:
    """The class of the embedding word, phrasal verbs and infinitives first."""
    table, lemma = cues(), head.lemma_.lower()
    if head.pos_ == "ADJ" or (head.pos_ == "ADV" and lemma in table.adjectives):
        return table.adjectives.get(lemma) or (table.verbs.get(lemma) if head.tag_.startswith("VB") else None)
    if head.pos_ in _NOUNS and not head.tag_.startswith("VB") and not has_subject(head):
        return table.nouns.get(lemma)
    for child in head.children:
        if child.dep_ in {"prt", "advmod", "prep"} and (phrasal := table.phrasal.get(f"{lemma} {child.lower_}")):
            return phrasal
    if (gerund or (node.dep_ in {"xcomp", "pcomp"} and is_infinitive(node))) and lemma in table.infinitive:
        return table.infinitive[lemma]
    if lemma == "go" and node.dep_ == "xcomp":
        return table.infinitive["go"]
    found = table.verbs.get(lemma) or table.verbs.get(head.lower_)
    if found is None and head.tag_ in {"VBN", "JJ"}:
        found = table.adjectives.get(head.lower_)
    return found


def _misread(verb: Token, noun: Token) -> bool:
    """Whether a participle before a name is the parser's idea of a plain verb and its object ("Ann married Bo")."""
    if noun.pos_ != "PROPN" and verb.tag_ != "VBG":
        return False
    names = any(child.pos_ == "PROPN" and child.i < verb.i for child in noun.children)
    return names or verb.tag_ == "VBG" or any(child.dep_ in {"aux", "auxpass"} for child in verb.children)


def _small_clause(node: Token, head: Token) -> bool:
    """Whether a gossip site "has him engaged": a present "have" over a state with its own subject."""
    if head.tag_ not in {"VBZ", "VBP"} or node.dep_ not in {"ccomp", "oprd", "acomp", "acl"} or node.i < head.i:
        return False
    bare = not any(child.dep_ in {"aux", "auxpass", "mark"} for child in node.children)
    return bare and node.tag_ in {"VBN", "VBG", "JJ"} and own_subject(head) is not None


def _voice(verb: Token, inside: Sequence[bool]) -> Range | None:
    """The source that a verb of saying names."""
    speaker = agent_of(verb) if is_passive(verb) else speaker_of(verb, inside)
    if speaker is None or speaker.lower_ in {"it", "there", "which", "that", "what"}:
        return None
    return noun_phrase(speaker)


def _reports(head: Token) -> bool:
    signature = cues().verbs.get(head.lemma_.lower())
    return signature is not None and signature.plain == "report"


def _says_that(node: Token, head: Token) -> bool:
    """Whether a verb we do not know reports the clause: "they lamented that", "..., joked the singer"."""
    if any(child.dep_ == "mark" and child.lower_ == "that" for child in node.children):
        return True
    subject = own_subject(head)
    said_after = node.i < head.i and subject is not None and subject.i > node.i
    return said_after and head.lemma_.lower() in speech_verbs()


def _separated(node: Token, head: Token, inside: Sequence[bool]) -> bool:
    """Whether a semicolon or a colon parts the two: the parser's complement is then a sentence of its own."""
    doc = node.doc
    edges = (node.right_edge.i + 1, head.i) if node.i < head.i else (head.i + 1, node.i)
    for token in doc[min(edges) : max(edges)]:
        if token.text == ";" or (token.text == ":" and not (head.i < node.i and _reports(head))):
            return True
    if node.i < head.i:
        return any(
            token.text in {";", ":"} for token in doc[node.i : head.i] if not inside[token.i] and token.head == head
        )
    return False


def _scoped(scope: Token, trigger: Token) -> tuple[Token | None, bool]:
    """For one argument: the "not" of its own phrase, and whether a "but" takes it out of the verb's negation."""
    token, contrast, checked = scope, False, True
    for _ in range(_STEPS):
        if token == trigger or (token != scope and token.is_ancestor(trigger)):
            break
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
    return None, contrast


def _is_asked(root: Token) -> bool:
    """Whether the sentence is a question, and not one that takes the thing for granted ("why did she marry him?")."""
    doc, index = root.doc, root.sent.end - 1
    while index > root.i and (doc[index].is_space or doc[index].is_quote):
        index -= 1
    if doc[index].text != "?":
        return False
    granted = any(
        cues().has("question.presupposing", child.lower_) for child in root.children if child.dep_ == "advmod"
    )
    past = root.tag_ in {"VBD", "VBN"} or any(c.dep_ in {"aux", "auxpass"} and c.tag_ == "VBD" for c in root.children)
    return not (granted and past)


def _nearby(trigger: Token, state: State, contrast: bool) -> None:
    """A net under the parser: a "not" or a "reportedly" right before the trigger counts wherever it was hung."""
    table, doc = cues(), trigger.doc
    if trigger.pos_ in _NOUNS:
        return
    index = trigger.i - 1
    while index >= trigger.sent.start and trigger.i - index <= 6:
        token = doc[index]
        if table.has("adverb.possible", token.lower_) and state.core == "fact":
            state.apply("possible", token.lower_)
        elif table.has("negation.words", token.lower_) and state.core == "fact" and not contrast and not state.cues:
            following = doc[index + 1].lower_
            if not table.has("negation.vacuous", following) and not _until_after(trigger):
                state.apply("negate", token.lower_)
        elif token.pos_ not in {"AUX", "ADV", "PART"} and token.tag_ != "MD":
            return
        index -= 1


def _until_after(trigger: Token) -> bool:
    return any(child.lower_ in {"until", "till"} for child in trigger.children)
