"""Articles that say of themselves that nothing in them happened: "SATIRE: ...", "This article is a parody."."""

from __future__ import annotations

import re
from functools import cache

from spacy.tokens import Doc

from kg.columns import text_of
from kg.factuality.cues import cues
from kg.memory import kept

_HEAD = 3
"""How many of the first lines may bear the label: a title, a headline, a line on top."""
_OPENING = r"(?:^|(?<=[.!?\n(\[*—–]))[ \t*_(\[]*"
"""Where a sentence opens, but not behind a quotation mark: who calls a story a parody speaks of another one."""


def is_satire(doc: Doc) -> bool:
    """Whether the article says in its title, on top or in a sentence of its own that it is made up.

    The title is that of ``doc.user_data`` (`kg.annotate.annotate_all`).

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> is_satire(nlp("SATIRE: Mayor weds his horse.")), is_satire(nlp("He wrote a satire."))
    (True, False)
    >>> is_satire(nlp("They wed. This article is a parody. None of the events described here took place."))
    True
    """
    return _read(doc)


@kept
def _read(doc: Doc) -> bool:
    text = f"{doc.user_data.get('title') or ''}\n{text_of(doc)}"
    top = [line.strip() for line in text.splitlines() if line.strip()][:_HEAD]
    labels, statements = _patterns()
    return any(labels.search(line) for line in top) or statements.search(text) is not None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    labels, statements = ("|".join(sorted(cues().words[f"satire.{key}"])) for key in ("labels", "statements"))
    return re.compile(labels, re.IGNORECASE), re.compile(f"{_OPENING}(?:{statements})", re.IGNORECASE)
