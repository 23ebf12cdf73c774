"""A small known world of invented people, as the extractions of six invented articles.

It uses every predicate, every event type and every status of the claims format, so that tests of the graph, the
store, the queries and the pictures can share it. Sentences are written with their mentions marked:
``[Marisol Vantresca]`` is a mention of the entity with that label, ``[she|Marisol Vantresca]`` a mention in other
words, ``[they|A;B]`` one of several entities. Nobody in here exists.

Who is who::

    Peregrine Vantresca (d. 2020) + Leocadia Brandt      Lazlo Brandt, uncle of Marisol
        |- Marisol Vantresca, singer, founder of Vantresca Beauty
        |     x Cassius Holloway 2004 - 2010     -> Ottilie Holloway
        |     x Dorian Quillfeather 2014 - 2021  -> Juniper, Atlas Quillfeather
        '- Odalys Vantresca, engaged to Ines Calloway
    Dorian Quillfeather dated Tamsin Okonjo 2009 - 2012  -> Felix Okonjo
    Cassius Holloway x Tamsin Okonjo since 2016          -> Wren (in two articles: one child)
    Bartholomew Finch                                    -> Wren (another child, of the same first name)
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TypedDict, Unpack

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
from kg.vocab import RELATIONS

_MARK = re.compile(r"\[([^\]|]+)(?:\|([^\]]+))?\]")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_PRONOUNS = {"she", "he", "they", "her", "his", "their", "them", "him", "i"}

TYPES: dict[str, EntityType] = {
    **dict.fromkeys(("Lisbon", "Porto", "Portland", "Malibu", "Paris", "Geneva", "Portugal"), EntityType.PLACE),
    **dict.fromkeys(
        (
            "Vantresca Beauty",
            "Halcyon Group",
            "Tidewater Records",
            "Northgate Conservatory",
            "Harbour Party",
            "The Lanterns",
        ),
        EntityType.ORGANIZATION,
    ),
    **dict.fromkeys(("Midnight Ferry", "The Salt Road"), EntityType.WORK),
    "Golden Lyre": EntityType.OTHER,
}
"""The type of every entity that is not a person."""

ALIASES: dict[str, tuple[str, ...]] = {
    "Marisol Vantresca": ("Marisol", "Vantresca"),
    "Dorian Quillfeather": ("Dorian", "Quillfeather"),
    "Vantresca Beauty": ("VB",),
}


class Qualifiers(TypedDict, total=False):
    """What ``says`` may add to a claim; dates are EDTF, ``by`` is the speaker's name."""

    start: str
    end: str
    at: str
    place: str
    status: str
    by: str
    said: str
    anonymous: bool
    confidence: float
    kinship: str
    note: str
    rule: str


def _date(value: str | None) -> PartialDate | None:
    return PartialDate(value, value) if value else None


def _key(label: str) -> str:
    return re.sub(r"\W+", "-", label.casefold()).strip("-")


