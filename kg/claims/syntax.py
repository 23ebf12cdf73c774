"""Who does what to whom, from a dependency parse: subjects, objects and prepositional arguments of a predicate.

The stock parser speaks the CLEAR labels (``nsubjpass``, ``dobj``, ``pobj``, ``relcl``). Passives, relative clauses,
coordination, control ("plans to marry"), participles and copulas are undone here, so that the rules see one shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from spacy.tokens import Token

from kg.memory import kept

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
OBJECTS = frozenset({"dobj", "dative", "obj", "oprd"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
"""The tags of finite verbs."""

AUXILIARIES = frozenset({"aux", "auxpass"})
COPULAS = frozenset({"be", "become", "get", "remain", "stay", "feel", "seem", "appear", "look"})
RELATIVES = frozenset({"WDT", "WP", "WP$"})
PLAYING = frozenset({"play", "star", "appear", "portray", "voice", "headline", "co-star", "costar", "feature", "lead"})
ENGAGING = frozenset({"sign", "cast", "hire", "pick", "choose", "recruit", "tap", "book", "engage", "audition", "want"})
"""Who engages whom to play: the one who plays is the object."""
OBJECT_CONTROL = frozenset(
    {
        "ask",
        "tell",
        "persuade",
        "convince",
        "want",
        "urge",
        "beg",
        "force",
        "let",
        "help",
        "allow",
        "see",
        "leave",
        "expect",
        "bring",
        "send",
        "invite",
    }
)


def start_before(word: Token, back: int = 1) -> int:
    """The index where the sentence begins that stands ``back`` before that of ``word``; 0 where there are not so many.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> doc = Doc(spacy.blank("en").vocab, words=["Ann", "sang", "Al", "wept"], sent_starts=[True, False, True, False])
    >>> start_before(doc[3]), start_before(doc[3], back=2)
    (0, 0)
    """
    start = word.sent.start
    for _ in range(back):
        start = word.doc[start - 1].sent.start if start else 0
    return int(start)


def coordinated(tokens: Iterable[Token]) -> list[Token]:
    """``tokens`` and what is coordinated with or to their right ("Ann, Bob and Cy" from "Ann"), in order."""
    found: dict[int, Token] = {}
    for token in tokens:
        stack = [token]
        while stack:
            current = stack.pop()
            if current.i in found:
                continue
            found[current.i] = current
            stack.extend(child for child in current.children if child.dep_ == "conj" and child.pos_ != "VERB")
    return [found[i] for i in sorted(found)]


@kept
def clause(token: Token) -> Token:
    """The verb that carries the predicate ``token``: itself, or the copula of an adjective or noun."""
    current = token
    while current.dep_ in {"acomp", "attr", "oprd", "conj", "amod"} and current.pos_ not in {"VERB", "AUX"}:
        if current.head == current:
            break
        current = current.head
        if current.pos_ in {"VERB", "AUX"}:
            return current
    if token.dep_ in {"acomp", "oprd", "attr"} and token.head.lemma_ in COPULAS:
        return token.head
    return token


@kept
def governor(token: Token) -> Token:
    """The verb (or copula) in whose clause ``token`` stands."""
    current = token
    while current.pos_ not in {"VERB", "AUX"} and current.head != current:
        current = current.head
    if current.dep_ in {"aux", "auxpass"}:
        current = current.head
    return current


@kept
def is_passive(verb: Token) -> bool:
    """Whether the verb stands in the passive ("was founded", "got married") or is a bare participle ("founded by")."""
    if any(child.dep_ in {"nsubjpass", "auxpass", "agent"} for child in verb.children):
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return True
    if verb.tag_ == "VBN" and verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        has_own = any(child.dep_ in SUBJECTS or child.dep_ == "aux" for child in verb.children)
        return not has_own and is_passive(verb.head)
    return False


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The heads of the (surface) subject of ``verb``, coordination included; found through control and relatives."""
    return list(_subjects(verb, depth))


