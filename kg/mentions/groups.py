"""Mentions of several people: they, the couple, the parents; and I and we, which quotations give to their speakers."""

from __future__ import annotations

import math
from collections import Counter

from kg.mentions.draft import OBJECT, OBLIQUE, OWNER, SUBJECT, Draft
from kg.mentions.phrases import noun_kinds
from kg.mentions.relations import relation_of
from kg.mentions.state import State
from kg.model import MentionKind
from kg.names import rules

_REACH = 4
"""Sentences that "they" looks back."""
_COUPLE_REACH = 12
"""Sentences that "the couple" looks back; "the two", and who only met, no more than `_TWO_REACH`."""
_TWO_REACH = 2
_NAMED = 7
"""Tokens behind "their friends" within which the friends are named."""
_LOOSE = 0.3
"""Points that two people lose who are only brought together by a verb, not told of as a group."""
_HERE = 0.8
"""Points for a couple of whom both are named in the paragraph."""
_MARRYING = frozenset({"marry", "married", "wed", "remarry"})
_UNLIKELY = 0.8
"""Points that two of one sex lose for whom nothing else tells that they are a couple."""


def they(state: State, draft: Draft) -> tuple[str, ...]:
    """The group mentioned last, unless it is long gone or the pronoun's own clause excludes it."""
    page, people = state.page, state.people
    if draft.head in state.foretold:
        return state.foretold[draft.head]
    sent = page.sent[draft.head]
    speakers = set(state.speakers(draft))
    subject = state.subject_of(draft.verb) if draft.role in {OBJECT, OBLIQUE} else None
    barred = speakers | (set(subject.entities) if subject is not None and subject is not draft else set())
    of_parents = draft.role == OWNER and relation_of(page.lower[page.head[draft.head]]) == "parent"
    noun = page.head[draft.head]
    # "Their friends Ann and Tom": whose friends they are, stands elsewhere.
    owned = noun if draft.role == OWNER and {page.lower[noun], page.lemma[noun]} & noun_kinds().keys() else len(page)
    mates = _mates(state, draft)
    known = {frozenset(pair) for pair in state.kin.couples()} if mates is not None else set()
    mixed = len({d.gender for d in state.by_sentence[sent] if d.kind is MentionKind.PRONOUN and d.gender}) == 2
    of_blood = draft.role == OWNER and relation_of(page.lower[page.head[draft.head]]) in {"parent", "sibling"}
    several = page.tag[noun] in {"NNS", "NNPS"}  # "their parents" may be those of one and of the other
    apart = {frozenset(pair) for pair in state.kin.couples()} if of_blood and not several else set()
    if of_blood:
        known = {frozenset(pair) for pair in state.kin.siblings()}
    told = Counter(frozenset(keys) for token, keys in state.sets if token < draft.head)
    best: tuple[float, tuple[str, ...]] | None = None
    told_by_noun = [pair for pair in state.pairs if frozenset(pair[1]) in known]
    met = [pair for pair in state.met if pair[0] < draft.head and sent - page.sent[pair[0]] <= _TWO_REACH]
    if mates is not None:
        met += _with_hero(state, draft) or _only_two(state, draft)
    for token, keys in (*state.sets, *told_by_noun, *met):
        distance = sent - page.sent[token]
        if distance > _REACH or barred & set(keys) or 0 < token - owned <= _NAMED or state.is_past(keys):
            continue
        if token in state.aside and draft.head not in state.aside:
            continue  # "(Cole and Wynn later married.) They separated"
        if _brood(state, draft) & set(keys) or frozenset(keys) in apart:
            continue  # nobody is the mother of both of a couple
        if mates is not None and (mates & set(keys) or (len(keys) == 2 and state.kin.kindred(*keys))):
            continue
        if mates is not None and distance and frozenset(keys) not in known and _one_sex(state, keys):
            continue
        if mates is not None and mixed and _one_sex(state, keys):
            continue
        mention = state.mention_at(token)
        if token >= draft.head and not (_in_front(state, draft) and mention and state.announces(draft, mention)):
            continue
        points = 0.12 * min(told[frozenset(keys)], 3) + (0.7 if frozenset(keys) in known else 0.0)
        points += -distance - 0.003 * abs(draft.head - token) - (0.3 if token > draft.head else 0.0)
        if all(people[key].offspring for key in keys):
            points += 1.0 if of_parents else -1.5
        if mention is not None and mention.role == SUBJECT:
            points += 0.4
        points -= _LOOSE if (token, keys) in met else 0.0
        if best is None or points > best[0]:
            best = (points, keys)
    guessed = best is not None and not any(keys == best[1] for _, keys in (*state.sets, *state.pairs, *state.met))
    if guessed and any(0 <= sent - page.sent[token] <= 1 for token, _ in state.passing):
        return ()  # "she met Al, who was once married to Eve. They have a son": whoever has
    owners = _of_siblings(state, draft) if of_blood and not several else []
    if owners and (best is None or frozenset(best[1]) not in known):
        # "the comedian's brother, born to their mother": theirs alone; the comedian is whom the article is about
        named = any(page.pos[owner] != "NOUN" for owner in owners)
        return () if named or len(state.heroes) != 1 else tuple(state.heroes)
    if best is not None:
        return best[1]
    pair = state.wedded(draft.head) if mates is not None else None
    close = pair is not None and (state.leading(pair) or set(pair) <= set(state.nearby(draft, 3)))
    if pair is not None and close and not barred & set(pair):
        return pair
    near = _adults(state, draft)
    if mates is not None and len(near) == 2 and state.kin.kindred(*near):
        return ()
    if frozenset(near) in apart:
        return ()
    return near if draft.role in {SUBJECT, OWNER} and len(near) == 2 and not speakers & set(near) else ()


