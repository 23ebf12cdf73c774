r"""What is wrong with a query, for who wrote it: the line, the place in it, and what could stand there.

The parser's own words name half the alphabet, and the end of the text for a bracket that nobody closed. What is seen
without it is said first: how a query begins, which bracket is open, and which word is none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from kg.bounds.check import UPDATES
from kg.bounds.lexer import NoTokenError, Token, tokens
from kg.names import rules

_AT = re.compile(r"(?:error at |line )(?P<line>\d+)(?::|, column )(?P<column>\d+):?\s*(?P<words>.*)", re.DOTALL)
_SIGN = re.compile(r"\"(\W{1,2})\"")
_BEGINNINGS = {"?", "$", "<", "_:", '"', "'", "[", "<<", "+", "-", ":", "\\"}
"""Signs with which a variable, a name or a value begins; they are not worth naming."""

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_CLOSING = {"{": "}", "(": ")", "[": "]"}
_SENTENCE = re.compile(r"(?:one of |, |^)([A-Z]+[a-z]*(?: [A-Za-z*]+){2,})")
"""What the parser says in words, among the signs that it expects."""

_WIDEST = 100
"""How many characters of a line are shown on either side of the place."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong: in ``words``, on which ``line`` and in which ``column`` (from 1; 0 where it is not known).

    ``excerpt`` is that line as it was written, ``expected`` what could stand there.
    """

    words: str
    line: int = 0
    column: int = 0
    excerpt: str = ""
    expected: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The same as plain text: the words, and below them the line with its place marked.

        >>> print(Problem("nobody declares the prefix a:", 2, 4, "?s a:b ?o"))
        line 2, column 4: nobody declares the prefix a:
          ?s a:b ?o
             ^
        """
        if not self.line:
            return self.words
        told = f"line {self.line}, column {self.column}: {self.words}"
        told += f"; here may stand {', '.join(self.expected)}" if self.expected else ""
        start = max(0, self.column - _WIDEST)
        shown = self.excerpt[start : self.column + _WIDEST].expandtabs(1)
        return f"{told}\n  {shown}\n  {' ' * (self.column - 1 - start)}^" if self.excerpt else told


def problem(text: str, message: str) -> Problem:
    r"""What is wrong with a query, from its text and what the parser (or `kg.bounds`) says.

    >>> query = "SELECT * {\n ?a foo:b ?c }"
    >>> found = problem(query, "error at 2:10: expected one of OPTIONAL, Prefix not found, ['%']")
    >>> found.words, found.line, found.excerpt
    ('nobody declares the prefix foo:', 2, ' ?a foo:b ?c }')
    >>> problem("ASK { SERVICE <x:y> {} }", "line 1, column 7: SERVICE is refused: ...").words
    'SERVICE is refused: ...'
    >>> problem("SELECT * { ?a ?b ?c", "error at 1:20: expected one of").words
    'this { is never closed'
    """
    found = _AT.match(message.strip())
    if not found:
        return Problem(message)
    words = found["words"].strip()
    line, column = int(found["line"]), int(found["column"])
    if not words.startswith("expected"):
        return Problem(words, line, column, _line(text, line))
    if seen := _seen(text):
        at, told = seen
        line = text.count("\n", 0, at) + 1
        return Problem(told, line, at - text.rfind("\n", 0, at), _line(text, line))
    excerpt = _line(text, line)
    if "Prefix not found" in words and (names := re.findall(r"([\w.-]*):", excerpt[: max(0, column - 1)])):
        start = excerpt.rfind(f"{names[-1]}:", 0, column) + 1
        return Problem(f"nobody declares the prefix {names[-1]}:", line, start, excerpt)
    if sentence := _SENTENCE.search(words.removeprefix("expected ")):
        return Problem(sentence[1].replace("The ", "the ", 1), line, column, excerpt)
    return Problem("reading stops here", line, column, excerpt, _expected(words))


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number - 1].rstrip("\r") if 0 < number <= len(lines) else ""


def _seen(text: str) -> tuple[int, str] | None:
    """A mistake that needs no parser, and its offset."""
    try:
        words = tokens(text)
    except NoTokenError as error:
        return error.start, "no word of SPARQL begins like this"
    first = next((one for one in words if one.kind == "word" and one.text.upper() not in ("PREFIX", "BASE")), None)
    if words and (first is None or first.text.upper() not in (*_FORMS, *UPDATES)):
        return (first or words[0]).start, f"a query begins with {', '.join(_FORMS[:-1])} or {_FORMS[-1]}"
    return _unpaired(words) or _unknown(words)


def _unknown(words: list[Token]) -> tuple[int, str] | None:
    """A word that is none of SPARQL's, with the one that may be meant."""
    known = rules("sparql")["words"]
    for one in words:
        if one.kind == "word" and one.text.upper() not in known:
            near = get_close_matches(one.text.upper(), known, 1, 0.7)
            meant = f": is {near[0]} meant?" if near else "; a variable begins with ?, a name has a colon"
            return one.start, f"{one.text} is no word of SPARQL{meant}"
    return None


def _unpaired(words: list[Token]) -> tuple[int, str] | None:
    """A bracket without its fellow."""
    open_: list[Token] = []
    for one in words:
        if one.kind == "open":
            open_.append(one)
        elif one.kind == "close":
            if not open_:
                return one.start, f"this {one.text} closes nothing"
            last = open_.pop()
            if _CLOSING[last.text] != one.text:
                return last.start, f"this {last.text} is not closed before the next {one.text}"
    return (open_[-1].start, f"this {open_[-1].text} is never closed") if open_ else None


def _expected(words: str) -> tuple[str, ...]:
    """The signs that the parser names, names and values as such; nothing where it names but some words of SPARQL.

    >>> _expected('expected one of "?", "(", ".", "_:", OPTIONAL')
    ('(', '.', 'a name, a variable or a value')
    """
    signs = {sign.strip() for sign in _SIGN.findall(words.partition("expected")[2])} - {","}
    found = sorted(signs - _BEGINNINGS - {""})
    return (*found, "a name, a variable or a value") if signs & _BEGINNINGS else tuple(found)
