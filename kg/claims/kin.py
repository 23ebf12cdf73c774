"""Claims from relational nouns: "his wife, Ann", "Kim's sister Kourtney", "the son of X and Y", "they have two sons".

A kin noun relates its bearer(s), the people it describes, to its anchor(s), the people it is relative to. Who they
are is found in `kg.claims.kin_people`; what the noun then says is data (``kg/rules/kin.toml``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import attach, lists, syntax
from kg.claims.arrivals import is_arrival
from kg.claims.brood import Brood, and_then, begins, begun, continued, joined, told_next
from kg.claims.kin_anchors import anchors
from kg.claims.kin_bare import another, by_subject, child_beside, of_the_parent, telegraphic
from kg.claims.kin_groups import is_of_a_sort
from kg.claims.kin_nouns import COUPLE, Noun, nouns, prefixes_of
from kg.claims.kin_partners import (
    each_with,
    in_brackets,
    is_of_the_union,
    other_parent,
    partners_in,
    union_of,
    with_spouse,
)
from kg.claims.kin_people import bearers, holder
from kg.claims.kin_second import before_aside
from kg.claims.kin_siblings import with_siblings
from kg.claims.kin_told import spoken_of
from kg.claims.newborn import named_later, sibling_of, unnamed
from kg.claims.other_parents import the_other
from kg.claims.reading import Finding, Party, Reading, merged, pairs, people, surety
from kg.dates import TimeKind
from kg.model import TOLD
from kg.names import rules
from kg.vocab import COUPLES


def findings(reading: Reading) -> Iterator[Finding]:
    """What the kin nouns of the text say."""
    brood: Brood | None = None
    for noun in nouns(reading):
        if brood is not None:
            brood, more = sibling_of(reading, noun, brood)
            yield from more
            if more:
                continue
        found = list(_of_noun(reading, noun))
        yield from found
        if brood is not None:
            yield from joined(reading, noun, brood)
            yield from the_other(reading, noun, brood)
            brood, more = continued(reading, noun, brood)
            yield from more
            if more:
                continue
        if begins(noun):  # "they are the parents of a boy, Leo" as "they have a boy, Leo" does
            owned = _couples_own(noun, holder(reading, noun)[1])
            if (family := begun(reading, noun, found, owned)) is not None:
                brood, more = told_next(reading, noun, family)
                yield from more
                yield from and_then(reading, noun, brood)
            if (parents := family or unnamed(reading, noun, owned)) is not None:
                yield from named_later(reading, noun, parents)


def _of_noun(reading: Reading, noun: Noun) -> Iterator[Finding]:
    if noun.word == "partner" and noun.last < len(reading.doc) and reading.doc[noun.last].lower_ == "in":
        return  # "her partner in the firm"
    who, stating = bearers(reading, noun)
    whose, presupposed = anchors(reading, noun)
    whose = with_siblings(reading, noun, whose)
    if noun.plural and noun.kin.relation == "siblingOf" and not (whose or who or presupposed or is_of_a_sort(noun)):
        who = whose = people(reading, [noun.token])  # "the brothers"
        presupposed = True
    rule = "kin-possessive"
    verb: Token | None = None
    if noun.kin.bearer == "object" or not (whose or presupposed):
        owners, verb = holder(reading, noun)
        # "they raise Wren's daughters": whose children they are is said by the possessive, not by who has them
        foreign = bool(whose) and not {p.key for p in whose} & {p.key for p in owners}
        foreign = foreign or (presupposed and not whose and _is_of_others(noun))
        apart = whose and verb is not None and noun.token.dep_ != "dobj" and not _has_relative(noun)
        if owners and not apart and not foreign:
            whose, rule = merged(whose, owners), "kin-have"
    if not whose and not presupposed:
        whose = telegraphic(reading, noun, who) or another(reading, noun, who) or _beside(reading, noun)
        rule = "kin-bare"
        whose = whose or spoken_of(reading, noun, who)
        if not whose and (younger := child_beside(noun)) is not None and noun.kin.bearer == "subject":
            whose = bearers(reading, younger)[0]
        if not whose and (with_whom := by_subject(reading, noun, who)):
            whose, presupposed, rule = with_whom, True, "kin-possessive"
        elif not whose and (one := of_the_parent(reading, noun, who, lambda child: holder(reading, child)[0])):
            whose, presupposed, rule = one, True, "kin-possessive"
    partners: list[Party] = []
    if noun.kin.bearer == "object":
        partners = [p for p in partners_in(reading, noun, verb, who) if p.key not in {w.key for w in who}]
        whose = merged(whose, partners)
    elif noun.kin.relation == "parentOf" and whose:  # "dad to Tara, 12, from his marriage to Rhea Day"
        others = other_parent(reading, whose[-1].mention.last, frozenset({"by"})) or with_spouse(reading, whose[-1])
        who = merged(who, [p for p in others if p.key not in {w.key for w in whose}])
    if stating is not None:
        rule = "kin-copula"
    trigger = stating or (verb if rule == "kin-have" and verb is not None else noun.token)
    owned = any(child.dep_ in {"det", "poss"} for child in noun.token.children)
    unowned = rule == "kin-bare" or (noun.kin.relation in COUPLES and not owned)
    bare = unowned and bool(who) and noun.last == who[0].mention.first  # "left nothing to wife Ann"
    given = stating is None and (bare or (presupposed and rule == "kin-possessive"))
    moment = _moment(reading, noun, stating)
    adopts = rule == "kin-have" and verb is not None and verb.lemma_ == "adopt"
    spouses = noun.kin.relation == "marriedTo" and noun.word in {"wife", "husband"}  # "the wives were" one man's
    mutual = (noun.kin.bearer == "either" and not spouses) or noun.word in rules("kin")["mutual"]["words"]
    counted = any(t.tag_ in {"CD", "PRP$"} for t in reading.doc[max(0, noun.first - 2) : noun.first])
    # "sisters Ann and Eve Lee", but not "she has two sisters, Ann and Eve"
    two = noun.pair and lists.joined(reading, who)  # "newlyweds Ann Lee and Al Bogg"
    couple = bool(two) and noun.last <= who[0].mention.first
    blood = noun.kin.relation == "siblingOf" or noun.word in rules("kin")["mutual"]["words"]
    among = (blood and len(who) > 1) or couple
    among = among and stating is None and not (counted and verb is not None)
    if not whose and not presupposed and noun.plural and ((mutual and stating is not None) or among):
        whose = who
    clash = {party.key for party in whose} & {party.key for party in who} if noun.kin.relation == "parentOf" else set()
    if clash:
        taken = [party for party in whose if party.key in clash]
        clash = clash if any(len(party.mention.entities) > 1 for party in taken) else set()
        # a plural that took the children for the parents, or turned it round: the couple is meant, or who came before
        before = _subjects_before(reading, noun) if clash and noun.kin.bearer == "subject" else whose
        whose = [party for party in before if party.key not in {other.key for other in who}]
        if clash and noun.kin.bearer == "object" and len(whose) == 1:
            whose = []
    if (
        not whose
        and noun.kin.bearer == "object"
        and (
            clash
            or _couples_own(noun, verb)
            or _came_along(reading, noun)
            or is_arrival(noun)
            or _is_of_a_union(verb)
            or is_of_the_union(reading, noun)
        )
    ):
        yield from (replace(_finding(reading, noun, b, b, trigger.i, f"{rule}:open", given), subject=None) for b in who)
    if _each_has_one(noun, whose):
        return
    if noun.kin.relation == "relativeOf" and whose is not who:
        borne = {party.key for party in who}
        whose = [party for party in whose if party.key not in borne]
    for n, a in enumerate(whose):
        for b in who[n + 1 :] if whose is who else who:
            if a.key != b.key:
                both = (a, b) if whose is who else (b, a)  # "Ann and Bob are cousins": told in the order of the text
                found = _finding(reading, noun, *both, trigger.i, f"{rule}:{noun.kin.relation}", given)
                yield replace(found, moment=moment, note="adopted" if adopts else found.note)
                if moment == "start" and noun.kin.relation == "marriedTo" and attach.time_of(reading, trigger):
                    place = attach.place_of(reading, trigger)
                    yield replace(found, predicate="event:Wedding", moment="at", place=place, rule="kin-becomes")
    if noun.kin.bearer == "object" and noun.plural and who:
        owners = [party for party in whose if party.key not in {other.key for other in partners}]
        for children, others in each_with(reading, who[-1].mention.last):
            for parent, child in pairs(merged(owners, others), children):
                yield Finding("parentOf", parent, child, trigger.i, "kin-each", 0.9 * surety(parent, child), given)
    if noun.kin.bearer == "object" and noun.kin.relation == "parentOf":
        for party in who:
            for parent, _ in pairs(in_brackets(reading, party), [party]):
                yield Finding("parentOf", parent, party, trigger.i, "kin-each", 0.9 * surety(parent, party), given)
    twins = noun.kin.siblings or noun.word == "twin" or "twin" in noun.prefixes
    if twins and len(who) > 1 and (stating is None or not (whose or presupposed)):
        together = who[: rules("kin")["multiples"].get(noun.word, 2)]  # "the twins, Ada and Bo, and Eve, 2"
        for n, b in enumerate(together):
            for c in together[n + 1 :]:
                # who are "not twins" may be brothers
                yield Finding("siblingOf", b, c, trigger.i, "kin-twins", 0.9, presupposed=given, statuses=_TOLD)
    if prefixes_of("dead") & noun.prefixes:
        widowed = {owner.key for owner in whose}
        for b in (party for party in who if party.key not in widowed):
            yield Finding("event:Death", b, None, noun.token.i, "kin-late", 0.9, presupposed=True)


_TOLD = frozenset(status.value for status in TOLD)


def _moment(reading: Reading, noun: Noun, stating: Token | None) -> str:
    """Which time of a couple's claim a date fills: "became his wife in May" its start, "was his wife from" a period."""
    if noun.kin.relation not in COUPLES:
        return ""
    since = before_aside(reading, noun.first - 2) if noun.first > 1 else None
    if since is not None and since.lemma_ == "have":  # "has, since June, a wife"
        return "period"
    if stating is None:  # "her husband since 1990"
        spell = any(time.first == noun.last and time.kind in {TimeKind.SINCE, TimeKind.RANGE} for time in reading.times)
        return "period" if spell else ""
    verb = stating if stating.pos_ in {"VERB", "AUX"} else syntax.clause(stating)
    return "start" if verb.lemma_ in {"become", "make"} else "period"


