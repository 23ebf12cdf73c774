"""What one clause says of itself: negation, modals, hedges, conditions. No climbing here, see `kg.factuality.path`."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.factuality.cues import cues
from kg.factuality.lasting import is_brief, is_until

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "dative"})
_COPULA = frozenset({"be", "become", "remain", "get", "do", "have", "will", "can", "would", "could", "may", "might"})
COPULAR = frozenset({"be", "become", "remain", "get", "stay"})
NOT = frozenset({"not", "n't", "n’t"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def own_subject(node: Token) -> Token | None:
    """The subject of the clause of ``node``, if it has one of its own."""
    return next((child for child in node.children if child.dep_ in SUBJECTS and child.dep_ != "expl"), None)


def has_subject(node: Token) -> bool:
    """Whether the clause has a subject of its own ("there" counts)."""
    return any(child.dep_ in SUBJECTS for child in node.children)


def has_own_tense(node: Token) -> bool:
    """Whether the clause has an auxiliary of its own."""
    return any(child.dep_ in {"aux", "auxpass"} for child in node.children)


def is_infinitive(node: Token) -> bool:
    """Whether ``node`` is an infinitive with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in node.children)


def is_passive(node: Token) -> bool:
    """Whether ``node`` is a passive verb; a bare participle over an infinitive ("said to be rich") is one too."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in node.children):
        return True
    bare = node.tag_ == "VBN" and not has_own_tense(node)
    return bare and any(child.dep_ == "xcomp" and is_infinitive(child) for child in node.children)


def _answered(word: Token, node: Token) -> bool:
    """Whether the negation ends a clause of its own: "Will it last? It does not: on Monday he left"."""
    return word.i + 1 < node.i and word.nbor().text in {":", ";", "."}


def negations(node: Token, apart: Token | None = None) -> list[Token]:
    """The words that negate the clause of ``node``; constituent negation ("arrested, but not in Rome") is left out.

    ``apart`` is a child whose own negation has been counted already. A later verb shares the negation of the first
    ("would neither confirm nor deny", "has not filed or moved").
    """
    found = []
    for child in node.children:
        if child == apart:
            continue
        if _negates(child, node) and not is_vacuous(child) and not _answered(child, node):
            found.append(child)
        elif child.dep_ in _ARGUMENTS and (word := _negative_phrase(child)) is not None:
            found.append(word)
        elif child.dep_ in {"aux", "auxpass"} and (
            below := [c for c in child.children if c.dep_ == "neg" or _neither(c) or _at_no_point(c)]
        ):
            found += below  # "did not, as her website says, grow up"; "nor is she engaged"
        elif (_neither(child) and not (child.dep_ == "cc" and child.i > node.i)) or _at_no_point(child):
            found.append(child)
    if node.dep_ == "acl" and node.head.dep_ in SUBJECTS:
        turned = [c for c in node.head.head.children if _neither(c) and node.doc[c.i + 1].pos_ == "AUX"]
        found += [c for c in turned if c.i < node.head.i]  # "nor was she born there", read as "she, born there, was"
    if found and (is_until(node) or is_brief(node)):
        return []
    if not found and node.dep_ == "conj":
        start = node.left_edge.i
        before = node.doc[start - 1] if start else node
        if before.lower_ == "nor":
            return [before]
        if shares_negation(node, node.head):
            return [word for word in negations(node.head) if word.i < node.i]
    return found


def _neither(child: Token) -> bool:
    """Whether it is the word of "neither filed nor moved", or the phrase of "engaged neither to him nor to her"."""
    if child.dep_ in {"prep", "agent"}:
        return any(word.lower_ == "neither" for word in child.children)
    return child.dep_ in {"preconj", "cc"} and child.lower_ in {"neither", "nor"}


def _at_no_point(child: Token) -> bool:
    """Whether it is a phrase that means "never" or "not": "at no point", "by no means", "under no circumstances"."""
    if child.dep_ != "prep" or child.i + 2 >= len(child.doc) or child.nbor().lower_ != "no":
        return False
    return cues().has("negation.never", f"{child.lower_} no {child.nbor(2).lower_}")


def constituent_negation(node: Token) -> Token | None:
    """A "not" that belongs to the phrase of ``node`` alone ("not by him", "in 2014, not 2015")."""
    table = cues()
    for child in node.children:
        if child.i < node.i and (child.dep_ == "neg" or table.has("negation.words", child.lower_)):
            return None if is_vacuous(child) else child
    start = node.left_edge.i
    before = node.doc[start - 1] if start > 0 else None
    if start > 1 and table.has("negation.contrast", f"{node.doc[start - 2].lower_} {node.doc[start - 1].lower_}"):
        return node.doc[start - 2]
    if before is not None and before.sent == node.sent and table.has("negation.words", before.lower_):
        return None if is_vacuous(before) else before
    return None


def cleft_negation(noun: Token) -> Token | None:
    """The "not" of "it was not Ann who left" beside the verb's own, and of "it was her sister, not Ann, who left"."""
    word = constituent_negation(noun)
    if word is not None:
        return word if word.head != noun.head else None
    named = any(child.dep_ == "appos" and child.pos_ == "PROPN" for child in noun.children)
    return next((c for c in noun.children if c.dep_ == "neg" and c.i > noun.i), None) if named else None


