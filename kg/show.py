"""A person on one screen: names, family, events in order, what is believed and what is only said.

`page` gathers the values, `render` makes lines of styled words of them; printing is somebody else's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType

from pyoxigraph import NamedNode

from kg.dates.edtf import is_valid, readable
from kg.dates.periods import common, sharpest
from kg.facts import (
    Fact,
    Happening,
    Saying,
    facts,
    happenings,
    is_of_a_child,
    local,
    minors,
    rows,
    sayings,
    told_by,
    untitled,
    year,
)
from kg.queries import Endpoint, withheld

Span = tuple[str, str]
"""Some words and their style (a rich style, or nothing)."""

Lines = tuple[tuple[Span, ...], ...]
"""Lines of styled words."""

_FAMILY = (
    ("marriedTo", False, "married"),
    ("engagedTo", False, "engaged"),
    ("partnerOf", False, "together"),
    ("parentOf", True, "parents"),
    ("siblingOf", False, "siblings"),
    ("parentOf", False, "children"),
    ("relativeOf", True, "relatives"),
    ("relativeOf", False, "relative of"),
)
_LIFE = (
    ("occupation", "is"),
    ("citizenOf", "citizen of"),
    ("livesIn", "lives in"),
    ("studiedAt", "studied at"),
    ("founderOf", "founder of"),
    ("leads", "leads"),
    ("employedBy", "works for"),
    ("memberOf", "member of"),
    ("partyMemberOf", "party"),
    ("wonAward", "won"),
    ("appearsIn", "appears in"),
)
_VERB: Mapping[str, str] = MappingProxyType(
    {
        "marriedTo": "is married to",
        "engagedTo": "is engaged to",
        "partnerOf": "is together with",
        "parentOf": "is a parent of",
        "siblingOf": "is a sibling of",
        "relativeOf": "is related to",
        "bornOn": "was born on",
        "bornIn": "was born in",
        "diedOn": "died on",
        "diedIn": "died in",
        "livesIn": "lives in",
        "citizenOf": "is a citizen of",
        "occupation": "is a",
        "founderOf": "founded",
        "employedBy": "works for",
        "memberOf": "is a member of",
        "leads": "leads",
        "studiedAt": "studied at",
        "partyMemberOf": "is in the party",
        "wonAward": "won",
        "appearsIn": "appears in",
        "alsoKnownAs": "is also called",
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """Everything about a person; ``health`` is empty unless sensitive things were asked for."""

    iri: str
    name: str
    other_names: tuple[str, ...]
    wikidata: str
    claims: int
    articles: int
    facts: tuple[Fact, ...]
    children_born: Mapping[str, str]
    events: tuple[Happening, ...]
    only_said: tuple[Saying, ...]
    denied: tuple[Saying, ...]
    health: tuple[Mapping[str, str], ...] = ()

    def to_json(self) -> dict[str, object]:
        """The page as plain values for JSON."""
        return asdict(self)


def page(endpoint: Endpoint, person: NamedNode, *, sensitive: bool = False) -> Page:
    """Gather what the graph has about a person.

    Without ``sensitive`` health and the arrests of minors are left out, and of their births only the years are told.
    """
    about = rows(endpoint, "person", person=person)
    births = {row["child"]: row["born"] for row in rows(endpoint, "children", person=person) if row["born"]}
    hidden = frozenset() if sensitive else minors(endpoint)
    untold = frozenset() if sensitive else withheld(endpoint)
    births = {child: year(born) if child in hidden else born for child, born in births.items()}
    believed = facts(endpoint, person, hidden)
    events = happenings(endpoint, person, hidden, untold)
    health = tuple(rows(endpoint, "health", person=person)) if sensitive else ()
    first = about[0] if about else {}
    also = [fact.name for fact in believed if fact.predicate == "alsoKnownAs"]
    return Page(
        iri=person.value,
        name=first.get("name", local(person.value)),
        other_names=tuple(sorted({row["otherName"] for row in about if row["otherName"]} | set(also))),
        wikidata=first.get("wikidata", ""),
        claims=int(first.get("claims") or 0),
        articles=int(first.get("articles") or 0),
        facts=believed,
        children_born=births,
        events=events,
        only_said=sayings(endpoint, person, untold=untold),
        denied=sayings(endpoint, person, "denials", untold),
        health=health,
    )


def date_words(edtf: str) -> str:
    """A date in words; what is none stays.

    >>> date_words("2014-05-24"), date_words("")
    ('24 May 2014', '')
    """
    return readable(edtf) if is_valid(edtf) else edtf


def since_until(start: str, end: str, *, ended: bool = False, past: bool = False) -> str:
    """When something began and ended, in words that fit behind a name; empty if neither is told.

    What has ``ended`` is said to be over, where no end is told; of what is ``past`` it is only not said to go on.

    >>> since_until("2014-05-24", "2021"), since_until("2014", ""), since_until("", "2010")
    ('24 May 2014 to 2021', 'since 2014', 'until 2010')
    >>> since_until("2014", "", ended=True), since_until("2014", "", past=True)
    ('from 2014, over', 'from 2014')
    """
    if start and end:
        return f"{date_words(start)} to {date_words(end)}"
    if start:
        told = f"{'from' if ended or past else 'since'} {date_words(start)}"
        return f"{told}, over" if ended else told
    if end:
        return f"until {date_words(end)}"
    return "over" if ended else ""


def render(person: Page) -> Lines:
    """The page as lines of styled words, sections apart by an empty line."""
    sections: list[list[tuple[Span, ...]]] = [
        list(_head(person)),
        _section("Family", _family(person)),
        _section("Life", _life(person)),
        _section("Events", _events(person)),
        _section("Only said, not believed", map(_saying, person.only_said)),
        _section("Denied", map(_saying, person.denied)),
        _section("Health (sensitive)", map(_health, person.health)),
        [
            (
                (f"{person.claims} {_plural('claim', person.claims)} in {person.articles} ", "dim"),
                (f"{_plural('article', person.articles)}; the sentences behind a fact: kg explain ", "dim"),
                (f'"{person.name}" PREDICATE OBJECT', "dim"),
            )
        ],
    ]
    lines: list[tuple[Span, ...]] = []
    for section in filter(None, sections):
        if lines:
            lines.append(())
        lines += section
    return tuple(lines)


def _plural(word: str, number: int) -> str:
    return word if number == 1 else word + "s"


def _section(title: str, lines: Iterable[tuple[Span, ...]]) -> list[tuple[Span, ...]]:
    found = list(lines)
    return [((title, "bold"),), *found] if found else []


def _row(label: str, *spans: Span) -> tuple[Span, ...]:
    return (("  ", ""), (f"{label:<12} ", "dim"), *spans)


def _head(person: Page) -> Iterator[tuple[Span, ...]]:
    yield ((person.name, "bold"),)
    others = [name for name in person.other_names if name != person.name]
    if others:
        yield (("  also ", "dim"), (", ".join(others), ""))
    for date, place, word in (("bornOn", "bornIn", "born"), ("diedOn", "diedIn", "died")):
        days = [date_words(one) for one in common([fact.value for fact in person.facts if fact.predicate == date])]
        places = [fact.name for fact in person.facts if fact.predicate == place]
        if days or places:
            told = " or ".join(days) + (f"{' ' if days else ''}in {' or '.join(places)}" if places else "")
            yield ((f"  {word} ", "dim"), (told, ""))
    yield (("  " + person.iri, "dim"),)
    if person.wikidata:
        yield (("  " + person.wikidata, "dim"),)


def _family(person: Page) -> Iterator[tuple[Span, ...]]:
    dead = _is_dead(person)
    married = {fact.value for fact in person.facts if fact.predicate == "marriedTo"}
    for predicate, inverse, label in _FAMILY:
        for index, fact in enumerate(_sorted(person, predicate, inverse)):
            spans: list[Span] = [(fact.name, "")]
            when = _when(fact, dead=dead)
            if predicate == "parentOf" and not inverse and person.children_born.get(fact.value):
                when = f"born {date_words(person.children_born[fact.value])}"
            elif predicate in ("engagedTo", "partnerOf") and fact.value in married and fact.start and not fact.end:
                when = f"from {date_words(fact.start)}"  # it went on as a marriage; "since" would say it still is this
            if fact.word:
                spans.append((f", {fact.word}", ""))
            if when:
                spans.append((f"  {when}", "dim"))
            yield _row(label if index == 0 else "", *spans)


def _is_dead(person: Page) -> bool:
    return any(fact.predicate in ("diedOn", "diedIn") for fact in person.facts)


def _when(fact: Fact, *, dead: bool) -> str:
    """When it was, each time; of the ``dead`` nothing is told as if it went on."""
    told = ", again ".join(since_until(*one, past=dead) for one in fact.times)
    return told or since_until(fact.start, fact.end, ended=fact.ended, past=dead)


def _sorted(person: Page, predicate: str, inverse: bool) -> list[Fact]:
    found = [fact for fact in person.facts if (fact.predicate, fact.inverse) == (predicate, inverse)]
    if predicate == "parentOf" and not inverse:
        found.sort(key=lambda fact: (sharpest([person.children_born.get(fact.value, "")]) or "9999", fact.name))
    return found


def _life(person: Page) -> Iterator[tuple[Span, ...]]:
    dead = _is_dead(person)
    for predicate, label in _LIFE:
        found = [fact for fact in person.facts if fact.predicate == predicate and not fact.inverse]
        spans: list[Span] = []
        for fact in found:
            when = _when(fact, dead=dead)
            spans += [(", " if spans else "", ""), (fact.name, ""), (f" ({when})" if when else "", "dim")]
        if spans:
            yield _row(label, *spans)


def _events(person: Page) -> Iterator[tuple[Span, ...]]:
    born = [fact.value for fact in person.facts if fact.predicate == "bornOn"]
    wide = max((len(date_words(event.date)) for event in person.events), default=0)
    for event in person.events:
        child = event.what == "birth" and not event.others and is_of_a_child(event.date, born)
        told = event.what + (" of a child" if child else "") + (f", {', '.join(event.others)}" if event.others else "")
        place = f" in {' or '.join(event.places)}" if event.places else ""
        yield (("  ", ""), (f"{date_words(event.date) or '(no date)':<{wide}}  ", "dim"), (told + place, ""))


def claim_words(saying: Saying) -> str:
    """A claim as a clause.

    >>> claim_words(Saying("c", "reported", "a", "Ada", "marriedTo", "b", "Bo"))
    'Ada is married to Bo'
    >>> claim_words(Saying("c", "reported", "a", "Ada", "DivorceFiling", "b", "Bo"))
    'divorce filing: Ada, Bo'
    >>> claim_words(Saying("c", "planned", "a", "Ada", "Birth", "", ""))
    'Ada is expecting a child'
    """
    if (saying.predicate, saying.status, saying.object_name) == ("Birth", "planned", ""):
        return f"{saying.subject_name} is expecting a child"  # a birth to come has no name yet: it is told of a parent
    if saying.predicate == "relativeOf" and saying.word:
        return f"{saying.subject_name} is a relative ({saying.word}) of {saying.object_name}"
    if saying.predicate in _VERB:
        return f"{saying.subject_name} {_VERB[saying.predicate]} {date_words(saying.object_name)}"
    parties = [saying.subject_name, *([saying.object_name] if saying.object_name else [])]
    return f"{event_words(saying.predicate)}: {', '.join(parties)}"


def event_words(name: str) -> str:
    """The name of an event's class in words.

    >>> event_words("DivorceFiling"), event_words("OtherEvent")
    ('divorce filing', 'other')
    """
    return "".join(f" {char.lower()}" if char.isupper() else char for char in name).strip().removesuffix(" event")


def _saying(saying: Saying) -> tuple[Span, ...]:
    spans: list[Span] = [("  ", ""), (f"{saying.status:<9} ", "italic"), (claim_words(saying), "")]
    if saying.date or saying.until:
        spans.append((f", {since_until(saying.date, saying.until) if saying.until else date_words(saying.date)}", ""))
    source = f"  says {saying.source}" if saying.source else ""
    spans.append((f"{source}  [{saying.title}, {saying.published or 'no date'}]", "dim"))
    return tuple(spans)


def _health(row: Mapping[str, str]) -> tuple[Span, ...]:
    told = f"{row['predicateName']}{': ' + row['objectName'] if row['objectName'] else ''}"
    date = f", {date_words(row['date'])}" if row["date"] else ""
    source = f"  says {told_by(row['saidBy'], row['saidOn'])}" if row["saidBy"] else ""
    title = row["title"] or untitled(row["id"], row["article"])
    where = f"{source}  [{title}, {row['published'] or 'no date'}]"
    return (("  ", ""), (f"{row['status']:<9} ", "italic"), (told + date, ""), (where, "dim"))
