"""What the rules read: a `Doc` with everything the earlier steps found in it, and what they hand on: findings.

A `Finding` is a claim in the making: who, what, whom, and the token that says so. Dates, factuality and merging
come after it, so that a rule (or a trained model) that finds relations need know nothing of them.
"""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc, Token

from kg.columns import text_of
from kg.dates import Time
from kg.mentions import Mentions
from kg.model import TOLD, EntityType, Literal, Mention, MentionKind
from kg.quotes import Quote

TOLD_SO = frozenset(status.value for status in TOLD)
"""The statuses of what is told as a fact, as a `Finding` names them that is made under no other."""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One annotated article: its `Doc`, mentions, times and quotes. ``published`` dates the ages, never a fact."""

    doc: Doc
    mentions: Mentions
    times: tuple[Time, ...] = ()
    quotes: tuple[Quote, ...] = ()
    published: date | None = None
    names: Mapping[int, Mention] = field(default_factory=dict)
    in_names: frozenset[int] = frozenset()
    text: str = ""
    forms: tuple[tuple[str, str], ...] = ()
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, doc: Doc, mentions: Mentions, times: tuple[Time, ...], quotes: tuple[Quote, ...], published: date | None
    ) -> Reading:
        """A reading with its names and words indexed, since a `Doc` makes them anew at each asking."""
        names = {mention.first: mention for mention in mentions.mentions if mention.kind is MentionKind.NAME}
        inside = frozenset(i for mention in names.values() for i in range(mention.first, mention.last))
        forms = tuple((token.lower_, token.lemma_.lower()) for token in doc)
        places: dict[str, list[int]] = {}
        for i, both in enumerate(forms):
            for word in {*both}:
                places.setdefault(word, []).append(i)
        indexed = {word: tuple(here) for word, here in places.items()}
        return cls(doc, mentions, times, quotes, published, names, inside, text_of(doc), forms, indexed)

    def tokens(self, words: Container[str]) -> list[Token]:
        """The tokens that are printed as one of ``words`` (in lower case) or have one for a lemma, in order.

        Most words are of no interest to a rule, and to look at a string is many times faster than at a `Token`.
        """
        if isinstance(words, Collection) and len(words) < len(self.places):
            found = {i for word in words for i in self.places.get(word, ())}
        else:
            found = {i for word, places in self.places.items() if word in words for i in places}
        return [self.doc[i] for i in sorted(found)]

    def name_ending(self, i: int) -> Mention | None:
        """The name that ends right before token ``i``."""
        return next((mention for mention in self.names.values() if mention.last == i), None)


@dataclass(frozen=True, slots=True)
class Party:
    """One entity in one place of the text."""

    key: str
    mention: Mention

    @classmethod
    def of(cls, mention: Mention) -> Party:
        """The entity that a resolved mention stands for; of several the first."""
        return cls(mention.entities[0], mention)


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim in the making.

    ``trigger`` is the index of the token that carries it, ``scope`` that of the argument a contrastive negation would
    hit ("not in Nice but in Cannes"); the party behind the trigger, if none is given. An open party (None) is
    completed from the couple the text speaks of. ``anchor`` is the token whose date it takes, if not the trigger's.
    ``statuses`` are the only ones under which the claim is made (all, if empty), ``recast`` puts one for another;
    ``fiction_is_fact`` marks what a screen role does tell: that somebody appears in it. ``presupposed`` marks what
    the text takes for granted ("his wife, Ann"). ``moment`` says which time of the claim a date beside the trigger
    fills: ``at``, ``start``, ``end``, ``period`` (only by "from ... to", "since", "until"), ``close`` (the end of a
    period, as the moment of an event) or nothing.
    ``object_span`` is the token range of a literal object.
    """

    predicate: str
    subject: Party | None
    object: Party | Literal | None
    trigger: int
    rule: str
    confidence: float = 0.9
    presupposed: bool = False
    moment: str = ""
    scope: int | None = None
    anchor: int | None = None
    place: Party | None = None
    object_span: tuple[int, int] | None = None
    kinship: str | None = None
    note: str | None = None
    statuses: frozenset[str] = frozenset()
    recast: tuple[tuple[str, str], ...] = ()
    fiction_is_fact: bool = False


def people(reading: Reading, tokens: Iterable[Token]) -> list[Party]:
    """The resolved people that stand at ``tokens``, each once, in order."""
    return of_type(reading, tokens, (EntityType.PERSON,))


def of_type(reading: Reading, tokens: Iterable[Token], types: tuple[EntityType, ...]) -> list[Party]:
    """The resolved entities of the given types that stand at ``tokens``, each once, in order."""
    found: dict[str, Party] = {}
    for token in tokens:
        mention = reading.mentions.at(token.i)
        if mention is None or not mention.resolved:
            continue
        for key in mention.entities:
            if reading.mentions.entity(key).type in types and key not in found:
                found[key] = Party(key, _antecedent(reading, token, mention, key))
    return list(found.values())


def _antecedent(reading: Reading, token: Token, mention: Mention, key: str) -> Mention:
    """The name that a relative pronoun stands for: better evidence than "who"; ``mention`` itself for all others."""
    if token.tag_ not in {"WP", "WDT", "WP$"}:
        return mention
    start = token.sent.start
    named = [m for m in reading.names.values() if key in m.entities and start <= m.first < token.i]
    return named[-1] if named else mention


def merged(first: list[Party], second: list[Party]) -> list[Party]:
    """``first`` and those of ``second`` who are not in it."""
    known = {party.key for party in first}
    return [*first, *(party for party in second if party.key not in known)]


def pairs(left: Iterable[Party], right: Iterable[Party]) -> list[tuple[Party, Party]]:
    """Every one of ``left`` with every one of ``right``, nobody with themselves."""
    left, right = list(left), list(right)
    return [(a, b) for a in left for b in right if a.key != b.key]


def surety(*parties: Party | Literal | None) -> float:
    """How sure we are of who is meant: names count full, descriptions and pronouns less."""
    factor = 1.0
    for party in parties:
        if isinstance(party, Party):
            factor *= {MentionKind.NAME: 1.0, MentionKind.NOMINAL: 0.93, MentionKind.PRONOUN: 0.93}[party.mention.kind]
    return factor
