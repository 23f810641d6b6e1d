"""`upheld key`: keys by which programs use the API. One is shown once, and acts as a person."""

from datetime import datetime
from typing import Annotated

import typer

from upheld.core.words import Scope

from .django import prepare
from .errors import Refused
from .moments import day_if_given
from .told import AsJson, print_json

key = typer.Typer(help="Makes and revokes the keys of programs.", rich_markup_mode=None)

Prefix = Annotated[str, typer.Argument(help="What the key begins with, after upheld_.")]


@key.command()
def new(
    person: Annotated[str, typer.Option(help="The e-mail address of whom it acts as.")],
    label: Annotated[str, typer.Option(help="What it is for.")],
    scopes: Annotated[
        list[Scope], typer.Option("--scope", help="What it may do; may stand more than once.")
    ],
    expires: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="The day from which it opens nothing; else never."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Makes a key and prints it, this once. It may do no more than its person may."""
    prepare()
    from django.utils import timezone

    from upheld.steps import may
    from upheld.steps.keep_keys import KeyRefused, make_key
    from upheld.store.models import Person

    found = Person.objects.filter(email__iexact=person).first()
    if found is None:
        raise Refused(f"nobody here signs in as {person}: see `upheld person add`")
    day_if_given("--expires", expires)
    ends = timezone.make_aware(expires) if expires else None
    try:
        row, told = make_key(found, label, set(scopes), ends, may.Operator(), timezone.now())
    except KeyRefused as error:
        raise Refused(str(error)) from None
    if as_json:
        print_json({"key": told, "prefix": row.prefix, "scopes": row.scopes})
        return
    typer.echo(told)
    typer.echo(f"It acts as {found.name}. Keep it now: it is not shown again.", err=True)


@key.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """Lists every key: whose, what for, what it may do and when it was used last."""
    prepare()
    from upheld.store.models import ApiKey

    rows = ApiKey.objects.select_related("person").order_by("pk")
    told = [
        {
            "prefix": row.prefix,
            "person": row.person.email,
            "label": row.label,
            "scopes": row.scopes,
            "made_at": row.made_at.isoformat(),
            "expires_at": row.expires_at.isoformat() if row.expires_at else None,
            "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
            "last_used_at": row.last_used_at.isoformat() if row.last_used_at else None,
        }
        for row in rows
    ]
    if as_json:
        print_json(told)
        return
    for each in told:
        ended = ", revoked" if each["revoked_at"] else ""
        used = f"last used {each['last_used_at']}" if each["last_used_at"] else "never used"
        scopes = ", ".join(each["scopes"])
        typer.echo(f"{each['prefix']}  {each['person']}  {each['label']} ({scopes}; {used}{ended})")
    if not told:
        typer.echo("There is no key: see `upheld key new`.")


@key.command()
def revoke(prefix: Prefix) -> None:
    """Ends a key at once."""
    prepare()
    from django.utils import timezone

    from upheld.steps import may
    from upheld.steps.keep_keys import KeyRefused, revoke_key
    from upheld.store.keys import KeyMissing

    try:
        row = revoke_key(prefix, may.Operator(), timezone.now())
    except (KeyMissing, KeyRefused) as error:
        raise Refused(str(error)) from None
    typer.echo(f"{row.prefix} opens nothing any more.")
