"""Apposition: a description and a name side by side are one person ("his wife, Ann Lee"; "Ann Lee, a nurse")."""

from __future__ import annotations

from kg.mentions.bearers import ADULT
from kg.mentions.draft import SUBJECT, Draft, Story
from kg.mentions.enumerations import listed, listed_before
from kg.mentions.phrases import noun_kinds
from kg.mentions.relations import relation_of
from kg.model import MentionKind
from kg.names import fold, gender, parse, words

_BABIES = frozenset(
    {"baby", "babies", "toddler", "toddlers", "newborn", "newborns", "tot", "tots", "infant", "infants"}
)

_LITTLE = frozenset({"little", "baby", "infant", "newborn", "toddler", "small", "young"})
_BLOOD = frozenset({"child", "parent", "sibling", "grandchild", "grandparent", "stepchild", "stepparent"})
_BREAKS = frozenset({",", ":", "—", "–", "--", "("})
_PREMODIFIERS = frozenset({"DT", "JJ", "JJR", "JJS", "NN", "CD", "VBN", "HYPH", "RB", "NNP", "PRP$"})
_CLOSERS = frozenset([*",.;():—–&!?”", "--", '"', "'s", "’s"]) | frozenset(
    {"and", "who", "whose", "to", "in", "on", "from", "with", "for", "at"}
)
_NAMERS = frozenset({"named", "called", "christened", "dubbed"})
_COPULAS = frozenset({"is", "are", "was", "were"})


def link_appositions(story: Story) -> None:
    """Resolve the nominals that stand in apposition to names, and let the names learn from them (noun, gender)."""
    headings = _headings(story)
    story.headings = {sentence: draft.entities[0] for sentence, draft in headings.items()}
    for draft in story.drafts:
        if draft.kind is not MentionKind.NOMINAL:
            continue
        headed = _headed(story, draft, headings)
        if not headed and _may_be_the_parent(story, draft):
            continue
        keys = headed or _made(story, draft) or _forward(story, draft) or _backward(story, draft)
        noun = story.page.lower[draft.head]
        if draft.plural and len(keys) == 1 and not (noun_kinds()[noun][1] or noun_kinds()[noun][2]):
            keys = ()  # "the grandson of miners, Tom Bell"
        if len(keys) == 1 and draft.gender and story.people[keys[0]].gender not in {"", draft.gender}:
            # "Luke's late wife, Tom Bell as his brother and ...": the list goes on.
            keys = ()
        if keys:
            draft.entities = keys
            draft.fixed = True
            if not headed or relation_of(story.page.lower[draft.head]) != "child":
                teach(story, draft, keys)
        else:
            _predicate(story, draft)


def _may_be_the_parent(story: Story, draft: Draft) -> bool:
    """Whether the full name behind may be the parent's: "the mother of [his child], Ann Lee"."""
    page = story.page
    child = relation_of(page.lower[draft.head]) == "child" or page.lower[draft.head] in words("nominals", "children")
    outer = page.lower[draft.first - 2] if draft.first > 1 and page.lower[draft.first - 1] == "of" else ""
    if not child or relation_of(outer) != "parent" or page.at(draft.head + 1) != ",":
        return False
    name = story.starting.get(_skip(story, draft.head + 2))
    if name is None or parse(called := page.words(name.first, name.last)).words < 2:
        return False
    sex = noun_kinds()[outer][0]
    return draft.plural or not (sex and gender(called) not in {"", sex})


def _headings(story: Story) -> dict[int, Draft]:
    """Sentence -> the person whose name is all of it, as over a paragraph of a list; made a subject."""
    page = story.page
    found: dict[int, Draft] = {}
    for draft in story.starting.values():
        first, last = page.sents[page.sent[draft.first]]
        rest = (*range(first, draft.first), *range(draft.last, last))
        if not any(page.text[i][0].isalpha() for i in rest) or _bracketed(story, draft.last, last):
            found[page.sent[draft.first]] = draft
            draft.role = SUBJECT
    return found


def _bracketed(story: Story, first: int, last: int) -> bool:
    """Whether nothing but a bracket stands between the tokens: "Ann Lee (rumored)"."""
    words = [story.page.text[i] for i in range(first, last) if not story.page.text[i].isspace()]
    return 2 < len(words) < 7 and words[0] == "(" and words[-1] == ")" and words.count("(") == 1


