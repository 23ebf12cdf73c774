"""The lists of known names as one phrase matcher, and the word lists of the evidence."""

from __future__ import annotations

from functools import cache, lru_cache

from spacy.lang.en import English
from spacy.matcher import PhraseMatcher
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
from spacy.vocab import Vocab

from kg.names import rules

_LISTS = (
    ("ORG", "brands", "outlets"),
    ("ORG", "brands", "platforms"),
    ("ORG", "brands", "brands"),
    ("ORG", "brands", "bands"),
    ("ORG", "brands", "firms"),
    ("ORG", "brands", "known_schools"),
    ("ORG", "brands", "clubs"),
    ("AWARD", "brands", "awards"),
    ("GPE", "places", "countries"),
    ("GPE", "places", "regions"),
    ("GPE", "places", "cities"),
    ("GPE", "places", "towns"),
)
# Listed names that are also plain words or people's names: alone they prove nothing.
AMBIGUOUS = frozenset(
    {
        "Us",
        "People",
        "Star",
        "Sun",
        "Mirror",
        "Time",
        "Today",
        "Extra",
        "Access",
        "Heat",
        "Closer",
        "Gala",
        "W",
        "Interview",
        "Parents",
        "Radar",
        "Target",
        "Tony",
        "Olivier",
        "Queen",
        "Kiss",
        "Genesis",
        "US",
        "La.",
        "Miss.",
        "Ms.",
        "Ill.",
        "Ind.",
        "Mo.",
        "Oasis",
        "Blur",
        "Cameo",
        "Vine",
        "Sky",
        "Valentino",
        "Tiffany",
        "Mercedes",
        "Deadline",
        "Elle",
        "ET",
        "Independent",
        "Warner",
        "Marvel",
        "Universal",
    }
)


@cache
def known_names() -> dict[str, str]:
    """Every listed name with its label."""
    return {name: label for label, file, key in _LISTS for name in rules(file)[key]}


@cache
def states() -> frozenset[str]:
    """Countries and regions: what may follow a town behind a comma."""
    return frozenset(rules("places")["countries"]) | frozenset(rules("places")["regions"])


@lru_cache(maxsize=4)
def _matcher(vocab: Vocab) -> PhraseMatcher:
    words = _tokenizer(vocab)
    matcher = PhraseMatcher(vocab)
    for name, label in sorted(known_names().items()):
        matcher.add(label, [words(name)])
    return matcher


def _tokenizer(vocab: Vocab) -> Tokenizer:
    """The English tokenizer with those of its 1,300 exceptions that the names hold: each costs time to take in."""
    names = "\n".join(known_names())
    stock = English.Defaults
    return Tokenizer(
        vocab,
        rules={text: rule for text, rule in stock.tokenizer_exceptions.items() if text in names},
        prefix_search=compile_prefix_regex(stock.prefixes or ()).search,
        suffix_search=compile_suffix_regex(stock.suffixes or ()).search,
        infix_finditer=compile_infix_regex(stock.infixes or ()).finditer,
        url_match=stock.url_match,
    )


def known_spans(doc: Doc) -> list[tuple[int, int, str]]:
    """The longest listed names in the text, left to right, without overlap: (first, last, label)."""
    hits = sorted(
        ((start, end, doc.vocab.strings[key]) for key, start, end in _matcher(doc.vocab)(doc)),
        key=lambda hit: (hit[0], -hit[1]),
    )
    found: list[tuple[int, int, str]] = []
    for start, end, label in hits:
        if not found or start >= found[-1][1]:
            found.append((start, end, label))
    return found
