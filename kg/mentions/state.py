"""What has been read so far of one article: who was mentioned where, in which groups, who is whose."""

from __future__ import annotations

import math
from bisect import insort
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from kg.columns import Columns
from kg.mentions.antecedents import Antecedents
from kg.mentions.bylines import reporters
from kg.mentions.draft import OWNER, SUBJECT, Draft, Story
from kg.mentions.kin import Kin
from kg.mentions.phrases import owner_of
from kg.mentions.relations import relation_of
from kg.mentions.writers import voices
from kg.model import EntityType, MentionKind
from kg.names import rules
from kg.quotes import Quote

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SHARED_SUBJECT = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp"})
"""Clauses without a subject of their own: it is the one of the verb above."""


_CONTROL = frozenset(
    {"ask", "beg", "urge", "want", "persuade", "convince", "allow", "help", "invite", "force", "order"}
)
"""Verbs whose object does what the infinitive says: "Tom asked Ann to marry him"."""

_GETS = frozenset({"bear", "adopt", "welcome", "raise", "expect", "father"})
"""Verbs of parents whose object is their child."""

LEADS = 5
"""How many sentences from the beginning, headline and place line included, tell what the article is about."""


@dataclass
class Union:
    """A couple told of: the sentence of the first word of it, whether a wedding was told, whether it is over."""

    pair: tuple[str, str]
    sentence: int
    wedding: bool = False
    over: bool = False


