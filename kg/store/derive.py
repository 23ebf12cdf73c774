"""What follows from the articles' own graphs: the default graph, and the marks on sensitive claims. Pure functions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.belief import Policy, Statement, believe, is_sensitive
from kg.rdf.derived import belief_quads
from kg.rdf.terms import ALT_LABEL, ENTITIES, EXACT_MATCH, LABEL, SENSITIVE, TRUE, Names, ck
from kg.store.look import NAMING


def named(entity: NamedNode, naming: Iterable[Quad]) -> set[Quad]:
    """How the default graph names an entity: its types, one label, the other names as alternatives.

    ``naming`` is how each article names it. The label is the one most articles print; of those the longest.

    >>> from pyoxigraph import Literal
    >>> who = ck("x")
    >>> said = [Quad(who, LABEL, Literal(name), ck(article)) for name, article in (("Bo", "1"), ("Bo Doe", "2"))]
    >>> sorted(quad.object.value for quad in named(who, said) if quad.predicate == LABEL)
    ['Bo Doe']
    """
    found: set[Quad] = set()
    labels: Counter[str] = Counter()
    others: set[str] = set()
    for quad in set(naming):
        if quad.predicate == LABEL and isinstance(quad.object, Literal):
            labels[quad.object.value] += 1
        elif quad.predicate == ALT_LABEL and isinstance(quad.object, Literal):
            others.add(quad.object.value)
        else:
            found.add(Quad(entity, quad.predicate, quad.object))
    if not labels and all(quad.predicate == EXACT_MATCH for quad in found):
        return set()  # linked once, and named by no article any more
    if labels:
        label = max(labels, key=lambda name: (labels[name], len(name), name))
        found.add(Quad(entity, LABEL, Literal(label)))
        found.update(Quad(entity, ALT_LABEL, Literal(name)) for name in (others | labels.keys()) - {label})
    return found


def believed(statements: Iterable[Statement], policy: Policy, names: Names) -> set[Quad]:
    """The plain triples that statements give under a policy."""
    return belief_quads(believe(statements, policy), names)


def marks(statement: Statement, minor: bool) -> set[Quad]:
    """The marks that a claim must bear: sensitive for its predicate, or because it is about a minor."""
    claim, article = NamedNode(statement.id), NamedNode(statement.article)
    kinds = {"Health": is_sensitive(statement.predicate), "Minor": minor}
    found = {Quad(claim, ck("sensitivity"), ck(kind), article) for kind, holds in kinds.items() if holds}
    return found | ({Quad(claim, SENSITIVE, TRUE, article)} if found else set())


def by_entity(quads: Iterable[Quad], names: Names) -> dict[NamedNode, set[Quad]]:
    """The naming quads of articles' graphs, by entity."""
    found: defaultdict[NamedNode, set[Quad]] = defaultdict(set)
    for quad in _naming(quads, names):
        assert isinstance(quad.subject, NamedNode)
        found[quad.subject].add(quad)
    return dict(found)


def _naming(quads: Iterable[Quad], names: Names) -> Iterator[Quad]:
    return (
        quad
        for quad in quads
        if isinstance(quad.subject, NamedNode) and quad.predicate in NAMING and names.kind_of(quad.subject) in ENTITIES
    )
