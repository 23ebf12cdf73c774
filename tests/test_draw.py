from __future__ import annotations

import itertools
import os
import re
import xml.etree.ElementTree as ET
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.store
from kg.draw import (
    Circle,
    Moment,
    Person,
    Scene,
    Tie,
    TieKind,
    draw_circle,
    draw_timeline,
    family_scene,
    timeline_scene,
    to_svg,
)
from kg.draw.dates import bounds
from kg.draw.gather import circle, moments
from kg.draw.layout import spread
from kg.draw.order import generations, unions
from kg.draw.scene import Box, fit, text_width, wrap
from kg.draw.timeline import axis
from kg.queries import Embedded, find
from tests.asking import CASSIUS, DORIAN, MARISOL, endpoint
from tests.graph_samples import Writer

GOLDEN = Path(__file__).parent / "golden"
SPOUSE, PARENT, SIBLING, PARTNER = TieKind.SPOUSE, TieKind.PARENT, TieKind.SIBLING, TieKind.PARTNER


def overlapping(boxes: list[Box]) -> list[tuple[str, str]]:
    return [(one.key, other.key) for one, other in itertools.combinations(boxes, 2) if one.overlaps(other)]


def outside(scene: Scene) -> list[object]:
    """What does not lie in the picture."""

    def is_out(x: float, y: float) -> bool:
        return not (0 <= x <= scene.width and 0 <= y <= scene.height)

    found: list[object] = []
    for box in [*scene.boxes, *(words.box for words in scene.words)]:
        if is_out(box.x, box.y) or is_out(box.right, box.bottom):
            found.append(box)
    found += [line for line in scene.lines if any(is_out(x, y) for x, y in line.points)]
    return found


def crossed(scene: Scene) -> list[tuple[str, str]]:
    """Cards that a line runs through (their edges may be touched)."""
    found = []
    for line in scene.lines:
        for (x1, y1), (x2, y2) in itertools.pairwise(line.points):
            low, high = (min(x1, x2), min(y1, y2)), (max(x1, x2), max(y1, y2))
            for box in scene.boxes:
                beside = high[0] <= box.x + 1 or low[0] >= box.right - 1
                if not beside and not (high[1] <= box.y + 1 or low[1] >= box.bottom - 1):
                    found.append((line.title, box.key))
    return found


@st.composite
def circles(draw: st.DrawFn) -> Circle:
    """Any tangle of people: nothing is promised of who may be whose parent."""
    number = draw(st.integers(1, 12))
    keys = [f"p{index:02d}" for index in range(number)]
    name = st.text(st.characters(codec="utf-8", categories=["L", "Zs", "P"]), min_size=1, max_size=40)
    year = st.sampled_from(["", "1948", "1980-07-14", "2005-05-27/2006-05-26", "199X", "2016-24", "2018/.."])
    people = tuple(Person(key, draw(name), draw(year), draw(year)) for key in keys)
    pair = st.tuples(st.sampled_from(keys), st.sampled_from(keys)).filter(lambda two: two[0] < two[1])
    ties = []
    if number > 1:
        for a, b in draw(st.lists(pair, max_size=18)):
            kind = draw(st.sampled_from(list(TieKind)))
            turned = draw(st.booleans()) and kind in (PARENT, TieKind.RELATIVE)
            ends = (b, a) if turned else (a, b)
            word = draw(st.sampled_from(["uncle", "cousin", "granddaughter"])) if kind is TieKind.RELATIVE else ""
            ties.append(Tie(kind, *ends, draw(year), draw(year), draw(st.booleans()), draw(st.booleans()), word))
    return Circle(keys[0], people, tuple(sorted(set(ties))))


@settings(max_examples=60, deadline=None)
@given(circles())
def test_no_two_cards_overlap_and_everything_lies_in_the_picture(given_: Circle) -> None:
    scene = family_scene(given_)
    assert overlapping(list(scene.boxes)) == []
    assert outside(scene) == []


@settings(max_examples=60, deadline=None)
@given(circles())
def test_words_on_lines_keep_clear_of_each_other_and_of_cards(given_: Circle) -> None:
    scene = family_scene(given_)
    labels = [words.box for words in scene.words if words.kind == "label"]
    assert overlapping(labels) == []
    assert not any(label.overlaps(card) for label in labels for card in scene.boxes)


@settings(max_examples=60, deadline=None)
@given(circles())
def test_no_line_runs_through_a_card(given_: Circle) -> None:
    assert crossed(family_scene(given_)) == []


