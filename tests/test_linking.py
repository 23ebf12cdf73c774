"""Linking to Wikidata: what fits, what is excluded, who is linked and who is not, and that decisions can be undone."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad

import kg.store
from kg.export import render
from kg.identity import Maker
from kg.linking import (
    Answer,
    Link,
    Option,
    Policy,
    Profile,
    Strength,
    Tie,
    UnlinkedError,
    accept,
    decide,
    default_policy,
    link,
    link_graph,
    profiles,
    reject,
    undo,
)
from kg.linking.linker import softmax
from kg.linking.match import fit
from kg.linking.profile import content_words
from kg.linking.times import veto
from kg.names import rules
from kg.rdf.links import link_quads, links_of
from kg.rdf.terms import CLOSE_MATCH, EXACT_MATCH, SAME_AS, Names, term
from kg.store import Graph, who
from kg.store.graph import sorted_bytes
from kg.validate import validate
from kg.wikidata import HUMAN, Index, Item, Ref, Relation, index_in_memory
from tests.graph_samples import Writer, small_world

CASES = tomllib.loads((Path(__file__).parent / "cases" / "linking.toml").read_text("utf-8"))
PERSON = "https://celebrity-kg.example/person/"
MARISOL, DORIAN = f"{PERSON}marisol-vantresca", f"{PERSON}dorian-quillfeather"
TODAY = date(2024, 5, 1)


def person(qid: str, label: str, description: str = "", *, sitelinks: int = 0, **more: Any) -> Item:
    return Item(qid, label, description, kinds=(HUMAN,), sitelinks=sitelinks, **more)


SINGER = person(
    "Q101", "Marisol Vantresca", "American singer", sitelinks=60, occupations=(Ref("Q177220", "singer"),),
    relations=(Relation("P26", "Q103"),)
)  # fmt: skip
PAINTER = person("Q102", "Marisol Vantresca", "Portuguese painter", sitelinks=90, born="1860", died="1931-02-03")
RAPPER = person(
    "Q103", "Dorian Quillfeather", "American rapper", sitelinks=40, occupations=(Ref("Q2252262", "rapper"),),
    relations=(Relation("P26", "Q101"),)
)  # fmt: skip
SKATER = person("Q104", "Cassius Holloway", "Canadian ice hockey player", sitelinks=1)
WREN = person("Q105", "Wren", "English mediaeval bishop", sitelinks=2)
WORLD = (SINGER, PAINTER, RAPPER, SKATER, WREN)


def base(*items: Item) -> Index:
    return index_in_memory(items or WORLD, date="2024-04-01", source="invented")


@pytest.fixture
def graph() -> Iterator[Graph]:
    with kg.store.open() as opened:
        opened.replace(small_world())
        yield opened


def by_person(links: Iterable[Link]) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for one in links:
        found.setdefault(one.entity.removeprefix(PERSON), []).append(one)
    return found


# --- names and dates -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES["fit"], ids=lambda case: f"{case['names'][0]} / {case['label']}")
def test_names_fit_as_names_do(case: dict[str, Any]) -> None:
    how = fit(case["names"], person("Q1", case["label"], aliases=tuple(case.get("aliases", ()))))
    assert (how or "") == case["is"], case.get("why")


@pytest.mark.parametrize("case", CASES["veto"], ids=lambda case: case["why"])
def test_dates_exclude(case: dict[str, Any]) -> None:
    active, days, born, died = (tuple(case.get(key, ())) for key in ("active", "days", "told_born", "told_died"))
    profile = Profile("a", ("Ann Lee",), born=born, died=died, active=active, days=days)
    assert veto(profile, person("Q1", "Ann Lee", born=case.get("born"), died=case.get("died"))) == case["says"]


@given(st.text(max_size=60))
@example("AA\N{NEGATIVE CIRCLED NUMBER ELEVEN}")
def test_content_words_are_the_same_when_taken_again(text: str) -> None:
    found = content_words(text)
    assert content_words(" ".join(sorted(found))) <= found | content_words(*found)
    assert not any(len(word) < 2 or not word.isalpha() for word in found)


# --- odds ------------------------------------------------------------------------------------------------------------


@given(st.lists(st.floats(-50, 50), max_size=8))
def test_odds_and_nil_share_one_whole(scores: list[float]) -> None:
    chances = softmax(scores)
    assert all(0 <= chance <= 1 for chance in chances)
    assert sum(chances) <= 1 + 1e-9
    if scores:
        assert chances[scores.index(max(scores))] == pytest.approx(max(chances))


def answer(profile: Profile, *items: Item, others: Iterable[Profile] = ()) -> Answer:
    return link([profile, *others], base(*items))[0]


def test_words_of_the_article_tell_namesakes_apart() -> None:
    actor = person("Q1", "Ann Lee", "American film actress", sitelinks=30)
    golfer = person("Q2", "Ann Lee", "South African golfer", sitelinks=30)
    on_stage = Profile(
        "a", ("Ann Lee",), content_words("actress in a film"), content_words("film premiere of the actress")
    )
    on_green = Profile(
        "a", ("Ann Lee",), content_words("golfer of the tour"), content_words("golf tournament, the golfer")
    )
    assert [answer(told, actor, golfer).options[0].item.qid for told in (on_stage, on_green)] == ["Q1", "Q2"]


def test_the_better_known_is_likelier_and_nobody_knows_the_unknown() -> None:
    famous, obscure = (person(qid, "Ann Lee", sitelinks=links) for qid, links in (("Q1", 120), ("Q2", 0)))
    found = answer(Profile("a", ("Ann Lee",)), famous, obscure)
    assert found.options[0].item == famous
    alone = answer(Profile("a", ("Ann Lee",)), obscure)
    assert alone.best is None
    assert alone.nil > 0.5


def test_a_relative_told_in_the_text_speaks_for_a_candidate() -> None:
    star = person("Q1", "Ann Lee", "singer", sitelinks=100)
    child, stranger = (
        person("Q2", "Wren Lee", sitelinks=0, relations=(Relation("P25", "Q1"),)), person("Q3", "Wren Lee", sitelinks=5)
    )  # fmt: skip
    mother = Profile("a", ("Ann Lee",), ties=(Tie("parentOf", "b"),), with_=frozenset({"b"}))
    wren = Profile("b", ("Wren Lee",), ties=(Tie("childOf", "a"),), with_=frozenset({"a"}))
    alone = replace(wren, ties=(), with_=frozenset())
    found = answer(wren, star, child, stranger, others=[mother]).options[0]
    assert found.item == child
    assert "tie" in found.features
    assert answer(alone, star, child, stranger).options[0].item == stranger


def test_a_parent_is_older_than_the_child() -> None:
    star = person("Q1", "Ann Lee", sitelinks=150, born="1970-01-01")
    twin = person("Q2", "Wren Lee", sitelinks=150, born="1968-01-01")
    mother = Profile("a", ("Ann Lee",), ties=(Tie("parentOf", "b"),), with_=frozenset({"b"}))
    wren = Profile("b", ("Wren Lee",), ties=(Tie("childOf", "a"),), with_=frozenset({"a"}))
    assert answer(wren, star, twin, others=[mother]).best is None
    assert answer(replace(wren, ties=()), star, twin, others=[replace(mother, ties=())]).best is not None


def test_nobody_is_two_people_of_one_article() -> None:
    star = person("Q1", "Ann Lee", sitelinks=150, aliases=("Annie Lee",))
    full = Profile("a", ("Ann Lee",), with_=frozenset({"b"}))
    other = Profile("b", ("Annie Lee",), with_=frozenset({"a"}))
    found = link([full, other], base(star))
    assert sum(one.best is not None for one in found) == 1
    apart = link([replace(full, with_=frozenset()), replace(other, with_=frozenset())], base(star))
    assert all(one.best is not None for one in apart)


def test_a_rank_is_looked_up_without_the_article_that_a_sentence_gives_it() -> None:
    ann = person("Q1", "Ann, Duchess of Ashdown")
    assert [one.item.qid for one in answer(Profile("a", ("The Duchess of Ashdown",)), ann).options] == ["Q1"]


def test_things_are_no_people() -> None:
    film = Item("Q9", "Ann Lee", "film", kinds=("Q11424",), sitelinks=200)
    assert answer(Profile("a", ("Ann Lee",)), film).options == ()


# --- decisions -------------------------------------------------------------------------------------------------------

POLICY = Policy(same=0.99, exact=0.9, close=0.3, guess=0.6, lead=0.3)


def judged(
    *options: tuple[str, float], name: str = "Ann Lee", how: str = "same", **features: float
) -> list[tuple[str, str]]:
    found = Answer(
        Profile("a", (name,)), tuple(Option(person(qid, name), how, chance, features) for qid, chance in options), 0.1
    )
    return [(one.qid, one.strength.value) for one in decide([found], (), "2024-04-01", POLICY)]


def test_odds_become_links_of_three_strengths() -> None:
    assert judged(("Q1", 0.995)) == [("Q1", "same")]
    assert judged(("Q1", 0.95)) == [("Q1", "exact")]
    assert judged(("Q1", 0.5), ("Q2", 0.4), ("Q3", 0.1)) == [("Q1", "close"), ("Q2", "close")]
    assert judged(("Q1", 0.2)) == []


def test_a_close_runner_up_leaves_it_to_people() -> None:
    strict = replace(POLICY, exact=0.5)
    found = Answer(
        Profile("a", ("Ann Lee",)),
        tuple(Option(person(qid, "Ann Lee"), "same", chance, {}) for qid, chance in (("Q1", 0.55), ("Q2", 0.4))),
        0.05,
    )
    assert [one.strength for one in decide([found], (), "", strict)] == [Strength.CLOSE, Strength.CLOSE]


def test_a_single_name_needs_more_than_odds() -> None:
    assert judged(("Q1", 0.97), name="Wren", how="given") == [("Q1", "close")]
    assert judged(("Q1", 0.5), name="Wren", how="given") == []
    assert judged(("Q1", 0.97), name="Wren", how="given", tie=0.9) == [("Q1", "exact")]
    assert judged(("Q1", 0.97), name="Zelda", how="mononym") == [("Q1", "exact")]
    assert judged(("Q1", 0.97), name="Tom", how="nickname") == [("Q1", "close")]


def test_what_speaks_against_a_candidate_has_no_weight_for_it_and_the_other_way_round() -> None:
    weights = rules("linking_weights")["weights"]
    assert max(weights[name] for name in ("other_sex", "tie_other", "given_as_surname", "spread", "single")) <= 0
    assert min(weights[name] for name in ("fame", "share", "tie", "kin", "fellow", "occupation", "peers", "wide")) >= 0


def test_the_shipped_thresholds_rise() -> None:
    policy = default_policy()
    assert 0 < policy.close < policy.guess < policy.exact < policy.same < 1


# --- graphs ----------------------------------------------------------------------------------------------------------


def test_the_graph_tells_what_linking_needs(graph: Graph) -> None:
    found = {one.id: one for one in profiles(graph)}
    marisol = found[MARISOL]
    assert marisol.names[0] == "Marisol Vantresca"
    assert {"singer", "rapper"} <= marisol.near
    assert "singer" in marisol.occupations
    assert Tie("marriedTo", DORIAN) in marisol.ties
    assert Tie("marriedTo", MARISOL) in found[DORIAN].ties
    assert DORIAN in marisol.with_
    assert "2014-05-24" in marisol.active
    ottilie = found[f"{PERSON}ottilie-holloway"]
    assert Tie("childOf", MARISOL) in ottilie.ties


@pytest.mark.parametrize(("born", "kept"), [("2004/2005", ()), ("1985", ("1985",))])
def test_a_birth_by_which_a_child_would_have_married_excludes_nobody(born: str, kept: tuple[str, ...]) -> None:
    writer = Writer("a", date(2020, 1, 1)).line(f"[Ada Vantresca], born in {born}, wed [Bo Roe] in 2014.")
    writer.says("Ada Vantresca", "marriedTo", "Bo Roe", start="2014")
    writer.says("Ada Vantresca", "bornOn", born)
    with kg.store.open() as opened:
        opened.replace([writer.extraction()])
        assert [one.born for one in profiles(opened) if one.names[0] == "Ada Vantresca"] == [kept]


def test_who_is_known_is_linked_and_namesakes_are_not(graph: Graph) -> None:
    done = link_graph(graph, base())
    linked = {one.entity: one.qid for one in graph.links() if one.positive}
    assert linked == {MARISOL: "Q101", DORIAN: "Q103"}
    [marisol] = [one for one in done.answers if one.profile.id == MARISOL]
    assert dict(marisol.vetoed)["Q102"].startswith("died 1931-02-03, before")
    assert all(one.snapshot == "2024-04-01" and one.reasons and one.by is Maker.RULE for one in done.links)


def test_the_same_again_changes_nothing(graph: Graph) -> None:
    assert link_graph(graph, base()).change
    before = sorted_bytes(graph)
    assert not link_graph(graph, base()).change
    assert not link_graph(graph, base(), people={MARISOL}).change
    assert sorted_bytes(graph) == before


def test_a_linked_graph_conforms_and_keeps_its_links_when_read_again(graph: Graph) -> None:
    link_graph(graph, base())
    assert validate(graph).conforms
    links = graph.links()
    graph.replace(small_world())
    assert graph.links() == links
    assert not graph.derive_again()


def test_matches_are_in_the_default_graph_as_long_as_an_article_names_the_person() -> None:
    w = Writer("t/1", date(2020, 1, 1))
    w.line("Singer [Marisol Vantresca] married [Dorian Quillfeather].")
    w.says("Marisol Vantresca", "marriedTo", "Dorian Quillfeather")
    match = Quad(NamedNode(MARISOL), EXACT_MATCH, term("wd", "Q101"), DefaultGraph())
    with kg.store.open() as graph:
        graph.replace([w.extraction()])
        accept(graph, MARISOL, "Q101", TODAY)
        assert match in graph.store
        graph.remove("t/1")
        assert match not in graph.store
        assert [one.qid for one in graph.links()] == ["Q101"]
        graph.replace([w.extraction()])
        assert match in graph.store


def test_what_a_person_says_stands(graph: Graph) -> None:
    link_graph(graph, base())
    reject(graph, MARISOL, "Q101", TODAY)
    link_graph(graph, base())
    assert [(one.qid, one.strength) for one in graph.links() if one.entity == MARISOL] == [("Q101", Strength.NOT)]
    accept(graph, MARISOL, "Q102", TODAY)
    link_graph(graph, base())
    said = by_person(graph.links())["marisol-vantresca"]
    assert [(one.qid, one.strength, one.by) for one in said] == [
        ("Q101", Strength.NOT, Maker.PERSON),
        ("Q102", Strength.SAME, Maker.PERSON),
    ]
    assert said[1].on == TODAY
    assert [one.snapshot for one in said] == ["2024-04-01", ""], "what was seen, where it was"


def test_what_a_person_said_holds_for_whom_the_entity_is_merged_into_until_that_is_undone(graph: Graph) -> None:
    tamsin = f"{PERSON}tamsin-okonjo"
    accept(graph, tamsin, "Q102", TODAY)
    reject(graph, tamsin, "Q101", TODAY)
    merged = who.merge(graph, MARISOL, tamsin)
    assert who.current(graph, tamsin) == MARISOL
    link_graph(graph, base())
    assert [(one.qid, one.by) for one in graph.links() if one.entity == MARISOL] == [("Q102", Maker.RULE)]
    assert not link_graph(graph, base()).change
    assert validate(graph).conforms
    who.undo(graph, who.short_id(graph, merged))
    link_graph(graph, base())
    assert [one.qid for one in graph.links() if one.entity == MARISOL] == ["Q101"]
    assert [one.qid for one in graph.links() if one.entity == tamsin and one.positive] == ["Q102"]


def test_what_a_person_said_of_an_entity_itself_goes_before_what_was_said_of_one_merged_into_it(graph: Graph) -> None:
    tamsin = f"{PERSON}tamsin-okonjo"
    accept(graph, MARISOL, "Q101", TODAY)
    accept(graph, tamsin, "Q102", TODAY)
    who.merge(graph, MARISOL, tamsin)
    link_graph(graph, base())
    assert [(one.qid, one.by) for one in graph.links() if one.entity == MARISOL] == [("Q101", Maker.PERSON)]


def test_one_item_takes_the_place_of_another(graph: Graph) -> None:
    accept(graph, MARISOL, "Q101", TODAY)
    accept(graph, MARISOL, "Q102", TODAY)
    assert [one.qid for one in graph.links()] == ["Q102"]
    assert {q.object for q in graph.store.quads_for_pattern(NamedNode(MARISOL), SAME_AS, None, None)} == {
        term("wd", "Q102")
    }


def test_a_link_can_be_taken_back(graph: Graph) -> None:
    before = sorted_bytes(graph)
    link_graph(graph, base())
    for one in {one.entity for one in graph.links()}:
        undo(graph, one)
    assert sorted_bytes(graph) == before
    with pytest.raises(UnlinkedError, match="no link to undo"):
        undo(graph, MARISOL)


def test_only_who_is_asked_about_is_linked(graph: Graph) -> None:
    done = link_graph(graph, base(), people={DORIAN})
    assert {one.entity for one in done.links} == {DORIAN}
    assert [one.profile.id for one in done.answers] == [DORIAN]


def test_a_lost_item_takes_its_link_along(graph: Graph) -> None:
    link_graph(graph, base())
    link_graph(graph, base(PAINTER))
    assert graph.links() == []


def test_links_are_read_as_they_were_written() -> None:
    links = [
        Link(MARISOL, "Q1", Strength.SAME, 1.0, Maker.PERSON, ("said so",), "", "person", TODAY),
        Link(MARISOL, "Q2", Strength.CLOSE, 0.4, Maker.RULE, ("same name", "3 sitelinks"), "2024-04-01", "rules/0"),
    ]
    quads = link_quads(links, Names())
    assert sorted(links_of(quads)) == links
    told = {(quad.predicate, quad.object) for quad in quads if quad.subject == NamedNode(MARISOL)}
    one, two = term("wd", "Q1"), term("wd", "Q2")
    assert told == {(SAME_AS, one), (EXACT_MATCH, one), (CLOSE_MATCH, two)}


def test_exports_carry_the_links(graph: Graph) -> None:
    link_graph(graph, base())
    assert '"schema:sameAs": {\n    "@id": "wd:Q101"' in render(graph, "jsonld").decode()
    assert "skos:exactMatch wd:Q101" in render(graph, "ttl").decode()
    assert b"graph/links" in render(graph, "nq")


def test_a_public_export_tells_nothing_of_a_hidden_child() -> None:
    w = Writer("t/1", date(2020, 1, 1))
    w.line("[Marisol Vantresca] and her daughter [Juno Vantresca], 4, left [Lisbon].")
    w.says("Marisol Vantresca", "parentOf", "Juno Vantresca")
    w.says("Juno Vantresca", "bornOn", "2015-01-02/2016-01-01")
    w.says("Marisol Vantresca", "livesIn", "Lisbon")
    with kg.store.open() as graph:
        graph.replace([w.extraction()])
        accept(graph, f"{PERSON}juno-vantresca", "Q777", TODAY)
        accept(graph, MARISOL, "Q101", TODAY)
        assert b"Q777" in render(graph, "nq")
        public = render(graph, "nq", public=True)
    assert b"Q777" not in public
    assert b"Q101" in public
