"""What the text tells about groups and couples: coordination, and words like "married", "wed", "dating"."""

from __future__ import annotations

from kg.mentions.draft import OBJECT, OBLIQUE, OWNER, SUBJECT, Draft
from kg.mentions.phrases import noun_kinds
from kg.mentions.relations import relation_of, unions
from kg.mentions.state import State
from kg.model import MentionKind
from kg.names import rules

_WEDDINGS = frozenset({"marry", "wed", "married", "engaged", "remarry", "elope"})
_EARLIER = frozenset({"first", "earlier", "former", "late", "previous", "ex"})
_TOLD_BY_VERB = frozenset({"child", "parent", "sibling", "spouse", "ex", "grandchild", "grandparent", "agent"})
_ONCE = frozenset({"once", "previously", "formerly"})
_CARRIERS = frozenset({"acomp", "attr", "oprd"})


def tell_names(state: State) -> None:
    """Before reading: the groups and couples that names alone tell ("Ann married Bob", "Ann and Bob wed")."""
    for draft in state.story.drafts:
        if draft.fixed and draft.kind is MentionKind.NAME and state.page.dep[draft.head] != "conj":
            _join(state, draft)
    for i in range(len(state.page)):
        _tell_union(state, i)
    state.sets.sort()


def tell(state: State, draft: Draft) -> None:
    """While reading: what a draft that has just been resolved adds."""
    _meet(state, draft)
    if draft.kind is MentionKind.NAME:
        return
    _own_together(state, draft)
    _join(state, draft)
    if draft.kind is MentionKind.NOMINAL:
        _learn_kin(state, draft)
    if draft.role in {SUBJECT, OBJECT, OBLIQUE} and draft.verb >= 0:
        for i in (draft.verb, *state.page.children[draft.verb]):
            _tell_union(state, i)


def noun_of(state: State, draft: Draft) -> str:
    """The noun of a nominal; "ex" for a former spouse or partner."""
    noun = state.page.lower[draft.head]
    if relation_of(noun) in {"spouse", "partner", "betrothed"}:
        for k in range(draft.first, draft.head):
            if state.page.lower[k] in {"ex", "former"}:
                return "ex"
    return noun


def _join(state: State, draft: Draft) -> None:
    """Record the group of a mention and what is coordinated with it: "he and Ann", "Ann and her husband"."""
    page = state.page
    top = draft.head
    for _ in range(20):
        if page.dep[top] != "conj":
            break
        top = page.head[top]
    keys: list[str] = []
    stack, last = [top], top
    while stack:
        i = stack.pop(0)
        mention = state.mention_at(i)
        if mention is None or not mention.entities:
            # "Ann and the muralist Bob Lee": a noun that is no mention is named by its apposition.
            named = [state.mention_at(c) for c in page.children[i] if page.dep[c] == "appos"]
            mention = next((m for m in named if m is not None and m.fixed), mention)
        if mention is not None:
            keys.extend(key for key in mention.entities if key in state.people and key not in keys)
            last = max(last, i)
        stack.extend(c for c in page.children[i] if page.dep[c] == "conj" and page.pos[c] in {"PROPN", "NOUN", "PRON"})
    if len(keys) < 2:
        keys, last = _aged_pair(state, draft), -1
    if len(keys) > 1 and top != last:
        state.sets.append((max(last, draft.head), tuple(keys)))
        _tell_shared(state, top, keys)


def _aged_pair(state: State, draft: Draft) -> list[str]:
    """Two names that the ages between them hide from the parse: "of Vance, 58, and Ann Lee, 39"."""
    page = state.page
    k = draft.first - 2
    if page.at(draft.first - 1) != "and" or not page.at(k - (page.at(k) in {",", ")"})).isdigit():
        return []
    k -= page.at(k) in {",", ")"}
    other = state.story.ending.get(k - 1) if page.at(k - 1) in {",", "("} else None
    both = [*other.entities, *draft.entities] if other is not None else []
    return both if len(set(both)) == 2 and all(key in state.people for key in both) else []


