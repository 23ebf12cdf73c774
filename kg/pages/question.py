"""The named queries as forms with answers, and the editor for SPARQL of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from kg.names import rules
from kg.output import Result, is_empty
from kg.pages import answer
from kg.pages.frame import Options, Page, made, query_string, up
from kg.pages.view import View
from kg.queries import (
    AmbiguousNameError,
    BadParameterError,
    Bindings,
    Candidate,
    Embedded,
    NamedQuery,
    ParamType,
    UnknownNameError,
    bind,
    known_columns,
    load,
    load_all,
    own,
    run_bound,
)
from kg.sparql import with_values
from kg.store.graph import ontology_quads
from kg.vocab import ONTOLOGY

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
    name, _, form = rest[0].partition(".")
    if len(rest) > 1 or name not in {one.name for one in offered} or form not in ("", *answer.FORMATS):
        return None
    return _question(view, path, load(name), form, query, options)


def _question(view: View, path: str, asked: NamedQuery, form: str, query: Query, options: Options) -> Page:
    given = {param.name: words for param in asked.params if (words := query.get(param.name, "").strip())}
    bound, problem, near = _bound(view, asked, given)
    result = run_bound(asked, bound, _endpoint(view)) if bound is not None else None
    if bound is not None and result is not None:
        result = result.without(known_columns(asked, bound))
    if form and result is not None:
        return answer.download(result, asked.name, form)
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
        text=plain_text(asked, bound or {}),
        table=table,
        empty=result is not None and is_empty(result),
        problem=problem,
        near=near,
        views=("table", *views) if views else (),
        how=how if drawn else "table",
        drawn=drawn,
        link=query_string(**given),
        formats=answer.FORMATS,
        with_view={one: query_string(**given, view=one if one != "table" else "") for one in ("table", *views)},
        status=200 if not problem else 400,
    )


def _endpoint(view: View) -> Embedded:
    return Embedded(view.store, view.names.prefixes())


def _bound(
    view: View, asked: NamedQuery, given: Mapping[str, str]
) -> tuple[Bindings | None, str, Sequence[tuple[Candidate, str]]]:
    """The terms for the parameters; or what is wrong, and who may be meant. Neither while one is still to be given."""
    if any(param.required and param.name not in given for param in asked.params):
        return None, "", ()
    try:
        return bind(asked, given, _endpoint(view)), "", ()
    except AmbiguousNameError as error:
        name = next((param for param, words in given.items() if words == error.name), "")
        near = [(one, query_string(**{**given, name: one.iri})) for one in error.candidates]
        return None, f"{len(near)} are called {error.name}. Which one?", near
    except UnknownNameError as error:
        name = next((param for param, words in given.items() if words == error.name), "")
        near = [(Candidate(one, ""), query_string(**{**given, name: one})) for one in error.near]
        return None, f"Nobody is called {error.name}." + (" Do you mean" if near else ""), near
    except BadParameterError as error:
        return None, str(error), ()


def plain_text(asked: NamedQuery, bound: Bindings) -> str:
    """The query to take along: without its header, its parameters bound by a ``VALUES`` block.

    >>> plain_text(load("minors"), {}).partition(chr(10))[0]
    'PREFIX ck: <https://celebrity-kg.example/ontology#>'
    """
    taken = own(asked, bound)
    text = with_values(asked.text, taken) if taken else asked.text
    lines = text.splitlines()
    first = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    return "\n".join(lines[first:]).strip()


def editor(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
    """A form for SPARQL, with the answer to ``query`` where the operator lets the pages ask.

    The answer is a file where ``format`` asks for one.
    """
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
    form = query.get("format", "")
    if result is not None and form in answer.FORMATS:
        return answer.download(result, "answer", form)
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
        formats=answer.FORMATS,
        prefixes=[(name, prefixes[name]) for name in used],
        terms=_terms(view),
        status=200 if not problem else 400,
    )


_WORDS = (
    *("SELECT", "DISTINCT", "WHERE", "GRAPH", "FILTER", "OPTIONAL", "UNION", "VALUES", "BIND", "ORDER BY", "GROUP BY"),
    *("HAVING", "LIMIT", "OFFSET", "COUNT", "CONSTRUCT", "DESCRIBE", "ASK", "rdf:type", "rdfs:label", "skos:altLabel"),
    *("skos:exactMatch", "oa:exact", "oa:start", "oa:end", "prov:wasDerivedFrom", "schema:headline", "schema:url"),
    *("schema:datePublished", "schema:publisher", "schema:identifier"),
)


def _terms(view: View) -> list[str]:
    """What the editor completes: the words of SPARQL, and the terms of the ontology by their prefixes."""
    own = {
        f"ck:{quad.subject.value.removeprefix(ONTOLOGY)}"
        for quad in ontology_quads()
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ONTOLOGY)
    }
    return [*_WORDS, *sorted(own)]