def _negates(child: Token, node: Token) -> bool:
    table = cues()
    if child.dep_ != "neg" and not (
        table.has("negation.words", child.lower_) and child.dep_ in {"advmod", "det", "preconj"}
    ):
        return False
    if child.i < node.i:
        return True
    # After the verb a "not" belongs to what follows it, unless the verb is an auxiliary ("is not", "has not").
    return node.lemma_.lower() in _COPULA and all(
        other.dep_ in SUBJECTS | {"aux", "neg", "advmod", "punct", "auxpass", "expl"}
        or other.i > child.i
        or other.i < node.i
        for other in node.children
    )


def is_vacuous(negation: Token) -> bool:
    """Whether a negation denies nothing: "not only", "no wonder", "why not"."""
    table, doc = cues(), negation.doc
    following = doc[negation.i + 1] if negation.i + 1 < len(doc) else None
    if following is not None and table.has("negation.vacuous", following.lower_):
        return True
    previous = doc[negation.i - 1].lower_ if negation.i else ""
    pair = f"{negation.lower_} {following.lower_ if following is not None else ''}"
    return table.has("negation.idioms", pair) or table.has("negation.idioms", f"{previous} {negation.lower_}")


def _negative_phrase(head: Token) -> Token | None:
    """The negative word in "no judge", "nobody", "neither of them"."""
    table = cues()
    if table.has("negation.subjects", head.lower_):
        return None if any(child.lower_ == "but" for child in head.children) else head
    if head.lower_ == "one" and head.i and head.doc[head.i - 1].lower_ == "no":
        return head
    for child in head.children:
        if (
            child.i < head.i
            and child.dep_ in {"det", "preconj", "neg", "cc"}
            and table.has("negation.determiners", child.lower_)
        ):
            return None if is_vacuous(child) else child
    return None


def negative_noun(noun: Token) -> Token | None:
    """The "no" of "no wedding", also where it stands before a modifier or as a pronoun.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> doc = Doc(spacy.blank("en").vocab, words=["no", "wedding"], heads=[1, 1], deps=["det", "ROOT"])
    >>> negative_noun(doc[1]).text
    'no'
    """
    return _negative_phrase(noun)


def hedges(node: Token) -> Iterator[tuple[str, str]]:
    """(effect, cue) of the auxiliaries, adverbs and conjunctions of the clause of ``node``."""
    table, doc = cues(), node.doc
    # the parser sometimes hangs one auxiliary on another: "may" on the "be" of "may be engaged"
    below = (leaf for child in node.children if child.dep_ in {"aux", "auxpass"} for leaf in child.children)
    around = [*node.children, *(leaf for leaf in below if leaf.dep_ in {"aux", "advmod", "mark"})]
    perfect = any(table.has("modal.perfect", child.lower_) and child.dep_ == "aux" for child in around)
    for child in around:
        word = child.lower_
        match child.dep_:
            case "aux" if child.tag_ == "MD" or table.has("modal.plan", word):
                if table.has("modal.possible", word):
                    yield "possible", word
                elif table.has("modal.plan", word):
                    yield "plan", word
                elif table.has("modal.conditional", word):
                    if _is_had(child, node):
                        continue
                    if perfect:
                        yield "possible", f"{word} have"
                    elif not _told_of_the_past(node):
                        yield "plan", word
            case "advmod" | "npadvmod" | "amod" | "dep" | "neg" | "acomp" | "prep" | "intj":
                if table.has("adverb.possible", word):
                    yield "possible", word
                elif table.has("adverb.negate", word) and (child.i + 1 == node.i or child.i < node.i):
                    yield "negate", word
                elif _no_longer(child):
                    yield "end", "no longer"
            case "mark":
                before = doc[child.i - 1].lower_ if child.i else ""
                if table.has("condition.marks", word) and not (word == "whether" and node.dep_ == "ccomp"):
                    yield "possible", word
                elif before == "as" and word in {"if", "though"}:
                    yield "possible", "as if"
            case "advcl" if child.i != node.i and _conditional(child):
                yield "possible", "if"
            case _:
                pass
    if _inverted(node):
        yield "possible", "inversion"
    if _futurate(node) or _is_announced(node):
        yield "plan", "coming"
    if any(_stands_before(node, words.split()) for words in cues().words["adverb.short"]):
        yield "negate", "all but"
    if node.i and table.has("adverb.possible", doc[node.i - 1].lower_) and doc[node.i - 1].head != node:
        yield "possible", doc[node.i - 1].lower_


def _stands_before(node: Token, words: list[str]) -> bool:
    start = node.i - len(words)
    return start >= 0 and [token.lower_ for token in node.doc[start : node.i]] == words