def _of_siblings(state: State, draft: Draft) -> list[int]:
    """The words for those whose siblings stand before "their" in its sentence."""
    page = state.page
    before = range(page.sents[page.sent[draft.head]][0], draft.head)
    owned = (i for i in before if relation_of(page.lower[i]) == "sibling" and page.tag[i] in {"NN", "NNP"})
    return [child for i in owned for child in page.children[i] if page.dep[child] == "poss"]


def _with_hero(state: State, draft: Draft) -> list[tuple[int, tuple[str, ...]]]:
    """The one whom the article is about and the only other person of the sentence before, man and woman."""
    sent = state.page.sent[draft.head] - 1
    if len(state.heroes) != 1 or sent < 0:
        return []
    [hero] = state.heroes
    found = [d for d in state.by_sentence[sent] if d.entities and set(d.entities) != {hero}]
    others = {key for d in found for key in d.entities if key in state.people and not state.people[key].offspring}
    pair = (hero, *others)
    if len(pair) != 2 or {state.people[key].gender for key in pair} != {"f", "m"} or state.kin.kindred(*pair):
        return []
    return [(found[-1].head, pair)]


def _only_two(state: State, draft: Draft) -> list[tuple[int, tuple[str, ...]]]:
    """The man and the woman whom the last sentence is about: "Bogg sang; Lee, a nurse, did not. They have a son"."""
    sent = state.page.sent[draft.head]
    named = [
        d for d in state.seen if state.page.sent[d.head] == sent - 1 and d.role == SUBJECT and len(d.entities) == 1
    ]
    pair = tuple(dict.fromkeys(d.entities[0] for d in named if not state.people[d.entities[0]].offspring))
    if len(pair) != 2 or {state.people[key].gender for key in pair} != {"f", "m"} or state.kin.kindred(*pair):
        return []
    told = any(set(keys) == set(pair) for _, keys in state.sets)  # as a group, which tells more
    return [] if told else [(named[-1].head, pair)]


def _brood(state: State, draft: Draft) -> set[str]:
    """The children listed before a child whom they had or adopted: "two sons, Al and Bo; and a girl, Cy, whom they"."""
    page = state.page
    above = page.head[draft.verb] if draft.verb >= 0 and page.dep[draft.verb] == "relcl" else -1
    had = draft.role == SUBJECT and above >= 0 and page.at(draft.head - 1) == "whom"
    if not had or page.lemma[draft.verb] not in rules("nominals")["together"]["parents"].split():
        return set()
    return {key for key in state.nearby(draft, 0) if state.people[key].offspring or state.people[key].relative}


def _one_sex(state: State, keys: tuple[str, ...]) -> bool:
    """Whether the text tells that they are all men, or all women."""
    sexes = {state.people[key].gender for key in keys}
    return len(sexes) == 1 and "" not in sexes


