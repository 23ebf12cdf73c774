"""Kin nouns as the text prints them: "ex-wife", "mother-in-law", "his late first wife", and not "baby bump"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from kg.claims.kin_likened import is_likened
from kg.claims.reading import Reading
from kg.dates import TimeKind
from kg.factuality.contrast import instead_of
from kg.memory import kept
from kg.names import rules

HYPHENS = frozenset({"-", "–"})
COUPLE = frozenset({"their", "our", "they", "we", "couple", "pair", "exes", "spouses", "duo", "two"})
"""Words for two who have children together."""


@dataclass(frozen=True, slots=True)
class Kin:
    """What a kin noun says: the predicate, its bearer's side, whether it is over, whether bearers are siblings.

    ``after`` are the words of which one must stand before it: "other half".
    """

    relation: str
    bearer: str
    state: str | None = None
    siblings: bool = False
    after: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Noun:
    """A kin noun in the text: ``first``/``last`` are the token indices of the whole of "ex-wife"."""

    token: Token
    first: int
    last: int
    kin: Kin
    word: str
    prefixes: frozenset[str]

    @property
    def plural(self) -> bool:
        """Whether it describes several people: "sons", "Stepbrothers" as a title, "brother and sister" of two."""
        return (
            self.token.tag_ in {"NNS", "NNPS"}
            or self.pair
            or self.token.lower_ in rules("kin")["collective"]["words"]
            or _is_of_two(self.token)
            or _singular(self.token) != self.token.lower_
            or self.number > 0
        )

    @property
    def number(self) -> int:
        """How many children only a number stands for: "their three: Ida, Bo and Cy"; 0 for a noun."""
        return rules("kin")["counts"].get(self.token.lower_, 0) if self.token.tag_ == "CD" else 0

    @property
    def pair(self) -> bool:
        """Whether it is said of two who are a couple: "newlyweds"."""
        return self.token.lower_ in rules("kin")["pairs"]["words"]


@cache
def lexicon() -> dict[str, Kin]:
    """The kin nouns, in lower case.

    >>> lexicon()["wife"].relation, lexicon()["sons"].bearer
    ('marriedTo', 'object')
    """
    return {
        word: Kin(
            row["relation"],
            row["bearer"],
            row.get("state"),
            row.get("siblings", False),
            frozenset(row.get("after", ())),
        )
        for row in rules("kin")["kin"]
        for word in row["words"]
    }


@cache
def prefixes_of(kind: str) -> frozenset[str]:
    """The words of one kind that may stand before a kin noun ("late", "former")."""
    return frozenset(rules("kin")["prefix"][kind])


def nouns(reading: Reading) -> Iterator[Noun]:
    """The kin nouns of the text that are really about kin."""
    words, ends = lexicon(), [mention.last for mention in reading.names.values()]
    for token in reading.tokens(_kin_words()):
        if token.lower_ in _AS_NOUNS and (child := _child(reading, token)) is not None:
            yield child
        elif token.tag_ == "CD" and (some := _some(reading, token)) is not None:
            yield some
        elif token.lower_ in ORDINALS and (next_one := _elided(reading, token)) is not None:
            yield next_one
        kin = words.get(token.lower_)
        if kin is None or not _is_noun(token) or token.i in reading.in_names:
            continue
        if token.lower_ in rules("kin")["members"]["words"] and _is_of_several(reading, token):
            continue  # "the youngest of five children": what is said is said of the children
        if token.i > 1 and _is_of_two(token.doc[token.i - 2]):
            continue  # "brother and sister": the first noun speaks for both
        noun = whole(token, kin)
        if noun is not None and not _is_put_right(noun) and not is_likened(token, ends):
            yield noun


def _is_put_right(noun: Noun) -> bool:
    """Whether only the number is wrong: "not his first wife but his second" denies no marriage."""
    behind = [token.lower_ for token in noun.token.doc[noun.last : noun.last + 3]]
    return len(behind) == 3 and behind[0] == "but" and behind[1] in {"his", "her"} and behind[2] in ORDINALS


ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth"})
_AS_NOUNS = frozenset({"old", "olds", "one", "ones"})
_FAR = 30
"""So many tokens before "his second" may it stand whose second it is."""


@cache
def _kin_words() -> frozenset[str]:
    return _AS_NOUNS.union(ORDINALS, lexicon(), rules("kin")["counts"])


def _child(reading: Reading, token: Token) -> Noun | None:
    """The child that somebody's age or size stands for: "her six-year-old, Max", "his little ones, Ida and Max"."""
    doc, first = reading.doc, token.i
    if token.i + 1 >= len(doc) or doc[token.i + 1].text not in {",", "—", "–"}:
        return None
    if token.lower_ in {"old", "olds"}:
        first = next((t.first for t in reading.times if t.kind is TimeKind.AGE and t.last == token.i + 1), first)
    elif doc[token.i - 1].lower_ == "little":
        first = token.i - 1
    if first in {0, token.i} or doc[first - 1].tag_ not in {"PRP$", "POS"}:
        return None
    return Noun(token, first, token.i + 1, lexicon()["child"], "child", frozenset())