def _is_had(auxiliary: Token, node: Token) -> bool:
    """Whether "'d" is "had": right before a participle ("they'd married"), not before "they'd be married"."""
    been = any(child.lower_ == "been" and child.i > auxiliary.i for child in node.children)  # "they'd been married"
    return (
        auxiliary.text.endswith("d")
        and len(auxiliary.text) == 2
        and node.tag_ in {"VBN", "VBD", "VBG", "JJ"}
        and not any(
            child.i > auxiliary.i and child.dep_ in {"aux", "auxpass"} and child.lemma_ in {"be", "have", "get"}
            for child in node.children
        )
    ) or been


def _conditional(clause: Token) -> bool:
    """Whether an adverbial clause makes the one above it hang on a condition ("even if" does not)."""
    for mark in clause.children:
        if mark.dep_ == "mark" and mark.lower_ in {"if", "unless"}:
            text = mark.doc[mark.i : clause.right_edge.i + 1].text.lower()
            idle = any(text.startswith(words) for words in cues().words["condition.idle"])
            return not (idle or (mark.i and mark.doc[mark.i - 1].lower_ in {"even", "as"}))
    return False


def _inverted(node: Token) -> bool:
    """Whether the clause is a condition without "if": "had they married", "should they marry"."""
    if node.dep_ not in {"advcl", "ccomp"}:
        return False
    if node.dep_ == "ccomp" and node.head.lower_ == "had" and node.head.dep_ == "advcl" and node.head.i < node.i:
        return own_subject(node.head) is None  # "[had] they married, ..."
    first = node.left_edge
    if first.lower_ not in {"had", "were", "should"} or first.head not in {node, node.head}:
        return False
    subject = own_subject(node)
    return subject is not None and first.i < subject.i


def _is_announced(node: Token) -> bool:
    """Whether a headline tells of what is to come: "Ann Lee to wed Al Orr", "Ann Lee to wed Al Orr, paper says"."""
    subject = own_subject(node)
    top = node.dep_ == "ROOT" or (node.dep_ == "ccomp" and node.head.i > node.i)
    auxiliaries = [child.lower_ for child in node.children if child.dep_ in {"aux", "auxpass"}]
    return top and node.tag_ == "VB" and subject is not None and subject.i < node.i and auxiliaries[:1] == ["to"]


def _futurate(node: Token) -> bool:
    """Whether a present progressive tells of a coming time: "is marrying him next month"."""
    table = cues()
    auxiliaries = [child for child in node.children if child.dep_ in {"aux", "auxpass"}]
    auxiliaries += [leaf for child in auxiliaries for leaf in child.children if leaf.dep_ == "aux"]
    if node.tag_ in {"VBZ", "VBP"} and table.has("futurate.simple", node.lemma_.lower()) and not auxiliaries:
        ahead = (child for child in node.subtree if child.i > node.i and child.dep_ in {"npadvmod", "advmod", "amod"})
        return any(table.has("futurate.any_verb", child.lower_) for child in ahead)
    progressive = [node, *auxiliaries] if node.tag_ == "VBG" or any(a.tag_ == "VBG" for a in auxiliaries) else []
    if not any(child.tag_ in {"VBZ", "VBP"} for child in auxiliaries) or not progressive:
        return False
    if table.has("futurate.always", node.lemma_.lower()):
        return True
    known = any(table.has("futurate.lemmas", token.lemma_.lower()) for token in progressive if token.tag_ == "VBG")
    times = "futurate.times" if known else "futurate.any_verb"
    return any(
        table.has(times, token.lower_)
        for child in node.children
        if child.i > node.i and child.dep_ in {"npadvmod", "advmod", "prep"}
        for token in (child, *child.children)
    )


def _no_longer(word: Token) -> bool:
    doc, start = word.doc, max(0, word.i - 10)
    before = doc[word.i - 1].lower_ if word.i else ""
    if word.lower_ == "longer":
        return before in {"no", "any"}
    if word.lower_ != "anymore" and not (word.lower_ == "more" and before == "any"):
        return False
    return any(cues().has("negation.words", other.lower_) for other in doc[start : word.i])


def _told_of_the_past(node: Token) -> bool:
    """Whether "would" tells of the past: "they would later marry" is no plan."""
    table = cues()
    words = [child.lower_ for child in node.children if child.dep_ in {"advmod", "npadvmod", "prt"}]
    return any(table.has("modal.told", word) for word in words) or (node.lemma_ == "go" and "on" in words)


def shares_clause(conjunct: Token, first: Token) -> bool:
    """Whether ``conjunct`` shares the auxiliaries of the verb it is joined to ("has not filed or moved out")."""
    if has_subject(conjunct) or has_own_tense(conjunct):
        return False
    return conjunct.tag_ not in _FINITE or first.tag_ in _FINITE


def shares_negation(conjunct: Token, first: Token) -> bool:
    """Whether a negation on ``first`` reaches ``conjunct``: "not A or B", "not A and B" with one auxiliary."""
    joiner = next((child.lower_ for child in first.children if child.dep_ == "cc" and child.i < conjunct.i), "")
    if joiner in {"but", "yet"}:
        return False
    if joiner in {"or", "nor"}:
        return not has_subject(conjunct)
    return shares_clause(conjunct, first) and conjunct.tag_ not in _FINITE
