"""Whom a kin noun describes, and who has them, in the forms that news is written in."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import attach, syntax
from kg.claims.kin_anchors import described, people_listed
from kg.claims.kin_bereaved import bereaved
from kg.claims.kin_fronted import formula, fronted
from kg.claims.kin_groups import MANY, in_a_row, member, one_of_them, one_of_two, spelled
from kg.claims.kin_had import had_with
from kg.claims.kin_names import names_behind
from kg.claims.kin_next import named_next
from kg.claims.kin_nouns import Noun, lexicon, prefixes_of, right_one, role_before
from kg.claims.kin_partners import after_phrase, by_union, union_of
from kg.claims.kin_rows import role_in_row, row_before, sex_of
from kg.claims.kin_second import before_aside, second_role
from kg.claims.kin_stated import stated
from kg.claims.kin_told import had_as_well
from kg.claims.lists import INTRODUCERS, name_list, names_before, verbless_before
from kg.claims.reading import Party, Reading, merged, people
from kg.dates import TimeKind
from kg.model import MentionKind
from kg.names import rules
from kg.vocab import COUPLES

_BEFORE = frozenset({"DT", "JJ", "JJS", "CD", "NN", "PRP$", "POS", "HYPH", "VBN", "NNP", "WP$", "RB"})
"""What stands before a kin noun in its phrase."""


def bearers(reading: Reading, noun: Noun) -> tuple[list[Party], Token | None]:
    """Whom the noun describes, and the token that states it where that is a verb of its own (copula, "have")."""
    verb = noun.token.head
    if (either := one_of_two(reading, noun)) is not None:
        return [either], None
    if verbless := verbless_before(reading, max(0, noun.first - 1)):
        return verbless, noun.token
    spell = next((t for t in reading.times if t.first == noun.last and t.kind is TimeKind.RANGE), None)
    if spell is None and (after := names_behind(reading, noun)):
        one = member(reading, noun) if len(after) > 1 and noun.kin.bearer == "object" else None
        return (one_of_them(reading, one), None) if one is not None else (after, None)
    copulas = frozenset(rules("kin")["holders"]["copulas"])
    if (said := stated(reading, noun)) is not None:
        return said
    if (right := right_one(noun)) is not None:
        return bearers(reading, right)[0], noun.token
    first = role_before(noun) or role_in_row(reading, noun)
    if first is not None and first.token.i < noun.token.i and (shared := bearers(reading, first)[0]):
        return shared, None
    if before := fronted(reading, noun) or formula(reading, noun):
        return before, None
    if noun.token.dep_ == "conj" and verb.dep_ == "attr":
        verb = verb.head  # "was the husband of Ann Lee and, before that, the fiancé of Eve Orr"
    if noun.token.dep_ in {"attr", "oprd", "conj", "acomp", "dep"} and verb.lemma_ in copulas:
        described = syntax.subjects(verb) or _who_says(verb)
        found = people(reading, described)
        if noun.plural and len(found) == 1 and described[0].tag_ in syntax.RELATIVES:
            found = names_before(reading, described[0].i, limit=MANY)  # "Ann and Bob Lee, who are brother and sister"
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
        called = listed or _announced(reading, verb) or _trade_first(reading, noun, verb)
        return (called, verb) if called else (_as_known(reading, noun), None)  # "the son of Al Orr was 18"
    if noun.plural and (one := member(reading, noun)) is not None:
        return one_of_them(reading, one), None
    if noun.last < len(reading.doc) and reading.doc[noun.last].tag_ == "POS":
        # "Ann, her late husband's ring on her hand": an owner is nobody's apposition
        return named_next(reading, noun), None
    own = {party.key for party in people(reading, syntax.possessors(noun.token))}
    found = _before_noun(reading, noun) or second_role(reading, noun)
    found = found or _as_known(reading, noun) or _told_twice(reading, noun)
    return [party for party in found if party.key not in own] or named_next(reading, noun), None


def _who_says(being: Token) -> list[Token]:
    """Who says what it is like: "Ann Lee says being a mum to Bo, 3, is hard"."""
    said = being.dep_ == "csubj" and being.tag_ == "VBG" and being.head.dep_ == "ccomp"
    return syntax.subjects(being.head.head) if said else []


def _told_twice(reading: Reading, noun: Noun) -> list[Party]:
    """Who is of two people's kin: "with his father, her ex-husband Al Bogg", "his mother, Al's wife Ann".

    In a list ("her mother, her aunt Ann and her dog") one owner has them all, or more follow.
    """
    doc, i = reading.doc, noun.last
    owner = [token.lower_ for token in syntax.possessors(noun.token)]
    if noun.plural or i + 2 >= len(doc) or doc[i].text != "," or not owner:
        return []
    for j in range(i + 1, min(i + 8, noun.token.sent.end)):
        if doc[j].tag_ in syntax.FINITE or doc[j].text in {",", ";"}:
            break
        others = [token.lower_ for token in syntax.possessors(doc[j])] if doc[j].lower_ in lexicon() else []
        if not others or j in reading.in_names or others == owner or sex_of(doc[j].lower_) != sex_of(noun.word):
            continue
        comma = doc[j + 1 : j + 2].text == ","
        if named := name_list(reading, j + 1 + comma, limit=1, loose=False):
            last = named[0].mention.last
            return [] if doc[last : last + 1].text.lower() in {"and", "&"} else named
    return []


def _announced(reading: Reading, verb: Token) -> list[Party]:
    """Whom a colon names at the end of the clause: "her second husband was a singer as well: Al Bogg"."""
    colon = next((t for t in reading.doc[verb.i : verb.sent.end - 1] if t.text in {":", "—", "–"}), None)
    return name_list(reading, colon.i + 1, limit=1, loose=False) if colon is not None else []


def _trade_first(reading: Reading, noun: Noun, verb: Token) -> list[Party]:
    """Whom a trade is told of before the name, at the end of the clause: "her father was a miner, Al Bogg."."""
    named = described(reading, verb.i + 1) if not noun.plural and verb.lemma_ == "be" else []
    behind = reading.doc[named[0].mention.last :][:2].text if named else ""
    return named if behind[:1] in {".", ";"} or behind == ", and" else []


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
    if noun.last >= len(doc) or doc[noun.last].lower_ not in {"of", "to"}:
        return []
    listed, end = people_listed(reading, noun.last + 1)
    elders = noun.kin.bearer == "subject"  # "father to Al, 8, Bo and Cy": the second is one more child
    named = name_list(reading, end, limit=MANY if noun.plural else 1, loose=False) if doc[end - 1].text == "," else []
    itself = {party.key for party in named} & {party.key for party in listed}  # "the son of Al Orr, Orr sings"
    if listed and named and not itself and (not elders or _ends_before_the_verb(reading, noun, named[-1])):
        return named
    if noun.plural:
        return []
    known = people(reading, [token])
    if not known and token.dep_ in {"pobj", "dobj", "attr"} and (token.dep_ != "pobj" or token.head.lower_ == "as"):
        known = people(reading, syntax.subjects(syntax.governor(token.head)))
    return [party for party in known if party.key not in {other.key for other in listed}]


def _ends_before_the_verb(reading: Reading, noun: Noun, last: Party) -> bool:
    """Whether the name is told between commas, before the verb: "The mother of Al, Ann Lee, sings"."""
    doc, i = reading.doc, last.mention.last
    behind = [token.text for token in doc[i : i + 1]] == [","] and doc[i + 1].tag_ in syntax.FINITE
    return behind and noun.first > 0 and doc[noun.first - 1].lower_ == "the"


def _before_noun(reading: Reading, noun: Noun) -> list[Party]:
    """Whom the noun phrase stands in apposition to: "Ann, the daughter of ...", "Ann and Bob, the two children"."""
    doc = reading.doc
    start, opening = noun.first, noun.token.sent.start
    while start > opening and (doc[start - 1].tag_ in _BEFORE or doc[start - 1].lower_ in prefixes_of("fond")):
        if doc[start - 1].text in {",", "—", "–"} or (
            doc[start - 1].ent_type_ == "DATE" and doc[start - 2].text == ","
        ):
            break
        start -= 1
    if start > opening and (row := row_before(reading, noun, start)):
        return row
    if start == 0 or doc[start - 1].text not in {",", "—", "–", "--", "("}:
        above = noun.token.head
        apart = above.pos_ == "PRON" and any(t.pos_ in {"VERB", "AUX"} for t in doc[above.i : noun.first])
        if noun.token.dep_ != "appos" or apart:  # "She survives him, as do his son; his daughter"
            return []
        return people(reading, [noun.token.head])
    if (
        not noun.plural
        and noun.token.dep_ == "nsubj"
        and noun.last < len(doc)
        and doc[noun.last].tag_ in {"VBD", "VBZ"}
    ):
        return []  # "Ann, her father said, left"
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


def _for_others(verb: Token, child: Token) -> bool:
    """Whether a child is brought up that is another's: "raised a boy, Max, for a friend"."""
    if verb.lemma_ != "raise":
        return False
    any_child = child.lemma_ in {"boy", "girl", "child", "baby"} and any(
        t.lower_ in {"a", "an"} for t in child.children
    )
    return any_child or any(t.lower_ == "for" and t.dep_ in {"prep", "dative"} for t in verb.children)


