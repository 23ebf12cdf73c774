"""What an answer leaves out: the words of the question that make its beginning a whole sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from kg.names import rules
from kg.replies.question import Piece, Question
from kg.replies.verbs import told_plainly

_STOP = re.compile(r"[.;!?]( |$)|$")
_NAMED = re.compile(r"(?:(?:the|a|an|his|her|their|my) )?(?:[a-z-]+ ){0,3}[A-Z]")
_HAVE = re.compile(r"(?:have|had|has) (?:any |some )?(?P<noun>children|kids|sons|daughters|child)(?: \w+)?$")
_WHO_DID = re.compile(
    r"(?:(?P<she>He|She|They) did|(?:(?:The|His|Her|Their) [a-z-]+ )?"
    r"(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'.-]+){0,3}?)(?: did)?)"
    r"(?=[,.;]|$)"
)
_SIGNS = frozenset(",;:")
_SHORT = 8
"""Words of what a "no" denies, at most."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """Words to read in the place of some characters."""

    start: int
    end: int
    pieces: tuple[Piece, ...]


def completion(text: str, question: Question, answer: tuple[int, int]) -> Insertion | None:
    """What to put into an answer for it to be a whole sentence; None where it is one, or nothing plain.

    Nothing is put into a "no" of which it is not told what it denies.

    >>> from kg.replies.question import taken_apart
    >>> text = "Was he married to Ann? No, never."
    >>> question = taken_apart(text, (0, 22), personal=False)
    >>> "".join(piece.text for piece in completion(text, question, (23, 33)).pieces)
    'He was never married to Ann'
    """
    start, end = answer
    told = text[start:end]
    if _is("hedged", told):
        return None
    match question.kind:
        case "whether":
            return _yes_or_no(text, question, start, end)
        case "where" | "when":
            return _phrase(text, question, start, end)
        case "who" | "what":
            return _someone(text, question, start, end)
        case "subject":
            return _the_subject(question, told, start)
        case "number":
            return _counted(question, told, start)
        case "age" if re.match(r"(?:\w+-)?\w+\.?$|\d{1,3}\b", told) and not _is("clause", told):
            return _put(question, start, start, told[0].lower())
        case "how" if _is("fragment", told) or re.match(r"of ", told, re.IGNORECASE):
            return _phrase(text, question, start, end)
    return None


@cache
def _pattern(name: str) -> re.Pattern[str]:
    # Names are told by their capitals.
    return re.compile(rules("replies")["answer"][name], 0 if name in {"presents"} else re.IGNORECASE)


def _is(name: str, told: str) -> re.Match[str] | None:
    return _pattern(name).match(told)


def _is_fragment(told: str) -> bool:
    """Whether the answer begins with a phrase that has no verb: "In Leeds, but he grew up in York"."""
    first = told[: _STOP.search(told).start()]  # type: ignore[union-attr]
    if not _is("fragment", told) or _is("loose", told):
        return False
    clause = _pattern("clause").search(first)
    return clause is None or re.search(_pattern("goes_on"), first[: clause.start()]) is not None


def _put(question: Question, start: int, end: int, *behind: str, rest: Iterable[Piece] | None = None) -> Insertion:
    """The subject, the auxiliary and the rest of the question, and more words, in the place of some characters."""
    told = told_plainly(question.auxiliary, question.rest if rest is None else rest)
    pieces = [*_spaced(question.subject), _from_the_question(question), *_spaced(told)]
    pieces[0] = Piece(pieces[0].text[0].upper() + pieces[0].text[1:], pieces[0].start, pieces[0].end)
    more = "".join(behind)
    if more:
        pieces.append(Piece(more if more[0] in ".,; " else " " + more, question.end, question.end + 1))
    return Insertion(start, end, tuple(pieces))


def _from_the_question(question: Question) -> Piece:
    """A blank that stands for the beginning of the question: what quotes the sentence quotes the question too."""
    return Piece(" ", question.start, question.start + 1)


def _spaced(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces with a blank between two."""
    found: list[Piece] = []
    for piece in pieces:
        if found:
            found.append(Piece(" ", found[-1].end - 1, found[-1].end))
        found.append(piece)
    return found


def _phrase(text: str, question: Question, start: int, end: int) -> Insertion | None:
    """A phrase of time or place behind the question's words: "In Leeds", "1958", "The next day: on Jan. 29"."""
    told, opens = text[start:end], start
    colon = told[: _STOP.search(told).start()].find(": ")  # type: ignore[union-attr]
    if colon > 0 and _is_fragment(told[colon + 2 :]) and _is_fragment(told):
        start, told = start + colon + 2, told[colon + 2 :]  # "The very next day: on Jan. 29, 1958"
    wants = "in " if _is("year", told) else "on " if _is("day", told) else ""
    ends = question.rest[-1].text.lower() if question.rest else ""
    if question.kind == "where" and not wants and re.match(r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)*(?:[.,;]|$)", told):
        wants = "" if told.split()[0].lower().strip(".,") in rules("replies")["words"]["small"] else "in "
        wants = " " if wants and ends in rules("replies")["words"]["prepositions"] else wants
    if wants:
        return _put(question, opens, start, wants) if not _is_clause(told) else None
    if _is_fragment(told) or (question.kind == "how" and re.match(r"of ", told, re.IGNORECASE)):
        return _put(question, opens, start + 1, told[0].lower())
    return None


def _is_clause(told: str) -> bool:
    first = told[: _STOP.search(told).start()]  # type: ignore[union-attr]
    clause = _pattern("clause").search(first)
    return clause is not None and re.search(_pattern("goes_on"), first[: clause.start()]) is None


