"""Enter a message: into the case that it belongs to, or as the complaint of a new one."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from typing import NamedTuple

from upheld.core.domains import spellings
from upheld.core.intake import LONGEST_TEXT, Complainant, Complaint
from upheld.core.post import Post, Unreadable, parted, read
from upheld.core.words import CaseId, CaseState, Channel, LetterKind, MailState
from upheld.store import in_order, load, mail, save
from upheld.store import models as rows
from upheld.store.files import FileAmiss
from upheld.store.merged import as_one, complained_too, their_part

from . import may
from .go_on import go_on, heard_in, to_hear
from .pause import have
from .receive import receive

_LONGEST_NAME = 200


def enter(
    row: rows.Incoming,
    case_id: CaseId,
    post: Post | None,
    by: may.Actor,
    now: datetime,
    *,
    unchecked: bool = False,
    answers: rows.Letter | rows.Receipt | None = None,
    settled: bool = False,
    theirs: bool = False,
) -> rows.Incoming:
    """A reply in its case, or in the one that it leads to, which goes on (steps/go_on.py). One that
    answers a question of ours ends the pause in which we wait for it; where nobody vouches for it
    whoever was asked may answer still. `settled`: somebody of staff says that it belongs there, and
    where it is `theirs` too, that whoever complained wrote it, from an address that we do not know.
    """
    case = go_on(in_order.way(case_id), "They wrote again by e-mail.", by, now)
    if row.sender and row.sender == case.customer.email.lower():  # another's says nothing of it
        save.known_to_be_theirs(case, by.name, now, settled=settled)
    asked = next(_questions(row, case, answers, settled, theirs), None)
    mail.entered(
        row, case, words_said(post), post, by.name, now, unchecked=unchecked, theirs=theirs,
        answers=asked.question if asked else None, whom=asked.whom if asked else None,
    )  # fmt: skip
    if asked and asked.whom == case.customer_id:
        have(case, asked.question, by, now)
    to_hear(case, now)
    return row


class _Asked(NamedTuple):
    question: rows.Letter
    whom: int


def _questions(
    row: rows.Incoming,
    case: rows.Case,
    answers: rows.Letter | rows.Receipt | None,
    settled: bool,
    theirs: bool,
) -> Iterator[_Asked]:
    """The question that they answer, if it is one to them: whoever complained in the case, or in
    one that went over into it."""
    if not isinstance(answers, rows.Letter) or answers.kind != LetterKind.QUESTION:
        return
    for own in their_part.together(case).every:
        if theirs or _is_of(row.sender, own.customer, answers, settled):
            found = complained_too.question_to(own, answers.pk)
            yield from (_Asked(found, own.customer_id),) if found else ()


def _is_of(sender: str, who: rows.Customer, asked: rows.Letter, settled: bool) -> bool:
    """Whether it came from their address; where somebody of staff says that it is of the case, from
    any that is known to be theirs: the one that we asked them at, and each of their rows."""
    known = {who.email}
    if settled:
        known |= {asked.to, *as_one.family(who).values_list("email", flat=True)}
    return bool(sender) and any(sender in spellings(each) for each in known if each)


def enter_unproved(
    row: rows.Incoming, case_id: CaseId, post: Post, by: may.Actor, now: datetime
) -> rows.Incoming:
    """What goes on from a message of theirs may be from anybody who has seen that one: it is kept
    for whoever works on the case to read, and moves nothing by itself."""
    case = heard_in(in_order.way(case_id))
    if case.state == CaseState.CLOSED:  # where nobody would read it
        why = f"it goes on from a message in {case.reference}, which is closed: is it them?"
        return mail.settled(row, MailState.HELD, why, case, by.name, now)
    mail.entered(row, case, words_said(post), post, by.name, now, unproved=True)
    to_hear(case, now)
    return row


def new_case(
    row: rows.Incoming, post: Post, by: may.Actor, now: datetime, *, theirs: bool | None = None
) -> rows.Incoming:
    """`theirs` is None where a person makes it: they say whose it is."""
    case_id = receive(complaint_of(row, post), by, now, theirs=theirs)
    mail.entered(row, load.case(case_id), mail.THE_COMPLAINT, post, by.name, now)
    return row


def complaint_of(row: rows.Incoming, post: Post) -> Complaint:
    """What was said, whole: somebody who passes on a long exchange means all of it."""
    text = post.text.strip() or _without_words(post)
    if len(text) > LONGEST_TEXT:
        told = "\n\n(It goes on: see the message as it came.)"
        text = text[: LONGEST_TEXT - len(told)] + told
    return Complaint(
        text=text,
        received_at=row.came_at,
        complainant=Complainant(post.sender.name[:_LONGEST_NAME], row.sender),
        subject=post.subject,
        channel=Channel.EMAIL,
    )


def _without_words(post: Post) -> str:
    """A photograph may be the whole complaint. Empty when there is nothing at all."""
    names = ", ".join(each.name for each in post.attachments)
    said = f"(No text. Subject: {post.subject})" if post.subject else "(No text.)"
    return f"{said} It came with {names}." if names else said if post.subject else ""


def words_said(post: Post | None) -> str:
    """The new words of a reply; what it quotes stays in the message as it came."""
    if post is None:
        return "A message that could not be read: see it as it came."
    return parted(post.text).new[:LONGEST_TEXT] or _without_words(post) or "(Nothing.)"


@contextmanager
def readable(row: rows.Incoming) -> Iterator[Post | None]:
    """The message, whose files are there for as long; None where it cannot be read."""
    with ExitStack() as opened:
        try:
            post = read(opened.enter_context(mail.raw(row)))
        except (Unreadable, FileAmiss):
            post = None
        yield post
