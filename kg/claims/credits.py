"""Who plays in a work or a list of works, by a phrase around it: "once the villain of X", "A regular on X and Y, Ann".

Read off the words: news puts such phrases before and behind a name, and the parser hangs them anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.bearers import bearer
from kg.claims.billing import is_read
from kg.claims.casting import credit, is_part, known
from kg.claims.kin_nouns import lexicon
from kg.claims.lists import name_list, names_before, next_name, parties, skip_details
from kg.claims.reading import Finding, Party, Reading, merged, people
from kg.claims.screen import screen_words
from kg.claims.title_runs import INTO, MARKS, MODIFYING, Run, comma, runs
from kg.model import EntityType

OPENING = frozenset({"also", "once", "formerly", "long", "now", "still"})
FAR = 16
"""How many words may stand between "known" or "with" and the title."""
TOGETHER = 4
HOSTING = frozenset({"hosts", "presents", "fronts", "anchors", "co-hosts"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``appearsIn`` of those whom a phrase around a title, or around a list of titles, tells to play in it."""
    works = [m for m in reading.names.values() if m.type is EntityType.WORK and m.resolved]
    works = sorted((m for m in works if not is_read(reading, m)), key=lambda m: m.first)
    if not works:
        return
    acting = performers(reading)
    for run in runs(reading, works):
        found = (*_by_role(reading, run), *_known_there(reading, run), *_with_cast(reading, run))
        found = (*found, *_called_behind(reading, run), *_in_brackets(reading, run), *_made_by(reading, run))
        found = (*found, *_with_fans(reading, run))
        for party, trigger in (*found, *_owned(reading, run, acting), *_in_front(reading, run, acting)):
            verbal = reading.doc[trigger].pos_ in {"VERB", "AUX"}
            for work in run.works:
                yield credit(party, work, trigger, "credited", presupposed=not verbal)


def performers(reading: Reading) -> frozenset[str]:
    """Those whom the article calls actors, actresses, stars."""
    called = reading.tokens(screen_words("performers"))
    named = people(reading, called)
    return frozenset(party.key for party in merged(named, [p for t in called for p in bearer(reading, t)]))


def _phrase(noun: Token) -> int:
    """Where the phrase of a role noun begins, by the tags: "once the long-time villain", "mother and son"."""
    doc, s = noun.doc, noun.i
    while s > noun.sent.start and doc[s - 1].tag_ in MODIFYING and doc[s - 1].ent_type_ != "PERSON":
        s -= 1
        if doc[s].lower_ in {"a", "an", "the", "once", "formerly"} and doc[s - 1].lower_ not in {
            "once",
            "formerly",
            "now",
        }:
            break
    return s + (doc[s].tag_ == "CC")


