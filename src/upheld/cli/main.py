"""`upheld`: every command, and the one place where an error becomes a line and an exit code."""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import Annotated, NoReturn

import typer

from upheld.core.one_piece import in_one_piece

from .attract import journey, sources
from .backtest import backtest
from .backup import backup, restore
from .changes import changes, root_causes
from .deadlines import deadlines
from .decide import decide
from .demo import demo
from .doctor import doctor
from .erase import erase, retention
from .errors import lines_of
from .exceptions import exceptions
from .explain import explain
from .facts import facts
from .fair import fair
from .fit import fit
from .goodwill import goodwill
from .imports import imports
from .imports_tables import contacts, customers, orders
from .insight import insight, team
from .key import key
from .legal_hold import legal_hold
from .mail import mail
from .marts import marts
from .match import match
from .mcp import mcp
from .owed import owed
from .person import person
from .personas import personas
from .precedents import precedents
from .receive import receive
from .replay import replay
from .reply import reply
from .report import report
from .secrets import secrets
from .serve import serve
from .silent import silent
from .suggest import suggest
from .tables import tables
from .themes import duplicates, themes
from .topics import topics
from .value import value
from .verify import verify
from .whale import whale
from .worth import worth

_UNREAD, _BAD_INPUT = 1, 2
_STOPPED = 130

app = typer.Typer(
    name="upheld",
    help="Decides complaints fairly: what is so, what is owed, and an honest reply.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _tell_version(asked: bool) -> None:
    if asked:
        print(f"upheld {version('upheld')}")
        raise typer.Exit


@app.callback()
def _upheld(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Tell the version."),
    ] = False,
) -> None:
    pass


for command in (
    backtest,
    deadlines,
    decide,
    duplicates,
    erase,
    explain,
    facts,
    fair,
    journey,
    fit,
    goodwill,
    mcp,
    owed,
    precedents,
    receive,
    replay,
    report,
    retention,
    sources,
    team,
    themes,
    value,
    verify,
    whale,
    backup,
    restore,
    doctor,
    demo,
    serve,
):
    app.command()(command)
imports.command()(customers)
imports.command()(orders)
imports.command()(contacts)
app.command("root-causes")(root_causes)
app.add_typer(changes, name="changes")
app.add_typer(exceptions, name="exceptions")
app.add_typer(imports, name="import")
app.add_typer(insight, name="insight")
app.add_typer(key, name="key")
app.add_typer(mail, name="mail")
app.add_typer(marts, name="marts")
app.add_typer(match, name="match")
app.add_typer(legal_hold, name="legal-hold")
app.add_typer(person, name="person")
app.add_typer(personas, name="personas")
app.add_typer(reply, name="reply")
app.add_typer(secrets, name="secrets")
app.add_typer(silent, name="silent")
app.add_typer(suggest, name="suggest")
app.add_typer(topics, name="topics")
tables.command()(worth)
app.add_typer(tables, name="tables")


def run(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs one command and exits with its code.

    0 done, 1 what was checked does not hold (or nobody read our output to its end), 2 bad input,
    130 stopped by hand.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")
    try:
        chosen = arguments or sys.argv[1:] or ["--help"]
        code = in_one_piece(app)(chosen, prog_name="upheld", standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read our output has seen enough; the interpreter must not flush it once more.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(_UNREAD)
    except typer.Abort:  # at a question: by hand, or because nobody is there to answer
        code = _STOPPED
    except Exception as error:
        lines = lines_of(error)
        if not lines:
            raise
        for line in lines:
            print("error:", " ".join(line.splitlines()), file=sys.stderr)
        sys.exit(_BAD_INPUT)
    if code == _STOPPED:  # what Typer makes of Ctrl-C
        print("stopped; whole steps that were done stay done", file=sys.stderr)
    sys.exit(code or 0)
