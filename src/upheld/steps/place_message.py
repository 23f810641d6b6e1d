"""Place a message: into the case that it answers, into a new one, or before a person's eyes."""

import logging
import unicodedata
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import IO

from django.db import IntegrityError, transaction

from upheld.core.domains import spellings
from upheld.core.intake import IntakeError
from upheld.core.post import Kind, Post, Unreadable, kind_of, read
from upheld.core.states import CaseErased
from upheld.core.words import CaseId, Channel, MailState
from upheld.store import about, addresses, load, mail, save, tokens
from upheld.store import models as rows
from upheld.store.files import FileAmiss, FileAway
from upheld.store.merged import merging, own_day
from upheld.store.policies import PolicyMissing

from . import may
from .assign import begin_with
from .came_back import came_back
from .enter_message import enter, enter_unproved, new_case, readable

_HOUR = timedelta(hours=1)
_MOST_AN_HOUR = 20


class NothingToPlace(ValueError):
    """The message has its place already, or there is nothing to make a case of."""


def place_message(incoming_id: int, by: may.Actor, now: datetime) -> rows.Incoming:
    """Places a new message by what it says; what cannot be placed is held, with the reason.

    Raises FileAway and StorageAway where files cannot be reached: then nothing is placed."""
    row = rows.Incoming.objects.get(pk=incoming_id)
    try:
        came = mail.raw(row)
    except FileAway:
        raise
    except FileAmiss as error:
        return hold(incoming_id, str(error), by, now)
    with came:
        return _read_and_placed(incoming_id, came, by, now)


def _read_and_placed(
    incoming_id: int, came: IO[bytes], by: may.Actor, now: datetime
) -> rows.Incoming:
    post = None
    try:
        post = read(came)
        try:
            return _place(incoming_id, post, by, now)
        except (IntegrityError, CaseErased):  # its copy was placed, or its case erased, just now
            return _place(incoming_id, post, by, now)
    except (Unreadable, IntakeError, PolicyMissing) as error:
        if isinstance(error, Unreadable) and error.__cause__:
            logging.getLogger(__name__).error("message %s is unread", incoming_id, exc_info=error)
        return hold(incoming_id, str(error), by, now, post)


@transaction.atomic
def hold(
    incoming_id: int, why: str, by: may.Actor, now: datetime, post: Post | None = None
) -> rows.Incoming:
    """Keeps a new message before a person's eyes, with the reason; with what it says of itself,
    where it could be read: an erasure finds it by its sender."""
    row = mail.incoming(incoming_id)
    may.check("place", by)
    if row.state != MailState.NEW:
        return row
    if post:
        mail.described(row, post, _kind(row, post))
    return mail.settled(row, MailState.HELD, why, None, by.name, now)


@transaction.atomic
def _place(incoming_id: int, post: Post, by: may.Actor, now: datetime) -> rows.Incoming:
    row = mail.incoming(incoming_id)
    may.check("place", by)
    if row.state != MailState.NEW:
        return row
    kind = _kind(row, post)
    mail.described(row, post, kind)
    if before := mail.placed_before(row):
        return _again(row, before, post, by, now)
    if kind is Kind.BOUNCE:
        return came_back(row, post, by, now)
    if kind not in (Kind.PERSON, Kind.FORGED):
        ours = tokens.about_a_case(_told_to(post))
        why, case = _ASIDE[kind], ours.case if ours else None
        return mail.settled(row, MailState.ASIDE, why, case, by.name, now)
    return _of_person(row, post, by, now)


def _kind(row: rows.Incoming, post: Post) -> Kind:
    kind = kind_of(post, row.return_path, {tokens.own_address()})
    forged = kind is Kind.PERSON and mail.vouched_for(row, post) is False
    return Kind.FORGED if forged else kind


_ASIDE = {
    Kind.AUTOMATIC: "an automatic reply: no person wrote it",
    Kind.DELAY: "a mail server is still trying to deliver our letter",
    Kind.REPORT: "a report of a mail program, not a message",
    Kind.LIST: "it went to a mailing list, not to us",
    Kind.ECHO: "it came from our own address",
}


