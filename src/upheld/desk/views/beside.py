"""Two cases beside each other."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from upheld.core.references import read_reference
from upheld.core.words import CaseId
from upheld.desk.show.beside import comparable, headline, lines, summary
from upheld.store import load
from upheld.store.load import CaseMissing
from upheld.store.models import Case

from .asking import now


@require_safe
def beside(request: HttpRequest, left_id: CaseId, right_id: CaseId) -> HttpResponse:
    """Both decisions line by line; back to the case that cannot be compared yet."""
    left, right = _cases(left_id, right_id)
    decisions = []
    for each in (left, right):
        decision = comparable(each, now())
        if decision is None:
            messages.warning(request, f"{each.reference} has no finding on every allegation yet.")
            return redirect("desk:case", each.pk)
        decisions.append(decision)
    found = lines(*decisions)
    context = {
        "left": left,
        "right": right,
        "lines": found,
        "headline": headline(found),
        "summary": summary(found),
        "now": now(),
    }
    return render(request, "desk/beside.html", context)


@require_safe
def beside_which(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """From a reference that a person typed to the comparison."""
    other = read_reference(request.GET.get("reference", ""))
    if other is None or other == case_id or not Case.objects.filter(pk=other).exists():
        messages.warning(request, "Give the reference of another case, such as UP-000415.")
        return redirect("desk:case", case_id)
    return redirect("desk:beside", case_id, other)


def _cases(*case_ids: CaseId) -> list[Case]:
    try:
        return load.pages(*case_ids)
    except CaseMissing as error:
        raise Http404(str(error)) from None
