"""The command ``communique``: one command, one function of the package.

Exit codes: 0 done, 1 failed (or some documents of a batch did), 2 wrong usage.
"""

import os
import shutil
import sys
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from communique.errors import CommuniqueError

__all__ = ["main"]

DEFAULT_GRAPH = "output/graph.ttl"
WIDEST_PIPE = 200

Function = Callable[..., Any]


def _debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    context.find_root().meta["communique.debug"] = value or context.find_root().meta.get("communique.debug", False)


debug_option = click.option(
    "--debug", is_flag=True, expose_value=False, callback=_debug, help="On an error, show where it arose."
)
graphs_argument = click.argument("graphs", metavar="GRAPH...", nargs=-1, type=click.Path())
format_option = click.option(
    "-f", "--format", "form", default="table", show_default=True, metavar="FORMAT",
    help="table, csv, tsv, json, xml or markdown; for graphs also turtle, ntriples, rdfxml or jsonld.",
)  # fmt: skip
store_option = click.option("--store", type=click.Path(), metavar="DIR", help="Ask a store on disk instead of files.")
engine_option = click.option("--engine", default="oxigraph", show_default=True, help="oxigraph or rdflib.")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(
    None, "--version", package_name="communique", prog_name="communique", message="%(prog)s %(version)s"
)
@debug_option
def communique() -> None:
    """Turn diplomatic texts into a knowledge graph, ask it, and look at it."""


def command(name: str) -> Callable[[Function], click.Command]:
    """A command of ``communique``, with the option --debug like all of them."""

    def register(function: Function) -> click.Command:
        return communique.command(name)(debug_option(function))

    return register


@command("build")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@click.option("-o", "--output", default="output", show_default=True, type=click.Path(), help="Folder to write to.")
@click.option("--base-iri", help="What the identifiers begin with.")
@click.option(
    "--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Threads of the language model."
)
@click.option("--min-confidence", type=click.FloatRange(0, 1), default=0.0, show_default=True, help="Leave out less.")
@click.option("--model", help="Another spaCy pipeline.")
def build(**options: Any) -> int:
    """Build graph.ttl, graph.trig and network.html from files, folders, or - for standard input."""
    from communique.pipeline import build as run
    from communique.progress import counting

    with counting("reading") as progress:
        report = run(
            options["sources"],
            options["output"],
            base_iri=options["base_iri"],
            min_confidence=options["min_confidence"],
            model=options["model"],
            threads=options["workers"],
            progress=progress,
        )
    for row in report.rows():
        click.echo(f"{row[0]:<28}{row[1]:>9}")
    _written(report.files)
    return _failed(report.failed)


@command("query")
@graphs_argument
@click.option("-q", "--sparql", metavar="SPARQL", help="The query.")
@click.option("-F", "--file", "file", type=click.Path(exists=True, dir_okay=False), help="A file with the query.")
@store_option
@engine_option
@format_option
def query(graphs: Sequence[str], store: str | None, engine: str, form: str, **given: str | None) -> None:
    """Ask graph files, folders of them, or a store, in SPARQL 1.1.

    The query is the last argument, as text or as a .rq file; -q or -F give it too; else standard input.
    """
    from communique.graph.vocabulary import PREFIXES
    from communique.query import open_graph, write
    from communique.query.arguments import read_query, split_query

    graphs, last = split_query(graphs)
    text = given["sparql"] or (read_query(Path(given["file"])) if given["file"] else last) or sys.stdin.read()
    answer = open_graph([store] if store else graphs or [DEFAULT_GRAPH], engine).ask(text)
    click.echo(write(answer, form, PREFIXES, _width()), nl=False)


