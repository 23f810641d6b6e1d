"""Fair: whether like cases were treated alike, whoever came. For leads and auditors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld.core.returns import PeriodError
from upheld.desk.forms.period import PeriodForm
from upheld.desk.show.fairness import fairness_page
from upheld.insight.fair.kept import fairness_kept

from .asking import may_take, now


@require_safe
def fair(request: HttpRequest) -> HttpResponse:
    """All kinds of groups in a table, and the groups of the kind that is asked for."""
    may_take(request, "see_fairness")
    form = PeriodForm(request.GET.dict(), key="period")
    context = {"section": "fairness", "form": form, "now": now()}
    if form.is_valid():
        try:
            worked = fairness_kept(form.cleaned_data["first"], form.cleaned_data["last"], now())
        except PeriodError as error:
            form.add_error("last", str(error))
        else:
            part = fairness_page(worked.told, request.GET) if worked.told else {}
            context |= {"worked": worked, **part}
    status = 422 if form.errors else 200
    return render(request, "desk/insight/fairness.html", context, status=status)
