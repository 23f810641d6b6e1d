"""`upheld mail`: a message in a file, or every message of a mailbox, becomes a case or is held."""

import json
import mailbox
import subprocess
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from pathlib import Path

import pytest
from tests.core.mails import a_mail

from upheld.store import mail_health
from upheld.store.models import Case, Incoming, MailSource

from .conftest import COMMAND, Upheld, environment, process

pytestmark = pytest.mark.django_db


def test_a_message_in_a_file_becomes_a_case(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(a_mail())
    told = upheld("mail", "receive", "a.eml")
    case = Case.objects.get()
    assert (told.code, told.out) == (0, f"placed  {case.reference}\n")


def test_standard_input_is_read_and_twice_is_once(upheld: Upheld) -> None:
    ran = [upheld("mail", "receive", "-", "--json", given=a_mail()) for _ in range(2)]
    first, second = (json.loads(each.out) for each in ran)
    assert first == second
    assert (first["state"], first["kind"]) == ("placed", "person")
    assert Case.objects.count() == 1


def test_what_is_held_says_why(upheld: Upheld) -> None:
    assert upheld("mail", "receive", "-", given=b"\x00\xff" * 40).out == (
        "held    it names no sender, or not for certain\n"
    )


def test_an_empty_message_and_a_missing_file_are_refused_in_a_line(upheld: Upheld) -> None:
    assert upheld("mail", "receive", "-").error == "the message is empty: nothing was kept"
    assert upheld("mail", "receive", "b.eml").error.startswith("b.eml: No such file")


def filled(path: Path, kind: str) -> None:
    box: mailbox.Mailbox[mailbox.Message]
    box = mailbox.Maildir(path) if kind == "maildir" else mailbox.mbox(path)
    for number in range(3):
        received = "by mx.example; Mon, 2 Nov 2020 09:30:00 +0100"
        raw = a_mail(message_id=f"<{number}@x>", sender=f"c{number}@x.example", Received=received)
        box.add(mailbox.Message(message_from_bytes(raw)))
    box.add(mailbox.Message(message_from_bytes(a_mail(sender="", message_id=""))))
    box.flush()
    box.close()


@pytest.mark.parametrize("kind", ["maildir", "mbox"])
def test_a_mailbox_is_taken_in_once_and_left_as_it_was(
    upheld: Upheld, tmp_path: Path, kind: str
) -> None:
    filled(tmp_path / "box", kind)
    before = {path: path.stat().st_mtime for path in tmp_path.rglob("*") if path.is_file()}
    told = json.loads(upheld("mail", "import", "box", "--json").out)
    assert told == {"messages": 4, "placed": 3, "held": 1}
    assert Case.objects.earliest("pk").received_at.isoformat() == "2020-11-02T08:30:00+00:00"
    again = json.loads(upheld("mail", "import", "box", "--json").out)
    assert again == {"messages": 4, "already there": 4}
    assert (Case.objects.count(), Incoming.objects.count()) == (3, 4)
    assert {path: path.stat().st_mtime for path in before} == before


class TestWhetherMailIsRead:
    URL = "imaps://complaints%40example.org@imap.example.org/INBOX"

    def test_where_nothing_is_read_there_is_nothing_to_tell(self, upheld: Upheld) -> None:
        assert upheld("mail", "status").out.startswith("Mail is read from nowhere yet")
        assert json.loads(upheld("mail", "status", "--json").out) == []

    def test_a_source_that_is_read_is_well(self, upheld: Upheld) -> None:
        now = datetime.now(UTC)
        mail_health.began(self.URL, now)
        mail_health.went_well(self.URL, now)
        told = upheld("mail", "status", "--json")
        assert (told.code, json.loads(told.out)) == (0, [
            {"name": self.URL, "good_at": now.isoformat(), "fault": "", "stuck": [],
             "silent": False},
        ])  # fmt: skip

    def test_one_that_is_silent_is_told_with_its_fault_and_the_exit_code(
        self, upheld: Upheld
    ) -> None:
        long_ago = datetime.now(UTC) - timedelta(minutes=16)
        mail_health.began(self.URL, long_ago)
        mail_health.went_well(self.URL, long_ago)
        mail_health.went_wrong(self.URL, "[AUTHENTICATIONFAILED] the token expired", long_ago)
        told = upheld("mail", "status")
        assert told.code == 1
        assert "  [AUTHENTICATIONFAILED] the token expired" in told.out

    def test_one_that_is_no_longer_read_is_forgotten(self, upheld: Upheld) -> None:
        mail_health.began(self.URL, datetime.now(UTC))
        assert upheld("mail", "forget", self.URL).code == 0
        assert not MailSource.objects.exists()
        assert "there is no source" in upheld("mail", "forget", self.URL).error


@pytest.mark.slow
@pytest.mark.usefixtures("stored")
def test_a_mailbox_that_cannot_be_read_is_told_in_one_line(tmp_path: Path) -> None:
    """Through the process that the command becomes."""
    first = process(tmp_path, "mail", "fetch")
    assert (first.code, first.out) == (2, "")
    assert first.err.splitlines() == [
        "error: UPHELD_IMAP is not set: name the mailbox, such as "
        "imaps://name@imap.example.org/INBOX"
    ]
    told = {
        "UPHELD_IMAP": "imap://a@localhost:1",
        "UPHELD_IMAP_PASSWORD": "x",
        "UPHELD_INSIDE": "localhost",
    }
    second = subprocess.run(
        [*COMMAND, "mail", "fetch"], env=environment(tmp_path) | told,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (second.returncode, second.stdout) == (1, "")
    why = (
        "the mailbox could not be read: Connection refused: check the host and the port in "
        "UPHELD_IMAP, and that the server runs"
    )
    assert second.stderr == f"error: {why}\n"


def test_what_is_no_mailbox_is_refused(upheld: Upheld, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Late")
    for name in ("a.txt", ".", "nothing"):
        assert "is no Maildir" in upheld("mail", "import", name).error