_ONE_EACH = frozenset({"husband", "wife", "boyfriend", "girlfriend", "fiancé", "fiancée", "father", "mother"})


def _each_has_one(noun: Noun, whose: list[Party]) -> bool:
    """Whether several are told of who have one each, and not which is whose: "their husbands, Al and Bo"."""
    owners = [token.lower_ for token in syntax.possessors(noun.token)]
    return noun.plural and noun.word in _ONE_EACH and bool(owners) and (len(whose) > 1 or owners == ["their"])


def _couples_own(noun: Noun, verb: Token | None) -> bool:
    """Whether a plural that nobody could resolve has the children: "their son", "the co-stars have two sons"."""
    owners = [*syntax.possessors(noun.token), *syntax.possessors(noun.token.doc[noun.first])]
    holders = syntax.subjects(verb) if verb is not None and not owners else []
    holders = [t.head.head if t.tag_ in syntax.RELATIVES and t.head.dep_ == "relcl" else t for t in holders]
    agrees = verb is not None and verb.tag_ == "VBP"  # "the stars of the film have two sons"
    plural = any(agrees or holder.tag_ == "NNS" or holder.lower_ in COUPLE for holder in holders)
    return plural or any(owner.lower_ in COUPLE for owner in owners)


def _came_along(reading: Reading, noun: Noun) -> bool:
    """Whether the children are those of whom the text speaks: "she left with the kids, Ida and Bo"."""
    head = noun.token.head
    along = _is_definite(noun) and noun.token.dep_ == "pobj" and head.lower_ == "with"
    return along and len(people(reading, syntax.subjects(syntax.governor(head)))) == 1


