"""Pronouns and descriptive noun phrases: where they stand, and what apposition tells outright."""

from __future__ import annotations

from functools import cache

from kg.columns import Columns
from kg.mentions.draft import Draft, Story, role_of
from kg.model import EntityType, MentionKind
from kg.names import words

THIRD = {
    "he": "m",
    "him": "m",
    "his": "m",
    "himself": "m",
    "she": "f",
    "her": "f",
    "hers": "f",
    "herself": "f",
    "they": "p",
    "them": "p",
    "their": "p",
    "theirs": "p",
    "themselves": "p",
    "'em": "p",
}
FIRST = {
    "i": "s",
    "me": "s",
    "my": "s",
    "mine": "s",
    "myself": "s",
    "we": "p",
    "us": "p",
    "our": "p",
    "ours": "p",
    "ourselves": "p",
}
PARENT_NAMES = frozenset({"mum", "mom", "mummy", "mommy", "mama", "dad", "daddy", "papa"})
"""What people call their own parents by, without more."""
RELATIVE = frozenset({"who", "whom", "whose"})
_LEFT = frozenset(
    {
        "DT",
        "JJ",
        "JJR",
        "JJS",
        "NN",
        "CD",
        "VBN",
        "VBG",
        "HYPH",
        "PRP$",
        "POS",
        "NNP",
        "NNPS",
        "NNS",
        "RB",
        "PDT",
        "WP$",
    }
)
_OPENING, _CLOSING = frozenset({'"', "“", "‘", "``"}), frozenset({'"', "”", "’", "''"})
_LONGEST = 10
_LEFT_DEPS = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "predet", "npadvmod", "punct", "advmod", "quantmod"}
)


class _Kinds(dict[str, tuple[str, bool, bool]]):
    """What the nouns are; of one that is not in it, as of the last word of "half-back", nothing is known."""

    def __missing__(self, noun: str) -> tuple[str, bool, bool]:
        return ("", False, False)


@cache
def noun_kinds() -> dict[str, tuple[str, bool, bool]]:
    """Noun -> (gender, is a couple or children, is a kin word); the nouns of every occupation are among them."""
    kin = words("nominals", "kin")
    plurals = words("nominals", "couples") | words("nominals", "children")
    table = _Kinds()
    for gender, key in (
        ("", "aged"),
        ("", "people"),
        ("", "couples"),
        ("", "children"),
        ("", "kin"),
        ("f", "female"),
        ("m", "male"),
    ):
        for word in words("nominals", key):
            table[word] = (gender, word in plurals, word in kin)
    for word in words("occupations", "plain") | words("occupations", "headed"):
        table.setdefault(word, ("", False, False))
        table.setdefault(f"{word}s", ("", False, False))
    return table


def add_phrases(story: Story) -> None:
    """Add a draft for every pronoun and every noun phrase about people to the story."""
    page = story.page
    named = {i for d in story.drafts for i in range(d.first, d.last)}
    for i in range(len(page)):
        if i in named:
            continue
        lower = page.lower[i]
        if lower in THIRD and (page.pos[i] in {"PRON", "DET", "PROPN"} or lower in {"hers", "theirs"}):
            _add(
                story,
                Draft(
                    i, i + 1, i, MentionKind.PRONOUN, gender=THIRD[lower].replace("p", ""), plural=THIRD[lower] == "p"
                ),
            )
        elif lower in FIRST and (page.pos[i] == "PRON" or lower == "i"):
            if lower == "us" and page.text[i].isupper():
                continue
            _add(story, Draft(i, i + 1, i, MentionKind.PRONOUN, plural=FIRST[lower] == "p"))
        elif lower in RELATIVE and page.pos[i] in {"PRON", "DET"}:
            _add(story, Draft(i, i + 1, i, MentionKind.PRONOUN))
        elif lower == "both" and page.dep[i] in {"nsubj", "nsubjpass"} and page.at(i + 1) != "of":
            _add(story, Draft(i, i + 1, i, MentionKind.NOMINAL, plural=True))
        elif page.pos[i] in {"NOUN", "PROPN", "ADJ", "NUM"} and _noun(page, i) in noun_kinds():
            _nominal(story, i)


def _noun(page: Columns, i: int) -> str:
    """The describing noun at ``i`` in lower case, with a prefix joined by hyphen ("ex-wife")."""
    if page.lower[i] in words("nominals", "aged"):
        return page.lower[i] if _years_old(page, i) else ""
    if page.pos[i] in {"ADJ", "NUM"} and page.lower[i] not in {"eldest", "youngest", "oldest", "two", "ex"}:
        return ""
    if i > 1 and page.text[i - 1] == "-" and page.lower[i - 2] in {"ex", "co", "step", "half", "singer"}:
        joined = f"{page.lower[i - 2]}-{page.lower[i]}"
        return joined if joined in noun_kinds() else page.lower[i]
    return page.lower[i]


