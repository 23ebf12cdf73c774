"""The way from articles to judgements: gather all that might be the same, cluster it, give it IRIs, say why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from kg.entities import Clusters, Judged, Profile, blocks, cluster, default_weights, involved, profiles
from kg.entities.naming import compare
from kg.identity.iris import Homes, assign, own_iri, plain_iri
from kg.identity.values import Comparison, Judgement, Known, Maker, Request, Resolution, Verdict
from kg.model import EntityType
from kg.rdf.terms import Names

Id = tuple[str, str]


def resolve(request: Request, known: Known, names: Names | None = None) -> Resolution:
    """Who is who after a change: judgements on the articles that come, and on all that they have to do with.

    What may be the same is gathered from the store by its blocks, and clustered together with what is new, as if all
    had come at once; so the order of articles makes no difference to who is one.

    >>> from kg.identity import Nobody
    >>> from kg.model import Article, Claim, Entity, Evidence, Extraction, Literal
    >>> ada = Entity("ada", EntityType.PERSON, "Ada Example")
    >>> claim = Claim(ada, "occupation", Literal("singer"), (Evidence(0, 18, "Singer Ada Example", (7, 18)),))
    >>> found = resolve(Request([Extraction(Article("t", "Singer Ada Example"), (ada,), (), (claim,))]), Nobody())
    >>> found.after[0].entity, found.after[0].reason
    ('https://celebrity-kg.example/person/ada-example', 'alone')
    """
    names = names or Names()
    return _Resolving(request, known, names).resolution()


class _Resolving:
    """One resolution while it is made."""

    def __init__(self, request: Request, known: Known, names: Names) -> None:
        self.known, self.names = known, names
        self.decided = tuple(known.decided() if request.decided is None else request.decided)
        self.given: dict[Id, str] = {}
        self.new: list[Profile] = []
        coming = set()
        for extraction in request.extractions:
            article = names.article(extraction.article.id).value
            coming.add(article)
            self.new += profiles(extraction, article)
            self.given.update(
                ((article, entity.key), entity.id)
                for entity in involved(extraction)
                if entity.id and entity.id.startswith(names.base)
            )
        self.gone = coming | set(request.gone)
        self.old = self._gather([*request.entities, *self.given.values()])
        self.given.update(
            (one.id, one.home) for one in self.old.values() if one.reason == "given" and one.article not in self.gone
        )

    def resolution(self) -> Resolution:
        """The judgements before and after."""
        staying = [one for one in self.old.values() if one.article not in self.gone]
        everybody = [one.profile for one in staying] + self.new
        people = [one for one in everybody if one.type is EntityType.PERSON]
        found = cluster(people, self._judged(people))
        homes = self._homes(everybody)
        iris = assign(found.groups, homes, self._taken, self.names)
        after = [
            *self._people(found, iris, homes),
            *self._things([one for one in everybody if one.type is not EntityType.PERSON], homes),
        ]
        before = sorted(self.old.values(), key=lambda one: one.id)
        entities = {one.entity for one in (*before, *after)}
        return Resolution(
            tuple(before),
            tuple(sorted(after, key=lambda one: one.id)),
            tuple(sorted({one for iri in entities for one in self.known.compared(iri) if one.by is Maker.RULE})),
            tuple(sorted(set(_compared(found, iris)))),
        )

    # ---- what must be looked at -------------------------------------------------------------------------------------

    def _gather(self, entities: Iterable[str]) -> dict[Id, Judgement]:
        """The judgements that may change: those of the articles that go, and all that share a block or an IRI."""
        found: dict[Id, Judgement] = {}
        linked: defaultdict[str, set[str]] = defaultdict(set)
        for one in self.decided:
            linked[one.one].add(one.other)
            linked[one.other].add(one.one)
        seen: set[str] = set()
        waiting = [*entities]
        keys = {key for profile in self.new if profile.type is EntityType.PERSON for key in blocks(profile)}

        def take(judgements: Iterable[Judgement]) -> None:
            for one in judgements:
                if one.id not in found:
                    found[one.id] = one
                    waiting.extend((one.entity, one.home, own_iri(one.profile, self.names)))
                    if one.type is EntityType.PERSON:
                        keys.update(blocks(one.profile) - seen)

        for article in sorted(self.gone):
            take(self.known.of(article))
        while keys or waiting:
            while keys:
                key = keys.pop()
                if key not in seen:
                    seen.add(key)
                    take(self.known.under(key))
            while waiting:
                iri = waiting.pop()
                if iri in seen:
                    continue
                seen.add(iri)
                # A place may be in every article: things are looked at where somebody has decided on them only.
                if "/person/" in iri or iri in linked or iri in entities:
                    take(self.known.holding(iri))
                    waiting.extend(linked[iri])
        return found

    def _homes(self, everybody: Iterable[Profile]) -> Homes:
        """The homes of those who stay or come again under the same key and a name that fits."""
        home: dict[Id, str] = {}
        for profile in everybody:
            before = self.old.get(profile.id)
            if profile.id in self.given:
                home[profile.id] = self.given[profile.id]
            elif before is not None and before.type is profile.type and _fits(before.profile, profile):
                home[profile.id] = before.home
        live = {one.entity for one in self.old.values()}
        return Homes(home, frozenset(self.given.values()), live)

    def _taken(self, iri: str) -> bool:
        """Whether somebody holds an IRI who is not looked at here."""
        return any(one.id not in self.old for one in self.known.holding(iri))

    # ---- what people have decided -----------------------------------------------------------------------------------

    def _judged(self, people: Iterable[Profile]) -> Judged:
        """The decisions, on profiles: known by their home, or by the IRI of their own."""
        one_of = _classes(self.decided)
        apart = {
            (one_of.get(one.one, one.one), one_of.get(one.other, one.other))
            for one in self.decided
            if one.verdict is not Verdict.POSITIVE
        }
        named = {iri for one in self.decided for iri in (one.one, one.other)}
        given = frozenset(self.given.values())
        together: dict[Id, frozenset[str]] = {}
        labels: dict[Id, frozenset[str]] = {}
        homes = self._homes(people).home
        for profile in people:
            iris = {homes.get(profile.id, ""), own_iri(profile, self.names)} & named
            same = {one_of[iri] for iri in iris if iri in one_of}
            if homes.get(profile.id) in given:
                same.add(one_of.get(homes[profile.id], homes[profile.id]))
            if same:
                together[profile.id] = frozenset(same)
            if iris:
                labels[profile.id] = frozenset(one_of.get(iri, iri) for iri in iris)
        return Judged(together, labels, frozenset(apart))

    # ---- what comes out ---------------------------------------------------------------------------------------------

    def _people(self, found: Clusters, iris: Sequence[str], homes: Homes) -> Iterator[Judgement]:
        """The judgements on people: who, why, how surely."""
        rivals = {place for one in found.rivalries for place in (one.one, one.other) if _open(one.likeness.probability)}
        live = set(iris)
        for place, (group, iri) in enumerate(zip(found.groups, iris, strict=True)):
            for profile in group:
                home = homes.home.get(profile.id, iri)
                if home != iri and home in live:
                    home = iri  # it stands for another entity now
                because = found.because.get(profile.id)
                verdict, confidence = Verdict.POSITIVE, 1.0
                if profile.id in self.given:
                    reason = "given"
                elif because is not None:
                    reason, confidence = " ".join(because.reasons), round(because.probability, 4)
                elif len(group) > 1:
                    reason = "first"
                else:
                    scoped = plain_iri(profile.name, profile.type, self.names) is None
                    reason = "scoped" if scoped else "alone"
                    verdict = Verdict.UNSURE if scoped or place in rivals else Verdict.POSITIVE
                yield Judgement(profile, iri, home, verdict, reason, confidence)

    def _things(self, things: Iterable[Profile], homes: Homes) -> Iterator[Judgement]:
        """The judgements on what is no person: one where type and name are, unless somebody has decided otherwise."""
        one_of = _classes(self.decided)
        minted: dict[str, str] = {}
        for profile in sorted(things, key=lambda one: (one.year or 9999, one.id)):
            (block,) = blocks(profile)
            home = homes.home.get(profile.id) or minted.get(block)
            if home is None:
                filed = next((one.home for one in self.known.under(block) if one.reason == "name"), None)
                home = filed or plain_iri(profile.name, profile.type, self.names) or own_iri(profile, self.names)
                minted[block] = home
            entity = one_of.get(home, home)
            reason = "given" if profile.id in self.given else "name" if entity == home else "decided"
            yield Judgement(profile, entity, home, Verdict.POSITIVE, reason)


def _fits(before: Profile, now: Profile) -> bool:
    """Whether an entity of an article read anew is the one that had its key before."""
    if before.type is not EntityType.PERSON:
        return before.names == now.names
    return any(compare(a, b) for a in before.names for b in now.names)


def _classes(decided: Collection[Comparison]) -> Mapping[str, str]:
    """The IRIs that people have said are one, each with the one that stands for all: the shortest."""
    home: dict[str, str] = {}

    def now(iri: str) -> str:
        while home.setdefault(iri, iri) != iri:
            iri = home[iri]
        return iri

    for one in sorted(decided):
        if one.verdict is Verdict.POSITIVE:
            first, second = sorted((now(one.one), now(one.other)), key=lambda iri: (len(iri), iri))
            home[second] = first
    return {iri: now(iri) for iri in home}


def contradictions(decided: Collection[Comparison]) -> list[Comparison]:
    """Decisions that two are not one, though others together say that they are.

    >>> said = [("a", "b", "positive"), ("b", "c", "positive"), ("a", "c", "negative")]
    >>> [one.reason for one in contradictions(
    ...     [Comparison(one, other, Verdict(verdict), Maker.PERSON, f"{one} {other}") for one, other, verdict in said])]
    ['a c']
    """
    one_of = _classes(decided)
    return [
        one
        for one in sorted(decided)
        if one.verdict is not Verdict.POSITIVE and one_of.get(one.one, one.one) == one_of.get(one.other, one.other)
    ]


def _open(probability: float) -> bool:
    weights = default_weights()
    return weights.unsure <= probability < weights.merge or probability >= weights.merge


def _compared(found: Clusters, iris: Sequence[str]) -> Iterator[Comparison]:
    """Why the namesakes of a cluster are not of it."""
    weights = default_weights()
    for one in found.rivalries:
        like = one.likeness
        verdict = Verdict.NEGATIVE if like.probability < weights.unsure else Verdict.UNSURE
        reason = like.excluded or " ".join(like.reasons)
        yield Comparison.of(iris[one.one], iris[one.other], verdict, Maker.RULE, reason, like.probability)
