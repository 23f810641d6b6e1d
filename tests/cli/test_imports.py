"""`upheld import`: other helpdesks' files and mapped columns; trials, undoing, going on."""

import csv
import json
import subprocess
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.utils import timezone
from tests.core.imports.test_helpdesks import FRESHDESK, INTERCOM, ZENDESK, changed
from tests.new_store import new_store

from upheld.core.words import CaseId
from upheld.steps import assign, keep_legal_holds
from upheld.steps.may import Operator
from upheld.store import legal_holds, search
from upheld.store import models as rows
from upheld.store.record import events

from .conftest import COMMAND, Ran, Upheld, environment, process

pytestmark = pytest.mark.django_db

MAPPING = """
source: old desk
zone: Europe/London
fields:
  key: Ticket
  text: Message
  subject: Title
  received: {column: Opened, format: "%d/%m/%Y %H:%M"}
  name: Who
  email: Mail
  channel: {column: Via, values: {Telephone: phone}, otherwise: import}
  state: {column: Status, values: {Done: closed}, otherwise: open}
"""
PEOPLE = "source: shop\nfields: {customer: Who, email: Mail}"
HEADER = "Ticket,Message,Title,Opened,Who,Mail,Via,Status,Shop\n"
ANN = "T-1,The lamp is broken.,Lamp,07/05/2026 14:30,Ann Ash,ann@example.org,Telephone,Open,Leeds\n"
BEN = "T-2,I was charged twice.,Charge,08/05/2026 09:00,Ben Oak,ben@example.org,Fax,Done,York\n"


def a_file(folder: Path, name: str, text: str | bytes) -> str:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def lines(*tickets: dict[str, Any]) -> str:
    return "".join(json.dumps(each) + "\n" for each in tickets)


def told(ran: Ran) -> dict[str, Any]:
    assert ran.code == 0, ran.err
    found: dict[str, Any] = json.loads(ran.out)
    return found


def bring(upheld: Upheld, file: str, *options: str) -> dict[str, Any]:
    return told(upheld("import", "complaints", file, *options, "--json"))


def mapped(upheld: Upheld, folder: Path, text: str | bytes, *options: str) -> dict[str, Any]:
    a_file(folder, "map.yaml", MAPPING)
    return bring(upheld, a_file(folder, "in.csv", text), "--mapping", "map.yaml", *options)


def counts(summary: dict[str, Any]) -> tuple[int, int, int, int]:
    return tuple(summary[each] for each in ("rows", "taken", "already_there", "rejected"))


def test_a_ticket_becomes_a_case_with_all_that_was_said(upheld: Upheld, tmp_path: Path) -> None:
    file = a_file(tmp_path, "tickets.json", lines(changed(ZENDESK, status="open")))
    summary = bring(upheld, file, "--format", "zendesk")
    assert counts(summary) == (1, 1, 0, 0)
    assert summary["ignored"] == {"ticket_form_id": 1}
    case = rows.Case.objects.get()
    assert (case.state, case.source, case.source_key) == ("received", "zendesk", "4711")
    assert (case.customer.name, case.customer.email) == ("Sally Hart", "sally@example.org")
    said = [(each.summary, each.inbound, each.author) for each in case.contacts.order_by("at")]
    assert said == [
        ("Files there: photo.jpg", True, "Sally Hart"), ("We are sorry.", False, "Tom Reed"),
    ]  # fmt: skip
    assert [note.text for note in case.notes.all()] == ["Difficult one, careful."]
    assert case.clocks.exists()
    assert search.matching(rows.Case.objects.all(), "4711").get() == case
    assert [event.kind for event in case.events.all()] == ["received"]


