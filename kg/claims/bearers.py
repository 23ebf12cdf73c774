"""Whom a noun for somebody describes: "founder Ann Lee", "Ann Lee, her co-star", "a hostess at Acme, Eve Orr"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.lists import name_at, name_list, names_before, parties
from kg.claims.reading import Party, Reading, of_type
from kg.claims.syntax import FINITE
from kg.model import EntityType, MentionKind

REACH = 10
"""How many tokens may stand before the noun that an adjective describes: "Leeds-born, Rome-based R&B singer"."""
BEFORE, BEHIND = 5, 14
"""How many tokens may stand before a phrase in front, and between its noun and the name it describes."""
ROLE_VERBS = frozenset({"be", "become", "remain"})


def phrase_start(token: Token) -> int:
    """The index where the phrase of a noun begins, as far as its determiner and modifiers tell."""
    return min(
        (child.i for child in token.children if child.dep_ in {"det", "amod", "compound", "poss", "nummod"}),
        default=token.i,
    )


def bearer(reading: Reading, token: Token, depth: int = 0) -> list[Party]:
    """Whom a role noun describes: "founder Ann Lee", "Ann Lee, the founder", "Ann Lee is the founder"."""
    if depth > 3:
        return []
    person = (EntityType.PERSON,)
    if (name := name_at(reading, token.i + 1)) is not None:
        return list(parties(name))[:1]
    named = _set_beside(token) if token.dep_ == "appos" and token.head.i < token.i else token  # "it is Ann, a nurse"
    own = of_type(reading, [named], person) or of_type(reading, [token], person)
    if own:
        return own
    if token.pos_ == "ADJ" and (found := _in_front(reading, token)):
        return found
    for child in token.children:
        misread = child.dep_ == "compound" and token.tag_ == "NNS" and child.i == token.i - 1  # "Ann Lee stars in"
        if child.dep_ == "appos" or misread:
            found = of_type(reading, [child], person)
            if found:
                return found
    head = token.head
    if token.dep_ in {"attr", "oprd"} and head.lemma_ in ROLE_VERBS:
        subjects = syntax.subjects(head)
        # "The second Mrs Orr, Ann Lee, was a nurse"
        second = (child for subject in subjects for child in subject.children if child.dep_ == "appos")
        return of_type(reading, subjects, person) or of_type(reading, second, person) or _opening(reading, subjects)
    if token.dep_ in {"appos", "compound", "nmod", "amod"}:
        found = of_type(reading, [head], person)
        if found:
            return found
    if token.dep_ == "conj":
        if (first := _beside_the_title(reading, head)) is not None:
            return bearer(reading, first, depth + 1)
        # "the actress and the plumber" are two, "Ann Lee, the founder and the owner" is one
        another = head.dep_ not in {"attr", "oprd", "appos"} and any(child.lower_ == "the" for child in token.children)
        return [] if another else bearer(reading, head, depth + 1)
    for child in token.children:
        between = token.doc[token.i + 1 : child.i]
        # "the star and her husband, Al", "the forward and Ann Lee"
        owned = any(t.tag_ == "PRP$" for t in between) or _owned_by_next(token, child)
        others = owned or (child.left_edge.i in reading.names and _is_definite(token))
        if child.dep_ == "conj" and not others:
            found = bearer(reading, child, depth + 1)
            if found:
                return found
    if found := _behind_phrase(reading, token):
        return found
    if token.dep_ == "nsubj" and (found := _taken_up(reading, token)):
        return found
    if token.dep_ == "nsubj" and head.lemma_ == "be" and (found := _said_to_be(reading, head)):
        return found
    return _in_front(reading, token) or _fronted(reading, token, phrase_start(token))


def _beside_the_title(reading: Reading, named: Token) -> Token | None:
    """The noun that one is joined to, though the parser took its work for that: "a judge on X and the founder of Y"."""
    mention = reading.mentions.at(named.i) if named.dep_ == "pobj" and named.i in reading.in_names else None
    noun = named.head.head
    person = mention is None or mention.type is EntityType.PERSON
    return noun if not person and named.head.lower_ in {"on", "in", "at"} and noun.dep_ in {"attr", "appos"} else None


def _set_beside(noun: Token) -> Token:
    """What the noun is in apposition to: the last of those joined, if it is of one: "Al Orr and Ann Lee, a nurse"."""
    named = noun.head
    while noun.tag_ == "NN":
        after = (t for t in named.children if t.dep_ == "conj" and t.i < noun.i and t.ent_type_ == "PERSON")
        joined = [t for t in after if t.nbor().text == ","]
        if not joined:
            break
        named = joined[-1]
    return named


def _owned_by_next(token: Token, child: Token) -> bool:
    """Whether the name is of another noun, joined to one behind "of": "the drummer of X and singer Ann Lee"."""
    named = child.left_edge.i
    between = token.doc[token.i + 1 : named]
    return named > 0 and token.doc[named - 1].text != "," and any(t.lower_ == "of" for t in between)


def _is_definite(noun: Token) -> bool:
    return any(child.dep_ == "det" for child in noun.children)


def _in_front(reading: Reading, token: Token) -> list[Party]:
    """The name before an apposition: "Ann Lee, her co-star"."""
    start = phrase_start(token)
    if start > 2 and token.doc[start - 1].text == "-":
        start -= 3 if token.doc[start - 3].tag_ in {"PRP$", "DT"} else 2
    whose = token.doc[start].tag_ == "WP$"  # "Ann Lee, whose agent"
    if start > 0 and token.doc[start - 1].text in {",", "—", "–"} and not whose:
        return names_before(reading, start, limit=1)
    return []


def _fronted(reading: Reading, noun: Token, start: int) -> list[Party]:
    """Whom a phrase describes that opens the sentence: "A member of the X Players, Ann Lee has two gold discs"."""
    doc, opening = reading.doc, reading.doc[noun.sent.start : start]
    if (
        noun.tag_ == "NNS"
        or noun.dep_ == "pobj"
        or len(opening) > BEFORE
        or any(t.i in reading.in_names for t in opening)
        or doc[start].tag_ in {"PRP$", "NNP"}
    ):
        return []
    if len(opening) and opening[-1].text not in {",", '"', "“"} and opening[-1].tag_ not in {"RB", "IN"}:
        return []
    for token in doc[noun.i + 1 : min(noun.i + BEHIND, noun.sent.end - 1)]:
        joined = token.tag_ == "PRP$" and token.nbor(-1).lower_ in {"and", "&"}  # "The dancer, 32, and her husband, Al"
        if token.tag_ in FINITE or token.text in {";", ":"} or joined:
            return []
        if token.text == ",":
            found = name_list(reading, token.i + 1 + (token.nbor().text in {'"', "”"}), limit=1)
            after = found[0].mention.last if found else 0
            if found and after < len(doc) and doc[after].pos_ in {"VERB", "AUX", "ADV"}:
                aside = doc[after].dep_ == "parataxis"  # "The dancer, Ann Lee said, was late"
                return [] if aside else found
    return []


def _opening(reading: Reading, subjects: list[Token]) -> list[Party]:
    """The name that opens the sentence, where what is between passes for the subject: "Ann Lee, born Orr, is"."""
    verbal = subjects and subjects[0].i and subjects[0].dep_ == "csubj" and subjects[0].nbor(-1).text in {",", ")"}
    name = reading.names.get(subjects[0].sent.start) if verbal else None
    return of_type(reading, [reading.doc[name.head]], (EntityType.PERSON,)) if name is not None else []


def described_behind(reading: Reading, i: int) -> list[Party]:
    """Whom an adjective at ``i`` describes: "Leeds-born, Rome-based singer Ann Lee", "Leeds-born Ann Lee"."""
    doc = reading.doc
    for token in doc[i + 1 : i + REACH]:
        hyphened = token.i + 1 < len(doc) and "-" in {doc[token.i + 1].text, doc[token.i - 1].text}
        if token.tag_ in {"NN", "NNP"} and not hyphened:
            meant = reading.mentions.at(token.i)
            if meant is not None and meant.kind is MentionKind.NOMINAL and len(meant.entities) == 1:
                return [Party.of(meant)]
            found = bearer(reading, token)[:1]
            if found or not token.ent_type_:
                return found
        elif token.pos_ in {"VERB", "AUX"} and not hyphened and token.tag_ in syntax.FINITE:
            return []
    return []


def _behind_phrase(reading: Reading, noun: Token) -> list[Party]:
    """The name behind a noun and its phrase: "a former hostess at Acme, Eve Orr", "the director of X, Ann Lee"."""
    doc, start = reading.doc, phrase_start(noun)
    if noun.i + 2 >= len(doc) or doc[noun.i + 1].lower_ not in {"at", "of", "for", "in", "with"}:
        return []
    if doc[start].pos_ != "DET" or (start > noun.sent.start and doc[start - 1].text == ","):
        return []
    thing = reading.names.get(noun.i + 2 + (doc[noun.i + 2].pos_ == "DET"))
    if thing is None or thing.type is EntityType.PERSON or thing.last >= len(doc) or doc[thing.last].text != ",":
        return []
    return name_list(reading, thing.last + 1, limit=1, loose=False)


def _said_to_be(reading: Reading, verb: Token) -> list[Party]:
    """Who is named behind "is": "the star of X is Ann Lee"."""
    named = (child for child in verb.children if child.dep_ == "attr" and child.i > verb.i)
    return of_type(reading, [t for t in named if t.i in reading.in_names], (EntityType.PERSON,))


def _taken_up(reading: Reading, noun: Token) -> list[Party]:
    """Whom "she" means that takes up a describing subject: "the founder shared a picture in which she smiled"."""
    verb = syntax.governor(noun.head)
    new = any(child.lower_ in {"a", "an", "another"} for child in noun.children)
    inside = {t.i for t in verb.subtree}
    for mention in reading.mentions.mentions:
        if mention.first > noun.i and mention.head in inside and mention.type is EntityType.PERSON:
            told = any(q.first <= mention.first < q.last for q in reading.quotes)  # "the founder said, 'he ...'"
            single = mention.kind is MentionKind.PRONOUN and len(mention.entities) == 1 and not told
            known = new and any(m.entities == mention.entities and i < noun.i for i, m in reading.names.items())
            if single and not known and reading.doc[mention.head].lower_ in {"he", "she"}:
                return [Party.of(mention)]  # but "Al Orr sang. A dancer said that he"
            return []
    return []
