"""Who plays in a work by the sentence around its title: "in X (1961) she was the widow", "X stars Ann Lee and Al Orr".

Read off the words first: only sentences that hold a title are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bearers import bearer
from kg.claims.kin_nouns import lexicon
from kg.claims.lists import name_at, name_list, names_before
from kg.claims.reading import Finding, Party, Reading, merged, people, surety
from kg.claims.screen import QUOTES, screen_words
from kg.model import EntityType, Mention, Status

NOT_DENIED = frozenset(Status) - {Status.DENIED}
FAR = 90
"""How many tokens back the work may be named whose cast is told."""


def findings(reading: Reading) -> Iterator[Finding]:
    """``appearsIn`` of those whom the words around a title, or a list of a cast, tell to play in it."""
    works = [m for m in reading.names.values() if m.type is EntityType.WORK and m.resolved]
    for work in works:
        for party, trigger in (*_in_it(reading, work), *_behind(reading, work), *_before(reading, work)):
            token = reading.doc[trigger]
            told = token.pos_ in {"VERB", "AUX"} or token.dep_ == "attr"
            for one in (work, *_listed(reading, work)):
                yield credit(party, one, trigger, "cast", presupposed=not told)
    if works:
        yield from _as_parts(reading, works)


def credit(party: Party, work: Mention, trigger: int, rule: str, *, presupposed: bool) -> Finding:
    """That the party appears in the work; a denial of the sentence is not made a denial of that."""
    there = Party.of(work)
    sure = 0.87 * surety(party)
    # "she was to have been his leading lady in X" does not say that he is not in X
    return Finding(
        "appearsIn",
        party,
        there,
        trigger,
        rule,
        sure,
        presupposed=presupposed,
        fiction_is_fact=True,
        statuses=NOT_DENIED,
    )


def _listed(reading: Reading, work: Mention) -> Iterator[Mention]:
    """The works listed behind one: "her lover in X, Y and Z"."""
    doc, i = reading.doc, work.last
    while i < len(doc) and doc[i].lower_ in {",", "and", *QUOTES}:
        i += 1
        following = reading.names.get(i)
        if following is not None:
            if following.type is not EntityType.WORK or not following.resolved:
                return
            yield following
            i = following.last


def _start(reading: Reading, work: Mention) -> int:
    """The token before the title and what introduces it: "in" of "in the 1961 film X"."""
    doc, i = reading.doc, work.first - 1
    while i >= 0 and (doc[i].text in QUOTES or doc[i].lower_ in {"the", "a", "tv", "hit"} or _introduces(doc[i])):
        i -= 1
    return i


def _introduces(token: Token) -> bool:
    return token.lower_ in screen_words("shows") or token.tag_ == "CD" or (token.tag_ == "JJ" and token.dep_ == "amod")


def _in_it(reading: Reading, work: Mention) -> Iterator[tuple[Party, int]]:
    """Whose part a clause tells with "in X": "In X Ann Lee is a widow", "her lover in X", "a judge (Al Orr)"."""
    doc = reading.doc
    i = _start(reading, work)
    if i < 0 or doc[i].lower_ not in {"in", "on"}:
        return
    noun = doc[i - 1] if i > doc[i].sent.start else None
    if noun is not None and noun.pos_ == "NOUN" and _is_role(noun):
        owners = people(reading, syntax.possessors(noun))
        if owners:
            yield from ((party, noun.i) for party in merged(owners, _partner(reading, noun, work.last)))
    fronted = i == doc[i].sent.start or doc[i - 1].text in {";", ","} or doc[i - 1].lower_ in {"and", "but"}
    fronted = fronted and doc[i - 1].i not in reading.in_names
    verb = _verb_behind(doc[work.last - 1], work.last) if fronted else syntax.governor(doc[i])
    if verb is None:
        return
    told = [(party, verb.i) for party in _players(reading, verb)]
    yield from told
    if told:
        yield from _bracketed(reading, work.last, verb.sent.end)


def _is_role(noun: Token) -> bool:
    before = {t.lower_ for t in noun.doc[max(0, noun.i - 2) : noun.i]}
    leading = (noun.lower_ in {"lady", "man"} and "leading" in before) or (noun.lower_ == "star" and "co" in before)
    return noun.lower_ in lexicon() or noun.lower_ in screen_words("part_nouns") or leading


def _partner(reading: Reading, noun: Token, last: int) -> list[Party]:
    """Who plays the part beside its owner: "Al Orr, her lover in X", "her co-star in X, Al Orr", "... was Al Orr"."""
    found = bearer(reading, noun)
    if not found and last < len(reading.doc) and reading.doc[last].text == ",":
        found = name_list(reading, last + 1, limit=1, loose=False)
    if found or noun.dep_ != "nsubj" or noun.head.lemma_ != "be":
        return found
    return people(reading, [t for t in noun.head.children if t.dep_ == "attr" and t.i > noun.i])


def _verb_behind(title: Token, start: int) -> Token | None:
    """The verb of the clause in front of which a title stands."""
    for token in title.doc[start : start + 14]:  # the parser may end the sentence behind the title
        if token.text in {".", ";"} or token.text.isspace():
            return None
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in syntax.AUXILIARIES and syntax.subjects(token):
            return token
    return None


def _players(reading: Reading, verb: Token) -> list[Party]:
    """Who plays by the verb of a clause: the subject of "plays", or of "is" before a noun that is no maker's trade."""
    if verb.lemma_ in screen_words("playing"):
        return people(reading, syntax.subjects(verb)) if verb.lemma_ != "cast" or syntax.is_passive(verb) else []
    if verb.lemma_ != "be":
        return []
    parts = [t for t in verb.children if t.dep_ == "attr" and t.i > verb.i]
    if not parts or parts[0].lemma_.lower() in screen_words("makers") or parts[0].pos_ not in {"NOUN", "PROPN"}:
        return []
    named = people(reading, [t for t in parts if reading.mentions.at(t.i) is not None and t.pos_ == "PROPN"])
    subjects = syntax.subjects(verb)
    if subjects and subjects[0].lower_ == "it":  # "it was Al Orr who was Ann's husband"
        inner = [
            t for part in parts for c in part.children if c.dep_ == "relcl" and c.lemma_ == "be" for t in c.children
        ]
        return merged(named, _spouses(reading, [t for t in inner if t.dep_ == "attr"])) if inner else []
    return merged(people(reading, subjects), _spouses(reading, parts)) if not named else people(reading, subjects)