def _years_old(page: Columns, i: int) -> bool:
    """Whether "old" at ``i`` ends a phrase of its own: "the 40-year-old said"."""
    if page.at(i - 2) != "year" or page.text[i - 1] != "-":
        return False
    return page.at(i + 1) != "-" and (i + 1 == len(page) or page.pos[i + 1] not in {"NOUN", "PROPN", "ADJ", "NUM"})


def _nominal(story: Story, i: int) -> None:
    page = story.page
    noun = _noun(page, i)
    if page.dep[i] in {"compound", "nmod"} and page.head[i] > i and page.pos[page.head[i]] == "NOUN":
        return
    if page.at(i + 1) == "-" and page.end(i) == page.idx[i + 1]:
        return
    if page.text[i][0].isupper() and (page.at(i - 1) == "-" or page.at(i + 1) == "-") and page.pos[i] == "PROPN":
        return
    if page.text[i][0].isupper() and page.text[i - 1] == "The" and i - 1 > page.sents[page.sent[i]][0]:
        return  # "among them The Lamplighter"
    if noun == "two" and not (page.at(i - 1) == "the" and page.pos[page.head[i]] in {"VERB", "AUX"}):
        return
    if (
        page.text[i][0].isupper()
        and page.pos[i] == "PROPN"
        and i > page.sents[page.sent[i]][0]
        and not page.text[i - 1][0].isupper()
        and page.at(i + 1).islower()
        and page.lower[i] not in PARENT_NAMES | words("names", "members")
    ):
        return
    first = phrase_start(page, i)
    gender, group, _kin = noun_kinds()[noun]
    plural = group or page.tag[i] in {"NNS", "NNPS"} or noun in {"couple", "pair", "duo"}
    _add(story, Draft(first, i + 1, i, MentionKind.NOMINAL, gender=gender, plural=plural))


def _title_start(page: Columns, i: int) -> int:
    """Where a title between quotation marks begins right before the noun at ``i``: "the "Quiet Water" star"."""
    if page.text[i - 1] not in _CLOSING or i < 3:
        return i
    first = next((k for k in range(i - 2, max(i - _LONGEST, 0), -1) if page.text[k] in _OPENING), i)
    titled = first < i and page.text[first + 1][0].isupper() and page.tag[first - 1] in {"DT", "JJ", "PRP$", "NN"}
    return first if titled else i


def phrase_start(page: Columns, i: int) -> int:
    """The first token of the noun phrase that ends at its head ``i``."""
    start = page.sents[page.sent[i]][0]
    first = _title_start(page, i)
    while first > start and page.tag[first - 1] in _LEFT:
        before = first - 1
        if page.text[before] == "-" or page.at(before + 1) == "-":
            # The tagger is at a loss with "ex-wife".
            first = before
            continue
        if (
            page.tag[before] in {"NN", "NNS", "NNP", "NNPS"}
            and not (before <= page.head[before] <= i)
            and page.tag[before + 1] not in {"POS", "HYPH"}
        ):
            break
        if page.tag[before] == "RB" and not before < page.head[before] <= i:
            break
        first = before
        if page.tag[first] in {"DT", "PRP$", "WP$"}:
            if first > start and page.tag[first - 1] == "PDT":
                first -= 1
            break
    while first < i and page.tag[first] in {"POS", "HYPH"}:
        first += 1
    return first


def _add(story: Story, draft: Draft) -> None:
    draft.role, draft.verb = role_of(story.page, draft.head)
    draft.type = EntityType.PERSON
    story.drafts.append(draft)


def owner_of(page: Columns, draft: Draft) -> int | None:
    """The token that owns the nominal: "his" in "his wife", "Kim" in "Kim's husband", "Ann" in "the wife of Ann"."""
    for i in range(draft.head - 1, draft.first - 1, -1):
        if page.tag[i] == "PRP$" or page.tag[i] == "WP$":
            return i
        if page.tag[i] == "POS" and i > 0:
            return i - 1
    for child in page.children[draft.head]:
        if page.dep[child] == "poss":
            return child
        if page.lower[child] in {"of", "to"} and child > draft.head:
            inner = next((k for k in page.children[child] if page.dep[k] == "pobj"), None)
            if inner is not None and page.pos[inner] != "NUM":
                return inner
    return None
