"""Reading a message: what it says, whatever its bytes are, within limits and never with a crash."""

import time
from email.message import EmailMessage
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.mails import a_bounce, a_mail

from upheld.core.post import (
    Address,
    Kind,
    Post,
    Unreadable,
    kind_of,
    parted,
    read,
    returned_ids,
    why_returned,
)


def said(headers: bytes, body: bytes) -> str:
    return read(b"From: a@b.example\n" + headers + b"\n" + body).text.strip()


def test_a_plain_message_is_read() -> None:
    post = read(a_mail(Date="Mon, 2 Nov 2026 09:30:00 +0100", In_Reply_To="<0@x.example>"))
    assert post.sender == Address("Sally Hart", "sally@example.org")
    assert (post.subject, post.message_id) == ("Late shelves", "1@example.org")
    assert post.text.strip() == "My shelves arrived nine days late."
    assert post.date is not None
    assert post.date.isoformat() == "2026-11-02T08:30:00+00:00"
    assert post.answers == ("0@x.example",)


def test_what_it_answers_is_told_the_nearest_first() -> None:
    told = a_mail(In_Reply_To="<3@x>", References="<1@x> <2@x> <3@x>")
    assert read(told).answers == ("3@x", "2@x", "1@x")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"=?utf-8?q?Sch=C3=B6ne_Regale?=", "Schöne Regale"),
        (b"=?utf-8?b?U2Now7ZuZQ==?=\n =?utf-8?b?IFJlZ2FsZQ==?=", "Schöne Regale"),
        (b"=?iso-8859-1?q?Sch=F6ne?=", "Schöne"),
        (b"=?x-nonsense?q?Sch=F6ne?=", "Schöne"),
        ("Schöne".encode("latin-1"), "Schöne"),
        ("Schöne".encode(), "Schöne"),
        (b"=?utf-8?b?A?=", "=?utf-8?b?A?="),
        (b"=?utf-8?q?Late=0D=0ABcc:_evil@example.org?=", "Late Bcc: evil@example.org"),
        (b"Late\n shelves", "Late shelves"),
    ],
)
def test_a_subject_is_one_line_of_words(raw: bytes, words: str) -> None:
    assert read(b"Subject: " + raw + b"\nFrom: a@b.example\n\nx").subject == words


@pytest.mark.parametrize(
    ("raw", "who"),
    [
        (b"Sally <SALLY@Example.org>", Address("Sally", "sally@example.org")),
        (b'"Hart, Sally" <s@example.org>', Address("Hart, Sally", "s@example.org")),
        (b"=?utf-8?q?Hart=2C_S?= <s@example.org>", Address("Hart, S", "s@example.org")),
        (b"s@example.org (Sally)", Address("Sally", "s@example.org")),
        (b"nobody", Address("", "")),
        (b"", Address("", "")),
        (b"<" + b"a" * 300 + b"@example.org>", Address("", "")),
    ],
)
def test_a_sender_is_a_name_and_an_address(raw: bytes, who: Address) -> None:
    assert read(b"From: " + raw + b"\n\nx").sender == who


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b'"v@other.example" <s@example.org>', ""),
        (b"s@example.org (v@other.example)", ""),
        (b"=?utf-8?q?v=40other.example?= <s@example.org>", ""),
        (b'"Vera (v@other.example)" <s@example.org>', ""),
        (b'"s@example.org, v@other.example" <s@example.org>', ""),
        ('"v\uff20other.example" <s@example.org>'.encode(), ""),
        (b'"s@example.org" <s@example.org>', "s@example.org"),
        (b'"Sally <S@Example.org>" <s@example.org>', "Sally <S@Example.org>"),
        (b'"Sally @ Shelves" <s@example.org>', "Sally @ Shelves"),
        (b'"@sally" <s@example.org>', "@sally"),
    ],
)
def test_nobody_is_called_by_the_address_of_another(raw: bytes, name: str) -> None:
    assert read(b"From: " + raw + b"\n\nx").sender == Address(name, "s@example.org")


