"""Whom a kin noun describes, who has them, and who the other parent is, in the forms that news is written in."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.kin_anchors import people_listed
from kg.claims.kin_groups import MANY, in_a_row, member, one_of_them, one_of_two, spelled
from kg.claims.kin_names import kin_named, names_behind, partner_behind
from kg.claims.kin_nouns import Noun, lexicon, role_before
from kg.claims.kin_rows import row_before
from kg.claims.lists import name_list, names_before, skip_details
from kg.claims.reading import Party, Reading, merged, people
from kg.dates import TimeKind
from kg.names import rules

NAMING = frozenset({"describe", "identify", "name", "know", "introduce", "call"})


def partners_in(reading: Reading, noun: Noun, verb: Token | None, who: list[Party]) -> list[Party]:
    """The other parent: "a son with Rob Lane", "a girl, Ida, with him", "has with his ex-wife, Ann Lee"."""
    doc = reading.doc
    withs = [child for child in noun.token.children if child.lower_ in {"with", "by"} and child.dep_ == "prep"]
    if verb is not None:
        # "a son, Al, with Ann, and another, Bo, with Eve": each has a mother of his own
        ends = next((t.i for t in doc[noun.last : noun.token.sent.end] if t.lower_ == "another"), len(doc))
        both = [child for child in verb.children if child.lower_ in {"with", "by"} and child.dep_ != "agent"]
        withs += [child for child in both if child.i < ends]
    last = max((party.mention.last for party in who), default=noun.last)
    last = skip_details(reading, last)
    while last < len(doc) and doc[last].text in {",", ")", "—", "–"}:
        last += 1
    by_kin = last + 1 < len(doc) and doc[last].lower_ == "by" and (verb is not None or doc[last + 1].tag_ == "PRP$")
    if last < len(doc) and (doc[last].lower_ == "with" or by_kin):
        withs.append(doc[last])
    at_once = partner_behind(reading, noun, noun.last)
    found = {key: Party(key, at_once) for key in at_once.entities} if at_once is not None else {}
    for preposition in withs:
        for party in after_preposition(reading, preposition):
            found.setdefault(party.key, party)
    for party in (*by_marriage(reading, noun.last), *by_marriage(reading, last)):
        found.setdefault(party.key, party)
    return list(found.values())


def other_parent(reading: Reading, i: int) -> list[Party]:
    """The other parent of the child whose name ends before token ``i``: "Max, 16, by the designer Eve Orr"."""
    doc, behind = reading.doc, skip_details(reading, i)
    while behind < len(doc) and doc[behind].text in {",", ")", "—", "–"}:
        behind += 1
    if behind < len(doc) and doc[behind].lower_ in {"with", "by"}:
        return after_preposition(reading, doc[behind])
    return by_marriage(reading, i)


def by_marriage(reading: Reading, i: int) -> list[Party]:
    """The two whose marriage token ``i`` begins to tell of: "from her marriage to Al Bogg", ", 12, from Al's first"."""
    doc, i = reading.doc, skip_details(reading, i)
    while i < len(doc) and doc[i].text in {",", ")"}:
        i += 1
    i += i + 1 < len(doc) and doc[i].lemma_ == "be" and doc[i + 1].lower_ == "from"  # "her sons are from her marriage"
    if i >= len(doc) or doc[i].lower_ not in {"from", "by", "through"}:
        return []
    for j in range(i + 1, min(i + 8, doc[i].sent.end)):
        if doc[j].lower_ in rules("kin")["parenting"]["unions"]:
            return by_union(reading, doc[j])
        if doc[j].text in {",", ";", ":"}:
            break
    return []


def by_union(reading: Reading, union: Token) -> list[Party]:
    """The two of a marriage: "Al's first marriage, to Ann Lee", "her union with Al"."""
    doc, j = reading.doc, union.i
    owners = people(reading, syntax.possessors(union))
    k = j + 2 if j + 2 < len(doc) and doc[j + 1].text == "," else j + 1
    joined = k < len(doc) and doc[k].lower_ in {"to", "with"}
    return merged(owners, after_preposition(reading, doc[k])) if joined else owners


def union_of(verb: Token) -> Token | None:
    """The marriage that a child came of: "his marriage to Ann Lee produced a son, Al"."""
    words = rules("kin")["parenting"]
    if verb.lemma_ not in words["produces"]:
        return None
    return next((t for t in syntax.subjects(verb) if t.lower_ in words["unions"]), None)


def after_preposition(reading: Reading, preposition: Token) -> list[Party]:
    """Whom the phrase of a preposition names: its object, the name behind a kin noun in it, or the first name."""
    pobj = [child for child in preposition.children if child.dep_ == "pobj"]
    found = people(reading, pobj)
    if not found and any(child.tag_ == "WP" for child in pobj):
        found = names_before(reading, preposition.i, limit=1)
    if found:
        return found[:1]
    doc = reading.doc
    for token in doc[preposition.i + 1 : min(preposition.i + 7, preposition.sent.end)]:
        if token.i in reading.names:
            break
        if named := kin_named(reading, token):
            return named[:1]
    listed = name_list(reading, preposition.i + 1, limit=1)
    # "to actress Ann Lee", read as a verb
    return listed or name_list(reading, preposition.i + 2, limit=1, loose=preposition.tag_ == "TO")


def bearers(reading: Reading, noun: Noun) -> tuple[list[Party], Token | None]:
    """Whom the noun describes, and the token that states it where that is a verb of its own (copula, "have")."""
    verb = noun.token.head
    if (either := one_of_two(reading, noun)) is not None:
        return [either], None
    spell = next((t for t in reading.times if t.first == noun.last and t.kind is TimeKind.RANGE), None)
    if spell is None and (after := names_behind(reading, noun)):
        one = member(reading, noun) if len(after) > 1 and noun.kin.bearer == "object" else None
        return (one_of_them(reading, one), None) if one is not None else (after, None)
    copulas = frozenset(rules("kin")["holders"]["copulas"])
    if noun.token.dep_ == "pobj" and verb.lower_ == "as" and verb.head.lemma_ in NAMING:
        described = syntax.subjects(verb.head) if syntax.is_passive(verb.head) else syntax.objects(verb.head)
        if found := people(reading, described):
            return found, noun.token
    if noun.token.dep_ in {"oprd", "ccomp", "attr"} and verb.lemma_ == "make":
        made = [child for child in verb.children if child.dep_ in {"dobj", "nsubj"} and child.i > verb.i]
        made += [child for child in noun.token.children if child.dep_ == "nsubj"]
        if found := people(reading, made):
            return found, verb
    if (first := role_before(noun)) is not None and (shared := bearers(reading, first)[0]):
        return shared, None
    if noun.token.dep_ == "conj" and verb.dep_ == "attr":
        verb = verb.head  # "was the husband of Ann Lee and, before that, the fiancé of Eve Orr"
    if noun.token.dep_ in {"attr", "oprd", "conj", "acomp", "dep"} and verb.lemma_ in copulas:
        found = people(reading, syntax.subjects(verb))
        if found and spell is not None:
            found = [*found, *spelled(reading, spell.last)]
        elif found:
            found = [*found, *_before_them(reading, noun)]
        if found:
            return found, noun.token
    if noun.token.dep_ in {"nsubj", "nsubjpass"} and (
        verb.lemma_ in copulas or verb.lemma_ in rules("kin")["holders"]["namers"]
    ):
        listed = name_list(reading, verb.i + 1, limit=MANY if noun.plural else 1)
        return listed or _announced(reading, verb), verb
    if noun.plural and (one := member(reading, noun)) is not None:
        return one_of_them(reading, one), None
    if noun.last < len(reading.doc) and reading.doc[noun.last].tag_ == "POS":
        return [], None  # "Ann, her late husband's ring on her hand": an owner is nobody's apposition
    return _before_noun(reading, noun) or _as_known(reading, noun), None


def _announced(reading: Reading, verb: Token) -> list[Party]:
    """Whom a colon names at the end of the clause: "her second husband was a singer as well: Al Bogg"."""
    colon = next((t for t in reading.doc[verb.i : verb.sent.end - 1] if t.text in {":", "—", "–"}), None)
    return name_list(reading, colon.i + 1, limit=1, loose=False) if colon is not None else []


def _before_them(reading: Reading, noun: Noun) -> list[Party]:
    """Who was it before: "he is her third husband, after Al Bogg (1997-98) and the dancer Cy Day (2001-03)"."""
    doc, i = reading.doc, noun.last + 1
    if i >= len(doc) or doc[i - 1].text != "," or doc[i].lower_ not in {"after", "following"}:
        return []
    first = name_list(reading, i + 1, limit=1)
    others = in_a_row(reading, first[0]) if first else []
    return [*first, *others] if first and attach.period_behind(reading, first[0]) else []


def _as_known(reading: Reading, noun: Noun) -> list[Party]:
    """The bearer of a noun with an of-phrase and no name: who it describes in the text, or whose role it is.

    "The son of Ann and Bob, Cy, left", "the daughter of X won", "she is busy as a mom to Bea and Ben".
    """
    doc, token = reading.doc, noun.token
    if noun.plural or noun.last >= len(doc) or doc[noun.last].lower_ not in {"of", "to"}:
        return []
    listed, end = people_listed(reading, noun.last + 1)
    elders = noun.kin.bearer == "subject"  # "father to Al, 8, Bo and Cy": the second is one more child
    if listed and not elders and doc[end - 1].text == "," and (named := name_list(reading, end, limit=1, loose=False)):
        return named
    known = people(reading, [token])
    if not known and token.dep_ in {"pobj", "dobj", "attr"} and (token.dep_ != "pobj" or token.head.lower_ == "as"):
        known = people(reading, syntax.subjects(syntax.governor(token.head)))
    return [party for party in known if party.key not in {other.key for other in listed}]


def _before_noun(reading: Reading, noun: Noun) -> list[Party]:
    """Whom the noun phrase stands in apposition to: "Ann, the daughter of ...", "Ann and Bob, the two children"."""
    doc = reading.doc
    start, opening = noun.first, noun.token.sent.start
    while start > opening and doc[start - 1].tag_ in {
        "DT",
        "JJ",
        "JJS",
        "CD",
        "NN",
        "PRP$",
        "POS",
        "HYPH",
        "VBN",
        "NNP",
        "WP$",
        "RB",
    }:
        if doc[start - 1].text in {",", "—", "–"} or (
            doc[start - 1].ent_type_ == "DATE" and doc[start - 2].text == ","
        ):
            break
        start -= 1
    if start > opening and (row := row_before(reading, noun, start)):
        return row
    if start == 0 or doc[start - 1].text not in {",", "—", "–", "--", "("}:
        if noun.token.dep_ != "appos":
            return []
        return people(reading, [noun.token.head])
    return names_before(reading, start, limit=MANY if noun.plural else 1) or _told_of(reading, noun, start)


def _told_of(reading: Reading, noun: Noun, start: int) -> list[Party]:
    """Whom a loose apposition at the end of a clause describes: "she grew up in Leeds, the daughter of a judge"."""
    doc = reading.doc
    if noun.plural or noun.kin.bearer != "object" or doc[start].tag_ != "DT":
        return []
    if noun.last >= len(doc) or doc[noun.last].lower_ != "of":
        return []
    verb = next((t for t in reversed(doc[noun.token.sent.start : start]) if t.pos_ == "VERB"), None)
    if verb is None or people(reading, doc[verb.i : start]):
        return []  # it may be the one that he met, or married
    found = people(reading, syntax.subjects(verb))
    return found if len(found) == 1 else []


def _bereaved(reading: Reading, noun: Noun) -> tuple[list[Party], Token] | None:
    """Who is survived by the noun's bearers, and the word that says so: the list may be long, and the parser lost."""
    doc, words = reading.doc, rules("kin")["survivors"]
    if syntax.possessors(noun.token):
        return None
    for token in reversed(doc[noun.token.sent.start : noun.first]):
        by = token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "by"
        before = token.lemma_ in words["precede"] and syntax.is_passive(token)
        if (
            (token.lemma_ in words["verbs"] and by)
            or (token.lemma_ in words["leave"] and token.pos_ == "VERB")
            or before
        ):
            return people(reading, syntax.subjects(token)), token
        if token.lower_ in words["nouns"]:
            owners = [t for t in doc[token.sent.start : noun.first] if t.tag_ == "PRP$"]
            return people(reading, owners[:1]), token
        if token.tag_ in {"VBD", "VBZ", "VBP"} and token.pos_ == "VERB" and token.lemma_ != "include":
            return None
    return None