def _is_definite(noun: Noun) -> bool:
    """Whether the noun is the head of a list that everybody knows of: "the kids, Ida and Bo"."""
    doc = noun.token.doc
    definite = noun.plural and noun.first > 0 and doc[noun.first - 1].lower_ == "the"
    return definite and doc[noun.last : noun.last + 1].text == ","


def _beside(reading: Reading, noun: Noun) -> list[Party]:
    """Whose children stand beside her or him: "she and the kids, Ida (11) and Bo (8), flew in"."""
    doc = reading.doc
    joined = noun.first > 2 and doc[noun.first - 2].lower_ in {"and", "&"} and doc[noun.first - 3].tag_ == "PRP"
    verb = syntax.governor(noun.token)
    an_act = verb.lemma_ in _ACTS and any(child.lower_ == "together" for child in verb.children)
    return people(reading, [doc[noun.first - 3]]) if joined and _is_definite(noun) and not an_act else []


_ACTS = frozenset({"sing", "perform", "record", "dance", "tour"})
"""What those do together who are an act: "she and the twins, Ida and Bo, have sung together since the war"."""


def _subjects_before(reading: Reading, noun: Noun) -> list[Party]:
    """The several people whom the sentence before was about: "Ida and Max sing. Their parents, Al and Eve, do too"."""
    sent = noun.token.sent
    before = noun.token.doc[sent.start - 1].sent if sent.start else sent
    found = people(reading, syntax.subjects(before.root)) if before.start < sent.start else []
    return found if len(found) > 1 else []


