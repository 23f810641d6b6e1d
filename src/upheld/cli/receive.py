"""`upheld receive`: a complaint in a file or on standard input becomes a case."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from upheld.core.intake import Complainant, Complaint
from upheld.core.obligations import STANDARD
from upheld.core.words import CaseId, Channel

from .django import prepare
from .errors import Refused
from .moments import read_moment
from .reading import STANDARD_INPUT, read_text
from .screen import out, plain
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.store import models as rows

FILE = "The letter as UTF-8 text, or - for standard input."


def receive(
    file: Annotated[str, typer.Argument(help=FILE)] = STANDARD_INPUT,
    name: Annotated[str, typer.Option(help="Who complains.")] = "",
    email: Annotated[str, typer.Option(help="Their e-mail address.")] = "",
    phone: Annotated[str, typer.Option(help="Their telephone number.")] = "",
    subject: Annotated[str, typer.Option(help="One line; else the first words.")] = "",
    channel: Annotated[Channel, typer.Option(help="How it reached us.")] = Channel.DESK,
    demand: Annotated[str, typer.Option(help="What they ask for: kept, never weighed.")] = "",
    received_at: Annotated[
        str, typer.Option(help="2026-11-02 or 2026-11-02T14:30, where the regime is; else now.")
    ] = "",
    regime: Annotated[
        str, typer.Option(help="Whose rules set its deadlines; else UPHELD_REGIME.")
    ] = "",
    complaint_kind: Annotated[
        str, typer.Option(help="Which of the regime's kinds of complaint it is.")
    ] = STANDARD,
    as_json: AsJson = False,
) -> None:
    """Files a complaint, and prints its deadlines."""
    _no_stray_bytes(name=name, email=email, phone=phone, subject=subject, demand=demand)
    text = read_text(file)
    prepare()
    from upheld.steps import may
    from upheld.steps.receive import receive as step
    from upheld.store import load, policies

    now = datetime.now(UTC)
    rules = policies.Rules(regime or policies.usual_rules().regime, complaint_kind)
    complaint = Complaint(
        text=text,
        received_at=_moment(received_at, policies.zone(rules.regime), now),
        complainant=Complainant(name.strip(), _address(email), phone.strip()),
        subject=subject,
        channel=channel,
        demand=demand,
    )
    case = load.page(CaseId(step(complaint, may.Operator(), now, rules)))
    print_json(_as_data(case)) if as_json else _print(case)


def _no_stray_bytes(**given: str) -> None:
    for option, text in given.items():
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Refused(f"--{option} is not UTF-8 text: write it in UTF-8") from None


def _address(email: str) -> str:
    """The address, if mail can reach it: an answer will be sent there. Raises Refused."""
    from upheld.core.intake import IntakeError
    from upheld.store.reached import reached

    try:
        return reached(email)
    except IntakeError:
        raise Refused(f"--email {email}: write an address such as ada@example.org") from None


def _moment(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """A day begins when it begins in `zone`; a moment without an offset is a time there."""
    return read_moment("--received-at", text, zone) if text else now


def _as_data(case: "rows.Case") -> dict[str, object]:
    clocks = [
        {
            "obligation": clock.obligation,
            "kind": clock.kind,
            "binding": clock.binding,
            "force": clock.force,
            "due": clock.due.isoformat(),
            "due_on": clock.due_on.isoformat(),
            "explanation": clock.explanation,
            "source": clock.source,
            "verified": clock.verified,
        }
        for clock in case.clocks.all()
    ]
    told = {"case": case.pk, "reference": case.reference, "subject": case.subject}
    told |= {"state": case.state, "regime": case.regime}
    told["complaint_kind"] = case.complaint_kind
    return {**told, "received_at": case.received_at.isoformat(), "deadlines": clocks}


def _print(case: "rows.Case") -> None:
    screen = out()
    screen.print(plain(f"{case.reference}  {case.subject}"), style="bold")
    for clock in case.clocks.all():
        screen.print(plain(f"  {clock.explanation}"), soft_wrap=True)
