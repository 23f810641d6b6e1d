"""What a stranger writes into the headers of a message: it vouches for nobody, and makes nobody
else of who wrote it."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from upheld.core.post import read, vouched

SERVER = "mx.firm.example"
VICTIM, STRANGER = "victim@bank.example", "x@evil.example"


def left_by(server: str, raw: bytes) -> bytes:
    """What a mail server leaves of a message before it writes its own results: it ends a line at
    LF and the headers at the first line that is none, and takes away what begins with its name."""
    headers = re.match(rb"(?:[!-9;-~]+[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*)*", raw)
    assert headers is not None
    under_its_name = rb"^authentication-results[ \t]*:\s*%s(?![\w.-])[^\n]*\n(?:[ \t][^\n]*\n)*"
    taken_away = re.compile(under_its_name % re.escape(server.encode()), re.I | re.M)
    return taken_away.sub(b"", headers[0]) + raw[headers.end() :]


def by_a_stranger(raw: bytes) -> bool | None:
    ended = b"" if b"\n\n" in raw else b"\n\nPay it to DE00 1."
    return vouched(read(left_by(SERVER, raw + ended)), SERVER)


RESULTS = b"Authentication-Results:"
PIECES = st.sampled_from([
    *(b"\r", b"\n", b"\r\n", b" ", b"\t", b"\n ", b"\x00", b"\x0b", b"\x0c", b"\x85", b"\xc2\xa0"),
    *(b":", b";", b'"', b'""', b'"x"', b"(", b")", b"(x)", b"\\", b"1", b"x", b"<", b">", b","),
    *(b"From x", b">From x", b"X-A: b", b"Subject: =?utf-8?q?a?=", b"=?utf-8?q?", b"?="),
    *(b"mx.firm.example", b"MX.Firm.Example", b"=?utf-8?q?mx=2Efirm=2Eexample?=", b"mx.firm"),
    *(RESULTS, b"authentication-results :", b"dmarc=pass", b"; dmarc=pass"),
])  # fmt: skip
FEW = st.lists(PIECES, max_size=3).map(b"".join)
FORGED = st.tuples(
    FEW, st.just(RESULTS), FEW, st.sampled_from([b"mx.firm.example", b"MX.firm.example"]), FEW,
    st.just(b"; dmarc=pass"), FEW,
).map(b"".join)  # fmt: skip


@given(FORGED)
@example(b"Authentication-Results: =?utf-8?q?mx=2Efirm=2Eexample?=; dmarc=pass")
@example(b'Authentication-Results: mx.firm.example""; dmarc=pass')
@example(b'Authentication-Results: "x"mx.firm.example; dmarc=pass')
@example(b'Authentication-Results: "mx.firm.example"; dmarc=pass')
@example(b"Authentication-Results: (x) mx.firm.example; dmarc=pass")
@example(b"Authentication-Results: \x00mx.firm.example; dmarc=pass")
@example(b"Authentication-Results: \xc2\xa0mx.firm.example; dmarc=pass")
@example(b"X-A: b\rAuthentication-Results: mx.firm.example; dmarc=pass")
@example(b"X-A: b\n:\nAuthentication-Results: mx.firm.example; dmarc=pass")
@example(b"X-A: b\nFrom x\nAuthentication-Results: mx.firm.example; dmarc=pass")
@example(b"X-A: b\n\r\r\nAuthentication-Results: mx.firm.example; dmarc=pass")
@example(b" X-A: b\nAuthentication-Results: mx.firm.example; dmarc=pass")
def test_no_header_of_a_strangers_vouches_where_our_server_wrote_none(raw: bytes) -> None:
    assert by_a_stranger(raw) is not True
    assert by_a_stranger(b"X-A: b\n" + raw) is not True


@pytest.mark.parametrize("hides", [b"X-A: 1\n", b"X-A: 1\n\n", b"X-A: 1\r", b"X-A: 1\n \n"])
def test_where_lines_end_with_both_one_sign_alone_ends_none(hides: bytes) -> None:
    """A server that passes an LF on within a line saw no header there, and took none away."""
    forged = hides + RESULTS + b" mx.firm.example; dmarc=pass header.from=bank.example\r\n"
    ours = b"Received: from x by mx.firm.example; Mon, 2 Nov 2026 10:00:00 +0000\r\n"
    raw = ours + b"From: victim@bank.example\r\n" + forged + b"\r\nPay it to DE00 1.\r\n"
    post = read(raw)
    assert vouched(post, SERVER) is not True
    assert post.sender.email == VICTIM
    assert "Pay it" in post.text


def test_where_another_server_sees_the_headers_end_they_end() -> None:
    hidden = b"X-A: 1\n\nX-B: 1\r\n" + RESULTS + b" mx.firm.example; dmarc=pass\r\n\r\nPay it."
    raw = b"Received: from x by mx.firm.example; Mon, 2 Nov 2026 10:00:00 +0000\r\n" + hidden
    assert vouched(read(raw), SERVER) is not True


@given(FORGED)
def test_what_our_server_found_out_holds_whatever_a_stranger_writes(raw: bytes) -> None:
    ours = b"Authentication-Results: mx.firm.example; dmarc=fail header.from=bank.example\n"
    assert vouched(read(ours + left_by(SERVER, raw + b"\n\nx")), SERVER) is False


@pytest.mark.parametrize(
    "told",
    [
        "mx.firm.example; dmarc=pass header.from=bank.example",
        "\r\n\tMX.firm.example 1;\r\n\tspf=none (x; dmarc=fail) smtp.helo=evil;"
        "\r\n\tdmarc=PASS\r\n\theader.from=bank.example",
    ],
)
def test_what_our_server_writes_vouches(told: str) -> None:
    raw = f"Authentication-Results: {told}\r\nFrom: v@Bank.example\r\n\r\nx"
    assert vouched(read(raw.encode()), SERVER) is True


@pytest.mark.parametrize(
    "told",
    [
        "dmarc=pass", "dmarc=pass (p=none) header.d=bank.example", "dmarc=pass header.from=",
        "dmarc=pass (header.from=bank.example)", 'dmarc=pass header.from="bank.example"',
        "dmarc=pass x-header.from=bank.example", "dmarc=pass; header.from=bank.example",
        "dmarc=pass header.from=bank.example header.from=evil.example",
    ],
)  # fmt: skip
def test_a_pass_that_does_not_say_of_whom_vouches_for_nobody(told: str) -> None:
    raw = f"Authentication-Results: {SERVER}; {told}\nFrom: v@bank.example\n\nx"
    assert vouched(read(raw.encode()), SERVER) is None


@pytest.mark.parametrize(
    ("about", "written", "found"),
    [
        ("bank.example", "v@bank.example", True),
        ("v@Bank.Example.", "v@bank.example", True),
        ("xn--bcher-kva.example", "v@bücher.example", True),
        ("evil.example", "v@bank.example", None),
        ("bank.example.evil.example", "v@bank.example", None),
        ("evil.example", "v@bank.example, x@evil.example", None),
        ("evil.example", "nobody", None),
    ],
)
def test_a_pass_is_of_the_author_who_is_read_or_of_nobody(
    about: str, written: str, found: bool | None
) -> None:
    """Whose domain passed says the server: who makes it read another author than we do gains
    nothing by a domain of their own."""
    raw = f"Authentication-Results: {SERVER}; dmarc=pass header.from={about}\nFrom: {written}\n\nx"
    assert vouched(read(raw.encode()), SERVER) is found


@pytest.mark.parametrize(
    "told",
    [
        b"From : Att <a@att2.example>\nFrom: v@vic.example",
        b"From: <@att2.example:v@vic.example>",
        b"From: v@vic.example (<a@att2.example>)",
        b'From: "a@att2.example" <=?utf-8?q?v=40vic=2Eexample?=>',
    ],
)
def test_with_a_domain_of_ones_own_nobody_is_vouched_for_as_another(told: bytes) -> None:
    ours = b"Authentication-Results: mx.firm.example; dmarc=pass header.from=att2.example\n"
    assert vouched(read(ours + told + b"\nSubject: x\n\nx"), SERVER) is not True


def emails(told: bytes) -> set[str]:
    found = read(b"From: " + told + b"\nSubject: x\n\nPay it.").senders
    return {each.email for each in found} - {""}


@pytest.mark.parametrize(
    "told",
    [
        b"<=?utf-8?q?victim=40bank.example?=>",
        b"=?utf-8?q?victim=40bank.example?=",
        b"=?utf-8?q?victim@bank.example?=",
        b'<victim@bank.example "x"@evil.example>',
        b"Victor victim@bank.example",
        b"victim.bank. example@evil.example",
        b"victim@bank.example(x).evil.example",
        b'victim@bank.example"".evil.example',
        b"victim@bank.example@evil.example",
        b"victim@bank.example\x1f.evil.example",
        b"victim@bank.example\xc2\xa0.evil.example",
        b"victim@bank.example\r.evil.example",
        "victim@ban\u212a.example".encode(),
        b"victim@bank.example," + b" " * 20_000 + b"x@evil.example",
        b'<victim@bank.example>, "x"@evil.example',
        b'"" <@bank.example:x@evil.example>',
        b"<a,victim@bank.example>",
        b"<a;victim@bank.example>",
        b"<a, victim@bank.example>",
        b"<a:victim@bank.example>",
        b"<a<victim@bank.example>",
        b"<a>victim@bank.example>",
        b"<victim@bank.example;a>",
        b"a,victim@bank.example",
        b"a;victim@bank.example",
        b"a, victim@bank.example",
        b'"a",victim@bank.example',
        b"=?utf-8?q?a?=,victim@bank.example",
        b"a,victim@bank.example <victim@bank.example>",
    ],
)
def test_an_author_whom_two_readers_could_read_otherwise_is_none(told: bytes) -> None:
    assert emails(told) == set()


@pytest.mark.parametrize(
    "told",
    [
        b"x@evil.example",
        b"<X@EVIL.example>",
        b"victim <x@evil.example>",
        b'"victim@bank.example" <x@evil.example>',
        b"x@evil.example (victim@bank.example)",
        b"=?utf-8?q?victim=40bank.example?= <x@evil.example>",
        b"=?utf-8?q?victim@bank.example?= <x@evil.example>",
        b"Late, Victor <x@evil.example>",
        b"x@evil.example <x@evil.example>",
        b"victim\r\n <x@evil.example>",
        b"Late;<x@evil.example>",
        b"=?utf-8?q?Late=2C?= Victor<x@evil.example>",
        b"x@evil.example (Late, Victor) (of Evil)",
        b"< x@evil.example >, X@evil.example",
    ],
)
def test_an_author_is_read_by_the_address_alone(told: bytes) -> None:
    assert emails(told) == {STRANGER}


def test_an_address_in_other_letters_is_read_as_it_is_written() -> None:
    assert emails("Jürgen <jürgen@exämple.example>".encode()) == {"jürgen@exämple.example"}


AROUND = st.lists(
    st.sampled_from([
        *('"', "(", ")", "<", ">", ",", ";", ":", " ", "\\", "x", '"x"', "(x)", ".", "@", "\r"),
        *("=?utf-8?q?", "?=", "=40", "\x1f", "\x0b", "\u212a", "\xa0", "ı", "[", "]", "=", "?"),
        *(f"<{VICTIM}>", VICTIM, f"<{STRANGER}>", "victim", "@bank.example", "\r\n "),
    ]),
    max_size=4,
).map("".join)  # fmt: skip


@given(AROUND, st.sampled_from([VICTIM, STRANGER, f"<{VICTIM}>"]), AROUND)
def test_no_author_is_read_whose_address_is_not_written_there(a: str, b: str, c: str) -> None:
    told = a + b + c
    for email in emails(told.encode()):
        assert re.search(rf"(?:^|[\s<>,;:]){re.escape(email)}(?:$|[\s<>,;:])", told)


PLAIN = st.text(st.sampled_from("x <>,;:.\x1f\xa0"), max_size=5)


@given(PLAIN, PLAIN, PLAIN)
def test_of_two_addresses_in_one_header_none_is_read_alone(a: str, b: str, c: str) -> None:
    assert len(emails(f"{a}{VICTIM}{b}<{STRANGER}>{c}".encode())) in (0, 2)


@given(st.text(st.sampled_from('ax."()-[]='), min_size=1, max_size=5), st.sampled_from(",;:<> "))
def test_nobody_is_read_out_of_an_address_that_has_something_before_a_sign_in_it(
    a: str, sign: str
) -> None:
    inside = emails(f"<{a}{sign}{VICTIM}>".encode())
    assert inside == set()


@given(st.text(st.sampled_from("ax.-="), min_size=1, max_size=5), st.sampled_from(",;:<> "))
def test_nor_out_of_one_that_stands_in_no_brackets(a: str, sign: str) -> None:
    assert emails(f"{a}{sign}{VICTIM}".encode()) == set()