@pytest.mark.parametrize(
    ("charset", "content"),
    [
        ("utf-8", "Straße".encode()),
        ("iso-8859-1", "Straße".encode("latin-1")),
        ("us-ascii", "Straße".encode()),
        ("us-ascii", "Straße".encode("latin-1")),
        ("iso-8859-1", "Straße".encode()),
        ("utf-8", "Straße".encode("latin-1")),
        ("no-such-charset", "Straße".encode()),
        ("punycode", "Straße".encode()),
        ("base64", "Straße".encode()),
        ("utf-16", "Straße".encode("utf-16")),
    ],
)
def test_a_charset_that_is_wrong_is_not_believed(charset: str, content: bytes) -> None:
    told = f"Content-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n"
    assert said(told.encode(), content) == "Straße"


def test_damaged_encodings_give_what_is_left() -> None:
    base64 = b"Content-Transfer-Encoding: base64\n"
    assert said(base64, b"TGF0ZSBz\n*!\naGVsdmVz") == "Late shelves"
    assert said(base64, b"TGF0ZSBzaGVsdmVzIQ") == "Late shelves!"
    assert said(b"Content-Transfer-Encoding: quoted-printable\n", b"Late =ZZ she=\nlves=") == (
        "Late =ZZ shelves"
    )


def html(body: str) -> str:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content(body, subtype="html")
    return read(message.as_bytes()).text


def test_html_is_told_in_lines() -> None:
    told = html("<p>Late.<br>Nine days.</p><ul><li>One<li>Two</ul><table><tr><td>a<td>b</table>")
    assert told == "Late.\nNine days.\n\n- One\n- Two\n\na b"


def test_a_quotation_in_html_is_marked_as_plain_text_marks_it() -> None:
    assert html("<p>No.</p><blockquote>Was it late?</blockquote>") == "No.\n\n> Was it late?"


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "<style>p{background:url(https://evil.example)}</style>",
        '<img src="https://evil.example/t.gif">',
        "<svg onload=alert(1)></svg>",
        "<title>hidden</title>",
        "<!-- hidden -->",
        '<iframe srcdoc="<p>hidden"></iframe>',
    ],
)
def test_nothing_of_html_but_its_words_is_left(evil: str) -> None:
    assert html(f"<p>Late{evil}</p>") == "Late"


def test_html_that_is_nested_without_end_is_read() -> None:
    assert html("<div>" * 100_000 + "Late") == "Late"


def test_html_is_read_in_the_lines_that_it_is_shown_in() -> None:
    told = (
        '<p>One <b>two</b><p>three <a href="x" title="a > b">four</a><ul><li>five<li>six</ul>'
        "7 < 8 &lt;i&gt;<br/><o:p>nine</o:p><table><tr><td>10<td>11</table>"
    )
    assert html(told) == "One two\n\nthree four\n\n- five\n- six\n\n7 < 8 <i>\nnine\n\n10 11"


def test_of_what_is_said_twice_the_plain_text_is_read_and_the_other_kept() -> None:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("Late.")
    message.add_alternative("<p>Late, in red.</p>", subtype="html")
    post = read(message.as_bytes())
    assert post.text.strip() == "Late."
    assert [each.type for each in post.attachments] == ["text/html"]


