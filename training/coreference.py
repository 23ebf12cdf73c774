"""Who is who, as `Passage`s with the one label ``coref``: from a mention to every earlier mention of the same person.

    python -m training.coreference [--data FOLDER] [--write FILE]      counts what the readers find, and writes it

`gap` reads the development file of GAP (Webster, Recasens, Axelrod, Baldridge: TACL 2018), `gum` the people of the
Georgetown University Multilayer Corpus (Zeldes 2017), and `repeated` makes pronouns of its own: where a text names
somebody again, the second name becomes a pronoun, as in WikiCREM (Kocijan et al., EMNLP 2019). Nothing is judged of
mentions that are not among a passage's spans, so a data set that tells of one pronoun teaches of one pronoun.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from benchmarks import gum as gum_data
from benchmarks.gap import DATA, Row, read
from kg.annotate import annotate_all, load
from kg.mentions import read as read_story
from kg.mentions.draft import OBJECT, OBLIQUE, OWNER, SUBJECT
from kg.mentions.phrases import FIRST, THIRD
from kg.model import Article, EntityType, MentionKind
from training import cache
from training.marked import MarkedArticle
from training.marked import held as marked_held
from training.marked import read as read_marked
from training.passage import Passage, Relation, Span

COREF = "coref"
HELD = 5
"""Every so many-th row of GAP development is left out of training: on those the mix with the rules is fitted."""
WORDS = 150
"""How many words a window of a long document has at most; the next one begins half as many later."""
_PRONOUNS = {
    ("f", SUBJECT): "she",
    ("f", OBJECT): "her",
    ("f", OBLIQUE): "her",
    ("f", OWNER): "her",
    ("m", SUBJECT): "he",
    ("m", OBJECT): "him",
    ("m", OBLIQUE): "him",
    ("m", OWNER): "his",
}
_DETERMINERS = frozenset(
    ["a", "an", "another", "her", "his", "its", "my", "one", "our", "that", "the", "their", "this", "your"]
)

Place = tuple[int, int]
"""Character offsets."""


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """A name of a person in a text: where it stands, who bears it, how it stands in the sentence, which sex."""

    start: int
    end: int
    key: str
    role: str
    gender: str


def held(row: Row) -> bool:
    """Whether a row of GAP development stays out of training."""
    return int(row.id.rpartition("-")[2]) % HELD == 0


def names_of(doc: Doc) -> list[Name]:
    """The names of people that the reader finds, those of one person under one key, in the order of the text."""
    story = read_story(doc, ())[0].story
    page, people = story.page, story.people
    return sorted(
        Name(page.idx[d.first], page.end(d.last - 1), d.entities[0], d.role, people[d.entities[0]].gender)
        for d in story.drafts
        if d.kind is MentionKind.NAME and len(d.entities) == 1 and d.entities[0] in people
    )


def passage(text: str, who: Mapping[Place, tuple[str, str]], source: str, group: str) -> Passage:
    """A passage of spans with the ``(person, kind)`` of each: coref from each to all earlier ones of that person.

    >>> made = passage("Ann left. She won.", {(0, 3): ("ann", "name"), (10, 13): ("ann", "pronoun")}, "own", "1")
    >>> made.relations
    frozenset({Relation(head=1, tail=0, label='coref')})
    """
    places = sorted(who)
    spans = tuple(Span(start, end, EntityType.PERSON.value, who[start, end][1]) for start, end in places)
    keys = [who[place][0] for place in places]
    pairs = frozenset(Relation(i, j, COREF) for i in range(len(keys)) for j in range(i) if keys[i] == keys[j])
    return Passage(text, spans, pairs, frozenset({COREF}), source, group)


def gap(rows: Sequence[Row], docs: Iterable[Doc]) -> Iterator[Passage]:
    """One passage a row: the pronoun, both names, and, where one of them is meant, the other people as well."""
    for row, doc in zip(rows, docs, strict=True):
        names = names_of(doc)
        answers = [str(i) for i in (0, 1) if row.gold[i]]
        who: dict[Place, tuple[str, str]] = {row.pronoun: (answers[0] if answers else "?", "pronoun")}
        bearers: dict[str, str] = {}
        for i, place in enumerate(row.names):
            who[place] = (str(i), "name")
            bearers.update({name.key: str(i) for name in names if _overlap((name.start, name.end), place)})
        for name in names:
            known = bool(answers) or name.key in bearers
            if known and not any(_overlap((name.start, name.end), place) for place in who):
                who[name.start, name.end] = (bearers.get(name.key, name.key), "name")
        yield passage(row.text, who, "gap", row.id)


def gum(documents: Iterable[gum_data.Document]) -> Iterator[Passage]:
    """The documents in windows of whole sentences, each beginning half a window after the one before."""
    for document in documents:
        for start, end in _windows(document.text, document.sentences):
            inside = [one for one in document.people if start <= one.start and one.end <= end]
            who = {(one.start - start, one.end - start): (one.entity, one.kind) for one in inside}
            if len(who) > 1:
                yield passage(document.text[start:end], who, "gum", document.name)


def marked(articles: Iterable[MarkedArticle]) -> Iterator[Passage]:
    """Our own articles in windows like those of `gum`: every mention of one person, the first person among them."""
    for article in articles:
        people = [
            (m.start, m.end, next(iter(m.who))) for m in article.mentions if len(m.who) == 1 and min(m.who).islower()
        ]
        for start, end in _windows(article.text, article.sentences):
            inside = [one for one in people if start <= one[0] and one[1] <= end]
            who = {(a - start, b - start): (key, kind_of(article.text[a:b])) for a, b, key in inside}
            if len(who) > 1:
                yield passage(article.text[start:end].rstrip(), who, "marked", article.id)


def kind_of(words: str) -> str:
    """How a mention is put: by a pronoun, by a name (its first and last word have capitals), or by a description."""
    if words.lower() in THIRD | FIRST:
        return "pronoun"
    first, *rest = words.split()
    named = first[:1].isupper() and first.lower() not in _DETERMINERS and not any(w.islower() for w in rest[-1:])
    return "name" if named else "nominal"


def _windows(text: str, sentences: Sequence[int]) -> Iterator[Place]:
    """Stretches of whole sentences of at most `WORDS` words, each beginning half as many words after the one before."""
    ends = (*sentences[1:], len(text))
    first, last = 0, 0
    while last < len(ends):
        last = _until(text, sentences, first, WORDS)
        yield sentences[first], ends[last - 1]
        first = max(first + 1, _until(text, sentences, first, WORDS // 2))


def _until(text: str, sentences: Sequence[int], first: int, words: int) -> int:
    """The sentence before which a window of at most so many words ends that begins with sentence ``first``."""
    ends = (*sentences[1:], len(text))
    last = first + 1
    while last < len(ends) and text.count(" ", sentences[first], ends[last]) < words:
        last += 1
    return last


def repeated(docs: Iterable[Doc], source: str) -> Iterator[Passage]:
    """Texts in which the later name of somebody is a pronoun instead, where another person of that sex comes before."""
    for number, doc in enumerate(docs):
        names = names_of(doc)
        for i, name in enumerate(names):
            before = names[:i]
            pronoun = _PRONOUNS.get((name.gender, name.role))
            rivals = any(other.key != name.key and other.gender in {"", name.gender} for other in before)
            if pronoun is None or not rivals or all(other.key != name.key for other in before):
                continue
            yield _with_pronoun(doc.text, names, name, pronoun, source, f"{source}-{number}")


def _with_pronoun(text: str, names: list[Name], name: Name, pronoun: str, source: str, group: str) -> Passage:
    """The text with a pronoun for the name (and its possessive ending)."""
    end = name.end
    if name.role == OWNER:
        end += 2 if text[end : end + 2] in {"'s", "’s"} else 1 if text[end : end + 1] in {"'", "’"} else 0
    before = text[: name.start].rstrip()
    word = pronoun if before and before[-1] not in '.!?"“' else pronoun.capitalize()
    shift = len(word) - (end - name.start)
    who = {
        (n.start + shift * (n.start > name.start), n.end + shift * (n.start > name.start)): (n.key, "name")
        for n in names
        if n is not name and not _overlap((n.start, n.end), (name.start, end))
    }
    who[name.start, name.start + len(word)] = (name.key, "pronoun")
    return passage(text[: name.start] + word + text[end:], who, source, group)


def _overlap(a: Place, b: Place) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def passages(folder: Path, nlp: Language | None = None) -> list[Passage]:
    """All that train coreference, from the folder of the public data sets and our own articles.

    Rows of GAP that are `held` are left out, and so are the articles that `training.marked.held` names.

    Raises FileNotFoundError naming the file that is missing.
    """
    rows = [row for row in read(folder / "gap-coreference" / DATA.name) if not held(row)]
    docs = list(annotate_all((Article(row.id, row.text) for row in rows), nlp or load()))
    own = read_marked()
    aside = marked_held(one.id for one in own)
    return [
        *gap(rows, docs),
        *gum(gum_data.documents(folder / "gum" / "dep", None)),
        *repeated(docs, "gap-repeated"),
        *marked(one for one in own if one.id not in aside),
    ]


def main(argv: list[str] | None = None) -> int:
    """Count the passages."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DATA.parent.parent, help="the folder of the data sets")
    parser.add_argument("--write", type=Path, help="the file for the passages, as `training.cache` reads them")
    options = parser.parse_args(argv)
    if not options.data.is_dir():
        print(f"{options.data}: no such folder; give the one that holds gap-coreference and gum", file=sys.stderr)  # noqa: T201
        return 2
    found = passages(options.data)
    if options.write is not None:
        cache.write(options.write, found)
    for source in sorted({one.source for one in found}):
        mine = [one for one in found if one.source == source]
        spans, pairs = sum(len(one.spans) for one in mine), sum(len(one.relations) for one in mine)
        print(f"{source}: {len(mine)} passages, {spans} mentions, {pairs} pairs")  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
