"""A name is found whatever letters it has and however they are written down."""

from typing import Any

import pytest
from django.conf import settings
from tests.core.mails import a_mail
from tests.erasure import planted
from tests.erasure.test_erase import erased
from tests.stories import NOW, a_closed_case

from upheld.steps import may, place_message, take_message
from upheld.steps.know_customer import know_customer
from upheld.store import models as rows
from upheld.store.models import Person

NAME = "Zoë Ängström"


@pytest.fixture
def customer(handler: Person) -> rows.Customer:
    case = a_closed_case(handler, name=NAME, email="Zoe@Quixwold.example")
    return rows.Case.objects.get(pk=case).customer


def test_all_that_is_told_of_a_row_that_was_not_taken_goes(
    customer: rows.Customer, lead: Person, administrator: Person
) -> None:
    made = rows.Import.objects.create(
        kind="cases", format="csv", filename="a.csv", sha256="0" * 64, size=1, mapping={},
        made_at=NOW, by="A",
    )  # fmt: skip
    for row, name in ((1, NAME.upper()), (2, "Bob Miller")):
        told = {"of": made, "row": row, "why": "It is no day."}
        rows.ImportProblem.objects.create(
            **told, column="received", value="soon", cells=[name, "4 Plumdale Road"]
        )
        rows.ImportProblem.objects.create(**told, column="address", value="4 Plumdale Road")
    erased(customer.pk, lead, administrator)
    left = rows.ImportProblem.objects.values_list("row", "value", "why", "cells")
    assert set(map(str, left.filter(row=1))) == {"(1, '', '[erased]', [])"}
    assert {each[1] for each in left.filter(row=2)} == {"soon", "4 Plumdale Road"}


def test_of_what_an_outside_body_is_called_their_words_go_and_the_rest_stays(
    customer: rows.Customer, handler: Person, lead: Person, administrator: Person
) -> None:
    other = rows.Case.objects.get(pk=a_closed_case(handler))
    told = {"ruled_on": NOW.date(), "changed": True, "at": NOW, "by": "A"}
    mine = rows.Case.objects.get(customer=customer)
    rows.Customer.objects.filter(pk=customer.pk).update(phone="77009")
    named = (
        f"Ombudsman, for {NAME.upper()}", "Ombudsman, for zoe@quixwold.example", "FOS",
        f"{'x' * 114} 77009",
    )  # fmt: skip
    first, again, *rest = (
        rows.OutsideRuling.objects.create(case=mine, body=body, **told) for body in named
    )
    theirs = rows.OutsideRuling.objects.create(case=other, body="Ombudsman", **told)
    erased(customer.pk, lead, administrator)
    for row in (first, again, *rest, theirs):
        row.refresh_from_db()
    known = "Ombudsman, for [erased]"
    assert [first.body, again.body] == [known, f"{known} {again.pk}"], "two rulings of one day"
    assert [row.body for row in rest] == ["FOS", f"{'x' * 114} [eras"]
    assert theirs.body == "Ombudsman"


def test_mail_of_no_case_goes_though_the_address_is_spelt_otherwise(
    customer: rows.Customer, lead: Person, administrator: Person
) -> None:
    raw = a_mail(
        f"{planted.LETTER} again.", "Zoe <ZOE@quixwold.example>", Auto_Submitted="auto-replied"
    )
    mail = take_message.take_message(raw, "smtp", may.Operator("mail"), NOW)
    placed = place_message.place_message(mail.pk, may.Operator("mail"), NOW)
    assert (placed.case, placed.sender) == (None, "zoe@quixwold.example")
    rows.Customer.objects.update(email="Zoe@Quixwold.example")
    erased(customer.pk, lead, administrator)
    mail.refresh_from_db()
    assert mail.state == "erased"


VOUCHED = "mx.firm.example; dmarc={} header.from=quixwold.example"


@pytest.mark.parametrize("mended", [True, False])
@pytest.mark.parametrize(
    ("says", "headers", "state"),
    [
        ("It is late.", {"Authentication_Results": VOUCHED.format("fail")}, "held"),
        ("I am away.", {"Auto_Submitted": "auto-replied"}, "aside"),
        ("", {"Subject": ""}, "held"),
    ],
)
def test_mail_of_no_case_goes_from_whichever_address_they_ever_had(
    says: str,
    headers: dict[str, str],
    state: str,
    mended: bool,
    customer: rows.Customer,
    handler: Person,
    lead: Person,
    administrator: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(settings, "MAIL_CHECKED_BY", "mx.firm.example")
    mail = came(says, "Zoe <zoe@quixwold.example>", **headers)
    assert (mail.state, mail.case) == (state, None)
    if mended:
        told = {"name": "Zoë Miller", "email": "zoe@elsewhere.example"}
        know_customer(customer.pk, told, handler, NOW)
    erased(customer.pk, lead, administrator)
    mail.refresh_from_db()
    assert (mail.state, mail.sender, mail.subject) == ("erased", "", "")
    assert f"file/{mail.sha256}" in rows.Erasure.objects.get().files


def test_mail_that_nobody_can_read_or_that_names_several_senders_goes_too(
    customer: rows.Customer, lead: Person, administrator: Person
) -> None:
    both = came("It is late.", "Bob <bob@else.example>, Zoe <zoe@quixwold.example>")
    empty = came("", "Zoe <zoe@quixwold.example>", Subject="")
    rows.Incoming.objects.filter(pk=empty.pk).update(sender="")  # as it was held before
    other = came("", "Bob <bob@else.example>, Jo <jozoe@quixwold.example>", Subject="")
    assert {both.state, empty.state, other.state} == {"held"}
    erased(customer.pk, lead, administrator)
    for mail in (both, empty, other):
        mail.refresh_from_db()
    assert (both.state, empty.state, other.state) == ("erased", "erased", "held")


def test_an_address_that_was_theirs_by_a_slip_and_is_anothers_is_let_be(
    customer: rows.Customer, handler: Person, lead: Person, administrator: Person
) -> None:
    know_customer(customer.pk, {"email": "zoe@elsewhere.example"}, handler, NOW)
    rows.Customer.objects.create(name="Zoe Other", email="zoe@quixwold.example")
    mail = came("I am away.", "Zoe <zoe@quixwold.example>", Auto_Submitted="auto-replied")
    erased(customer.pk, lead, administrator)
    mail.refresh_from_db()
    assert (mail.state, mail.sender) == ("aside", "zoe@quixwold.example")


def came(says: str, sender: str, **headers: Any) -> rows.Incoming:
    raw = a_mail(says, sender, **headers)
    mail = take_message.take_message(raw, "smtp", may.Operator("mail"), NOW)
    return place_message.place_message(mail.pk, may.Operator("mail"), NOW)