def _mates(state: State, draft: Draft) -> set[str] | None:
    """Whether what is said of "they" is said of couples ("they divorced", "they have a son", "their wedding").

    None if not; else the people whom it names as their children.
    """
    page = state.page
    lists = rules("nominals")["together"]
    if draft.role == OWNER:
        noun = page.head[draft.head]
        if page.lower[noun] in lists["nouns"].split():
            return set()
        if relation_of(page.lower[noun]) == "child":
            owned = state.story.at.get(noun)
            return set(owned.entities) if owned is not None else set()
        return None
    if draft.role != SUBJECT or draft.verb < 0:
        return None
    below = (draft.verb, *page.children[draft.verb])
    if page.lemma[draft.verb] in lists["parents"].split():
        children = [k for k in below if page.dep[k] == "dobj" and relation_of(page.lower[k]) == "child"]
        if children:
            owned = state.story.at.get(children[0])
            return set(owned.entities) if owned is not None else set()
    words = {page.lemma[k].lower() for k in below} | {page.lower[k] for k in below}
    if "together" in words and page.lemma[draft.verb] == "be":
        return set()
    return set() if words & set(lists["verbs"].split()) else None


def _says(state: State, verb: int, words: frozenset[str]) -> bool:
    """Whether the verb or what hangs on it is one of the words."""
    page = state.page
    return verb >= 0 and any({page.lower[k], page.lemma[k].lower()} & words for k in (verb, *page.children[verb]))


def _in_front(state: State, draft: Draft) -> bool:
    """Whether the pronoun stands in the first words of its sentence."""
    return draft.head - state.page.sents[state.page.sent[draft.head]][0] <= 6


def _adults(state: State, draft: Draft, sentences: int = 2) -> tuple[str, ...]:
    """The people of the last sentences, somebody's children aside."""
    return tuple(key for key in state.nearby(draft, sentences) if not state.people[key].offspring)


def couple(state: State, draft: Draft) -> tuple[str, ...]:
    """The couple, the exes, the parents, the two: the pair last spoken of, one told to be a couple before others."""
    page, people = state.page, state.people
    sent = page.sent[draft.head]
    known = {frozenset(pair) for pair in state.kin.couples()}
    recent = set(state.nearby(draft, 1))
    two = page.lower[draft.head] in {"two", "both"}
    topic = state.wedded(draft.head)
    if page.lower[draft.head] in {"newlyweds", "honeymooners"}:
        wed = state.wedded(draft.head, wedding=True)
        if wed is not None:
            return wed
    best: tuple[float, tuple[str, ...]] | None = None
    likely = [(draft.head, pair) for pair in _likely(state, draft, topic, two=two)]
    weds = draft.role == SUBJECT and _says(state, draft.verb, _MARRYING)
    for token, keys in (*state.sets, *state.pairs, *state.met, *likely):
        if len(keys) != 2 or page.sent[token] > sent or any(people[key].child for key in keys) or state.is_past(keys):
            continue
        # "Ann, the daughter of Tom Bell, married Max Lee": somebody's daughter may well be half of a couple.
        if frozenset(keys) not in known and any(people[key].offspring for key in keys):
            continue
        if (weds and frozenset(keys) in state.never) or _are_elders(state, draft, token):
            continue
        distance = sent - page.sent[token]
        loose = (token, keys) in state.met or (token, keys) in likely
        if distance > (_TWO_REACH if two or loose else _COUPLE_REACH) or (not two and state.kin.kindred(*keys)):
            continue
        points = -0.3 * distance + (0.8 if recent & set(keys) else 0.0) - (0.5 if token > draft.head else 0.0)
        points += 0.4 if topic is not None and state.leading(topic) and set(topic) == set(keys) else 0.0
        points += 1.5 if frozenset(keys) in known else -0.6 if distance > _TWO_REACH else 0.0
        points -= _LOOSE if loose else 0.0
        points -= _UNLIKELY if frozenset(keys) not in known and not two and _one_sex(state, keys) else 0.0
        points += _HERE if state.together(keys, draft.head) else 0.0
        points += 0.15 * sum(math.log1p(len(people[key].heads)) for key in keys)
        if best is None or points > best[0]:
            best = (points, keys)
    if best is not None:
        return best[1]
    near = _adults(state, draft)
    if two and len(near) == 2:
        return near
    if topic is not None:
        return topic
    pairs = [pair for pair in state.kin.couples() if set(pair) <= set(state.nearby(draft, 4))]
    return pairs[-1] if pairs else ()


