"""Reading a query before it runs: what it is, what it needs, and whether it reaches out of the store.

Oxigraph has no switch for ``SERVICE`` and ``LOAD``, and its parser asks for no space behind a keyword
(``SERVICEex:a {`` is a call). So a query is taken apart into words first, and refused by its words: the same letters in
a string, a comment, an IRI or a name do no harm. Where the letters occur nowhere, nothing has to be taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

from kg.bounds.lexer import NoTokenError, Token, on_one_line, tokens

DEEPEST = 128
"""How deep brackets may nest: parsers go down a level for each."""

_QUERIES = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
"""With which words an update begins."""

_VOLATILE = frozenset({"NOW", "RAND", "UUID", "STRUUID", "BNODE"})
_OPERANDS = frozenset({"string", "iri", "var", "blank", "name", "number", "lang", "word"})
_DATASET = frozenset({"FROM", "USING", "WITH"})


class RefusedError(ValueError):
    """A query or update that is none, or that may not run here; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a query or update was found to be.

    ``form`` is its keyword (``SELECT``, ``ASK``, ``CONSTRUCT``, ``DESCRIBE``, or ``UPDATE``); ``text`` is what to run;
    ``graphs`` are the IRIs it names after ``FROM``, ``USING`` and ``WITH``; ``steady`` says whether the same data gives
    the same answer again.
    """

    form: str
    text: str
    graphs: tuple[str, ...] = ()
    steady: bool = True


_HARMLESS = re.compile(
    r"""(?: [ \t\r\n]+ | \#[^\r\n]*
          | PREFIX [ \t\r\n]+ [\w\-]* : [ \t\r\n]* <[^<>"{}|^`\\\x00-\x20]*> )*+
        (SELECT|ASK|CONSTRUCT|DESCRIBE) \b""",
    re.VERBOSE | re.IGNORECASE,
)
_LETTERS = ("\\", "service", "load", "base", "now", "rand", "uuid", "bnode")
_FROM = re.compile(r"(?<![?$\w])from")


def checked(text: str, prefixes: frozenset[str] = frozenset(), *, update: bool = False) -> Checked:
    """Take a query (or an ``update``) apart. ``prefixes`` are those it may use without declaring them.

    Raises RefusedError for ``SERVICE``, ``LOAD``, graphs in files, brackets nested too deep, prefixes that nobody
    declares, and for what is no SPARQL.

    >>> checked("ASK { ?s ?p 'SERVICE <http://e/>' }").form
    'ASK'
    >>> checked("ASK { SERVICE <http://e/> { ?s ?p ?o } }")  # doctest: +ELLIPSIS
    Traceback (most recent call last):
    kg.bounds.check.RefusedError: line 1, column 7: SERVICE is refused: ...
    """
    small = text.lower()
    shallow = text.count("{") + text.count("(") + text.count("[") <= DEEPEST
    harmless = shallow and not update and not any(letters in small for letters in _LETTERS)
    if harmless and not ("from" in small and _FROM.search(small)) and (form := _HARMLESS.match(text)):
        return Checked(form[1].upper(), text)
    return _taken_apart(text, prefixes, update)


@lru_cache(maxsize=256)
def _taken_apart(text: str, prefixes: frozenset[str], update: bool) -> Checked:
    try:
        words = tokens(text)
    except NoTokenError as error:
        raise RefusedError(f"{_place(text, error.start)}: cannot read on from {text[error.start :][:20]!r}") from None
    declared, bases, start = _prologue(words)
    form = _form(words, start, update)
    hidden = _look(text, words, update)
    used = {word.text.partition(":")[0] for word in words[start:] if word.kind == "name"}
    if update:  # each operation may have a prologue of its own
        declared |= _declared_later(words)
    undeclared = frozenset(used - declared.keys())
    if undeclared - prefixes:
        missing = ", ".join(f"{name}:" for name in sorted(undeclared - prefixes))
        raise RefusedError(f"no PREFIX declares {missing}")
    return Checked(
        form,
        on_one_line(words) if hidden else text,
        tuple(_graphs(text, words[start:], declared, bases)),
        not any(word.kind == "word" and word.text.upper() in _VOLATILE for word in words),
    )


def _place(text: str, start: int) -> str:
    line = text.count("\n", 0, start) + 1
    return f"line {line}, column {start - text.rfind(chr(10), 0, start)}"


def _prologue(words: list[Token]) -> tuple[dict[str, str], list[str], int]:
    """The declared prefixes, the bases, and where the query proper starts."""
    declared: dict[str, str] = {}
    bases: list[str] = []
    at = 0
    while at < len(words) and words[at].kind == "word":
        key = words[at].text.upper()
        if key == "PREFIX" and at + 2 < len(words) and words[at + 2].kind == "iri":
            declared[words[at + 1].text.partition(":")[0]] = words[at + 2].text[1:-1]
            at += 3
        elif key in ("BASE", "VERSION") and at + 1 < len(words):
            bases += [words[at + 1].text[1:-1]] if key == "BASE" else []
            at += 2
        else:
            break
    return declared, bases, at


def _declared_later(words: list[Token]) -> dict[str, str]:
    return {
        name.text.partition(":")[0]: iri.text[1:-1]
        for key, name, iri in zip(words, words[1:], words[2:], strict=False)
        if key.text.upper() == "PREFIX" and key.kind == "word" and iri.kind == "iri"
    }


def _form(words: list[Token], start: int, update: bool) -> str:
    key = words[start].text.upper() if start < len(words) else ""
    if update:
        if key in _QUERIES:
            raise RefusedError(f"{key} is a query, and this is the place of updates: send it as `query`")
        if key and key not in UPDATES:
            raise RefusedError(f"an update begins with INSERT, DELETE, CLEAR and the like, not with {key!r}")
        return "UPDATE"
    if key in UPDATES:
        raise RefusedError(f"{key} is an update, and queries only read: updates are sent as `update`")
    form = next((one for one in _QUERIES if key.startswith(one)), "")
    if not form:
        said = f"not with {key!r}" if key else "and this is empty"
        raise RefusedError(f"a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, {said}")
    return form


def _look(text: str, words: list[Token], update: bool) -> bool:
    """Refuse what reaches out. Tells whether ``<`` and ``#`` leave room for another reading of the text.

    ``(?a<?b#>`` is an IRI behind a variable to one reader, and a comparison with a comment behind it to another.
    """
    depth, ambiguous = 0, False
    before = Token("", "", 0)
    for index, word in enumerate(words):
        kind, said = word.kind, word.text
        if kind == "open":
            depth += 1
            if depth > DEEPEST:
                raise RefusedError(f"{_place(text, word.start)}: brackets nest deeper than {DEEPEST} levels")
        elif kind == "close":
            depth -= 1
        elif kind == "iri":
            ambiguous |= depth > 0 and "#" in said and (before.kind in _OPERANDS or before.text in (")", "]"))
        elif kind in ("word", "name"):
            key = said.partition(":")[0].casefold() if kind == "name" else said.casefold()
            if "service" in key and (kind == "word" or _calls(words, index, before)):
                raise RefusedError(
                    f"{_place(text, word.start)}: SERVICE is refused: a query stays in this store; ask the other "
                    "endpoint itself"
                )
            if update and key.startswith("load") and depth == 0 and before.text.casefold() != "prefix":
                raise RefusedError(
                    f"{_place(text, word.start)}: LOAD is refused: this server fetches nothing; send the triples"
                )
        before = word
    return ambiguous


def _calls(words: list[Token], index: int, before: Token) -> bool:
    """Whether a name whose prefix holds the word may be ``SERVICE`` and a name run together: a group follows."""
    follows = words[index + 1].text if index + 1 < len(words) else ""
    return follows == "{" and before.text.casefold() != "graph"


def _graphs(text: str, words: list[Token], declared: dict[str, str], bases: list[str]) -> Collection[str]:
    """The graphs of the dataset, as IRIs; those in files are refused."""
    base = ""
    for one in bases:
        base = urljoin(base, one)
    found: dict[str, None] = {}
    for index, word in enumerate(words):
        if word.kind != "word" or word.text.upper() not in _DATASET:
            continue
        rest = [one for one in words[index + 1 : index + 3] if one.text.upper() != "NAMED"]
        if not rest or rest[0].kind not in ("iri", "name"):
            continue
        iri = rest[0].text[1:-1]
        if rest[0].kind == "name":
            prefix, _, local = rest[0].text.partition(":")
            if prefix not in declared:
                continue  # one of the known prefixes: a graph of our own
            iri = declared[prefix] + local
        iri = urljoin(base, iri) if base else iri
        if urlsplit(iri).scheme == "file":
            raise RefusedError(f"{_place(text, word.start)}: {word.text} <{iri}> is refused: graphs, not files")
        found[iri] = None
    return tuple(found)


def with_using(text: str, default: Collection[str], named: Collection[str]) -> str:
    """An update whose ``WHERE`` reads the given graphs, as the protocol's ``using-graph-uri`` asks for.

    Raises RefusedError if the update has ``USING`` or ``WITH`` itself: the protocol allows one of both.

    >>> with_using("INSERT { ?s ?p 1 } WHERE { ?s ?p 2 }", ["http://e/g"], [])
    'INSERT { ?s ?p 1 } USING <http://e/g> WHERE { ?s ?p 2 }'
    """
    words = tokens(text)
    depth, places, held = 0, [], ""
    for word in words:
        depth += {"open": 1, "close": -1}.get(word.kind, 0)
        if depth == 0 and word.kind == "word":
            key = word.text.upper()
            if key in ("USING", "WITH"):
                raise RefusedError(f"the update has {key} itself, so using-graph-uri cannot be given beside it")
            if key == "WHERE" and held != "DELETE":
                places.append(word.start)
        held = word.text.upper()
    clause = "".join([*(f"USING <{iri}> " for iri in default), *(f"USING NAMED <{iri}> " for iri in named)])
    for place in reversed(places):
        text = text[:place] + clause + text[place:]
    return text
