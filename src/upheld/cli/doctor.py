"""`upheld doctor`: is everything there that this installation needs, and nothing unsafe?"""

from collections.abc import Iterator
from dataclasses import asdict

import typer

from .django import configured
from .doctor_looks import LOOKS, Level, Look, Told
from .doctor_store import IN_THE_DATABASE, database
from .errors import lines_of
from .told import AsJson, print_json

_UNSAFE = 1


def doctor(as_json: AsJson = False) -> None:
    """Looks at the settings, the database, the files, the mail and the jobs.

    Says what is missing or unsafe, and how to mend it. Nothing is changed. Exits 1 when something
    must be mended before people work with it.
    """
    found = list(_looked_at())
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        for each in found:
            typer.echo(f"{each.level:5}  {each.about}: {each.what}")
    if any(each.level is Level.ERROR for each in found):
        raise typer.Exit(_UNSAFE)


def _looked_at() -> Iterator[Told]:
    configured()
    import django

    django.setup()
    for about, look in LOOKS.items():
        yield from _safely(about, look)
    yield from (found := list(_safely("database", database)))
    if all(each.level is Level.OK for each in found):
        for about, look in IN_THE_DATABASE.items():
            yield from _safely(about, look)


def _safely(about: str, look: Look) -> Iterator[Told]:
    try:
        yield from look(about)
    except Exception as error:  # whatever it is, the rest is looked at all the same
        lines = lines_of(error) or [str(error) or "no reason was given"]
        yield from (Told(Level.ERROR, about, line) for line in lines)
