"""He and she: whom a third-person singular pronoun refers to; who and whose.

What the form alone decides comes first; grammar then rules people out (co-arguments, the speaker of the quotation, the
wrong sex), and those left are ranked (`kg.mentions.ranking`). Where the best does not lead clearly, the pronoun stays
unresolved.
"""

from __future__ import annotations

from kg.mentions.binding import barred
from kg.mentions.draft import OWNER, SUBJECT, Draft
from kg.mentions.phrases import noun_kinds, owner_of
from kg.mentions.ranking import WINDOW, rank
from kg.mentions.relations import relation_of
from kg.mentions.state import LEADS, State
from kg.mentions.talkers import talker, told_by_a_stranger
from kg.model import MentionKind
from kg.names import fold, parse, rules

_HEADING = 10
"""Words that a heading between the paragraphs has at most."""
_LISTED = 25
"""Words within which the children of a marriage are listed before it."""
_YOUNG = frozenset({"child", "kid", "baby", "infant", "toddler", "teen", "teenager", "boy", "girl", "young", "little"})
_TIMES = frozenset({"when", "after", "before", "while", "until", "since"})


def third_person(state: State, draft: Draft) -> tuple[str, ...]:
    """The person that he, she, his, her ... refers to, as a tuple of one; empty where we are not sure."""
    fixed = _by_grammar(state, draft)
    if fixed is not None:
        return fixed
    ranked = rank(state, draft)
    if not ranked:
        return ()
    rule = rules("pronouns")["answer"]
    (probability, key), second = ranked[0], ranked[1][0] if len(ranked) > 1 else 0.0
    return (key,) if probability >= rule["least"] and probability - second >= rule["lead"] else ()


def _by_grammar(state: State, draft: Draft) -> tuple[str, ...] | None:
    """What the form alone decides: reflexives, "Tom and his wife", clauses about somebody unnamed. None: nothing."""
    page = state.page
    if page.lower[draft.head].endswith("self"):
        subject = state.subject_of(draft.verb)
        return subject.entities if subject is not None and len(subject.entities) == 1 else ()
    joined = state.story.ending.get(draft.head - 1)
    if joined is None and page.at(draft.head - 2) == "," and _owns_spouse(state, draft):
        joined = state.story.ending.get(draft.head - 2)
    coordinated = page.at(draft.head - 1) in {"and", "&"} and page.tag[draft.head] == "PRP$"
    if joined is not None and coordinated and state.people[joined.entities[0]].gender in {"", draft.gender}:
        return joined.entities
    if (owner := _of_the_owner(state, draft)) or _about_a_stranger(state, draft):
        return owner
    if draft.head in state.foretold:
        return state.foretold[draft.head]
    return (
        _of_both(state, draft)
        or _under_heading(state, draft)
        or _in_heading(state, draft)
        or _of_one_family(state, draft)
        or _child_of(state, draft)
        or _parent_of(state, draft)
        or _main_subject(state, draft)
        or talker(state, draft)
        or None
    )


def _of_the_owner(state: State, draft: Draft) -> tuple[str, ...]:
    """Whose kin somebody's is told to be: "Ann's bridesmaid was her sister, Eve"."""
    page, noun = state.page, state.page.head[draft.head]
    if draft.role != OWNER or not noun_kinds().get(page.lower[noun], ("", False, False))[2]:
        return ()
    beside = page.dep[noun] in {"appos", "conj"} and page.at(draft.head - 1) == ","  # "was a nurse, her sister, Eve"
    being = page.head[noun] if beside else noun
    if page.dep[being] != "attr":
        return ()
    subject = state.subject_of(page.head[being])
    owner = owner_of(page, subject) if subject is not None and subject.kind is MentionKind.NOMINAL else None
    if subject is None or owner is None or owner >= subject.head:
        return ()
    owners = state.owners(subject)
    fits = len(owners) == 1 and owners[0] in state.people and state.people[owners[0]].gender in {"", draft.gender}
    return owners if fits else ()


