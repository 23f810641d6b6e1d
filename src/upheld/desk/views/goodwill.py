"""Does goodwill work: for leads and auditors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from upheld.core.returns import PeriodError
from upheld.desk.forms.period import FollowedForm
from upheld.desk.show.goodwill import effect_page
from upheld.insight.goodwill.kept import USUAL, effects_kept

from .asking import may_take, now


@require_safe
def effect(request: HttpRequest) -> HttpResponse:
    """What goodwill did, of the days that are asked about; of all where none is."""
    may_take(request, "see_goodwill")
    form = FollowedForm({"months": "6", **request.GET.dict()}, key="followed")
    context = {"section": "goodwill", "form": form, "now": now()}
    if form.is_valid():
        given = form.cleaned_data
        try:
            months = int(given["months"] or USUAL["months"])
            worked = effects_kept(given["first"], given["last"], months, now())
        except PeriodError as error:
            form.add_error("last", str(error))
        else:
            context |= {"worked": worked, **(effect_page(worked.told) if worked.told else {})}
    status = 422 if form.errors else 200
    return render(request, "desk/insight/goodwill.html", context, status=status)
