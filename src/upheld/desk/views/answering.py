"""The letter, what they say of it, and how the case ends."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from upheld.core.event_kinds import EventKind
from upheld.core.promises.commitments import CommitmentState
from upheld.core.words import CaseId, Channel, LetterKind, LetterState
from upheld.desk.forms.answer import (
    AcceptanceForm,
    AddressForm,
    ClosingForm,
    LetterForm,
    NothingToFill,
    ReopeningForm,
)
from upheld.desk.show.merging import complained_too, whose
from upheld.steps import deliver, may
from upheld.steps.acknowledge import acknowledge
from upheld.steps.answer import answer, ask, keep_draft
from upheld.steps.close import close, hear, reopen
from upheld.steps.printed import file_name, printed
from upheld.store import causes, load
from upheld.store.came_last import unheard
from upheld.store.models import Case, Commitment, Letter, Person
from upheld.store.typeset import NotPrintable

from .acting import Done, act
from .asking import now as moment
from .asking import person
from .overwriting import There, of_case

_SENT = {
    LetterKind.ACKNOWLEDGEMENT: "The acknowledgement is on its way.",
    LetterKind.QUESTION: "The question is on its way. The clocks go on.",
    LetterKind.FINAL: "The answer is on its way.",
}


@require_POST
def letter(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Keeps the draft, or sends it when it passes its checks."""
    form = LetterForm(request.POST, key="letter")

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        written = form.letter()
        if request.POST.get("then") == "keep":
            keep_draft(case_id, written, by, now)
            return Done("The draft is kept and checked.", "letter")
        match written.kind:
            case LetterKind.ACKNOWLEDGEMENT:
                acknowledge(case_id, written, by, now)
            case LetterKind.QUESTION:
                ask(case_id, written, by, now)
            case LetterKind.FINAL:
                answer(case_id, told["decision"], written, by, now)
        return Done(_SENT[written.kind])

    return act(request, case_id, "letter", form, step, _draft(request, case_id))


def _draft(request: HttpRequest, case_id: CaseId) -> There:
    """The draft that this letter would take the place of. One that was written to an earlier
    decision was set aside before, and is in nobody's way."""
    kind = request.POST.get("kind", "")

    def kept() -> Mapping[str, Any] | None:
        drafts = Letter.objects.filter(case=case_id, kind=kind, state=LetterState.DRAFT)
        latest = load.latest_decision(case_id)
        return drafts.filter(decision=latest).values("subject", "body").first()

    return of_case(case_id, kept, EventKind.DRAFTED, kind=kind)


@require_POST
def question(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Asks the customer what the facts so far leave open, before anything is decided."""
    form = LetterForm(request.POST, key="question")

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        ask(case_id, form.letter(), by, now)
        return Done(_SENT[LetterKind.QUESTION])

    return act(request, case_id, "question", form, step)


@require_POST
def again(request: HttpRequest, case_id: CaseId, letter_id: int) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        deliver.send_again(case_id, letter_id, by, now, told["email"])
        return Done("The letter is on its way again.")

    return act(request, case_id, "again", AddressForm(request.POST, key="again"), step)


@require_POST
def posted(request: HttpRequest, case_id: CaseId, letter_id: int) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        deliver.posted(case_id, letter_id, by, now)
        return Done("The letter is recorded as posted.")

    return act(request, case_id, "posted", NothingToFill(request.POST, key="posted"), step)


@require_safe
def letter_pdf(request: HttpRequest, case_id: CaseId, letter_id: int) -> HttpResponse:
    """A letter that left, or waits to be posted, on paper."""
    kept = Letter.objects.exclude(queued_at=None).select_related("case__customer")
    letter = get_object_or_404(kept, case=case_id, pk=letter_id)
    try:
        may.check("read", person(request))
        content = printed(letter)
    except may.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except NotPrintable as error:
        messages.warning(request, capfirst(str(error)))
        return redirect("desk:case", case_id)
    name = file_name(letter)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@require_POST
def acceptance(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        accepted, of = told["accepted"] == "yes", CaseId(told.get("whose", case_id))
        channel = Channel(told["channel"]) if told["channel"] else None
        hear(of, accepted, told["words"], by, now, channel=channel)
        if not accepted:
            return Done("They contest it. The case is looked at anew.")
        if of != case_id:
            return Done("They accept it.")
        return Done("They accept it. Close the case with its cause.", "closure")

    case = Case.objects.filter(pk=case_id).first()
    too = complained_too(case, person(request), moment()) if case else []
    offered = whose(case, too, person(request)) if case else []
    form = AcceptanceForm(request.POST, key="acceptance", whose=offered)
    return act(request, case_id, "acceptance", form, step)


@require_POST
def closure(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        close(
            case_id, told["cause"], told["lesson"], told["misunderstood"], by, now,
            still_to_keep=told.get("still_to_keep", False), was_read=told.get("was_read", False),
        )  # fmt: skip
        return Done("The case is closed.")

    still = Commitment.objects.filter(case=case_id, state=CommitmentState.OPEN).count()
    case = Case.objects.filter(pk=case_id).first()
    wrote = case is not None and unheard(case) is not None
    form = ClosingForm(
        request.POST, key="closure", causes=causes.listed(), promises=still, wrote=wrote
    )
    return act(request, case_id, "closure", form, step)


@require_POST
def reopening(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        reopen(case_id, told["why"], by, now)
        return Done("The case is open again, with its history and its clocks.")

    form = ReopeningForm(request.POST, key="reopening")
    return act(request, case_id, "reopening", form, step)