def _owns_spouse(state: State, draft: Draft) -> bool:
    """Whether the pronoun's noun is joined to the name before it and means a husband or wife: "Tom, and his wife"."""
    noun = state.page.head[draft.head]
    return state.page.dep[noun] == "conj" and relation_of(state.page.lower[noun]) in {"spouse", "partner"}


def _main_subject(state: State, draft: Draft) -> tuple[str, ...]:
    """The subject of the main clause for that of a clause of time: "The daughter of A was 18 when she married"."""
    page = state.page
    if (
        draft.role != SUBJECT
        or draft.verb < 0
        or page.dep[draft.verb] != "advcl"
        or page.lower[draft.head - 1] not in _TIMES
    ):
        return ()
    subject = state.subject_of(page.head[draft.verb])
    if (
        subject is None
        or subject.kind is not MentionKind.NOMINAL
        or subject.head > draft.head
        or len(subject.entities) != 1
        or subject.quote != draft.quote
    ):
        return ()
    key = subject.entities[0]
    return (key,) if key in state.people and state.people[key].gender == draft.gender else ()


def _under_heading(state: State, draft: Draft) -> tuple[str, ...]:
    """In a list, the person whose name heads the paragraph; for the other sex the person whom the article is about."""
    page, people = state.page, state.people
    sent = page.sent[draft.head]
    above = [s for s in state.story.headings if sent - WINDOW < s < sent]
    if not above or len(state.story.headings) < 2:
        return ()
    heading = state.story.headings[max(above)]
    if people[heading].gender == draft.gender:
        chosen = heading
    else:
        fitting = [key for key in sorted(people) if people[key].gender == draft.gender and not people[key].offspring]
        if not people[heading].gender or not fitting:
            return ()
        chosen = max(fitting, key=lambda key: sum(d.kind is MentionKind.NAME for d in state.of[key]))
    between = (d for s in range(max(above) + 1, sent + 1) for d in state.by_sentence[s] if d.head < draft.head)
    others = {key for d in between for key in d.entities if key in people and people[key].gender in {"", draft.gender}}
    return () if others - {chosen} or chosen in barred(state, draft) else (chosen,)


def _in_heading(state: State, draft: Draft) -> tuple[str, ...]:
    """In a line of its own that ends like no sentence ("She isn't the first fiancée"): whom the article is about."""
    page, people = state.page, state.people
    sent = page.sent[draft.head]
    first, last = page.sents[sent]
    words = [i for i in range(first, last) if not page.text[i].isspace()]
    alone = state.paragraph[sent] not in {state.paragraph[s] for s in (sent - 1, sent + 1) if 0 <= s < len(page.sents)}
    if sent == 0 or not alone or draft.role != SUBJECT or draft.head != words[0] or len(words) > _HEADING:
        return ()
    if page.text[words[-1]] in {".", "!", "?", '"', "”", ":"}:
        return ()
    named = {
        key: sum(d.kind is MentionKind.NAME for d in state.of[key])
        for key, person in people.items()
        if person.gender == draft.gender and state.of[key] and page.sent[state.of[key][0].head] < LEADS
    }
    best = sorted(named, key=lambda key: -named[key])
    return (best[0],) if best and (len(best) < 2 or named[best[0]] > named[best[1]]) else ()


def _of_one_family(state: State, draft: Draft) -> tuple[str, ...]:
    """The one who bears the surname of the relative named with the pronoun: "his daughter, Ann Bell"."""
    page, people = state.page, state.people
    noun = page.head[draft.head]
    if draft.role != OWNER or relation_of(page.lower[noun]) not in {"child", "parent", "sibling"}:
        return ()
    owned = state.story.at.get(noun)
    if owned is None or len(owned.entities) != 1 or owned.entities[0] not in people:
        return ()
    surname = fold(parse(people[owned.entities[0]].label).surname)
    sent = page.sent[draft.head]
    same_name = (k for k, person in people.items() if surname and fold(parse(person.label).surname) == surname)
    bearers = [
        key
        for key in same_name
        if key != owned.entities[0]
        and any(d.head < draft.head and sent - page.sent[d.head] <= 2 * WINDOW for d in state.of[key])
    ]
    same = [key for key in bearers if people[key].gender == draft.gender]
    alone = len(bearers) == 1 or relation_of(page.lower[noun]) == "sibling"  # whose mother bears the name too
    return tuple(same) if alone and len(same) == 1 and same[0] not in barred(state, draft) else ()


