"""Where our server's own results stand among what others wrote (RFC 8601, sections 5 and 7.1):
below the topmost of them nothing vouches that has a `Received` between. The orders are those of
real mail servers, which do not agree on whether theirs stand above or below their own."""

from pathlib import Path

import pytest
from tests.core.test_post_corpora import MAIL

from upheld.core.post import read, vouched

SERVER = "mx.firm.example"
FROM = "From: Vic <v@bank.example>\nSubject: x\n\nPay it to DE00 1."
DAY = "Mon, 2 Nov 2026 10:00:00 +0000"
BORDER = f"Received: from mail.bank.example (203.0.113.9) by {SERVER} (Postfix) id 1; {DAY}"
WITHIN = f"Received: from {SERVER} by store.firm.example with LMTP id 2; {DAY}"
SCANNED = f"Received: from localhost by {SERVER} (Postfix) id 3; {DAY}"
SENDERS = f"Received: from [10.0.0.4] by mail.bank.example with ESMTPSA id 4; {DAY}"


def of_ours(*results: str) -> str:
    return "; ".join([f"Authentication-Results: {SERVER}", *results])


def dmarc(found: str) -> str:
    return of_ours(f"dmarc={found} (p=none dis=none) header.from=bank.example")


DKIM, SPF = (
    of_ours("dkim=pass header.d=bank.example"),
    of_ours("spf=pass smtp.mailfrom=v@bank.example"),
)
ALL = of_ours("dkim=pass header.i=@bank.example", "spf=pass smtp.mailfrom=v@bank.example",
              "dmarc=pass (p=REJECT) header.from=bank.example")  # fmt: skip
FORGED = dmarc("pass")


def found(*headers: str) -> bool | None:
    return vouched(read("\n".join([*headers, FROM]).encode()), SERVER)


@pytest.mark.parametrize(
    "headers",
    [
        (ALL, BORDER, SENDERS),
        (DKIM, dmarc("pass"), BORDER),
        (BORDER, DKIM, "DMARC-Filter: OpenDMARC Filter v1.3.2", dmarc("pass"), SPF, SENDERS),
        (WITHIN, BORDER, "Received-SPF: pass", ALL, SENDERS),
        (WITHIN, SCANNED, dmarc("pass"), DKIM, BORDER, SENDERS),
        (BORDER, SENDERS, ALL),
        ("Authentication-Results: store.firm.example; dmarc=none", WITHIN, BORDER, ALL),
    ],
    ids=[
        "above, as the RFC has it", "above, each program one", "Postfix with OpenDMARC before 2026",
        "Gmail", "between two passes of Postfix", "the last of all, rspamd before 1.7", "a store",
    ],
)  # fmt: skip
def test_what_our_server_wrote_vouches_wherever_it_writes(headers: tuple[str, ...]) -> None:
    assert found(*headers) is True


@pytest.mark.parametrize(
    "headers",
    [
        (DKIM, BORDER, FORGED),
        (DKIM, SPF, BORDER, SENDERS, FORGED),
        (BORDER, SPF, SENDERS, FORGED),
        (WITHIN, DKIM, BORDER, FORGED),
        (of_ours("none"), BORDER, FORGED),
    ],
)
def test_below_a_received_that_stands_under_ours_nobody_is_vouched_for(
    headers: tuple[str, ...],
) -> None:
    assert found(*headers) is None


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ((dmarc("none"), BORDER, FORGED), None),
        ((FORGED, BORDER, SENDERS, dmarc("none")), None),  # by rspamd before 1.7, the last of all
        ((FORGED, BORDER, SENDERS, dmarc("fail")), False),
        ((dmarc("fail"), BORDER, FORGED), False),
        ((DKIM, BORDER, dmarc("fail")), False),
    ],
)
def test_of_two_that_say_different_things_the_worse_holds_wherever_it_stands(
    headers: tuple[str, ...], said: bool | None
) -> None:
    assert found(*headers) is said


def test_what_bears_another_name_is_nobodys_and_covers_nothing() -> None:
    other = "Authentication-Results: mx.other.example; dkim=pass"
    assert found(other, WITHIN, BORDER, ALL) is True


@pytest.mark.shared_data
@pytest.mark.skipif(not MAIL.is_dir(), reason="there is no mail under ../shared/data")
@pytest.mark.parametrize(
    ("path", "server", "said"),
    [
        ("nodemailer_mailparser/test/fixtures/nodemailer.eml", "mx.google.com", False),
        ("stalwart_mailparser/resources/eml/thirdparty/015.eml", "gmx.net", None),
    ],
)
def test_below_what_a_real_server_wrote_a_strangers_result_vouches_for_nobody(
    path: str, server: str, said: bool | None
) -> None:
    """Gmail wrote a failure below its `Received`, GMX above its own, and nothing of DMARC."""
    raw = (MAIL / Path(path)).read_bytes()
    author = read(raw).sender.email.partition("@")[2]
    forged = f"Authentication-Results: {server}; dmarc=pass header.from={author}\n".encode()
    assert vouched(read(raw), server) is said
    head, _, rest = raw.partition(b"\nFrom:")
    assert vouched(read(head + b"\n" + forged + b"From:" + rest), server) is said
