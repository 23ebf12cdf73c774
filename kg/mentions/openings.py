"""Words in front of the name: "The actress split from Tom Bell in May. Ann Lee, 38, would not comment".

Papers like to open with whom they name only in the second sentence. The one who is meant is the first who is named as a
subject and not brought in as somebody's wife, son or agent; see Prince 1981 on what is new to a discourse.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.mentions.binding import barred
from kg.mentions.draft import OBJECT, OBLIQUE, OWNER, SUBJECT, Draft
from kg.mentions.phrases import THIRD, noun_kinds, owner_of
from kg.mentions.relations import relation_of, trades_of
from kg.mentions.state import State
from kg.model import EntityType, MentionKind
from kg.names import words

_OPENING = 2
"""Sentences from the beginning in which the words may stand."""
_REACH = 3
"""Sentences behind the words in which the name may stand; one if there are only descriptions."""
_DEEP = 5
"""So many heads above a name tell what it stands beside."""
_KIN = frozenset(
    {"parent", "sibling", "grandparent", "stepparent", "uncle", "aunt", "cousin", "nephew", "niece", "grandchild"}
    | {"child", "godmother", "godfather"}
)
_SAYING = frozenset({"say", "tell", "add", "explain", "write", "report", "claim", "confirm", "insist", "announce"})


def foretold(state: State) -> dict[int, tuple[str, ...]]:
    """Head token of a pronoun or description that opens the article -> the one or the two named behind it."""
    page = state.page
    opening = [s for s, (a, b) in enumerate(page.sents) if any(page.text[i][0].isalpha() for i in range(a, b))]
    opening = opening[: _OPENING + 1] if opening and opening[0] in state.story.headings else opening[:_OPENING]
    words_for = [d for s in opening for d in state.by_sentence[s] if d.quote < 0 and not d.entities]
    drafts = [d for d in words_for if not d.plural]
    pronouns = {sex: [d for d in drafts if d.kind is MentionKind.PRONOUN and d.gender == sex] for sex in ("f", "m")}
    described = [d for d in drafts if d.kind is MentionKind.NOMINAL and _describes(state, d)]
    sexes = [sex for sex, found in pronouns.items() if found]
    groups: list[tuple[str, list[Draft]]] = []
    for sex in sexes:
        alike = [d for d in described if d.gender == sex or (not d.gender and len(sexes) == 1)]
        groups.append((sex, sorted([*pronouns[sex], *alike], key=lambda d: d.head)))
    taken = {d.head for _, found in groups for d in found}
    groups += [(d.gender, [d]) for d in described if d.head not in taken]
    groups = [(sex, found) for sex, found in groups if not _known(state, found[0], sex)]
    meant = _couple(state, [d for d in words_for if d.plural])
    for sex, found in groups:
        name = _named(state, found, sex, others=len(groups) > 1)
        if name is None:
            continue
        for draft in _before(state, found, name, sex):
            meant[draft.head] = name.entities
    return meant


def _couple(state: State, words_for: list[Draft]) -> dict[int, tuple[str, ...]]:
    """The pair named first, for them and for the couple in front of it: "On their wedding day: Al Orr and Bo Lee"."""
    page = state.page
    first = next(_names(state), None)
    front = [d for d in words_for if first is not None and d.head < first.head and _of_two(state, d)]
    if first is None or not front or page.sent[first.head] - page.sent[front[0].head] > 1:
        return {}
    last = page.sent[first.head]
    named = [d for d in _names(state) if page.sent[d.head] == last and not _brought_in(state, d)]
    pairs = [keys for token, keys in state.sets if page.sent[token] == last and first.entities[0] in keys]
    keys = pairs[0] if pairs else tuple(d.entities[0] for d in named)
    told = [d for d in front if pairs or d.kind is MentionKind.NOMINAL]
    return {d.head: keys for d in told} if len(keys) == 2 else {}


def _of_two(state: State, draft: Draft) -> bool:
    """Whether it is they, or a phrase for a couple that is known: "the pair", "the exes"."""
    if draft.kind is MentionKind.PRONOUN:
        return bool(state.page.lower[draft.head] in THIRD)
    return state.page.at(draft.first) == "the" and state.page.lower[draft.head] in words("nominals", "pairs")


def _describes(state: State, draft: Draft) -> bool:
    """Whether it is a definite phrase for somebody not named yet: "the singer", "sources close to the star"."""
    page = state.page
    noun = page.lower[draft.head]
    _, group, kin = noun_kinds()[noun]
    if page.at(draft.first) != "the" or group or kin or noun in words("nominals", "bystanders"):
        return False
    if owner_of(page, draft) is not None or page.dep[draft.head] == "attr":
        return False
    if draft.role in {SUBJECT, OWNER}:
        return True
    i = draft.head
    while page.dep[i] in {"pobj", "prep", "amod", "relcl", "acl", "attr", "nsubj", "ccomp"} and page.head[i] != i:
        if page.dep[i] == "nsubj" and i != draft.head:
            inside = (page.at(c) for c in page.children[i] if page.tag[c] == "PRP$")
            return page.lower[i] not in noun_kinds() and not any(inside)
        i = page.head[i]
    return False


def _named(state: State, found: list[Draft], sex: str, *, others: bool) -> Draft | None:
    """The name that the words look forward to, if nobody whom they may mean is named in front of them."""
    page, people = state.page, state.people
    first = found[0]
    only_described = all(d.kind is MentionKind.NOMINAL for d in found)
    reach = page.sent[first.head] + (1 if only_described else _REACH)
    if _stranger(state, first, sex):
        return None
    unsure: Draft | None = None
    for name in _names(state):
        told = people[name.entities[0]].gender
        if unsure is not None and page.sent[name.head] > page.sent[unsure.head]:
            return unsure
        if sex and told not in {"", sex}:
            continue
        if page.sent[name.head] > reach:
            return None
        if not _fits(state, name, found, only_described):
            told_of = name.role in {OBJECT, OBLIQUE} and page.lemma[name.verb] != "be"
            if told_of and _is_met_by_kin(state, first, name):
                return name
            if sex and told == sex and told_of and not _brought_in(state, name):
                return None  # "His fall killed Tom Bell": he may be the one
        elif told == sex:
            return name
        elif unsure is not None or others:
            return None
        else:
            unsure = name
    return unsure


def _is_met_by_kin(state: State, owner: Draft, name: Draft) -> bool:
    """Whether the owner's kin, named at the head of the article, does something for the only other one of the sentence.

    "His uncle, Leo Hale, taught Tom Bell to sing"; she whom his sister's husband has married need not be she.
    """
    page, noun = state.page, owner.head + 1
    while page.tag[noun] in {"JJ", "HYPH"} or page.at(noun + 1) == "-":
        noun += 1
    here = page.sent[owner.head]
    top = page.head[noun] if page.dep[noun] in {"compound", "nmod"} else noun
    named = (d for d in _names(state) if page.sent[d.head] == here and d.first != noun + 1)
    others = {d.entities for d in named if not _brought_in(state, d)}
    own = owner.role == OWNER and relation_of(page.lower[noun]) in _KIN and owner.head <= page.sents[here][0] + 1
    does = name.verb >= 0 and page.head[top] == name.verb and page.dep[top] == "nsubj"
    # the tagger takes "married" for an adjective behind the comma
    harmless = does and words("nominals", "against").isdisjoint({page.lemma[name.verb], page.lower[name.verb]})
    him = any(page.tag[i] == "PRP" and page.dep[i] in {"dobj", "pobj", "dative"} for i in range(*page.sents[here]))
    return own and harmless and not him and page.sent[name.head] == here and others == {name.entities}


def _known(state: State, first: Draft, sex: str) -> bool:
    """Whether somebody whom the words may mean is named in front of them."""
    before = (state.people[d.entities[0]].gender for d in _names(state) if d.first < first.head)
    return any(not sex or told in {"", sex} for told in before)


def _names(state: State) -> Iterator[Draft]:
    """The first mention of every person, in the order of the text."""
    seen: set[str] = {*state.reporters}
    for draft in state.story.drafts:
        name = draft.kind is MentionKind.NAME and draft.fixed and draft.type is EntityType.PERSON and not draft.alias
        if name and len(draft.entities) == 1 and draft.entities[0] in state.people and draft.entities[0] not in seen:
            seen.add(draft.entities[0])
            yield draft


def _stranger(state: State, first: Draft, sex: str) -> bool:
    """Whether somebody else without a name is spoken of in front: "A man was held after he broke in"."""
    page = state.page
    for draft in state.by_sentence[page.sent[first.head]]:
        if draft.head >= first.head or draft.kind is not MentionKind.NOMINAL or draft.plural or draft.entities:
            continue
        if draft.role == SUBJECT and draft.gender in {"", sex} and page.dep[draft.head] != "attr":
            return True
    return False


def _fits(state: State, name: Draft, found: list[Draft], only_described: bool) -> bool:
    """Whether the name is that of a subject, and not brought in by something else than its own."""
    page = state.page
    person = state.people[name.entities[0]]
    owner = page.dep[name.head] == "poss" and page.dep[page.head[name.head]] in {"nsubj", "nsubjpass"}
    if name.role != SUBJECT and not owner:
        return False
    if person.nouns & words("nominals", "bystanders") or _brought_in(state, name):
        return False
    if only_described and name.verb >= 0 and page.lemma[name.verb] in _SAYING:
        return False
    trades = {trade for noun in person.nouns for trade in trades_of(noun)}
    for draft in found:
        told = trades_of(page.lower[draft.head]) if draft.kind is MentionKind.NOMINAL else frozenset()
        if (
            (trades and told and not trades & told)
            or page.head[draft.head] == name.head
            or _is_over(state, draft, name)
        ):
            return False
    return True


def _is_over(state: State, draft: Draft, name: Draft) -> bool:
    """Whether the words are the subject of all that the name stands in: "the cook says that Ann Lee" means two."""
    page = state.page
    above, i = page.head[draft.head], name.head
    while page.head[i] != i and i != above and page.dep[i] not in {"conj", "parataxis"}:
        i = page.head[i]
    return draft.role == SUBJECT and i == above


def _brought_in(state: State, name: Draft) -> bool:
    """Whether a kin noun beside the name tells whose relative it is: "his wife, Ann Lee"."""
    page, before = state.page, name.first - 1
    if before > 0 and noun_kinds().get(page.lower[before], ("", 0, 0))[2] and page.tag[before - 1] in {"PRP$", "POS"}:
        return True  # "his uncle Al Orr"
    above = {page.head[name.head]}
    i = name.head
    while page.dep[i] in {"appos", "conj"} and len(above) < _DEEP:  # "his parents, the actors Al Orr and Ann Lee"
        i = page.head[i]
        above.add(i)
        if page.tag[i] == "NN" and page.tag[page.head[i]] != "NNS":
            break
    for draft in state.by_sentence[page.sent[name.head]]:
        beside = name.entities[0] in draft.entities or draft.head in above
        if draft.kind is MentionKind.NOMINAL and beside and noun_kinds()[page.lower[draft.head]][2]:
            return True
    return False


def _before(state: State, found: list[Draft], name: Draft, sex: str) -> Iterator[Draft]:
    """Those of the words that stand before the name and before any other subject whom they may mean."""
    subjects = (
        d.head
        for d in _names(state)
        if d.role == SUBJECT and d.entities != name.entities and state.people[d.entities[0]].gender in {"", sex}
    )
    end = min((head for head in subjects if head > found[0].head), default=name.first)
    for draft in found:
        # "Her mother, Ann Lee, is a nurse; her father sings": one possessive after the other.
        of_kin = draft.role == OWNER and noun_kinds().get(state.page.lower[state.page.head[draft.head]], ("", 0, 0))[2]
        if draft.head < (name.first if of_kin else min(end, name.first)) and name.entities[0] not in barred(
            state, draft
        ):
            yield draft
