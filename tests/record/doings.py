"""What people do to cases, each by its real step, chosen by a number among what there is."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar

from django.core.files.base import ContentFile
from django.db import models
from tests import stories
from tests.core.mails import a_mail

from upheld.core.document import DocumentError
from upheld.core.erasing import ErasureError, ErasureWhy
from upheld.core.event_kinds import EventKind
from upheld.core.evidence import Particulars
from upheld.core.lessons import ClosingError
from upheld.core.spans import Span
from upheld.core.words import CaseId, FindingResult, LetterKind, LetterState
from upheld.jobs import outbox
from upheld.steps import (
    answer,
    answer_too,
    assign,
    close,
    decide,
    erase,
    investigate,
    keep_legal_holds,
    mark,
    may,
    merge,
    merge_customers,
    place_message,
    split,
    take_message,
)  # fmt: skip
from upheld.steps.letters import LetterBlocked
from upheld.steps.match_customers import MatchError
from upheld.store import load, loose, tokens
from upheld.store import models as rows
from upheld.store.record import events
from upheld.store.record.events import Act

# That it is not to be done now, in so many words: what is done next is something else.
REFUSALS = (
    may.WrongState, merge.MergeError, split.SplitError, answer.NotReady, ErasureError,
    LetterBlocked, ClosingError, MatchError, DocumentError, decide.Differs, decide.NothingToApprove,
)  # fmt: skip
_MAIL = may.Operator("mail")
_PEOPLE = ("Sally Hart", "Bob Miller", "Ada Quill")
_Row = TypeVar("_Row", bound=models.Model)


class Nothing(Exception):
    """There is nothing yet that it could be done to."""


@dataclass
class Firm:
    """Who works here, and what time it is; each act takes an hour."""

    handler: rows.Person
    lead: rows.Person
    administrator: rows.Person
    now: datetime = stories.NOW
    did: list[str] = field(default_factory=list)

    def do(self, name: str, number: int) -> bool:
        """Whether it was done, and not refused."""
        self.now += timedelta(hours=1)
        try:
            DOINGS[name](self, number)
        except (Nothing, *REFUSALS):
            return False
        self.did.append(name)
        return True

    def do_any(self, name: str) -> bool:
        """To the first that it can be done to."""
        return any(self.do(name, number) for number in range(60))


def _one(model: type[_Row], number: int, but: int = 0, **which: Any) -> _Row:
    found = list(model._default_manager.filter(**which).exclude(pk=but).order_by("pk"))
    if not found:
        raise Nothing(model.__name__)
    return found[number % len(found)]


def _case(number: int, but: int = 0, **which: Any) -> CaseId:
    return CaseId(_one(rows.Case, number, but, erased_at=None, **which).pk)


def _story(story: Callable[..., CaseId]) -> Callable[[Firm, int], None]:
    def told(firm: Firm, number: int) -> None:
        name = _PEOPLE[number % len(_PEOPLE)]
        email = f"{name.split()[0].lower()}@example.org"
        story(firm.handler, firm.now, name=name, email=email)

    return told


def _allege(firm: Firm, number: int) -> None:
    stories.an_allegation(_case(number), firm.handler, firm.now, statement=f"It was late {number}.")


def _find(firm: Firm, number: int) -> None:
    one = _one(rows.Allegation, number, case__erased_at=None)
    results = (FindingResult.SUBSTANTIATED, FindingResult.NOT_SUBSTANTIATED)
    because = f"The carrier's record says so, sheet {number}."
    result = results[number % 2]
    investigate.record_finding(CaseId(one.case_id), one.pk, result, because, firm.handler, firm.now)


def _facts(firm: Firm, number: int) -> None:
    one = _one(rows.Allegation, number, case__erased_at=None)
    told = {**stories.SHELVES_LATE, "days_late": number % 30}
    investigate.record_facts(CaseId(one.case_id), one.pk, told, firm.handler, firm.now)


def _evidence(firm: Firm, number: int) -> None:
    case = _case(number)
    picture = ContentFile(f"picture {number}".encode(), f"box-{number}.png")
    file = loose.keep(picture, firm.now) if number % 2 else None
    one = rows.Allegation.objects.filter(case=case).first() if number % 3 else None
    about = one.pk if one else None
    investigate.add_evidence(
        case, about, "photo", f"A box {number}", firm.handler, firm.now, Particulars(), file
    )


def _mark(firm: Firm, number: int) -> None:
    one = _one(rows.Allegation, number, case__erased_at=None)
    mark.mark(CaseId(one.case_id), one.pk, [Span(0, 2 + number % 9)], firm.handler, firm.now)


def _decide(firm: Firm, number: int) -> None:
    decide.decide(_case(number), firm.handler, firm.now, "It is another matter.")


def _answer(firm: Firm, number: int) -> None:
    case = _case(number, state="decided")
    draft = answer.draft_reply(load.page(case), firm.handler, firm.now)
    answer.answer(case, stories.the_decision(case), draft, firm.handler, firm.now)


def _answer_too(firm: Firm, number: int) -> None:
    """From a merge of two people's cases to what whoever complained too says of their answer."""
    into = _case(number, state="investigating", allegations__isnull=False, merged_into=None)
    case = _case(number // 7, allegations=None, merged_into=None)
    if not _of_two(case, into):
        raise Nothing
    merge.merge(case, into, "It is one matter.", firm.lead, firm.now, sure=True)
    decide.decide(into, firm.handler, firm.now, "It is another matter.")
    draft = answer_too.draft_answer_too(load.page(case), firm.handler, firm.now)
    decision = stories.the_decision(into)
    answer_too.answer_too(case, decision, draft, firm.handler, firm.now)
    close.hear(case, number % 2 == 0, "It was mine as well.", may.Complainant(), firm.now)


def _of_two(one: CaseId, other: CaseId) -> bool:
    whose = rows.Case.objects.filter(pk__in=(one, other))
    return len(set(whose.values_list("customer", flat=True))) == 2


def _finish(firm: Firm, number: int) -> None:
    """From what is alleged to the end of it."""
    case = _case(number, state="investigating", allegations__isnull=False)
    for one in rows.Allegation.objects.filter(case=case):
        stories.a_finding(case, one.pk, firm.handler, firm.now)
    decide.decide(case, firm.handler, firm.now, "It is another matter.")
    draft = answer.draft_reply(load.page(case), firm.handler, firm.now)
    answer.answer(case, stories.the_decision(case), draft, firm.handler, firm.now)
    _closed(firm, case)


def _close(firm: Firm, number: int) -> None:
    _closed(firm, _case(number, state="answered"))


def _closed(firm: Firm, case: CaseId) -> None:
    close.hear(case, True, "Thank you.", firm.handler, firm.now)
    stories.promises_kept(case, firm.handler, firm.now)
    close.close(case, "carrier_delay", "Ring them sooner.", "", firm.handler, firm.now)


def _reopen(firm: Firm, number: int) -> None:
    case = _case(number, state="closed", merged_into=None)
    close.reopen(case, "They wrote again.", firm.handler, firm.now)


def _assign(firm: Firm, number: int) -> None:
    owner = (firm.handler, firm.lead, None)[number % 3]
    assign.assign(_case(number), owner, firm.lead, firm.now)


def _long_ago(firm: Firm, number: int) -> None:
    """A letter that left, of which an older record says no more than that one did."""
    case = _case(number)
    rows.Letter.objects.create(
        case_id=case, kind=LetterKind.HOLDING, subject="Soon", body=f"Soon, {number}.", to="",
        state=LetterState.SENT, by="A", at=firm.now, queued_at=firm.now, sent_at=firm.now,
    )  # fmt: skip
    events.append(Act(case, EventKind.SENT, "A", firm.now, {"kind": LetterKind.HOLDING}))


def _deliver(firm: Firm, number: int) -> None:
    outbox.sweep(firm.now)


def _write(firm: Firm, number: int) -> None:
    """They answer a letter of ours, of something else, with a photograph."""
    letter = _one(rows.Letter, number, case__erased_at=None, case__customer__erased_at=None)
    raw = a_mail(
        f"The lamp {number} is broken as well.", str(letter.case.customer.email), subject="A lamp",
        message_id=f"<lamp-{number}-{firm.now:%d%H}@x>", to=tokens.reply_to(letter),
        files=(("lamp.jpg", "image/jpeg", f"lamp {number}".encode()),),
    )  # fmt: skip
    row = take_message.take_message(raw, "smtp", _MAIL, firm.now)
    if place_message.place_message(row.pk, _MAIL, firm.now).state == "held":
        place_message.place_into(row.pk, CaseId(letter.case_id), firm.lead, firm.now)


def _split(firm: Firm, number: int) -> None:
    split.split(_one(rows.Incoming, number, state="placed").pk, firm.lead, firm.now)


def _merge(firm: Firm, number: int) -> None:
    case = _case(number, merged_into=None)
    into = _case(number // 7, merged_into=None, but=case)
    merge.merge(case, into, "It is one matter.", firm.lead, firm.now, sure=True)


def _undo_merge(firm: Firm, number: int) -> None:
    row = _one(rows.Merge, number, undone_at=None, case__erased_at=None, into__erased_at=None)
    merge.undo_merge(CaseId(row.into_id), row.pk, firm.lead, firm.now)


def _merge_customers(firm: Firm, number: int) -> None:
    one = _one(rows.Customer, number, merged_into=None, erased_at=None)
    other = _one(rows.Customer, number // 7, merged_into=None, erased_at=None, but=one.pk)
    merge_customers.merge_customers(one.pk, other.pk, "They are one.", firm.lead, firm.now)


def _undo_customers(firm: Firm, number: int) -> None:
    row = _one(rows.CustomerMerge, number, undone_at=None, customer__erased_at=None)
    merge_customers.undo_customer_merge(row.pk, firm.lead, firm.now)


def _erase_person(firm: Firm, number: int) -> None:
    one = _one(rows.Customer, number, erased_at=None)
    _erase(firm, customer=one.pk)


def _erase_case(firm: Firm, number: int) -> None:
    _erase(firm, case=_case(number, state="closed", merged_into=None))


def _erase(firm: Firm, customer: int | None = None, case: CaseId | None = None) -> None:
    row = erase.propose(customer, case, ErasureWhy.REQUEST, firm.lead, firm.now)
    erase.approve(row.pk, firm.administrator, firm.now)


def _place_hold(firm: Firm, number: int) -> None:
    one = _one(rows.Customer, number, erased_at=None)
    customer, case = (one.pk, None) if number % 2 else (None, _case(number))
    due = firm.now.date() + timedelta(days=30)
    keep_legal_holds.place(customer, case, f"Claim {number}.", due, firm.lead, firm.now)


def _review_hold(firm: Firm, number: int) -> None:
    one = _one(rows.LegalHold, number, lifted_at=None)
    due = firm.now.date() + timedelta(days=60)
    keep_legal_holds.review(one.pk, "It goes on.", due, firm.lead, firm.now)


def _lift_hold(firm: Firm, number: int) -> None:
    one = _one(rows.LegalHold, number, lifted_at=None)
    keep_legal_holds.lift(one.pk, "It is settled.", firm.administrator, firm.now)


DOINGS: dict[str, Callable[[Firm, int], None]] = {
    "open": _story(stories.an_open_case),
    "investigate": _story(stories.an_investigated_case),
    "close a whole story": _story(stories.a_closed_case),
    "allege": _allege, "find": _find, "record facts": _facts, "add evidence": _evidence,
    "mark": _mark, "decide": _decide, "answer": _answer, "close": _close, "finish": _finish,
    "answer too": _answer_too,
    "reopen": _reopen, "assign": _assign, "send long ago": _long_ago, "deliver": _deliver,
    "write": _write, "split": _split, "merge": _merge, "undo a merge": _undo_merge,
    "merge customers": _merge_customers, "undo a merge of customers": _undo_customers,
    "erase a person": _erase_person, "erase a case": _erase_case,
    "place a legal hold": _place_hold, "review a legal hold": _review_hold,
    "lift a legal hold": _lift_hold,
}  # fmt: skip