@kept
def _subjects(verb: Token, depth: int) -> Sequence[Token]:
    if depth > 6:
        return []
    own = [child for child in verb.children if child.dep_ in SUBJECTS and not _is_of_the_next(child, verb)]
    if own and (mark := next((child.i for child in verb.children if child.dep_ == "mark"), None)) is not None:
        own = [child for child in own if child.i > mark] or own  # "by her aunt, Ann, after her mother died"
    if not own:  # the parser sometimes hangs the subject on the auxiliary
        own = [
            leaf
            for child in verb.children
            if child.dep_ in AUXILIARIES
            for leaf in child.children
            if leaf.dep_ in SUBJECTS
        ]
    if own:
        if own[0].tag_ in RELATIVES and verb.dep_ == "relcl":
            return coordinated([own[0]])
        found = coordinated(_listed(own, verb))
        owners = [first for token in found if (first := owns_too(token)) is not None]
        return [token for token in found if token not in owners and not _owns(token)]
    if (late := _behind_a_date(verb) or _behind_since(verb) or _behind_as_for(verb)) is not None:
        return coordinated([late])
    head = verb.head
    if head == verb:
        return []
    engaged = verb.lemma_ in PLAYING and head.lemma_ in ENGAGING and verb.dep_ in {"xcomp", "advcl"}
    if engaged and (players := objects(head)):  # "the producer signed Ann Lee to play the maid"
        return players
    if verb.dep_ == "conj":
        return subjects(head, depth + 1)
    if verb.dep_ in {"xcomp", "ccomp"}:
        patients = [child for child in head.children if child.dep_ in {"dobj", "dative"} and child.ent_type_ != "ORG"]
        if patients and head.lemma_ in OBJECT_CONTROL:
            return coordinated(patients)
        if verb.dep_ == "xcomp" or verb.tag_ in {"VB", "VBG"}:
            return subjects(clause(head), depth + 1)
        return []
    gerund = verb.dep_ == "pobj" and verb.tag_ == "VBG"  # "known for singing"
    if gerund or verb.dep_ in {"advcl", "pcomp", "prep", "aux", "auxpass", "npadvmod"}:
        return subjects(_verb_above(verb), depth + 1)
    if verb.dep_ in {"acl", "relcl", "appos"} and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        if verb.tag_ == "VB" and head.dep_ == "attr" and head.head.lemma_ in COPULAS:
            return subjects(head.head, depth + 1)  # "Ann was the first woman to win"
        if verb.dep_ == "acl" and verb.lemma_ == "bear" and head.dep_ == "attr" and head.head.lemma_ in COPULAS:
            return subjects(head.head, depth + 1)  # "He was a singer, born in Rome"
        return [t for t in coordinated([head]) if t.i < verb.i]  # "Al, a busker living there, and Ann"
    if verb.dep_ in {"acomp", "attr", "oprd"}:
        return subjects(head, depth + 1)
    return []


def _owns(token: Token) -> bool:
    """Whether it is an owner: of "her husband and Di Ray's ex, Bo Orr" it is no second subject."""
    return token.dep_ == "conj" and any(child.dep_ == "case" for child in token.children)


def owns_too(noun: Token) -> Token | None:
    """The first of two owners, whom the parser took for a subject: "Ann Lee and Al Bogg's son was born in May"."""
    owner = next((child for child in noun.children if child.dep_ == "poss"), None)
    first = noun.head
    if noun.dep_ != "conj" or noun.tag_ != "NN" or owner is None or first.pos_ != "PROPN" or owner.pos_ != "PROPN":
        return None
    verb = governor(first)
    one = any(token.lower_ in {"was", "is", "has"} or token.tag_ == "VBZ" for token in (verb, *verb.children))
    beside = noun.doc[first.i + 1].lower_ == "and" and owner.left_edge.i == first.i + 2
    return first if beside and one and verb.i > noun.i else None


def _is_of_the_next(subject: Token, verb: Token) -> bool:
    """Whether a semicolon parts the two: "she later adopted Max; Ann Lee's own sons, Al and Bo, were at school"."""
    return subject.i > verb.i and any(token.text == ";" for token in verb.doc[verb.i : subject.left_edge.i])


def _listed(subjects: list[Token], verb: Token) -> list[Token]:
    """The subjects and the names that the parser took for their apposition: "Ann Lee, Al Orr and Cy Day founded"."""
    names = [
        child
        for subject in subjects
        for child in subject.children
        if child.dep_ == "appos" and child.ent_type_ == "PERSON" and any(c.dep_ == "conj" for c in child.children)
        if child.i < verb.i or subject.i > verb.i  # "Ann is survived by three sons: Al, Bo and Cy"
    ]
    return [*subjects, *names]


def _behind_a_date(verb: Token) -> Token | None:
    """The subject that the parser took into the date before it: "In August Birch marries Clara Hunt"."""
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    if before is None or verb.tag_ not in {"VBZ", "VBD"} or before.ent_type_ != "PERSON" or before.dep_ != "pobj":
        return None
    while before.i > verb.sent.start and before.nbor(-1).ent_type_ == "PERSON":
        before = before.nbor(-1)
    dated = before.i > verb.sent.start and before.nbor(-1).ent_type_ == "DATE"
    return verb.doc[verb.i - 1] if dated else None


def _behind_as_for(verb: Token) -> Token | None:
    """The subject that the parser took for an apposition: "As for its makers, Al Orr, 43, stays on as head"."""
    doc, i = verb.doc, verb.i - 1
    if verb.dep_ != "ROOT" or verb.tag_ not in {"VBZ", "VBD"}:
        return None
    if i - 3 > verb.sent.start and doc[i].text == "," and doc[i - 1].like_num and doc[i - 2].text == ",":
        i -= 3
    named = i > verb.sent.start and doc[i].ent_type_ == "PERSON" and doc[i].dep_ == "appos"
    return doc[i] if named and doc[i].head.i < i else None


