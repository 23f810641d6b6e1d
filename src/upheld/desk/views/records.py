"""The firm's own records: what they say, the order that they are asked by; evidence's files."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_http_methods, require_safe

from upheld.core.facts import Pull
from upheld.core.words import CaseId
from upheld.desk.forms.order import OrderForm
from upheld.desk.show import records as shown
from upheld.steps import may
from upheld.steps.investigate import RecordsError, ask_records, pull_facts
from upheld.steps.link_order import OrderError, link_order
from upheld.store import files
from upheld.store.merged import as_one
from upheld.store.models import Allegation, Case, Evidence
from upheld.store.policies import policy_for
from upheld.tables import PolicyError

from . import once
from .asking import may_take, now, person
from .download import download


@require_http_methods(["GET", "HEAD", "POST"])
def records(request: HttpRequest, case_id: CaseId, allegation_id: int) -> HttpResponse:
    """What the records say and what keeping it would do; kept when it is sent back as it was."""
    if (again := once.repeated(request)) is not None:
        return again
    row = get_object_or_404(
        Allegation.objects.select_related("case"), case=case_id, pk=allegation_id
    )
    try:
        if request.method == "POST":
            return _keep(request, case_id, allegation_id)
        pull = ask_records(case_id, allegation_id, person(request), now())
    except may.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except RecordsError as error:
        messages.warning(request, capfirst(str(error)))
        here = request.method == "POST"
        return redirect(request.path if here else reverse("desk:case", args=[case_id]))
    except may.WrongState as error:
        messages.warning(request, capfirst(str(error)))
        return redirect("desk:case", case_id)
    except PolicyError as error:
        pull = Pull((), tuple(str(problem) for problem in error.problems))
    policy = policy_for(row.case.received_at, row.case.regime)
    context = {
        "section": "inbox",
        "case": row.case,
        "allegation": row,
        "lines": shown.lines(pull, policy),
        "troubles": shown.troubles(pull),
        "queries": list(shown.queries(pull)),
        "seen": pull.mark,
        "now": now(),
    }
    return render(request, "desk/records.html", context)


def _keep(request: HttpRequest, case_id: CaseId, allegation_id: int) -> HttpResponse:
    seen, chosen = request.POST.get("seen", ""), request.POST.getlist("take")
    changed = pull_facts(case_id, allegation_id, seen, chosen, person(request), now())
    told = "The facts are kept with their source." if changed else "No fact changed."
    messages.success(request, told)
    return once.done(request, f"{reverse('desk:case', args=[case_id])}#allegation-{allegation_id}")


@require_http_methods(["GET", "HEAD", "POST"])
def order(request: HttpRequest, case_id: CaseId) -> HttpResponse:
    """Which of the customer's orders a case is about."""
    if (again := once.repeated(request)) is not None:
        return again
    case = get_object_or_404(Case.objects.select_related("customer", "order"), pk=case_id)
    may_take(request, "investigate")
    form = _order_form(request, case)
    if request.method == "POST" and form.is_valid() and _linked(request, case_id, form):
        return once.done(request, reverse("desk:case", args=[case_id]))
    context = {"section": "inbox", "case": case, "form": form, "now": now()}
    return render(request, "desk/order.html", context, status=422 if form.is_bound else 200)


def _order_form(request: HttpRequest, case: Case) -> OrderForm:
    told = {"order": case.order.reference if case.order else "", "other": case.order_reference}
    orders = list(as_one.orders(case.customer))
    return OrderForm(request.POST or None, key="order", orders=orders, initial=told)


def _linked(request: HttpRequest, case_id: CaseId, form: OrderForm) -> bool:
    try:
        changed = link_order(case_id, form.reference(), person(request), now())
    except (OrderError, may.WrongState) as error:
        form.add_error(None, capfirst(str(error)))
        return False
    messages.success(request, "The order is linked." if changed else "Nothing was changed.")
    return True


@require_safe
def evidence_file(request: HttpRequest, case_id: CaseId, evidence_id: int) -> FileResponse:
    """A file of evidence, to be saved and never shown: whoever sent it may mean us harm."""
    with_file = Evidence.objects.exclude(sha256="")
    found = get_object_or_404(with_file, case=case_id, pk=evidence_id)
    try:
        may.check("read", person(request))
        opened = files.opened(found)
    except may.NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except files.FileAmiss as error:
        raise Http404(str(error)) from None
    return download(opened, found.filename)