def _by_role(reading: Reading, run: Run) -> Iterator[tuple[Party, int]]:
    """Who bears the role noun before the titles: in apposition behind a name, or in front of one."""
    doc, n = reading.doc, run.before - 1
    if n > 0 and doc[run.before].text == "(" and doc[min(run.behind, len(doc) - 1)].text == ")":
        yield from ((party, party.mention.head) for party in names_before(reading, run.before, limit=1))
    if n >= 0 and doc[run.before].lower_ in HOSTING and n in reading.in_names:  # the verb may be read as a noun
        yield from ((party, run.before) for party in names_before(reading, run.before, limit=TOGETHER))
    if n < 0 or doc[run.before].lower_ not in INTO:
        return
    alias = next((t.i for t in doc[max(0, n - 3) : n] if t.lower_ in {"aka", "a.k.a.", "alias"}), None)
    if alias is not None and alias + 1 in reading.in_names:  # "Al Orr, aka Ted from X"
        yield from ((party, alias) for party in names_before(reading, alias, limit=1))
    if n > 1 and doc[n].lower_ in {"screen", "television", "tv", "stage"} and doc[n - 1].lower_ == "on":
        n -= 2  # "lovers on screen in X"
    elif n > 3 and doc[n].lower_ in screen_words("parts") and doc[n - 1].tag_ in {"JJ", "CD", "NN"}:
        n = next(
            (k - 1 for k in range(n - 2, n - 5, -1) if doc[k].lower_ in INTO), n
        )  # "runner-up in the first series"
    n -= 2 * (n > 1 and doc[n].lower_ == "up" and doc[n - 1].text == "-")
    noun = doc[n]
    if noun.tag_ == "VBD" or not _is_role(noun, doc[run.before].lower_):
        return
    start = _phrase(noun)
    together = noun.tag_ in {"NNS", "VBZ"} or any(t.tag_ == "CC" for t in doc[start:n])
    limit = TOGETHER if together else 1
    if n - 1 in reading.in_names and noun.lower_ in {"star", "stars", "costar"}:  # the verb, read as a noun
        yield from ((party, n) for party in names_before(reading, n, limit=TOGETHER))
    if doc[start].tag_ == "PRP$" and (noun.lower_ != "star" or doc[n - 1].text == "-"):
        yield from ((party, n) for party in people(reading, [doc[start]]))  # "Ann Lee, his co-star in X"
    if start > 1 and doc[start - 1].text in {",", "(", "—", "–"}:
        found = names_before(reading, start, limit=limit)
        yield from ((party, n) for party in found or people(reading, [doc[start - 2]]))  # "the pair, stars of X"
    if start > 2 and doc[start - 1].lower_ == "of" and doc[start - 2].lower_ == "one":  # "is one of the stars of X"
        start -= 2
        yield from ((party, n) for party in names_before(reading, start, limit=1) if doc[start - 1].text == ",")
    verb = doc[start - 1]
    if start > noun.sent.start and verb.lemma_ in {"be", "become", "remain", "crown"}:
        yield from ((party, verb.i) for party in people(reading, syntax.subjects(verb)))
    opens = all(t.lower_ in OPENING | MARKS for t in doc[noun.sent.start : start])
    behind = comma(reading, run)
    if opens and behind is not None:
        yield from ((party, n) for party in name_list(reading, behind, limit=limit))


def _is_role(noun: Token, word: str) -> bool:
    """Whether the noun tells of playing in what stands behind ``word``: "heartthrob of", "lovers in"."""
    if noun.lemma_.lower() in screen_words("roles"):
        return True
    leading = noun.lower_ in {"lady", "man", "ladies", "men"} and noun.i > 0 and noun.nbor(-1).lower_ == "leading"
    kin = word in {"in", "on"} and (noun.lower_ in lexicon() or noun.lemma_.lower() in screen_words("part_nouns"))
    return leading or kin


def _with_fans(reading: Reading, run: Run) -> Iterator[tuple[Party, int]]:
    """Whom those know who watch it, or who is in it: "Fans of X will remember Al Orr", "In the cast of X are"."""
    doc, n = reading.doc, run.before - 1
    behind = doc[min(run.behind, len(doc) - 1)]
    if n < 0 or behind.i + 2 >= len(doc):
        return
    here = doc[behind.i : min(behind.i + 4, doc[n].sent.end)]
    knows = next((t for t in here if t.lemma_ in {"know", "remember", "recognise", "recognize"}), None)
    if doc[n].lower_ in screen_words("watchers") and knows is not None:
        yield from ((party, knows.i) for party in name_list(reading, knows.i + 1, limit=1, loose=False))
    inside = doc[run.before].lower_ == "of" and doc[n].lower_ in screen_words("companies")
    joined = doc[run.before].lower_ in {"in", "on"} and any(t.lower_ == "joining" for t in doc[max(0, n - 3) : n])
    if (inside or joined) and behind.lower_ in {"are", "is", "were", "was"}:
        yield from ((party, behind.i) for party in name_list(reading, behind.i + 1, limit=8))