def _spouses(reading: Reading, parts: Iterable[Token]) -> list[Party]:
    """Whose screen family a part is: "the husband of Ann Lee", "Ann's husband"."""
    owners = [
        t
        for part in parts
        if part.lower_ in lexicon()
        for t in (*syntax.obliques(part, {"of", "to"}), *syntax.possessors(part))
    ]
    return [p for p in people(reading, owners) if p.mention.first in reading.names]


def _bracketed(reading: Reading, start: int, end: int) -> Iterator[tuple[Party, int]]:
    """The players named in brackets behind their parts: "a judge (Al Orr) and his clerk (Eve Orr)"."""
    doc = reading.doc
    for k in range(start, end - 2):
        mention = name_at(reading, k + 1) if doc[k].text == "(" and doc[k - 1].text.islower() else None
        if mention is not None and mention.last < end and doc[mention.last].text == ")":
            yield Party.of(mention), mention.head


def _behind(reading: Reading, work: Mention) -> Iterator[tuple[Party, int]]:
    """Who plays by what stands behind the title: "X stars Ann Lee", "X, in which Al Orr plays", "X made him a star"."""
    doc, i = reading.doc, work.last
    end = doc[work.head].sent.end
    while i < end and (doc[i].text in QUOTES or (doc[i].text == "," and doc[i + 1 : i + 2].text in QUOTES)):
        i += 1
    if i < end and doc[i].text == "(":  # "X (1961), ..."
        i = next((k + 1 for k in range(i, min(i + 5, end)) if doc[k].text == ")"), i)
    relative = i + (i < end and doc[i].text == ",")
    if relative + 1 < end and doc[relative].lower_ == "which" and doc[relative + 1].lower_ in screen_words("starring"):
        i = relative + 1  # "X," which stars Ann Lee
    if i + 1 >= end:
        return
    if doc[i].text == "," and doc[i + 1].lower_ in {"in", "on"} and i + 2 < end and doc[i + 2].lower_ == "which":
        yield from _in_which(reading, i + 3, end)
    elif doc[i].text == "," and doc[i + 1].lower_ == "where":
        yield from _in_which(reading, i + 2, end)
    elif doc[i].lower_ in screen_words("starring") or (
        doc[i].text == "," and doc[i + 1].lower_ in screen_words("starring")
    ):
        i += doc[i].text == ","
        with_whom = people(
            reading, syntax.obliques(doc[i], {"with", "opposite", "alongside"})
        )  # "reunites Ann with Al"
        yield from ((party, i) for party in merged(name_list(reading, i + 1, limit=8), with_whom))
    else:
        made = next(
            (doc[k] for k in range(i, min(i + 3, end)) if doc[k].lemma_ in {"make", "put", "bring", "pair"}), None
        )
        if made is not None and made.pos_ == "VERB" and _makes_a_name(made):
            found = people(reading, syntax.objects(made)[:1]) or name_list(reading, made.i + 1, limit=1, loose=False)
            yield from (
                (p, made.i) for p in merged(found, people(reading, syntax.obliques(made, {"opposite", "of", "with"})))
            )


