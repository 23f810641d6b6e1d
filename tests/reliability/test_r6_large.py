"""R6: a thread of 10,000 messages, and a mail with 500 files."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.core.mails import a_mail
from tests.stories import NOW, an_open_case

from upheld.core.words import EvidenceKind
from upheld.steps.may import Operator
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store import files
from upheld.store.models import Case, Contact, Evidence, Person
from upheld.store.record import events

MESSAGES, FILES = 10_000, 500


@pytest.mark.slow
@pytest.mark.pain("R6")
def test_a_long_thread_and_a_mail_of_many_files_take_few_statements(
    handler: Person,
) -> None:
    case = an_open_case(handler)
    who = Case.objects.get(pk=case).customer
    told = {"case_id": case, "customer": who, "inbound": True, "channel": "email"}
    Contact.objects.bulk_create(
        Contact(**told, at=NOW - timedelta(minutes=n), summary=f"Message {n}")
        for n in range(MESSAGES)
    )
    Evidence.objects.bulk_create(
        Evidence(case_id=case, kind=EvidenceKind.MESSAGE, text=f"Message {n}", at=NOW, by="mail",
                 filename="message.eml", size=1, sha256=f"{n:064x}")
        for n in range(MESSAGES)
    )  # fmt: skip
    client = Client()
    client.force_login(handler)
    most = {f"/cases/UP-{case:06d}/": 15, f"/customers/{who.pk}/": 24, "/": 10}
    for page, statements in most.items():
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(page)
        assert answer.status_code == 200
        assert len(asked) <= statements, page
        assert len(answer.content) < 3_000_000, page
    sheets = tuple((f"{n}.csv", "text/csv", b"%d" % n) for n in range(FILES))
    with CaptureQueriesContext(connection) as asked:
        raw = a_mail(files=sheets, sender="m@x.example")
        row = take_message(raw, "smtp", Operator("mail"), NOW)
        placed = place_message(row.pk, Operator("mail"), NOW)
    assert len(asked) <= FILES + 100
    assert placed.case is not None
    assert placed.case.evidence.count() == FILES + 1
    assert list(events.breaks()) == []
    assert not [each for each in files.amiss() if each.message.startswith("the file 1.csv")]