def test_a_ticket_that_was_closed_there_is_a_past_case_without_clocks(
    upheld: Upheld, tmp_path: Path
) -> None:
    file = a_file(tmp_path, "tickets.json", lines(ZENDESK))
    assert bring(upheld, file, "--format", "zendesk")["past"] == 1
    case = rows.Case.objects.get()
    assert (case.state, case.next_due, case.clocks.count()) == ("closed", None, 0)
    assert not case.closings.exists()  # nobody here closed it, and nobody knows how it ended


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("zendesk", json.dumps({"tickets": [ZENDESK], "count": 1})),
        ("zendesk", json.dumps([ZENDESK])),
        ("zendesk", json.dumps(ZENDESK, indent=2)),
        ("zendesk", "\ufeff" + lines(ZENDESK)),
        ("freshdesk", json.dumps([FRESHDESK])),
        ("intercom", json.dumps({"conversations": [INTERCOM]})),
        ("intercom", lines(INTERCOM)),
    ],
)
def test_an_export_comes_as_lines_a_list_or_the_answer_of_an_api(
    upheld: Upheld, tmp_path: Path, format: str, text: str
) -> None:
    file = a_file(tmp_path, "in.json", text)
    assert counts(bring(upheld, file, "--format", format)) == (1, 1, 0, 0)


def test_one_customer_of_many_tickets_is_one_customer(upheld: Upheld, tmp_path: Path) -> None:
    other = changed(ZENDESK, id=4712, requester={"id": 11, "name": "Sally Hart"})
    nobody = changed(ZENDESK, id=4713, requester=None, requester_id=None)
    bring(upheld, a_file(tmp_path, "a.json", lines(ZENDESK, other, nobody)), "--format", "zendesk")
    sally, stranger = rows.Customer.objects.order_by("pk")
    assert (sally.cases.count(), stranger.cases.count()) == (2, 1)


def test_columns_become_fields_by_a_mapping(upheld: Upheld, tmp_path: Path) -> None:
    summary = mapped(upheld, tmp_path, HEADER + ANN + BEN)
    assert (counts(summary), summary["past"]) == ((2, 2, 0, 0), 1)
    ann, ben = rows.Case.objects.order_by("pk")
    assert (ann.subject, ann.channel, ann.state) == ("Lamp", "phone", "received")
    assert ann.received_at.isoformat() == "2026-05-07T13:30:00+00:00"
    assert ann.particulars == {"Shop": "Leeds", "number": "T-1", "state": "Open"}
    assert (ben.channel, ben.state, ben.customer.email) == ("import", "closed", "ben@example.org")


def test_parquet_is_mapped_like_csv(upheld: Upheld, tmp_path: Path) -> None:
    import polars as pl

    frame = pl.DataFrame({"Message": ["It broke.", None], "Many": [[1], [2]], "Sum": [1.5, 2.0]})
    frame.write_parquet(tmp_path / "in.parquet")
    a_file(tmp_path, "map.yaml", "source: old\nfields: {text: Message}\n")
    summary = bring(upheld, "in.parquet", "--mapping", "map.yaml")
    assert (counts(summary), summary["reasons"]) == (
        (2, 1, 0, 1), {"Message: nothing was said": 1},
    )  # fmt: skip
    assert rows.Case.objects.get().particulars["Sum"] == "1.5"


def test_a_trial_counts_and_writes_nothing(upheld: Upheld, tmp_path: Path) -> None:
    mapped(upheld, tmp_path, HEADER + ANN)
    before = rows.Event.objects.count()
    bad = BEN.replace("08/05/2026", "soon")
    summary = mapped(upheld, tmp_path, HEADER + ANN + BEN + bad, "--dry-run")
    assert (counts(summary), summary["dry_run"]) == ((3, 1, 1, 1), True)
    assert (rows.Case.objects.count(), rows.Event.objects.count()) == (1, before)
    assert not (tmp_path / "in.csv.rejected.csv").exists()


