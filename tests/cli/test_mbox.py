"""`upheld mail import` of an mbox: each message is one, whatever the lines in it look like."""

import json
import mailbox
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from tests.core.mails import a_mail

from upheld.cli import mbox
from upheld.store.models import Case, Incoming

from .conftest import Upheld

ENVELOPE = b"From mx@example.org Sat Nov 28 10:00:00 2026\n"
HERS = b"Authentication-Results: mx.firm.example; dmarc=pass header.from=example.org\n" + a_mail()


def read(file: bytes) -> list[bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mbox"
        path.write_bytes(file)
        return list(mbox.contents(path, mbox.messages(path)))


class TestNothingInAnMboxVouchesForWhoWroteIt:
    @pytest.fixture(autouse=True)
    def checked(self, settings: Settings, db: None) -> None:
        settings.MAIL_CHECKED_BY = "mx.firm.example"

    def test_so_no_letter_holds_one_that_is_known_to_be_of_somebody_else(
        self, upheld: Upheld, tmp_path: Path
    ) -> None:
        outer = a_mail(text="Mine.", sender="evil@evil.example", message_id="<2@evil.example>")
        (tmp_path / "box").write_bytes(ENVELOPE + outer + b"\n" + ENVELOPE + HERS)
        upheld("mail", "import", "box")
        told = Case.objects.values_list("customer__email", "known_to_be_theirs")
        assert sorted(told) == [("evil@evil.example", False), ("sally@example.org", False)]

    def test_which_a_maildir_does(self, upheld: Upheld, tmp_path: Path) -> None:
        mailbox.Maildir(tmp_path / "box").add(HERS)
        upheld("mail", "import", "box")
        assert Case.objects.get().known_to_be_theirs

    def test_but_that_a_server_says_it_is_not_theirs_counts(
        self, upheld: Upheld, tmp_path: Path
    ) -> None:
        (tmp_path / "box").write_bytes(ENVELOPE + HERS.replace(b"=pass", b"=fail"))
        upheld("mail", "import", "box")
        assert (Incoming.objects.get().state, Incoming.objects.get().kind) == ("held", "forged")


@pytest.mark.django_db
def test_a_letter_that_goes_on_with_from_is_one(upheld: Upheld, tmp_path: Path) -> None:
    letters = (a_mail("Late.\n\nFrom here on nothing.", message_id=f"<{n}@x>") for n in range(2))
    (tmp_path / "box").write_bytes(b"".join(ENVELOPE + each + b"\n" for each in letters))
    assert json.loads(upheld("mail", "import", "box", "--json").out) == {
        "messages": 2, "placed": 2,
    }  # fmt: skip
    assert {case.text for case in Case.objects.all()} == {"Late.\n\nFrom here on nothing."}


class TestWhereAMessageBegins:
    ONE = ENVELOPE + b"Subject: one\n\nLate.\n"

    @pytest.mark.parametrize("line", [
        b"From MAILER-DAEMON Thu Jan  5 10:00:00 2026",
        b"From - Thu Jan  5 10:00:00 2026",
        b"From 1784@xxx Thu Jan 05 10:00:00 +0000 2026",
        b"From sally@example.org  Thu Jan  5 10:00:00 CET 2026",
        b"From sally at example.org  Thu Jan  5 10:00 2026 +0100",
        b"From sally@example.org Thu Jan  5 10:00:00 2026\r",
    ])  # fmt: skip
    def test_at_an_envelope_line_behind_an_empty_one(self, line: bytes) -> None:
        found = read(self.ONE + b"\n" + line + b"\nSubject: two\n\nBroken.\n")
        assert found == [b"Subject: one\n\nLate.\n", b"Subject: two\n\nBroken.\n"]

    @pytest.mark.parametrize("rest", [
        b"\nFrom here on nothing: it\n",
        b"\nFrom Sally on Thu Jan 5 I heard nothing\nSubject: two\n",
        ENVELOPE + b"Subject: behind a line that is not empty\n",
        b"\n" + ENVELOPE + b"and no header\n",
        b"\n" + ENVELOPE,
        b"\nFrom " + b"x" * 1_000 + b" Thu Jan  5 10:00:00 2026\nSubject: two\n",
    ])  # fmt: skip
    def test_and_nowhere_else(self, rest: bytes) -> None:
        assert read(self.ONE + rest) == [(self.ONE + rest).removeprefix(ENVELOPE)]

    def test_what_is_between_ends_with_crlf_too(self) -> None:
        file = (self.ONE + b"\n" + self.ONE).replace(b"\n", b"\r\n")
        assert read(file) == [b"Subject: one\r\n\r\nLate.\r\n"] * 2


class TestAContentLength:
    BODY = b"Late.\n\n" + ENVELOPE + b"Subject: not one\n\n>From him.\n"
    AFTER = b"Subject: two\n\nBroken.\n"

    def file(self, length: bytes) -> bytes:
        return ENVELOPE + length + b"\n" + self.BODY + b"\n" + ENVELOPE + self.AFTER

    def test_that_leads_to_the_next_message_is_believed(self) -> None:
        told = b"Content-Length: %d\n" % len(self.BODY)
        assert read(self.file(told)) == [told + b"\n" + self.BODY, self.AFTER]

    def test_that_leads_to_the_end_is_too(self) -> None:
        told = b"Content-Length: %d\n" % len(self.BODY)
        assert read(ENVELOPE + told + b"\n" + self.BODY) == [told + b"\n" + self.BODY]
        assert read(ENVELOPE + told + b"\n" + self.BODY + b"\n") == [told + b"\n" + self.BODY]

    @pytest.mark.parametrize("told", [
        b"Content-Length: %d\n" % (len(BODY) - 1),
        b"Content-Length: %d\n" % (len(BODY) + 2),
        b"Content-Length: 6\n",
        b"Content-Length: 999999999999999\n",
        b"Content-Length: -1\n",
        b"Content-Length: %d\n" % len(BODY) * 2,
    ])  # fmt: skip
    def test_that_leads_elsewhere_or_stands_twice_is_not(self, told: bytes) -> None:
        assert len(read(self.file(told))) == 3


LINES = st.one_of(
    st.sampled_from([b"", b"From ", b"From here on nothing.", b"Subject: one", ENVELOPE.strip()]),
    st.binary(max_size=8).map(lambda each: each.replace(b"\n", b"").replace(b"\r", b"")),
).filter(lambda line: not line.startswith(b">From "))
BODIES = st.lists(LINES, max_size=8).map(lambda lines: b"".join(each + b"\n" for each in lines))


@given(st.lists(BODIES, min_size=1, max_size=4), st.booleans())
def test_what_python_writes_is_given_back_whatever_lines_it_has(
    bodies: list[bytes], counted: bool
) -> None:
    def letter(body: bytes) -> bytes:
        length = b"Content-Length: %d\n" % len(body) if counted else b""
        return b"Subject: one\n" + length + b"\n" + body

    letters = [letter(body) for body in bodies]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "mbox"
        box = mailbox.mbox(path)
        for each in letters:
            box.add(each)
        box.close()
        assert list(mbox.contents(path, mbox.messages(path))) == letters


@given(st.lists(BODIES, min_size=1, max_size=4))
def test_what_is_counted_and_not_quoted_is_given_back_whatever_lines_it_has(
    bodies: list[bytes],
) -> None:
    letters = [b"Content-Length: %d\n\n" % len(each) + each for each in bodies]
    assert read(b"".join(ENVELOPE + each + b"\n" for each in letters)) == letters
