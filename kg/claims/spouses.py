"""Spouses and partners told of as a list: with periods in brackets, under headings, "the first, to Al Bogg".

"Then came Al Bogg (1951-59) and the painter Cy Day (1960-69)": whose they were stands in the sentences before.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.give_needs import was_once
from kg.claims.kin_groups import spelled
from kg.claims.kin_names import kin_named
from kg.claims.kin_nouns import lexicon
from kg.claims.lists import begins_a_clause, name_list, names_before, skip_apposition, skip_details
from kg.claims.reading import Finding, Party, Reading, people
from kg.claims.roles import fill
from kg.model import EntityType
from kg.names import rules

LONG_BOX = 6
"""So many tokens a box may have before the one whose it is, if that one is named behind it alone."""
MANY = 2
"""More names in a row, and they are told of as one list."""
NEAR = 90
"""How many tokens behind a word for a marriage its list may go on."""
ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "last", "next"})
BOXED = {
    **dict.fromkeys(("spouse", "spouses", "husband", "husbands", "wife", "wives", "married", "wedded"), "marriedTo"),
    **dict.fromkeys(("partner", "partners", "girlfriend", "boyfriend"), "partnerOf"),
    **dict.fromkeys(("fiancé", "fiancée", "fiance", "fiancee"), "engagedTo"),
}
"""Words that stand before a colon in a box of facts, and the bond that each tells of."""
NUMBERING = frozenset({"number", "no.", "no", "#"})
REACH = 8
"""How many tokens behind a bond the first name of its list may stand."""
PARENTHESIS = 9
"""How many tokens the brackets of a heading may hold."""


def findings(reading: Reading) -> Iterator[Finding]:
    """The bonds that lists of spouses, and articles about somebody's loves, tell of."""
    yield from _under_headings(reading)
    yield from _bride_and_groom(reading)
    yield from _in_turn(reading)
    yield from _in_a_box(reading)
    yield from _numbered(reading)
    marital = rules("frames")["history"]["marital"]
    holder: tuple[int, Party] | None = None
    until = 0
    for token in reading.tokens({"(", *ORDINALS, *marital}):
        if token.lemma_.lower() in marital:
            if (whose := _whose(reading, token)) is not None:
                holder = (token.i, whose)
        elif holder is not None and token.i - holder[0] > NEAR:
            holder = None
        elif holder is not None and token.i >= until:
            listed = list(_nth(reading, token, holder[0])) or _with_period(reading, token)
            if listed:
                until = max(party.mention.last for party in listed)
                own = people(reading, [reading.doc[token.i - 1]]) if token.i and token.text != "(" else []
                yield from _married(reading, own[0] if len(own) == 1 else holder[1], listed, token)  # "her second"


def _bride_and_groom(reading: Reading) -> Iterator[Finding]:
    """The marriage of those whom one sentence names so: "the bride, Ann Lee, 28, and the groom, Al Bogg"."""
    for token in reading.tokens({"bride"}):
        if token.lower_ == "bride" and token.i not in reading.in_names:
            words = (t for t in token.sent if t.lower_ in {"groom", "bridegroom"})
            groom = next((named for t in words if (named := kin_named(reading, t))), [])
            bride = kin_named(reading, token) if groom else []
            if bride and bride[0].key != groom[0].key:
                yield Finding("marriedTo", bride[0], groom[0], token.i, "bride-and-groom", 0.88, presupposed=True)