def holder(reading: Reading, noun: Noun) -> tuple[list[Party], Token | None]:
    """The subject of the verb that has the noun as its object ("they have three children"), and that verb."""
    own = noun.kin.relation in {"siblingOf", "relativeOf"}  # who adopts three siblings is none of theirs
    verbs = frozenset(rules("kin")["holders"]["of_kin" if own else "verbs"])
    token = noun.token
    if (had := had_with(reading, noun)) is not None:
        return had.parents, had.verb
    if noun.kin.relation == "parentOf" and (gift := _given(reading, noun)) is not None:
        return gift
    if (left := bereaved(reading, noun) or had_as_well(reading, noun)) is not None:
        return left
    if own and token.dep_ == "dobj" and token.head.lemma_ == "give":  # "the marriage gave her a stepbrother, Al"
        return people(reading, [child for child in token.head.children if child.dep_ == "dative"]), token.head
    if token.dep_ == "dobj" and (union := union_of(token.head)) is not None:
        return by_union(reading, union), token.head
    while token.dep_ in {"conj", "appos"} and (token.head.lower_ in lexicon() or token.head.i in reading.in_names):
        token = token.head  # "two brothers, Max and Leo, and a sister, Eve"
    taken = reading.doc[max(0, noun.first - 1)]
    if taken.lower_ in {"share", "shares", "welcome", "welcomes"} and taken.pos_ in {"NOUN", "ADJ", "PROPN"}:
        return names_before(reading, taken.i, limit=2), taken  # a verb that the parser took for a noun
    if noun.kin.relation == "parentOf" and (married := _married_with(noun)) is not None:
        return merged(people(reading, syntax.subjects(married)), after_phrase(reading, married, {"to"})), married
    if token.dep_ in {"compound", "nmod"} and token.head.i in reading.in_names:
        token = token.head  # "shares daughter Ida"
    verb = token.head
    if token.dep_ in {"dobj", "attr", "obj"} and verb.lemma_ in {"give", "bear"} and noun.kin.relation == "parentOf":
        given = people(reading, [child for child in verb.children if child.dep_ == "dative"])
        if given or verb.lemma_ == "give":  # "she gave him two sons"
            return (merged(people(reading, syntax.subjects(verb)), given), verb) if given else ([], None)
    listed = [t.tag_ for t in reading.doc[max(0, noun.first - 2) : noun.first]] == ["CC", "DT"]
    above = syntax.governor(token)
    if noun.token.dep_ == "conj" and listed and above.lemma_ == "have":  # "he has a farm in Kent and a son, Max"
        return people(reading, syntax.subjects(above)), above
    if _for_others(verb, noun.token):
        return [], None
    if token.dep_ in {"dobj", "attr", "obj"} and verb.lemma_ in verbs:
        subjects = syntax.subjects(verb)
        if noun.kin.relation == "parentOf" and not people(reading, subjects) and (one := _parents_at(reading, verb)):
            return one, verb
        before = [] if subjects else names_before(reading, verb.i, limit=1)  # a name that was taken for an adverb
        owners = people(reading, subjects) or [p for t in subjects for p in _called(reading, t)] or before
        return _both_before(reading, verb) or owners, verb
    if token.dep_ == "pobj" and verb.lower_ in {"with", "alongside"} and noun.kin.relation == "siblingOf":
        above = syntax.governor(verb)  # "grew up with two brothers, Al and Bo"
        return (people(reading, syntax.subjects(above)), above) if above.lemma_ in {"grow", "raise"} else ([], None)
    if token.dep_ == "pobj" and verb.lower_ == "to" and verb.head.lemma_ in {"give", "birth"}:
        above = verb.head if verb.head.lemma_ == "give" else verb.head.head
        return _parents_at(reading, above), above
    if token.dep_ == "pobj" and verb.lower_ == "with" and verb.head.lemma_ == "bless":
        return people(reading, syntax.subjects(verb.head)), verb.head  # "they have been blessed with a son, Max"
    if token.dep_ == "pobj" and verb.lower_ == "of" and verb.head.lemma_ in rules("kin")["holders"]["custody"]:
        above = syntax.governor(verb.head)
        given = people(reading, reading.doc[above.i + 1 : verb.head.i])  # "gave them joint custody"
        return given or people(reading, syntax.subjects(above)), above
    for child in noun.token.children:
        if child.dep_ == "relcl" and child.lemma_ in verbs:
            owners = people(reading, [s for s in syntax.subjects(child) if s.tag_ not in syntax.RELATIVES])
            return owners, child
    return _held(reading, noun, verbs)


