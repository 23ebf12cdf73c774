"""Words around a couple's verb that no other frame asks for: what one is made, who is turned down, who stands apart.

The needs and roles of ``kg/rules/frames.toml`` that only the frames of couples use.
"""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import syntax
from kg.factuality.rules import fiction_rules
from kg.names import rules

ASIDE = 16
"""How many tokens behind "made" the word may stand for what somebody is made."""
GAP = 4
"""How many tokens apart the words of a refusal may stand: "turned the young man down"."""
ANSWER = 30
"""Within how many tokens behind the proposal the answer is given."""
YES = frozenset({"accept", "relent", "yes"})
NAMED = 8
"""How many tokens behind the verb the name may begin of the one who is meant."""
SAYS = frozenset({"say", "admit", "tell", "recall", "confess", "insist"})
TO_MARRY = frozenset({"marry", "married", "wed"})
WEDDED = frozenset({"husband", "wife", "man", "mr", "mr.", "mrs", "mrs.", "bride", "groom"})
"""Of these, two make a married couple: "are husband and husband", "became Mr. and Mrs."."""
NEEDS = frozenset(
    {"apposed", "behindof", "clauseof", "forlover", "made", "refused", "subjheadword", "toend", "toheld", "working"}
)
ROLES = frozenset(
    {
        "apposedto",
        "clauseofsubj",
        "divorcefrom",
        "firstobj",
        "headfor",
        "madeof",
        "marriageto",
        "namedbehind",
        "objposs",
        "ofposs",
        "onposs",
        "sayer",
        "tomarry",
        "whoaccepts",
    }
)


def has(token: Token, role: str, words: frozenset[str]) -> bool:
    """Whether what `NEEDS` calls ``role`` holds beside ``token``, with one of ``words`` where it takes any."""
    match role:
        case "apposed":
            return bool(_apposed_to(token))
        case "behindof":  # "the collapse of their marriage"
            return token.dep_ == "pobj" and token.head.lower_ == "of" and token.head.head.lower_ in words
        case "clauseof":
            return any(verb.lemma_ in words for verb in _clauses(token))
        case "forlover":
            return any(_may_be_loved(t) for t in syntax.obliques(token, {"for"}))
        case "made":
            return any(t.lower_ in words for t in _made_into(token))
        case "refused":
            return _is_refused(token, words)
        case "toend":  # "filed papers to end her marriage"
            behind = token.doc[token.i + 1 : min(token.i + NAMED, token.sent.end)]
            ended = [t for verb in behind if verb.lemma_ in words for t in syntax.objects(verb)]
            return any(t.lemma_ in {"marriage", "union"} for t in ended)
        case "working":
            return _work_together(token)
        case "subjheadword":
            return any(t.lower_ in words for t in syntax.subjects(syntax.governor(token)))
        case _:
            return any(verb.lemma_ in words for verb in _told_of_its_day(token))


def filling(token: Token, role: str) -> list[Token]:
    """The tokens that fill one of `ROLES` beside ``token``."""
    match role:
        case "apposedto":
            return _apposed_to(token)
        case "clauseofsubj":
            return [t for verb in _clauses(token) for t in syntax.subjects(verb)]
        case "divorcefrom" | "marriageto":  # "lodged a petition for divorce from Al Bogg"
            noun, preposition = ("divorce", "from") if role == "divorcefrom" else ("marriage", "to")
            behind = token.doc[token.i + 1 : token.sent.end]
            return [t for word in behind if word.lower_ == noun for t in syntax.obliques(word, {preposition})]
        case "namedbehind":  # "the man she would marry, the painter Al Bogg"
            behind = token.doc[token.i + 1 : min(token.i + NAMED, token.sent.end)]
            return [t for t in behind if t.ent_type_ == "PERSON" and behind[0].text == ","][:1]
        case "sayer":
            return _sayers(token)
        case "whoaccepts":
            return _accepting(token)
        case "tomarry":  # "is engaged to be married to Al Bogg", "engaged to marry Al Bogg"
            below = [t for t in token.doc[token.i + 1 : min(token.i + GAP, token.sent.end)] if t.lemma_ in TO_MARRY]
            return [t for verb in below for t in (*syntax.objects(verb), *syntax.obliques(verb, {"to"}))]
        case "firstobj":  # "married Ann Lee and was divorced"
            return [*syntax.objects(token.head), *syntax.obliques(token.head, {"to"})]
        case "headfor":
            return syntax.obliques(syntax.governor(token), {"for", "to", "of"})
        case "madeof":  # "made the soprano Ann Lee his second wife"
            spouse = next(iter(_made_into(token)), token)
            return [t for t in token.doc[token.i + 1 : spouse.i] if t.pos_ in {"PROPN", "PRON"} and t.tag_ != "PRP$"]
        case "objposs":
            return [t for noun in syntax.objects(token) for t in syntax.possessors(noun)]
        case _:
            return [t for noun in syntax.obliques(token, {role[:2]}) for t in syntax.possessors(noun)]