def _someone(text: str, question: Question, start: int, end: int) -> Insertion | None:
    """A name or a noun behind the question's words: "Who was his wife? Ann Lee, an actress."."""
    told, opens = text[start:end], start
    if presents := _is("presents", told):
        start, told = start + presents.end(), told[presents.end() :]
    first = told.split(maxsplit=1)[0].lower().strip(".,:;") if told.split() else ""
    article = first in {"the", "a", "an", "his", "her", "their", "my"}
    if (first in rules("replies")["words"]["small"] and not article) or _is_clause(told):
        return None
    of_a_name = question.kind == "who" and question.subject[0].text[0].isupper()  # "Who is Ann Roe? Her sister."
    if not of_a_name and not _NAMED.match(told[0].lower() + told[1:] if article else told):
        return None
    if article:
        return _put(question, opens, start + 1, told[0].lower())
    return _put(question, opens, start, " ")


def _the_subject(question: Question, told: str, start: int) -> Insertion | None:
    """What somebody did behind the name: "Who founded the club? Ann Lee, in 1990.", "She did, in 1990."."""
    found = _WHO_DID.match(told)
    name = "" if found is None else found["name"] or found["she"]
    if found is None or (found["name"] and name.split()[0].lower() in rules("replies")["words"]["small"]):
        return None
    said = [_from_the_question(question), *_spaced([question.auxiliary, *question.rest])]
    ends = found.end("name" if found["name"] else "she")
    return Insertion(start + ends, start + found.end(), tuple(said))


def _counted(question: Question, told: str, start: int) -> Insertion | None:
    """The children that were counted: "How many children do they have? Two: Ida and Max."."""
    found, counted = _is("number", told), question.counted
    had = [piece.text.lower() for piece in question.rest][:1] in (["have"], ["had"])
    if found is None or counted is None or not had or _is_clause(told):
        return None
    number = Piece(found["number"].lower(), start + found.start("number"), start + found.end("number"))
    return _put(question, start, start + found.end(), rest=[question.rest[0], number, counted])


def _yes_or_no(text: str, question: Question, start: int, end: int) -> Insertion | None:
    told = text[start:end]
    said = " ".join(piece.text for piece in question.rest).lower()
    plain = (
        rf"(?:(?:yes|no|oh|why|indeed|well),? )?(?P<who>\w+) {question.auxiliary.text}(?P<no> not|n't)?(?=[.,;:!]|$)"
    )
    if (short := re.match(plain, told, re.IGNORECASE)) and short["who"].lower() in {"he", "she", "they", "it", "i"}:
        if short["no"] and _has_focus(question):
            return Insertion(start, start, ())
        place = start + short.end()
        if not question.rest:
            return None
        if short["no"]:
            return Insertion(place, place, (_from_the_question(question), *_spaced(question.rest)))
        told_so = _spaced(told_plainly(question.auxiliary, question.rest))
        return Insertion(start + short.end("who"), place, (_from_the_question(question), *told_so))
    yes = _is("yes", told)
    behind = start + (yes.end() if yes else 0)
    left = text[behind:end].lstrip(" ,:;.-–—!") if yes else told
    cut = end - len(left)
    have = _HAVE.match(said)
    if have and not _is_clause(left):
        if number := _is("number", left):
            noun = next(piece for piece in question.rest if piece.text.lower() == have["noun"])
            counted = Piece(number["number"].lower(), cut + number.start("number"), cut + number.end("number"))
            return _put(question, start, cut + number.end(), rest=[question.rest[0], counted, noun])
        if child := _is("child", left):
            return _put(question, start, cut + 1, child[0][0].lower(), rest=question.rest[:1])
    if yes and (left == "" or text[behind : behind + 1] in {".", "!"}):
        return _put(question, start, behind)
    if _is_fragment(left) and (yes or re.match(r"[^.;:]*\d|twice|once|by ", left, re.IGNORECASE)):
        return _put(question, start, cut + 1, left[0].lower())
    if yes:  # "Yes, she filed in March"
        return _put(question, start, behind + (text[behind : behind + 1] in _SIGNS), ";")
    no = _is("no", told)
    if no is None:
        return None
    after = start + no.end() + 2
    if told[no.end() : no.end() + 2] == ", " and _is_fragment(text[after:end]):
        return _corrected(question, start, after, text[after:end])
    if _has_focus(question):  # "Was she his first wife? No.": what is asked is not so, and no more is told
        return Insertion(start, start, ())
    ends = no.end() + (len(", never") if told[no.end() :].lower().startswith(", never") else 0)
    word = "not" if question.auxiliary.text in {"is", "are", "am"} else "never"
    never = Piece(word, question.end, question.end + 1)
    return _put(question, start, start + ends, rest=[never, *question.rest])


def _corrected(question: Question, start: int, after: int, told: str) -> Insertion | None:
    """What is so instead: "Was she born in Leeds? No, in York." says "born not in Leeds but in York"."""
    opening = told.split()[0].lower()
    places = [k for k, piece in enumerate(question.rest) if piece.text.lower() == opening]
    if not places:
        return None
    if re.match(r"[^.;]*\d", told):  # another time
        return _put(question, start, after + 1, told[0].lower(), rest=question.rest[: places[-1]])
    no, but = (Piece(word, question.end, question.end + 1) for word in ("not", "but"))
    rest = [*question.rest[: places[-1]], no, *question.rest[places[-1] :], but]
    return _put(question, start, after + 1, told[0].lower(), rest=rest)


def _has_focus(question: Question) -> bool:
    """Whether a "no" need not deny the whole of it: "Was she his first wife?"."""
    told = [piece.text.lower() for piece in question.rest]
    doubtful = {*rules("replies")["words"]["focus"]}
    return len(told) > _SHORT or any(word in doubtful or any(c.isdigit() for c in word) for word in told)