def _behind_since(verb: Token) -> Token | None:
    """The subject that the parser took for the object of "since" or "as": "since Al Bogg, her husband, died"."""
    first = min((child.i for child in verb.children if child.dep_ in AUXILIARIES), default=verb.i)
    if verb.dep_ != "advcl" or verb.tag_ not in {"VBD", "VBN", "VBZ"} or first == verb.sent.start:
        return None
    for child in verb.head.children:
        if child.lower_ in {"since", "after", "before", "until", "as"} and child.dep_ == "prep" and child.i < verb.i:
            taken = next((t for t in child.children if t.dep_ == "pobj" and t.ent_type_ == "PERSON"), None)
            right_behind = taken is not None and taken.right_edge.i == first - 1
            return taken if right_behind or verb.doc[first - 1].text == "," else None
    return None


def _verb_above(token: Token) -> Token:
    current = token.head
    while current.head != current and current.pos_ not in {"VERB", "AUX"}:
        current = current.head
    return current


def objects(verb: Token) -> list[Token]:
    """The heads of the direct and indirect objects of an active verb, relative clauses undone."""
    own = [child for child in verb.children if child.dep_ in OBJECTS]
    # "married, in 1952, Ann Lee"
    own = own or [t for t in verb.children if t.dep_ == "npadvmod" and t.ent_type_ == "PERSON" and t.i > verb.i]
    if own:
        return coordinated(own)
    if verb.dep_ == "relcl" and verb.head.pos_ in {"NOUN", "PROPN", "PRON"}:
        subject = [child for child in verb.children if child.dep_ in SUBJECTS]
        leaves = [leaf for child in verb.children if child.dep_ == "prep" for leaf in child.children]
        # "the firm where she started", "Ann Lee, from whom he is divorced"
        there = any(t.tag_ == "WRB" for t in verb.children) or any(t.tag_ in {"WP", "WDT"} for t in leaves)
        if subject and subject[0].tag_ not in RELATIVES and not there:
            return coordinated([verb.head])
    return []


def agents(verb: Token) -> list[Token]:
    """The heads of the by-phrase of a passive."""
    bys = [child for child in verb.children if child.dep_ == "agent" or child.lower_ == "by"]
    bys += [leaf for by in bys for leaf in by.children if leaf.dep_ in {"conj", "prep"} and leaf.lower_ == "by"]
    return coordinated(leaf for by in bys for leaf in by.children if leaf.dep_ == "pobj")


def obliques(token: Token, words: Iterable[str]) -> list[Token]:
    """The heads of the prepositional phrases of ``token`` that begin with one of ``words``, coordination included."""
    wanted = frozenset(words)
    heads = [
        leaf
        for child in _prepositions(token)
        if child.lower_ in wanted
        for leaf in child.children
        if leaf.dep_ in {"pobj", "pcomp"}
    ]
    return coordinated(heads)


def _prepositions(token: Token) -> Iterator[Token]:
    for child in token.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.pos_ in {"ADP", "SCONJ", "PART"}:
            yield child
            # "back together with", "out of": a preposition may hang on another; "at Eton and later at Cambridge"
            again = {"prep"} if child.lower_ != "at" else {"prep", "conj"}
            yield from (leaf for leaf in child.children if leaf.dep_ in again)
        elif child.dep_ in {"advmod", "prt"}:
            yield from (leaf for leaf in child.children if leaf.dep_ == "prep")


def possessors(noun: Token) -> list[Token]:
    """The heads of what owns ``noun``: "her", "Kim's", "whose"; of two hyphenated parts, either may carry it.

    Read off the words, not the tree: between owner and noun stand only adjectives, numbers, nouns and hyphens, and
    that survives the parser's mistakes.
    """
    direct = [child for child in noun.children if child.dep_ == "poss"]
    if direct:
        return coordinated(direct)
    doc, i = noun.doc, noun.i - 1
    while i >= noun.sent.start and noun.i - i <= 6:
        token = doc[i]
        if token.tag_ in {"PRP$", "WP$"}:
            return [token]
        if token.tag_ == "POS":
            return coordinated([doc[i - 1]]) if i > noun.sent.start else []
        modifier = (
            token.tag_ in {"JJ", "JJR", "JJS", "CD", "NN", "HYPH", "VBN", "VBG", "RB", "NNP", "NNPS", "``", "''"}
            or token.text == "-"
        )
        if not (modifier or token.lower_ == "ex") or token.ent_type_ == "PERSON":
            return []
        i -= 1
    return []


def with_appositions(token: Token) -> list[Token]:
    """``token`` and the heads of its appositions, nearest first ("his wife, the actress Ann Lee")."""
    return [token, *(child for child in token.children if child.dep_ == "appos")]


def is_of_another(name: Token) -> bool:
    """Whether the name only says whose the subject is: "the father of the singer [Al Orr] died"."""
    while name.dep_ in {"appos", "compound"} and name.head != name:
        name = name.head
    owned = name.head if name.dep_ == "poss" else name.head.head if name.dep_ == "pobj" else name
    of = name.dep_ == "poss" or name.head.lower_ == "of"
    return of and owned != name and owned.pos_ == "NOUN" and owned.dep_ in SUBJECTS