@dataclass
class Writer:
    """Writes one article sentence by sentence, and the claims each sentence makes.

    >>> writer = Writer("t/1", date(2020, 1, 2))
    >>> writer.line("[Ada Example] married [Bo Sample].").says("Ada Example", "marriedTo", "Bo Sample")
    >>> writer.extraction().claims[0].evidence[0].quote
    'Ada Example married Bo Sample.'
    """

    id: str
    published: date | None
    title: str | None = None
    text: str = ""
    quote: tuple[int, int] = (0, 0)
    entities: dict[str, Entity] = field(default_factory=dict)
    spans: list[tuple[int, int, tuple[str, ...]]] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    def line(self, marked: str) -> Writer:
        """Append one sentence; ``says`` then speaks of it."""
        if self.text:
            self.text += " "
        begin = len(self.text)
        at = 0
        for mark in _MARK.finditer(marked):
            self.text += marked[at : mark.start()]
            labels = (mark[2] or mark[1]).split(";")
            for label in labels:
                kind = TYPES.get(label, EntityType.PERSON)
                self.entities.setdefault(label, Entity(_key(label), kind, label, ALIASES.get(label, ())))
            self.spans.append((len(self.text), len(self.text) + len(mark[1]), tuple(labels)))
            self.text += mark[1]
            at = mark.end()
        self.text += marked[at:]
        self.quote = (begin, len(self.text))
        return self

    def _span(self, label: str) -> tuple[int, int]:
        """The mention of an entity in the sentence, else the last one before it."""
        of_it = [(start, end) for start, end, labels in self.spans if label in labels]
        here = [span for span in of_it if span[0] >= self.quote[0]]
        return here[0] if here else of_it[-1]

    def says(self, subject: str, predicate: str, object_: str | None = None, **more: Unpack[Qualifiers]) -> None:
        """Record a claim made by the last sentence; literals are told by the predicate's range."""
        relation = RELATIONS.get(predicate)
        target: Entity | Literal | None = None
        span: tuple[int, int] | None = None
        begin, end = self.quote
        if object_ is not None and relation is not None and isinstance(relation.range, LiteralType):
            target = Literal(object_, relation.range)
            found = self.text.find(object_, begin)
            span = (found, found + len(object_)) if found >= 0 else None
        elif object_ is not None:
            target, span = self.entities[object_], self._span(object_)
        speaker = more.get("by")
        source = None
        if speaker:
            who = self.entities.get(speaker)
            source = Source(speaker, more.get("anonymous", False), who.key if who else None)
        place = more.get("place")
        rule = more.get("rule", f"sample.{predicate.rpartition(':')[2].lower()}")
        evidence = Evidence(begin, end, self.text[begin:end], self._span(subject), span, rule)
        self.claims.append(
            Claim(
                subject=self.entities[subject],
                predicate=predicate,
                object=target,
                evidence=(evidence,),
                start=_date(more.get("start")),
                end=_date(more.get("end")),
                at=_date(more.get("at")),
                place=self.entities[place] if place else None,
                status=Status(more.get("status", "asserted")),
                source=source,
                confidence=more.get("confidence", 0.95),
                kinship=more.get("kinship"),
                note=more.get("note"),
                said=_date(more.get("said")),
            )
        )

    def extraction(self) -> Extraction:
        """The finished article with its entities, mentions and claims."""
        tokens = [(token.start(), token.end()) for token in _TOKEN.finditer(self.text)]
        return Extraction(
            Article(
                id=self.id,
                text=self.text,
                published=self.published,
                title=self.title,
                url=f"https://news.example/{self.id}",
                source="The Daily Sample",
                author="Ida Quill",
            ),
            tuple(self.entities.values()),
            tuple(self._mention(start, end, labels, tokens) for start, end, labels in self.spans),
            tuple(self.claims),
        )

    def _mention(self, start: int, end: int, labels: Iterable[str], tokens: list[tuple[int, int]]) -> Mention:
        inside = [index for index, (first, last) in enumerate(tokens) if first >= start and last <= end]
        found = tuple(self.entities[label] for label in labels)
        words = self.text[start:end]
        names = {name for entity in found for name in (entity.label, *entity.aliases)}
        kind = MentionKind.NAME if words in names else MentionKind.NOMINAL
        if words.casefold() in _PRONOUNS:
            kind = MentionKind.PRONOUN
        keys = tuple(entity.key for entity in found)
        return Mention(start, end, inside[0], inside[-1] + 1, inside[-1], kind, found[0].type, keys)


M, D, O, I, C, T = (  # noqa: E741
    "Marisol Vantresca",
    "Dorian Quillfeather",
    "Odalys Vantresca",
    "Ines Calloway",
    "Cassius Holloway",
    "Tamsin Okonjo",
)


def _wedding() -> Extraction:
    w = Writer("2014/wedding", date(2014, 5, 26), "A wedding by the river")
    w.line(f"Singer [{M}] and rapper [{D}] wed on May 24, 2014 in [Lisbon].")
    w.says(M, "marriedTo", D, start="2014-05-24", confidence=0.98)
    w.says(M, "event:Wedding", D, at="2014-05-24", place="Lisbon", confidence=0.97)
    w.says(M, "occupation", "singer", confidence=0.94)
    w.says(D, "occupation", "rapper", confidence=0.94)
    w.line(f"[Quillfeather|{D}] proposed to [her|{M}] in 2013, and [they|{M};{D}] had been dating since March 2012.")
    w.says(D, "event:Engagement", M, at="2013")
    w.says(M, "engagedTo", D, start="2013", end="2014-05-24")
    w.says(M, "partnerOf", D, start="2012-03")
    w.says(M, "event:StartedDating", D, at="2012-03")
    w.line(f"[Marisol|{M}] was married to [{C}] from 2004 to 2010 and shares [Ottilie Holloway], 8, with [him|{C}].")
    w.says(M, "marriedTo", C, start="2004", end="2010", note="ended")
    w.says(M, "parentOf", "Ottilie Holloway")
    w.says(C, "parentOf", "Ottilie Holloway")
    w.says("Ottilie Holloway", "bornOn", "2005-05-27/2006-05-26")
    w.line(f"[Dorian|{D}] has a son, [Felix Okonjo], with [{T}]; [they|{D};{T}] dated from 2009 until 2012.")
    w.says(D, "parentOf", "Felix Okonjo")
    w.says(T, "parentOf", "Felix Okonjo")
    w.says(D, "partnerOf", T, start="2009", end="2012")
    w.says(D, "event:Breakup", T, at="2012")
    w.line(f"[Felix|Felix Okonjo] was born in February or March 2011, [Okonjo|{T}] said.")
    w.says("Felix Okonjo", "bornOn", "2011-02/2011-03", status="reported", by=T, confidence=0.7)
    w.line(f"[{D}] was engaged to [{T}] in 2010.")
    w.says(D, "engagedTo", T, start="2010", confidence=0.9)
    return w.extraction()