def _makes_a_name(verb: Token) -> bool:
    """Whether the verb tells what a part does to its player: "made her a star", "put him opposite Ann Lee"."""
    inside = {t.lower_ for t in verb.doc[verb.i + 1 : min(verb.i + 8, verb.sent.end)]}
    return bool(inside & screen_words("renown")) or (
        verb.lemma_ in {"put", "pair"} and bool(inside & {"opposite", "with"})
    )


def _in_which(reading: Reading, i: int, end: int) -> Iterator[tuple[Party, int]]:
    """The players of a clause "in which", "where": the subject of its playing, whose character it tells of."""
    doc = reading.doc
    for token in doc[i : min(i + 12, end)]:
        if token.tag_ == "POS" or token.tag_ == "PRP$":
            owner = doc[token.i - 1] if token.tag_ == "POS" else token
            if token.i + 1 < end and doc[token.i + 1].pos_ == "NOUN" and token.tag_ == "POS":
                yield from ((party, token.i) for party in people(reading, [owner]))
                return
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in syntax.AUXILIARIES:
            for party in _players(reading, token):
                yield party, token.i
            return


def _before(reading: Reading, work: Mention) -> Iterator[tuple[Party, int]]:
    """Who plays by what stands before the title: "fresh off X", "best known for X", "six seasons of X"."""
    doc = reading.doc
    i, start = _start(reading, work), doc[work.head].sent.start
    if i <= start:
        return
    word, before = doc[i].lower_, doc[i - 1].lower_
    if (word == "off" and before == "fresh") or (word == "for" and before in {"camera", "cameras"}):
        verb = _verb_behind(doc[i], work.last) if word == "off" else syntax.governor(doc[i])
        yield from ((party, i) for party in (people(reading, syntax.subjects(verb)) if verb is not None else []))
    elif word in {"for", "from"} and before in {"known", "famous", "remembered", "recognised", "recognized"}:
        makers = {t.lower_ for t in doc[start : doc[i].sent.end]} & screen_words("makers")
        if not makers:
            yield from ((party, i) for party in known(reading, doc[i - 1]))
    elif word == "to" and before == "thanks":
        yield from ((party, i) for party in people(reading, syntax.subjects(syntax.governor(doc[i]))))
    elif word in {"of", "in", "from"} and doc[i - 1].pos_ == "NOUN" and (party := called(reading, doc[i - 1])):
        yield party, i - 1
    elif word in {"of", "on"} and before in {"season", "seasons", "series", "episodes"}:
        verb = syntax.governor(doc[i])
        if verb.lemma_ in {"spend", "do", "film", "shoot", "join", "quit", "survive"}:
            yield from ((party, verb.i) for party in people(reading, syntax.subjects(verb)))