def _are_elders(state: State, draft: Draft, token: int) -> bool:
    """Whether those named at the token are kin of the couple's child: "the couple's son and a nephew of Al and Bo"."""
    page = state.page
    if page.at(draft.head + 1) not in {"'s", "’s"}:
        return False
    return any(page.lower[i] == "of" and relation_of(page.lower[i - 1]) for i in range(draft.head + 2, token))


def _likely(state: State, draft: Draft, topic: tuple[str, str] | None, *, two: bool) -> list[tuple[str, ...]]:
    """Pairs that no words just before join: the couple the text is about, and the only two of the last sentence."""
    found: list[tuple[str, ...]] = []
    if topic is not None and state.leading(topic):
        present = set(topic) & set(state.nearby(draft, 3))
        if len(present) == 2 or (present and not two):
            found.append(topic)
    last = tuple(key for key in state.nearby(draft, 1) if not state.people[key].offspring)
    if len(last) == 2:
        found.append(last)
    return found


def first_person(state: State, draft: Draft) -> tuple[str, ...]:
    """I: the speaker, or who writes. We: he and the one mentioned along with him, or his partner; else nobody."""
    if draft.quote >= 0 and not state.quotes[draft.quote].is_speech:
        return ()
    first = state.quotes[draft.quote].first if draft.quote >= 0 else _opening(state, draft)
    speakers = state.speakers(draft)
    if not draft.plural or len(speakers) != 1:
        return speakers
    me = speakers[0]
    for i in range(draft.head, first - 1, -1):
        other = _along_with_me(state, i) if state.page.lower[i] in {"i", "me"} else ""
        if other and other != me:
            return (other, me)
    partner, of_couple = state.kin.couple_of(me), _mates(state, draft) is not None
    told = () if of_couple and partner is not None else _told_with(state, draft, me)
    if told:
        return told
    last = [key for key in _adults(state, draft, 1) if key != me]
    if len(last) == 1 and of_couple and not state.kin.kindred(last[0], me):
        return (last[0], me)  # "Item three is Al Bogg. Yes, we were engaged"
    present = _around(state, draft) if draft.quote >= 0 else state.nearby(draft, _TWO_REACH)
    if partner is not None and partner in present:
        return tuple(sorted((me, partner), key=lambda key: state.of[key][0].head if state.of[key] else 0))
    return ()


def _told_with(state: State, draft: Draft, me: str) -> tuple[str, ...]:
    """Who was told of together with the speaker in the last sentences of the paragraph: "Ann and Bob met. 'We ...'"."""
    sent, page = state.page.sent[draft.head], state.page
    for token, keys in reversed(state.sets):
        here = token < draft.head and sent - page.sent[token] <= _TWO_REACH
        if here and me in keys and state.paragraph[page.sent[token]] == state.paragraph[sent]:
            return keys
    return ()


def _opening(state: State, draft: Draft) -> int:
    """The first token of the paragraph, at most a few sentences back."""
    sent = state.page.sent[draft.head]
    first = sent
    while first > 0 and sent - first < _REACH and state.paragraph[first - 1] == state.paragraph[sent]:
        first -= 1
    return state.page.sents[first][0]


def _along_with_me(state: State, i: int) -> str:
    """The person coordinated with "I" at ``i`` ("Ann and I")."""
    page = state.page
    beside = state.story.ending.get(i - 1) if page.at(i - 1) in {"and", "&"} else None
    if beside is not None and len(beside.entities) == 1:
        return beside.entities[0]
    for k in (page.head[i], *page.children[i]):
        other = state.story.at.get(k)
        joined = page.dep[i] == "conj" if k == page.head[i] else page.dep[k] == "conj"
        if other is not None and k != i and joined and len(other.entities) == 1:
            return other.entities[0]
    return ""


def _around(state: State, draft: Draft) -> set[str]:
    """The people mentioned within four sentences, alone or in groups."""
    sent, page = state.page.sent[draft.head], state.page
    single = {d.entities[0] for d in state.seen if abs(sent - page.sent[d.head]) <= _REACH}
    return single | {key for token, keys in state.sets for key in keys if abs(sent - page.sent[token]) <= _REACH}