def _headed(story: Story, draft: Draft, headings: dict[int, Draft]) -> tuple[str, ...]:
    """The name of the heading, for the first phrase of the sentence below it ("2. Ann Lee. The actress was 16")."""
    page = story.page
    heading = headings.get(page.sent[draft.head] - 1)
    opens = all(page.text[i].isspace() for i in range(page.sents[page.sent[draft.head]][0], draft.first))
    definite = page.tag[draft.first] in {"DT", "PRP$"} and page.lower[draft.first] not in {"a", "an", "no", "another"}
    if heading is None or not opens or draft.plural or not definite:
        return ()
    if draft.role != SUBJECT and page.dep[draft.head] != "ROOT":
        return ()
    if draft.gender and story.people[heading.entities[0]].gender not in {"", draft.gender}:
        return ()
    # "His father said": somebody else, unless the paragraph is about one known by that noun.
    own = page.tag[draft.first] != "PRP$" or page.dep[draft.head] == "ROOT"
    return heading.entities if own else ()


def _made(story: Story, draft: Draft) -> tuple[str, ...]:
    """Who becomes what by the verb: "the judge made Ann Lee the wife of Tom Bell"."""
    name = story.ending.get(draft.first)
    if name is None or story.page.lower[draft.first] != "the" or not noun_kinds()[story.page.lower[draft.head]][2]:
        return ()
    before = range(max(0, name.first - 3), name.first)
    return name.entities if any(story.page.lemma[i] in {"make", "pronounce", "declare"} for i in before) else ()


def teach(story: Story, draft: Draft, keys: tuple[str, ...]) -> None:
    """Let the people learn the noun by which they are described, and the sex it tells."""
    noun = story.page.lower[draft.head]
    for key in keys:
        person = story.people[key]
        person.nouns.add(noun)
        person.relative = person.relative or relation_of(noun) in _BLOOD
        if noun in words("nominals", "children") or relation_of(noun) == "child":
            little = any(story.page.lower[i] in _LITTLE for i in range(draft.first, draft.head))
            young = (
                noun in _BABIES or little or any((age := story.people[k].age) is not None and age < ADULT for k in keys)
            )
            person.child = person.child or (young and (person.age is None or person.age < ADULT))
            person.offspring = person.age is None or person.age < ADULT
        if draft.gender and not person.gender:
            person.gender = draft.gender


def _forward(story: Story, draft: Draft) -> tuple[str, ...]:
    page = story.page
    j = draft.head + 1
    word = page.at(j)
    if word in _NAMERS or (word == "known" and page.at(j + 1) == "as"):
        j += 1 + (word == "known")  # "the rapper known as Lux"
    elif word in _COPULAS and noun_kinds()[page.lower[draft.head]][2] and draft.role == SUBJECT:
        j += 1
        if page.at(j) in {"not", "n't"}:
            return ()
        comma = True
        return listed(story, draft, _skip(story, j))
    if word in {"with", "by"} and noun_kinds()[page.lower[draft.head]][1] and j + 1 in story.starting:
        # "her two boys with Tom, Ivan, 9, and Leon, 7"
        j = story.starting[j + 1].last
        word = page.at(j)
    comma = word in _BREAKS
    if comma and page.at(j + 1) == "not":
        return ()
    if comma:
        # "His father, also named Tom Bell"
        j += page.at(j + 1) == "also"
        j = _skip(story, j + 1 + (page.at(j) == "also" and page.at(j + 1) in _NAMERS))
    if j < len(page) and page.text[j] in {'"', "“", "'", "‘"}:
        j += 1
    name = story.starting.get(j)
    if name is None:
        # "A third child of the house, Ann Lee": only the parse tells.
        apposed = next((c for c in page.children[draft.head] if page.dep[c] == "appos" and c > draft.head), None)
        apposed = _second_subject(story, draft) if apposed is None else apposed
        found = story.at.get(apposed) if apposed is not None else None
        named = (
            found is not None
            and found.kind is MentionKind.NAME
            and found.fixed
            and found.entities
            and found.entities[0] in story.people
        )
        if found is not None and named and _nearer(story, draft, found):
            return ()
        return found.entities if found is not None and named and not draft.plural else ()
    if page.sent[name.head] != page.sent[draft.head]:
        return ()
    if page.at(name.last) in {"'s", "’s"} and page.tag[name.last] == "POS" and comma:
        return ()
    if comma and not draft.plural and page.dep[name.head] != "appos":
        after = page.at(name.last)
        closed = after in _CLOSERS or not after or after.isspace() or fold(page.text[name.last - 1]) in {"jr", "sr"}
        if not closed or (
            page.dep[name.head] == "nsubj" and page.head[name.head] != draft.verb and after not in {",", ".", ";", ")"}
        ):
            return ()
    if draft.plural:
        return listed(story, draft, j)
    return name.entities