def _held(reading: Reading, noun: Noun, verbs: frozenset[str]) -> tuple[list[Party], Token | None]:
    """Who has whom the verb right before names, whatever the parser made of it: "who shares daughter Ida, 4, with"."""
    doc, i = reading.doc, noun.first - 1
    while i > noun.token.sent.start and doc[i].tag_ in {"DT", "CD", "JJ", "JJR", "RB"}:
        i -= 1
    verb = before_aside(reading, i) or doc[max(i, 0)]
    if verb.lemma_ not in verbs or verb.pos_ not in {"VERB", "AUX"} or syntax.is_passive(verb):
        return [], None
    return people(reading, syntax.subjects(verb)) or names_before(reading, verb.i, limit=1), verb


def _called(reading: Reading, subject: Token) -> list[Party]:
    """Whose name follows at once: "the little one, named Ida, has a brother"."""
    doc, i = reading.doc, subject.i + 1
    i += i < len(doc) and doc[i].text == ","
    return name_list(reading, i + 1, limit=1, loose=False) if i < len(doc) and doc[i].lower_ in INTRODUCERS else []


def _given(reading: Reading, noun: Noun) -> tuple[list[Party], Token] | None:
    """Who gave whom the child, read off the words: "Ann Lee gave Al Bogg two sons", "bore the king an heir, a son"."""
    doc, i = reading.doc, noun.first - 1
    while i > noun.token.sent.start and doc[i].tag_ in {"DT", "CD", "JJ"}:
        i -= 1
    mention = reading.mentions.at(i)
    verb = doc[mention.first - 1] if mention is not None and mention.last == i + 1 and mention.first else doc[i]
    if mention is None or mention.kind is MentionKind.NOMINAL or verb.lemma_ not in rules("kin")["parenting"]["given"]:
        return None
    givers = people(reading, syntax.subjects(verb))
    return (merged(givers, people(reading, [doc[mention.head]])), verb) if givers else None


