"""What reconciling needs of a graph, read once: who is called what, of what kind, with which believed values."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.entities.naming import form, roots
from kg.model import EntityType
from kg.names import fold, slug
from kg.rdf.terms import ALT_LABEL, ENTITIES, EXACT_MATCH, LABEL, SAME_AS, TYPE, entity_class, predicate_term
from kg.store import Graph
from kg.vocab import ONTOLOGY, RELATIONS

WIKIDATA = "wikidata"
"""The property whose value is the QID of an entity."""


@dataclass
class Entity:
    """Something of the graph: its id (the IRI without the base), label first among the names, types, and values.

    ``values`` has for each property what is believed: ids of entities, or the words of literals.
    """

    id: str
    names: list[str] = field(default_factory=list)
    types: set[str] = field(default_factory=set)
    values: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @property
    def name(self) -> str:
        """The label, or the id where there is none."""
        return self.names[0] if self.names else self.id


@dataclass(frozen=True, slots=True)
class Property:
    """What may be asked of an entity, and of what types (the ontology's class names) subject and values are."""

    id: str
    name: str
    subject: str | None
    values: str | None


def class_name(kind: EntityType) -> str:
    """The local name of a class.

    >>> class_name(EntityType.OTHER)
    'Thing'
    """
    return entity_class(kind).value.removeprefix(ONTOLOGY)


TYPES: Mapping[str, str] = {class_name(kind): class_name(kind).lower() for kind in EntityType}
"""The types by id, with their names."""


def _properties() -> Iterator[Property]:
    for relation in RELATIONS.values():
        subject = class_name(relation.domain)
        values = class_name(relation.range) if isinstance(relation.range, EntityType) else None
        yield Property(relation.name, _words(relation.name), subject, values)
        if relation.inverse:
            yield Property(relation.inverse, _words(relation.inverse), values, subject)
    yield Property(WIKIDATA, "Wikidata item", None, None)


def _words(name: str) -> str:
    """A property's name in words.

    >>> _words("marriedTo")
    'married to'
    """
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)


PROPERTIES: Mapping[str, Property] = {one.id: one for one in _properties()}
"""The properties by id: the relations of the ontology both ways, and the QID."""


class Index:
    """The entities of a graph by id, by name and by the beginnings and parts of names."""

    def __init__(self, graph: Graph) -> None:
        """Read the believed part of a graph, which must not change as long as the index is used."""
        self.base = graph.names.base
        self.entities: dict[str, Entity] = {}
        self.moved: dict[str, str] = {}
        """The ids that redirect, and where to."""
        self._by_word: defaultdict[str, set[str]] = defaultdict(set)
        predicates = {predicate_term(name): relation for name, relation in RELATIONS.items()}
        later = []
        for quad in graph.store.quads_for_pattern(None, None, None, DefaultGraph()):
            entity = self._entity(quad.subject)
            if entity is None:
                continue
            thing = quad.object
            if quad.predicate == LABEL and isinstance(thing, Literal):
                entity.names.insert(0, thing.value)
            elif quad.predicate == ALT_LABEL and isinstance(thing, Literal):
                later.append((entity, thing.value))
            elif quad.predicate == TYPE and isinstance(thing, NamedNode):
                entity.types.add(thing.value.removeprefix(ONTOLOGY))
            elif quad.predicate == EXACT_MATCH and isinstance(thing, NamedNode):
                entity.values[WIKIDATA].add(thing.value.rpartition("/")[2])
            elif quad.predicate in predicates:
                relation = predicates[quad.predicate]
                if isinstance(thing, Literal):
                    entity.values[relation.name].add(thing.value)
                elif (other := self._entity(thing)) is not None:
                    entity.values[relation.name].add(other.id)
                    if relation.inverse:
                        other.values[relation.inverse].add(entity.id)
        for entity, name in sorted(later, key=lambda pair: (pair[0].id, pair[1])):
            entity.names.append(name)
        for quad in graph.store.quads_for_pattern(None, SAME_AS, None, graph.names.identity_graph):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode):
                self.moved[self._id(quad.subject)] = self._id(quad.object)
        for entity in self.entities.values():
            for name in entity.names:
                for word in slug(name).split("-"):
                    self._by_word[word].add(entity.id)

    def _id(self, node: NamedNode) -> str:
        return node.value.removeprefix(self.base)

    def _entity(self, node: object) -> Entity | None:
        """The entity of a node of ours, made if it is new."""
        if not isinstance(node, NamedNode) or not node.value.startswith(self.base):
            return None
        identifier = self._id(node)
        if identifier.partition("/")[0] not in ENTITIES:
            return None
        return self.entities.setdefault(identifier, Entity(identifier))

    def get(self, identifier: str) -> Entity | None:
        """The entity of an id or an IRI, also of one that redirects."""
        found = identifier.removeprefix(self.base)
        return self.entities.get(self.moved.get(found, found))

    def candidates(self, name: str) -> Iterator[Entity]:
        """The entities that share a word with a name, a short form of one counted as the full one."""
        wanted = {form_ for word in slug(name).split("-") for form_ in _forms(word)}
        found = {identifier for word in wanted for identifier in self._by_word.get(word, ())}
        yield from (self.entities[identifier] for identifier in sorted(found))

    def starting_with(self, typed: str) -> Iterator[Entity]:
        """The entities a name of which, or a word of one, begins as typed; whole names first, then by label."""
        wanted = fold(typed)
        found = []
        for entity in self.entities.values():
            names = [fold(name) for name in entity.names]
            if any(name.startswith(wanted) for name in names):
                found.append((0, entity.name, entity.id))
            elif any(f" {wanted}" in name for name in names):
                found.append((1, entity.name, entity.id))
        yield from (self.entities[identifier] for *_, identifier in sorted(found))

    def describe(self, entity: Entity) -> str:
        """What tells it from a namesake: what somebody does, the birth, the partners."""
        parts = sorted(entity.values.get("occupation", ()))[:2]
        parts += [f"born {value}" for value in sorted(entity.values.get("bornOn", ()))[:1]]
        partners = sorted(entity.values.get("marriedTo", ()))[:2]
        parts += [f"married to {self.entities[other].name}" for other in partners]
        return ", ".join(parts)


def _forms(word: str) -> Iterable[str]:
    """A word of a name, the names it may be short for, and those that are short for it."""
    found = set(roots(word))
    for full in list(found):
        found.update(form(full).roots)
    return found | _shorts().get(word, frozenset())


def _shorts() -> Mapping[str, frozenset[str]]:
    from kg.names import rules

    return {full: frozenset(short.split()) for full, short in rules("names")["nicknames"].items()}
