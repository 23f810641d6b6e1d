"""`upheld secrets`: after another UPHELD_SECRET_KEY was given, what is under the one of before."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from upheld.core.words import Role

from .django import open_what_is_there
from .errors import Refused
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.store.secret_needs import Needs

_LOST = 1
_KINDS = {
    "second_factors": ("second step at sign-in", "second steps at sign-in"),
    "webhooks": ("webhook", "webhooks"),
    "erasures": ("key of the list of erasures", "keys of the list of erasures"),
}

secrets = typer.Typer(
    help="Brings what is sealed under the secret in force.", rich_markup_mode=None
)


@secrets.callback()
def _secrets() -> None:
    pass


@secrets.command()
def renew(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done, and change nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Seals everything anew that was sealed under a secret of UPHELD_SECRET_KEY_FALLBACKS.

    It may be stopped at any point and run again. Then it says what still needs the secrets of
    before, and until when. Exits 1 when something opens under none that was given.
    """
    open_what_is_there()
    from upheld.steps import may
    from upheld.steps.renew_secret import renew_secret
    from upheld.store import secret_needs
    from upheld.store.erased.listed import ListError

    now = datetime.now(UTC)
    try:
        done = {} if dry_run else renew_secret(may.Operator(role=Role.ADMINISTRATOR), now)
        found = secret_needs.needs(now)
    except (ListError, OSError) as error:
        raise Refused(f"the list of erasures: {error}") from None
    if as_json:
        told = {key: each.isoformat() if isinstance(each, datetime) else each
                for key, each in asdict(found).items()}  # fmt: skip
        print_json({"renewed": dict(done), **told})
    else:
        for line in _lines(done, found, dry_run):
            typer.echo(line)
    if found.missing:
        raise typer.Exit(_LOST)


def _lines(done: Mapping[str, int], found: "Needs", dry_run: bool) -> Iterator[str]:
    if dry_run:
        yield f"To be sealed anew: {counted(found.before)}."
    else:
        yield f"Sealed anew: {counted(done)}."
    yield from lost(found)
    if not found.to_renew:
        yield from needed(found, datetime.now(UTC))


def counted(many: Mapping[str, int]) -> str:
    """2 webhooks, 1 second step at sign-in; or nothing."""
    told = [f"{n} {_KINDS[kind][n != 1]}" for kind, n in sorted(many.items())]
    return ", ".join(told) or "nothing"


def lost(found: "Needs") -> Iterator[str]:
    if found.missing:
        yield (
            f"{counted(found.missing)} open under no secret that was given: give the one of before "
            "in UPHELD_SECRET_KEY_FALLBACKS"
        )


def needed(found: "Needs", now: datetime) -> Iterator[str]:
    """When the secrets of before may go, and what ends with them."""
    from django.conf import settings

    if not settings.SECRET_KEY_FALLBACKS or found.until is None:
        return
    if found.until > now:
        yield (
            f"UPHELD_SECRET_KEY_FALLBACKS is needed until {found.until:%-d %B %Y}, when the last "
            "link of before has ended"
        )
    else:
        yield "no link needs UPHELD_SECRET_KEY_FALLBACKS any more: take it away"
    if found.programs:
        keys = ", ".join(found.programs)
        yield f"a program's key not used since ends with it, make another: {keys}"
    if found.calendars:
        yield f"{found.calendars} addresses of calendars end with it: their people make others"
    if found.cases:
        yield (
            f"an answer to a letter from before is known by it, of which {found.cases} open cases "
            "have one"
        )
