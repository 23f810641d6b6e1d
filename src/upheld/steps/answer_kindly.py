"""Answer a kind letter: all is well, something went wrong, or please do not ask again."""

import hashlib
from datetime import datetime

from django.db import transaction

from upheld.core.intake import Complainant, Complaint
from upheld.core.kindly import AskedAnswer
from upheld.core.words import CaseId, Channel
from upheld.store import asked, load, save
from upheld.store import models as rows

from . import may
from .receive import receive
from .tell import Told, tell


@transaction.atomic
def say_well(asked_id: int, by: may.Actor, now: datetime) -> None:
    """All is well. Raises AskedMissing or NotAllowed."""
    may.check("answer_kindly", by)
    asked.answered(asked.of(asked_id), AskedAnswer.WELL, None, by.name, now)


@transaction.atomic
def ask_no_more(asked_id: int, by: may.Actor, now: datetime) -> None:
    """They would rather not be asked. Raises AskedMissing or NotAllowed."""
    may.check("answer_kindly", by)
    asked.answered(asked.of(asked_id), AskedAnswer.NO_MORE, None, by.name, now)


def say_wrong(asked_id: int, text: str, by: may.Actor, now: datetime) -> CaseId:
    """What went wrong becomes a complaint about the order, as if they had filed it themselves; sent
    twice, it is one, and what they write after it goes into its case, once the letter is let go:
    cases are held before letters.

    Raises AskedMissing, IntakeError, PolicyMissing or NotAllowed."""
    case, new = _case_of(asked_id, text, by, now)
    if not new and (words := text.strip()) != case.text:
        mark = hashlib.sha256(f"kind letter {asked_id}\n{words}".encode()).hexdigest()
        tell(CaseId(case.pk), Told(words, (), None, mark), by, now)
    return CaseId(case.pk)


@transaction.atomic
def _case_of(asked_id: int, text: str, by: may.Actor, now: datetime) -> tuple[rows.Case, bool]:
    """The case of what they answer, and whether it is new."""
    may.check("answer_kindly", by)
    row = asked.of(asked_id)
    if row.case:
        return row.case, False
    about = f"Your letter about order {row.order.reference}"
    who = Complainant(email=row.customer.email)  # they did not tell what they are called
    complaint = Complaint(text, now, who, subject=about, channel=Channel.WEB)
    # The link went to their address alone: who opens it is known as by that to a case.
    case_id = receive(complaint, by, now, theirs=True)
    case = load.case(case_id)
    order = rows.Order.objects.filter(pk=row.order_id, customer=case.customer_id).first()
    save.order_linked(case, order, row.order.reference, by.name, now)
    asked.answered(row, AskedAnswer.WRONG, case_id, by.name, now)
    return case, True