def holder(reading: Reading, noun: Noun) -> tuple[list[Party], Token | None]:
    """The subject of the verb that has the noun as its object ("they have three children"), and that verb."""
    verbs = frozenset(rules("kin")["holders"]["verbs"])
    token = noun.token
    if (left := _bereaved(reading, noun)) is not None:
        return left
    if token.dep_ == "dobj" and (union := union_of(token.head)) is not None:
        return by_union(reading, union), token.head
    while token.dep_ in {"conj", "appos"} and (token.head.lower_ in lexicon() or token.head.i in reading.in_names):
        token = token.head  # "two brothers, Max and Leo, and a sister, Eve"
    taken = reading.doc[noun.first - 1] if noun.first > 0 else None
    if taken is not None and taken.lower_ in {"share", "shares"} and taken.pos_ == "NOUN":
        return names_before(reading, taken.i, limit=2), taken  # a verb that the parser took for a noun
    if token.dep_ in {"compound", "nmod"} and token.head.i in reading.in_names:
        token = token.head  # "shares daughter Ida"
    verb = token.head
    if token.dep_ in {"dobj", "attr", "obj"} and verb.lemma_ in {"give", "bear"} and noun.kin.relation == "parentOf":
        given = people(reading, [child for child in verb.children if child.dep_ == "dative"])
        if given or verb.lemma_ == "give":  # "she gave him two sons"
            return (merged(people(reading, syntax.subjects(verb)), given), verb) if given else ([], None)
    if token.dep_ in {"dobj", "attr", "obj"} and verb.lemma_ in verbs:
        return _both_before(reading, verb) or people(reading, syntax.subjects(verb)), verb
    if token.dep_ == "pobj" and verb.lower_ in {"with", "alongside"} and noun.kin.relation == "siblingOf":
        above = syntax.governor(verb)  # "grew up with two brothers, Al and Bo"
        return (people(reading, syntax.subjects(above)), above) if above.lemma_ in {"grow", "raise"} else ([], None)
    if token.dep_ == "pobj" and verb.lower_ == "to" and verb.head.lemma_ in {"give", "birth"}:
        above = verb.head if verb.head.lemma_ == "give" else verb.head.head
        return people(reading, syntax.subjects(above)), above
    if token.dep_ == "pobj" and verb.lower_ == "of" and verb.head.lemma_ in rules("kin")["holders"]["custody"]:
        above = syntax.governor(verb.head)
        given = people(reading, reading.doc[above.i + 1 : verb.head.i])  # "gave them joint custody"
        return given or people(reading, syntax.subjects(above)), above
    for child in noun.token.children:
        if child.dep_ == "relcl" and child.lemma_ in verbs:
            owners = people(reading, [s for s in syntax.subjects(child) if s.tag_ not in syntax.RELATIVES])
            return owners, child
    return [], None


def _both_before(reading: Reading, verb: Token) -> list[Party]:
    """The two whose child it is in "With a nurse, Ann Lee, Tom Bell had a son": the parser mixes up their names."""
    doc, start = reading.doc, verb.sent.start
    if doc[start].lower_ not in {"with", "by"} or verb.lemma_ != "have" or verb.i - start > 16:
        return []
    named = [mention for i in range(start, verb.i) if (mention := reading.names.get(i)) is not None]
    if len(named) != 2 or doc[named[1].first - 1].text != "," or named[1].last != verb.i:
        return []
    return people(reading, [doc[mention.head] for mention in named])