class _Questions(click.Group):
    """A command for each saved question, with an option for each of its parameters."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        from communique.query import questions

        return list(questions())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        from communique.query import questions

        found = questions().get(cmd_name)
        if found is None:
            return None
        options: list[click.Parameter] = [
            click.Option([f"--{p.name}", f"value_{p.name}"], metavar=p.kind.upper(), help=_helped(p.help, p.required))
            for p in found.parameters
        ]
        options.append(click.Option(["--show"], is_flag=True, help="Print the query instead of asking it."))
        options.append(
            click.Option(
                ["-g", "--graph", "graphs"],
                multiple=True,
                help=f"Graph file, folder or store. [default: {DEFAULT_GRAPH}]",
            )
        )
        text = f"{found.summary}\n\n{found.description}\n\nExample: communique ask {found.name} {found.example}"
        asking = click.Command(
            cmd_name, params=options, callback=lambda **o: _ask(cmd_name, **o), help=text, short_help=found.summary
        )
        return debug_option(engine_option(format_option(asking)))


def _helped(text: str, required: bool) -> str:
    sentence = text[:1].upper() + text[1:] + "."
    return sentence + ("  [required]" if required else "")


@communique.group("ask", cls=_Questions)
def ask() -> None:
    """Ask one of the saved questions (communique ask QUESTION --help)."""


def _ask(name: str, graphs: Sequence[str], engine: str, form: str, show: bool, **given: str | None) -> None:
    from communique.graph.vocabulary import PREFIXES
    from communique.query import ask as run
    from communique.query import open_graph, question, write

    if show:
        click.echo(question(name).sparql, nl=False)
        return
    values = {key.removeprefix("value_"): value for key, value in given.items() if value is not None}
    answer = run(open_graph(graphs or [DEFAULT_GRAPH], engine), name, values)
    click.echo(write(answer, form, PREFIXES, _width()), nl=False)


@command("load")
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path())
@click.option("--store", required=True, type=click.Path(), metavar="DIR", help="The store, made if missing.")
def load(graphs: Sequence[str], store: str) -> int:
    """Fill a store on disk; files that it has already are skipped, changed ones replaced."""
    from communique.query import load as run

    report = run(graphs, store)
    counts = f"{len(report.loaded)} files loaded, {len(report.unchanged)} unchanged"
    click.echo(f"{counts}, {report.triples:,} statements in {store}", err=True)
    return _failed(report.failed)


@command("validate")
@click.argument("graphs", metavar="GRAPH...", nargs=-1, required=True, type=click.Path())
def validate(graphs: Sequence[str]) -> int:
    """Check graph files against the ontology's shapes."""
    from communique.graph import read_graph
    from communique.graph import validate as run
    from communique.query.sources import graph_files

    problems = [f"{path}: {problem}" for path in graph_files(graphs) for problem in run(read_graph(path))]
    for problem in problems:
        click.echo(problem)
    click.echo(f"{len(problems)} problems" if problems else "valid", err=True)
    return 1 if problems else 0


@command("export")
@graphs_argument
@click.option("-o", "--output", required=True, type=click.Path(), help="A folder, or a file named by its format.")
@click.option("-f", "--format", "forms", multiple=True, help="Only these (may be repeated); all without it.")
@click.option("--licence", metavar="IRI", help="Licence of the data, for the description.")
@click.option("--publisher", metavar="NAME", help="Publisher of the data, for the description.")
def export(
    graphs: Sequence[str], output: str, forms: Sequence[str], licence: str | None, publisher: str | None
) -> None:
    """Write a graph in other formats (Turtle, TriG, …, JSON-LD, RDF/XML), as tables (CSV), and its description."""
    from communique.graph.export import export as run
    from communique.query.sources import open_store

    store = open_store(graphs or [DEFAULT_GRAPH])
    _written(run(store, output, forms or None, licence=licence, publisher=publisher))


@command("ontology")
@click.option("-o", "--output", default="output/ontology.html", show_default=True, type=click.Path())
def ontology(output: str) -> None:
    """Write the ontology's documentation as a page."""
    from communique.graph.describe import write_ontology_page

    _written([write_ontology_page(Path(output))])


@command("serve")
@graphs_argument
@click.option("--store", type=click.Path(), metavar="DIR", help="Serve a store on disk instead of files.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0 for any free one.")
@click.option(
    "--timeout", type=click.FloatRange(min=0.1), default=30.0, show_default=True, help="Seconds a query may take."
)
@click.option("--rows", type=click.IntRange(min=1), default=100_000, show_default=True, help="Rows an answer may have.")
@click.option("--memory", type=click.IntRange(min=64), default=1024, show_default=True, help="MiB a query may take.")
@click.option("--workers", type=click.IntRange(min=1), default=4, show_default=True, help="Queries at the same time.")
@click.option("--base-iri", help="What the identifiers of the entity pages begin with.")
@click.option("--cors", metavar="ORIGIN", help="Let pages of this origin (or *) ask.")
def serve(graphs: Sequence[str], store: str | None, **options: Any) -> None:
    """Serve a SPARQL endpoint, a query page, the network and a page for each entity."""
    from communique.serve import Settings, run

    run([store] if store else graphs or [DEFAULT_GRAPH], Settings(**options))