class State:
    """The reading state; `kg.mentions.resolve` moves it on, the other modules ask it."""

    def __init__(
        self,
        story: Story,
        quotes: Sequence[Quote],
        weights: Mapping[str, float] | None = None,
        antecedents: Antecedents | None = None,
    ) -> None:
        self.story = story
        self.page = story.page
        self.people = story.people
        self.quotes = tuple(quotes)
        self.weights: Mapping[str, float] = rules("pronouns")["weights"] if weights is None else weights
        self.antecedents = antecedents
        self.asked: dict[int, dict[str, dict[str, float]]] = {}
        """What the ranking of every he and she saw: token -> person -> features. Training reads it."""
        self.told: dict[int, dict[str, float]] = {}
        """What a trained reader said where it was asked: token -> person -> log-odds."""
        self.kin = Kin(story.people)
        self.seen: list[Draft] = []
        """Resolved mentions of one person, in the order of resolution."""
        self.sets: list[tuple[int, tuple[str, ...]]] = []
        """Groups of people mentioned together: (token, keys)."""
        self.unions: dict[frozenset[str], Union] = {}
        """The couples that marry, are engaged or married, in the order told."""
        self.never: set[frozenset[str]] = set()
        """The pairs of whom it is told that they did not marry."""
        self.pairs: list[tuple[int, tuple[str, ...]]] = []
        """Spouses and siblings told by a noun ("his wife, Ann"): (token, keys)."""
        self.of: dict[str, list[Draft]] = defaultdict(list)
        """The mentions of each person alone, by position; names from the start, the rest as they are resolved."""
        self.among: dict[str, list[Draft]] = defaultdict(list)
        """The mentions of each person among others ("they", "the couple"), in the order of resolution."""
        self.met: list[tuple[int, tuple[str, ...]]] = []
        """Two people brought together by a verb or by "with": (token, keys). Weaker than `sets`."""
        self.passing: list[tuple[int, tuple[str, ...]]] = []
        """Who were once married, as it is told of one of them ("Al, who was once married to Eve"): (token, keys)."""
        self.paragraph = _paragraphs(story)
        """The paragraph of every sentence."""
        self.aside = _in_brackets(story.page)
        """The tokens of sentences in brackets: what others do meanwhile, in passing."""
        self.foretold: dict[int, tuple[str, ...]] = {}
        """Words that open the article and mean somebody named behind them: head token -> people."""
        self._covering: dict[int, Draft] = {}
        self.protagonist = _protagonist(story)
        self.voices = voices(story, self.quotes)
        """Who says "I" outside the quotations."""
        self.reporters = reporters(story)
        """Who only signs the article: nobody whom its words mean."""
        self.heroes = _heroes(story, self.protagonist, self.paragraph)
        quote_at = [-1] * len(self.page)
        for number, quote in enumerate(self.quotes):
            quote_at[quote.first : quote.last] = [number] * (min(quote.last, len(self.page)) - quote.first)
        self.by_sentence: dict[int, list[Draft]] = defaultdict(list)
        for draft in story.drafts:
            draft.quote = quote_at[draft.head]
            self.by_sentence[self.page.sent[draft.head]].append(draft)
            for i in range(draft.first, draft.last):
                self._covering.setdefault(i, draft)
            if draft.fixed and len(draft.entities) == 1 and draft.entities[0] in self.people:
                insort(self.of[draft.entities[0]], draft, key=lambda d: d.head)

    def note(self, draft: Draft) -> tuple[str, ...]:
        """Take in a draft that has just been resolved; the people it refers to."""
        keys = tuple(key for key in draft.entities if key in self.people)
        if len(keys) == 1:
            person = self.people[keys[0]]
            self.seen.append(draft)
            person.heads.append(draft.head)
            if not draft.fixed:
                insort(self.of[keys[0]], draft, key=lambda d: d.head)
            if draft.kind is not MentionKind.NAME and draft.gender and not person.gender:
                person.gender = draft.gender
        elif len(keys) > 1:
            self.sets.append((draft.head, keys))
            for key in keys:
                self.among[key].append(draft)
        return keys

    def unite(self, a: str, b: str, token: int, *, wedding: bool = False, over: bool = False) -> None:
        """Record that the text makes a couple of two people at the token."""
        sentence = self.page.sent[token]
        union = self.unions.setdefault(frozenset((a, b)), Union((a, b), sentence))
        union.sentence = min(union.sentence, sentence)
        union.wedding = union.wedding or wedding
        union.over = union.over or over

    def wedded(self, token: int, *, wedding: bool = False) -> tuple[str, str] | None:
        """The couple that the text is about, as far as it is read at the token; with ``wedding`` one that weds."""

        def points(union: Union) -> float:
            told = sum(math.log1p(sum(d.head < token for d in self.of[key])) for key in union.pair)
            close = 3.5 * self.together(union.pair, token)
            return 0.6 * told + 0.8 * union.wedding - 1.6 * union.over + 1.0 * (union.sentence < LEADS) + close

        asked = [u for u in self.unions.values() if u.sentence <= self.page.sent[token] and (u.wedding or not wedding)]
        return max(asked, key=points).pair if asked else None

    def together(self, keys: Iterable[str], token: int) -> bool:
        """Whether every one of them is named in the paragraph of the token before it."""
        here = self.paragraph[self.page.sent[token]]
        return all(
            any(d.head < token and self.paragraph[self.page.sent[d.head]] == here for d in self.of[key]) for key in keys
        )

    def is_past(self, keys: Sequence[str]) -> bool:
        """Whether the two were once married, and one of them is told to be another's husband or wife now."""
        was = {frozenset(pair) for _, pair in self.passing}
        now = [frozenset(pair) for pair in self.kin.couples() if not self.parted(*pair)] if was else []
        return frozenset(keys) in was and any(pair & set(keys) and pair not in was for pair in now)

    def leading(self, pair: tuple[str, str]) -> bool:
        """Whether the first sentences tell of the couple."""
        return self.unions[frozenset(pair)].sentence < LEADS

    def parted(self, a: str, b: str) -> bool:
        """Whether the text has told that the marriage of the two is over."""
        union = self.unions.get(frozenset((a, b)))
        return union is not None and union.over

    def mention_at(self, token: int) -> Draft | None:
        """The draft headed by the token, or one that covers it."""
        return self.story.at.get(token) or self._covering.get(token)

    def subject_of(self, verb: int) -> Draft | None:
        """The mention that is the subject of the verb, or of the verb above whose subject it shares."""
        for _ in range(6):
            if verb < 0:
                return None
            for child in self.page.children[verb]:
                if self.page.dep[child] in _SUBJECTS:
                    return self._person_at(child)
            if self.page.dep[verb] not in _SHARED_SUBJECT:
                return None
            above = self.page.head[verb]
            if self.page.dep[verb] == "xcomp" and self.page.lemma[above] in _CONTROL:
                for child in self.page.children[above]:
                    if self.page.dep[child] == "dobj" and child < verb:
                        return self.mention_at(child)
            verb = above
        return None

    def _person_at(self, subject: int) -> Draft | None:
        """The mention of a subject; behind a place line that the parse takes for it ("ROME -- Ann Lee"), the person."""
        found = self.mention_at(subject)
        if found is None or found.type is not EntityType.PERSON:
            behind = [c for c in self.page.children[subject] if self.page.dep[c] == "appos" and c > subject]
            people = [self.story.at[c] for c in behind if c in self.story.at]
            return next((d for d in people if d.type is EntityType.PERSON), found)
        return found

    def governs(self, upper: int, lower: int) -> bool:
        """Whether the clause of verb ``lower`` is subordinate to the one of ``upper``."""
        if upper < 0 or lower < 0 or upper == lower:
            return False
        i = lower
        for _ in range(12):
            head = self.page.head[i]
            if head == i:
                return False
            subordinate = self.page.dep[i] != "conj"
            i = head
            if subordinate and i == upper:
                return True
        return False

    def announces(self, draft: Draft, subject: Draft) -> bool:
        """Whether a pronoun in front looks forward to the subject or its owner: "In his first year, Tom ..."."""
        page = self.page
        owner = page.dep[subject.head] == "poss" and page.dep[page.head[subject.head]] in _SUBJECTS
        if page.sent[subject.head] != page.sent[draft.head] or subject.head < draft.head:
            return False
        if subject.role != SUBJECT and not (owner and draft.role == OWNER):
            return False
        before = range(max(0, subject.first - 4), subject.first)
        if page.dep[subject.head] == "appos" and any(page.tag[i] == "PRP$" for i in before):
            # "He is well, said his agent, Tom Bell": whoever owns an agent has been named before.
            return False
        return subject.verb == draft.verb or self.governs(subject.verb, draft.verb)

    def nearby(self, draft: Draft, sentences: int) -> list[str]:
        """The people mentioned alone in the sentence of the draft before it, and in the sentences before."""
        sent = self.page.sent[draft.head]
        keys = [d.entities[0] for d in self.seen if d.head < draft.head and sent - self.page.sent[d.head] <= sentences]
        return list(dict.fromkeys(keys))

    def speakers(self, draft: Draft) -> tuple[str, ...]:
        """Who says the words that the draft stands in: the speaker of its quotation, else the writer; or nobody."""
        if draft.quote < 0:
            return next((v.writer for v in self.voices if v.first <= draft.head < v.last), ())
        return self.speaker_of(draft.quote)

    def speaker_of(self, quote: int) -> tuple[str, ...]:
        """Whom the speaker phrase of the quotation refers to; empty where unknown."""
        speaker = self.quotes[quote].speaker
        if speaker is None:
            return ()
        for i in range(*speaker):
            draft = self.story.at.get(i)
            top = self.page.head[i]
            if draft is not None and draft.entities and (top == i or not speaker[0] <= top < speaker[1]):
                return draft.entities
        return ()

    def owners(self, draft: Draft) -> tuple[str, ...]:
        """The people who own a nominal ("Ann" in "Ann's husband"), as far as they are resolved."""
        owner = owner_of(self.page, draft)
        if owner is None and draft.verb >= 0 and self._is_had(draft):
            # "She has an older sister, Ann": the sister is hers.
            subject = self.subject_of(draft.verb)
            return subject.entities if subject is not None else ()
        mention = self.mention_at(owner) if owner is not None else None
        return mention.entities if mention is not None and mention is not draft else ()

    def _is_had(self, draft: Draft) -> bool:
        """Whether the nominal is what somebody has, or gives birth to."""
        page = self.page
        if page.dep[draft.head] == "dobj":
            return page.lemma[draft.verb] == "have" or (
                page.lemma[draft.verb] in _GETS and relation_of(page.lower[draft.head]) == "child"
            )
        to = page.head[draft.head]
        return page.lower[to] == "to" and page.at(to - 1) == "birth" and page.lemma[draft.verb] == "give"


