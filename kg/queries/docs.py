"""The page ``docs/queries.md``, made from the headers of the query files: ``python -m kg.queries.docs``."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from kg.queries.header import NamedQuery
from kg.queries.load import load_all

_INTRODUCTION = """# Named queries

<!-- Made by `python -m kg.queries.docs > docs/queries.md`; change the headers in `queries/` instead. -->

Each question below is one file in `queries/`: plain SPARQL 1.1 with a header of comments that says what it takes and
gives. `kg query NAME` runs it on the graph; with `--endpoint URL` on any SPARQL endpoint that holds an export of it.
Parameters are bound as terms, never pasted into the text. A person may be named by name or IRI: a name that several
bear is refused with the list of them, an unknown one with the nearest.

Tables appear on a terminal and TSV in a pipe; `--format csv|json|jsonl|tsv|table` chooses. A column `x` holds an IRI
and `xName` its label; tables show the label alone unless `--ids` is given. Columns that are bound to a parameter are
left out, since they say the same in every row. Dates are EDTF and never sharper than the articles. Where rows have a
claim or an event, those that tell of the arrest of a minor are left out unless `--sensitive` is given.

From Python:

```python
import kg.store
from kg.queries import Embedded, run

with kg.store.open("build/graph", read_only=True) as graph:
    table = run("spouses", {"person": "Elizabeth Taylor"}, Embedded(graph.store))
```
"""


def markdown(queries: Iterable[NamedQuery]) -> str:
    """The whole page.

    >>> from kg.queries.load import load
    >>> "### `spouses`" in markdown([load("spouses")])
    True
    """
    found = list(queries)
    listed = "\n".join(f"- [`{query.name}`](#{query.name}): {query.title}" for query in found)
    return "\n".join([_INTRODUCTION, f"{len(found)} queries:\n\n{listed}\n", *map(_section, found)])


def _section(query: NamedQuery) -> str:
    lines = [f"### `{query.name}`", "", f"**{query.title}.** {query.description}", ""]
    if query.sensitive:
        lines += ["Sensitive: runs only with `--sensitive`.", ""]
    if query.params:
        lines += ["| option | takes | |", "|---|---|---|"]
        lines += [f"| `{param.option}` | {param.type} | {_needed(param.required, param.default, param.words)} |"
                  for param in query.params]  # fmt: skip
        lines.append("")
    lines += [f"Columns: {', '.join(f'`{column}`' for column in query.columns)}", ""]
    lines += ["```sh", f"kg query {query.name} {query.example}".rstrip(), "```", ""]
    return "\n".join(lines)


def _needed(required: bool, default: str, words: str) -> str:
    how = "required" if required else f"default {default}" if default else "optional"
    return f"{words} ({how})" if words else how


if __name__ == "__main__":
    sys.stdout.write(markdown(load_all()))
