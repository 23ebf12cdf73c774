"""What a frame asks of the words around its trigger: the ``needs`` of ``kg/rules/frames.toml``."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from kg.claims import couple_words, syntax
from kg.claims.figures import is_brainchild, is_deprived, is_in_a_story, is_no_child, is_of_a_speaker, is_performed
from kg.claims.frame_table import Frame
from kg.claims.lists import skip_details
from kg.claims.reading import Reading
from kg.claims.role_tokens import YOUNG, dependents
from kg.names import rules
from kg.names import words as listed

LATELY = 90
"""So many words back is what the article has just told."""
BOUND = frozenset({"engage", "betroth"})
"""What nobody does without an object, unless it is done to them."""
PUT_OFF = frozenset({"call", "be", "put"})


def fits(reading: Reading, frame: Frame, token: Token) -> bool:
    """Whether the words around ``token`` are those that ``frame`` asks for (``needs``, ``particle``, voice)."""
    if token.dep_ in {"aux", "auxpass"}:
        return False
    passive = (
        syntax.is_passive(token)
        or token.pos_ == "ADJ"
        or (token.tag_ == "VBN" and not any(c.dep_ == "aux" for c in token.children))
        or _is_misread(token)
    )
    if ("only_passive" in frame.flags and not passive) or ("only_active" in frame.flags and passive):
        return False
    particles = (frame.particle or {}).get(token.lemma_.lower())
    if particles is not None and not any(child.lower_ in particles for child in token.children):
        return False
    return all(
        _READ[role](reading, token) if role in _READ else _holds(frame, token, role, words)
        for role, words in frame.needs
    )


def _is_misread(token: Token) -> bool:
    """Whether a participle is taken for a past tense: "is, by all accounts, engaged", "the papers have him engaged".

    So is one between commas: "Ann Lee, once engaged to Al Bogg, sang".
    """
    if token.tag_ != "VBD":
        return False
    before = [t.text for t in token.doc[max(token.sent.start, token.i - 2) : token.i] if t.pos_ != "ADV"]
    if before[-1:] == [","] and token.i + 1 < token.sent.end and token.nbor().lower_ == "to":
        return True
    if token.dep_ == "ROOT" and token.lemma_ in BOUND:  # "Ann Lee engaged to Al Orr", as headlines have it
        named = any(t.dep_ == "nsubj" and t.ent_type_ == "PERSON" for t in token.children)
        return named and not any(t.dep_ in syntax.OBJECTS or t.lower_ in {"in", "with"} for t in token.children)
    return token.dep_ in {"advcl", "ccomp"} and token.head.lemma_ in {"be", "have"}


def _has_child(reading: Reading, token: Token) -> bool:
    """Whether an object of the verb is a name with an age behind it: "we had Ama, who is eight"."""
    for child in syntax.objects(token):
        mention = reading.mentions.at(child.i)
        if (
            mention is not None
            and mention.first in reading.names
            and skip_details(reading, mention.last) > mention.last
        ):
            return True
    return False


_READ: dict[str, Callable[[Reading, Token], bool]] = {
    "namedobj": _has_child,
    "~ofspeaker": lambda reading, token: not is_of_a_speaker(reading, token),
}
"""The needs that ask who is meant."""


def _holds(frame: Frame, token: Token, role: str, words: frozenset[str]) -> bool:
    if role.startswith("~"):
        return not _has(frame, token, role[1:], words)
    return _has(frame, token, role, words)


def _has(frame: Frame, token: Token, role: str, words: frozenset[str]) -> bool:
    """Whether the dependents named by ``role`` hold one of ``words`` (any dependent at all, if no words are given)."""
    doc = token.doc
    match role:
        case "tag":
            return token.tag_ in words
        case "dep":
            return token.dep_ in words
        case "under":
            return token.head.lower_ in words
        case "prt":
            return any(child.lower_ in words for child in token.children if child.dep_ in {"prt", "advmod", "prep"})
        case "particle":
            return any(child.lower_ in words for child in token.children if child.dep_ in {"prt", "advmod"})
        case "asked":
            return token.dep_ in {"xcomp", "ccomp"} and token.tag_ == "VB" and token.head.lemma_ in words
        case "clausal":
            clauses = [child for child in token.children if child.dep_ in {"xcomp", "ccomp"}]
            return bool(clauses) if not words else any(child.lemma_ in words for child in clauses)
        case "wished":  # "the youngest ever to hold one"
            return token.dep_ in {"relcl", "acl"} and any(child.lower_ == "to" for child in token.children)
        case "aged":  # "was nine when she came", "came when she was nine"
            told = (
                [token.head] if token.dep_ == "advcl" else [child for child in token.children if child.dep_ == "advcl"]
            )
            clauses = [verb for verb in told if verb.lemma_ in {"be", "turn"}]
            when = {child.lower_ for node in (token, *clauses) for child in node.children} & {"when", "before"}
            at = [t.i + 1 for t in token.children if t.lower_ == "at" and t.i + 2 < len(doc)]
            young = any(doc[i].lower_ in YOUNG and (doc[i].is_alpha or doc[i + 1].text == ",") for i in at)
            return young or (bool(when) and any(child.like_num for verb in clauses for child in verb.children))
        case "which":
            return any(verb.lemma_ in words for verb in _told_by_which(token))
        case "whichin":
            return any(t.lower_ in words for verb in _told_by_which(token) for t in syntax.obliques(verb, {"in"}))
        case "ontheway":  # "have a child on the way"
            behind = [t.lower_ for t in doc[token.i : min(token.i + 10, token.sent.end)]]
            return any(behind[k : k + 3] == ["on", "the", "way"] for k in range(len(behind)))
        case "next":
            return token.i + 1 < len(doc) and doc[token.i + 1].lower_ in words
        case "cancelled":
            return _is_cancelled(token)
        case "dissolved":
            above = [syntax.governor(token.head)] if token.head != token else []
            dissolved = [*above, *(child for child in token.children if child.dep_ == "acl")]
            return any(t.lemma_ in {"dissolve", "annul"} for t in dissolved)
        case "annulled":  # "had her marriage to Al Bogg annulled"
            verb = syntax.governor(token.head)
            return any(t.lemma_ in {"annul", "dissolve"} and t.head == verb for t in doc[token.i : token.sent.end])
        case "brainchild":
            return is_brainchild(token)
        case "nochild":
            adopted = syntax.subjects(token) if syntax.is_passive(token) else syntax.objects(token)
            return any(is_no_child(t) for t in adopted)
        case "deprived":
            return is_deprived(token)
        case "performed":
            return is_performed(token)
        case "instory":
            return is_in_a_story(token)
        case "forword":
            return any(child.lower_ in words for t in syntax.obliques(token, {"for"}) for child in t.children)
        case "nearby":
            around = doc[syntax.start_before(token) : token.sent.end]
            return any(t.lemma_.lower() in words or t.lower_ in words for t in around)
        case "spouseof":  # "became the wife of", "became a better husband", "became his bride"
            nouns = [child for child in token.children if child.dep_ == "attr"]
            told = [t for noun in nouns for t in noun.children if t.dep_ in {"poss", "amod", "prep", "compound"}]
            return any(t.dep_ != "prep" or t.lower_ in {"of", "to"} for t in told)
        case "lately":  # in the sentences before, as far as the article still speaks of it
            return any(t.lower_ in words for t in doc[max(0, token.i - LATELY) : token.sent.end])
        case "forcountry":  # a national side is picked for each match, and no club
            return any(t.text in listed("places", "countries") for t in syntax.obliques(token, {"for"}))
        case "wedpair":
            pairs = [[t.lower_ for t in syntax.coordinated([child])] for child in token.children if child.i > token.i]
            return any(len(pair) == 2 and couple_words.WEDDED.issuperset(pair) for pair in pairs)
        case "adv":
            return any(child.lower_ in words for child in token.children)
        case "near":
            return any(
                t.lower_ in words for t in doc[max(token.sent.start, token.i - 3) : min(token.sent.end, token.i + 5)]
            )
        case "gone":  # "was sent to live", "came to live"
            verb = syntax.governor(token.head)
            return token.tag_ == "VB" and verb.lemma_ in words and verb.tag_ in {"VBD", "VBN"}
        case "form":
            return token.lower_ in words
        case "word":
            return any(child.lower_ in words for child in token.children)
        case "headword":
            return any(child.lower_ in words for child in syntax.governor(token).children)
        case "headin":
            return any(t.lower_ in words for t in syntax.obliques(syntax.governor(token), {"in"}))
        case "headgoal":
            return any(t.lower_ in words for t in syntax.obliques(syntax.governor(token), {"with", "at"}))
        case "taken":  # "moved her brood", "moved her son Al"
            return any(t.lower_ in words for obj in syntax.objects(token) for t in (obj, *obj.children))
        case "objword":
            return any(child.lower_ in words for t in syntax.objects(token) for child in t.children)
        case "by_somebody":  # "set up by royal charter" tells of nobody
            return any(t.lemma_ not in words for t in (*syntax.agents(token), *syntax.obliques(token, {"by"})))
        case "shop":  # "opened The Lark, a café", "opened Lark Kitchen"
            opened = [(t, *(c for c in t.children if c.dep_ == "appos")) for t in syntax.objects(token)]
            kinds = [c for t in syntax.objects(token) for c in t.children if c.dep_ in {"compound", "nmod"}]
            return any(t.lower_ in words for both in (*opened, kinds) for t in both)  # "opened her café Lark & Orr"
        case "dobj":
            return any(child.dep_ == "dobj" for child in token.children)
        case "sentence":
            return any(t.lower_ in words for t in token.sent)
        case "before":
            return token.i > 0 and doc[token.i - 1].lower_ in words
        case "beside":
            return any(t.lower_ in words for t in doc[max(token.sent.start, token.i - 2) : token.i + 1])
        case "within":
            return any(
                t.lower_ in words for t in doc[max(token.sent.start, token.i - 6) : min(token.sent.end, token.i + 7)]
            )
        case "subjword":
            return any(t.lower_ in words for t in syntax.subjects(token))
        case "title":
            phrase = " ".join(t.lower_ for t in doc[max(token.sent.start, token.i - 3) : token.i + 1])
            return any(title in phrase for title in words)
        case "objof":
            return token.dep_ in {"dobj", "ccomp"} and token.head.lemma_ in words
        case "head":
            return syntax.governor(token.head).lemma_ in words if token.head != token else False
        case "headcomp":
            verb = syntax.governor(token)
            words_around = [
                verb,
                *(child for child in verb.children if child.dep_ in {"acomp", "attr", "oprd", "advmod", "prt"}),
            ]
            return any(t.lower_ in words or t.lemma_ in words for t in words_around)
        case _ if role in couple_words.NEEDS:
            return couple_words.has(token, role, words)
        case _:
            found = dependents(token, role, frame.passive)
            if role == "subj":  # "the crash that killed her"
                found = [*found, *(token.head for t in found if t.tag_ in syntax.RELATIVES and token.dep_ == "relcl")]
            if role == "obj" and not found:
                found = syntax.subjects(token) if syntax.is_passive(token) else []
            return bool(found) if not words else any(t.lower_ in words or t.lemma_.lower() in words for t in found)


def _told_by_which(noun: Token) -> list[Token]:
    """The verbs of the clauses behind the noun whose subject is "which": "her marriage to Al Bogg, which ended"."""
    behind = noun.doc[noun.i + 1 : min(noun.i + 16, noun.sent.end)]
    which = [t for t in behind if t.dep_ == "relcl" and any(c.lower_ == "which" and c.i < t.i for c in t.children)]
    return which or [t for t in behind if t.dep_ == "acl" and t.head == noun]  # "having ended in divorce"


def _is_cancelled(noun: Token) -> bool:
    """Whether the sentence says that an event is not held: "will not take place", "split before their wedding"."""
    before = noun.head
    if noun.dep_ == "pobj" and before.lower_ in {"before", "to", "of"}:
        eve = before if before.lower_ == "before" else before.head if before.head.lower_ in {"prior", "eve"} else None
        words = rules("factuality")["nominal"]["prevented"]
        if eve is not None and any(t.lemma_.lower() in words for t in noun.doc[noun.sent.start : eve.i]):
            return True
    behind = noun.doc[noun.i + 1 : noun.sent.end]
    for token in behind:
        if token.lemma_ in {"cancel", "scrap", "postpone"} or (
            token.lower_ == "off" and token.nbor(-1).lemma_ in PUT_OFF
        ):
            return True
        if token.lemma_ in {"take", "happen"} and any(t.lower_ in {"not", "n't", "never"} for t in token.children):
            return True
    return False