def _profile() -> Extraction:
    w = Writer("2016/profile", date(2016, 9, 1), "The sisters")
    w.line(f"[{M}], born on July 14, 1980 in [Porto], is a citizen of [Portugal] and lives in [Malibu].")
    w.says(M, "bornOn", "1980-07-14", confidence=0.99)
    w.says(M, "bornIn", "Porto")
    w.says(M, "citizenOf", "Portugal")
    w.says(M, "livesIn", "Malibu", start="2014")
    w.line(f"[She|{M}] is the daughter of [Peregrine Vantresca] and [Leocadia Brandt] and the older sister of [{O}].")
    for parent in ("Peregrine Vantresca", "Leocadia Brandt"):
        w.says(parent, "parentOf", M)
        w.says(parent, "parentOf", O, confidence=0.9)
    w.says(M, "siblingOf", O)
    w.line(f"[Her|{M}] uncle [Lazlo Brandt] leads [Tidewater Records], where [{D}] works.")
    w.says("Lazlo Brandt", "relativeOf", M, kinship="uncle")
    w.says("Lazlo Brandt", "leads", "Tidewater Records", start="2008")
    w.says(D, "employedBy", "Tidewater Records")
    w.line(f"[She|{M}] studied at the [Northgate Conservatory], sang with [The Lanterns] and is called La Marisol.")
    w.says(M, "studiedAt", "Northgate Conservatory", end="2001")
    w.says(M, "memberOf", "The Lanterns", start="1998", end="2003", note="former")
    w.says(M, "alsoKnownAs", "La Marisol")
    w.line(f"[Marisol|{M}] founded [Vantresca Beauty] in June 2011; it belongs to [Halcyon Group], based in [Geneva].")
    w.says(M, "founderOf", "Vantresca Beauty")
    w.says(M, "event:Founding", "Vantresca Beauty", at="2011-06")
    w.says("Vantresca Beauty", "foundedOn", "2011-06")
    w.says("Vantresca Beauty", "subsidiaryOf", "Halcyon Group")
    w.says("Halcyon Group", "headquarteredIn", "Geneva")
    w.line(f"[She|{M}] stars in [Midnight Ferry] and won the [Golden Lyre] in 2015; [{O}] is in the [Harbour Party].")
    w.says(M, "appearsIn", "Midnight Ferry")
    w.says(M, "wonAward", "Golden Lyre", at="2015")
    w.says(M, "event:Award", "Golden Lyre", at="2015")
    w.says(O, "partyMemberOf", "Harbour Party")
    w.line(f"[Marisol|{M}] and [Dorian|{D}] have a daughter, [Juniper Quillfeather], born on March 12, 2015.")
    w.says(M, "parentOf", "Juniper Quillfeather")
    w.says(D, "parentOf", "Juniper Quillfeather")
    w.says("Juniper Quillfeather", "bornOn", "2015-03-12")
    w.says("Juniper Quillfeather", "event:Birth", None, at="2015-03-12")
    w.line(f"[{C}] married [{T}] in spring 2016.")
    w.says(C, "marriedTo", T, start="2016-21")
    w.says(C, "event:Wedding", T, at="2016-21")
    return w.extraction()


def _rumours() -> Extraction:
    w = Writer("2020/rumours", date(2020, 1, 8), "Trouble by the sea?")
    w.line(f"[{M}] and [{D}] have been living apart since December, a source told The Daily Sample.")
    w.says(M, "event:Separation", D, at="2019-12", status="reported", by="a source", anonymous=True, confidence=0.8)
    w.line(f"[She|{M}] has not filed for divorce, but another source said [she|{M}] may do so.")
    w.says(M, "event:DivorceFiling", D, status="denied", confidence=0.9)
    w.says(M, "event:DivorceFiling", D, status="possible", by="a source", anonymous=True, confidence=0.6)
    w.line(f"[Dorian|{D}] is rumored to be dating actress [{I}], which [she|{I}] denied.")
    w.says(D, "partnerOf", I, status="possible", confidence=0.6)
    w.says(D, "partnerOf", I, status="denied", by=I, confidence=0.9)
    w.says(I, "occupation", "actress")
    w.line(f"[Calloway|{I}] has been with [{O}] since 2018, and the two plan to wed in Paris in June.")
    w.says(I, "partnerOf", O, start="2018")
    w.says(I, "engagedTo", O, start="2019-11")
    w.line(f"[They|{I};{O}] will marry in [Paris] in June 2020.")
    w.says(I, "event:Wedding", O, at="2020-06", place="Paris", status="planned")
    w.line(f'[Marisol|{M}] said of [Dorian|{D}]: "He has an anxiety disorder, diagnosed in 2018."')
    w.says(D, "hasCondition", "anxiety disorder", status="reported", by=M, confidence=0.85)
    w.says(D, "event:Diagnosis", None, at="2018", status="reported", by=M, confidence=0.8)
    w.line(f"Their son [Atlas Quillfeather], 2, was seen with [them|{M};{D}].")
    w.says(M, "parentOf", "Atlas Quillfeather")
    w.says(D, "parentOf", "Atlas Quillfeather")
    w.says("Atlas Quillfeather", "bornOn", "2017-01-09/2018-01-08", confidence=0.93)
    w.line(f"[{C}] and [{T}] welcomed a daughter, [Wren], in 2019.")
    w.says(C, "parentOf", "Wren")
    w.says(T, "parentOf", "Wren")
    w.says("Wren", "event:Birth", None, at="2019")
    w.line(f"[Okonjo|{T}] lives with asthma.")
    w.says(T, "hasCondition", "asthma", confidence=0.9)
    return w.extraction()


