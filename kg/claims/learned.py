"""What the trained encoder reads in the sentences of an article, as findings beside those of the rules.

The encoder tells who stands in which relation to whom. Which word carries it is taken from the parse, so that dates,
negations, hedges and speakers attach as they do for the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import exp

from spacy.tokens import Doc, Span

from kg.claims import syntax
from kg.claims.kin_nouns import lexicon
from kg.claims.learned_sentences import Sentence, meets, to_read
from kg.claims.lists import leaves_the_verb_out
from kg.claims.reading import Finding, Party, Reading
from kg.dates import Time, TimeKind
from kg.encoder import Encoder, Scores
from kg.factuality.rules import fiction_rules
from kg.model import EntityType, Literal, LiteralType, PartialDate
from kg.names import rules
from kg.vocab import RELATIONS, is_symmetric

RULE = "encoder"
_BEGINS = frozenset({"bornOn", "foundedOn"})
_OF_ONE = frozenset({"parentOf", "studiedAt"})
"""Of an object of these the rules tell in a sentence of all who are meant."""
_KIN = frozenset({"parentOf", "siblingOf", "relativeOf"})
_NOUNS = frozenset({"NOUN", "PROPN"})


def findings(reading: Reading, encoder: Encoder, told: Sequence[Finding] = ()) -> Iterator[Finding]:
    """What the encoder is sure enough of: of each pair of entities of a sentence once, where it is surest.

    It takes nearly half of the time of all claims, so it reads only sentences in which a word hints at a claim that it
    may make, and two stand who could be meant and of whom the rules have ``told`` nothing there (see `beside`). A word
    by which the rules have told something is no hint any more.
    """
    sentences = to_read(reading, frozenset(finding.trigger for finding in told), told_pairs(told, reading.doc))
    read = encoder.read([(s.span.text, s.candidates) for s in sentences], [s.pairs for s in sentences])
    for sentence, scores in zip(sentences, read, strict=True):
        for found in _found(reading, sentence, scores, encoder.labels):
            if not _misread(reading, sentence.span, found):
                yield found


def _misread(reading: Reading, sentence: Span, found: Finding) -> bool:
    """Whether the sentence says something else: it only likens two to kin, raises a child for others, "his death"."""
    if isinstance(found.object, Party):
        likened = found.predicate in _KIN and any(
            token.lower_ in fiction_rules()["figurative.likened"]
            or (token.lemma_ == "raise" and any(child.lower_ == "for" for child in token.children))
            for token in sentence
        )
        return likened or leaves_the_verb_out(reading, found.object.mention)
    if found.subject is not None and syntax.is_of_another(reading.doc[found.subject.mention.head]):
        return True
    whose = [t for t in sentence if t.tag_ == "PRP$" and t.head.lemma_ == "death"]
    meant = [reading.mentions.at(t.i) for t in whose]
    subject = found.subject.key if found.subject is not None else ""
    return found.predicate == "diedOn" and any(m is None or subject not in m.entities for m in meant)


def beside(told: Sequence[Finding], learned: Sequence[Finding], doc: Doc) -> Iterator[Finding]:
    """Those of ``learned`` of which the rules have ``told`` nothing: what they say of two people in a sentence stands.

    So do whose date it is, who are a child's parents and who was at a school. Children of one parent, or siblings of
    one person, are no news as siblings: the graph knows it.
    """

    def sentence(finding: Finding) -> int:
        return int(doc[finding.trigger].sent.start)

    pairs = told_pairs(told, doc)
    dates = {(sentence(f), f.predicate, f.object.value) for f in told if isinstance(f.object, Literal)}
    kin: dict[str, set[str]] = {}
    taken = {(sentence(f), f.predicate, _other(f)) for f in told if f.predicate in _OF_ONE}
    for finding in told:
        if finding.predicate == "parentOf" and finding.subject is None:  # children of the couple the text speaks of
            kin.setdefault(_other(finding), set()).add(f"the parents at {finding.trigger}")
    for finding in (*told, *learned):
        if finding.subject is not None and isinstance(finding.object, Party):
            if finding.predicate == "parentOf" or (finding.predicate == "siblingOf" and finding.rule != RULE):
                kin.setdefault(finding.object.key, set()).add(finding.subject.key)
            if finding.predicate == "siblingOf" and finding.rule != RULE:
                kin.setdefault(finding.subject.key, set()).add(finding.object.key)
    for finding in learned:
        assert finding.subject is not None
        one, other = finding.subject.key, _other(finding)
        if finding.predicate == "siblingOf" and kin.get(one, set()) & kin.get(other, set()):
            continue
        if isinstance(finding.object, Literal) and (sentence(finding), finding.predicate, other) in dates:
            continue
        if (sentence(finding), finding.predicate, other) in taken:
            continue
        if (sentence(finding), frozenset({one, other})) not in pairs:
            yield finding


def told_pairs(told: Sequence[Finding], doc: Doc) -> set[tuple[int, frozenset[str]]]:
    """Of which two something is told in which sentence (the index of its first token)."""
    return {
        (int(doc[f.trigger].sent.start), frozenset({f.subject.key, _other(f)})) for f in told if f.subject is not None
    }


def _found(reading: Reading, sentence: Sentence, scores: Scores, labels: Sequence[str]) -> Iterator[Finding]:
    """What the scores are sure enough of; of several mentions of the same two, the likeliest."""
    index = {(int(i), int(j)): n for n, (i, j) in enumerate(scores.pairs)}
    for policy in rules("learned")["claims"]:
        if policy["cues"] not in sentence.hints:
            continue
        predicate, label = policy["predicate"], policy["label"]
        column = scores.logits[:, labels.index(label)]
        slope, shift = rules("learned")["calibration"][label.split(":")[0] if ":" in label else "stated"]
        best: dict[tuple[object, ...], Finding] = {}
        for (i, j), n in index.items():
            turned = index.get((j, i)) if is_symmetric(predicate) else None
            if turned is not None and j < i:
                continue
            logit = float(column[n]) if turned is None else float(column[n] + column[turned]) / 2
            chance = 1 / (1 + exp(-(slope * logit + shift)))
            if chance < policy["least"]:
                continue
            for finding in _stated(reading, sentence, predicate, i, j, chance):
                pair = (finding.subject.key if finding.subject else "", _other(finding))
                if pair not in best or chance > best[pair].confidence:
                    best[pair] = finding
        yield from best.values()


def _other(finding: Finding) -> str:
    return finding.object.key if isinstance(finding.object, Party) else finding.object.value if finding.object else ""


def _stated(reading: Reading, sentence: Sentence, label: str, i: int, j: int, chance: float) -> Iterator[Finding]:
    """The findings of one pair: every entity on the one side with every one on the other, if they fit the label."""
    relation = RELATIONS.get(label)
    for subject in sentence.sides[i]:
        for thing in sentence.sides[j]:
            if isinstance(subject, Time):
                continue
            if relation is not None and reading.mentions.entity(subject.key).type is not relation.domain:
                continue
            value: Party | Literal | None
            span: tuple[int, int] | None = None
            if isinstance(thing, Time):
                moment = _moment(thing, label)
                if moment is None or relation is None or relation.range is not LiteralType.DATE:
                    continue
                value, span = Literal(moment.value, LiteralType.DATE), (thing.first, thing.last)
                head = thing.first
            else:
                if thing.key == subject.key or (relation is not None and relation.range is LiteralType.DATE):
                    continue
                if not fits(reading, label, thing) or (
                    (label == "parentOf" and _is_the_other_parent(reading.doc, thing))
                    or (label in {"parentOf", "siblingOf"} and _is_more_distant(reading.doc, subject, thing))
                ):
                    continue
                value, head = thing, thing.mention.head
            word = trigger(reading.doc, subject.mention.head, head)
            given = reading.doc[word].pos_ in _NOUNS and reading.doc[word].dep_ not in {"attr", "ROOT"}
            given = given and reading.doc[word].sent[-1].text != "?"  # who is asked whether takes nothing for granted
            yield Finding(
                label,
                subject,
                value,
                word,
                RULE,
                chance,
                presupposed=given,
                object_span=span,
                moment="at" if label.startswith("event:") else "",
            )


def _is_the_other_parent(doc: Doc, thing: Party) -> bool:
    """Whether a child is told of with somebody: "her first child with Al Orr, a boy"."""
    kin, k = lexicon(), thing.mention.first - 1
    start = doc[thing.mention.head].sent.start
    while k > start and doc[k].tag_ in {"NN", "NNP", "JJ", "DT", "PRP$", "HYPH"} and doc[k].lower_ not in kin:
        k -= 1
    behind_with = k > start and doc[k].lower_ == "with"
    children = (t for t in doc[start:k] if t.lower_ in kin and kin[t.lower_].bearer == "object")
    return behind_with and any(children)


def _is_more_distant(doc: Doc, *parties: Party) -> bool:
    """Whether one of them is brought in as kin of another kind: "a stepdaughter, Ann", "his uncle Al"."""
    for party in parties:
        k = party.mention.first - 1
        k -= k > 0 and doc[k].text == ","
        kin = lexicon().get(doc[k].lower_) if k >= 0 else None
        if kin is not None and kin.relation == "relativeOf":
            return True
    return False


def fits(reading: Reading, label: str, thing: Party) -> bool:
    """Whether the entity can stand behind the label: people with people, places with what is of places."""
    relation = RELATIONS.get(label)
    expected = relation.range if relation is not None else EntityType.PERSON
    return meets(reading.mentions.entity(thing.key).type, expected)


def _moment(time: Time, label: str) -> PartialDate | None:
    """The day meant: of a period its beginning for a birth, its end for a death."""
    if time.kind is TimeKind.POINT:
        return time.value
    return time.since if label in _BEGINS else time.until


def trigger(doc: Doc, one: int, other: int) -> int:
    """The word that joins the two: the lowest in the parse that is above both; of two in one phrase, the head."""
    above = [one]
    while doc[above[-1]].head.i != above[-1]:
        above.append(doc[above[-1]].head.i)
    node, known = other, set(above)
    while node not in known and doc[node].head.i != node:
        node = doc[node].head.i
    return node if node in known else one