def called(reading: Reading, noun: Token) -> Party | None:
    """Who is called by the part: "Ann Lee, the elevator girl of X"; no "the author of X"."""
    doc, k = reading.doc, noun.i
    while k > noun.sent.start and doc[k - 1].pos_ in {"ADJ", "NOUN", "PROPN"} and noun.i - k < 3:
        k -= 1
    if k < 2 or doc[k - 1].lower_ != "the" or doc[k - 2].text != ",":
        return None
    trades = screen_words("makers") | screen_words("no_parts") | screen_words("parts")
    named = names_before(reading, k - 1, limit=1) if noun.lemma_.lower() not in trades else []
    return named[0] if named else None


def known(reading: Reading, word: Token) -> list[Party]:
    """Who is known for something: the subject of the verb, or the name that the phrase stands behind."""
    found = people(reading, syntax.subjects(word))
    if found:
        return found
    k = word.i - 1
    while k > word.sent.start and (reading.doc[k].lower_ in {"best", "well", "better", "most", "also", "perhaps", ","}):
        k -= 1
    mention = reading.mentions.at(k)
    person = mention is not None and mention.resolved and mention.type is EntityType.PERSON and mention.last == k + 1
    return [Party.of(mention)] if mention is not None and person else []


def _as_parts(reading: Reading, works: list[Mention]) -> Iterator[Finding]:
    """The players of a list of parts: "The cast includes Ann Lee as Meg and Al Orr as her father"."""
    doc = reading.doc
    for mention in reading.names.values():
        i = mention.last
        if i + 1 >= len(doc) or doc[i].lower_ != "as" or mention.type is not EntityType.PERSON or not mention.resolved:
            continue
        token = doc[i]
        sentence = token.sent
        cast = next((t for t in sentence if t.lemma_ in screen_words("cast_verbs") and t.pos_ in {"VERB", "AUX"}), None)
        near = [m for m in works if sentence.start <= m.first < sentence.end]
        if cast is None and near and doc[mention.first - 1].lower_ == "with":
            cast = doc[mention.first - 1]  # "X came out that spring, with Ann Lee as the wife"
        if cast is None or cast.i > token.i or not is_part(doc[token.i + 1]):
            continue
        work = (
            near[0]
            if near
            else next((m for m in reversed(works) if m.last <= token.i and token.i - m.last < FAR), None)
        )
        if work is not None and (near or _tells_of_a_cast(sentence)):
            found = credit(Party.of(mention), work, cast.i, "cast", presupposed=False)
            ahead = not near and any(t.lower_ in {"will", "set"} for t in doc[work.last : cast.i])
            yield replace(found, recast=(("asserted", "planned"),) if ahead else ())


def is_part(token: Token) -> bool:
    """Whether a part may begin here: "as Meg", "as the sister of", "as her crooked brother"."""
    there = any(t.lower_ in screen_words("guests") for t in token.doc[token.i : token.i + 3])  # "as her guest"
    return not there and token.tag_ in {"NNP", "DT", "PRP$"} and token.lower_ not in {"this", "that", "these"}


def _tells_of_a_cast(sentence: Iterable[Token]) -> bool:
    return any(
        t.lower_ in {"cast", "ensemble", "starring", "stars", "co-star", "joining", "play", "plays"} for t in sentence
    )
