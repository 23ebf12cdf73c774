"""Sentences whose subject ends in a name: "Her marriage to the tenor Gus Arlen ended in May".

The parser takes the name for the subject of the verb behind it. Mostly it then reads the verb as a relative clause
without a pronoun ("the tenor [whom] Gus Arlen ended"), and the sentence has no verb of its own; here it gets it back.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from kg.repair.fronted import before_name, described, give_back, lead_in, to_the_nearest, to_the_spouse, to_the_verb
from kg.repair.headlines import pair, tell
from kg.repair.progressive import go_on

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_LIKE_THE_PAST = ("ed", "won", "met", "left", "led", "lost", "made", "held", "told", "wed", "sold", "spent", "found")
"""How participles look that may be a past tense as well."""
_BOTH = frozenset({"two", "three", "pair", "couple", "duo", "exes", "twins", "brothers", "sisters", "siblings"})
SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_FIRST_NAMES = frozenset({"Will", "May"})
"""First names that read like auxiliaries."""
_NO_NOUNS = {"marry": "VBP", "marries": "VBZ", "weds": "VBZ"}
"""Verbs of this trade that the tagger takes for nouns behind a name, though no noun looks like them."""


def straighten(doc: Doc) -> Doc:
    """Hang a person's name on the noun right before it where the parser made it the subject of the next verb.

    A verb that was taken for a relative clause becomes the root of its sentence, the noun in front its subject.
    """
    for verb in pair(doc):
        if verb.text in _NO_NOUNS and verb.pos_ != "VERB":
            verb.tag_, verb.pos_, verb.lemma_ = _NO_NOUNS[verb.text], "VERB", "marry"
        if verb.text == "wed" and verb.i and verb.nbor(-1).lower_ == "to":
            verb.tag_, verb.lemma_ = "VB", "wed"
        tell(verb)
        if verb.tag_ == "VB" and verb.dep_ in {"ROOT", "conj"} and _is_finite(verb):
            verb.tag_ = "VBP"
        if verb.dep_ == "amod" and verb.tag_ in {"VBD", "VBN"} and (subject := _own(verb)) is not None:
            _stand(verb, subject)
        elif verb.dep_ == "amod" and verb.tag_ == "VBD":
            _raise(verb)
        elif verb.dep_ == "amod" and verb.tag_ == "VBG" and (subject := _going_on(verb)) is not None:
            verb.head = _named_behind(verb)
            _stand(verb, subject)
        elif verb.dep_ == "amod" and verb.tag_ == "VBG":
            go_on(verb)
        if verb.dep_ == "appos":
            to_the_verb(verb)
            to_the_nearest(verb)
            to_the_spouse(verb)
        elif verb.dep_ == "conj" and verb.tag_ in FINITE:
            _to_its_equal(verb)
        if verb.dep_ == "aux" and verb.text in _FIRST_NAMES:
            _to_its_surname(verb)
        if verb.dep_ in {"aux", "auxpass"}:
            _hand_up(verb)
        elif verb.dep_ == "acl" and _is_past(verb) and (subject := _over_the_aside(verb)) is not None:
            _lead(verb, subject)
        elif verb.dep_ == "acl" and verb.head.dep_ == "pobj" and verb.head.head.dep_ == "agent":
            _to_the_passive(verb)
        elif verb.tag_ == "VBG" and verb.dep_ == "advcl":
            _past_the_aside(verb)
        elif verb.tag_ == "VBG" and verb.dep_ in {"compound", "amod"} and verb.i:
            _free(verb)
        elif verb.lemma_ == "be" and verb.dep_ in {"ROOT", "conj", "ccomp"}:
            _ask(verb)
        if verb.pos_ in {"VERB", "AUX"} and verb.dep_ in {"relcl", "ROOT"}:
            subjects = [child for child in verb.children if child.dep_ in SUBJECTS]
            if len(subjects) > 1 and _speaks(subjects[0]):
                subjects[0].dep_ = "dep"
            if len(subjects) > 1 and _to_its_preposition(subjects[-1]):
                continue
            if subjects:
                give_back(verb, subjects[-1])
            elif verb.dep_ == "ROOT":
                lead_in(verb)
            if subjects and (noun := described(subjects[-1])) is not None:
                _mend(verb, subjects, noun)
    return doc


def _is_finite(verb: Token) -> bool:
    """Whether a plain form has its subject before it and no auxiliary: "Ann and the driver Bo Orr [marry] in May"."""
    before = any(child.dep_ == "nsubj" and child.i < verb.i for child in verb.children)
    return before and not any(child.dep_ in {"aux", "auxpass"} for child in verb.children)


def _to_its_equal(verb: Token) -> None:
    """Join a finite verb to the one before it, not to what that says of the subject: "are not estranged and [live]"."""
    said = verb.head
    if said.dep_ not in {"acomp", "attr"} or said.head.lemma_ != "be" or said.head.tag_ not in FINITE:
        return
    for joiner in [child for child in said.children if child.dep_ == "cc" and said.i < child.i < verb.i]:
        joiner.head = said.head
    verb.head = said.head


def _to_its_surname(word: Token) -> None:
    """Make a first name that was taken for an auxiliary a name: "[Will] Hart founded", not "Will Hart found it?"."""
    verb, i = word.head, word.i
    same = i + 1 < len(word.doc) and word.ent_type_ == word.nbor().ent_type_ == "PERSON" and word.nbor().ent_iob_ == "I"
    finite = verb.tag_ in FINITE or any(
        t.dep_ in {"aux", "auxpass"} and t.tag_ in FINITE and t != word for t in verb.children
    )
    if same and finite:
        last = i + 1
        while last + 1 < len(word.doc) and word.doc[last + 1].ent_iob_ == "I":
            last += 1
        word.head, word.dep_, word.tag_, word.pos_, word.lemma_ = word.doc[last], "compound", "NNP", "PROPN", word.text


def _ask(verb: Token) -> None:
    """Make what a question asks for its predicate: "Is Ann Roe [the mother] of Bo?", read as "Ann Roe, the mother"."""
    behind = [child for child in verb.children if child.dep_ in {"nsubj", "attr"}]
    if len(behind) != 1 or behind[0].i < verb.i or behind[0].pos_ != "PROPN":
        return
    subject, adverbs = behind[0], [child for child in verb.children if child.dep_ == "advmod"]
    for noun in [*subject.children, *(leaf for adverb in adverbs for leaf in adverb.children)]:
        between = verb.doc[subject.i + 1 : noun.left_edge.i]
        bare = not any(token.is_punct for token in between)  # "Is Ann Roe, the mother of Bo, here?" asks something else
        if noun.pos_ == "NOUN" and noun.dep_ in {"appos", "pobj"} and noun.i > subject.i and bare:
            subject.dep_ = "nsubj"
            noun.head, noun.dep_ = verb, "attr"
            return


def _hand_up(auxiliary: Token) -> None:
    """Give a subject that hangs on an auxiliary to its verb: "told the paper that [Ann was] engaged"."""
    verb = auxiliary.head
    for subject in [child for child in auxiliary.children if child.dep_ in SUBJECTS and child.pos_ == "PROPN"]:
        role = "nsubjpass" if auxiliary.dep_ == "auxpass" else "nsubj"
        others = [child for child in verb.children if child.dep_ in SUBJECTS]
        if all(child.tag_ in {"WDT", "IN"} and child.lower_ == "that" for child in others):
            for that in others:
                that.dep_ = "mark"
            subject.head, subject.dep_ = verb, role


def _to_the_passive(infinitive: Token) -> None:
    """Hang an infinitive behind an agent on the passive verb: "was reported by a weekly [to have died]"."""
    if any(child.dep_ == "aux" and child.lower_ == "to" for child in infinitive.children):
        infinitive.head, infinitive.dep_ = infinitive.head.head.head, "xcomp"


def _is_past(verb: Token) -> bool:
    return verb.tag_ == "VBD" or (verb.tag_ == "VBN" and verb.lower_.endswith(_LIKE_THE_PAST))


def _over_the_aside(verb: Token) -> Token | None:
    """The name that waits for its verb over an aside: "[Nora Hume], whose father was Al Hume, starred in".

    "[The two] divorced in 2001" has none but this verb.
    """
    name, doc = verb.sent.root, verb.doc
    if name.lower_ in _BOTH and verb.i == name.i + 1 and name.nbor(-1 if name.i else 0).lower_ == "the":
        return None if any(t.tag_ in FINITE for t in verb.sent) else name
    between = doc[name.i + 1 : verb.i]
    if name.pos_ != "PROPN" or name.ent_type_ != "PERSON" or len(between) < 3 or verb.head == name:
        return None
    return name if between[0].text == between[-1].text == "," and name.is_ancestor(verb.head) else None


def _lead(verb: Token, subject: Token) -> None:
    """Make ``verb`` the verb of the sentence, and what follows it its own."""
    later = [child for child in subject.children if child.i > verb.i]
    aside = [token for token in verb.doc[subject.i + 1 : verb.i] if token.pos_ in {"VERB", "AUX"}]
    verb.head, verb.dep_, verb.tag_, verb.pos_ = verb, "ROOT", "VBD", "VERB"
    subject.head, subject.dep_ = verb, "nsubj"
    for child in [*later, *(child for own in aside for child in own.children if child.i > verb.i)]:
        child.head = verb


def _past_the_aside(gerund: Token) -> None:
    """Hang a gerund on the verb "be" and not on the aside between: "is not, as reported, [moving]"."""
    aside = gerund.head
    if aside.head.lemma_ == "be" and any(child.lower_ == "as" and child.dep_ == "mark" for child in aside.children):
        gerund.head = aside.head


def _free(gerund: Token) -> None:
    """Make a gerund between a verb and a person's name the verb's object: "denied [dating Ann]"."""
    name, verb = gerund.head, gerund.nbor(-1)
    if name.ent_type_ != "PERSON" or gerund.ent_type_ or name.head != verb or verb.pos_ != "VERB":
        return
    if name.dep_ == "dobj" and all(child.i >= gerund.i for child in name.children):
        gerund.head, gerund.dep_, gerund.pos_ = verb, "xcomp", "VERB"
        name.head = gerund


def _raise(verb: Token) -> None:
    """Make a past tense that was read as an adjective the verb it is: "Al Bogg and his husband [welcomed] twins"."""
    root, noun = verb.sent.root, verb.head
    if root.pos_ not in {"NOUN", "PROPN"} or not root.i < verb.i < noun.i or noun == root:
        return
    later = [child for child in root.children if child.i > noun.i or (child.dep_ == "punct" and child.i > verb.i)]
    verb.head, verb.dep_, verb.pos_ = verb, "ROOT", "VERB"
    root.head, root.dep_ = verb, "nsubj"
    noun.head, noun.dep_ = verb, "dobj"
    for child in later:
        child.head = verb


def _own(verb: Token) -> Token | None:
    """The subject in front of a verb that was taken for the modifier of the name behind it: "Ann [wed Bo]"."""
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS and child.i < verb.i]
    return subjects[0] if subjects and verb.head.pos_ == "PROPN" and verb.i < verb.head.i else None


def _named_behind(verb: Token) -> Token:
    """The name that the noun behind the verb describes, or what the verb hangs on: "dating [tenor] Al Orr"."""
    noun = verb.head
    return noun.head if noun.dep_ == "compound" and noun.i < noun.head.i else noun


def _going_on(verb: Token) -> Token | None:
    """The subject of a progressive that was taken for the modifier of the name behind it: "Ann [is dating] Bo"."""
    going = any(child.dep_ == "aux" and child.lemma_ == "be" and child.i < verb.i for child in verb.children)
    subjects = [child for child in verb.children if child.dep_ in SUBJECTS and child.i < verb.i]
    name = _named_behind(verb)
    return subjects[0] if going and subjects and name.ent_type_ == "PERSON" and name.pos_ == "PROPN" else None


def _stand(verb: Token, subject: Token) -> None:
    """Make the name behind such a verb its object, and let the verb take the place in the sentence it has to have."""
    name, above = verb.head, verb.head.head
    role = name.dep_
    for child in [child for child in name.children if child.i < subject.left_edge.i]:
        child.head = verb
    if above == name:
        verb.head, verb.dep_ = verb, "ROOT"
    elif above.i > name.i:  # "rumours that [Ann wed Bo] are false"
        noun = above.head
        if any(child.dep_ in SUBJECTS and child.i > name.i for child in above.children):
            verb.head, verb.dep_ = above, "ccomp"  # "[Ann wed Bo], her agent said"
            name.head, name.dep_ = verb, "dobj"
            return
        if noun == above or noun.i > subject.i or role not in SUBJECTS:
            return
        outer, place = noun.head, noun.dep_
        for mark in [child for child in above.children if child.i < subject.i and child.i > noun.i]:
            mark.head = verb
        verb.head, verb.dep_ = noun, "acl" if noun.pos_ == "NOUN" else "ccomp"
        if noun.pos_ == "NOUN":
            above.head, above.dep_ = (above, "ROOT") if outer == noun else (outer, place)
            noun.head, noun.dep_ = above, role
    elif above.lemma_ == "have" and above.i < subject.i:  # "nor has [Ann wed Bo]"
        _take_over(verb, above)
    else:
        verb.head, verb.dep_ = above, "ccomp" if above.pos_ in {"VERB", "AUX"} else "acl"
    name.head, name.dep_ = verb, "dobj"


def _take_over(verb: Token, auxiliary: Token) -> None:
    for child in [child for child in auxiliary.children if not child.is_ancestor(verb)]:
        child.head = verb
    verb.head, verb.dep_ = (verb, "ROOT") if auxiliary.head == auxiliary else (auxiliary.head, auxiliary.dep_)
    auxiliary.head, auxiliary.dep_ = verb, "aux"


def _speaks(name: Token) -> bool:
    """Whether the name is that of who says the sentence: "[Ann Lisle]: Your husband died in May."."""
    return name.i + 1 < len(name.doc) and name.nbor().text == ":" and name.ent_type_ == "PERSON"


def _to_its_preposition(name: Token) -> bool:
    """Hang a name that was read as a second subject on the preposition before it: "Who works with [Al Orr] fell"."""
    before = before_name(name)
    if before is None or before.dep_ != "prep" or any(child.i > before.i for child in before.children):
        return False
    name.head, name.dep_ = before, "pobj"
    return True


def _mend(verb: Token, subjects: list[Token], noun: Token) -> None:
    root, name = verb.sent.root, subjects[-1]
    finite = any(form.tag_ in FINITE for form in (verb, *verb.children))
    if verb.head == noun and finite and root.pos_ == "NOUN" and root.i < noun.i and root.is_ancestor(noun):
        role = name.dep_
        name.head, name.dep_ = noun, "appos"
        verb.head, verb.dep_ = verb, "ROOT"
        root.head, root.dep_ = verb, role
    elif len(subjects) > 1 and subjects[0].is_ancestor(noun):
        name.head, name.dep_ = noun, "appos"