def _again(
    row: rows.Incoming, before: rows.Incoming, post: Post, by: may.Actor, now: datetime
) -> rows.Incoming:
    """The same Message-ID is the same message, if it says the same and brings nothing else: else a
    person looks."""
    with mail.raw(before) as came:
        first = read(came)
        same = (first.sender.email, _told(first)) == (post.sender.email, _told(post))
        same = same and _files(post) <= _files(first)
    if same:
        why = "the same message came before"
        if _files(post) == _files(first):  # whoever sent that one may have put a file to it
            _proves(row, before, post, by, now)
        return mail.settled(row, MailState.ASIDE, why, before.case, by.name, now)
    why = "another message has the same Message-ID and says something else"
    return mail.settled(row, MailState.HELD, why, before.case, by.name, now)


def _proves(
    row: rows.Incoming, before: rows.Incoming, post: Post, by: may.Actor, now: datetime
) -> None:
    """The case that was made of the first is theirs, once a mail server vouches for the second."""
    if before.case_id is None or not mail.is_of_one_known(row, post):
        return
    case = load.case(CaseId(before.case_id))
    made = case.channel == Channel.EMAIL and own_day.itself(case) == before.came_at
    if made and row.sender in spellings(case.customer.email):
        save.known_to_be_theirs(case, by.name, now)
        addresses.works(case.customer, case, by.name, now)


def _told(post: Post) -> str:
    """What it says: of one without a text, its subject, which mail servers add words to."""
    return post.text if post.text.strip() else post.subject


def _files(post: Post) -> set[str]:
    return {each.sha256 for each in post.attachments}


def _of_person(row: rows.Incoming, post: Post, by: may.Actor, now: datetime) -> rows.Incoming:
    if not row.sender:
        return mail.settled(row, MailState.HELD, _NOBODY, None, by.name, now)
    if why := _of_several(post):
        return mail.settled(row, MailState.HELD, why, None, by.name, now)
    ours = tokens.about_a_case(_told_to(post))
    case, theirs = _answered(row.sender, post, ours)
    if row.kind == Kind.FORGED:
        why = f"your mail server says that it is not from {row.sender}: is it them?"
        return mail.settled(row, MailState.HELD, why, case, by.name, now)
    vouched = mail.vouched_for(row, post)
    proved = vouched or _got(row.sender, ours)
    if not (theirs and proved) and (why := _too_many(row, vouched)):
        return mail.settled(row, MailState.HELD, why, case, by.name, now)
    if case is None and tokens.kind_letter(_told_to(post)):
        return mail.settled(row, MailState.HELD, _KINDLY, None, by.name, now)
    if case is None:
        return _heard(new_case(row, post, by, now, theirs=vouched is True), vouched, by, now)
    if not theirs:
        why = f"it answers {case.reference}, whose customer has another address: is it them?"
        why = " ".join((why, *_beyond_ascii(row.sender)))
        return mail.settled(row, MailState.HELD, why, case, by.name, now)
    if proved:
        entered = enter(row, CaseId(case.pk), post, by, now, unchecked=not vouched, answers=ours)
        return _heard(entered, vouched, by, now)
    return enter_unproved(row, CaseId(case.pk), post, by, now)


def _got(sender: str, ours: rows.Letter | rows.Receipt | None) -> bool:
    """Whether our mail went to this address: whoever has its token got it there, or was sent it on.
    Of another address it proves nothing, though the case of that may be one with theirs by now."""
    return ours is not None and sender in spellings(ours.to)


def _heard(row: rows.Incoming, vouched: bool | None, by: may.Actor, now: datetime) -> rows.Incoming:
    """Whoever is known to write from an address has it: mail reaches them there."""
    if vouched and row.case and row.sender in spellings(row.case.customer.email):
        addresses.works(row.case.customer, row.case, by.name, now)
    return row


def _too_many(row: rows.Incoming, vouched: bool | None) -> str:
    """Why it is one too many of its sender. Whoever is proved is counted by what was proved alone,
    and what is forged is not counted: else a stranger who writes enough under their name has theirs
    held."""
    hour = row.sender, row.came_at - _HOUR, row.came_at
    if vouched:
        many = mail.proved_complaints(*hour) >= _MOST_AN_HOUR  # this one is none yet
    else:
        many = mail.from_sender(*hour) > _MOST_AN_HOUR
    told = f"{row.sender} has sent more than {_MOST_AN_HOUR} messages within an hour"
    if not many:
        return ""
    return told if vouched else f"{told}, and nobody vouches that it is them"