def _parents_at(reading: Reading, verb: Token) -> list[Party]:
    """The parents at a birth: the subject, or whose wife, unnamed, it is: "his wife gave birth to a son, Max"."""
    subjects = syntax.subjects(verb)
    spouses = [t for t in subjects if (kin := lexicon().get(t.lower_)) is not None and kin.relation in COUPLES]
    return people(reading, subjects) or people(reading, [o for t in spouses for o in syntax.possessors(t)])


def _married_with(noun: Noun) -> Token | None:
    """The word for a marriage that has children: "is married to Ann Lee, with a son, Max", "married with two boys"."""
    doc, i = noun.token.doc, noun.first - 1
    while i > noun.token.sent.start and doc[i].tag_ in {"DT", "CD", "JJ"}:
        i -= 1
    if doc[i].lower_ != "with":
        return None
    for token in reversed(doc[max(noun.token.sent.start, i - 10) : i]):
        if token.lower_ in {"married", "divorced"}:
            return token
        if token.pos_ in {"VERB", "AUX"}:
            break
    return None


def _both_before(reading: Reading, verb: Token) -> list[Party]:
    """The two whose child it is in "With a nurse, Ann Lee, Tom Bell had a son": the parser mixes up their names."""
    doc, start = reading.doc, verb.sent.start
    if doc[start].lower_ not in {"with", "by"} or verb.lemma_ != "have" or verb.i - start > 16:
        return []
    named = [mention for i in range(start, verb.i) if (mention := reading.names.get(i)) is not None]
    i = named[1].first - 1 if len(named) == 2 and named[1].last == verb.i else start
    while i > start and doc[i].tag_ in {"DT", "JJ", "NN", "HYPH"}:  # "With his wife, Ann, the painter Tom Bell had"
        i -= 1
    if i == start or doc[i].text != ",":
        return []
    return people(reading, [doc[mention.head] for mention in named])
