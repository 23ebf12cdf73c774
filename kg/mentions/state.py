"""What has been read so far of one article: who was mentioned where, in which groups, who is whose."""

from __future__ import annotations

from bisect import insort
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.mentions.draft import SUBJECT, Draft, Story
from kg.mentions.kin import Kin
from kg.mentions.phrases import owner_of
from kg.model import MentionKind
from kg.names import rules
from kg.quotes import Quote

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_SHARED_SUBJECT = frozenset({"conj", "xcomp", "advcl", "acl", "pcomp"})
"""Clauses without a subject of their own: it is the one of the verb above."""


class State:
    """The reading state; `kg.mentions.resolve` moves it on, the other modules ask it."""

    def __init__(self, story: Story, quotes: Sequence[Quote], weights: Mapping[str, float] | None = None) -> None:
        self.story = story
        self.page = story.page
        self.people = story.people
        self.quotes = tuple(quotes)
        self.weights: Mapping[str, float] = rules("pronouns")["weights"] if weights is None else weights
        self.asked: dict[int, dict[str, dict[str, float]]] = {}
        """What the ranking of every he and she saw: token -> person -> features. Training reads it."""
        self.kin = Kin(story.people)
        self.seen: list[Draft] = []
        """Resolved mentions of one person, in the order of resolution."""
        self.sets: list[tuple[int, tuple[str, ...]]] = []
        """Groups of people mentioned together: (token, keys)."""
        self.of: dict[str, list[Draft]] = defaultdict(list)
        """The mentions of each person alone, by position; names from the start, the rest as they are resolved."""
        self._covering: dict[int, Draft] = {}
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
        return keys

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
                    return self.mention_at(child)
            if self.page.dep[verb] not in _SHARED_SUBJECT:
                return None
            verb = self.page.head[verb]
        return None

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
        """Whether a pronoun in front looks forward to the subject: "In his first year, Tom ..."."""
        page = self.page
        if subject.role != SUBJECT or page.sent[subject.head] != page.sent[draft.head] or subject.head < draft.head:
            return False
        return subject.verb == draft.verb or self.governs(subject.verb, draft.verb)

    def nearby(self, draft: Draft, sentences: int) -> list[str]:
        """The people mentioned alone in the sentence of the draft before it, and in the sentences before."""
        sent = self.page.sent[draft.head]
        keys = [d.entities[0] for d in self.seen if d.head < draft.head and sent - self.page.sent[d.head] <= sentences]
        return list(dict.fromkeys(keys))

    def speakers(self, quote: int) -> tuple[str, ...]:
        """Whom the quotation's speaker phrase refers to; empty where it is unknown or unresolved."""
        speaker = self.quotes[quote].speaker if quote >= 0 else None
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
        mention = self.mention_at(owner) if owner is not None else None
        return mention.entities if mention is not None and mention is not draft else ()