@command("view")
@click.argument("graph", default=DEFAULT_GRAPH, type=click.Path())
@click.option("-o", "--output", type=click.Path(), help="File to write. [default: output/network.FORMAT]")
@click.option(
    "--format", "form", default="html", show_default=True, metavar="FORMAT", help="html, graphml, gexf, svg or png."
)
@click.option("--title", help="Heading of the page. [default: the document's title]")
@click.option("--around", metavar="NAME", help="Only what is near this entity.")
@click.option("--hops", type=click.IntRange(min=0), default=1, show_default=True, help="How near, for --around.")
@click.option("--top", type=click.IntRange(min=1), help="Only so many entities, the most central.")
@click.option("--since", metavar="DATE", help="Only what documents of this date or later say.")
@click.option("--until", metavar="DATE", help="Only what documents of this date or earlier say.")
@click.option("--act", "acts", multiple=True, help="Only acts of this kind (may be repeated).")
def view(graph: str, output: str | None, form: str, acts: Sequence[str], **options: Any) -> None:
    """Write the network as a page that works offline, or as a file for other programs and papers."""
    from communique.graph import read_graph
    from communique.view import write_page, write_picture

    path = Path(output or f"output/network.{form}")
    if form == "html":
        left_out = write_page(read_graph(Path(graph)), path, acts=acts or None, **options).left_out
    else:
        left_out = write_picture(read_graph(Path(graph)), path, form, acts=acts or None, **options)
    if left_out:
        click.echo(left_out, err=True)
    _written([path])


@command("stats")
@click.argument("graph", default=DEFAULT_GRAPH, type=click.Path())
def stats(graph: str) -> None:
    """Print who is central, who commits to whom, which forums join states, and who belongs together."""
    from rich.console import Console
    from rich.table import Table

    from communique.graph import read_graph
    from communique.view import stats as measure

    console = Console(width=_width(), markup=False)
    for table in measure(read_graph(Path(graph))):
        shown = Table(*table.columns, title=table.title, caption=table.note or None, title_justify="left")
        for row in table.rows:
            shown.add_row(*(str(cell) for cell in row))
        console.print(shown)


@command("explain")
@click.argument("graph", type=click.Path())
@click.argument("iri")
def explain(graph: str, iri: str) -> None:
    """Print the words behind a fact, an act or an entity of GRAPH."""
    from communique.graph import read_graph
    from communique.query.explain import explain as find

    found = find(read_graph(Path(graph)), iri)
    click.echo(found.title + ("" if found.confidence is None else f"  (confidence {found.confidence:.2f})"))
    for quote in found.quotes:
        click.echo(f"\n{quote.document}{', ' + quote.date if quote.date else ''}, at {quote.start}:")
        click.echo("  " + "".join(click.style(part, bold=marked) for part, marked in quote.parts()))


def _width() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else WIDEST_PIPE


def _written(paths: Sequence[Path]) -> None:
    for path in paths:
        click.echo(f"wrote {path}", err=True)


def _failed(lines: Sequence[str]) -> int:
    for line in lines:
        click.echo(f"communique: {line}", err=True)
    return 1 if lines else 0


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and exit.

    Args:
        arguments: command line without the program's name; the process's own if None.

    Raises:
        SystemExit: always, with the exit code.
    """
    context: click.Context | None = None
    try:
        arguments = list(sys.argv[1:] if arguments is None else arguments)
        with communique.make_context("communique", arguments) as context:
            result = communique.invoke(context)
        sys.stdout.flush()
        sys.exit(result if isinstance(result, int) else 0)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except CommuniqueError as error:
        if context is not None and context.meta.get("communique.debug"):
            traceback.print_exc()
        line = " ".join(str(error).split())
        click.echo(f"communique: {line}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # the reader (head, less) has had enough; nothing more can be written, at exit neither
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (KeyboardInterrupt, click.Abort):
        click.echo("communique: interrupted", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