def _elided(reading: Reading, token: Token) -> Noun | None:
    """The spouse or child that only a number counts: "Ann was his first wife, Eve his second", "and her third"."""
    doc, i = reading.doc, token.i
    owned = i > 1 and doc[i - 1].tag_ in {"PRP$", "POS"} and doc[i - 2].lower_ not in {"not", "nor", "than", "n't"}
    if not owned or i + 1 >= len(doc) or not (doc[i + 1].is_punct or doc[i + 1].lower_ in {"and", "but"}):
        return None
    for j in range(i - 1, max(0, i - _FAR), -1):
        word = doc[j + 1].lower_
        if doc[j].lower_ in ORDINALS and doc[j].lower_ != token.lower_ and doc[j + 1].pos_ == "NOUN":
            kin = lexicon().get(word)
            counted = kin is not None and (kin.relation == "marriedTo" or kin.bearer == "object")
            return Noun(token, i, i + 1, kin, word, frozenset()) if kin is not None and counted else None
    return None


def _some(reading: Reading, token: Token) -> Noun | None:
    """The children that a number stands for: "with their three: Ida, Bo and Cy", "she bore him two, Al and Eve"."""
    doc, i = reading.doc, token.i
    last = i + 1 + (doc[i + 1 : i + 2].text in {"more", "others"})
    named = reading.names.get(last + 1)
    if token.lower_ not in rules("kin")["counts"] or not i or named is None or named.last - named.first > 1:
        return None
    before, words = doc[i - 1], rules("kin")["parenting"]
    owned = before.tag_ in {"PRP$", "POS"}
    borne = before.tag_ in {"PRP", "PRP$"} and i > 1 and doc[i - 2].lemma_ in words["given"]
    had = before.lemma_ in words["had"] and doc[last + 2 : last + 3].text in {",", "and", "("}
    if doc[last].text not in {",", ":", "—", "–"} or not (owned or borne or had):
        return None
    return Noun(token, i, last, lexicon()["child"], "child", frozenset())


@kept
def _is_of_two(token: Token) -> bool:
    """Whether it is the first of two nouns for a pair: "brother and sister", but not "her brother and sister"."""
    doc, i = token.doc, token.i
    words = lexicon()
    if i + 2 >= len(doc) or doc[i + 1].lower_ != "and" or token.lower_ not in words:
        return False
    other = words.get(doc[i + 2].lower_)
    if words[token.lower_].relation != "siblingOf" or other is None or other.relation != "siblingOf":
        return False
    if doc[i + 2].tag_ != "NN" or (i + 3 < len(doc) and doc[i + 3].lower_ == "of"):
        return False
    while i > token.sent.start and doc[i - 1].tag_ in {"JJ", "NN", "VBG", "HYPH"}:
        i -= 1
    return doc[i - 1].tag_ not in {"PRP$", "POS"} and doc[i - 1].lower_ not in {"a", "one"}


def _hyphened(token: Token) -> bool:
    return token.nbor().text in HYPHENS or (token.i > 0 and token.nbor(-1).text in HYPHENS)


@kept
def _singular(token: Token) -> str:
    """The word for one of a plural that the tagger took for another form: "Stepbrothers Al and Bo", "stepchildren"."""
    word = token.lower_
    shorter = (word.removesuffix(ending) for ending in ("s", "ren"))
    return next((one for one in shorter if one != word and one in lexicon()), word)


def _is_noun(token: Token) -> bool:
    """Whether it is a noun, whatever the parser makes of "fiancé"."""
    return token.pos_ in {"NOUN", "PROPN", "ADJ"} or token.lower_ in rules("kin")["always"]["words"]


def role_before(noun: Noun) -> Noun | None:
    """The first of two roles of one person: "wife" for "mother" in "the wife of Al Bogg and mother to Bo"."""
    doc, i = noun.token.doc, noun.first - 1
    while i > noun.token.sent.start and doc[i].tag_ in {"JJ", "VBN", "VBG", "RB", "HYPH"}:
        i -= 1  # "and beloved wife of Al Bogg"
    if noun.plural or noun.last >= len(doc) or doc[noun.last].lower_ not in {"of", "to"} or doc[i].lower_ != "and":
        return None
    for token in reversed(doc[max(noun.token.sent.start, i - _ROLES_APART) : i]):
        if token.lower_ in lexicon() and token.tag_ == "NN" and doc[token.i + 1].lower_ in {"of", "to"}:
            return whole(token, lexicon()[token.lower_])
        if token.pos_ in {"VERB", "AUX"}:
            break
    return None


_ROLES_APART = 16
"""So many tokens may stand between two roles of one person."""


def right_one(noun: Noun) -> Noun | None:
    """The role that somebody has in place of this: "nephew" for "son" in "the nephew, not the son, of Al Bogg"."""
    token = instead_of(noun.token)
    return whole(token, lexicon()[token.lower_]) if token is not None and token.lower_ in lexicon() else None