def _tell_shared(state: State, top: int, keys: list[str]) -> None:
    """Learn a couple from what is said to be theirs: "the wedding of Tom Bell and Ann Lee"."""
    page = state.page
    of = page.head[top]
    noun = page.lower[page.head[of]]
    relation = rules("nominals")["shared"].get(noun) if page.lower[of] in {"of", "between"} else None
    if relation and len(keys) == 2 and not state.kin.kindred(*keys):
        state.kin.tell(keys[0], relation, keys[1])
        if relation != "partner":
            state.unite(keys[0], keys[1], top, wedding=noun in {"wedding", "nuptials"}, over=noun == "divorce")


def _meet(state: State, draft: Draft) -> None:
    """Record two people whom a verb or "with" brings together: "Ann met Bob", "Ann spent the day with Bob"."""
    page = state.page
    if len(draft.entities) == 1 and draft.role == SUBJECT and draft.verb > draft.head:
        # "With Ann, Bob shared a house", "with whom she lived"
        for other in state.by_sentence[page.sent[draft.head]]:
            if other.head < draft.head and other.verb == draft.verb and other.role == OBLIQUE:
                _meet(state, other)
    if len(draft.entities) != 1 or draft.role not in {OBJECT, OBLIQUE} or draft.verb < 0:
        return
    top = draft.head
    while page.dep[top] in {"appos", "conj"} and page.head[top] != top:
        top = page.head[top]
    lists = rules("nominals")["together"]
    brought = page.lemma[draft.verb] in lists["meet"].split() and page.dep[top] == "dobj"
    along = page.dep[top] == "pobj" and page.lower[page.head[top]] in lists["along"].split()
    subject = state.subject_of(draft.verb) if brought or along else None
    fronted = along and top < draft.verb
    if subject is None or len(subject.entities) != 1 or (subject.head >= draft.head) != fronted:
        return
    pair = (subject.entities[0], draft.entities[0])
    if pair[0] != pair[1] and all(key in state.people for key in pair):
        state.met.append((draft.head, pair))


def _own_together(state: State, draft: Draft) -> None:
    """Learn who are a couple from what two people own together: "their wedding", "their engagement"."""
    if draft.role != OWNER or len(draft.entities) != 2 or draft.kind is not MentionKind.PRONOUN:
        return
    noun = state.page.lower[state.page.head[draft.head]]
    relation = rules("nominals")["shared"].get(noun)
    a, b = draft.entities
    if relation_of(noun) == "child" and state.kin.couple_of(a) != b:
        # Who have a son together were a couple, whatever else they were.
        relation = "partner"
    if relation and not state.kin.kindred(a, b):
        state.kin.tell(a, relation, b)
        if relation != "partner":
            state.unite(a, b, draft.head, wedding=noun in {"wedding", "nuptials"}, over=noun == "divorce")


