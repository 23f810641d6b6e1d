"""The signed name of a letter, or of the mail with a link to a case, in its Message-ID and in the
address that answers go to."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from email.utils import parseaddr
from secrets import token_hex

from django.conf import settings

from upheld.core.domains import as_sent

from . import models as rows
from . import secret

_SALT = "upheld.letters"
_SIGNATURE = 24
_LINK = "link"
# Small letters and digits alone: a mail server may write an address in small letters.
_TOKEN = re.compile(
    rf"up\.({_LINK}|\d{{1,18}})\.(\d{{1,18}})\.([0-9a-f]{{{_SIGNATURE}}})(?![0-9a-f])"
)


@dataclass(frozen=True, slots=True)
class Named:
    """The letter that a token of ours names; a link to a case where `case` is None."""

    case: int | None
    letter: int


_Sent = rows.Letter | rows.Asked | rows.Receipt


def message_id(letter: _Sent) -> str:
    """The Message-ID of a letter, with its brackets. Each mail with a link that is made anew has
    another one: a mail program shows the first of two that have the same."""
    again = f".{letter.attempts}" if isinstance(letter, rows.Receipt) else ""
    return f"<{_token_of(letter)}{again}@{own_domain()}>"


def nameless_id() -> str:
    """The Message-ID of a message that nobody answers by. One that Django makes tells the name of
    this machine and the number of the process."""
    return f"<{token_hex(16)}@{own_domain()}>"


def reply_to(letter: _Sent) -> str:
    """Our address with the letter's token after a plus sign (RFC 5233, section 1)."""
    box, _, domain = own_address().partition("@")
    return f"{box}+{_token_of(letter)}@{domain}"


def _token_of(letter: _Sent) -> str:
    """A kind letter is about no case: it stands under the case 0, which no letter does. A link is
    asked for before anybody knows of which case it is."""
    match letter:
        case rows.Letter():
            return _token(letter.case_id, letter.pk)
        case rows.Receipt():
            return _token(_LINK, letter.pk)
        case _:
            return _token(0, letter.pk)


def answer_of(asked_id: int) -> str:
    """What an address needs beside the number of a kind letter, so that only who got it answers."""
    return _answers(asked_id)[0]


def is_answer(asked_id: int, given: str) -> bool:
    return secret.is_one_of(given, _answers(asked_id))


def _answers(asked_id: int) -> list[str]:
    return [each[:32] for each in secret.marks(f"{_SALT}.answers", str(asked_id))]


def own_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()


def own_domain() -> str:
    """Of our address, as a mail server is told it."""
    return as_sent(own_address()).rpartition("@")[2] or "localhost"


def named(told: str) -> Named | None:
    """The letter named in an address or a Message-ID, if the signature is ours."""
    found = _TOKEN.search(told.lower())
    return _signed(found) if found else None


def every(text: str) -> Iterator[Named]:
    """What all tokens of ours in a text name, each once."""
    found = {each[0]: each for each in _TOKEN.finditer(text.lower())}
    return filter(None, map(_signed, found.values()))


def _signed(found: re.Match[str]) -> Named | None:
    case = None if found[1] == _LINK else int(found[1])
    letter, signature = int(found[2]), found[3]
    ours = secret.is_one_of(signature, _signatures(_LINK if case is None else case, letter))
    return Named(case, letter) if ours else None


def about_a_case(told: Iterable[str]) -> rows.Letter | rows.Receipt | None:
    """The letter of ours, or else the link to a case, that one of these ids or addresses names."""
    given = tuple(told)
    return letter(given) or link(given)


def letter(told: Iterable[str]) -> rows.Letter | None:
    """The letter of ours that the first signed token in these ids or addresses names.

    The case in the token is the one that it left from: a merge may have moved the letter since. Of
    a case that was erased none is named: nothing is written there any more."""
    for each in told:
        if (told_by := named(each)) and told_by.case:
            found = rows.Letter.objects.filter(pk=told_by.letter, case__erased_at=None)
            return found.select_related("case__customer").first()
    return None


def link(told: Iterable[str]) -> rows.Receipt | None:
    """The link to a case that one of these ids or addresses names, unless that was erased."""
    for each in told:
        if (told_by := named(each)) and told_by.case is None:
            found = rows.Receipt.objects.filter(pk=told_by.letter, case__erased_at=None)
            return found.exclude(case=None).select_related("case__customer").first()
    return None


def kind_letter(told: Iterable[str]) -> rows.Asked | None:
    """The kind letter of ours that one of these ids or addresses names."""
    for each in told:
        if (told_by := named(each)) and told_by.case == 0:
            return rows.Asked.objects.filter(pk=told_by.letter).first()
    return None


def _token(case: int | str, letter: int) -> str:
    return f"up.{case}.{letter}.{_signatures(case, letter)[0]}"


def _signatures(case: int | str, letter: int) -> list[str]:
    """96 bits are not guessed, and leave the name of the box its place in 64 signs (RFC 5321)."""
    return [each[:_SIGNATURE] for each in secret.marks(_SALT, f"{case}.{letter}")]
