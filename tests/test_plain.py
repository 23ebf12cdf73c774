"""The text that is read, whatever its layout, and the way back to the article's own offsets."""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from kg.build import extract
from kg.model import Article, Extraction
from kg.plain import plain

STORY = (
    "Dana Orme, 34, and the rapper Tom Vance were married in Rome on Good Friday, her publicist said. The bride's "
    "half-sister, Kay Lane, was a witness.\n\nOrme's ex-husband, Saul Marsh, lives in Leeds with their two sons, "
    'Otto, 7, and Ivo, 5. "We wish them well," said Marsh, who founded Larkhill Records in June 2011.'
)

LAYOUT = r"[\s\u00ad\u200b]"


def read(text: str) -> str:
    return plain(Article("a", text)).text


@given(st.text(alphabet="aB.- \n\r\t\u00a0\u00ad\u200b\u2028", max_size=60), st.integers(0, 60))
def test_every_character_read_stands_in_the_article(text: str, body: int) -> None:
    article = Article("a", text, body=min(body, len(text)))
    found = plain(article)
    for i, char in enumerate(found.text):
        start, end = found.span(i, i + 1)
        assert article.body <= start < end <= len(text)
        assert text[start:end] == char or (char in " \n" and re.fullmatch(LAYOUT, text[start:end]))
    seen = re.sub(LAYOUT, "", text[article.body :])
    assert re.sub(r"\s", "", found.text) == seen
    assert not re.search(r"[^\S\n]{2}|\n{3}", found.text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The two met in\nthe spring of\nlast year and\nmarried in May.", None),
        ("The couple, who met in the spring of\nlast year, married in May.", None),
        ("Married in May.\nDivorced in June.\nBack in July.\nMarried again.", ...),
        ("Born in Leeds\nsinger\n\nShe left.", ...),
        ("Singer\nActor\nHost", ...),
        (
            "Ann Lee, a singer, and her first ex-\nhusband, who met at the fair of last year, are now\nmarried.",
            "ex-husband, who",
        ),
        ("Ann Lee, who is now Ann Orr, met Bo Orr\nAnn's first love, at Ely Fair in May. Bo\nsays so.", "Orr Ann's"),
        (
            "It was so.\n\nThe couple, who met in the spring of\nlast year, wed.\n\nMay\nJune",
            "of last year, wed.\n\nMay\nJ",
        ),
        ("Ann—who was there with her sister Bo—\nand Cy wed.", "Bo—and"),
    ],
)
def test_broken_lines_are_joined_and_ended_ones_are_not(text: str, expected: object) -> None:
    found = read(text)
    if expected is None:
        assert found == text.replace("\n", " ")
    elif expected is ...:
        assert found == text
    else:
        assert isinstance(expected, str)
        assert expected in found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Ann Lee**, [an *actress*](https://x.org/a_b), wed.", "Ann Lee, an actress, wed."),
        ("# Ann weds\n\n![Ann](a.png)She wed Bo.[1][note 2] \\o/", "Ann weds\n\nShe wed Bo. \\o/"),
        ("_The Long Road_ by @ann_lee_orr is __hers__.", "The Long Road by @ann_lee_orr is hers."),
        ("He said f**k, 5 * 3 * 2 = 30, a_b_c and Ann*.", "He said f**k, 5 * 3 * 2 = 30, a_b_c and Ann*."),
        ("&quot;Ann &amp; Bo&#39;s&quot;&nbsp;&euro;5 &unknown; R&B;", '"Ann & Bo\'s" €5 &unknown; R&B;'),
        ("Jose\u0301 wed Zoe\u0308.", "José wed Zoë."),
        ("“So,” she said. «Oui» „Ja“", '"So," she said. "Oui" "Ja"'),
        (
            "‘It’s so,’ said Ann, ‘and Bo’s boys’ wish.’ She won ‘Best Film’.",
            "\"It's so,\" said Ann, \"and Bo's boys' wish.\" She won 'Best Film'.",
        ),
        ("Rock 'n' roll of the '90s. 'Tis so, she said.", "Rock 'n' roll of the '90s. 'Tis so, she said."),
        ("\"It's 'so,' he said,\" she said.", "\"It's 'so,' he said,\" she said."),
    ],
)
def test_markup_is_left_out_and_signs_are_the_plain_ones(text: str, expected: str) -> None:
    assert read(text) == expected


def test_a_title_and_a_byline_above_wrapped_prose_stay_lines() -> None:
    prose = textwrap.fill(STORY.replace("\n\n", " "), 60)
    assert read(f"Orme weds in Rome\nBy Cy Moss\n{prose}").startswith("Orme weds in Rome\nBy Cy Moss\nDana Orme, 34,")


def test_signs_that_are_drawn_are_a_blank() -> None:
    assert read(f"Ann wed.\n{'=-' * 60}\nBo -- her son -- left.") == "Ann wed.\n \nBo -- her son -- left."


def claims(found: Extraction) -> list[tuple[str, ...]]:
    shown = []
    for claim in found.claims:
        thing = getattr(claim.object, "label", None) or getattr(claim.object, "value", "")
        times = (time.value if time else "" for time in (claim.start, claim.end, claim.at))
        shown.append((claim.subject.label, claim.predicate, str(thing), claim.status, *times))
    return shown


LAYOUTS: dict[str, Callable[[str], str]] = {
    "wrapped": lambda text: "\n\n".join(textwrap.fill(part, 48) for part in text.split("\n\n")),
    "windows": lambda text: "\r\n\r\n".join(
        textwrap.fill(part, 30).replace("\n", "\r\n") for part in text.split("\n\n")
    ),
    "two blanks": lambda text: "date 2021-04-20\n\n" + text.replace(". ", ".  "),
    "unbreakable": lambda text: re.sub(r"(?<=[A-Z][a-z]{2}) (?=[A-Z])|(?<=e) (?=2)", "\u00a0", text),
    "soft hyphens": lambda text: re.sub(r"(\w{4})(\w{4})", "\\1\u00ad\\2", text),
    "curly": lambda text: re.sub(r'"(.*?)"', "“\\1”", text).replace("'", "’"),
    "British": lambda text: re.sub(r'"(.*?)"', "‘\\1’", text).replace("'", "’"),
    "Markdown": lambda text: re.sub(r"([A-Z]\w+ [A-Z]\w+)", r"**[\1](https://example.org)**", text).replace(
        ". ", ".[1] "
    ),
    "HTML": html.escape,
    "indented": lambda text: "\t" + text.replace("\n\n", "\n\n    "),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_layout_changes_no_claim_and_quotes_are_the_articles_words(layout: str, nlp: Language) -> None:
    day = date(2021, 4, 20)
    text = LAYOUTS[layout](STORY)
    body = 17 if text.startswith("date") else 0
    found = extract(Article("a", text, day, body=body), nlp)
    assert claims(found) == claims(extract(Article("a", STORY, day), nlp))
    assert text != STORY
    for mention in found.mentions:
        assert text[mention.start : mention.end].strip() == text[mention.start : mention.end]
    for evidence in (evidence for claim in found.claims for evidence in claim.evidence):
        assert text[evidence.start : evidence.end] == evidence.quote
        assert evidence.start <= evidence.subject[0] < evidence.subject[1] <= len(text)