def _in_a_box(reading: Reading) -> Iterator[Finding]:
    """The spouses under a heading in a box of facts: "Al Bogg, architect. Spouses: Ann Lee (1985-92), Eve Orr".

    They are of the one named before, where a sentence begins or behind "Name:", or else of the only other one named.
    """
    doc = reading.doc
    named = [m for _, m in sorted(reading.names.items()) if m.type is EntityType.PERSON and len(m.entities) == 1]
    for word in reading.tokens(BOXED):
        colon = word.i + 1 + (doc[word.i + 1 : word.i + 2].text == "to")
        alone = word.i == 0 or doc[word.i - 1].is_punct or doc[word.i - 1].is_space
        if word.lower_ not in BOXED or not alone or doc[colon : colon + 1].text != ":":
            continue
        i = colon + 1
        i += doc[i : i + 1].text == "to"
        heroes = [m for m in named if m.first < word.i and (doc[m.first].is_sent_start or _is_labelled(doc[m.first]))]
        others = {m.entities[0]: m for m in named if m.first > i + LONG_BOX}
        heroes = heroes or (list(others.values()) if len(others) == 1 and named[0].first > word.i else [])
        while heroes and i < len(doc) and (listed := name_list(reading, i, limit=1)):
            if listed[0].key != heroes[-1].entities[0]:
                hero, bond = Party.of(heroes[-1]), BOXED[word.lower_]
                yield Finding(bond, hero, listed[0], listed[0].mention.head, "box", 0.88, moment="period")
            i = skip_details(reading, listed[0].mention.last)
            i += i < len(doc) and doc[i].lower_ in {",", ";", "and"}


def _is_labelled(name: Token) -> bool:
    """Whether "Name:" stands before it."""
    return name.i > 1 and name.nbor(-1).text == ":" and name.nbor(-2).lower_ == "name"


def _numbered(reading: Reading) -> Iterator[Finding]:
    """Spouses told by a number: "Wife number three, Ann Lee, left him", "Husband No. 2 was the painter Al Bogg"."""
    doc = reading.doc
    for noun in reading.tokens({"wife", "husband"}):
        i = noun.i + 1
        numbered = i + 4 < len(doc) and doc[i].lower_ in NUMBERING
        i += numbered and doc[i + 1].text == "."  # "No. 2"
        if not numbered or not doc[i + 1].like_num:
            continue
        behind = i + 2 + (doc[i + 2].text == "," or doc[i + 2].lemma_ == "be")
        named = name_list(reading, behind, limit=1) if behind > i + 2 else []
        owners = people(reading, syntax.possessors(noun))
        if named and not owners:
            end = noun.sent.end
            told = people(reading, [t for t in doc[named[0].mention.last : end] if t.lower_ in {"him", "her", "his"}])
            before = doc[noun.sent.start - 1].sent if noun.sent.start else None
            subjects = syntax.subjects(before.root) if before is not None else []
            owners = [p for p in told or people(reading, subjects) if p.key != named[0].key]
        if named and len(owners) == 1:
            yield Finding("marriedTo", owners[0], named[0], noun.i, "spouse-number", 0.85, presupposed=True)


def _whose(reading: Reading, word: Token) -> Party | None:
    """The one whose marriages are told of: "he was on to a second marriage", "he is her fifth husband"."""
    owners = people(reading, syntax.possessors(word)) if word.pos_ == "NOUN" else []
    if not owners and word.lower_ in lexicon() and word.dep_ not in {"dobj", "pobj"}:
        return None  # "the first wife, Ann Lee, is dead": it was not she who had wives
    owners = owners or people(reading, syntax.subjects(syntax.governor(word)))
    return owners[0] if len(owners) == 1 else None


def _in_turn(reading: Reading) -> Iterator[Finding]:
    """The bonds with all of a list: "was married three times: to Ann Lee, to Eve Orr and to Ida Holt"."""
    words = rules("frames")["history"]
    for bond in reading.tokens(words["bonds"]):
        row = words["bonds"].get(bond.lower_) or words["bonds"].get(bond.lemma_.lower())
        if row is None or bond.pos_ not in {"VERB", "ADJ"}:
            continue
        behind = bond.doc[bond.i + 1 : min(bond.i + REACH, bond.sent.end)]
        to = next((t for t in behind if t.lower_ == row["with"] or t.pos_ == "VERB" or t.i in reading.names), None)
        if to is None or to.lower_ != row["with"]:
            continue
        listed = _one_after_the_other(reading, to)
        if len(listed) < MANY:
            continue
        opens = bond.tag_ == "VBN" and not any(i in reading.names for i in range(bond.sent.start, bond.i))
        whose = _waiting(reading, listed) if opens else []
        whose = whose or fill(reading, bond, "subj", (EntityType.PERSON,), "same")
        for party in listed if len(whose) == 1 else []:
            if party.key != whose[0].key:
                note = "ended" if was_once(bond) else row.get("note")
                yield Finding(row["predicate"], whose[0], party, bond.i, "in-turn", 0.88, note=note)


