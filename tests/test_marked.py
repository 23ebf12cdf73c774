"""Our own marked articles: that they hold together, and what becomes of their sentences."""

from __future__ import annotations

from datetime import date

import pytest
from spacy.language import Language

from kg.encoder import Candidate
from training import marked, news
from training.coreference import marked as windows
from training.labels import OWN, OWN_RELATIONS
from training.marked import Marked, MarkedArticle, parse

ARTICLES = marked.read()
KINDS = {
    "appearsIn": "W",
    "bornIn": "L",
    "diedIn": "L",
    "employedBy": "O",
    "event:Award": "A",
    "event:Founding": "O",
    "founderOf": "O",
    "leads": "O",
    "livesIn": "L",
    "memberOf": "O",
    "studiedAt": "O",
    "wonAward": "A",
}
"""With which letter the object of a relation begins; of all others it is a person."""

SOURCE = """date 2021-03-09
[a Mara Kessler] splits from [b Tom Ruiz]

[a Kessler] lives in [L1 Leeds] with [c [a her] son], [c Max].
  a livesIn L1
  a parentOf c
[b He] may marry [d Ida Moor] of [O1 Acme].
  b marriedTo d P
"""


@pytest.fixture(scope="module")
def article() -> MarkedArticle:
    return parse("x", SOURCE)


def test_there_are_articles() -> None:
    assert len(ARTICLES) > 400
    assert len({one.text for one in ARTICLES}) == len(ARTICLES)


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: one.id)
def test_what_a_sentence_tells_is_of_those_marked_in_it(one: MarkedArticle) -> None:
    assert date.fromisoformat(one.published).isoformat() == one.published
    for told in one.told:
        here = {who for m in one.mentions if told.start <= m.start and m.end <= told.end for who in m.who}
        assert {told.subject, told.object} <= here, f"{one.text[told.start : told.end]}: {told}"
        assert told.label in OWN_RELATIONS, told
        assert told.subject[0].islower(), told
        kind = KINDS.get(told.label)
        assert told.object[0] == kind if kind else told.object[0].islower(), told
        assert told.status in {"", "R", "P", "D", "L"}, told


def test_paragraphs_sentences_and_statuses(article: MarkedArticle) -> None:
    assert article.text == (
        "Mara Kessler splits from Tom Ruiz\n\nKessler lives in Leeds with her son, Max. He may marry Ida Moor of Acme."
    )
    assert [article.text[start:].split()[0] for start in article.sentences] == ["Mara", "Kessler", "He"]
    assert [(t.subject, t.label, t.object, t.status) for t in article.told][-1] == ("b", "marriedTo", "d", "P")


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("Ann left.", "date YYYY-MM-DD"),
        ("date 2021-03-09\n[a Ann left.", "brackets"),
        ("date 2021-03-09\nAnn] left.", "brackets"),
        ("date 2021-03-09\n[a Ann] left.\n  a marriedTo", "SUBJECT PREDICATE OBJECT"),
        ("date 2021-03-09\n  a marriedTo b", "SUBJECT PREDICATE OBJECT"),
    ],
)
def test_a_broken_article_is_an_error_that_names_the_line(broken: str, says: str) -> None:
    with pytest.raises(ValueError, match=rf"odd: line \d.*{says}"):
        parse("odd", broken)


@pytest.mark.parametrize(
    ("words", "type", "who"),
    [
        ("Tom Ruiz", "Person", "b"),
        ("Ruiz", "Person", "b"),  # narrower, same end
        ("the actor Tom Ruiz", "Person", "b"),  # wider
        ("Acme", "Organization", ""),  # a name inside a description is somebody else's
        ("her", "Pronoun", "a"),  # the inner of two
        ("Bo", "Person", None),  # a person that is not marked
        ("May", "Date", ""),
    ],
)
def test_who_is_meant_at_a_candidate(words: str, type: str, who: str | None) -> None:
    text = "In May the actor Tom Ruiz, an Acme man, saw her husband and Bo."
    places = [("Tom Ruiz", "b"), ("an Acme man", "b"), ("her husband", "b"), ("her", "a")]
    mentions = [Marked(i := text.index(name), i + len(name), frozenset(key)) for name, key in places]
    start = text.index(words)
    found = news.meant(mentions, Candidate(start, start + len(words), type), 0)
    assert found == (None if who is None else frozenset(who))


def test_a_sentence_becomes_a_passage_with_all_that_it_tells(article: MarkedArticle, nlp: Language) -> None:
    [lives] = [p for p in news.passages([article], nlp) if "Leeds" in p.text]
    named = [lives.text[s.start : s.end] for s in lives.spans]
    told = {(named[r.head], r.label.removeprefix(OWN), named[r.tail]) for r in lives.relations}
    assert {("Kessler", "livesIn", "Leeds"), ("her", "parentOf", "Max"), ("Kessler", "parentOf", "Max")} <= told
    assert not {label for _, label, _ in told} - {"livesIn", "parentOf"}


def test_windows_know_who_is_who(article: MarkedArticle) -> None:
    [window] = windows([article])
    named = [window.text[s.start : s.end] for s in window.spans]
    same = {(named[r.head], named[r.tail]) for r in window.relations}
    assert {("her", "Kessler"), ("Max", "her son"), ("He", "Tom Ruiz")} <= same
    assert ("He", "Kessler") not in same
    assert {s.kind for s in window.spans} == {"name", "pronoun", "nominal"}
