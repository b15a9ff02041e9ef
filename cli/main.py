"""The entry point: groups the commands, turns errors into words and exit codes."""

import logging
import os
import sys
from typing import Final, NoReturn

import click

from cli import articles, backups, evaluating, gazetteer, graphs, knowledge, reviewing, serving
from cli.options import finish
from kg import __version__
from kg.errors import DemarcheError
from ontology.errors import ReasoningError

DATA_AT_FAULT: Final = 1
INTERRUPTED: Final = 130  # 128 + SIGINT, as shells have it
PIPE_CLOSED: Final = 141  # 128 + SIGPIPE
log = logging.getLogger(__name__)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="demarche")
@click.option("-v", "--verbose", count=True, help="Say more on stderr; twice for everything.")
def cli(verbose: int) -> None:
    r"""Diplomatic news to a knowledge graph that answers questions.

    Data goes to stdout, words and progress to stderr; - is stdin. Exit status: 0 done, 1 data at fault,
    2 wrong usage. Each option can be set by the variable that its help names.

    \b
    demarche demo                         the seed article, stored and served
    demarche convert ARTICLE              an article as Turtle
    demarche ingest ARTICLES --store DIR  articles into a store
    demarche query 'SELECT ...'           ask the store
    demarche serve                        pages and SPARQL endpoint
    """
    level = (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")


for module in (articles, graphs, backups, reviewing, serving, knowledge, gazetteer, evaluating):
    for command in module.COMMANDS:
        cli.add_command(command)
finish(cli)


def main() -> NoReturn:
    """Runs the command; no traceback for what input can cause."""
    status = _status()
    if status == PIPE_CLOSED:  # nobody reads: what is left in the buffer has nowhere to go
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(status)


def _status() -> int:
    try:
        cli.main(prog_name="demarche", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _told("interrupted", INTERRUPTED)
    except SystemExit as error:  # how click ends for a closed pipe
        return PIPE_CLOSED if error.code == 1 else int(error.code or 0)
    except BrokenPipeError:
        return PIPE_CLOSED
    except (DemarcheError, ReasoningError) as error:
        return _told(str(error))
    except OSError as error:
        return _told(f"{error.filename or 'output'}: {error.strerror or error}")
    except Exception as error:
        log.debug("unforeseen", exc_info=True)
        return _told(f"a fault of demarche itself, please report it: {error!r} (-vv shows where)")
    return 0


def _told(words: str, status: int = DATA_AT_FAULT) -> int:
    click.echo(f"demarche: {words}", err=True)
    return status


if __name__ == "__main__":
    main()