@settings(max_examples=40, deadline=None)
@given(circles())
def test_words_on_a_card_fit_it(given_: Circle) -> None:
    scene = family_scene(given_)
    for words in scene.words:
        if words.kind in ("name", "life"):
            box = words.box
            assert any(card.x <= box.x and box.right <= card.right and card.y <= box.y and box.bottom <= card.bottom
                       for card in scene.boxes), words  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(circles(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(given_: Circle, random: object) -> None:
    ties = list(given_.ties)
    random.shuffle(ties)  # type: ignore[attr-defined]
    assert to_svg(family_scene(Circle(given_.center, given_.people, tuple(ties)))) == to_svg(family_scene(given_))


@settings(max_examples=60, deadline=None)
@given(circles())
def test_any_picture_is_well_formed_and_says_everything_in_words(given_: Circle) -> None:
    scene = family_scene(given_)
    root = ET.fromstring(to_svg(scene))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root[0].tag.endswith("title")
    assert root[1].tag.endswith("desc")
    assert scene.description.endswith(".")
    reached = generations(given_)
    assert scene.description.count("; ") >= sum(tie.a in reached for tie in given_.ties) - 1


def family() -> Circle:
    """A couple with parents, children of two marriages, a sister and a rumour."""
    names = {
        "m": "Mira",
        "d": "Dov",
        "c": "Cal",
        "p": "Pa",
        "q": "Ma",
        "s": "Sis",
        "k1": "Kid",
        "k2": "Kit",
        "x": "Xan",
    }
    people = tuple(Person(key, name) for key, name in names.items())
    ties = (
        Tie(SPOUSE, "c", "m", "2004", "2010"),
        Tie(SPOUSE, "d", "m", "2014"),
        Tie(PARTNER, "m", "x", believed=False),
        *(Tie(PARENT, parent, child) for parent in "pq" for child in "ms"),
        *(Tie(PARENT, parent, "k1") for parent in "mc"),
        *(Tie(PARENT, parent, "k2") for parent in "md"),
        Tie(SIBLING, "m", "s"),
    )
    return Circle("m", people, ties)


def test_parents_stand_above_children_below_partners_and_siblings_beside() -> None:
    scene = family_scene(family())
    place = {box.key: box for box in scene.boxes}
    assert place["p"].y == place["q"].y < place["m"].y < place["k1"].y == place["k2"].y
    assert {place[key].y for key in "mdcsx"} == {place["m"].y}
    assert place["s"].x < place["m"].x < place["c"].x < place["d"].x


def test_what_is_only_said_is_dashed_and_explained_below() -> None:
    scene = family_scene(family())
    assert [line.title for line in scene.lines if not line.believed and line.kind == "couple"] == ["said: together"]
    assert any(words.text == "only said, not believed" for words in scene.words)
    believed = Circle("m", family().people, tuple(tie for tie in family().ties if tie.believed))
    assert not any("only said" in words.text for words in family_scene(believed).words)


def test_a_tie_is_labelled_with_its_years() -> None:
    labels = {words.text for words in family_scene(family()).words if words.kind == "label"}
    assert labels == {"married 2004\N{EN DASH}2010", "married 2014", "said: together"}


def test_siblings_without_known_parents_are_held_by_a_bracket() -> None:
    scene = family_scene(Circle("a", (Person("a", "A"), Person("b", "B")), (Tie(SIBLING, "a", "b"),)))
    assert [words.text for words in scene.words if words.kind == "label"] == ["siblings"]


def test_a_tie_that_fits_no_row_is_told_below() -> None:
    people = tuple(Person(key, key.upper()) for key in "abc")
    ties = (Tie(PARENT, "a", "b"), Tie(PARENT, "b", "c"), Tie(SPOUSE, "a", "c"))
    scene = family_scene(Circle("b", people, ties))
    assert any(words.text == "Also: A and C: married." for words in scene.words)


def test_three_known_parents_do_not_break_a_family() -> None:
    people = tuple(Person(key, key.upper()) for key in "abcd")
    ties = (*(Tie(PARENT, parent, "d") for parent in "abc"), Tie(SPOUSE, "b", "c"))
    given_ = Circle("d", people, ties)
    made, loose = unions(given_, generations(given_))
    assert {union.parents for union in made} == {("a",), ("b", "c")}
    assert loose == ()


def test_the_people_around_somebody_come_from_the_graph() -> None:
    near = circle(endpoint(), find(endpoint(), MARISOL))
    assert {person.name for person in near.people} == {
        MARISOL, DORIAN, CASSIUS, "Odalys Vantresca", "Peregrine Vantresca", "Leocadia Brandt", "Lazlo Brandt",
        "Ottilie Holloway", "Juniper Quillfeather", "Atlas Quillfeather",
    }  # fmt: skip
    assert {tie.label for tie in near.ties if tie.kind is SPOUSE} == {
        "married 2014\N{EN DASH}2021",
        "married 2004\N{EN DASH}2010",
        "married 1975\N{EN DASH}2020",
    }


def test_a_couple_that_married_twice_has_both_its_times_in_the_picture() -> None:
    w = Writer("t/again", date(2020, 5, 4))
    w.line("[Bo Lund] married [Ada Crane] and married her again.")
    w.says("Bo Lund", "marriedTo", "Ada Crane", start="1964", end="1974")
    w.says("Bo Lund", "marriedTo", "Ada Crane", start="1975-10-10")
    with kg.store.open() as made:
        made.replace([w.extraction()])
        asked = Embedded(made.store, made.names.prefixes())
        drawn = draw_circle(asked, find(asked, "Bo Lund"))
    for told in ("married 1964\N{EN DASH}1974", "married 1975"):
        assert f">{told}<" in drawn


def test_two_steps_go_further_and_a_limit_is_kept_and_told() -> None:
    center = find(endpoint(), MARISOL)
    assert len(circle(endpoint(), center, steps=2).people) > len(circle(endpoint(), center).people)
    small = circle(endpoint(), center, steps=2, most=5)
    assert len(small.people) == 5
    assert small.omitted > 0
    assert any("more people are not shown" in words.text for words in family_scene(small).words)


def test_a_picture_holds_no_full_birth_date() -> None:
    assert "2015-03-12" not in draw_circle(endpoint(), find(endpoint(), MARISOL))
    assert "b. 2015" in draw_circle(endpoint(), find(endpoint(), MARISOL))
    alone = draw_timeline(endpoint(), find(endpoint(), "Juniper Quillfeather")) or ""
    assert ">2015<" in alone
    assert "March" not in alone


def test_a_picture_holds_no_health() -> None:
    center = find(endpoint(), DORIAN)
    assert "iagnosis" not in draw_circle(endpoint(), center, steps=2) + (draw_timeline(endpoint(), center) or "")


def test_a_timeline_has_one_birth_of_several_ages_and_says_what_is_planned() -> None:
    one, other = Writer("t/one", date(1972, 4, 18)), Writer("t/other", date(1972, 8, 7))
    one.line("[Ada Crane], 40, is here.").says("Ada Crane", "bornOn", "1931-04-19/1932-04-18")
    other.line("[Ada Crane], 40, will wed [Bo Lund].").says("Ada Crane", "bornOn", "1931-08-08/1932-08-07")
    wed = partial(other.says, "Ada Crane", "event:Wedding", "Bo Lund", at="1973")
    wed(status="planned", by="Bo Lund", said="1972-08-05")
    with kg.store.open() as made:
        made.replace([one.extraction(), other.extraction()])
        asked = Embedded(made.store, made.names.prefixes())
        told = [(moment.date, moment.words) for moment in moments(asked, find(asked, "Ada Crane"))]
    assert told == [
        ("1931-08-08/1932-04-18", "born"),
        ("1973", "planned wedding, Bo Lund (says Bo Lund, 5 August 1972)"),
    ]


def test_a_timeline_holds_no_arrest_of_a_minor() -> None:
    w = Writer("t/held", date(2020, 5, 4))
    w.line("[Sam Orrin] was born on 2 June 2004.").says("Sam Orrin", "bornOn", "2004-06-02")
    w.line("[Sam Orrin] was arrested on Friday.").says("Sam Orrin", "event:Arrest", None, at="2020-05-01")
    w.line("[He|Sam Orrin] may have been held.").says("Sam Orrin", "event:Arrest", None, at="2019", status="possible")
    w.line("[Al Orrin] was arrested, too.").says("Al Orrin", "event:Arrest", None, at="2020-05-02")
    with kg.store.open() as made:
        made.replace([w.extraction()])
        asked = Embedded(made.store, made.names.prefixes())
        told = {name: [one.what for one in moments(asked, find(asked, name))] for name in ("Sam Orrin", "Al Orrin")}
    assert told == {"Sam Orrin": ["born"], "Al Orrin": ["arrest"]}


@pytest.mark.parametrize(
    ("name", "kind"), [("family-one-step", "1"), ("family-two-steps", "2"), ("timeline", "t")]
)  # fmt: skip
def test_pictures_are_the_same_to_the_byte(name: str, kind: str) -> None:
    """Set KG_GOLDEN=write to write them anew after a change, and look at them before you commit."""
    center = find(endpoint(), MARISOL)
    svg = draw_timeline(endpoint(), center) if kind == "t" else draw_circle(endpoint(), center, steps=int(kind))
    assert svg is not None
    path = GOLDEN / f"{name}.svg"
    if os.environ.get("KG_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(svg, encoding="utf-8")
    assert svg == path.read_text("utf-8")


def test_a_picture_is_readable_light_and_dark() -> None:
    svg = draw_circle(endpoint(), find(endpoint(), MARISOL))
    assert "@media (prefers-color-scheme: dark)" in svg
    assert "var(" not in svg
    light, dark = svg.split("@media")
    for theme in (light, dark.split("</style>")[0]):
        fills = dict(re.findall(r"\.?(\w+) { fill: (#\w{6})", theme))
        assert contrast(fills["text"], fills["paper"]) >= 4.5
        assert contrast(fills["note"] if "note" in fills else fills["text"], fills["paper"]) >= 4.5
        assert contrast(fills["oncenter"], fills["center"]) >= 4.5
        for colour in re.findall(r"\.h\d { stroke: (#\w{6})", theme):
            assert contrast(colour, fills["paper"]) >= 3


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.1."""

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


EDTF = st.one_of(
    st.dates(date(1900, 1, 1), date(2030, 1, 1)).map(date.isoformat),
    st.integers(1900, 2030).map(str),
    st.sampled_from(["199X", "2016-24", "2010-05", "2011-02/2011-03", "1990~", "2018/..", "soon", ""]),
)
MOMENTS = st.lists(
    st.builds(Moment, EDTF, st.text(min_size=1, max_size=60), said_by=st.sampled_from(["", "a source", "possible"])),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(MOMENTS)
def test_a_timeline_shows_each_dated_moment_once_inside_the_picture(moments: list[Moment]) -> None:
    scene = timeline_scene("Ada", moments)
    dated = [moment for moment in moments if bounds(moment.date)]
    assert (scene is None) == (not dated)
    if scene is None:
        return
    marks = [box for box in scene.boxes if box.key != "key"]
    assert len(marks) == len(dated)
    assert outside(scene) == []
    assert overlapping(list(scene.boxes)) == []
    assert overlapping([words.box for words in scene.words]) == []
    assert not any(words.box.overlaps(mark) for words in scene.words for mark in marks)
    ET.fromstring(to_svg(scene))


def test_a_day_is_a_dot_and_a_year_a_bar_as_long_as_a_year() -> None:
    scene = timeline_scene("Ada", [Moment("2010-05-24", "a day"), Moment("2012", "a year"), Moment("2010/2019", "ten")])
    assert scene is not None
    by_title = {box.title.partition(": ")[2]: box for box in scene.boxes}
    assert by_title["a day"].kind == "dot"
    year, ten = by_title["a year"], by_title["ten"]
    assert (year.kind, ten.kind) == ("bar", "bar")
    assert ten.width == pytest.approx(10 * year.width, rel=0.02)


def test_moments_stand_in_order_and_only_said_ones_are_hollow() -> None:
    scene = timeline_scene("Ada", [Moment("2015", "b"), Moment("2010", "a"), Moment("2012", "c", said_by="a source")])
    assert scene is not None
    assert [words.text for words in scene.words if words.kind.startswith("what")] == ["a", "c (says a source)", "b"]
    assert [box.kind for box in scene.boxes if box.key != "key"] == ["bar", "bar hollow", "bar"]


@given(st.integers(1, 2100), st.integers(1, 300))
def test_an_axis_spans_all_years_with_few_round_ticks(first: int, years: int) -> None:
    low, high, step = axis(first, first + years)
    assert low <= first
    assert high >= first + years
    assert (high - low) % step == 0
    assert 1 <= (high - low) // step <= 12


@given(st.lists(st.floats(-1e4, 1e4), min_size=1, max_size=12), st.floats(1, 300))
def test_spreading_keeps_order_and_distance_and_moves_nothing_that_need_not(wanted: list[float], gap: float) -> None:
    placed = spread(wanted, [gap] * (len(wanted) - 1))
    assert all(right - left >= gap - 1e-6 for left, right in itertools.pairwise(placed))
    apart = [index * gap * 2 for index in range(len(wanted))]
    assert spread(apart, [gap] * (len(wanted) - 1)) == pytest.approx(apart)


@given(st.text(max_size=80), st.floats(20, 300))
def test_text_is_cut_to_its_room(words: str, room: float) -> None:
    assert text_width(fit(words, 12, room), 12) <= max(room, text_width("…", 12))
    lines = wrap(words, 12, room)
    assert len(lines) <= 2
    assert all(text_width(line, 12) <= max(room, text_width("…", 12)) for line in lines)


def test_a_circle_must_be_whole() -> None:
    with pytest.raises(ValueError, match="not among its people"):
        Circle("x", (Person("a", "A"),), ())
    with pytest.raises(ValueError, match="leads out of the picture"):
        Circle("a", (Person("a", "A"),), (Tie(SPOUSE, "a", "b"),))
