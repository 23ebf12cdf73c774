"""Who is told by name after a question or a stranger: "Who is the woman with him? Her name is Ann Lee. She sings"."""

from __future__ import annotations

from kg.columns import Columns
from kg.mentions.draft import SUBJECT, Draft
from kg.mentions.state import State
from kg.model import EntityType, MentionKind
from kg.names import words

_SEXES = {"her": "f", "his": "m"}
_BACK = 2
"""Sentences back to the stranger."""
_ON_SCREEN = frozenset({"play", "portray", "star", "film", "movie", "series", "novel", "character", "role", "part"})


def presents(page: Columns, name: Draft) -> bool:
    """Whether "her name is" stands before a name, behind a word for a stranger, who bears no surname known so far."""
    i = name.first
    if page.at(i - 1) not in {"is", "was", "'s", "’s"} or page.at(i - 2) != "name" or page.at(i - 3) not in _SEXES:
        return False
    sent = page.sent[name.head]
    first, last = page.sents[max(0, sent - _BACK)][0], page.sents[sent][1]
    strange = any(page.lower[k] in words("nominals", "strangers") for k in range(first, i - 3))
    staged = any(page.lemma[k] in _ON_SCREEN for k in range(first, last))
    surname = page.lower[name.last - 1]
    return strange and not staged and name.last - i > 1 and surname not in page.lower[: i - 3]


def introduced(state: State) -> dict[int, tuple[str, ...]]:
    """Head token of a pronoun beside "name is" and of those that go on with it -> the one who is named there.

    Nobody where it is another name of one told of ("Rita Lee sings. Her name is Ann Lee"), or that of a role.
    """
    meant: dict[int, tuple[str, ...]] = {}
    for name in state.story.drafts:
        sex = _sex(state, name)
        if not sex:
            continue
        person = state.people[name.entities[0]]
        person.gender = person.gender or sex
        for draft in _goes_on(state, name, sex):
            meant[draft.head] = name.entities
    return meant


def _sex(state: State, name: Draft) -> str:
    """The sex that "her name is" tells of a person named for the first time; nothing for other names."""
    if name.kind is not MentionKind.NAME or name.type is not EntityType.PERSON or not presents(state.page, name):
        return ""
    sex = _SEXES[state.page.at(name.first - 3)]
    known = len(name.entities) == 1 and name.entities[0] in state.people
    return sex if known and state.people[name.entities[0]].gender in {"", sex} else ""


def _goes_on(state: State, name: Draft, sex: str) -> list[Draft]:
    """The pronoun of "her name is", and the subjects of that sex behind the name up to the next that may be meant."""
    sent = state.page.sent[name.head]
    here = [d for d in state.by_sentence[sent] if d.kind is MentionKind.PRONOUN and d.gender == sex and not d.plural]
    rivals = (d.head for d in state.by_sentence[sent] if d.head > name.head and d.kind is MentionKind.NAME)
    end = min(rivals, default=state.page.sents[sent][1])
    beside = [d for d in here if d.head == name.first - 3]
    return beside + [d for d in here if name.head < d.head < end and d.role == SUBJECT and d.quote == name.quote]
