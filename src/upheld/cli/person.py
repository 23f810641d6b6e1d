"""`upheld person`: who works here. Nobody makes an account for themselves."""

from typing import Annotated

import typer

from upheld.core.words import Role

from .django import prepare
from .errors import Refused

_SHORTEST = 12

person = typer.Typer(help="Adds staff and changes what they sign in with.", rich_markup_mode=None)

Email = Annotated[str, typer.Argument(help="The address that they sign in with.")]
Password = Annotated[
    str,
    typer.Option(
        prompt=True, confirmation_prompt=True, hide_input=True, help="Asked for when left out."
    ),
]


@person.command()
def add(
    email: Email,
    name: Annotated[str, typer.Option(help="As it stands under their letters.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.HANDLER,
    password: Password = "",
) -> None:
    """Adds one member of staff, who can then sign in to the desk."""
    _acceptable(email, password)
    prepare()
    from upheld.store.models import Person

    if Person.objects.filter(email__iexact=email).exists():
        raise Refused(f"{email} is here already: use `upheld person password` to change theirs")
    Person.objects.create_person(email.lower(), name.strip() or email, role, password)
    typer.echo(f"{name} ({role}) can sign in as {email}.")


@person.command()
def password(email: Email, password: Password = "") -> None:
    """Gives one member of staff a new password."""
    _acceptable(email, password)
    prepare()
    from upheld.store.models import Person

    found = Person.objects.filter(email__iexact=email).first()
    if found is None:
        raise Refused(f"nobody here signs in as {email}: see `upheld person add`")
    found.set_password(password)
    found.save(update_fields=["password"])
    typer.echo(f"{found.name} has a new password.")


def _acceptable(email: str, password: str) -> None:
    if "@" not in email or email != email.strip():
        raise Refused(f"{email!r} is no e-mail address: write one such as ada@example.org")
    if len(password) < _SHORTEST:
        raise Refused(f"the password is shorter than {_SHORTEST} characters: choose a longer one")