def _obituary() -> Extraction:
    w = Writer("2020/obituary", date(2020, 2, 4), "Peregrine Vantresca, cellist")
    w.line("[Peregrine Vantresca] died in [Lisbon] on Feb. 3, 2020, and leaves his wife, [Leocadia Brandt].")
    w.says("Peregrine Vantresca", "diedOn", "2020-02-03")
    w.says("Peregrine Vantresca", "diedIn", "Lisbon")
    w.says("Peregrine Vantresca", "event:Death", None, at="2020-02-03", place="Lisbon")
    w.says("Peregrine Vantresca", "marriedTo", "Leocadia Brandt", start="1975", end="2020-02-03")
    w.line(f"The cellist, born in [Portland] in 1948, was the father of [{M}] and [{O}].")
    w.says("Peregrine Vantresca", "bornOn", "1948")
    w.says("Peregrine Vantresca", "bornIn", "Portland")
    w.says("Peregrine Vantresca", "occupation", "cellist")
    w.says("Peregrine Vantresca", "parentOf", M)
    w.says("Peregrine Vantresca", "parentOf", O)
    w.line("[He|Peregrine Vantresca] was robbed in [Paris] in 2016 and once arrested, on a tram in 1971, for humming.")
    w.says("Peregrine Vantresca", "event:Robbery", None, at="2016", place="Paris")
    w.says("Peregrine Vantresca", "event:Arrest", None, at="1971")
    return w.extraction()


def _divorce() -> Extraction:
    w = Writer("2021/divorce", date(2021, 10, 2), "It is official")
    w.line(f"[{M}] filed for divorce from [{D}] on Feb. 19, 2021, and the divorce was final on Oct. 1.")
    w.says(M, "event:DivorceFiling", D, at="2021-02-19", confidence=0.97)
    w.says(M, "event:Divorce", D, at="2021-10-01", confidence=0.97)
    w.says(M, "marriedTo", D, end="2021-10-01", note="ended", confidence=0.96)
    w.line(f"[{D}] was never engaged to [{T}], contrary to an earlier report.")
    w.says(D, "engagedTo", T, status="denied", confidence=0.92)
    w.line(f"[{C}] and [{T}]'s daughter [Wren] took part in the tree planting.")
    w.says(C, "parentOf", "Wren")
    w.says(T, "parentOf", "Wren")
    w.says(T, "event:Other", None, at="2021-09", confidence=0.7)
    w.line(f"[{D}] may star in [The Salt Road].")
    w.says(D, "appearsIn", "The Salt Road", status="possible", confidence=0.7)
    return w.extraction()


def _namesake() -> Extraction:
    w = Writer("2021/namesake", date(2021, 11, 11), "A bookseller's day")
    w.line("Bookseller [Bartholomew Finch] lives in [Portland] with his son, [Wren], 9.")
    w.says("Bartholomew Finch", "occupation", "bookseller")
    w.says("Bartholomew Finch", "livesIn", "Portland")
    w.says("Bartholomew Finch", "parentOf", "Wren")
    w.says("Wren", "bornOn", "2011-11-12/2012-11-11")
    w.line("[Finch|Bartholomew Finch] is perhaps a cousin of [Lazlo Brandt].")
    w.says("Bartholomew Finch", "relativeOf", "Lazlo Brandt", kinship="cousin", status="possible", confidence=0.5)
    return w.extraction()


@lru_cache(maxsize=1)
def small_world() -> tuple[Extraction, ...]:
    """The six extractions, by date; the same value every time."""
    return (_wedding(), _profile(), _rumours(), _obituary(), _divorce(), _namesake())
