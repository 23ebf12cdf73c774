"""Roles by name: from "subj", "with", "poss" or "bearer" beside a trigger to the tokens and entities that fill them."""

from __future__ import annotations

from spacy.tokens import Token

from kg.claims import couple_words, syntax
from kg.claims.bearers import bearer, phrase_start
from kg.claims.kin_names import kin_named
from kg.claims.kin_partners import after_preposition
from kg.claims.lists import begins_a_clause, name_list, names_before
from kg.claims.officiants import officiated
from kg.claims.reading import Party, Reading, merged, of_type, people
from kg.claims.renaming import bearer_of_birth_name
from kg.model import EntityType, Mention, MentionKind
from kg.names import rules
from kg.quotes import quote_at

SHARING = frozenset({"share", "own", "buy", "rent", "have", "occupy"})
_COMPANY = frozenset({"ADJ", "CCONJ", "DET", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT"})
"""What stands between those with whom somebody lives: "and", "their son", "14"."""
ASIDE = 16
"""How many tokens may stand between commas behind a verb, before its partner."""
COUNTS = frozenset({"two", "three", "four", "both", "all"})
NOMINATIONS = frozenset({"nomination", "nod", "nominee", "buzz", "bid", "campaign", "race", "snub"})


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
            return _antecedents(syntax.objects(token)) or named or ([token.head.head] if helped else [])
        case "headsubj":
            verb = syntax.governor(token)
            return syntax.subjects(verb.head if verb.dep_ == "ccomp" and verb.head.lemma_ == "call" else verb)
        case "headobj":
            return syntax.objects(syntax.governor(token))
        case "headto":
            return syntax.obliques(syntax.governor(token), {"to"})
        case "headwith":
            return syntax.obliques(syntax.governor(token), {"from", "with"})
        case "named":
            return [child for child in token.children if child.dep_ in {"oprd", "attr", "dobj", "xcomp"}]
        case "attr":
            return [child for child in token.children if child.dep_ == "attr"]
        case "forin":  # "for her nurse in X"
            fors = [t for t in verb.subtree if t.lower_ == "for" and t.i > verb.i]
            leaves = [leaf for t in fors for leaf in t.children if leaf.dep_ == "pobj"]
            return [t for leaf in leaves for t in syntax.obliques(leaf, {"in", "on"})]
        case "headin":
            return syntax.obliques(syntax.governor(token), {"in", "on"})
        case "family":
            families = [noun for noun in syntax.subjects(token) if noun.lower_ == "family"]
            return [t for noun in families for t in syntax.possessors(noun)]
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
            shared = [t for t in token.subtree if t.dep_ == "relcl" and t.lemma_ in SHARING and t.i > token.i]
            return [t for verb in shared for t in (*syntax.subjects(verb), *syntax.obliques(verb, {"with"}))]
        case "clauseobj":
            return [t for child in token.children if child.dep_ == "xcomp" for t in syntax.objects(child)]
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
                again = child.lower_ == "time" and child.nbor(-1).lower_ == "this"  # "married again, this time to Ann"
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


def fill(reading: Reading, token: Token, role: str, types: tuple[EntityType, ...], passive: str = "") -> list[Party]:
    """The entities of ``types`` that fill ``role`` beside ``token``."""
    match role:
        case "bearer":
            return bearer(reading, token)
        case "speaker":  # of a remark without a subject: ""Not pregnant," she wrote"
            quote = quote_at(reading.quotes, token.i)
            if quote is None or not quote.whole or quote.speaker is None or dependents(token, "subj"):
                return []
            return people(reading, [reading.doc[slice(*quote.speaker)].root])
        case "comp":
            return _compound(reading, token, types)
        case "officiated":
            return officiated(reading, token)
        case "company":
            return _company(reading, token, types)
    if role == "subj" and (born := bearer_of_birth_name(reading, token)) is not None:
        return born
    tokens = dependents(token, role, passive)
    found = _each(reading, tokens, types)
    if len(found) == 1 and role == "subj" and tokens[0].tag_ == "WP":
        both = names_before(reading, tokens[0].i, limit=2)  # "Ann and Bob, who were married in May"
        several = len(both) == 2 and (_is_plural(token) or _are_called(reading, both[0].mention))
        found = both if several else found
    if not found and EntityType.PERSON in types:  # "the two of them"
        found = _each(reading, [t for n in tokens if n.lower_ in COUNTS for t in syntax.obliques(n, {"of"})], types)
    if EntityType.WORK in types:
        found = merged(found, _works(reading, token, tokens, role))
    if not found:
        found = of_type(reading, [t for head in tokens for t in syntax.with_appositions(head)[1:]], types)
    if not found and EntityType.PERSON not in types:
        found = [p for t in tokens for p in _named_before(reading, t, types)]
    if not found and EntityType.PERSON not in types:
        # "the drummer of the Acme band", but not "forgave the rapper for his Acme outburst"
        heads = [t for t in tokens if token.pos_ == "VERB" or not any(child.dep_ == "poss" for child in t.children)]
        found = [p for t in heads if t.lemma_ not in NOMINATIONS for p in _compound(reading, t, types)]
    if not tokens and role in {"to/with", "to", "with"} and EntityType.PERSON in types:
        found = _right_behind(reading, token, role)
    if not found and role not in {"obj", "poss"} and EntityType.PERSON in types:
        named = [p for t in tokens for p in kin_named(reading, t)]  # "split from her husband of ten years, Al Bogg"
        found = named if role == "subj" and any(t.tag_ == "NNS" for t in tokens) else named[:1]
    if len(found) < 2 and role not in {"subj", "obj", "poss"} and EntityType.PERSON in types:
        listed = [p for t in tokens for p in name_list(reading, phrase_start(t), limit=2)][:2]
        found = listed if len(listed) > len(found) else found
    return found


def _company(reading: Reading, verb: Token, types: tuple[EntityType, ...]) -> list[Party]:
    """Everybody named behind "with": "lives with his wife, the potter Ann Lee, their son, Kit, and her brother, Bo"."""
    found = fill(reading, verb, "with", types)
    doc, last = reading.doc, max((party.mention.last for party in found), default=len(reading.doc))
    while last < verb.sent.end and doc[last].pos_ in _COMPANY and doc[last].tag_[0] != "W" and doc[last].text != ";":
        mention = reading.names.get(last)
        after = last + 1 if mention is None else mention.last
        owner = after < len(doc) and doc[after].tag_ == "POS"
        if mention is not None and not owner and not begins_a_clause(reading, mention):
            found = merged(found, [Party(key, mention) for key in mention.entities if mention.type in types])
        last = after
    return found


def _right_behind(reading: Reading, word: Token, role: str) -> list[Party]:
    """The partner in a phrase that the parser hung elsewhere: "recalled his first marriage, to actress Ann Lee".

    "Called off her engagement to motocross champion Al Bogg": behind the object of a verb as well.
    """
    for head in (word, *(t for t in word.children if t.dep_ == "dobj")):
        i = head.i + 2 if head.i + 1 < head.sent.end and head.nbor().text == "," else head.i + 1
        if i < head.sent.end and reading.doc[i].lower_ in role.split("/"):
            return after_preposition(reading, reading.doc[i])
    return after_preposition(reading, aside) if (aside := _behind_asides(word, role)) is not None else []


def _behind_asides(word: Token, role: str) -> Token | None:
    """The preposition behind what stands between commas: "was married, from 1970 to 1974, to the singer Ann Lee"."""
    doc, i = word.doc, word.i + 1
    if i >= len(doc) or doc[i].text != ",":
        return None
    for token in doc[i + 1 : min(i + ASIDE, word.sent.end)]:
        if token.tag_ in syntax.FINITE or token.text in {";", ":"}:
            return None
        if token.nbor(-1).text == "," and token.lower_ in role.split("/"):
            return token
    return None


def _works(reading: Reading, token: Token, tokens: list[Token], role: str) -> list[Party]:
    """Works by the words: the one right behind the preposition or at ``tokens``, and those listed behind it.

    A title is a sentence of its own to the parser ("in To Have and Have Not"), which then loses its thread.
    """
    doc = reading.doc
    words = frozenset(role.split("/"))
    prepositions = [t for t in (*token.children, *syntax.clause(token).children) if t.lower_ in words]
    starts = [t.i + 1 for t in prepositions]
    starts += [mention.first for t in tokens if (mention := reading.mentions.at(t.i)) is not None]
    starts += [k for t in tokens for k in _below(reading, t)]
    found: list[Party] = []
    for i in starts:
        mention = reading.mentions.at(i) if i < len(doc) else None
        while mention is not None and mention.first == i and mention.type is EntityType.WORK and mention.resolved:
            found.append(Party(mention.entities[0], mention))
            i = mention.last
            while i < len(doc) and doc[i].lower_ in {",", "and", '"', "”", "“"}:
                i += 1
            mention = reading.mentions.at(i) if mention.last < i < len(doc) else None
    return found


def _below(reading: Reading, noun: Token) -> list[int]:
    """Where works begin that a noun stands for: "in films such as X, Y and Z", "in season two of X"."""
    screen = rules("frames")["screen"]
    if noun.lemma_ not in screen["shows"] and noun.lemma_ not in screen["parts"]:
        return []
    first = next((k for k in range(noun.i + 1, min(noun.i + 6, noun.sent.end)) if k in reading.names), None)
    return [first] if first is not None else []


def further(reading: Reading, token: Token, role: str) -> list[tuple[Party, Token]]:
    """The people of further phrases of the same kind, each with its preposition.

    "Divorced from Ann Lee since 1961 and from Eve Orr since 1970": Eve Orr and the second "from".
    """
    words = frozenset(role.split("/"))
    found: list[tuple[Party, Token]] = []
    for child in token.sent:
        if child.lower_ in words and child.dep_ == "conj" and child.head.pos_ in {"ADP", "SCONJ"} and child.i > token.i:
            if syntax.governor(child) != token:
                continue
            leaves = [leaf for leaf in child.children if leaf.dep_ == "pobj"]
            named = of_type(reading, leaves, (EntityType.PERSON,)) or [
                p for t in leaves for p in name_list(reading, phrase_start(t), limit=1)
            ]
            found.extend((party, child) for party in named[:1])
    return found


def _named_before(reading: Reading, noun: Token, types: tuple[EntityType, ...]) -> list[Party]:
    """The thing that a noun behind its name describes: "Acme, the firm she founded"; behind it: "her firm, Acme"."""
    start = min(noun.left_edge.i, phrase_start(noun))
    places = [start - 2] if start > 1 and noun.doc[start - 1].text in {",", "—", "–"} else []
    if noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].text == ",":
        places.append(noun.i + 2)
    for i in places:
        mention = reading.mentions.at(i) if 0 <= i < len(noun.doc) else None
        if mention is not None and mention.type in types and mention.resolved and mention.kind is MentionKind.NAME:
            return [Party(mention.entities[0], mention)]
    return []


def _each(reading: Reading, tokens: list[Token], types: tuple[EntityType, ...]) -> list[Party]:
    """The entities at ``tokens``; of a noun in a list, those of the name behind it ("Ann and his wife, Eve, ...")."""
    found: dict[str, Party] = {}
    for token in tokens:
        here = of_type(reading, [token], types)
        if not here and len(tokens) > 1:
            here = of_type(reading, syntax.with_appositions(token)[1:], types)
        for party in here:
            found.setdefault(party.key, party)
    return list(found.values())


def _are_called(reading: Reading, first: Mention) -> bool:
    """Whether a noun in the plural stands before a list of names: "singers Ann Lee and Al Orr"."""
    noun = reading.doc[first.first - 1] if first.first else None
    return noun is not None and noun.tag_[:2] == "NN" and noun.lower_[-1] == "s" and noun.i not in reading.in_names


def _is_plural(verb: Token) -> bool:
    forms = [verb, *(child for child in verb.children if child.dep_ in syntax.AUXILIARIES)]
    return any(form.lower_ in {"were", "are", "have"} or form.tag_ == "VBP" for form in forms)


def _compound(reading: Reading, token: Token, types: tuple[EntityType, ...]) -> list[Party]:
    """The entity that stands right before a noun: "the Goop founder", "a Grammy winner", "Oscar-winning"."""
    i = token.i - 1
    steps = 0
    while i >= token.sent.start and steps < 4:
        mention = reading.mentions.at(i)
        if mention is not None and mention.last == i + 1 and mention.type in types and mention.resolved:
            return [Party(mention.entities[0], mention)]
        if token.doc[i].tag_ not in {"NN", "JJ", "HYPH", "CD", "''", "``"}:
            return []
        i, steps = i - 1, steps + 1
    return []