def behind_not(noun: Noun) -> int | None:
    """The "of" that two roles share, one of them wrong: "the nephew, not the son, of Al Bogg"; None where none is."""
    behind = noun.token.doc[noun.last : noun.last + _DENIED]
    of = next((token for token in behind if token.lower_ == "of"), None)
    if of is None:
        return None
    if right_one(noun) is not None:
        return of.i if of.i <= noun.last + 1 else None
    wrong = of.doc[of.i - (2 if of.doc[of.i - 1].text == "," else 1)]
    return of.i if instead_of(wrong) == noun.token else None


_DENIED = 14
"""So many words may deny another role: ", and not, as we wrote on Monday, the son,"."""


def _is_of_several(reading: Reading, token: Token) -> bool:
    """Whether kin follow: "the youngest of five children", "the eldest of her sons", "the second of Al Roe's sons"."""
    doc, i = token.doc, token.i + 1
    if i >= len(doc) or doc[i].lower_ != "of":
        return False
    while i + 1 < len(doc) and (
        doc[i + 1].tag_ in {"CD", "DT", "JJ", "PRP$", "POS"} or i + 1 in reading.in_names or joins_names(reading, i + 1)
    ):
        i += 1
    return i + 1 < len(doc) and doc[i + 1].tag_ == "NNS" and doc[i + 1].lower_ in lexicon()


def joins_names(reading: Reading, i: int) -> bool:
    """Whether an "and" stands there between two names: "the eldest of Ann Lee and Al Bogg's three children"."""
    return reading.doc[i].lower_ in {"and", "&"} and i - 1 in reading.in_names and i + 1 in reading.in_names


def is_to_be(token: Token) -> bool:
    """Whether the noun is of what somebody will be: "the bride-to-be", "parents-to-be"."""
    return [t.lower_ for t in token.doc[token.i + 1 : token.i + 5]] == ["-", "to", "-", "be"]


@kept
def whole(token: Token, kin: Kin) -> Noun | None:
    """The noun with its prefixes and "-in-law"; None where the words around make it something else."""
    doc, first, last = token.doc, token.i, token.i + (3 if _is_of_two(token) else 1)
    word = token.lemma_.lower() if token.tag_ in {"NNS", "NNPS"} else _singular(token)
    prefixes: set[str] = set()
    if last + 3 < len(doc) and [doc[j].lower_ for j in range(last, last + 4)] == ["-", "in", "-", "law"]:
        last, word, kin = last + 4, f"{word}-in-law", Kin("relativeOf", "subject")
    if is_to_be(token):
        if kin.relation != "marriedTo":
            return None  # "the mother-to-be"
        last, kin = last + 4, Kin("engagedTo", "either")
    i = first - 1
    while i >= token.sent.start and first - i <= 7:
        before = doc[i]
        if before.text not in HYPHENS and before.tag_ not in {
            "JJ",
            "JJS",
            "JJR",
            "NN",
            "CD",
            "VBN",
            "RB",
            "NNP",
            "FW",
            "AFX",
            "IN",
            "VBD",
        } | ({before.tag_} if before.lower_ in prefixes_of("ended") else set()):
            break
        if before.ent_type_ == "PERSON" or before.pos_ == "AUX" or (before.pos_ == "ADP" and not _hyphened(before)):
            break  # "a comedy by siblings Ann and Bob Lee" tells of no siblings in a comedy
        prefixes.add(before.lower_)
        if before.text in HYPHENS and i > token.sent.start and i + 1 < first:
            prefixes.add(f"{doc[i - 1].lower_}-{doc[i + 1].lower_}")  # "one-time", which is taken apart
        i -= 1
    if kin.state == "ended" and last < len(doc) and doc[last].text in HYPHENS:
        return None  # "his ex-manager"
    beside = {doc[token.i - 1].lower_} if token.i else set()  # "travelling companion"
    if (prefixes | beside) & prefixes_of("void") or (kin.after and not (prefixes | beside) & kin.after):
        return None
    if last < len(doc) and doc[last].lower_ in prefixes_of("void_after"):
        return None
    if last < len(doc) and doc[last].lower_ in {"in", "on", "onscreen", "(", "from", "-"}:
        # "brother-from-another-mother" as well
        near = [t.lower_ for t in doc[last : last + 8] if t.text not in HYPHENS]
        behind = " ".join(near[near[:1] == ["("] :][:4])
        if any(f"{behind} ".startswith(f"{phrase} ") for phrase in prefixes_of("void_behind")):
            return None
    if kin.relation == "relativeOf" and "great" in prefixes and not word.startswith("great-"):
        word = "great-" * sum(t.lower_ == "great" for t in doc[i + 1 : first]) + word
    if prefixes & prefixes_of("step") and doc[first - 1].text in HYPHENS:
        kin, word = Kin("relativeOf", "subject"), f"step{word}"
    return Noun(token, first, last, kin, word, frozenset(prefixes))
