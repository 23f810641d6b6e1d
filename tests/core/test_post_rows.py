"""Long files stay in the message they came in: what is read of it is the same to a byte."""

import io
import random
from base64 import encodebytes

import pytest
from tests.core.mails import a_mail

from upheld.core.post import read, rows

FILE = random.Random(5).randbytes(200_001)
PHOTO = random.Random(7).randbytes(90_000)


def test_a_long_file_is_its_bytes_whoever_takes_it_and_however_often() -> None:
    (file,) = read(a_mail(files=(("a.pdf", "application/pdf", FILE),))).attachments
    assert file.content == file.content == FILE
    assert file.size == len(FILE)
    assert file.start(70_000) == FILE[:70_000]
    opened = file.opened()
    assert opened.read(10) + opened.read() == FILE
    assert (opened.seek(0, io.SEEK_END), opened.seek(150_000)) == (len(FILE), 150_000)
    assert opened.read() == FILE[150_000:]
    assert (opened.seek(9), opened.read(2)) == (9, FILE[9:11])


ENCODED = encodebytes(FILE)
DAMAGED = {
    "sound": ENCODED,
    "lines that end in CR LF": ENCODED.replace(b"\n", b"\r\n"),
    "a blank line in the middle": ENCODED[:77_000] + b"\n" + ENCODED[77_000:],
    "a sign that is none": ENCODED[:154_000] + b"*!\n" + ENCODED[154_000:],
    "bytes beyond ASCII": ENCODED[:154_000] + b"\xe9\n" + ENCODED[154_000:],
    "an end in the middle": ENCODED[:154_000] + b"QUI=\n" + ENCODED[154_000:],
    "one sign too many": ENCODED + b"A",
    "cut off": ENCODED[:-3],
    "a line of another length": ENCODED[:154_000] + b"QUJ\n" + ENCODED[154_000:],
}
HEAD = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nHere.\n--B\n"


@pytest.mark.parametrize("coding", ["base64", "7bit", "quoted-printable", "x-uuencode"])
@pytest.mark.parametrize("how", DAMAGED)
def test_what_is_damaged_is_read_as_if_nothing_had_been_left_out(
    how: str, coding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = b"Content-Type: application/pdf\nContent-Transfer-Encoding: " + coding.encode()
    raw = HEAD + part + b"\n\n" + DAMAGED[how] + b"\n--B--\n"
    found = read(raw).attachments[0].content
    monkeypatch.setattr(rows, "_SHORTEST", len(raw))
    whole = read(raw).attachments[0].content
    assert found == whole
    assert whole != FILE or coding == "base64"


@pytest.mark.parametrize(
    "before", [b"", b"\n", b"Content-Type: text/plain\n\n", b"Content-Transfer-Encoding: base64\n"]
)
def test_long_rows_are_read_the_same_wherever_they_stand(
    before: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the place of headers, as the text, before the first part and after the last."""
    for raw in (
        before + ENCODED,
        b"From: a@b.example\n" + before + ENCODED,
        HEAD.replace(b"--B\n\nHere", ENCODED + b"--B\n" + before + b"\nHere") + ENCODED,
        HEAD + before + ENCODED + b"--B--\n" + ENCODED,
    ):
        with monkeypatch.context() as patched:
            found = read(raw)
            patched.setattr(rows, "_SHORTEST", len(raw))
            whole = read(raw)
        assert (found.text, found.subject, found.headers) == (
            whole.text,
            whole.subject,
            whole.headers,
        )
        assert [each.content for each in found.attachments] == [
            each.content for each in whole.attachments
        ]


def test_a_message_that_was_passed_on_keeps_its_bytes_and_the_files_in_it() -> None:
    inner = a_mail("Within.", files=(("a.pdf", "application/pdf", FILE),))
    body = b"Content-Type: message/rfc822\n\n" + inner + b"\n--B--\n"
    (passed_on,) = read(HEAD + body).attachments
    assert passed_on.content == inner
    assert read(passed_on.content).attachments[0].content == FILE


def test_whoever_writes_a_mark_of_ours_writes_words() -> None:
    """It is made of all that the message says, and so is another one once it is in there."""
    raw = a_mail(files=(("a.pdf", "application/pdf", FILE),))
    text, _ = rows.without_rows(io.BytesIO(raw))
    (mark,) = [line for line in text.splitlines() if len(line) == 72 and line.endswith(b"00000000")]
    again = a_mail(mark.decode(), files=(("a.pdf", "application/pdf", FILE),))
    post = read(again)
    assert post.text.strip() == mark.decode()
    assert post.attachments[0].content == FILE