def _one_after_the_other(reading: Reading, to: Token) -> list[Party]:
    """Those told of behind ``to``, if it is clear that they make one list: by "to" again, "twice", or three names."""
    doc, i = reading.doc, to.i + 1
    found: list[Party] = []
    again = joined = False
    while i < to.sent.end:
        named = name_list(reading, _behind_his(reading, i), limit=1)
        if not named or (found and begins_a_clause(reading, named[0].mention)):
            break
        behind = named[0].mention.last
        if doc[i - 1].lower_ != to.lower_ and doc[behind : behind + 1].text.lower() == to.lower_:
            break  # "he had been married to Ann Lee, and Ida Moor to Tom Bell"
        found += named
        i = skip_apposition(reading, skip_details(reading, named[0].mention.last))
        start = i
        while i < to.sent.end and (end := _joint(reading, i, to.lower_)):
            again, joined = again or doc[i].lower_ == to.lower_, joined or doc[i].lower_ == "and"
            i = end
        if i == start:
            break
    counted = any(t.lower_ in rules("frames")["history"]["counts"] for t in doc[to.sent.start : to.i])
    return found if again or counted or (joined and len(found) > MANY) else []


def _waiting(reading: Reading, listed: list[Party]) -> list[Party]:
    """Whose marriages a sentence opens with: "Twice married, to Ann Lee and then to Eve Orr, Al Bogg left no child"."""
    doc, i, first = reading.doc, listed[-1].mention.last, listed[-1].mention.first
    if doc[i : i + 1].text and doc[i].tag_ in syntax.FINITE and doc[first - 1].lower_ not in {"and", "to", "&"}:
        return listed[-1:]  # the list was read on over the comma that ends it
    named = name_list(reading, i + 1, limit=1) if doc[i : i + 1].text in {",", "—", "–"} else []
    return [p for p in named if p.key not in {one.key for one in listed}]


def _behind_his(reading: Reading, i: int) -> int:
    """The index of the name behind "his secretary, Ann Lee" at ``i``; else ``i`` itself."""
    doc = reading.doc
    end = next((k for k in range(i, min(i + REACH, len(doc))) if doc[k].text == ","), i)
    his = end > i + 1 and doc[i].tag_ == "PRP$" and all(t.pos_ in {"ADJ", "NOUN"} for t in doc[i + 1 : end])
    return end + 1 if his and end + 1 in reading.names else i


def _joint(reading: Reading, i: int, preposition: str) -> int | None:
    """The index behind what joins two names of a list at ``i``: "and", "then", "to", a date; None if nothing does."""
    if reading.doc[i].lower_ in {",", ";", "and", "then", "later", "finally", "again", "&", preposition}:
        return i + 1
    return next((time.last for time in reading.times if time.first == i), None)


def _nth(reading: Reading, ordinal: Token, holder: int) -> Iterator[Party]:
    """Who is told of as "the first, to the painter Al Bogg," or "her second to Cy Day", or "her third was Ed Orr"."""
    doc, i = reading.doc, ordinal.i + 1
    if ordinal.lower_ not in ORDINALS or ordinal.i == 0 or doc[ordinal.i - 1].lower_ not in {"the", "his", "her", "a"}:
        return
    i += i + 1 < len(doc) and doc[i].lemma_ == "marriage" and doc[i + 1].text == ","  # "a third marriage, to Al Bogg,"
    opened = i < len(doc) and (doc[i].text == "," or doc[i].lemma_ == "be")
    i += i < len(doc) and doc[i].text == ","
    if i + 1 < len(doc) and doc[i].lower_ == "to":
        yield from name_list(reading, i + 1, limit=1)
    elif opened and _counts_spouses(reading, holder, ordinal.i):
        yield from name_list(reading, i + (doc[i].lemma_ == "be"), limit=1)