def _heroes(story: Story, protagonist: str, paragraph: list[int]) -> frozenset[str]:
    """Whom the article is about: those whom its headline names, and who is named by far the oftenest."""
    page = story.page
    named: dict[str, int] = defaultdict(int)
    headline: set[str] = set()
    first = next((s for s, (a, b) in enumerate(page.sents) if any(page.text[i][0].isalpha() for i in range(a, b))), 0)
    alone = first + 1 < len(paragraph) and paragraph[first + 1] > paragraph[first]
    titled = alone and not _ends_like_a_sentence(story, first)
    for draft in story.drafts:
        if draft.fixed and draft.kind is MentionKind.NAME and len(draft.entities) == 1:
            named[draft.entities[0]] += 1
            if titled and page.sent[draft.head] == first:
                headline.add(draft.entities[0])
    others = [count for key, count in named.items() if key != protagonist]
    leads = named.get(protagonist, 0) >= max(3, 1.5 * max(others, default=0))
    return frozenset((headline | ({protagonist} if leads else set())) & story.people.keys())


def _ends_like_a_sentence(story: Story, sentence: int) -> bool:
    first, last = story.page.sents[sentence]
    words = [story.page.text[i] for i in range(first, last) if not story.page.text[i].isspace()]
    return not words or words[-1] in {".", "!", "?", '"', "”", ":"}


def _paragraphs(story: Story) -> list[int]:
    """The number of the paragraph of every sentence: a line break before it opens one."""
    page = story.page
    numbers: list[int] = []
    for first, _ in page.sents:
        opens = first > 0 and "\n" in page.text[first - 1]
        numbers.append((numbers[-1] if numbers else 0) + opens)
    return numbers


def _protagonist(story: Story) -> str:
    """The person whom the article names first and oftenest: empty where nobody leads."""
    names: dict[str, int] = defaultdict(int)
    for draft in story.drafts:
        if (
            draft.fixed
            and draft.kind is MentionKind.NAME
            and len(draft.entities) == 1
            and draft.entities[0] in story.people
        ):
            early = story.page.sent[draft.head] < LEADS
            names[draft.entities[0]] += 2 if early else 1
    ranked = sorted(names.items(), key=lambda item: -item[1])
    return ranked[0][0] if ranked and (len(ranked) < 2 or ranked[0][1] > ranked[1][1]) else ""


def _in_brackets(page: Columns) -> frozenset[int]:
    """The tokens between brackets that open with a sentence and close behind one."""
    starts = {first for first, _ in page.sents}
    found: set[int] = set()
    opening = -1
    for i, text in enumerate(page.text):
        if text == "(" and (i in starts or i + 1 in starts):
            opening = i
        elif text == ")" and opening >= 0:
            found.update(range(opening, i + 1))
            opening = -1
        elif "\n" in text:
            opening = -1
    return frozenset(found)
