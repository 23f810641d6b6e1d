"""Words of the complaint marked as what is alleged, or as what would put it right."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from upheld.core.references import reference
from upheld.core.words import AllegationKind, CaseId
from upheld.desk.forms.marking import DEMAND, MarkingForm
from upheld.steps.investigate import allege
from upheld.steps.mark import mark, record_demand
from upheld.store.models import Case, Person

from .acting import Done, act


@require_POST
def marking(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    found = Case.objects.filter(pk=case_id).prefetch_related("allegations").first()
    if found is None:
        raise Http404(f"there is no case {reference(case_id)}")
    form = MarkingForm(
        request.POST, key="marking", text=found.text, alleged=list(found.allegations.all())
    )

    def step(told: Mapping[str, Any], by: Person, now: datetime) -> Done:
        if told["what"] == DEMAND:
            record_demand(case_id, form.quote, by, now)
            return Done("What would put it right is kept, apart from what is alleged.")
        if form.again is not None:
            mark(case_id, form.again, told["spans"], by, now)
            return Done("The words are marked.")
        statement = told["statement"].strip() or form.quote
        kind = AllegationKind(told["what"])
        pk = allege(case_id, kind, statement, {}, by, now, told["spans"])
        return Done("The allegation is written down. What is known about it?", f"facts-{pk}")

    return act(request, case_id, "marking", form, step)
