"""Entity repair: what the stock recogniser gets wrong in celebrity news is put right here, in the ``Doc`` itself.

The stock labels are one witness among several. Candidate names are cut from the capitals (`kg.repair.spans`), all that
the article tells about each is weighed (`kg.repair.evidence`), and every name gets one type in the whole article.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span

from kg.columns import columns
from kg.repair.bare import Parse, reread
from kg.repair.both import both
from kg.repair.clauses import straighten
from kg.repair.evidence import judge
from kg.repair.grants import grant
from kg.repair.inverted import put_under
from kg.repair.joint import joined
from kg.repair.owned import own
from kg.repair.pairs import apart, part_pairs
from kg.repair.spans import candidates
from kg.repair.suffixes import begin_anew

NAME_LABELS = frozenset(
    {
        "PERSON",
        "ORG",
        "GPE",
        "LOC",
        "FAC",
        "WORK_OF_ART",
        "PRODUCT",
        "EVENT",
        "NORP",
        "GROUP",
        "AWARD",
        "LAW",
        "LANGUAGE",
    }
)


def repair(doc: Doc, parse: Parse | None = None) -> Doc:
    """Replace the names among ``doc.ents``; dates, ages and numbers stay where no name covers them.

    With ``parse``, sentences in which the descriptions of people led the parser astray are read again without these.

    Labels afterwards: ``PERSON``, ``ORG``, ``GPE`` (any place), ``WORK_OF_ART``, ``AWARD``, ``GROUP`` (a couple's
    blended name), ``NORP`` (nationalities), and the stock labels of times and numbers.
    """
    if not len(doc):
        return doc
    found = _names(doc)
    if parse and reread(doc, [(first, last) for first, last, label in found if label == "PERSON"], parse):
        found = _names(doc)
    taken = [False] * len(doc)
    ents = []
    for first, last, label in found:
        ents.append(Span(doc, first, last, label=label))
        taken[first:last] = [True] * (last - first)
    for ent in doc.ents:
        if ent.label_ not in NAME_LABELS or ent.label_ == "NORP":
            free = not any(taken[ent.start : ent.end])
            if free and (ent.label_ != "NORP" or ent.root.pos_ in {"ADJ", "NOUN", "PROPN"}):
                ents.append(ent)
    doc.set_ents(sorted(ents, key=lambda span: span.start))
    return straighten(begin_anew(joined(grant(both(own(put_under(part_pairs(doc))))))))


def _names(doc: Doc) -> list[tuple[int, int, str]]:
    page = columns(doc)
    return [one for ent in judge(page, candidates(doc, page)) for one in apart(page, *ent)]