@pytest.mark.parametrize("chunk", [1, 500])
def test_a_trial_counts_a_row_that_stands_twice_once_however_far_apart_the_two_are(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr("upheld.steps.run_import.CHUNK", chunk)
    trial = mapped(upheld, tmp_path, HEADER + ANN + BEN + ANN, "--dry-run")
    assert counts(trial) == (3, 2, 1, 0)
    assert counts(mapped(upheld, tmp_path, HEADER + ANN + BEN + ANN)) == (3, 2, 1, 0)


BAD = {
    "Opened: not a date written as 07/05/2026 14:30 (day first)": ANN.replace("07/05", "2026-"),
    "Opened: date in the future": ANN.replace("2026 ", "2999 "),
    "Opened: date before 1990": ANN.replace("2026 ", "1900 "),
    "Message: nothing was said": ANN.replace("The lamp is broken.", " "),
    "8 columns where the header has 9": ANN.replace(",Leeds", ""),
    "Shop: a NUL (U+0000), which is in no text": ANN.replace("Leeds", "Le\0ds"),
    "Mail: 300 characters where 254 are allowed": ANN.replace("ann@example.org", "x" * 300),
}


def test_every_bad_row_is_told_at_its_column_and_the_rest_go_in(
    upheld: Upheld, tmp_path: Path
) -> None:
    text = HEADER + "".join(each.replace("T-1", f"B-{n}") for n, each in enumerate(BAD.values()))
    summary = mapped(upheld, tmp_path, text + BEN)
    assert counts(summary) == (len(BAD) + 1, 1, 0, len(BAD))
    assert summary["reasons"] == dict.fromkeys(BAD, 1)
    first = rows.ImportProblem.objects.first()
    assert first is not None
    assert (first.row, first.column, first.value) == (2, "Opened", "2026-/2026 14:30")
    assert first.mend == "mend the date, or choose another way of reading it"


@pytest.mark.parametrize("mail", ["Ann <ann@example.org>", "K@example.org"])
def test_so_is_one_whose_address_is_none_of_mail(upheld: Upheld, tmp_path: Path, mail: str) -> None:
    text = HEADER + ANN.replace("ann@example.org", mail) + BEN
    for options in (["--dry-run"], []):
        summary = mapped(upheld, tmp_path, text, *options)
        assert counts(summary) == (2, 1, 0, 1)
        assert summary["reasons"] == {"Mail: no e-mail address": 1}
    problem = rows.ImportProblem.objects.latest("pk")
    assert (problem.column, problem.value) == ("Mail", mail)
    assert problem.mend == "write one such as sally@example.org, or leave it empty"
    assert not rows.Customer.objects.filter(name="Ann Ash").exists()


def test_rejected_rows_are_mended_and_imported_again(upheld: Upheld, tmp_path: Path) -> None:
    bad = "\"=cmd|' /C calc'!A0\",It broke.,Lamp,soon,Ann Ash,ann@example.org,+44 1,Open,Leeds\n"
    mapped(upheld, tmp_path, HEADER + bad)
    rejected = tmp_path / "in.csv.rejected.csv"
    with rejected.open(newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["Ticket"][:2], row["Via"]) == ("'=", "'+44 1")
    assert (row["rejected_row"], row["rejected_column"], row["rejected_value"]) == (
        "2", "Opened", "soon",
    )  # fmt: skip
    rejected.write_text(rejected.read_text().replace(",soon,Ann", ",07/05/2026 14:30,Ann"))
    summary = bring(upheld, rejected.name, "--mapping", "map.yaml")
    assert counts(summary) == (1, 1, 0, 0)
    assert rows.Case.objects.get().source_key == "=cmd|' /C calc'!A0"


def test_a_rejected_ticket_is_mended_in_its_record(upheld: Upheld, tmp_path: Path) -> None:
    bad = changed(ZENDESK, created_at="soon")
    bring(upheld, a_file(tmp_path, "t.json", lines(bad)), "--format", "zendesk")
    rejected = tmp_path / "t.json.rejected.csv"
    rejected.write_text(rejected.read_text().replace('""soon""', '""2026-03-02""'))
    assert counts(bring(upheld, rejected.name, "--format", "zendesk")) == (1, 1, 0, 0)


def test_an_id_that_stands_again_with_other_contents_is_rejected_and_a_copy_is_not(
    upheld: Upheld, tmp_path: Path
) -> None:
    summary = mapped(upheld, tmp_path, HEADER + ANN + ANN + ANN.replace("Leeds", "York"))
    assert counts(summary) == (3, 1, 1, 1)
    assert summary["reasons"] == {"Ticket: used again with other contents": 1}


def test_a_whole_import_is_undone_but_for_what_somebody_worked_on(
    upheld: Upheld, tmp_path: Path, handler: rows.Person
) -> None:
    number = mapped(upheld, tmp_path, HEADER + ANN + BEN)["number"]
    ann, ben = rows.Case.objects.order_by("pk")
    assign.assign(CaseId(ann.pk), handler, Operator(), ann.received_at)
    undone = told(upheld("import", "undo", str(number), "--json"))
    assert undone == {
        "import": number, "taken_back": 1,
        "kept": [{"case": ann.reference, "because": "assigned", "by": "command line"}],
        "legal_holds": [],
    }  # fmt: skip
    assert list(rows.Case.objects.all()) == [ann]
    assert not search.matching(rows.Case.objects.all(), "charged").exists()
    assert list(rows.Customer.objects.all()) == [ann.customer]
    assert [event.kind for event in rows.Event.objects.filter(case=ben.pk)] == [
        "received", "taken_back",
    ]  # fmt: skip
    assert not list(events.breaks())
    assert counts(mapped(upheld, tmp_path, HEADER + ANN + BEN)) == (2, 1, 1, 0)
    assert rows.Case.objects.get(source_key="T-2").pk != ben.pk


def test_what_is_under_a_legal_hold_stays_and_the_hold_is_told_with_its_review(
    upheld: Upheld, tmp_path: Path
) -> None:
    number = str(mapped(upheld, tmp_path, HEADER + ANN + BEN)["number"])
    ann = rows.Case.objects.earliest("pk")
    now = datetime.now(UTC)
    due = timezone.localdate(now) + timedelta(days=90)
    hold = keep_legal_holds.place(ann.customer_id, None, "Claim 7.", due, Operator(), now)
    lines = upheld("import", "undo", number).out.splitlines()
    assert [" ".join(line.split()) for line in lines[-3:]] == [
        "1 kept, because something else is known of them",
        f"{ann.reference} under a legal hold",
        f"under {legal_holds.told(hold).words}",
    ]
    assert list(rows.Case.objects.all()) == [ann]


def test_an_import_is_undone_once(upheld: Upheld, tmp_path: Path) -> None:
    number = str(mapped(upheld, tmp_path, HEADER + ANN)["number"])
    assert upheld("import", "undo", number).code == 0
    assert upheld("import", "undo", number).error == (
        f"import {number} is undone: there is nothing to undo"
    )
    assert upheld("import", "undo", "99").error == "there is no import 99"


def test_the_imports_are_listed(upheld: Upheld, tmp_path: Path) -> None:
    mapped(upheld, tmp_path, HEADER + ANN)
    assert "done      in.csv  1 taken, 0 rejected" in upheld("import", "list").out


def test_an_import_that_stopped_goes_on_where_it_was(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from upheld.steps import run_import

    monkeypatch.setattr(run_import, "CHUNK", 2)
    chunk, calls = run_import._take_chunk, []

    def stops(*told: Any) -> None:
        calls.append(told)
        if len(calls) == 2:
            raise KeyboardInterrupt
        chunk(*told)

    monkeypatch.setattr(run_import, "_take_chunk", stops)
    text = HEADER + "".join(ANN.replace("T-1", f"T-{n}") for n in range(5))
    a_file(tmp_path, "map.yaml", MAPPING)
    a_file(tmp_path, "in.csv", text)
    assert upheld("import", "complaints", "in.csv", "--mapping", "map.yaml").code == 130
    assert (rows.Case.objects.count(), rows.Import.objects.get().done) == (2, 2)
    assert counts(mapped(upheld, tmp_path, text)) == (5, 5, 0, 0)
    assert (rows.Import.objects.count(), len(calls)) == (1, 4)


REFUSED = {
    "empty.csv": (b"", "empty.csv is empty: export it again"),
    "book.xlsx": (
        b"PK\x03\x04rest",
        "book.xlsx is a spreadsheet or a zip file: save the sheet as CSV, or unpack the file",
    ),
    "a.csv.gz": (b"\x1f\x8b\x08", "a.csv.gz is packed with gzip: unpack it first"),
    "twice.csv": (
        b"Message,Message\na,b\n",
        "twice.csv: column 'Message' stands twice in the header: rename one",
    ),
    "cut.parquet": (
        b"PAR1cut",
        "cut.parquet is a damaged or cut off Parquet file: copy it again whole",
    ),
    "in.json": (b"[{}]", "in.json is JSON: say which helpdesk it comes from"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_table_is_refused(upheld: Upheld, tmp_path: Path, name: str) -> None:
    a_file(tmp_path, "map.yaml", MAPPING)
    raw, error = REFUSED[name]
    a_file(tmp_path, name, raw)
    assert upheld("import", "complaints", name, "--mapping", "map.yaml").error == error


JSON_REFUSED = {
    "cut": ('[{"id": 1}, {"id"', "no JSON from here: it may be cut off, copy it again"),
    "digits": ('[{"id": ' + "9" * 5_000 + "}]", "a number of thousands of digits"),
    "deep": ("[" * 200_000, "nested too deeply to be an export of records"),
    "csv": ("id,subject\n1,x\n", "is CSV: import it with a mapping of its columns"),
}


@pytest.mark.parametrize("name", JSON_REFUSED)
def test_json_that_is_none_is_refused(upheld: Upheld, tmp_path: Path, name: str) -> None:
    text, error = JSON_REFUSED[name]
    a_file(tmp_path, "in.json", text)
    assert error in upheld("import", "complaints", "in.json", "--format", "zendesk").error


def test_a_line_of_json_that_is_none_does_not_stop_the_others(
    upheld: Upheld, tmp_path: Path
) -> None:
    deep = '{"id": ' + "[" * 100_000 + "]" * 100_000 + "}\n"
    text = lines(ZENDESK) + '{"id": 2, \n' + "7\n" + deep + '{"id": ' + "9" * 5000 + "}\n"
    summary = bring(upheld, a_file(tmp_path, "in.json", text), "--format", "zendesk")
    assert counts(summary) == (5, 1, 0, 4)


def test_a_gigabyte_is_refused_before_it_is_read(upheld: Upheld, tmp_path: Path) -> None:
    with (tmp_path / "big.csv").open("wb") as file:
        file.truncate((1 << 30) + 1)  # sparse: it takes no room
    a_file(tmp_path, "map.yaml", MAPPING)
    error = upheld("import", "complaints", "big.csv", "--mapping", "map.yaml").error
    assert error == "big.csv is larger than 1 GB: export it in parts"


@pytest.mark.parametrize(
    ("text", "encoding"), [("utf-16", "utf-16"), ("cp1252", "windows-1252"), ("utf-8-sig", "utf-8")]
)
def test_other_encodings_are_read_as_the_mapping_says(
    upheld: Upheld, tmp_path: Path, text: str, encoding: str
) -> None:
    a_file(tmp_path, "in.csv", "Message\nDas Gerät ist defekt\n".encode(text))
    a_file(tmp_path, "map.yaml", f"source: x\nencoding: {encoding}\nfields: {{text: Message}}\n")
    assert bring(upheld, "in.csv", "--mapping", "map.yaml")["taken"] == 1
    assert rows.Case.objects.get().text == "Das Gerät ist defekt"


def test_bytes_of_another_encoding_are_told_at_their_row(upheld: Upheld, tmp_path: Path) -> None:
    text = (HEADER + ANN + BEN.replace("charged", "Gerät")).encode("cp1252")
    summary = mapped(upheld, tmp_path, text)
    assert (counts(summary)) == (2, 1, 0, 1)
    assert summary["reasons"] == {"Message: bytes that are no text": 1}


@pytest.mark.parametrize(
    ("mapping", "error"),
    [
        ("fields: {text: A}", "map.yaml: source: Field required"),
        ("source: x\nfields: {subject: A}", "text is missing"),
        ("source: x\nfields: {text: A, colour: B}", "fields: colour is not known"),
        ("source: x\nfields: {text: A}\nzone: Mars/Olympus", "there is no zone 'Mars/Olympus'"),
        ("source: x\nfields: {text: {constant: a, column: b}}", "one column, or is one constant"),
        ("- no", "holds no mapping"),
        ("a: [", "map.yaml: "),
    ],
)
def test_a_mapping_that_cannot_be_used_is_told(
    upheld: Upheld, tmp_path: Path, mapping: str, error: str
) -> None:
    a_file(tmp_path, "map.yaml", mapping)
    a_file(tmp_path, "in.csv", HEADER + ANN)
    assert error in upheld("import", "complaints", "in.csv", "--mapping", "map.yaml").error


def test_a_proposed_mapping_can_be_used_as_it_is(upheld: Upheld, tmp_path: Path) -> None:
    text = "Ticket ID;Subject;Description;Status;Created time;Contact Email\n"
    text += "7;Lamp;The lamp is broken;Resolved;2026-05-07 14:30:00;ann@example.org\n"
    a_file(tmp_path, "in.csv", text)
    ran = upheld("import", "map", "in.csv", "--source", "old desk")
    assert (ran.code, ran.err) == (0, "")
    a_file(tmp_path, "map.yaml", ran.out)
    assert bring(upheld, "in.csv", "--mapping", "map.yaml")["past"] == 1
    case = rows.Case.objects.get()
    assert (case.source_key, case.customer.email) == ("7", "ann@example.org")


@pytest.mark.slow
def test_an_import_that_is_killed_goes_on_without_doubles(tmp_path: Path) -> None:
    tickets = (changed(ZENDESK, id=n, requester=None, requester_id=n) for n in range(3_000))
    (tmp_path / "in.json").write_text(lines(*tickets))
    var, file = new_store(tmp_path / "var").parent, str(tmp_path / "in.json")
    arguments = ("import", "complaints", file, "--format", "zendesk", "--json")
    child = subprocess.Popen(
        [*COMMAND, *arguments], env=environment(var), stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, cwd=tmp_path,
    )  # fmt: skip
    try:
        _wait_for_some(var / "upheld.sqlite3", child)
    finally:
        child.kill()
        child.wait()
    summary = json.loads(process(var, *arguments).out)
    assert counts(summary) == (3_000, 3_000, 0, 0)
    assert json.loads(process(var, "verify", "--json").out)["intact"]
    again = json.loads(process(var, *arguments).out)
    assert counts(again) == (3_000, 0, 3_000, 0)


def _wait_for_some(database: Path, child: "subprocess.Popen[bytes]") -> None:
    import sqlite3

    for _ in range(1_200):
        assert child.poll() is None, "the import ended before it could be killed"
        try:
            with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as found:
                if found.execute("SELECT count(*) FROM store_case").fetchone()[0]:
                    return
        except sqlite3.OperationalError:
            pass
        time.sleep(0.05)
    raise AssertionError("nothing was imported within a minute")


def test_a_column_that_the_file_has_not_is_told_before_anything_is_filed(
    upheld: Upheld, tmp_path: Path
) -> None:
    a_file(tmp_path, "map.yaml", MAPPING)
    a_file(tmp_path, "in.csv", "Message,Titel\na,b\n")
    error = upheld("import", "complaints", "in.csv", "--mapping", "map.yaml").error
    said = "the file has no column 'Ticket': it has Message, Titel"
    assert error == f"{said}. Please name one that it has in the mapping"


@pytest.mark.parametrize(("sign", "named"), [(";", ";"), ("\t", r"\t"), ("|", "|")])
def test_columns_that_something_else_parts_than_the_mapping_says_are_told_with_what_to_write(
    upheld: Upheld, tmp_path: Path, sign: str, named: str
) -> None:
    a_file(tmp_path, "in.csv", (HEADER + ANN).replace(",", sign))
    mended = f'delimiter: "{named}"'
    for command, mapping in (("complaints", MAPPING), ("customers", PEOPLE)):
        a_file(tmp_path, "map.yaml", mapping)
        error = upheld("import", command, "in.csv", "--mapping", "map.yaml").error
        assert error.endswith(f"Are its columns parted by that? Write {mended} in the mapping")
        a_file(tmp_path, "map.yaml", f"{mapping}\n{mended}\n")
        again = upheld("import", command, "in.csv", "--mapping", "map.yaml", "--dry-run")
        assert "parted by" not in again.err


ORDERS = "source: old\nfields: {customer: c0, order: c0, placed: c0, amount: c0}\n"
WIDE = pl.DataFrame({f"c{number}": ["x"] * 11 for number in range(3)})
LISTS = pl.DataFrame({"Message": ["x"], "all": [["y"] * 30]})


@pytest.mark.parametrize(
    ("limit", "most", "frame", "told"),
    [
        ("MOST_ROWS", 10, WIDE, "has 11 rows and 10 are read: split it"),
        ("MOST_CELLS", 32, WIDE,
         "has 33 cells and 32 are read: leave columns out, or split it"),
        ("MOST_CELLS", 30, LISTS,
         "has 31 cells and 30 are read: leave columns out, or split it"),
        ("MOST_BYTES", 2**20, pl.DataFrame({"c": [f"{n}{'y' * 9999}" for n in range(400)]}),
         "unpacks to 3 MB and 1 MB are read: split it"),
    ],
)  # fmt: skip
def test_a_small_parquet_file_that_unpacks_to_very_much_is_refused_unread(
    limit: str, most: int, frame: pl.DataFrame, told: str,
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from upheld.store.imports import limits as import_limits

    monkeypatch.setattr(import_limits, limit, most)
    frame.write_parquet(tmp_path / "in.parquet")
    assert (tmp_path / "in.parquet").stat().st_size < 2**19
    a_file(tmp_path, "map.yaml", "source: old\nfields: {text: Message}\n")
    error = upheld("import", "complaints", "in.parquet", "--mapping", "map.yaml").error
    assert error == f"in.parquet {told}"
    a_file(
        tmp_path,
        "orders.yaml",
        ORDERS,
    )
    assert upheld("import", "orders", "in.parquet", "--mapping", "orders.yaml").error == error


def test_a_file_of_too_many_cells_is_refused(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from upheld.store.imports import limits as import_limits

    monkeypatch.setattr(import_limits, "MOST_CELLS", 7)
    a_file(tmp_path, "in.csv", "Message,b\n" + "x,y\n" * 4)
    a_file(tmp_path, "map.yaml", "source: old\nfields: {text: Message}\n")
    error = upheld("import", "complaints", "in.csv", "--mapping", "map.yaml").error
    assert error == "in.csv has 8 cells and 7 are read: leave columns out, or split it"
    a_file(tmp_path, "short.csv", "c0,b\n" + "x\n" * 4)
    a_file(
        tmp_path,
        "orders.yaml",
        ORDERS,
    )
    error = upheld("import", "orders", "short.csv", "--mapping", "orders.yaml").error
    assert error == "short.csv has 10 cells and 7 are read: leave columns out, or split it"


def test_a_line_without_end_does_not_stop_the_others(
    upheld: Upheld, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from upheld.store.imports import of_json as import_json

    ticket = lines(ZENDESK)
    monkeypatch.setattr(import_json, "_LONGEST_LINE", len(ticket) + 5)
    text = ticket + '{"id": 2, "subject": "' + "x" * 4 * len(ticket) + '"}\n' + "7\n"
    summary = bring(upheld, a_file(tmp_path, "in.json", text), "--format", "zendesk")
    assert counts(summary) == (3, 1, 0, 2)


def test_a_past_case_may_be_older_than_the_rules(upheld: Upheld, tmp_path: Path) -> None:
    text = HEADER + BEN.replace("/2026", "/1995") + ANN.replace("/2026", "/1995")
    summary = mapped(upheld, tmp_path, text, "--regime", "us-cfpb")
    assert (summary["past"], summary["rejected"]) == (1, 1)
