"""`upheld import complaints`: each complaint once, and a second run changes nothing."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest

from upheld.core.imports import Arrival
from upheld.core.intake import Complaint, IntakeError
from upheld.steps.import_complaints import import_complaints
from upheld.steps.may import NotAllowed
from upheld.store import models as rows
from upheld.store import search
from upheld.store.policies import Rules
from upheld.store.record import events

from .complaints import ANN, a_row, counts, csv_file, imported
from .conftest import ROOT, Upheld

pytestmark = pytest.mark.django_db


def test_a_row_becomes_a_whole_case(upheld: Upheld, tmp_path: Path) -> None:
    assert counts(imported(upheld, csv_file(tmp_path, ANN), "--format", "cfpb")) == (1, 1, 0, 0)
    case = rows.Case.objects.get()
    assert case.text == "I paid this bill in March.\nThey call every day."
    assert case.subject == "Cont'd attempts collect debt not owed"
    assert case.topic == "Debt collection › Cont'd attempts collect debt not owed"
    assert (case.state, case.channel, case.regime, case.currency) == (
        "received", "web", "us-cfpb", "GBP",
    )  # fmt: skip
    assert (case.source, case.source_key) == ("cfpb", "1914933")
    assert case.received_at == datetime(2016, 5, 7, 4, tzinfo=UTC)  # midnight in New York
    assert [clock.due_on for clock in case.clocks.all()] == [date(2016, 5, 22), date(2016, 7, 6)]
    assert case.customer.name == ""
    assert [event.kind for event in case.events.all()] == ["received"]
    assert not list(events.breaks())
    assert search.matching(rows.Case.objects.all(), "bill march").get() == case


def test_what_the_company_did_is_a_contact_and_what_else_is_known_a_particular(
    upheld: Upheld, tmp_path: Path
) -> None:
    imported(upheld, csv_file(tmp_path, {**ANN, "Favourite colour": "green"}))
    case = rows.Case.objects.get()
    contact = case.contacts.get()
    assert contact.summary == "The company's response on record: Closed with explanation"
    assert (contact.inbound, contact.caused_by) == (False, "neutral")
    assert case.particulars == {
        "company": "ACME, Inc.", "state": "TX", "sub_product": "Medical",
        "submitted_via": "Web", "complaint_id": "1914933", "tags": "Older American",
        "favourite_colour": "green",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("via", "channel"),
    [
        ("Web", "web"), ("Phone", "phone"), ("Email", "email"), ("Postal mail", "letter"),
        ("Fax", "import"), ("Referral", "import"), ("", "import"),
    ],
)  # fmt: skip
def test_the_channel_is_how_it_was_submitted(
    upheld: Upheld, tmp_path: Path, via: str, channel: str
) -> None:
    imported(upheld, csv_file(tmp_path, {**ANN, "Submitted via": via}))
    assert rows.Case.objects.get().channel == channel


def test_the_narrative_alone_is_enough(upheld: Upheld, tmp_path: Path) -> None:
    before = datetime.now(UTC)
    told = imported(upheld, csv_file(tmp_path, {"narrative": "They call every day."}))
    assert (told["taken"], told["without_date"]) == (1, 1)
    case = rows.Case.objects.get()
    assert before <= case.received_at <= datetime.now(UTC)
    assert case.particulars == {"received_on": "not in the file: taken as the moment of import"}
    assert (case.subject, case.topic, case.channel) == ("They call every day.", "", "import")


def test_a_second_run_changes_nothing(upheld: Upheld, tmp_path: Path) -> None:
    file = csv_file(tmp_path, ANN, a_row(2), {**a_row(3), "Complaint ID": ""})
    assert counts(imported(upheld, file)) == (3, 3, 0, 0)
    before = (rows.Customer.objects.count(), rows.Event.objects.count())
    assert counts(imported(upheld, file)) == (3, 0, 3, 0)
    assert (rows.Customer.objects.count(), rows.Event.objects.count()) == before


def test_rows_without_an_id_are_each_a_complaint_even_when_they_are_alike(
    upheld: Upheld, tmp_path: Path
) -> None:
    alike = {**ANN, "Complaint ID": ""}
    file = csv_file(tmp_path, alike, alike, {**alike, "State": "NY"})
    assert counts(imported(upheld, file)) == (3, 3, 0, 0)
    assert counts(imported(upheld, file)) == (3, 0, 3, 0)
    assert rows.Customer.objects.count() == 3


def test_parquet_and_csv_of_the_same_rows_are_the_same_complaints(
    upheld: Upheld, tmp_path: Path
) -> None:
    found = [ANN, {**a_row(2), "Complaint ID": ""}, {**a_row(3), "State": ""}]
    frame = pl.DataFrame(found).with_columns(
        pl.col("Date received").str.to_date(), pl.col("Complaint ID").replace("", None)
    )
    frame.write_parquet(tmp_path / "in.parquet")
    assert counts(imported(upheld, "in.parquet")) == (3, 3, 0, 0)
    assert counts(imported(upheld, csv_file(tmp_path, *found))) == (3, 0, 3, 0)


def test_an_id_that_became_a_float_is_the_same_id(upheld: Upheld, tmp_path: Path) -> None:
    imported(upheld, csv_file(tmp_path, ANN))
    told = imported(upheld, csv_file(tmp_path, {**ANN, "Complaint ID": "1914933.0"}))
    assert counts(told) == (1, 0, 1, 0)


@pytest.mark.parametrize(
    "written", ["2016-05-07", "05/07/2016", "5/7/2016", "2016-05-07T12:00:00-05:00"]
)
def test_days_are_read_in_each_form_that_the_bureau_writes(
    upheld: Upheld, tmp_path: Path, written: str
) -> None:
    imported(upheld, csv_file(tmp_path, {**ANN, "Date received": written}))
    assert rows.Case.objects.get().received_at == datetime(2016, 5, 7, 4, tzinfo=UTC)


def test_another_regime_sets_other_clocks_in_its_own_zone(upheld: Upheld, tmp_path: Path) -> None:
    imported(upheld, csv_file(tmp_path, ANN), "--regime", "iso-10002")
    case = rows.Case.objects.get()
    assert case.received_at == datetime(2016, 5, 6, 23, tzinfo=UTC)  # midnight in London
    assert {clock.obligation for clock in case.clocks.all()} == {"iso-ack", "iso-final"}


def test_people_read_the_same_counts(upheld: Upheld, tmp_path: Path) -> None:
    undated = {**a_row(2), "Date received": ""}
    told = upheld("import", "complaints", csv_file(tmp_path, ANN, undated, a_row(3, Issue="\0")))
    assert [line.split()[:2] for line in told.out.splitlines()] == [
        ["3", "rows"], ["2", "taken"], ["1", "of"], ["0", "already"], ["1", "rejected"],
        ["1", "NUL"], ["The", "rejected"], ["Undo", "it"],
    ]  # fmt: skip


def test_only_a_lead_or_an_administrator_may_import(handler: rows.Person) -> None:
    one = Arrival("cfpb", "1", Complaint("They call.", datetime.now(UTC)))
    with pytest.raises(NotAllowed):
        import_complaints([one], Rules("us-cfpb"), handler, datetime.now(UTC))
    assert not rows.Case.objects.exists()


def test_a_chunk_goes_in_whole_or_not_at_all(lead: rows.Person) -> None:
    good = Arrival("cfpb", "1", Complaint("They call.", datetime.now(UTC)))
    bad = Arrival("cfpb", "2", Complaint("", datetime.now(UTC)))
    with pytest.raises(IntakeError):
        import_complaints([good, bad], Rules("us-cfpb"), lead, datetime.now(UTC))
    for table in (rows.Case, rows.Customer, rows.Clock, rows.Event):
        assert not table._default_manager.exists()


SHARED = Path(os.environ.get("UPHELD_SHARED", ROOT.parent / "shared"))
REAL = SHARED / "data" / "cfpb_complaints.parquet"


@pytest.mark.shared_data
@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason=f"needs {REAL.name} in the shared data")
def test_the_bureaus_own_file_goes_in_whole_and_once(upheld: Upheld) -> None:
    assert counts(imported(upheld, str(REAL))) == (8931, 8931, 0, 0)
    assert rows.Customer.objects.count() == rows.Case.objects.count() == 8931
    assert rows.Contact.objects.count() == 5066
    assert counts(imported(upheld, str(REAL))) == (8931, 0, 8931, 0)
    assert not list(events.breaks())