def _second_subject(story: Story, draft: Draft) -> int | None:
    """The name that the parse makes a subject beside the role in front: "The grandson of a miner, Tom Bell sings"."""
    page, verb = story.page, story.page.head[draft.head]
    if page.dep[draft.head] not in _SUBJECTS | _ADJUNCTS or draft.first != page.sents[page.sent[draft.head]][0]:
        return None
    later = [c for c in page.children[verb] if draft.head < c < verb and page.dep[c] in _SUBJECTS]
    if page.dep[draft.head] == "appos":
        later = [verb] if verb > draft.head and page.dep[verb] in _SUBJECTS else []
    name = story.at.get(later[0]) if len(later) == 1 else None
    if (
        page.dep[draft.head] in _ADJUNCTS
        and name is not None
        and not _told_whole(story, draft, range(draft.last, name.first - 1))
    ):
        return None
    between = range(draft.last, name.first - 1) if name is not None else range(0)
    if name is None or (
        any(page.pos[k] in {"VERB", "AUX"} for k in between) and not _told_whole(story, draft, between)
    ):
        return None  # "The chef, who is raising twins, Tom and Bo, sings"
    return later[0] if page.at(name.first - 1) == "," else None


def _told_whole(story: Story, draft: Draft, behind: range) -> bool:
    """Whether a clause without a comma belongs to the role: "A native of Leeds who grew up in Bath, Tom Bell sings"."""
    page = story.page
    told = any(page.tag[k] in {"WP", "WP$"} for k in behind) and not any(page.text[k] in _BREAKS for k in behind)
    says = page.lemma[page.head[draft.head]] in {"say", "tell", "add", "recall", "learn", "write", "report", "claim"}
    return told and page.lower[draft.first] in {"a", "an"} and not says


_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ADJUNCTS = frozenset({"advcl", "npadvmod", "appos", "dep"})
"""What the parse makes of a role in front that a clause tells more of."""


def _nearer(story: Story, draft: Draft, name: Draft) -> bool:
    """Whether a nearer noun has the name for its apposition: "the son of a surgeon, Tom Bell"."""
    k = name.first - 1
    if story.page.at(k) == ",":
        k -= 1
    nearer = story.at.get(k)
    return nearer is not None and nearer is not draft and nearer.kind is MentionKind.NOMINAL and not nearer.plural


def _skip(story: Story, j: int) -> int:
    """The index after premodifiers, if a name follows them ("the retired striker | Tom Bell"); else ``j``."""
    page = story.page
    for k in range(j, min(j + 8, len(page))):
        if k in story.starting:
            # "Tom Bell, a singer, married Ann Lee"
            return j if k > j and page.tag[k - 1] == "VBN" else k
        if page.tag[k] not in _PREMODIFIERS:
            return j
    return j


def _backward(story: Story, draft: Draft) -> tuple[str, ...]:
    page = story.page
    k = draft.first - 1
    if (
        k < 1
        or page.text[k] not in {",", "(", "—", "–"}
        or (draft.role == SUBJECT and page.dep[draft.head] != "appos")
        or page.dep[draft.head] == "conj"
    ):
        return ()
    if draft.head + 1 < len(page) and page.tag[draft.head + 1] == "POS":
        # "Ann Lee, the bride's sister": the bride is somebody else.
        return ()
    name = story.ending.get(k)
    if name is None and page.text[k - 1].isdigit() and k >= 3:
        name = story.ending.get(k - 2)
    if name is None or page.sent[name.head] != page.sent[draft.head]:
        return ()
    if draft.plural:
        return listed_before(story, draft, name)
    opens = (
        page.tag[draft.first] in {"DT", "PRP$", "NN", "JJ", "NNP", "VBN", "RB", "POS"} or draft.first in story.starting
    )
    following = page.at(draft.head + 1)
    closed = not following or following in _CLOSERS or following in {"of", "that", "he", "she"} or following.isspace()
    runs_on = draft.head + 1 < len(page) and page.tag[draft.head + 1] in {"VBD", "VBZ", "VBP", "MD"}
    if (page.dep[draft.head] == "appos" and not runs_on) or (opens and closed):
        return name.entities
    return ()


def _predicate(story: Story, draft: Draft) -> None:
    """Let a subject learn its predicate noun ("Ann is a singer"); the phrase stays unresolved: it may be asked."""
    page = story.page
    verb = page.head[draft.head]
    if page.dep[draft.head] != "attr" or page.lemma[verb] not in {"be", "become"}:
        return
    if any(page.dep[c] == "neg" for c in page.children[verb]) or any(
        page.dep[c] == "conj" for c in page.children[draft.head]
    ):
        return
    for child in page.children[verb]:
        if page.dep[child] == "nsubj":
            subject = next((d for d in story.drafts if d.fixed and d.head == child and len(d.entities) == 1), None)
            if subject is not None and subject.kind is MentionKind.NAME and subject.entities[0] in story.people:
                person = story.people[subject.entities[0]]
                if relation_of(page.lower[draft.head]) == "child" and person.age is None:
                    # "Ann is a faded It girl" makes her nobody's daughter.
                    person.gender = person.gender or draft.gender
                else:
                    teach(story, draft, subject.entities)
