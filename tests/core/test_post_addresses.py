"""Headers of addresses in which a stranger piled more into each other than a reader can open."""

from email.utils import getaddresses

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.mails import a_bounce, a_mail

from upheld.core.post import Address, read, returned_from
from upheld.core.post.addresses import named_in

DEEP = ["(" * 2_000, "a:" * 2_000, "(\\)" * 2_000, "a:(" * 2_000, "(" * 2_000 + ")" * 2_000]
OURS, SALLY = Address("", "complaints@localhost"), Address("Sally Hart", "sally@example.org")


@pytest.mark.parametrize("header", ["To", "Cc", "Delivered-To"])
@pytest.mark.parametrize("deep", DEEP)
def test_the_message_is_read_with_whom_it_names_before(header: str, deep: str) -> None:
    named = f"complaints@localhost, {deep}"
    post = read(f"{header}: {named}\n".encode() + a_mail(to=""))
    assert (post.to[0], post.sender, post.subject) == (OURS, SALLY, "Late shelves")


@pytest.mark.parametrize("deep", DEEP)
def test_nobody_is_the_author_where_it_was_not_read_to_its_end(deep: str) -> None:
    named = f"From: Sally Hart <sally@example.org>, {deep} mallory@example.net\n"
    assert read(named.encode() + a_mail(sender="")).sender.email in ("", "sally@example.org")


def test_many_headers_are_as_one() -> None:
    assert OURS in read(b"To: complaints@localhost\n" + b"Cc: (\n" * 900 + a_mail(to="")).to


def test_so_is_what_came_back_from_somebody() -> None:
    returned = b"To: sally@example.org\n" + b"To: (\n" * 2_000 + b"\nLate."
    assert returned_from(read(a_bounce(returned))) == {"sally@example.org"}


@given(st.text(alphabet='ab@.,;:()<>"\\ []', max_size=90))
def test_nothing_that_can_be_read_is_cut(told: str) -> None:
    assert named_in([told]) == getaddresses([told])


@given(st.lists(st.sampled_from(["(", ")", "\\", '"', ":", ";", "a", "<", "[", ","]), min_size=9))
def test_whatever_is_piled_up_is_read(pieces: list[str]) -> None:
    named_in(["".join(pieces) * 300])