@pytest.mark.parametrize(
    "kind",
    ["application/vnd.ms-excel", "text/csv", "image/heic", "audio/mp4", "text/calendar",
     "application/ms-tnef", "image/svg+xml", "application/x-msdownload", "application/zip"],
)  # fmt: skip
@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 9])
@pytest.mark.pain("P5")
def test_a_file_is_kept_whole_whatever_its_type(kind: str, content: bytes) -> None:
    message = EmailMessage()
    message["From"] = "a@b.example"
    message.set_content("See the file.")
    main, _, sub = kind.partition("/")
    message.add_attachment(content, maintype=main, subtype=sub, filename="a.b")
    (kept,) = read(message.as_bytes()).attachments
    assert (kept.content, kept.type, kept.name) == (content, kind, "a.b")
    assert kept.sha256 == sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("photo\x00.jpg.exe", "photo .jpg.exe"),
        ("=?utf-8?q?Rechnung_M=C3=A4rz.pdf?=", "Rechnung März.pdf"),
        ("C:\\temp\\a.doc", "a.doc"),
        ("invoice.pdf.pht. . ", "invoice.pdf.pht"),
        (".htaccess", "htaccess"),
        ("..", "file"),
        ("=?utf-8?q?photo=E2=80=AEgpj.exe?=", "photogpj.exe"),
        ("=?utf-8?q?a=0D=0AX-Evil=3A_1.txt?=", "a X-Evil 1.txt"),
        ("a.txt:hidden", "a.txt hidden"),
        ("con|rm -rf.txt", "con rm -rf.txt"),
    ],
)
@pytest.mark.pain("17")
def test_the_name_of_a_file_is_made_safe(name: str, kept: str) -> None:
    body = b"MIME-Version: 1.0\nFrom: a@b.example\nContent-Type: multipart/mixed; boundary=B\n\n"
    body += b'--B\n\nSee.\n--B\nContent-Disposition: attachment; filename="'
    body += name.replace("\\", "\\\\").encode() + b'"\n\nx\n--B--'
    assert [each.name for each in read(body).attachments] == [kept]


def test_a_message_within_a_message_is_kept_as_it_came() -> None:
    inner = a_mail("The kettle broke.", sender="Bob <bob@example.net>", subject="Kettle")
    outer = (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nSee below.\n"
        b"--B\nContent-Type: message/rfc822\n\n" + inner + b"\n--B--\n"
    )
    post = read(outer)
    assert post.text.strip() == "See below."
    assert [each.content.strip() for each in post.attachments] == [inner.strip()]


def test_one_that_was_passed_on_without_a_word_speaks_for_itself() -> None:
    inner = a_mail("The kettle broke.", sender="Bob <bob@example.net>", subject="Kettle")
    told = read(b"From: a@b.example\nContent-Type: message/rfc822\n\n" + inner).text
    assert told.startswith("From: Bob <bob@example.net>\nSubject: Kettle\n\nThe kettle broke.")


def nested(levels: int) -> bytes:
    opened = (
        b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (at, at) for at in range(levels)
    )
    return b"From: a@b.example\n" + b"".join(opened) + b"\nx"


LIMITS = {
    "50 MB": (b"From: a@b.example\n\n" + b"x" * (50 * 1024 * 1024), "larger than 50 MB"),
    "lines": (b"From: a@b.example\n\n" + b"\n" * 1_000_001, "more than 1,000,000 lines"),
    "10,000 parts": (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=B\n\n"
        + b"--B\n\nx\n" * 10_000,
        "more than 2,000 parts",
    ),
    "1,000 levels": (nested(1_000), "more than 30 of its parts have parts in them"),
    "header bomb": (b"X: y\n" * 100_000 + b"\nx", "more than 1,000 headers"),
    "parameters": (
        b'From: a@b.example\nContent-Type: text/plain; name="' + b";" * 95_000 + b'"\n\nx',
        "described by more than 100 parameters",
    ),
    "tags": (
        b"From: a@b.example\nContent-Type: multipart/mixed; boundary=B\n\n"
        + (b"--B\nContent-Type: text/html\n\n" + b"<p>" * 150_000 + b"\n") * 2,
        "its HTML has more than 200,000 tags",
    ),
    "long header": (b"X: " + b"y" * 200_000 + b"\n\nx", "longer than 100,000 characters"),
}


@pytest.mark.parametrize(("raw", "why"), LIMITS.values(), ids=LIMITS)
@pytest.mark.pain("7")
def test_what_is_beyond_the_limits_ends_soon_and_with_the_reason(raw: bytes, why: str) -> None:
    begun = time.thread_time()
    with pytest.raises(Unreadable, match=why):
        read(raw)
    assert time.thread_time() - begun < 5


def test_a_thousand_messages_within_each_other_are_one_file() -> None:
    raw = b"From: a@b.example\n\nx"
    for _ in range(1_000):
        raw = b"Content-Type: message/rfc822\n\n" + raw
    assert len(read(raw).attachments) == 1


