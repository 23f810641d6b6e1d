"""`upheld person`: who works here. Nobody makes an account for themselves."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core.words import Role

from .django import prepare
from .errors import Refused
from .serve import USUAL_PORT
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.steps import may
    from upheld.store import models as rows

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
    _check_address(email)
    prepare()
    from django.utils import timezone

    from upheld.core.intake import IntakeError
    from upheld.steps import keep_people
    from upheld.store.models import Person
    from upheld.store.reached import reached

    try:
        reached(email)
    except IntakeError as error:
        raise Refused(str(error)) from None
    _check_password(password, Person(email=email, name=name))
    if Person.objects.filter(email__iexact=email).exists():
        raise Refused(f"{email} is here already: use `upheld person password` to change theirs")
    told = name if name.strip() else email
    try:
        made = keep_people.add(email, told, role, password, _by(), timezone.now())
    except keep_people.PeopleError as error:
        raise Refused(str(error)) from None
    typer.echo(f"{made.name} ({role}) can sign in as {email}.")


@person.command()
def password(email: Email, password: Password = "") -> None:
    """Gives one member of staff a new password."""
    _check_address(email)
    prepare()
    from upheld.core.ways_in import WayIn
    from upheld.steps.may import Operator
    from upheld.store.models import Person
    from upheld.store.rows import staff_notices

    found = Person.objects.filter(email__iexact=email).first()
    if found is None:
        raise Refused(f"nobody here signs in as {email}: see `upheld person add`")
    _check_password(password, found)
    found.set_password(password)
    found.save(update_fields=["password"])
    staff_notices.tell(found, WayIn.PASSWORD_CHANGED, Operator().name, datetime.now(UTC))
    typer.echo(f"{found.name} has a new password, and a letter that says so.")


@person.command("list")
def list_people(as_json: AsJson = False) -> None:
    """Lists who works here: name, address, role, team, and who has left."""
    prepare()
    from upheld.store.models import Person

    people = Person.objects.select_related("team").order_by("name", "pk")
    told = [
        {"email": each.email, "name": each.name, "role": each.role,
         "team": each.team.name if each.team else None, "here": each.is_active}
        for each in people
    ]  # fmt: skip
    if as_json:
        print_json(told)
        return
    for each in told:
        left = "" if each["here"] else ", has left"
        typer.echo(f"{each['email']}: {each['name']}, {each['role'] or 'no role'}{left}")


@person.command()
def invite(
    email: Email,
    name: Annotated[str, typer.Option(help="As it stands under their letters.")],
    role: Annotated[Role, typer.Option(help="What they may do.")] = Role.HANDLER,
    as_json: AsJson = False,
) -> None:
    """Adds somebody who chooses their own password, by a link that opens once."""
    prepare()
    from django.urls import reverse
    from django.utils import timezone

    from upheld.steps.keep_people import PeopleError, invite

    try:
        made = invite(email, name, role, _by(), timezone.now())
    except PeopleError as error:
        raise Refused(str(error)) from None
    link = _site() + reverse("desk:invitation", args=[made.secret])
    if as_json:
        print_json({"email": made.person.email, "link": link, "until": made.until.isoformat()})
        return
    typer.echo(link)
    typer.echo("Give it to them alone: it opens once, and is not shown again.", err=True)


@person.command()
def role(email: Email, role: Annotated[Role, typer.Argument(help="What they may do.")]) -> None:
    """Gives somebody another role. The last administrator stays one.

    Where the role works on no case, their open cases are nobody's then; those of a private team go
    to somebody else of it.
    """
    given = _change(email, "give_role", role)
    typer.echo(f"{email} is {role} now.")
    if given.freed.cases:
        typer.echo(given.freed.as_it_is())


@person.command("clear-second-step")
def clear_second_step(
    email: Email,
    why: Annotated[
        str, typer.Option(help="Why, and how you know that it was they who asked: it is kept.")
    ],
) -> None:
    """Takes away the second step of somebody who lost their phone, the only administrator too.

    Their sessions end, they are told by mail, and they come in by their password.
    """
    _change(email, "clear_second_step", why)
    typer.echo(f"{email} comes in by their password alone, and sets up another second step.")


@person.command()
def leave(email: Email) -> None:
    """Lets somebody go: from this moment no session, link or key of theirs opens anything.

    Their open cases are nobody's then; those of a private team go to somebody else of it.
    """
    freed = _change(email, "let_go")
    typer.echo(f"{email} can sign in no more. What they did stays in the record.")
    if freed.cases:
        typer.echo(freed.as_it_is())


@person.command("return")
def come_back(email: Email) -> None:
    """Lets somebody who had left sign in again."""
    _change(email, "take_back")
    typer.echo(f"{email} can sign in again.")


def _site() -> str:
    """Where the desk is, as whoever follows a link needs it; of one that nobody named, it is said
    where the link leads."""
    from django.conf import settings

    from upheld.store.receipts import own_name

    if settings.SITE:
        return str(settings.SITE).rstrip("/")
    here = f"http://{own_name()}:{USUAL_PORT}"
    told = f"UPHELD_SITE is not set: the link leads to {here}, where `upheld serve` listens unless"
    typer.echo(f"{told} told otherwise. Set UPHELD_SITE to the address of your desk.", err=True)
    return here


def _by() -> "may.Operator":
    """Whoever has the firm's own machine in their hands."""
    from upheld.steps import may

    return may.Operator(role=Role.ADMINISTRATOR)


def _change(email: str, what: str, *told: object) -> Any:
    prepare()
    from django.utils import timezone

    from upheld.steps import keep_people
    from upheld.store.models import Person

    found = Person.objects.filter(email__iexact=email).first()
    if found is None:
        raise Refused(f"nobody here signs in as {email}: see `upheld person list`")
    try:
        return getattr(keep_people, what)(found.pk, *told, _by(), timezone.now())
    except keep_people.PeopleError as error:
        raise Refused(str(error)) from None


def _check_address(email: str) -> None:
    if "@" not in email or email != email.strip():
        raise Refused(f"{email!r} is no e-mail address: write one such as ada@example.org")


def _check_password(password: str, person: "rows.Person") -> None:
    """By the same rules as in the desk."""
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    try:
        validate_password(password, person)
    except ValidationError as error:
        told = "; ".join(each.rstrip(".") for each in error.messages)
        raise Refused(f"{told[:1].lower()}{told[1:]}: choose another") from None