def _tell_union(state: State, i: int) -> None:
    """Record the couple that the predicate at ``i`` makes, as far as its parties are resolved."""
    page = state.page
    noun = unions().get(page.lemma[i].lower()) or unions().get(page.lower[i])
    if noun is None or page.pos[i] not in {"VERB", "ADJ", "NOUN"}:
        return
    again = rules("fiction")["role"]["again"]
    if any(page.lower[k] in again and page.lower[k - 1] == "in" for k in range(*page.sents[page.sent[i]])):
        return  # "Lucy and Ricky remain married, and in reruns they always will"
    carrier = page.head[i] if page.dep[i] in _CARRIERS else i
    if page.pos[i] == "NOUN" and (carrier == i or page.lemma[carrier] != "be"):
        return
    subject = state.subject_of(carrier)
    if subject is None or not subject.entities:
        return
    objects = [c for c in page.children[i] if page.dep[c] == "dobj"]
    negated = any(page.dep[c] == "neg" for k in {i, carrier} for c in page.children[k])
    for child in page.children[i]:
        if page.lower[child] in {"to", "with", "from"}:
            # "They were married to each other": to nobody else.
            named = (k for k in page.children[child] if page.dep[k] == "pobj")
            objects.extend(k for k in named if page.lower[k] not in {"other", "another"})
    # "They were married from 1975 to 1984, whatever the papers say": neither year nor word for nothing is a party.
    objects = [k for k in objects if page.pos[k] != "NUM" and page.lower[k] not in {"what", "whatever"}]
    mentions = [state.mention_at(k) for k in objects]
    others = [m.entities[0] for m in mentions if m is not None and len(m.entities) == 1]
    parties = subject.entities
    if not objects:
        groups = [keys for token, keys in state.sets if parties[0] in keys and subject.head <= token < i]
        pair = groups[0] if groups else parties
        parties, others = (pair[:1], list(pair[1:])) if len(pair) == 2 else (pair, [])
    if len(parties) != 1:
        return
    party = parties[0]
    before = any(page.lower[c] in _ONCE for k in {i, carrier} for c in page.children[k])
    for other in others:
        if party in state.people and other in state.people and party != other:
            word = page.lemma[i].lower()
            ends = "divorce" in word or "separate" in word
            if negated and word in _WEDDINGS:
                state.never.add(frozenset((party, other)))
            else:
                # Who is not divorced is married.
                state.kin.tell(party, noun, other)
                if noun != "partner":
                    state.unite(party, other, i, wedding=word in _WEDDINGS, over=before or (ends and not negated))
            beside = {page.dep[carrier], page.dep[i]} & {"relcl", "acl"}
            if before:
                state.passing.append((max(subject.head, i), (party, other)))
            if before and beside and page.dep[page.head[carrier]] not in {"nsubj", "nsubjpass"}:
                continue  # "she lives with Al, who was once married to Eve. They": she and Al
            state.sets.append((max(subject.head, i), (party, other)))


def _learn_kin(state: State, draft: Draft) -> None:
    """Record who is whose by a resolved kin nominal: "his wife, Ann"."""
    noun = noun_of(state, draft)
    if not draft.entities or not noun_kinds().get(state.page.lower[draft.head], ("", False, False))[2]:
        return
    for owner in state.owners(draft):
        for relative in draft.entities:
            if relative in state.people and owner in state.people:
                state.kin.tell(owner, noun, relative)
                if relation_of(noun) in {"spouse", "ex", "betrothed"} and owner != relative:
                    ordinal = any(state.page.lower[k] in _EARLIER for k in range(draft.first, draft.head))
                    made = draft.verb >= 0 and state.page.lemma[draft.verb] in {"make", "pronounce", "declare"}
                    state.unite(owner, relative, draft.head, wedding=made, over=noun == "ex" or ordinal)
                if relation_of(noun) in {"spouse", "ex", "betrothed", "partner", "sibling"} and owner != relative:
                    state.pairs.append((draft.head, (owner, relative)))


def tell_predicate(state: State, draft: Draft) -> None:
    """Record who is whose by the verb: "Ann is the daughter of Tom Bell", "he was her husband"."""
    page = state.page
    if draft.kind is not MentionKind.NOMINAL or draft.plural or page.dep[draft.head] != "attr" or draft.verb < 0:
        return
    relation = relation_of(page.lower[draft.head])
    if relation not in _TOLD_BY_VERB or page.lower[draft.verb] not in {"is", "was", "'s", "’s"}:
        return
    subject = state.subject_of(draft.verb)
    owners = state.owners(draft)
    if (
        subject is None
        or len(subject.entities) != 1
        or len(owners) != 1
        or {*subject.entities, *owners} - {*state.people}
    ):
        return
    below = (*page.children[draft.verb], *page.children[draft.head])
    if any(page.dep[c] == "neg" or page.lower[c] in {"in", "on", "like", "if"} for c in below):
        # "He was her husband in the film"
        return
    state.kin.tell(owners[0], noun_of(state, draft), subject.entities[0])
