"""The named queries as forms with answers, and the editor for SPARQL of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.names import rules
from kg.output import Result, is_empty
from kg.pages import answer
from kg.pages.frame import Options, Page, made, query_string, up
from kg.pages.view import View
from kg.queries import (
    AmbiguousNameError,
    BadParameterError,
    Candidate,
    Embedded,
    NamedQuery,
    ParamType,
    UnknownNameError,
    UnknownQueryError,
    load,
    load_all,
    run,
)

FORMATS = ("csv", "tsv", "json", "xml")
"""What an answer can be had in, by the ending of the same address."""

_HINTS = {
    ParamType.PERSON: "a name",
    ParamType.ENTITY: "a name",
    ParamType.PREDICATE: "marriedTo, event:Wedding",
    ParamType.FIRST_DAY: "2014 or 2014-05-24",
    ParamType.LAST_DAY: "2016 or 2016-06-30",
    ParamType.PERIOD: "2014, 2014-05 or 2014-05-24",
    ParamType.MONTH: "May, or 5",
    ParamType.INTEGER: "a number",
    ParamType.TEXT: "some words",
}
Query = Mapping[str, str]


def questions(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
    """The list of the named queries, or one of them with its answer."""
    offered = [one for one in load_all() if options.sensitive or not one.sensitive]
    if not rest:
        return made("questions.html", path, options, title="Questions", queries=offered)
    if len(rest) > 1 or rest[0] not in {one.name for one in offered}:
        return None
    return _question(view, path, load(rest[0]), query, options)


def _question(view: View, path: str, asked: NamedQuery, query: Query, options: Options) -> Page:
    given = {param.name: words for param in asked.params if (words := query.get(param.name, "").strip())}
    result, problem, near = _answer(view, asked, given)
    table = answer.shown(view, result) if result else None
    views = answer.views(table, result) if table and result else ()
    how = query.get("view", "table")
    root = up(path)
    drawn = answer.drawing(how, asked.title, table, result, lambda to: root + to) if table and result else None
    return made(
        "question.html",
        path,
        options,
        title=asked.title,
        asked=asked,
        given=given,
        hints=_HINTS,
        table=table,
        empty=result is not None and is_empty(result),
        problem=problem,
        near=near,
        views=("table", *views) if views else (),
        how=how if drawn else "table",
        drawn=drawn,
        link=query_string(**given),
        formats=FORMATS,
        with_view={one: query_string(**given, view=one if one != "table" else "") for one in ("table", *views)},
        status=200 if not problem else 400,
    )


def _answer(
    view: View, asked: NamedQuery, given: Mapping[str, str]
) -> tuple[Result | None, str, Sequence[tuple[Candidate, str]]]:
    """The answer; or what is wrong, and who may be meant. Nothing of all where a parameter is still to be given."""
    if any(param.required and param.name not in given for param in asked.params):
        return None, "", ()
    endpoint = Embedded(view.store, view.names.prefixes())
    try:
        return run(asked.name, given, endpoint), "", ()
    except AmbiguousNameError as error:
        name = next((param for param, words in given.items() if words == error.name), "")
        near = [(one, query_string(**{**given, name: one.iri})) for one in error.candidates]
        return None, f"{len(near)} are called {error.name}. Which one?", near
    except UnknownNameError as error:
        name = next((param for param, words in given.items() if words == error.name), "")
        near = [(Candidate(one, ""), query_string(**{**given, name: one})) for one in error.near]
        return None, f"Nobody is called {error.name}." + (" Do you mean" if near else ""), near
    except (BadParameterError, UnknownQueryError) as error:
        return None, str(error), ()


def editor(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
    """A form for SPARQL, with the answer to ``query`` where the operator lets the pages ask."""
    if rest or options.static:
        return None
    text = query.get("query", "")
    result: Result | None = None
    problem = ""
    if text.strip() and options.ask:
        try:
            result = options.ask(text)
        except (SyntaxError, ValueError) as error:
            problem = str(error)
    table = answer.shown(view, result) if result else None
    examples = [(one["name"], one["query"].strip()) for one in rules("editor")["examples"]]
    used = sorted({"ck", "rdfs", "rdf", "oa", "xsd", "schema", "prov", "skos", "person", "article"})
    prefixes = view.names.prefixes()
    return made(
        "editor.html",
        path,
        options,
        title="SPARQL",
        text=text or examples[0][1],
        asked=bool(text.strip()),
        table=table,
        empty=result is not None and is_empty(result),
        problem=problem,
        examples=examples,
        prefixes=[(name, prefixes[name]) for name in used],
        status=200 if not problem else 400,
    )
