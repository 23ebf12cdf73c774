"""Lists of names beside a plural: "their sons, Max, 7, and Lou, 4", "Max and Lou, their sons"."""

from __future__ import annotations

from kg.mentions.draft import Draft, Story
from kg.mentions.phrases import noun_kinds

_LIST = frozenset({",", ";", "and", "&", "plus"})


def listed(story: Story, draft: Draft, j: int) -> tuple[str, ...]:
    """The names of an enumeration that begins at ``j``, ages between them."""
    page = story.page
    found: list[str] = []
    limit = _count(story, draft)
    while (name := story.starting.get(j)) is not None and len(found) < limit:
        if page.tag[name.last] == "POS" if name.last < len(page) else False:
            break
        found.extend(key for key in name.entities if key not in found)
        j = name.last
        if not draft.plural:
            break
        complete = len(found) > 1 and page.lower[name.first - 1] in {"and", "&"}
        for _ in range(10):
            if j in story.starting or j >= len(page) or (complete and page.text[j] == ","):
                break  # "With her brothers Al and Bo, Ann Lee sings"
            word = page.lower[j]
            if (
                word in _LIST
                or word.isdigit()
                or word
                in {
                    "(",
                    ")",
                    "now",
                    "months",
                    "month",
                    "-",
                    "old",
                    "year",
                    "years",
                    "weeks",
                    "aged",
                    "a",
                    "son",
                    "daughter",
                    "both",
                }
            ):
                j += 1
            else:
                break
    return tuple(found)


def listed_before(story: Story, draft: Draft, last: Draft) -> tuple[str, ...]:
    """The names of an enumeration that a plural with an owner sums up: "Max, 7, and Lou, 4, their daughters"."""
    page = story.page
    if page.tag[draft.first] != "PRP$" or noun_kinds()[page.lower[draft.head]][2] is False:
        return ()
    found, name = [last.entities[0]], last
    for _ in range(10):
        k = name.first
        while page.at(k - 1) in _LIST or page.at(k - 1).isdigit():
            k -= 1
        before = story.ending.get(k)
        if before is None or k == name.first:
            break
        found.insert(0, before.entities[0])
        name = before
    return tuple(found) if len(found) > 1 else ()


def _count(story: Story, draft: Draft) -> int:
    """How many people the plural noun speaks of, by its numeral ("two sons"); ten if it has none."""
    numbers = {
        "two": 2,
        "three": 3,
        "four": 4,
        "five": 5,
        "six": 6,
        "seven": 7,
        "eight": 8,
        "2": 2,
        "3": 3,
        "4": 4,
        "5": 5,
        "6": 6,
        "twin": 2,
    }
    for i in range(draft.first, draft.head + 1):
        if story.page.lower[i] in numbers:
            return numbers[story.page.lower[i]]
    return 2 if story.page.lower[draft.head] in {"twins", "couple", "duo", "pair"} else 10 if draft.plural else 1
