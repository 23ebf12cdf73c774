"""Other names: "née Smith", "born Norma Jeane Mortenson", "better known as Ye", "her stage name, Lola"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from kg.claims import syntax
from kg.claims.lists import names_before
from kg.claims.reading import Finding, Party, Reading, people, surety
from kg.claims.renaming import renamed
from kg.model import EntityType, Literal, Mention, MentionKind
from kg.names import equates, titles

ALIAS_CUES = frozenset(
    {
        "born",
        "née",
        "nee",
        "né",
        "aka",
        "a.k.a.",
        "a.k.a",
        "alias",
        "nicknamed",
        "dubbed",
        "christened",
        "baptised",
        "baptized",
        "formerly",
        "previously",
        "originally",
    }
)
EARLIER = frozenset({"formerly", "previously", "originally"})
"""Words before an earlier name, where a full one stands behind a comma: "Ann Lee, formerly Ann Orr"."""
PLAIN = frozenset({"plain", "simply", "just", "the", "as"})
"""Words between a cue and its name: "né plain John Orr", "nicknamed the Duke"."""
QUOTES = frozenset({'"', "“", "‘", "'", "”", "’", "``", "''"})
KNOWN_BY = frozenset({"as", "by"})
SPECTATORS = frozenset({"viewers", "audiences", "moviegoers", "filmgoers", "theatregoers"})
TAKING = frozenset({"take", "adopt", "use", "assume"})
KNOWN = frozenset({"known", "goes", "went", "go", "billed", "writes", "wrote", "writing"})
BAPTISED = frozenset({"christened", "baptised", "baptized"})
PASSIVE = frozenset({"was", "were", "been", ",", "("})
AUDIENCES = frozenset({"to", "among", "around"})
NOW = frozenset({"then", "still"})
ACTING = frozenset({"play", "portray", "star"})
PLAYED = ACTING | {"role", "part", "character", "show", "film", "series", "movie", "episode"}
"""Where these are told of, "she was Eve Orr then" may be said of a part."""
THOSE_DAYS = frozenset({("in", "those", "days"), ("at", "the", "time"), ("at", "that", "time")})
BEGINNINGS = frozenset({"begin", "start"})
ROYAL = frozenset({"prince", "princess", "archduke", "archduchess", "duke", "duchess"})
"""Titles behind which a house may stand."""
WORKING = frozenset(
    {"performs", "performing", "performed", "stage", "records", "recording", "raps", "rapping", "name", "alter"}
)
"""Words of a name that one works under: it is no part that is played."""
POSTS = frozenset({"minister", "secretary", "president", "king", "queen", "chief", "head", "captain"})
"""Who writes as one of these has a post, and no other name."""
OPENING = frozenset({",", "(", "-", "–", "—"})
FRIENDS = frozenset({"friends", "family", "intimates", "pals", "relatives", "mates", "colleagues", "fans", "teammates"})
CALLING = frozenset({"call", "calls", "called", "know", "knew"})
NAME_KINDS = frozenset({"stage", "birth", "real", "maiden", "married", "given", "full", "legal", "proper"})


def findings(reading: Reading) -> Iterator[Finding]:
    """``alsoKnownAs``: "née Smith", "born Norma Jeane Mortenson", "better known as Ye"."""
    yield from cued(reading)
    yield from changed(reading)
    yield from equated(reading)
    yield from befriended(reading)


def equated(reading: Reading) -> Iterator[Finding]:
    """The names of one person side by side: "the rapper Kid Lux, real name Al Orr", "she was Eve Orr then"."""
    told = [m for m in reading.names.values() if m.type is EntityType.PERSON and len(m.entities) == 1]
    doc = reading.doc
    for before, name in zip([None, *told], told, strict=False):
        party, between = None, ""
        words = doc[name.first : name.last].text
        verb = doc[name.first - 2 if name.first > 1 and doc[name.first - 1].lower_ in NOW else name.first - 1]
        if before is not None and before.entities == name.entities and before.last < name.first:
            between = " ".join(t.lower_ for t in doc[before.last : name.first])
            party = Party(name.entities[0], before) if equates(between) else None
        elif name.first and verb.lemma_ in {"be", "become"} and verb.i < name.first:
            subject = people(reading, syntax.subjects(verb))
            same = len(subject) == 1 and (
                subject[0].key == name.entities[0] or _was_once(reading, subject[0], verb, name)
            )
            asked = same and subject[0].mention == name  # "Is Lee dating him?": the subject, and nobody's other name
            party = subject[0] if same and not asked else None
        if party is None:
            continue
        label = reading.mentions.entity(party.key).label
        other = before if words == label and before is not None and between else name
        words = doc[other.first : other.last].text
        if words != label:
            yield Finding(
                "alsoKnownAs",
                party if other is name else Party(party.key, name),
                Literal(words),
                name.head,
                "equated",
                0.9,
                presupposed=True,
                object_span=(other.first, other.last),
                fiction_is_fact=not WORKING.isdisjoint(between.split()),
            )


def _was_once(reading: Reading, subject: Party, verb: Token, name: Mention) -> bool:
    """Whether a name that stands nowhere else was that of somebody at the time: "she was Eve Orr in those days"."""
    doc, behind = reading.doc, tuple(t.lower_ for t in reading.doc[name.last : name.last + 3])
    then = doc[name.first - 1].lower_ in NOW or behind[:1] == ("then",) or behind in THOSE_DAYS
    then = then or (behind[:1] == ("when",) and behind[1:2] in {("he",), ("she",)})  # "was Al Orr when he drove a cab"
    once = sum(name.entities == mention.entities for mention in reading.mentions.mentions) == 1
    titled = doc[name.first].lower_ in titles() or doc[name.first].text[-1] == "."
    before = doc[doc[name.first].sent.start - 1].sent.start if doc[name.first].sent.start else 0
    if any(t.lemma_.lower() in PLAYED and (t.pos_ == "NOUN" or t.lemma_ in ACTING) for t in doc[before : name.first]):
        return False
    return then and once and not titled and verb.lower_ == "was" and subject.mention.kind is MentionKind.PRONOUN


def befriended(reading: Reading) -> Iterator[Finding]:
    """What friends call somebody: "Ann Lee, whom her friends call Nan", "Ann Lee ("Nan" to her friends)"."""
    doc = reading.doc
    for token in reading.tokens(FRIENDS):
        owner = people(reading, [doc[token.i - 1]]) if token.i and doc[token.i - 1].tag_ == "PRP$" else []
        calls = token.i + 2 < len(doc) and doc[token.i + 1].lower_ in CALLING
        of_names = doc[token.i - 1].tag_ == "PRP$" and token.i > 2
        if not of_names or token.i + 1 >= len(doc):
            continue
        if calls:
            before = doc[token.i - 2]
            far = before.lower_ in {"whom", "who"} and doc[token.i - 3].text in {",", "("}
            named = names_before(reading, before.i, limit=1) if far else []
            i = past_plain(reading, token.i + 2)
            last = capitalised(reading, i)
        else:
            i, last = _set_off(reading, token.i - 2)
            named = names_before(reading, i - 1, limit=1) if last is not None else []
            i += 1 if last is not None and doc[i].text in QUOTES else 0
        if last is None or len(named) != 1 or any(p.key != named[0].key and not _is_in(reading, p, i) for p in owner):
            continue
        words = doc[i:last].text
        if words != reading.mentions.entity(named[0].key).label:
            yield Finding(
                "alsoKnownAs", named[0], Literal(words), token.i, "known-to-friends", 0.88, object_span=(i, last)
            )


def _is_in(reading: Reading, party: Party, i: int) -> bool:
    """Whether it is the name at ``i`` that the text takes for that of somebody."""
    return i in reading.names and party.key in reading.names[i].entities


def _set_off(reading: Reading, i: int) -> tuple[int, int | None]:
    """Where a name behind a comma or a bracket begins that ends before the "to" at ``i``, and where it ends."""
    doc = reading.doc
    if doc[i].lower_ != "to" or i < 3:
        return i, None
    last = i - 1 if doc[i - 1].text in QUOTES else i
    first = last - 1
    while first > 0 and doc[first].text[:1].isupper():
        first -= 1
    quoted = last < i and doc[first].text in QUOTES
    edge = first - 1 if quoted else first
    plain = reading.names.get(first + 1) is not None and last == i  # "Thomas Lee, Tom to his friends"
    if first + 1 >= last or last - first > 4 or not (quoted or plain) or doc[edge].text not in OPENING:
        return i, None
    return first + plain, last


def changed(reading: Reading) -> Iterator[Finding]:
    """The names that people take: "changed her name to Eve Orr", "took the name Eve Orr"."""
    doc = reading.doc
    for noun in reading.tokens({"name"}):
        if noun.lower_ != "name" or noun.dep_ != "dobj" or noun.i + 1 >= len(doc):
            continue
        verb = noun.head
        to = verb.lemma_ == "change" and doc[noun.i + 1].lower_ in {"to", "from"}
        i = noun.i + 1 + to
        last = capitalised(reading, i) if to or verb.lemma_ in TAKING else None
        for party in people(reading, syntax.subjects(verb))[:1] if last is not None else []:
            if last is not None and doc[i:last].text != reading.mentions.entity(party.key).label:
                yield Finding(
                    "alsoKnownAs", party, Literal(doc[i:last].text), verb.i, "takes-name", 0.88, object_span=(i, last)
                )


def cued(reading: Reading) -> Iterator[Finding]:
    """The names behind "born", "née", "known as", "her stage name"."""
    doc = reading.doc
    for token in reading.tokens(ALIAS_CUES | KNOWN_BY | {"name"}):
        beside = token.head.lower_ in KNOWN and token.head.i < token.i
        beside = beside and all(t.pos_ == "ADV" for t in doc[token.head.i + 1 : token.i])  # "known professionally as"
        known_by = token.lower_ in KNOWN_BY and beside and token.head.head.lemma_ != "let"  # "let go by X"
        far = _known_before(token) if token.lower_ == "as" and not known_by else None
        if token.lower_ in ALIAS_CUES or known_by or far is not None:
            i = token.i + 1
        elif token.lower_ == "name" and token.i > 0 and doc[token.i - 1].lower_ in NAME_KINDS:
            i = _name_after(reading, token)
        else:
            continue
        if token.lower_ in EARLIER and (doc[token.i - 1].text not in {",", "("} or reading.names.get(i) is None):
            continue
        if token.lower_ in BAPTISED and doc[token.i - 1].lower_ not in PASSIVE:
            continue  # "the vicar christened Leo"
        i = past_plain(reading, i)
        name = reading.names.get(i) if i < len(doc) else None
        text = capitalised(reading, i)
        if text is not None and token.lower_ == "born" and doc[i].lower_ in ROYAL:
            text = _with_realm(reading, text)
        if text is not None and known_by and any(t.lower_ in POSTS for t in doc[i:text]):
            continue
        if text is None or (text < len(doc) and (doc[text].tag_ == "POS" or doc[text].lower_ in {"of", "-"})):
            continue  # "formerly Al Orr's wife", "dubbed the Queen of Soul", half of "Orr-Lowe"
        for party in renamed(reading, token if far is None else far):
            if (
                name is not None
                and name.resolved
                and party.key not in name.entities
                and token.lower_ != "born"
                and len(name.entities) == 1
            ):
                label = reading.mentions.entity(name.entities[0]).label
                if label != doc[i:text].text:
                    continue
            words = doc[i:text].text
            if words == reading.mentions.entity(party.key).label:
                continue
            yield Finding(
                "alsoKnownAs",
                party,
                Literal(words),
                token.i,
                "known-as",
                0.9 * surety(party),
                presupposed=not _is_said(token),
                object_span=(i, text),
                fiction_is_fact=token.lower_ == "name",  # a stage name is one
            )


def _is_said(cue: Token) -> bool:
    """Whether a clause of its own says how somebody is called: "she is also known as Lux", no "Ann Lee, née Orr"."""
    verb = cue if cue.pos_ in {"VERB", "AUX"} else cue.head
    return any(c.dep_ in {"nsubj", "nsubjpass"} and c.tag_ not in {"WP", "WDT"} for c in verb.children)


def _with_realm(reading: Reading, i: int) -> int:
    """The index behind the house of a prince whose name ends at ``i``: "born Prince Max of Baden"."""
    doc = reading.doc
    realm = reading.mentions.at(i + 1) if i + 1 < len(doc) and doc[i].lower_ == "of" else None
    return realm.last if realm is not None and realm.type is EntityType.PLACE else i


def past_plain(reading: Reading, i: int) -> int:
    """The index after a quotation mark or a word like "plain" before a name."""
    doc = reading.doc
    while i + 1 < len(doc) and i not in reading.names and (doc[i].text in QUOTES or doc[i].lower_ in PLAIN):
        i += 1
    return i


def _known_before(preposition: Token) -> Token | None:
    """The verb that a far "as" belongs to: "known to his fans as Duke", "began life in Leeds as Ann Lowe"."""
    doc = preposition.doc
    for token in doc[max(preposition.sent.start, preposition.i - 8) : preposition.i]:
        after = doc[token.i + 1].lower_
        if any(t.lower_ in SPECTATORS for t in doc[token.i : preposition.i]):
            return None  # a part: "known to viewers as Captain Rex"
        known = token.lower_ in KNOWN and after in AUDIENCES
        if known or (token.lemma_ in BEGINNINGS and after == "life") or (token.lower_ == "born" and after == "in"):
            return token
    return None


def _name_after(reading: Reading, noun: Token) -> int:
    doc, i = reading.doc, noun.i + 1
    while i < len(doc) and doc[i].lower_ in {",", "is", "was", ":", "—", "of"}:
        i += 1
    return i


def capitalised(reading: Reading, i: int) -> int | None:
    """The index after the run of capitalised words at ``i``; None if there is none, or if it is a place or a date."""
    doc = reading.doc
    mention = reading.mentions.at(i) if i < len(doc) else None
    if mention is not None and mention.type in {EntityType.PLACE, EntityType.GROUP}:
        return None
    if mention is not None and mention.kind is MentionKind.NAME and mention.first == i:
        return mention.last  # "as Henri de Laval": the words between the capitals belong to it
    j = i
    while j < len(doc) and (_may_name(doc[j]) or (i < j and _is_hyphen(doc[j]))):
        j += 1
    return j if j > i else None


def _may_name(token: Token) -> bool:
    """Whether a word with a capital may be one of a name, and is of no date or place."""
    return (
        token.text[:1].isupper()
        and token.pos_ in {"PROPN", "NOUN", "ADJ", "X"}
        and token.ent_type_ not in {"DATE", "GPE", "LOC"}
    )


def _is_hyphen(token: Token) -> bool:
    """Whether it joins two halves of a name: "O-Dee"."""
    joined = token.text == "-" and not token.whitespace_ and not token.nbor(-1).whitespace_
    return joined and token.i + 1 < len(token.doc) and _may_name(token.nbor())