def _counts_spouses(reading: Reading, holder: int, end: int) -> bool:
    """Whether an ordinal at ``end`` counts spouses: others are told of by number before it, and no children."""
    doc, counts = reading.doc, rules("frames")["history"]["counts"]
    # "had been married three times. Ann was his wife from"
    told = [t.lower_ for t in doc[syntax.start_before(doc[holder]) : end]]
    kin = {lexicon()[word].relation for word in told if word in lexicon()}
    return any(word in counts for word in told) and not {"parentOf", "siblingOf"} & kin


def _with_period(reading: Reading, bracket: Token) -> list[Party]:
    """The one whose name stands before a bracket with a period, and those listed behind: "Al (1951-59) and Cy"."""
    if bracket.text != "(":
        return []
    named = names_before(reading, bracket.i, limit=1)
    if not named or named[0].mention.last != bracket.i:
        return []
    said = {t.lemma_.lower() for t in bracket.sent}
    if not said & {*rules("frames")["history"]["marital"], *rules("frames")["history"]["cues"]}:
        return []
    period = attach.period_behind(reading, named[0])
    first = named[0].mention.first
    before = reading.doc[max(bracket.sent.start, first - 7) : first]
    if period is None or any(t.lower_ in rules("frames")["history"]["young"] for t in before):
        return []
    return [*named, *spelled(reading, period.last)]


def _married(reading: Reading, holder: Party, listed: list[Party], trigger: Token) -> Iterator[Finding]:
    for party in listed:
        if party.key != holder.key:
            found = Finding("marriedTo", holder, party, trigger.i, "spouse-list", 0.85, moment="period")
            yield replace(found, trigger=party.mention.head) if trigger.text == "(" else found


def _under_headings(reading: Reading) -> Iterator[Finding]:
    """The loves of whom the title names, each under a heading: "Al Bogg (2000-2007)", "Cy Day (rumored)"."""
    words, doc = rules("frames")["history"], reading.doc
    end = reading.text.find("\n", len(reading.text) - len(reading.text.lstrip()))
    title = reading.text[: max(end, 0)].lower()
    married = any(word in title for word in words["married"])
    if not married and not any(word in title for word in words["titles"]):
        return
    whose = next((m for _, m in sorted(reading.names.items()) if m.type is EntityType.PERSON and m.resolved), None)
    if whose is None or doc[whose.first].idx >= end or len(whose.entities) != 1:
        return
    hero = Party.of(whose)
    for first, mention in sorted(reading.names.items()):
        if mention.type is not EntityType.PERSON or len(mention.entities) != 1 or mention.entities[0] == hero.key:
            continue
        inside = _brackets(reading, first, mention.last)
        if inside is None:
            continue
        rumoured = any(t.lower_ in words["rumoured"] for t in inside)
        dated = any(t.first in {token.i for token in inside} for t in reading.times)
        if inside and not rumoured and not dated:
            continue  # "(nope)", "(just friends)"
        bond = "marriedTo" if married else "partnerOf"
        recast = (("asserted", "possible"), ("reported", "possible")) if rumoured else ()
        yield Finding(bond, hero, Party.of(mention), mention.head, "heading", 0.85, recast=recast)


def _brackets(reading: Reading, first: int, last: int) -> list[Token] | None:
    """What stands in brackets behind a name that makes a line with them; None if the line holds more."""
    doc, text = reading.doc, reading.text
    opens = first == 0 or "\n" in text[doc[first - 1].idx : doc[first].idx] or doc[first - 1].like_num
    if not opens:
        return None
    end = last
    if end < len(doc) and doc[end].text in {"(", ":"}:
        end = next((j + 1 for j in range(end, min(end + PARENTHESIS, len(doc))) if doc[j].text == ")"), -1)
    if end < 0 or (end < len(doc) and "\n" not in text[doc[end - 1].idx : doc[end].idx] and doc[end].text.strip()):
        return None
    return [t for t in doc[last:end] if t.text not in {"(", ")"}]
