"""The commands by name, put together from the modules that hold them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg.cli import ask, identity, link, make, reconcile, review, serve, site, wikidata
from kg.cli.query import QueryGroup


class _InOrder(TyperGroup):
    """The commands in the order in which a newcomer meets them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of the commands."""
        return ["build", "query", *sorted(set(self.commands) - {"build", "query"}, key=[*_EXAMPLES, *_GROUPS].index)]


app = typer.Typer(
    name="kg",
    cls=_InOrder,
    help="From entertainment news to a knowledge graph in which every claim keeps the words it rests on.",
    epilog="Exit codes: 0 ok, 1 nothing found or not conforming, 2 wrong usage, 3 network, 4 done in part.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            typer.echo(f"kg {version('celebrity-kg')}")
        except PackageNotFoundError:
            typer.echo("kg (not installed)")
        raise typer.Exit


@app.callback()
def _kg(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """From entertainment news to a knowledge graph in which every claim keeps the words it rests on."""


_EXAMPLES: dict[str, tuple[Callable[..., None], str]] = {
    "build": (make.build, "kg build seeds/ --store build/graph --ttl build/celebrities.ttl"),
    "show": (ask.show, 'kg show "Elizabeth Taylor"'),
    "explain": (ask.explain, 'kg explain "Elizabeth Taylor" marriedTo "Richard Burton"'),
    "draw": (ask.draw, 'kg draw "Elizabeth Taylor" -o graph.svg'),
    "sparql": (ask.sparql, "kg sparql 'SELECT ?a ?b { ?a ck:marriedTo ?b }'"),
    "stats": (ask.stats, "kg stats"),
    "export": (make.export, "kg export build/celebrities.ttl"),
    "validate": (make.validate, "kg validate"),
    "extract": (make.extract, "kg extract article.txt --format jsonl > claims.jsonl"),
    "eval": (make.evaluate, "kg eval seeds/gold"),
    "serve": (serve.serve, "kg serve --port 8000"),
    "site": (site.site, "kg site public/"),
    "mcp": (serve.mcp, "kg mcp --store build/graph"),
    "reconcile": (reconcile.reconcile, 'kg reconcile "Liz Taylor" "Richard Burton"'),
    "doctor": (ask.doctor, "kg doctor"),
}

app.add_typer(
    typer.Typer(cls=QueryGroup, help="Ask one of the named queries.", no_args_is_help=True, rich_markup_mode=None,
                epilog='Example: kg query spouses --person "Elizabeth Taylor"'),
    name="query",
)  # fmt: skip
_GROUPS = {"identity": identity.app, "wikidata": wikidata.app, "link": link.app, "review": review.app}
for _name, _group in _GROUPS.items():
    app.add_typer(_group, name=_name)
for _name, (_command, _example) in _EXAMPLES.items():
    app.command(_name, epilog=f"Example: {_example}")(_command)
