"""The words of SPARQL: strings, IRIs, comments, names and signs told apart as Oxigraph's parser tells them apart."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r'''
    (?P<space> [ \t\r\n]+ | \#[^\r\n]* )
  | (?P<string> """ (?: "{0,2} (?: [^"\\] | \\. ) )*+ """ | \'\'\' (?: '{0,2} (?: [^'\\] | \\. ) )*+ \'\'\'
              | " (?: [^"\\\r\n] | \\. )* " | ' (?: [^'\\\r\n] | \\. )* ' )
  | (?P<iri> < (?: [^<>"{}|^`\\\x00-\x20] | \\u[0-9A-Fa-f]{4} | \\U[0-9A-Fa-f]{8} )* > )
  | (?P<var> [?$] \w+ )
  | (?P<blank> _: \w (?: [\w\-·] | \.+ (?=[\w\-·]) )*+ )
  | (?P<name> (?: [^\W\d_] (?: [\w\-·] | \.+ (?=[\w\-·]) ){0,200}+ )? :
        (?: (?: [\w:] | %[0-9A-Fa-f]{2} | \\[_~.\-!$&'()*+,;=/?\#@%] )
            (?: [\w\-·:] | \.+ (?=[\w\-·:%\\]) | %[0-9A-Fa-f]{2} | \\[_~.\-!$&'()*+,;=/?\#@%] )*+ )? )
  | (?P<number> (?: \d+ \.? \d* | \. \d+ ) (?: [eE] [+-]? \d+ )? )
  | (?P<lang> @ [A-Za-z]+ (?: -+ [A-Za-z0-9]+ )* )
  | (?P<word> [A-Za-z_] \w* )
  | (?P<open> [({\[] )
  | (?P<close> [)}\]] )
  | (?P<sign> [<>]{1,2} | [.;,*/+\-!=^|&~?] )
    ''',
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A word of a query: its kind (a group of the pattern above), its text, and where it starts."""

    kind: str
    text: str
    start: int


class NoTokenError(ValueError):
    """A place where no word of SPARQL begins; ``start`` is the offset."""

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.start = start


def tokens(text: str) -> list[Token]:
    """The words of a query or an update, without space and comments. Raises NoTokenError.

    >>> [token.text for token in tokens("ASK { ?s <http://e/p> 'SERVICE' } # SERVICE")]
    ['ASK', '{', '?s', '<http://e/p>', "'SERVICE'", '}']
    """
    found, at, match = [], 0, _TOKEN.match
    while at < len(text):
        hit = match(text, at)
        if hit is None:
            raise NoTokenError(at)
        kind = hit.lastgroup or ""
        if kind != "space":
            found.append(Token(kind, hit.group(), at))
        at = hit.end()
    return found


def on_one_line(words: list[Token]) -> str:
    r"""The same words with single spaces between, and no line break even in strings.

    Whatever a parser takes for the start of a comment in this text, the comment reaches to the end, and the query is
    no query any more: nothing can hide behind it.

    >>> on_one_line(tokens("ASK { # all\n ?s ?p '''a\nb''' }"))
    "ASK { ?s ?p '''a\\nb''' }"
    """
    return " ".join(word.text.replace("\r", "\\r").replace("\n", "\\n") for word in words)