def _known_there(reading: Reading, run: Run) -> Iterator[tuple[Party, int]]:
    """Who is known by a part in the titles: "best known as the editor in X", "Also known for guest spots on X, Ann"."""
    doc, sentence = reading.doc, reading.doc[run.works[0].head].sent
    near = doc[max(sentence.start, run.before - FAR) : max(run.before, sentence.start)]
    word = next((t for t in reversed(near) if t.lower_ in screen_words("known")), None)
    if word is None or doc[run.before].lower_ not in INTO or word.i + 1 >= run.before:
        return
    between = doc[word.i + 1 : run.before]
    made = doc[run.before].lower_ == "of" and between[-1].lemma_.lower() in screen_words("makers")
    if made or any(t.tag_ in syntax.FINITE or t.text == ";" for t in between):
        return
    if word.pos_ == "VERB" and (told := people(reading, syntax.objects(word))):  # "you may know her as Meg in X"
        yield from ((party, party.mention.head) for party in told)
        return
    if between[0].lower_ not in {"as", "for", "to", "from"}:
        return
    found = known(reading, word)
    behind = comma(reading, run)
    if not found and behind is not None and word.i - sentence.start < 3:
        found = name_list(reading, behind, limit=1)
    yield from ((party, word.i) for party in found)


def _with_cast(reading: Reading, run: Run) -> Iterator[tuple[Party, int]]:
    """The players listed behind a title: "X comes to Leeds with Ann Lee as the nun", "X has Al Orr as the priest"."""
    doc = reading.doc
    end = doc[run.works[-1].head].sent.end
    for token in doc[run.behind : min(run.behind + FAR, end)]:
        having = token.lemma_ in {"have", "see", "feature"} and token.i == run.behind
        if token.lower_ == "with" or having:
            yield from ((party, token.i) for party in _parts_from(reading, token.i + 1, end))
            return
        if token.text in {";", "."}:
            return


def _parts_from(reading: Reading, i: int, end: int) -> list[Party]:
    """The names from token ``i`` on that have a part behind them: "Ann Lee as the nun and Al Orr as her priest"."""
    doc, found, waiting = reading.doc, list[Party](), list[Party]()
    while i < end:
        mention = next_name(reading, i, loose=True)
        if mention is None or mention.last >= end:
            break
        waiting.extend(parties(mention))
        i = skip_details(reading, mention.last)
        if i + 1 < end and _is_cast(doc[i]):
            found, waiting = merged(found, waiting), []
            i = next((k for k in range(i + 2, min(i + 12, end)) if doc[k].lower_ in {"and", ",", ";", "while"}), end)
        while i < end and doc[i].lower_ in {"and", ",", ";", "while", "&"}:
            i += 1
    return found


def _is_cast(word: Token) -> bool:
    """Whether a part follows: "as Mary", "as the nun", "in the title role", "in the leads"."""
    behind = word.doc[word.i + 1 : word.i + 5]
    if word.lower_ == "as":
        return is_part(behind[0])
    return word.lower_ == "in" and any(t.lemma_.lower() in {"role", "lead", "part"} for t in behind)


def _in_brackets(reading: Reading, run: Run) -> Iterator[tuple[Party, int]]:
    """A cast in brackets behind the title: "the ensemble of X (Ann Lee, Al Orr, Bo Lund)"."""
    doc = reading.doc
    if run.behind >= len(doc) or doc[run.behind].text != "(" or run.before < 1:
        return
    if doc[run.before - 1].lemma_.lower() in screen_words("casts"):
        yield from ((party, run.before - 1) for party in name_list(reading, run.behind + 1, limit=9))


def _called_behind(reading: Reading, run: Run) -> Iterator[tuple[Party, int]]:
    """Who is called by the title: ""X" hunk Al Orr", "'X' stars Ann Lee and Al Orr", "'X' star Ann Lee's husband"."""
    doc, k = reading.doc, run.behind
    while k < len(doc) and k < run.behind + 3 and doc[k].tag_ in {"NN", "HYPH", "JJ"} and not _names_a_role(doc[k]):
        k += 1
    if k + 1 >= len(doc) or not _names_a_role(doc[k]) or doc[k].lemma_.lower() in screen_words("makers"):
        return
    playing = doc[k].lower_ in {"star", "costar", "castmate", "heroine", "hero"} or doc[k - 1].lower_ == "leading"
    whose = doc[run.before] if run.before >= 0 else doc[k]
    if playing and whose.tag_ in {"PRP$", "POS"} and (doc[k].lower_ != "star" or doc[k - 1].text == "-"):
        owners = people(reading, [whose if whose.tag_ == "PRP$" else whose.nbor(-1)])
        apposed = names_before(reading, run.before, limit=1) if whose.i and whose.nbor(-1).text == "," else []
        yield from ((party, k) for party in merged(owners, apposed))
    k += 2 if doc[k].lower_ == "runner" else 0
    owned = playing and whose.tag_ in {"PRP$", "POS"} and doc[k + 1].text == "," and k + 2 < len(doc)
    owner = reading.names.get(k + 1 + owned)  # "her "X" heroine, Ann Lee"
    if owner is not None and owner.type is EntityType.PERSON and owner.resolved:
        limit = TOGETHER if doc[k].lower_.endswith("s") else 1
        listed = name_list(reading, k + 1, limit=limit, loose=False) if limit > 1 else []
        yield from ((party, k) for party in listed or parties(owner))


