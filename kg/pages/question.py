"""The named queries as forms with answers, and the editor for SPARQL of one's own."""

from __future__ import annotations

import json
import shlex
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from pyoxigraph import Literal, NamedNode

from kg.bounds.problem import Problem, problem
from kg.names import rules
from kg.output import Result
from kg.pages import answer, files
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
from kg.rdf.terms import TYPE, term
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
_COMMENT = term("rdfs", "comment")
Query = Mapping[str, str]


def questions(view: View, path: str, rest: tuple[str, ...], query: Query, options: Options) -> Page | None:
    """The list of the named queries, or one of them with its answer."""
    offered = [one for one in load_all() if options.sensitive or not one.sensitive]
    if not rest:
        return made("questions.html", path, options, title="Questions", queries=offered)
    name, _, form = rest[0].partition(".")
    if len(rest) > 1 or name not in {one.name for one in offered} or form not in ("", *files.NAMES):
        return None
    return _question(view, path, load(name), form, query, options)


def _question(view: View, path: str, asked: NamedQuery, form: str, query: Query, options: Options) -> Page | None:
    given = {param.name: words for param in asked.params if (words := query.get(param.name, "").strip())}
    bound, unclear, near = _bound(view, asked, given)
    result = run_bound(asked, bound, _endpoint(view)) if bound is not None else None
    if bound is not None and result is not None:
        result = result.without(known_columns(asked, bound))
    if form and (result is None or form not in files.offered(result)):
        return None
    if form and result is not None:
        return files.download(result, asked.name, form, view.names.prefixes())
    root = up(path)
    most = answer.ALL if options.static else answer.ROWS
    told = None
    if result is not None:
        told = answer.answered(view, result, asked.title, lambda to: root + to, query, given, asked.name, most)
    return made(
        "question.html",
        path,
        options,
        title=asked.title,
        asked=asked,
        given=given,
        hints=_HINTS,
        text=plain_text(asked, bound or {}),
        command=command(asked, given),
        told=told,
        problem=unclear,
        near=near,
        status=200 if not unclear else 400,
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


def command(asked: NamedQuery, given: Mapping[str, str]) -> str:
    """The same question for a shell, with the words ``given``; what is needed and not given yet in capitals.

    >>> command(load("spouses"), {"person": "Ada Stone"}), command(load("children"), {})
    ("kg query spouses --person 'Ada Stone'", 'kg query children --person PERSON')
    """
    words = ["kg", "query", asked.name]
    for param in asked.params:
        if param.name in given or param.required:
            words += [param.option, shlex.quote(given.get(param.name, param.name.upper()))]
    return " ".join(words)


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
    wrong: Problem | None = None
    if text.strip() and options.ask:
        try:
            result = options.ask(text)
        except (SyntaxError, ValueError) as error:
            wrong = problem(text, str(error))
    form = query.get("format", "")
    if result is not None and form in files.offered(result):
        return files.download(result, "answer", form, view.names.prefixes())
    root = up(path)
    asked = {"query": text}
    told = (
        answer.answered(view, result, "The answer", lambda to: root + to, query, asked) if result is not None else None
    )
    examples = [(one["name"], one["query"].strip()) for one in rules("editor")["examples"]]
    examples += [(one.title, plain_text(one, {})) for one in load_all() if _is_example(one)]
    used = sorted(
        {"ck", "rdfs", "rdf", "oa", "xsd", "schema", "prov", "skos", "owl", "wd", "person", "article", "event"}
    )
    prefixes = view.names.prefixes()
    return made(
        "editor.html",
        path,
        options,
        title="SPARQL",
        text=text or examples[0][1],
        told=told,
        problem=wrong,
        examples=examples,
        prefixes=[(name, prefixes[name]) for name in used],
        terms=json.dumps(_terms()),
        known=json.dumps(prefixes),
        status=200 if not wrong else 400,
    )


def _is_example(query: NamedQuery) -> bool:
    """Whether a named query stands on its own: it needs no parameter and no step."""
    return not query.step and not query.sensitive and not any(param.required for param in query.params)


@cache
def _terms() -> list[tuple[str, str, str]]:
    """What the editor completes: each term, its kind, and what it means.

    The kinds are ``word`` (of SPARQL), ``class``, ``property`` and ``value``; the terms are those of the ontology and
    the usual ones of other vocabularies (``kg/rules/editor.toml``).
    """
    data = rules("editor")
    found = [(word, "word", "") for word in data["words"]]
    found += [(one["term"], one["kind"], one["means"]) for one in data["terms"]]
    types: defaultdict[str, set[str]] = defaultdict(set)
    means: dict[str, str] = {}
    for quad in ontology_quads():
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ONTOLOGY):
            name = f"ck:{quad.subject.value.removeprefix(ONTOLOGY)}"
            if quad.predicate == TYPE and isinstance(quad.object, NamedNode):
                types[name].add(quad.object.value.rpartition("#")[2])
            elif quad.predicate == _COMMENT and isinstance(quad.object, Literal):
                means[name] = quad.object.value.split(". ")[0].rstrip(".").replace("`", "")
    for name in sorted(types):
        is_property = any(kind.endswith("Property") for kind in types[name])
        kind = "class" if "Class" in types[name] else "property" if is_property else "value"
        found.append((name, kind, means.get(name, "")))
    return found
