"""Who is mentioned where: names, pronouns and descriptions of one article, grouped by whom they refer to.

`find_mentions` is the door. The steps: names to entities (`naming`), pronouns and noun phrases (`phrases`), what
apposition tells (`apposition`), the rest by reading on (`resolve`). A mention that we are not sure of has no entities.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from spacy.tokens import Doc

from kg.columns import columns, text_of
from kg.mentions.antecedents import Antecedents, Scorer, Stretch
from kg.mentions.apposition import link_appositions
from kg.mentions.draft import Draft, Story
from kg.mentions.naming import name_entities
from kg.mentions.phrases import add_phrases
from kg.mentions.resolve import resolve
from kg.mentions.state import State
from kg.model import Entity, EntityType, Mention, MentionKind
from kg.quotes import Quote

__all__ = ["Mentions", "Scorer", "Stretch", "find_mentions", "read"]


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of an article in the order of the text, and the entities that it names."""

    mentions: tuple[Mention, ...]
    entities: tuple[Entity, ...]
    genders: tuple[tuple[str, str], ...] = ()
    _entity: dict[str, Entity] = field(default_factory=dict, repr=False, compare=False)
    _token: dict[int, Mention] = field(default_factory=dict, repr=False, compare=False)

    def at(self, token: int) -> Mention | None:
        """The mention whose head is the token; failing that, the shortest one that covers it."""
        return self._token.get(token)

    def entity(self, key: str) -> Entity:
        """The entity of that key. Raises KeyError for a key that is not of this article."""
        return self._entity[key]

    def gender(self, key: str) -> str:
        """``"f"``, ``"m"`` or ``""`` where the article does not tell."""
        return dict(self.genders).get(key, "")


def find_mentions(doc: Doc, quotes: Sequence[Quote] = (), scorer: Scorer | None = None) -> Mentions:
    """The mentions of an annotated and repaired ``Doc``, resolved to entities where that is sure.

    ``quotes`` (from `kg.quotes.find_quotes`) give the words of the first person to their speakers. ``scorer`` is a
    trained reader that is asked about the pronouns which the rules leave in doubt. Only entities of the text are made;
    every label is printed in it.
    """
    if not len(doc):
        return Mentions((), ())
    state, entities = read(doc, quotes, scorer=scorer)
    return _frozen(state.story, _with_aliases(state.story, entities))


def read(
    doc: Doc, quotes: Sequence[Quote], weights: Mapping[str, float] | None = None, scorer: Scorer | None = None
) -> tuple[State, list[Entity]]:
    """The state after reading the article, and its entities; ``weights`` replace those of the pronouns for a trial."""
    page = columns(doc)
    entities, drafts, people = name_entities(doc, page)
    story = Story(page, people, drafts)
    add_phrases(story)
    story.drafts.sort(key=lambda draft: (draft.head, draft.first))
    for draft in story.drafts:
        story.at.setdefault(draft.head, draft)
        if draft.kind is MentionKind.NAME and draft.type is EntityType.PERSON and draft.entities:
            story.starting[draft.first] = draft
            story.ending[draft.last] = draft
    link_appositions(story)
    state = State(story, quotes, weights, Antecedents(story, text_of(doc), scorer) if scorer is not None else None)
    resolve(state)
    return state, entities


def _with_aliases(story: Story, entities: list[Entity]) -> list[Entity]:
    """The entities, with the names that the text gives them by a noun ("her real name, X") among their aliases."""
    extra: dict[str, list[str]] = {}
    for draft in story.drafts:
        if draft.alias and len(draft.entities) == 1:
            extra.setdefault(draft.entities[0], []).append(story.page.words(draft.first, draft.last))
    return [replace(e, aliases=tuple(dict.fromkeys((*e.aliases, *extra.get(e.key, ()))))) for e in entities]


def _frozen(story: Story, entities: list[Entity]) -> Mentions:
    mentions = tuple(_mention(story, draft) for draft in sorted(story.drafts, key=lambda d: (d.first, -d.last, d.head)))
    genders = tuple((key, person.gender) for key, person in sorted(story.people.items()) if person.gender)
    tokens: dict[int, Mention] = {}
    for mention in sorted(mentions, key=lambda m: m.last - m.first, reverse=True):
        for i in range(mention.first, mention.last):
            tokens[i] = mention
    for mention in mentions:
        tokens[mention.head] = mention
    return Mentions(mentions, tuple(entities), genders, {entity.key: entity for entity in entities}, tokens)


def _mention(story: Story, draft: Draft) -> Mention:
    page = story.page
    return Mention(
        start=page.idx[draft.first],
        end=page.end(draft.last - 1),
        first=draft.first,
        last=draft.last,
        head=draft.head,
        kind=draft.kind,
        type=draft.type,
        entities=draft.entities,
    )
