"""``kg query NAME --param VALUE``: a subcommand for each query file, with its parameters as options."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli.common import (
    DEFAULT_STORE,
    USAGE,
    IdsOption,
    QuietOption,
    RowsOption,
    SensitiveOption,
    StoreOption,
    asked,
    fail,
    people,
    show_result,
    told,
)

if TYPE_CHECKING:
    from kg.queries import NamedQuery, Param

EndpointOption = Annotated[
    str | None, typer.Option("--endpoint", metavar="URL", help="Ask this SPARQL endpoint instead.")
]
ArrestsOption = Annotated[bool, typer.Option("--sensitive", help="Also arrests of minors.")]


class QueryGroup(TyperGroup):
    """The group ``kg query``, whose commands are the query files; a file is read when its command is wanted."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the queries, sorted."""
        from kg.queries.load import names

        return list(names())

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """The command that runs a query; an unknown name is told with the nearest ones."""
        return told(_command)(cmd_name)


def _command(name: str) -> Any:
    from kg.queries.load import load

    query = load(name)
    app = typer.Typer(rich_markup_mode=None, add_completion=False)
    epilog = f"Example: kg query {name} {query.example}".rstrip()
    app.command(name, help=f"{query.title}. {query.description}", short_help=query.title, epilog=epilog)(_runner(query))
    return typer.main.get_command(app)


def _runner(query: NamedQuery) -> Any:
    """A function whose signature has an option for each parameter, for typer to read."""

    @told
    def run(**options: Any) -> None:
        from kg.queries import run as run_query

        if query.sensitive and not options["sensitive"]:
            fail(f"{query.name} tells what is sensitive; say --sensitive if you mean it", USAGE)
        given = {param.name: str(words) for param in query.params if (words := options[_argument(param)]) is not None}
        with asked(options["store"], options["endpoint"]) as endpoint:
            result = run_query(query.name, given, endpoint, sensitive=options.get("sensitive", False))
        show_result(result, options["form"], ids=options["ids"], quiet=options["quiet"])

    shared: list[tuple[str, Any, Any]] = [
        ("store", StoreOption, DEFAULT_STORE),
        ("endpoint", EndpointOption, None),
        ("form", RowsOption, None),
        ("ids", IdsOption, False),
        ("quiet", QuietOption, False),
        *([("sensitive", SensitiveOption, False)] if query.sensitive else []),
        *([("sensitive", ArrestsOption, False)] if query.withholds else []),
    ]
    taken = [(_argument(param), _option(param), None) for param in query.params]
    parameters = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
        for name, annotation, default in (*taken, *shared)
    ]
    required = {_argument(param) for param in query.params if param.required}
    parameters = [one.replace(default=inspect.Parameter.empty) if one.name in required else one for one in parameters]
    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__annotations__ = {one.name: one.annotation for one in parameters}
    return run


def _argument(param: Param) -> str:
    """The name of a parameter in Python, where ``from`` is taken."""
    return f"param_{param.name}"


def _option(param: Param) -> Any:
    """The option of a parameter; people's names are completed."""
    from kg.queries.header import ParamType

    words = param.words or param.name
    if param.default:
        words += f" (default {param.default})"
    complete = people if param.type in (ParamType.PERSON, ParamType.ENTITY) else None
    metavar = {ParamType.FIRST_DAY: "DATE", ParamType.LAST_DAY: "DATE", ParamType.PERIOD: "DATE"}.get(
        param.type, param.type.value.upper()
    )
    kind: Any = str if param.required else str | None
    return Annotated[kind, typer.Option(param.option, metavar=metavar, help=f"{words[0].upper()}{words[1:]}.",
                                        autocompletion=complete, show_default=False)]  # fmt: skip
