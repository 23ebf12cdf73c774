"""Dates, places, works and the other things that fill slots; and the forms of verbs."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from training.templates.words import pick, words

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
SHORT = ["Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.", "Dec."]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
COUNT = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


@dataclass(frozen=True, slots=True)
class Thing:
    """What a slot shows: words before it that do not belong to it, the span, its type and kind."""

    text: str
    type: str
    kind: str = "name"
    before: str = ""


def numeral(count: int) -> str:
    """A small number in words.

    >>> numeral(3)
    'three'
    """
    return COUNT[count] if count < len(COUNT) else str(count)


def inflect(lemma: str, form: str, plural: bool) -> str:
    """A verb as ``base``, ``past``, ``pp``, ``ing`` or ``pres``.

    >>> inflect("marry", "ing", False), inflect("be", "past", True), inflect("date", "pres", False)
    ('marrying', 'were', 'dates')
    """
    if form == "base":
        return lemma
    if lemma == "be" and form in {"past", "pres"}:
        return {"past": ("was", "were"), "pres": ("is", "are")}[form][plural]
    if form == "ing":
        ending = {"be": "being", "lie": "lying", "die": "dying", "tie": "tying", "see": "seeing"}
        if lemma in ending:
            return ending[lemma]
        doubled = [
            "get",
            "split",
            "begin",
            "win",
            "set",
            "put",
            "pop",
            "drop",
            "rob",
            "run",
            "cut",
            "quit",
            "slip",
            "step",
            "sit",
            "wed",
            "stop",
            "plan",
        ]
        stem = lemma + lemma[-1] if lemma in doubled else lemma.removesuffix("e")
        return stem + "ing"
    if form == "pres":
        if plural:
            return lemma
        if lemma == "have":
            return "has"
        if lemma[-1] == "y" and lemma[-2] not in "aeiou":
            return lemma[:-1] + "ies"
        return lemma + ("es" if lemma.endswith(("s", "sh", "ch", "x", "o")) else "s")
    irregular = words("verbs").get(lemma)
    if irregular:
        return str(irregular[form == "pp"])
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma[-1] == "y" and lemma[-2] not in "aeiou":
        return lemma[:-1] + "ied"
    return lemma + "ed"


def _day(rng: random.Random, first: int, last: int, since: int = 0) -> date:
    """A day of these years, or of the dozen after ``since``."""
    if since:
        first, last = min(since, 2023), min(since + 12, 2024)
    return date(first, 1, 1) + timedelta(days=rng.randrange(365 * (last - first) + 300))


def ordinal(number: int) -> str:
    """A number with its ending.

    >>> ordinal(1), ordinal(12), ordinal(23)
    ('1st', '12th', '23rd')
    """
    ending = "th" if 10 < number % 100 < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def full_date(rng: random.Random, first: int, last: int, since: int) -> str:
    """A day in one of the ways to print it."""
    day = _day(rng, first, last, since)
    month, short = MONTHS[day.month - 1], SHORT[day.month - 1]
    return rng.choice(
        [f"{month} {day.day}, {day.year}"] * 3
        + [f"{short} {day.day}, {day.year}"] * 2
        + [f"{day.day} {month} {day.year}"] * 2
        + [
            f"{month} {day.year}",
            f"{day.year}",
            f"{day.day}.{day.month}.{day.year}",
            f"{month} {ordinal(day.day)}, {day.year}",
        ]
    )


def when(rng: random.Random, tense: str, after: int = 0) -> Thing:
    """An adverbial of time with its preposition before the span; ``future`` or ``past``."""
    month, short, weekday = rng.choice(MONTHS), rng.choice(SHORT), rng.choice(DAYS)
    day, year = rng.randrange(1, 29), _day(rng, 1930, 2024, after).year
    if tense == "future":
        options = [
            ("", f"next {rng.choice(['week', 'month', 'year', 'summer', 'spring', weekday, month])}"),
            ("in ", month),
            ("on ", weekday),
            ("", f"this {rng.choice(['summer', 'fall', 'weekend', 'winter', 'Christmas'])}"),
            ("on ", f"{short} {day}"),
            ("", "later this year"),
            ("", rng.choice(["tomorrow", "this coming weekend", "before the end of the year", "in the new year"])),
            ("in ", f"{month} of next year"),
        ]
    else:
        options = [
            ("in ", f"{year}"),
            ("in ", f"{year}"),
            ("in ", f"{month} {year}"),
            ("in ", f"{month} of {year}"),
            ("in ", f"the {rng.choice(['summer', 'fall', 'spring', 'winter', 'autumn'])} of {year}"),
            ("on ", f"{month} {day}, {year}"),
            ("on ", f"{short} {day}, {year}"),
            ("on ", f"{day} {month} {year}"),
            ("on ", f"{short} {day}"),
            ("on ", f"{month} {day}"),
            ("on ", weekday),
            ("", f"last {rng.choice([weekday, month, 'week', 'month', 'year', 'summer', 'fall'])}"),
            ("", f"{rng.choice(COUNT[2:])} {rng.choice(['years', 'months', 'weeks', 'days'])} ago"),
            (
                "",
                rng.choice(
                    [
                        "yesterday",
                        "on Saturday night",
                        "this week",
                        "earlier this year",
                        "earlier this month",
                        "a year ago",
                        "last weekend",
                    ]
                ),
            ),
            ("in ", f"{rng.choice(['early', 'late', 'mid-'])} {year}".replace("- ", "-")),
            ("in ", f"the {rng.choice(['early ', 'late ', ''])}{year // 10 * 10}s"),
            ("over ", "the weekend"),
            ("on ", rng.choice(["New Year's Eve", "Christmas Eve", "Valentine's Day", "the Fourth of July"])),
        ]
    before, text = rng.choice(options)
    if text.startswith("on "):
        before, text = "on ", text[3:]
    if text.startswith("in "):
        before, text = "in ", text[3:]
    return Thing(text, "Date", "value", before)


def since_when(rng: random.Random, after: int) -> str:
    """A time that can follow *since*, without a preposition."""
    year = _day(rng, 1935, 2023, after).year
    month = rng.choice(MONTHS)
    return rng.choice(
        [
            f"{year}",
            f"{year}",
            month,
            f"{month} {year}",
            f"early {year}",
            f"the summer of {year}",
            f"last {month}",
            "last year",
            "the spring",
            f"{month} {rng.randrange(1, 29)}",
        ]
    )


def thing(rng: random.Random, name: str, form: str, tense: str, after: int) -> Thing:
    """What fills the slot ``{name.form}``; years come after ``after``, if that is not 0.

    Raises KeyError for a name that is none.
    """
    lists = words("words")["things"]
    match name:
        case "when" if form == "next":
            return Thing(when(rng, "future").text, "Date", "value")
        case "when" if form == "bare":
            return Thing(since_when(rng, after), "Date", "value")
        case "when":
            return when(rng, tense, after)
        case "date":
            return Thing(
                full_date(rng, 1915, 2005, 0) if form == "old" else full_date(rng, 1905, 2024, after), "Date", "value"
            )
        case "year":
            return Thing(str(_day(rng, 1925, 2024, after).year), "Date", "value")
        case "years":
            first = _day(rng, 1940, 2008, after).year
            return Thing(f"{first}{rng.choice(['-', '–'])}{(first + rng.randrange(1, 15)) % 100:02}", "Date", "value")
        case "age":
            return Thing(str(rng.randrange(18, 90)), "Number", "value")
        case "place":
            if form == "country":
                return Thing(pick(rng, lists["country"]), "Place")
            text = pick(rng, lists["city"])
            if form != "city" and rng.random() < 0.12:
                text = pick(rng, lists["land"])
            elif not form and rng.random() < 0.1:
                text = pick(rng, words("words")["macros"]["towns"])
            return Thing(text, "Place")
        case "work":
            text = f"{pick(rng, lists['work_first'])} {pick(rng, lists['work_last'])}"
            chance = rng.random()
            text = f"The {text}" if chance < 0.2 else pick(rng, lists["work_last"]) if chance < 0.27 else text
            return Thing(text, "Work")
        case "org":
            text = pick(rng, lists["org_first"])
            if rng.random() < 0.65:
                text = f"{text} {pick(rng, lists['org_last'])}"
            return Thing(text, "Organization")
        case "paper" | "band" | "team" | "club":
            return Thing(pick(rng, lists[name]), "Organization")
        case "award":
            return Thing(pick(rng, lists["award"]), "Other")
        case "ill":
            return Thing(pick(rng, lists["illness"]), "Other", "value")
        case "illadj":
            return Thing(pick(rng, lists["ill_adj"]), "Other", "value")
        case _:
            raise KeyError(f"{name}: no such slot; see training/templates/things.py")


def job(rng: random.Random, female: bool) -> str:
    """An occupation as an article puts it."""
    return pick(rng, words("words")["things"]["jobs_f" if female else "jobs_m"])