def _made_into(verb: Token) -> list[Token]:
    """The owned nouns that say what somebody is made: "wife" of "made Ann Lee his second wife"."""
    behind = verb.doc[verb.i + 2 : min(verb.i + ASIDE, verb.sent.end)]
    return [t for t in behind if t.pos_ == "NOUN" and any(owner.tag_ == "PRP$" for owner in syntax.possessors(t))]


def _told_of_its_day(event: Token) -> list[Token]:
    """The verbs that may say for when an event is planned: "was fixed for May", "their wedding, set for May"."""
    passive = [syntax.governor(event)] if event.dep_ in {"nsubjpass", "nsubj"} else []
    told = [*passive, *(child for child in event.children if child.dep_ in {"acl", "relcl"})]
    return [t for t in told if any(child.lower_ in {"for", "to", "in", "on"} for child in t.children)]


def _sayers(gerund: Token) -> list[Token]:
    """Who tells of it as their own: "Splitting up with Al was hard, says Ann Lee"."""
    above = syntax.governor(gerund.head)
    if gerund.tag_ != "VBG" or gerund.dep_ != "csubj" or above.dep_ != "ccomp" or above.head.lemma_ not in SAYS:
        return []
    return syntax.subjects(above.head)


def _accepting(asked: Token) -> list[Token]:
    """Who accepts what is asked here: "Al Orr proposed, and [Ann Lee] said yes", "Al Orr proposed. [Ann] accepted"."""
    doc, end = asked.doc, asked.sent.end
    end = min(doc[end].sent.end, asked.i + ANSWER) if end < len(doc) else end
    for verb in doc[asked.i + 1 : end]:
        behind = [t.lower_ for t in doc[verb.i + 1 : min(verb.i + 3, end)]]
        yes = verb.lemma_ == "say" and behind[:1] == ["yes"] and "to" not in behind  # "said yes to a role"
        if yes or (verb.lemma_ == "accept" and verb.pos_ == "VERB" and not syntax.objects(verb)):
            named = [verb.nbor(-1)] if verb.nbor(-1).ent_type_ == "PERSON" else syntax.subjects(verb)
            return [t for t in named if t.i > asked.i]
    return []


def _clauses(verb: Token) -> list[Token]:
    return [child for child in verb.children if child.dep_ == "advcl"]


def behind_a_date(verb: Token) -> list[Token]:
    """Whom the parser lost behind the date: "married, in 1950, the tenor Al Bogg", but not "in 1950, Al Bogg said"."""
    doc, i, end = verb.doc, verb.i + 1, min(verb.i + ASIDE, verb.sent.end - 1)
    if verb.lemma_ not in TO_MARRY or i >= end:
        return []
    aside, dated = False, False
    while i < end and (doc[i].text == "," or doc[i].pos_ in {"ADP", "ADV", "NUM"} or doc[i].ent_type_ == "DATE"):
        aside, dated = aside != (doc[i].text == ","), dated or doc[i].ent_type_ == "DATE"
        i += 1
    while i < end and doc[i].pos_ in {"DET", "ADJ", "NOUN"}:
        i += 1
    if aside or not dated or doc[i].ent_type_ != "PERSON":
        return []
    while i < end and doc[i + 1].ent_type_ == "PERSON" and doc[i + 1].ent_iob_ == "I":
        i += 1
    return [] if doc[i + 1 : i + 2].text in {"'s", "’s"} or doc[i + 1].pos_ in {"VERB", "AUX"} else [doc[i]]