def _names_a_role(word: Token) -> bool:
    return word.lower_ in screen_words("roles") or word.lower_.removesuffix("s") in screen_words("roles")


def _made_by(reading: Reading, run: Run) -> Iterator[tuple[Party, int]]:
    """Whom the titles made: "X (2011) and Y (2014) made Ann Lee a star", ""X" made her famous overnight"."""
    doc, i = reading.doc, run.behind
    verb = next((t for t in doc[i : min(i + 3, len(doc) - 2)] if t.lemma_ in {"make", "turn"}), None)
    if verb is None or verb.pos_ != "VERB":
        return
    told = {t.lower_ for t in doc[verb.i + 1 : min(verb.i + 12, verb.sent.end)]}
    if told & (screen_words("renown") | screen_words("performers")):
        found = people(reading, [doc[min(verb.i + 1, len(doc) - 1)]]) or name_list(reading, verb.i + 1, limit=1)
        yield from ((party, verb.i) for party in found)


def _in_front(reading: Reading, run: Run, acting: frozenset[str]) -> Iterator[tuple[Party, int]]:
    """The performer of whom a sentence goes on that opens with titles, or with time spent on them.

    "With X and Y, Ann Lee has ...", "After six years on X, Ann Lee ...", "was ill throughout the filming of X".
    """
    doc, k = reading.doc, run.before
    if k < 0:
        return
    sentence = doc[k].sent
    before = doc[k - 1] if k > sentence.start else None
    spent = before is not None and before.lower_ in screen_words("spells") and doc[k].lower_ in {"on", "in", "of"}
    filmed = before is not None and before.lower_ in screen_words("shoots") and doc[k].lower_ == "of"
    opens = doc[k].lower_ in {"with", "after", "since", "before", "until"} and k == sentence.start
    fronted = opens or ((spent or filmed) and k - sentence.start < 7)
    behind = comma(reading, run)
    if fronted and behind is not None:
        found = name_list(reading, behind, limit=1) or people(reading, [doc[behind]] if behind < len(doc) else [])
    elif (spent or filmed) and (verb := syntax.governor(doc[k])).lemma_ not in screen_words("telling"):
        found = people(reading, syntax.subjects(verb))
    else:
        return
    sure = any(t.lemma_ == "spend" for t in doc[sentence.start : k]) and spent
    yield from ((party, k) for party in found if sure or party.key in acting)


def _owned(reading: Reading, run: Run, acting: frozenset[str]) -> Iterator[tuple[Party, int]]:
    """Whose film or show it is, if a performer's: "in his new series, X", "whose one-man show X"."""
    doc, k = reading.doc, run.works[0].first - 1
    while k > 0 and doc[k].text in MARKS | {",", ":"}:
        k -= 1
    noun = doc[k]
    if noun.lower_ not in screen_words("shows"):
        return
    start = k
    while start > noun.sent.start and doc[start - 1].tag_ in MODIFYING - {"PRP$", "DT", "CC"}:
        start -= 1
    owner = doc[start - 1] if start > noun.sent.start else None
    if owner is None or owner.tag_ not in {"PRP$", "POS", "WP$"}:
        return
    owners = people(reading, [owner if owner.tag_ != "POS" else doc[start - 2]])
    yield from ((party, k) for party in owners if party.key in acting)