def test_of_the_html_of_a_message_as_much_is_read_as_of_one_part_however_many_it_has() -> None:
    part = b"--B\nContent-Type: text/html\n\n" + b"x" * 2_000_000 + b"\n"
    raw = b"From: a@b.example\nContent-Type: multipart/mixed; boundary=B\n\n" + part * 4
    assert read(raw).text.count("x") == 5_000_000


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_with_a_reason(raw: bytes) -> None:
    assert reads(raw)


SEEDS = (
    a_mail(files=(("a.pdf", "application/pdf", b"%PDF"),), References="<1@x> <2@x>"),
    a_bounce(a_mail()),
    b"Content-Type: multipart/alternative; boundary=B\n\n--B\n\nx\n--B\nContent-Type: text/html;"
    b" charset=utf-8\nContent-Transfer-Encoding: base64\n\nPGI+eDwvYj4=\n--B--",
)


@given(st.sampled_from(SEEDS), st.data())
def test_a_message_that_was_damaged_anywhere_is_read_or_refused(
    raw: bytes, data: st.DataObject
) -> None:
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw)))
        cut = data.draw(st.integers(0, 40))
        raw = raw[:at] + data.draw(st.binary(max_size=12)) + raw[at + cut :]
    assert reads(raw)


def reads(raw: bytes) -> bool:
    """Whatever is read can be stored: no sign that a database refuses."""
    try:
        post = read(raw)
    except Unreadable as error:
        return bool(str(error))
    told = [post.subject, post.text, post.message_id, post.sender.name, post.sender.email]
    told += [each.name for each in post.attachments]
    kind_of(post, None, ())
    parted(post.text)
    returned_ids(post)
    return all("\x00" not in each and each.encode() is not None for each in told)


class TestKind:
    """A machine's message is known by its headers, never by its subject or its words."""

    @pytest.mark.parametrize(
        ("headers", "kind"),
        [
            ({}, Kind.PERSON),
            ({"Auto_Submitted": "no"}, Kind.PERSON),
            ({"Auto_Submitted": "no (really); x=y"}, Kind.PERSON),
            ({"subject": "Out of office"}, Kind.PERSON),
            ({"Precedence": "first-class"}, Kind.PERSON),
            ({"Auto_Submitted": "auto-replied"}, Kind.AUTOMATIC),
            ({"Auto_Submitted": "auto-generated; type=x"}, Kind.AUTOMATIC),
            ({"X_Auto_Response_Suppress": "All"}, Kind.AUTOMATIC),
            ({"X_Autoreply": "yes"}, Kind.AUTOMATIC),
            ({"Precedence": "bulk"}, Kind.AUTOMATIC),
            ({"Precedence": "auto_reply"}, Kind.AUTOMATIC),
            ({"Return_Path": "<>"}, Kind.AUTOMATIC),
            ({"Return_Path": "<>", "sender": "MAILER-DAEMON@x.example"}, Kind.BOUNCE),
            ({"X_Failed_Recipients": "sally@example.org"}, Kind.BOUNCE),
            ({"Precedence": "list"}, Kind.LIST),
            ({"List_Id": "<news.example.org>"}, Kind.LIST),
            ({"sender": "Us <Complaints@localhost>"}, Kind.ECHO),
            ({"sender": "Us <complaints+up.4.1@localhost>"}, Kind.ECHO),
            ({"sender": "Them <not+complaints@localhost>"}, Kind.PERSON),
        ],
    )
    def test_by_its_headers(self, headers: dict[str, Any], kind: Kind) -> None:
        assert kind_of(read(a_mail(**headers)), None, {"complaints@localhost"}) is kind

    def test_by_the_envelope(self) -> None:
        assert kind_of(read(a_mail()), "", ()) is Kind.AUTOMATIC
        assert kind_of(read(a_mail()), "sally@example.org", ()) is Kind.PERSON

    def test_a_bounce_says_which_message_came_back_and_why(self) -> None:
        post = read(a_bounce(a_mail(message_id="<7@ours.example>")))
        assert kind_of(post, None, ()) is Kind.BOUNCE
        assert returned_ids(post) == ("7@ours.example",)
        assert why_returned(post) == "550 no such user"

    def test_what_it_says_can_be_kept_by_a_database(self) -> None:
        """None keeps a NUL; and whoever wrote it may have any alphabet."""
        post = read(a_bounce(a_mail(), said="550 no such\0 user: Übel"))
        assert why_returned(post) == "550 no such\ufffd user: Übel"

    def test_a_delay_is_no_bounce(self) -> None:
        assert kind_of(read(a_bounce(a_mail(), "delayed")), None, ()) is Kind.DELAY

    @pytest.mark.parametrize("what", ["delivery-status", "disposition-notification"])
    def test_a_person_who_passes_a_report_on_is_a_person(self, what: str) -> None:
        """Else the complaint that our mailbox sends everything back makes no case."""
        report = (("report", f"application/{what}", b"Action: failed"),)
        raw = a_mail("You send back what I write.", files=report)
        raw = raw.replace(b"application/", b"message/")
        assert kind_of(read(raw), "sally@example.org", ()) is Kind.PERSON
        assert kind_of(read(raw), "", ()) is not Kind.PERSON

    @pytest.mark.parametrize("what", ["disposition-notification", "feedback-report"])
    def test_other_reports(self, what: str) -> None:
        raw = f"From: a@b.example\nContent-Type: multipart/report; report-type={what}; boundary=B"
        assert kind_of(read(raw.encode() + b"\n\n--B--"), None, ()) is Kind.REPORT


