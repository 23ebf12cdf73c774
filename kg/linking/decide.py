"""From odds to links: thresholds, reasons in words, and what a person has said before.

A rule never overrules a person: what somebody accepted stays, what somebody rejected is never proposed again.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from kg.identity import Maker
from kg.linking.features import Features
from kg.linking.linker import Answer, Option
from kg.linking.match import SINGLE, Fit
from kg.names import is_given, rules
from kg.rdf.links import Link, Strength


@dataclass(frozen=True, slots=True)
class Policy:
    """The thresholds of ``kg/rules/linking_weights.toml``: how likely an item must be for each strength of link.

    ``lead`` is by how much the likeliest must lead the next. A single name (Adele, North) needs more than odds: it must
    be the whole name of the item, or a relative told in the text must be known to Wikidata; without, it is never more
    than close, and that only from ``guess`` on.
    """

    same: float
    exact: float
    close: float
    guess: float
    lead: float


@cache
def default_policy() -> Policy:
    """The policy that ships."""
    return Policy(**rules("linking_weights")["policy"])


@cache
def method() -> str:
    """The short name of the weights, kept with each link: ``rules/`` and eight digits of their hash."""
    text = json.dumps(rules("linking_weights"), sort_keys=True)
    return f"rules/{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def decide(
    answers: Iterable[Answer], before: Iterable[Link], snapshot: str, policy: Policy | None = None
) -> list[Link]:
    """The links of those who were asked about, in order: those of persons as they are, the rest by the odds.

    ``before`` are the links that the graph has. Several candidates of one person may be worth a look (close); more
    than one link above the threshold there never is.
    """
    policy = policy or default_policy()
    by_person: defaultdict[str, dict[str, Link]] = defaultdict(dict)
    for link in before:
        if link.by is Maker.PERSON:
            by_person[link.entity][link.qid] = link
    found: list[Link] = []
    for answer in answers:
        said = by_person[answer.profile.id]
        found += said.values()
        if any(link.positive for link in said.values()):
            continue
        options = [option for option in answer.options if option.item.qid not in said]
        found += _by_odds(answer, options, snapshot, policy)
    return sorted(found)


def _by_odds(answer: Answer, options: list[Option], snapshot: str, policy: Policy) -> Iterator[Link]:
    runner_up = options[1].probability if len(options) > 1 else 0.0
    for place, option in enumerate(options):
        likely = option.probability
        if likely < policy.close:
            break
        firm = grounded(option, answer.profile.names[0])
        if not firm and likely < policy.guess:
            continue
        clear = place == 0 and likely - runner_up >= policy.lead and firm
        strength = (
            Strength.SAME if clear and likely >= policy.same
            else Strength.EXACT if clear and likely >= policy.exact
            else Strength.CLOSE
        )  # fmt: skip
        yield Link(
            answer.profile.id,
            option.item.qid,
            strength,
            round(likely, 4),
            Maker.RULE,
            tuple(reasons(option)),
            snapshot,
            method(),
        )


def grounded(option: Option, name: str) -> bool:
    """Whether more than a part of a name, and renown, speak for an option.

    A first name that is also somebody's alias (Tom) is a first name all the same.
    """
    whole = option.fit == Fit.MONONYM or (option.fit == Fit.NICKNAME and not is_given(name))
    return option.fit not in SINGLE or whole or option.features.get("tie", 0.0) > 0.5


_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "fit_same": "same name",
        "fit_alias": "alias",
        "fit_mononym": "whole name",
        "fit_nickname": "also called so",
        "fit_variant": "variant of the name",
        "fit_loose": "name spelt alike",
        "fit_surname": "surname",
        "fit_given": "first name",
        "fit_short": "short for the first name",
        "fit_other_surname": "surname of an alias",
        "fit_other_given": "first name of an alias",
        "thing_tie": "relation told in the text",
        "telling": "the only one so called that is widely known",
        "tie": "relative told in the text",
        "kin": "family in the article",
        "born_exact": "day of birth",
        "born_agrees": "birth",
        "died_exact": "day of death",
        "died_agrees": "death",
        "occupation": "occupation",
        "country": "citizenship",
        "fellow": "shared band, team, label or work",
    }
)
_ENOUGH = 0.3
"""From which value a feature that is a matter of degree counts as a reason."""


def reasons(option: Option) -> list[str]:
    """What speaks for an option, as clauses; how widely it is known comes last."""
    features: Features = option.features
    found = [words for name, words in _WORDS.items() if features.get(name, 0.0) >= _ENOUGH]
    if max(features.get("near", 0.0), features.get("wide", 0.0)) >= _ENOUGH:
        found.append("words of the article")
    elif max(features.get("topic_near", 0.0), features.get("topic_wide", 0.0)) >= 0.5:
        found.append("field of life")
    found.append(f"{option.item.sitelinks} sitelinks")
    return found