def _may_be_loved(word: Token) -> bool:
    """Whether somebody may be left for them: a name, or one of many of a calling, "a dancer", "his accountant"."""
    words = fiction_rules()
    called = word.lemma_.lower() in words["person.nouns"] or word.lower_.endswith(tuple(words["person.endings"]))
    of_many = any(t.dep_ in {"det", "poss"} and t.lower_ not in {"the", "this", "that"} for t in word.children)
    return word.ent_type_ == "PERSON" or (word.pos_ == "NOUN" and called and of_many)


def _work_together(split: Token) -> bool:
    """Whether one who parts is told to work for the other, and no word of love stands by: "split with her manager"."""
    words = rules("frames")["colleagues"]
    if any(t.lower_ in words["loved"] for t in split.sent):
        return False
    return any(
        (t.lower_ in words["called"] or (t.lower_ == "partner" and t.nbor(-1).lower_ in words["partners"]))
        and _is_ones_own(t)
        and _is_party(t, split)
        for t in split.doc[split.sent.start + 1 : split.sent.end]
    )


def _is_ones_own(noun: Token) -> bool:
    """Whether somebody owns the noun, or it stands as a title: "her old manager, Al", "with coach Al Orr"."""
    before = noun.doc[max(noun.sent.start, noun.i - GAP) : noun.i]
    owner = next((t for t in reversed(before) if t.tag_ in {"PRP$", "POS"}), None)
    owned = owner is not None and all(
        t.pos_ in {"ADJ", "NOUN", "PUNCT", "VERB", "ADV"} and t.text != "," for t in noun.doc[owner.i + 1 : noun.i]
    )
    titled = before[-1].lower_ in {"with", "from", "and"} and noun.i + 1 < noun.sent.end
    return owned or (titled and noun.nbor().ent_type_ == "PERSON")


def _is_party(noun: Token, split: Token) -> bool:
    """Whether the noun, or the name that it describes, parts itself: no "they have split, her agent said"."""
    top = noun
    while top.dep_ in {"appos", "compound", "conj", "nmod"} and top.head != top:
        top = top.head
    beside = top.dep_ == "pobj" and top.head.lower_ in {"with", "from", "between"} and split.is_ancestor(top)
    return beside or (top.dep_ in {"nsubj", "nsubjpass"} and top.head == split)


def _apposed_to(word: Token) -> list[Token]:
    """The two of whom it is said that they are together: "Together since May, Ann and Al", "Ann and Al, a couple"."""
    doc, start = word.doc, word.i
    while start > word.sent.start and doc[start - 1].tag_ in {"DT", "JJ", "RB"}:
        start -= 1
    if start == word.sent.start:
        return syntax.subjects(syntax.governor(word))
    if doc[start - 1].text not in {",", "—", "–", "("} or start - 2 < word.sent.start:
        return []
    last = doc[start - 2]
    return [last.head, last] if last.dep_ == "conj" else []


def _is_refused(verb: Token, words: frozenset[str]) -> bool:
    """Whether this sentence or the next goes on to say no, in one of ``words``: "reject", "turn down"."""
    doc, end = verb.doc, verb.sent.end
    end = min(doc[end].sent.end, verb.i + ANSWER) if end < len(doc) else end
    said = [t.lemma_.lower() for t in doc[verb.i + 1 : end]]
    if any(word in YES and {"not", "neither"}.isdisjoint(said[max(0, n - 2) : n]) for n, word in enumerate(said)):
        return False  # "turned him down twice before she accepted"
    for phrase in words:
        first, *rest = phrase.split()
        if any(word == first and set(rest) <= set(said[n : n + GAP]) for n, word in enumerate(said)):
            return True
    return False
