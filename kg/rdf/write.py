"""From the values of the main path to quads: an article with its claims, their evidence and its mentions.

No blank nodes: every node has an IRI, so that two runs give the same bytes and a diff shows what changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, Quad

from kg import model
from kg.belief import is_sensitive
from kg.identity import Judgement, involved
from kg.names import slug
from kg.rdf.dates import bounds, date_literal, day_literal
from kg.rdf.terms import (
    ALT_LABEL,
    CLAIM,
    DERIVED,
    EXACT,
    EXACT_MATCH,
    LABEL,
    OBJECT,
    PREDICATE,
    SENSITIVE,
    SUBJECT,
    TRUE,
    TYPE,
    XSD_DECIMAL,
    Names,
    ck,
    digest,
    entity_class,
    predicate_term,
    term,
)
from kg.rdf.youth import is_of_youth

Node = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Node]


def article_quads(
    extraction: model.Extraction, judgements: Iterable[Judgement], names: Names | None = None, version: str = "0"
) -> list[Quad]:
    """All that one article says, as the quads of its own graph (whose name is the article's IRI), sorted.

    ``judgements`` are those of `kg.identity.resolve`; ``version`` is the software's, kept with the run. The text does
    not go in: only quotes, its length and its SHA-256. Raises ValueError for an unknown predicate or a date that is
    not EDTF, naming the article.

    >>> from kg.model import Article, Extraction
    >>> quads = article_quads(Extraction(Article("t/1", "Nothing happened.")), ())
    >>> len({quad.graph_name for quad in quads})
    1
    """
    names = names or Names()
    node = names.article(extraction.article.id)
    return sort_quads(Quad(*triple, node) for triple in article_triples(extraction, judgements, names, version))


def article_triples(
    extraction: model.Extraction, judgements: Iterable[Judgement], names: Names, version: str
) -> set[Triple]:
    """The triples of `article_quads`, for those who need no order."""
    node = names.article(extraction.article.id)
    iris = {judgement.key: NamedNode(judgement.entity) for judgement in judgements}
    run = names.node("run", digest(extraction.article.id))
    triples: set[Triple] = set(_article(extraction.article, node, run, names, version))
    for entity in involved(extraction):
        triples.update(_entity(entity, iris[entity.key]))
    try:
        for identifier, claim in merged(extraction).items():
            triples.update(_claim(claim, identifier, extraction.article, node, run, iris, names))
    except ValueError as error:
        raise ValueError(f"{extraction.article.id}: {error}") from error
    for mention in extraction.mentions:
        triples.update(_mention(mention, extraction.article, node, iris, names))
    return triples


def merged(extraction: model.Extraction) -> dict[str, model.Claim]:
    """The claims by their id: of several that say the same the surest, with the evidence of all."""
    found: dict[str, model.Claim] = {}
    for claim in extraction.claims:
        identifier = model.claim_id(extraction.article.id, claim)
        other = found.get(identifier)
        if other is None:
            found[identifier] = claim
            continue
        surest = claim if claim.confidence > other.confidence else other
        found[identifier] = replace(surest, evidence=tuple(dict.fromkeys((*other.evidence, *claim.evidence))))
    return found


def sort_quads(quads: Iterable[Quad]) -> list[Quad]:
    """Quads in the order of their N-Quads lines.

    >>> one = Quad(ck("b"), TYPE, ck("c"))
    >>> two = Quad(ck("a"), TYPE, ck("c"))
    >>> sort_quads([one, two]) == [two, one]
    True
    """
    return sorted(quads, key=lambda quad: (str(quad.graph_name), str(quad)))


def _entity(entity: model.Entity, node: NamedNode) -> Iterator[Triple]:
    yield node, TYPE, entity_class(entity.type)
    yield node, LABEL, Literal(entity.label)
    for alias in entity.aliases:
        if alias != entity.label:
            yield node, ALT_LABEL, Literal(alias)
    if entity.wikidata:
        yield node, EXACT_MATCH, term("wd", entity.wikidata)


def _article(article: model.Article, node: NamedNode, run: NamedNode, names: Names, version: str) -> Iterator[Triple]:
    yield node, TYPE, term("schema", "NewsArticle")
    yield node, TYPE, term("prov", "Entity")
    yield node, term("schema", "identifier"), Literal(article.id)
    if article.text:  # claims that came without their article's text
        yield node, ck("sha256"), Literal(hashlib.sha256(article.text.encode()).hexdigest())
        yield node, ck("length"), Literal(len(article.text))
    if article.title:
        yield node, term("schema", "headline"), Literal(article.title)
    if article.published:
        yield node, term("schema", "datePublished"), day_literal(article.published)
    if article.url:
        yield node, term("schema", "url"), _url(article.url)
    if article.source:
        publisher = names.node("publisher", slug(article.source))
        yield node, term("schema", "publisher"), publisher
        yield publisher, TYPE, term("schema", "Organization")
        yield publisher, LABEL, Literal(article.source)
    if article.author:
        # Two outlets may each have a reporter of that name: an author is one within an outlet only.
        author = names.node("author", "-".join(slug(part) for part in (article.source or article.id, article.author)))
        yield node, term("schema", "author"), author
        yield author, TYPE, term("schema", "Person")
        yield author, LABEL, Literal(article.author)
    yield run, TYPE, term("prov", "Activity")
    yield run, term("prov", "used"), node
    yield run, ck("version"), Literal(version)


def _url(url: str) -> Node:
    """The address as an IRI, or as text where it is none."""
    try:
        return NamedNode(url) if ":" in url else Literal(url)
    except ValueError:
        return Literal(url)


def _date(prefix: NamedNode, name: str, moment: model.PartialDate | None) -> Iterator[Triple]:
    """``ck:start`` with the days it may mean and the words it came from."""
    if moment is None:
        return
    yield prefix, ck(name), date_literal(moment.value)
    yield from days(prefix, name, moment.value)
    if moment.original and moment.original != moment.value:
        yield prefix, ck(f"{name}Text"), Literal(moment.original)


def days(node: NamedNode, name: str, value: str) -> Iterator[Triple]:
    """The first and last day of an EDTF value, as ``ck:NAMEEarliest`` and ``ck:NAMELatest`` of a node."""
    found = bounds(value)
    if found.earliest:
        yield node, ck(f"{name}Earliest"), day_literal(found.earliest)
    if found.latest:
        yield node, ck(f"{name}Latest"), day_literal(found.latest)


def literal(value: model.Literal) -> Literal:
    """A literal object: dates typed as `kg.rdf.dates.date_literal` has them, numbers as decimals.

    >>> literal(model.Literal("singer")).value
    'singer'
    """
    match value.type:
        case model.LiteralType.DATE:
            return date_literal(value.value)
        case model.LiteralType.NUMBER:
            return decimal(value.value)
        case model.LiteralType.TEXT:
            return Literal(value.value)


def decimal(value: str | float) -> Literal:
    """A number as ``xsd:decimal`` in canonical form, which a store would give it anyway; four digits of a float.

    Raises ValueError for what is no number.

    >>> [decimal(value).value for value in (0.95, 1.0, 0.0, "7.50", "1e3")]
    ['0.95', '1', '0', '7.5', '1000']
    """
    try:
        number = round(Decimal(value), 4) if isinstance(value, float) else Decimal(value)
        return Literal(f"{number.normalize():f}", datatype=XSD_DECIMAL)
    except InvalidOperation as error:
        raise ValueError(f"{value!r} is no number: write 7 or 7.5") from error


def _claim(
    claim: model.Claim,
    identifier: str,
    article: model.Article,
    home: NamedNode,
    run: NamedNode,
    iris: Mapping[str, NamedNode],
    names: Names,
) -> Iterator[Triple]:
    node = names.node("claim", identifier)
    yield node, TYPE, CLAIM
    yield node, SUBJECT, iris[claim.subject.key]
    yield node, PREDICATE, predicate_term(claim.predicate)
    match claim.object:
        case model.Entity(key=key):
            yield node, OBJECT, iris[key]
        case model.Literal() as value:
            yield node, OBJECT, literal(value)
            if value.type is model.LiteralType.DATE:
                yield from days(node, "object", value.value)
        case None:
            pass
    yield node, ck("status"), ck(claim.status.value)
    yield node, ck("confidence"), decimal(claim.confidence)
    yield node, DERIVED, home
    yield node, term("prov", "wasGeneratedBy"), run
    for name, moment in (("start", claim.start), ("end", claim.end), ("at", claim.at)):
        yield from _date(node, name, moment)
    if claim.said:
        yield node, ck("saidOn"), date_literal(claim.said.value)
    if claim.place:
        yield node, ck("place"), iris[claim.place.key]
    if claim.kinship:
        yield node, ck("kinship"), Literal(claim.kinship)
    if claim.note:
        yield node, ck("note"), Literal(claim.note)
    if is_sensitive(claim.predicate):
        yield node, SENSITIVE, TRUE
        yield node, ck("sensitivity"), ck("Health")
    if is_of_youth(claim):
        yield node, ck("ofYouth"), TRUE
    if claim.source:
        yield from _source(claim, claim.source, node, article, iris, names)
    for evidence in claim.evidence:
        yield from _evidence(evidence, node, article, home, names)


def _source(
    claim: model.Claim,
    source: model.Source,
    node: NamedNode,
    article: model.Article,
    iris: Mapping[str, NamedNode],
    names: Names,
) -> Iterator[Triple]:
    """Who says so. A person of the article is that person; a proper name is one across articles; the rest is not."""
    if source.entity and source.entity in iris:
        yield node, ck("saidBy"), iris[source.entity]
        return
    readable = slug(source.name)
    if source.anonymous or not source.name[:1].isupper():
        # "A source" of two sentences may be two people: never merged beyond the sentence that quotes it.
        readable = f"{readable}-{digest(article.id, claim.evidence[0].start, source.name)[:8]}"
    speaker = names.node("source", readable)
    yield node, ck("saidBy"), speaker
    yield speaker, TYPE, ck("AnonymousSource" if source.anonymous else "Source")
    yield speaker, LABEL, Literal(source.name)


def _evidence(
    evidence: model.Evidence, claim: NamedNode, article: model.Article, home: NamedNode, names: Names
) -> Iterator[Triple]:
    parts = (evidence.start, evidence.end, evidence.subject, evidence.object, evidence.rule)
    node = names.node("evidence", digest(article.id, *parts))
    yield claim, ck("evidence"), node
    yield node, TYPE, ck("Evidence")
    yield node, TYPE, term("oa", "TextPositionSelector")
    yield node, DERIVED, home
    yield node, EXACT, Literal(evidence.quote)
    yield node, term("oa", "start"), Literal(evidence.start)
    yield node, term("oa", "end"), Literal(evidence.end)
    for name, span in (("subject", evidence.subject), ("object", evidence.object)):
        if span:
            yield node, ck(f"{name}Start"), Literal(span[0])
            yield node, ck(f"{name}End"), Literal(span[1])
    if evidence.rule:
        yield node, ck("rule"), Literal(evidence.rule)


def _mention(
    mention: model.Mention, article: model.Article, home: NamedNode, iris: Mapping[str, NamedNode], names: Names
) -> Iterator[Triple]:
    """A mention of entities that the graph has; the others would be of nobody."""
    known = [iris[key] for key in mention.entities if key in iris]
    if not known:
        return
    node = names.node("mention", digest(article.id, mention.start, mention.end))
    yield node, TYPE, ck("Mention")
    yield node, DERIVED, home
    yield node, EXACT, Literal(article.text[mention.start : mention.end])
    yield node, term("oa", "start"), Literal(mention.start)
    yield node, term("oa", "end"), Literal(mention.end)
    yield node, ck("form"), ck(f"{mention.kind.value}Mention")
    for entity in known:
        yield node, ck("refersTo"), entity
