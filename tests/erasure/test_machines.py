"""What a machine says of somebody goes with them: it names them, and may quote our letter whole."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from tests.core.mails import a_bounce, a_mail
from tests.erasure.test_erase import erased
from tests.stories import NOW, a_closed_case, an_open_case, promises_kept

from upheld.core.post import Kind
from upheld.core.words import CaseId, MailState
from upheld.steps import may
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store import models as rows
from upheld.store import tokens
from upheld.store.models import Person

ZORA, NEAR = "zora@example.net", "isadora.zora@example.net"


def report(what: str, named: str, message_id: str, told: str = "") -> bytes:
    """A report on our letter, which it gives back whole."""
    letter = a_mail("Dear Zora Quill", to=named, message_id=message_id).decode()
    return (
        "From: Mail <mailer-daemon@mail.example>\nTo: complaints@localhost\nMessage-ID: <r@x>\n"
        f'Content-Type: multipart/report; report-type={what}; boundary="B"\n\n'
        f"--B\nContent-Type: message/{what}\n\nFinal-Recipient: rfc822; {named}\n{told}\n"
        f"--B\nContent-Type: message/rfc822\n\n{letter}\n--B--\n"
    ).encode()


def written(named: str, message_id: str, sender: str = "", **headers: Any) -> bytes:
    sender = sender or "Autoreply <robot@mail.example>"
    return a_mail(f"{named} is away.", sender, In_Reply_To=message_id, **headers)


SAYS: Mapping[Kind, Callable[[str, str], bytes]] = {
    Kind.BOUNCE: lambda named, of: a_bounce(
        a_mail("Dear Zora Quill", to=named, message_id=of),
        named=f"Final-Recipient: rfc822; {named}",
    ),
    Kind.DELAY: lambda named, of: report("delivery-status", named, of, "Action: delayed\n"),
    Kind.REPORT: lambda named, of: report("disposition-notification", named, of),
    Kind.AUTOMATIC: lambda named, of: written(named, of, Auto_Submitted="auto-replied"),
    Kind.LIST: lambda named, of: written(named, of, List_Id="<news.example.org>"),
    Kind.ECHO: lambda named, of: written(named, of, sender="complaints@localhost"),
}


def placed(raw: bytes, return_path: str = "") -> rows.Incoming:
    row = take_message(raw, "smtp", may.Operator("mail"), NOW, return_path=return_path)
    return place_message(row.pk, may.Operator("mail"), NOW)


@pytest.fixture
def case(handler: Person) -> CaseId:
    found = a_closed_case(handler, name="Zora Quill", email=ZORA)
    promises_kept(found, handler)
    return found


def of(case: CaseId) -> str:
    return tokens.message_id(rows.Letter.objects.filter(case=case).earliest("pk"))


def test_every_kind_that_is_of_no_person_is_asked_here() -> None:
    assert {*SAYS} == {*Kind} - {Kind.PERSON, Kind.FORGED}


@pytest.mark.parametrize("kind", SAYS)
@pytest.mark.parametrize("about", ["no case", "their case", "another's case"])
def test_what_a_machine_says_of_them_goes_whatever_it_is_about(
    kind: Kind, about: str, case: CaseId, handler: Person, lead: Person, administrator: Person
) -> None:
    other = an_open_case(handler, name="Bob Orr", email="bob@example.org")
    cases = {"no case": None, "their case": case, "another's case": other}
    row = placed(SAYS[kind](ZORA, of(named) if (named := cases[about]) else "<1@example.org>"))
    assert (row.kind, row.case_id) == (kind, cases[about])
    assert row.state in (MailState.ASIDE, MailState.HELD)
    customer = rows.Case.objects.get(pk=case).customer_id
    erased(customer, lead, administrator)
    row.refresh_from_db()
    assert row.state == MailState.ERASED
    assert f"file/{row.sha256}" in rows.Erasure.objects.get().files


@pytest.mark.parametrize("kind", SAYS)
def test_what_one_says_of_somebody_else_stays(
    kind: Kind, case: CaseId, lead: Person, administrator: Person
) -> None:
    row = placed(SAYS[kind](NEAR, "<1@example.org>"))
    erased(rows.Case.objects.get(pk=case).customer_id, lead, administrator)
    row.refresh_from_db()
    assert row.state == MailState.ASIDE
    assert f"file/{row.sha256}" not in rows.Erasure.objects.get().files


@pytest.mark.parametrize("sender", [ZORA, f"Bob <bob@example.org>, Zora <{ZORA}>", ""])
def test_what_is_held_of_theirs_goes_though_it_is_about_the_case_of_another(
    sender: str, case: CaseId, handler: Person, lead: Person, administrator: Person
) -> None:
    other = an_open_case(handler, name="Bob Orr", email="bob@example.org")
    raw = a_mail(f"Write to {ZORA}.", sender, In_Reply_To=of(other))
    row = placed(raw, "x@example.org")
    assert (row.state, row.case_id) == ("held", other)
    erased(rows.Case.objects.get(pk=case).customer_id, lead, administrator)
    row.refresh_from_db()
    assert row.state == MailState.ERASED