def _is_of_others(noun: Noun) -> bool:
    """Whether somebody owns the noun whom the text only calls by a word: "she loves a senator's son, Max"."""
    return any(t.pos_ == "NOUN" and t.lower_ not in COUPLE for t in syntax.possessors(noun.token))


def _is_of_a_union(verb: Token | None) -> bool:
    return verb is not None and union_of(verb) is not None


def _has_relative(noun: Noun) -> bool:
    return any(child.dep_ == "relcl" for child in noun.token.children)


def _finding(
    reading: Reading, noun: Noun, bearer: Party, anchor: Party, trigger: int, rule: str, presupposed: bool
) -> Finding:
    elder = _elder(noun, reading.mentions.gender(anchor.key))
    subject, obj = (anchor, bearer) if noun.kin.bearer == "object" or elder else (bearer, anchor)
    if noun.kin.bearer == "either" and anchor.mention.start < bearer.mention.start:
        subject, obj = anchor, bearer
    over = noun.prefixes & (prefixes_of("ended") | prefixes_of("dead"))  # a marriage ends at the death of one
    state = noun.kin.state or ("ended" if over and noun.kin.relation in COUPLES else None)
    note = "adopted" if noun.prefixes & prefixes_of("adopted") and noun.kin.relation == "parentOf" else state
    return Finding(
        noun.kin.relation,
        subject,
        obj,
        trigger,
        rule,
        0.93 * surety(bearer, anchor),
        presupposed=presupposed,
        recast=_foreseen(noun),
        kinship=(elder or noun.word) if noun.kin.relation == "relativeOf" else None,
        note=note,
    )


def _elder(noun: Noun, sex: str) -> str:
    """The word for the elder of the two where the noun is one for the younger: "great-aunt" for "great-niece"."""
    greats = "great-" * noun.word.count("great-")
    words = rules("kin")["elders"].get(noun.word.rpartition("great-")[2])
    return greats + words[("", "f", "m").index(sex)].replace(" or ", f" or {greats}") if words else ""


def _foreseen(noun: Noun) -> tuple[tuple[str, str], ...]:
    """What a plan means for a marriage: whoever "met her future husband" has married him; no plan is a marriage."""
    if noun.kin.relation != "marriedTo" or not noun.prefixes & prefixes_of("future"):
        return ()
    past = syntax.governor(noun.token).tag_ in {"VBD", "VBN"}
    return (("planned", "asserted" if past else ""),)
