"""A statement that was knowingly untrue: proposed, confirmed by another, withdrawn, reviewed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from upheld.core.words import CaseId
from upheld.desk.forms.answer import AgreementForm
from upheld.desk.forms.dishonesty import ProposalForm, ReviewForm, WithdrawalForm
from upheld.steps import dishonesty
from upheld.store.models import Allegation, Person

from .acting import Done, act


@require_POST
def propose(request: HttpRequest, case_id: CaseId, allegation_id: int) -> HttpResponse:
    found = Allegation.objects.filter(case=case_id, pk=allegation_id).first()
    if found is None:
        raise Http404(f"no allegation {allegation_id} in this case")

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        due = told["review_due"]
        dishonesty.propose(
            case_id, allegation_id, told["statement"], told["evidence"], due, by, now
        )
        return Done("It is proposed. A lead who looks at the evidence may confirm it.")

    key = f"propose-{allegation_id}"
    form = ProposalForm(request.POST, key=key, kept=found.evidence.all())
    return act(request, case_id, key, form, step)


@require_POST
def confirm(request: HttpRequest, case_id: CaseId, allegation_id: int) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        dishonesty.confirm(case_id, allegation_id, told["read"], by, now)
        return Done("It is confirmed. What is owed stays as it is.")

    key = f"confirm-{allegation_id}"
    return act(request, case_id, key, AgreementForm(request.POST, key=key), step)


@require_POST
def withdraw(request: HttpRequest, case_id: CaseId, allegation_id: int) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        dishonesty.withdraw(case_id, allegation_id, told["why"], by, now)
        return Done("It is withdrawn.")

    key = f"withdraw-{allegation_id}"
    return act(request, case_id, key, WithdrawalForm(request.POST, key=key), step)


@require_POST
def review(request: HttpRequest, case_id: CaseId, allegation_id: int) -> HttpResponse:
    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        stands = told["stands"] == "yes"
        due = told["review_due"]
        dishonesty.review(case_id, allegation_id, told["why"], stands, due, by, now)
        return Done("The review is kept." if stands else "It is withdrawn.")

    key = f"review-{allegation_id}"
    return act(request, case_id, key, ReviewForm(request.POST, key=key), step)