class TestParted:
    """What is new apart from history and signature; what is not surely history stays new."""

    @pytest.mark.parametrize(
        ("text", "new"),
        [
            ("No.\n\nOn Mon, 2 Nov 2026, Alice <a@x.example> wrote:\n> Was it late?", "No."),
            ("Nein.\n\nAm 02.11.26 um 10:00 schrieb Alice:\n> Kam es zu spät?", "Nein."),
            ("Non.\n\nLe 2 nov. 2026 à 10:00, Alice <a@x.fr> a écrit :\n> En retard ?", "Non."),
            ("No.\n\n-----Original Message-----\nFrom: Alice\nSent: Monday\n\nWas it?", "No."),
            ("No.\n\nFrom: Alice\nSent: Monday\nTo: Sally\nSubject: Late\n\nWas it?", "No."),
            ("No.\n\n-- \nSally Hart\n0115 496 0000", "No."),
            ("No.\n\nSent from my iPhone", "No."),
            ("> Was it late?\nYes.\n> How late?\nNine days.", "Yes.\nNine days."),
            ("I wrote: it is late.\nOn Monday nobody came.", None),
            ("Prices:\n- 12.50\n- 13.00", None),
            ("", ""),
        ],
    )
    def test_by_example(self, text: str, new: str | None) -> None:
        assert parted(text).new == (text if new is None else new)

    def test_a_message_of_nothing_but_history_is_shown_whole(self) -> None:
        told = "On Mon, 2 Nov 2026, Alice <a@x.example> wrote:\n> Was it late?"
        assert parted(told).new == told

    @given(st.lists(st.sampled_from(["> a", "b", "", "-- ", "On x wrote:", "From: x", "To: y"])))
    def test_no_line_is_let_go(self, told: list[str]) -> None:
        found = parted("\n".join(told))
        kept = f"{found.new}\n{found.folded}".split("\n")
        assert sorted(filter(None, map(str.strip, kept))) == sorted(
            filter(None, map(str.strip, told))
        )

    @pytest.mark.parametrize(
        "text",
        ["\n" * 200_000 + "x", "On " * 100_000, "On x\n" * 50_000, "-- \n" * 50_000, ">" * 500_000],
    )
    def test_no_text_keeps_it_busy(self, text: str) -> None:
        begun = time.thread_time()
        parted(text)
        assert time.thread_time() - begun < 5


def test_an_empty_message_says_nothing() -> None:
    assert (read(b"\n").text.strip(), read(b"\n").sender) == ("", Post().sender)