def _of_several(post: Post) -> str:
    """Why it is of nobody: a mail server may have vouched for another of them than the one that we
    would believe (RFC 7489, section 6.6.1)."""
    first, *others = dict.fromkeys(each.email for each in post.senders if each.email)
    if not others:
        return ""
    told = f"{first} and {others[0]}" if len(others) == 1 else f"{first} and {len(others)} others"
    return f"it names several senders, {told}: whose is it?"


_NOBODY = "it names no sender, or not for certain"
_KINDLY = (
    "it answers a letter in which we asked kindly how it was: make a case of it where something "
    "went wrong"
)


def _told_to(post: Post) -> tuple[str, ...]:
    """Where our signed token stands in an answer."""
    return (*post.answers, *(each.email for each in post.to))


def _answered(
    sender: str, post: Post, ours: rows.Letter | rows.Receipt | None
) -> tuple[rows.Case | None, bool]:
    """The case of the letter or link that it answers, by our signed token, or of the message of
    theirs that it goes on from; never by its subject, which anybody can write. One that was merged
    leads to where it is heard; one that was erased takes nothing, and is as if it were not there.

    And whether the sender complained in it, or in one that was merged with it, which leads on."""
    said = ours or about.by_message_ids(post.answers)
    if said is None or said.case is None:
        return None, False
    own = _of_sender(sender, said.case)
    found = merging.heard_in(own or said.case)
    return (None, False) if found.erased_at else (found, own is not None)


def _of_sender(sender: str, answered: rows.Case) -> rows.Case | None:
    """The case of whoever has this address: what they answer, or what was merged with that."""
    there = merging.leads_to(answered)
    every = (answered, there, *merging.family(there))
    return next((each for each in every if sender in spellings(each.customer.email)), None)


def _beyond_ascii(sender: str) -> Iterator[str]:
    """A letter of another alphabet looks like one of ours, and the two addresses like one."""
    for sign in dict.fromkeys(each for each in sender if not each.isascii()):
        yield f"Its {sign} is {unicodedata.name(sign, 'a sign without a name')}"


@transaction.atomic
def place_into(
    incoming_id: int, case_id: CaseId, by: may.Actor, now: datetime, *, theirs: bool = False
) -> None:
    """A person puts a message that was held or set aside into a case. What answers a question, from
    an address of whom we asked, is their answer by that; from any other where the person says that
    it is `theirs`. Of what no mail server vouches for, whoever was asked may answer still.

    Raises NothingToPlace, MailMissing, CaseMissing or NotAllowed."""
    row = _held(incoming_id, by)
    with readable(row) as post:
        ours = tokens.about_a_case(_told_to(post)) if post else None
        enter(row, case_id, post, by, now, answers=ours, settled=True, theirs=theirs)


@transaction.atomic
def place_as_new(incoming_id: int, by: may.Actor, now: datetime) -> CaseId:
    """A person makes a new case of a message that was held or set aside. One that is about a case
    of a private team stays with it.

    Raises NothingToPlace, MailMissing, IntakeError, PolicyMissing or NotAllowed."""
    row = _held(incoming_id, by)
    with readable(row) as post:
        if post is None:
            raise NothingToPlace("it cannot be read: write the complaint down, and place it there")
        told_of = row.case
        new_case(row, post, by, now)
    assert row.case is not None
    begin_with(row.case, told_of.owner if told_of else None, by, now)
    return CaseId(row.case.pk)


def _held(incoming_id: int, by: may.Actor) -> rows.Incoming:
    row = mail.incoming(incoming_id)
    may.check("place", by)
    if row.state not in (MailState.HELD, MailState.ASIDE):
        raise NothingToPlace("this message has its place already: look at the case")
    if mail.placed_before(row):
        # Two messages with one Message-ID: this one is known by its bytes from now on.
        row.message_id = ""
        row.save(update_fields=["message_id"])
    return row
