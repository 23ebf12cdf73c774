"""A noun of work that nobody has been given takes up the one it can mean: "Ann Lee rang. The soprano was at home"."""

from __future__ import annotations

from kg.mentions.binding import barred
from kg.mentions.draft import Draft, Person
from kg.mentions.phrases import noun_kinds
from kg.mentions.relations import trades_of
from kg.mentions.state import State
from kg.model import EntityType, MentionKind
from kg.names import words

_REACH = 3
"""Sentences back to the one who is taken up."""
_ARTS = frozenset({"music", "screen", "film", "stage", "letters"})
_BEHIND = frozenset({"who", "that", "whose", "whom", "named", "called", "known", "turned"})
"""Words right behind a noun that tell of somebody new, as a phrase of its own does: "the pianist in the bar"."""


def taken_up(state: State, draft: Draft, gender: str) -> tuple[str, ...]:
    """The only one named just before who may be meant by a noun that no one bears: whom the passage began with."""
    page, people = state.page, state.people
    noun = page.lower[draft.head]
    if page.at(draft.first - 1) == "as" or (page.text[draft.head].istitle() and draft.first < draft.head):
        return ()
    if not _is_work(noun) or draft.quote >= 0 or _is_new(state, draft) or _is_borne(state, draft, noun):
        return ()
    beside, named = _beside(state, draft)
    if _is_part(state, draft, noun) or (beside and not named):
        return ()
    partner = state.kin.couple_of(named[0]) if len(named) == 1 else None
    if partner is not None and partner in state.nearby(draft, _REACH) and _may_be(people[partner], noun, gender):
        return (partner,)  # "Ann Lee and the plumber have parted"
    forbidden = barred(state, draft)
    near = [key for key in state.nearby(draft, _REACH) if _same_paragraph(state, draft, key)]
    fit = [key for key in near if key not in forbidden and _may_be(people[key], noun, gender)]
    leading = [key for key in fit if not people[key].relative and not _is_kin(state, key)]
    pool = leading or fit
    if len(pool) != 1 or (noun in words("nominals", "bystanders") and pool != near):
        return ()
    alone = not any(_may_be(people[key], noun, gender) for key in near if key not in pool)
    return tuple(pool) if alone or pool[0] == near[0] or pool[0] in state.heroes else ()


def _beside(state: State, draft: Draft) -> tuple[bool, tuple[str, ...]]:
    """Whether the noun is joined to another, and whom that means: "she and the guitarist", "the DJ and Ann Lee"."""
    page = state.page
    joined = [child for child in page.children[draft.head] if page.dep[child] == "conj"]
    if page.dep[draft.head] == "conj":
        joined.append(page.head[draft.head])
    mentions = [state.mention_at(token) for token in joined]
    return bool(joined), tuple(key for m in mentions if m is not None for key in m.entities if key in state.people)


def _is_work(noun: str) -> bool:
    work = noun in words("occupations", "plain") or noun in words("occupations", "headed")
    passing = noun in words("nominals", "bystanders") and noun not in words("occupations", "public")
    return work and not passing and not noun_kinds().get(noun, ("", False, False))[2]


def _is_part(state: State, draft: Draft, noun: str) -> bool:
    """Whether the noun may be of a part or a house and not of a person: where works are named, or houses before it."""
    kinds = {d.type for d in state.story.drafts if d.head < draft.head and d.kind is MentionKind.NAME}
    acted = EntityType.WORK in kinds and not trades_of(noun) & _ARTS
    return acted or (EntityType.ORGANIZATION in kinds and noun in words("occupations", "firms"))


def _is_new(state: State, draft: Draft) -> bool:
    page, i = state.page, draft.last
    hung = i + 1 < len(page) and page.head[i] == draft.head and page.tag[i + 1] != "VBG" and page.lower[i] != "for"
    own = hung and page.pos[i] in {"ADP", "VERB", "NUM"}  # no "lived with the actor for years"
    former = any(page.lower[k] in words("occupations", "former") for k in range(draft.first, draft.head))
    return page.at(i) in _BEHIND or own or former


def _is_borne(state: State, draft: Draft, noun: str) -> bool:
    """Whether somebody, with a name or without, has been given the noun already: "a pitcher ... the pitcher"."""
    page = state.page
    if any(noun in person.nouns for person in state.people.values()):
        return True
    return any(page.lower[i] == noun or page.lower[i] == f"{noun}s" for i in range(draft.first))


def _may_be(person: Person, noun: str, gender: str) -> bool:
    """Whether sex, age and what has been said of somebody allow the noun."""
    if person.child or person.offspring or (gender and person.gender not in {"", gender}):
        return False
    if noun in words("nominals", "mostly_male") and person.gender == "f":
        return False
    borne = [other for other in person.nouns if other in words("occupations", "plain")]
    return all(trades_of(noun) & trades_of(other) for other in borne)


def _same_paragraph(state: State, draft: Draft, key: str) -> bool:
    here = state.paragraph[state.page.sent[draft.head]]
    return any(d.head < draft.head and state.paragraph[state.page.sent[d.head]] == here for d in state.of[key])


def _is_kin(state: State, key: str) -> bool:
    """Whether somebody is brought in by a noun of kin alone: "her boyfriend, Al Orr"."""
    return any(noun_kinds().get(noun, ("", False, False))[2] for noun in state.people[key].nouns)
