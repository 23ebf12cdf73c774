"""Roles by name: from "subj", "with" or "poss" beside a trigger to the tokens that fill them."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import couple_words, syntax
from kg.names import rules

SHARING = frozenset(
    {
        "shares",
        "shared",
        "share",
        "owns",
        "owned",
        "bought",
        "buys",
        "rents",
        "rented",
        "has",
        "had",
        "occupies",
        "occupied",
    }
)
"""The verbs of "the house that they share", by form: the parser takes "shares" for a noun."""
FAR = 8


YOUNG = frozenset({*map(str, range(1, 18)), *rules("minors")["numbers"]})
HEADED = {"headto": {"to"}, "headwith": {"from", "with"}, "headin": {"in", "on"}, "headat": {"at", "with"}}
"""The prepositions of the verb that a noun stands beside, by role."""


def _is_young(number: Token) -> bool:
    """Whether it is the age of one who moves with the family: "six", "12"."""
    return number.lower_ in YOUNG and number.dep_ in {"attr", "acomp"}


def dependents(token: Token, role: str, passive: str = "") -> list[Token]:
    """The tokens that fill ``role`` beside the trigger ``token``; ``a/b`` means either preposition.

    ``passive="swap"`` puts the surface subject of a passive into the object's place and the agent into the subject's.
    """
    if role.endswith("'s"):  # whose subject or object it is: "thieves took her car"
        return [t for noun in dependents(token, role[:-2], passive) for t in syntax.possessors(noun)]
    verb = syntax.clause(token)
    turned = passive == "swap" and syntax.is_passive(verb)
    match role:
        case "subj":
            if token.pos_ == "NOUN" and verb == token:
                return syntax.subjects(syntax.governor(token))
            if token.dep_ == "amod" and token.head.i < token.i:
                return [token.head]  # "Ann Lee, once married to Al Bogg, sang"
            if token.dep_ == "amod" and any(t.lower_ in {"newly", "recently", "just"} for t in token.children):
                return syntax.coordinated([token.head])  # "the newly married Ann Lee and Al Bogg"
            return syntax.agents(verb) if turned else syntax.subjects(verb)
        case "obj":
            if turned:
                return syntax.subjects(verb)
            if syntax.is_passive(verb) and (passive != "same" or token.dep_ == "acl"):
                return []
            helped = token.dep_ == "xcomp" and token.head.dep_ == "relcl"  # "the club that he helped to found"
            named = [child for child in token.children if child.dep_ == "ccomp" and child.pos_ == "PROPN"]
            found = _antecedents(syntax.objects(token)) or named or ([token.head.head] if helped else [])
            return found or couple_words.behind_a_date(token)
        case "objnext":  # "married Ann Lee in May to music by Al Orr": whom the verb takes before any preposition
            taken = [] if syntax.is_passive(verb) else syntax.objects(token)
            return taken if any(t.left_edge.i == token.i + 1 for t in taken) else []
        case "headsubj":
            verb = syntax.governor(token)
            return syntax.subjects(verb.head if verb.dep_ == "ccomp" and verb.head.lemma_ == "call" else verb)
        case "headobj":
            return syntax.objects(syntax.governor(token))
        case "named":
            return [child for child in token.children if child.dep_ in {"oprd", "attr", "dobj", "xcomp", "npadvmod"}]
        case "attr":
            return [child for child in token.children if child.dep_ == "attr"]
        case "forin":  # "for her nurse in X"
            fors = [t for t in verb.subtree if t.lower_ == "for" and t.i > verb.i]
            leaves = [leaf for t in fors for leaf in t.children if leaf.dep_ == "pobj"]
            return [t for leaf in leaves for t in syntax.obliques(leaf, {"in", "on"})]
        case "abovesubj":  # of the verb that a clause hangs on: "Ann Lee met Al Orr while filming X"
            return syntax.subjects(syntax.governor(token.head))
        case "aboveobj":
            return syntax.objects(syntax.governor(token.head))
        case "headto" | "headwith" | "headin" | "headat":
            return syntax.obliques(syntax.governor(token), HEADED[role])
        case "family":
            families = [noun for noun in syntax.subjects(token) if noun.lower_ == "family"]
            owners = [t for noun in families for t in syntax.possessors(noun)]
            above = syntax.governor(token).head  # "a singer born in Rome, whose family fled to Spain"
            placed = [t.tag_ for t in owners] == ["WP$"] and token.dep_ == "relcl" and above.ent_type_ == "GPE"
            return syntax.subjects(syntax.governor(above)) if placed else owners
        case "agedsubj":  # "moved when Ann was six", "Ann was six when they moved"
            told = [token.head] if token.dep_ == "advcl" else [c for c in token.children if c.dep_ == "advcl"]
            aged = [v for v in told if v.lemma_ in {"be", "turn"} and any(_is_young(c) for c in v.children)]
            return [t for verb in aged[:1] for t in syntax.subjects(verb)]
        case "subjof":
            return [t for noun in syntax.subjects(token) for t in syntax.obliques(noun, {"of", "between"})]
        case "subjto":
            return [t for noun in syntax.subjects(token) for t in syntax.obliques(noun, {"to", "with"})]
        case "asin":  # "her role as Meg in X"
            return [t for leaf in syntax.obliques(token, {"as"}) for t in syntax.obliques(leaf, {"in", "on"})]
        case "castof":  # "joined the cast of X", "was dropped from the cast of X"
            companies = (*syntax.objects(verb), *syntax.obliques(verb, {"from"}))
            casts = [t for t in companies if t.lemma_ in rules("frames")["screen"]["companies"]]
            return [t for leaf in casts for t in syntax.obliques(leaf, {"of", "for"})]
        case "sharers":
            return _sharers(token)
        case "clauseobj":
            return [t for child in token.children if child.dep_ == "xcomp" for t in syntax.objects(child)]
        case "clauseby":
            return [t for child in token.children if child.dep_ == "xcomp" for t in syntax.obliques(child, {"by"})]
        case "clausesubj":
            clauses = [child for child in token.children if child.dep_ in {"xcomp", "ccomp"}]
            return [t for child in clauses for t in child.children if t.dep_ == "nsubj"]
        case "behalf":  # "accepted it on behalf of Ann Lee", "on Ann Lee's behalf"
            nodes = (token, *syntax.objects(token), *syntax.subjects(token))
            # who wins in somebody's absence wins all the same
            taken_for = {"behalf", "stead"} | ({"absence"} if token.lemma_ != "win" else set())
            sides = [t for n in nodes for t in syntax.obliques(n, {"on", "in"}) if t.lower_ in taken_for]
            return [t for side in sides for t in (*syntax.possessors(side), *syntax.obliques(side, {"of"}))]
        case "whodied":
            around = [*syntax.governor(token).children, *token.children]
            died = [t for t in around if t.lemma_ == "die" and t.dep_ in {"advcl", "acl"}]
            since = any(t.lower_ in {"since", "when"} for t in (*around, *(leaf for t in died for leaf in t.children)))
            return [t for clause in died for t in syntax.subjects(clause) if since and t.pos_ == "PROPN"]
        case "poss":
            return _owners(token)
        case "between":
            return [*syntax.obliques(token, {"between", "of"}), *syntax.obliques(syntax.governor(token), {"between"})]
        case _ if role in couple_words.ROLES:
            return couple_words.filling(token, role)
        case _:
            words = frozenset(role.split("/"))
            found = syntax.obliques(token, words)
            if verb != token:
                found = [*found, *syntax.obliques(verb, words)]
            if not found and token.dep_ == "conj":  # "to whom she was engaged but never married"
                found = [t for t in syntax.obliques(token.head, words) if t.tag_ in syntax.RELATIVES]
            for child in token.children:
                again = (
                    child.lower_ == "time" and child.i > 0 and child.nbor(-1).lower_ == "this"
                )  # "married again, this time to Ann"
                if (child.dep_ in {"dobj", "acomp", "prep", "attr", "oprd"} or again) and child.i > token.i:
                    found = [*found, *syntax.obliques(child, words)]
                    if child.dep_ == "prep":
                        found = [
                            *found,
                            *(
                                t
                                for leaf in child.children
                                if leaf.dep_ == "pobj"
                                for t in syntax.obliques(leaf, words)
                            ),
                        ]
            parts = rules("frames")["screen"]["parts"]
            inner = [t for leaf in found if leaf.lemma_ in parts for t in syntax.obliques(leaf, {"of", "for", "to"})]
            return list({t.i: t for t in _antecedents([*found, *inner])}.values())


def _antecedents(tokens: list[Token]) -> list[Token]:
    """Relative pronouns after a preposition ("in which", "with whom") replaced by what they stand for."""
    found: list[Token] = []
    for token in tokens:
        clause = syntax.governor(token)
        if token.tag_ in {"WDT", "WP"} and clause.dep_ == "relcl":
            found.extend([token] if token.tag_ == "WP" else [])  # who is meant is known, if anybody is
            found.extend(syntax.with_appositions(clause.head))
            found.extend([clause.head.head] if clause.head.dep_ == "appos" else [])
            before = token.i - 2 if token.i > 2 and token.nbor(-2).text != "," else token.i - 3
            found.extend([token.doc[before]] if before >= token.sent.start else [])  # "Eve Orr, to whom he was married"
        else:
            found.append(token)
    return found


def _owners(token: Token) -> list[Token]:
    owners = syntax.possessors(token)
    left = [owner.head for owner in owners if owner.dep_ == "conj" and owner.head.pos_ in {"PROPN", "NOUN", "PRON"}]
    if len(owners) == 1 and token.dep_ == "conj" and owners[0].left_edge.i - 1 > token.head.i:
        # "Ann and Bob's wedding was ...", read as "Ann, and Bob's wedding, ..."
        between = token.doc[token.head.i + 1 : owners[0].left_edge.i]
        left += [token.head] if [t.lower_ for t in between] == ["and"] and token.head.pos_ == "PROPN" else []
    return sorted({t.i: t for t in [*left, *owners]}.values(), key=lambda t: t.i)


def _sharers(home: Token) -> list[Token]:
    """Who shares a home, by the words behind it: "the Essex home that she shares with Al Bogg"."""
    doc, end = home.doc, home.sent.end
    behind = doc[home.i + 1 : min(home.i + FAR, end)]
    start = next((t.i for t in behind if t.tag_ in {"WDT", "IN"} and t.lower_ in {"that", "which"}), None)
    if start is None and len(behind) and behind[0].pos_ in {"PRON", "PROPN"}:
        start = home.i  # "the home she shares with Al Bogg"
    if start is None:
        return []
    verb = next((t for t in doc[start + 1 : min(start + FAR, end)] if t.lower_ in SHARING), None)
    if verb is None or any(t.pos_ == "PUNCT" for t in doc[start : verb.i]):
        return []
    company = next((t.i for t in doc[verb.i + 1 : min(verb.i + 3, end)] if t.lower_ == "with"), end)
    named = (*doc[start + 1 : verb.i], *doc[company + 1 : min(company + FAR, end)])
    return [t for t in named if t.pos_ in {"PRON", "PROPN", "NOUN"}]
