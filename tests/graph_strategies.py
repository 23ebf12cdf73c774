"""Generated articles with claims, for properties that must hold for every extraction."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from kg.model import (
    Article,
    Claim,
    Entity,
    EntityType,
    Evidence,
    Extraction,
    Literal,
    LiteralType,
    Mention,
    MentionKind,
    PartialDate,
    Source,
    Status,
)
from kg.vocab import EVENTS, RELATIONS

NAMES = ("Ada Example", "Bo Sample", "Cy", "Di", "Zoë 🎬 Ünal", "Лев Образец", "Jay-Z Model", 'O\'Neil "Ace" Pattern')
EDTF = ("2014", "2014-05", "2014-05-24", "2013-01-06/2014-01-05", "2016-21", "199X", "../1990", "2018/..", "1990~")
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)
dates = st.sampled_from(EDTF).map(lambda value: PartialDate(value, f"about {value}"))


def entities(kind: EntityType) -> st.SearchStrategy[Entity]:
    """One of a few entities of a type, so that articles speak of the same."""
    return st.sampled_from(NAMES).map(
        lambda name: Entity(f"{kind.value}-{name}", kind, name, (name.split()[0], f"{name}y"))
    )


@st.composite
def claims(draw: st.DrawFn, text: str) -> Claim:
    """A claim of any predicate, status and time, resting on any part of the text."""
    name = draw(st.sampled_from([*RELATIONS, *(f"event:{event}" for event in EVENTS)]))
    relation = RELATIONS.get(name)
    subject = draw(entities(relation.domain if relation else EntityType.PERSON))
    thing: Entity | Literal | None
    if relation is None:
        thing = draw(st.none() | entities(EntityType.PERSON) | entities(EntityType.ORGANIZATION))
    elif isinstance(relation.range, EntityType):
        thing = draw(entities(relation.range))
    elif relation.range is LiteralType.DATE:
        thing = Literal(draw(st.sampled_from(EDTF)), LiteralType.DATE)
    else:
        thing = Literal(draw(texts))
    if isinstance(thing, Entity) and thing.key == subject.key:
        thing = Entity(f"{thing.type.value}-another", thing.type, "Another One")
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    status = draw(st.sampled_from(Status))
    speaker = draw(st.none() | st.builds(Source, st.sampled_from(["a source", "The Tide", "her rep"]), st.booleans()))
    return Claim(
        subject=subject,
        predicate=name,
        object=thing,
        evidence=(
            Evidence(start, end, text[start:end], (start, end), draw(st.none() | st.just((start, end))), "test"),
        ),
        start=draw(st.none() | dates.filter(lambda moment: moment.value < "2")),
        end=draw(st.none() | dates.filter(lambda moment: moment.value >= "2")),
        at=draw(st.none() | dates),
        place=draw(st.none() | entities(EntityType.PLACE)),
        status=status,
        source=speaker,
        confidence=draw(st.floats(0, 1)),
        kinship=draw(st.none() | st.just("uncle")),
        note=draw(st.none() | st.just("former")),
    )


@st.composite
def extractions(draw: st.DrawFn, identifier: str = "t/1") -> Extraction:
    """An article of any text with up to five claims, and a mention of each of their subjects."""
    text = draw(texts)
    found = draw(st.lists(claims(text), max_size=5))
    people = {
        entity.key: entity for claim in found for entity in (claim.subject, claim.object) if isinstance(entity, Entity)
    }
    mentions = tuple(
        Mention(0, 1, 0, 1, 0, draw(st.sampled_from(MentionKind)), entity.type, (key,))
        for key, entity in people.items()
    )
    article = Article(
        identifier,
        text,
        draw(st.none() | st.dates(date(1990, 1, 1), date(2030, 1, 1))),
        draw(st.none() | texts),
        draw(st.none() | st.sampled_from(["https://news.example/ä b", "https://news.example/x?y=1&z", "nowhere"])),
        draw(st.none() | st.just("The Daily Sample")),
        draw(st.none() | st.just("Ida Quill")),
    )
    return Extraction(article, tuple(people.values()), mentions[:1], tuple(found))


def worlds() -> st.SearchStrategy[tuple[Extraction, ...]]:
    """Up to three articles that speak of the same people."""
    return st.tuples(extractions("t/1"), extractions("t/2"), extractions("t/3")).flatmap(
        lambda three: st.integers(1, 3).map(lambda count: three[:count])
    )
