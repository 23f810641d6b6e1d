"""Mail of nobody in which the address of somebody who is erased stands in an encoded form."""

from base64 import b64encode

import pytest
from tests.stories import NOW

from upheld.core.erasing import ErasureWhy
from upheld.core.post import all_said
from upheld.steps import erase, may
from upheld.steps.place_message import place_message
from upheld.steps.take_message import take_message
from upheld.store.models import Customer, Incoming, Person

BY = may.Operator()
MAIL = "sally@example.org"
HEAD = b"To: complaints@localhost\nSubject: A word\nMIME-Version: 1.0\n"


def word(text: str) -> bytes:
    return b"=?utf-8?B?" + b64encode(text.encode()) + b"?="


def part(kind: str, coding: str, content: bytes) -> bytes:
    head = f"Content-Type: {kind}; charset=utf-8\nContent-Transfer-Encoding: {coding}\n\n"
    return head.encode() + content + b"\n"


def of_parts(*parts: bytes) -> bytes:
    told = b"".join(b"--B\n" + each for each in parts)
    return HEAD + b'Content-Type: multipart/mixed; boundary="B"\n\n' + told + b"--B--\n"


def in_base64(text: str) -> bytes:
    return b64encode(text.encode())


SAYS = f"I am {MAIL} and my shelves came late."
WITHIN = HEAD + part("text/plain", "base64", in_base64(SAYS))
WAYS = {
    "the sender": b"From: " + word(MAIL) + b"\n" + HEAD + b"\nSecret words.\n",
    "a subject of two words": b"Subject: %s\n %s\n%s\nSecret words.\n"
    % (word("of sally@exa"), word("mple.org"), HEAD),
    "base64": WITHIN,
    "quoted-printable": HEAD + part("text/plain", "quoted-printable", b"I am sally=40example.org."),
    "HTML": HEAD + part("text/html", "7bit", b"<p>I am sally&#64;example.org.</p>"),
    "HTML with tags within": HEAD + part("text/html", "7bit", b"<p>sally<b>@</b>example.org.</p>"),
    "HTML beside plain text": of_parts(
        part("text/plain", "7bit", b"Late."),
        part("text/html", "base64", in_base64("<p>I am sally&commat;example.org.</p>")),
    ),
    "an address that is a link": HEAD
    + part("text/html", "7bit", b'<a href="mailto:sally%40example.org">me</a>'),
    "another charset": HEAD.replace(b"1.0\n", b"1.0\nContent-Type: text/plain; charset=utf-16\n"
    b"Content-Transfer-Encoding: base64\n\n") + b64encode(SAYS.encode("utf-16")) + b"\n",
    "a file": of_parts(
        part("text/plain", "7bit", b"See the file."),
        part("text/csv", "base64", in_base64(f"1,{MAIL}\n")),
    ),
    "a message within": of_parts(
        part("text/plain", "7bit", b"See below."),
        b"Content-Type: message/rfc822\n\n" + WITHIN,
    ),
}  # fmt: skip

ANOTHERS = HEAD + part("text/plain", "base64", in_base64(f"I am jo{MAIL} and it came late."))


def held(raw: bytes) -> Incoming:
    row = place_message(take_message(raw, "smtp", BY, NOW).pk, BY, NOW)
    assert (row.sender, row.case) == ("", None)
    return row


@pytest.mark.django_db
@pytest.mark.parametrize("raw", WAYS.values(), ids=WAYS)
def test_held_mail_of_no_sender_goes_in_whatever_form_it_says_the_address(
    raw: bytes, lead: Person, administrator: Person
) -> None:
    customer = Customer.objects.create(name="Sally Hart", email=MAIL)
    assert MAIL.encode() not in raw
    row, of_another = held(raw), held(ANOTHERS)
    erasure = erase.propose(customer.pk, None, ErasureWhy.REQUEST, lead, NOW)
    erase.approve(erasure.pk, administrator, NOW)
    row.refresh_from_db()
    of_another.refresh_from_db()
    assert (row.state, of_another.state) == ("erased", "held")


@pytest.mark.parametrize(
    "raw",
    [
        b"Subject: =?utf-8?B?" + b"A" * 200_000 + b"?=\n\nWords.",
        HEAD + part("text/html", "7bit", b"<b>&#" * 300_000),
        HEAD + part("text/plain", "base64", b"=" * 100),
        b"\x00" * 1000,
        b"",
    ],
    ids=["a header too long", "too many tags", "no base64", "no mail", "nothing"],
)
def test_what_cannot_be_read_says_what_its_bytes_say(raw: bytes) -> None:
    assert not any(MAIL in each for each in all_said(raw))
    assert any(MAIL in each for each in all_said(raw + MAIL.encode()))


def test_a_message_that_is_made_to_take_long_is_read_within_bounds() -> None:
    words = b" ".join([b"=?utf-8?B?YWFh?="] * 1_000)
    head = b"".join(b"X-%d: " % at + words + b"\n" for at in range(50))
    tags = b"Content-Type: text/html\n\n" + b"<b>" * 10_000 + b"\n"
    within = b"Content-Type: message/rfc822\n\n" + head + b"\nWords.\n"
    told = all_said(of_parts(*[tags] * 250, *[within] * 20, part("text/plain", "7bit", b"last")))
    signs = [len(each) for each in told]
    assert sum(signs[1:]) < 2 * signs[0]
