"""The entry point: groups the commands, turns errors into words and exit codes."""

import logging
import sys

import click

from cli import articles, evaluating, graphs, knowledge, serving
from kg import __version__
from kg.errors import DemarcheError, StoreError
from ontology.errors import ReasoningError

DATA_AT_FAULT = 1


@click.group(context_settings={"help_option_names": ["-h", "--help"], "auto_envvar_prefix": "DEMARCHE"})
@click.version_option(__version__, prog_name="demarche")
@click.option("-v", "--verbose", count=True, help="Say more on stderr; twice for everything.")
def cli(verbose: int) -> None:
    r"""Diplomatic news to a knowledge graph that answers questions.

    Data goes to stdout, words to stderr. Exit status: 0 done, 1 data at fault, 2 wrong usage.

    \b
    demarche demo                         the seed article, stored and served
    demarche convert ARTICLE              an article as Turtle
    demarche ingest ARTICLES --store DIR  articles into a store
    demarche query 'SELECT ...'           ask the store
    demarche serve                        pages and SPARQL endpoint
    """
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")


for module in (articles, graphs, serving, knowledge, evaluating):
    for command in module.COMMANDS:
        cli.add_command(command)


def main() -> None:
    """Runs the command; no traceback for what input can cause."""
    try:
        cli.main(standalone_mode=False)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.UsageError as error:
        error.show()
        sys.exit(2)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted", err=True)
        sys.exit(130)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(141)
    except ReasoningError as error:
        click.echo(f"demarche: {error}", err=True)
        sys.exit(DATA_AT_FAULT)
    except DemarcheError as error:
        hint = "store: " if isinstance(error, StoreError) else ""
        click.echo(f"demarche: {hint}{error}", err=True)
        sys.exit(DATA_AT_FAULT)
    except OSError as error:
        click.echo(f"demarche: {error.filename or ''}: {error.strerror or error}", err=True)
        sys.exit(DATA_AT_FAULT)


if __name__ == "__main__":
    main()
