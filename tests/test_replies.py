"""Answers that leave out what was asked: what is read in their place, and what stays as it is."""

from __future__ import annotations

import pytest

from kg.plain import Plain
from kg.replies import whole


def answered(question: str, answer: str) -> str:
    """What is read for the answer to one question of readers."""
    return whole(Plain(f"Q: {question}\nA: {answer}")).text.partition("\n")[2]


@pytest.mark.parametrize(
    ("question", "answer", "read"),
    [
        ("Where was she born?", "Leeds, in 1950.", "She was born in Leeds, in 1950."),
        ("Where is she from?", "Leeds.", "She is from Leeds."),
        ("And when did Ann Lee marry Bo Orr?", "1950.", "Ann Lee married Bo Orr in 1950."),
        ("When did they wed?", "The very next day: on May 3, in Rome.", "They wed on May 3, in Rome."),
        ("In what year did her husband, Bo, die?", "In 1990.", "Her husband, Bo, died in 1990."),
        ("Who was her first husband?", "Bo Orr, a miner.", "Her first husband was Bo Orr, a miner."),
        ("Who is Ida Orr?", "Her sister, a nurse.", "Ida Orr is her sister, a nurse."),
        ("Who is she married to?", "That is the miner Bo Orr.", "She is married to the miner Bo Orr."),
        ("Who founded the club?", "She did, in 1990.", "She founded the club, in 1990."),
        ("Who founded the club?", "Bo Orr and his brother.", "Bo Orr and his brother."),
        ("What was Ann's real name?", "Ida Moll.", "Ann's real name was Ida Moll."),
        ("How did he die?", "Of a fever, in Rome.", "He died of a fever, in Rome."),
        ("How many children do they have?", "Two: Ida and Max.", "They have two children: Ida and Max."),
        ("Did she and the drummer Al Orr have children?", "A son, Leo.", "She and the drummer Al Orr had a son, Leo."),
        ("Do they have any kids?", "Yes, two: Ida and Max.", "They have two kids: Ida and Max."),
        ("Has he ever been married?", "Twice: to Ann and to Eve.", "He has been married twice: to Ann and to Eve."),
        ("Did she win the cup?", "Yes, in 1987.", "She won the cup in 1987."),
        ("Did she win the cup?", "Yes, she took it home.", "She won the cup; she took it home."),
        ("Did she win the cup?", "She did, in May, and wept.", "She won the cup, in May, and wept."),
        ("Is he married to Eve?", "No, never.", "He is not married to Eve."),
        ("Did she ever win the cup?", "No, sadly.", "She never won the cup, sadly."),
        ("Wasn't she engaged to Bo?", "She was not.", "She was not engaged to Bo."),
        ("Was she born in Leeds?", "No, in York.", "She was born not in Leeds but in York."),
        ("Did she marry in 1960?", "No, in 1958.", "She married in 1958."),
    ],
)
def test_an_answer_is_completed_from_its_question(question: str, answer: str, read: str) -> None:
    assert answered(question, answer) == read


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("Was she engaged to Bo?", "Perhaps."),
        ("Where was she born?", "Nobody knows."),
        ("Where was she born?", "In the film, in a barn."),
        ("Who did she marry?", "She never married."),
        ("When did she marry Bo?", "In 1958 she left Leeds for Rome."),
        ("Was she his first wife?", "No, though many think so."),
        ("Is she still engaged to Bo?", "No."),
        ("Is she engaged?", "Not yet."),
        ("Did you know her?", "No."),
        ("What happened in 1960?", "In Rome, a scandal."),
        ("Is Ann Lee Tom Bell's sister?", "Yes."),
    ],
)
def test_what_is_not_plain_is_left_alone(question: str, answer: str) -> None:
    assert answered(question, answer) == answer


def test_a_guest_says_i() -> None:
    read = whole(Plain("Q: When did you leave your wife?\nA: In 1990. I was young.\nQ: Are you engaged?\nA: Yes."))
    assert read.text.splitlines()[1::2] == ["A: I left my wife in 1990. I was young.", "A: I am engaged."]


def test_paragraphs_ask_where_there_are_two_at_least() -> None:
    one = "Is Ann married?\n\nIn May she was seen in Rome."
    assert whole(Plain(one)).text == one
    two = whole(Plain("Is Ann married? Yes, to Bo.\n\nWhere does she live?\n\nIn Rome.")).text
    assert two == "Is Ann married? Ann is married to Bo.\n\nWhere does she live?\n\nShe lives in Rome."


def test_the_words_put_in_stand_where_they_were_asked() -> None:
    text = "Q: Where was he born? -- A. B., York\nA: In Leeds."
    read = whole(Plain(text))
    assert read.text == "Where was he born?\nHe was born in Leeds."
    he = read.text.index("He")
    assert [text[slice(*read.span(he, he + 2))], text[slice(*read.span(he, len(read.text)))]] == ["he", text[3:]]
    assert [read.text[slice(*asked)] for asked in read.asked] == ["Where was he born?"]