def _child_of(state: State, draft: Draft) -> tuple[str, ...]:
    """Whose age tells when the parents did something: "Her parents divorced when she was ten"."""
    page = state.page
    if draft.role != SUBJECT or draft.verb < 0 or page.dep[draft.verb] != "advcl" or page.lemma[draft.verb] != "be":
        return ()
    if page.lower[draft.head - 1] not in _TIMES or not _is_young(state, draft.verb):
        return ()
    parents = state.subject_of(page.head[draft.verb])
    if parents is None or parents.kind is not MentionKind.NOMINAL or parents.head > draft.head:
        return ()
    if relation_of(page.lower[parents.head]) not in {"parent", "grandparent", "stepparent"}:
        return ()
    owners = state.owners(parents)
    fits = len(owners) == 1 and owners[0] in state.people and state.people[owners[0]].gender in {"", draft.gender}
    return owners if fits else ()


def _is_young(state: State, verb: int) -> bool:
    """Whether the predicate is an age or a word for somebody young: "was ten", "was a child", "was 12"."""
    page = state.page
    for k in page.children[verb]:
        if k > verb and (page.pos[k] == "NUM" or page.lower[k] in _YOUNG or page.lower[k].isdigit()):
            return True
    return False


def _parent_of(state: State, draft: Draft) -> tuple[str, ...]:
    """Who has a child of a marriage, or with somebody: "She has a son, Max, from her first marriage", "by her ex"."""
    page = state.page
    noun = page.head[draft.head]
    if draft.role != OWNER:
        return ()
    of_marriage = page.lower[noun] in rules("nominals")["shared"]
    if not of_marriage and relation_of(page.lower[noun]) not in {"spouse", "partner"}:
        return ()
    if page.lower[page.head[noun]] not in ({"from", "of", "by", "during"} if of_marriage else {"with", "by"}):
        return ()
    start = page.sents[page.sent[draft.head]][0]
    for other in reversed(state.by_sentence[page.sent[draft.head]]):
        if not start <= other.head < draft.head or other.kind is not MentionKind.NOMINAL:
            continue
        had = of_marriage or page.dep[other.head] == "dobj"
        if had and relation_of(page.lower[other.head]) == "child" and draft.head - other.head <= _LISTED:
            owners = state.owners(other)
            fits = len(owners) == 1 and owners[0] in state.people
            return owners if fits and state.people[owners[0]].gender in {"", draft.gender} else ()
    return ()


def _of_both(state: State, draft: Draft) -> tuple[str, ...]:
    """The one of a man and a woman that is meant: "Both had been divorced, he from A, and she from B"."""
    for other in state.by_sentence[state.page.sent[draft.head]]:
        if other.head < draft.head and state.page.lower[other.head] == "both" and len(other.entities) == 2:
            sexes = [state.people[key].gender for key in other.entities]
            if sorted(sexes) == ["f", "m"]:
                return (other.entities[sexes.index(draft.gender)],)
    return ()


def _about_a_stranger(state: State, draft: Draft) -> bool:
    """Whether somebody unnamed is the subject of a possessive's clause: "the client left his wife"."""
    if draft.role != OWNER:
        return told_by_a_stranger(state, draft)
    subject = state.subject_of(draft.verb)
    if subject is None or subject.head >= draft.head or subject.kind is not MentionKind.NOMINAL or subject.entities:
        return False
    inside = subject.first <= draft.head < subject.last
    return not subject.plural and not inside and subject.gender in {"", draft.gender}
