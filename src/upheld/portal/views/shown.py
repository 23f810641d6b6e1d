"""What an act on the page of a case shows: that page, with a form of it to mend, or where nothing
can be mended what was written, of which nothing is lost."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from upheld.core.references import reference
from upheld.core.words import CaseId, CaseState
from upheld.portal import notices, sent
from upheld.portal.asking import now
from upheld.portal.forms import PortalForm, TellForm
from upheld.portal.page_parts import Forms, on_page
from upheld.portal.session import ended
from upheld.portal.show import case_page, firm
from upheld.store import load
from upheld.store.merged import complained_too, merging
from upheld.store.models import Case, Receipt


def page(
    request: HttpRequest,
    receipt: Receipt,
    forms: Forms,
    status: int,
    kept: tuple[sent.Kept, ...] = (),
) -> HttpResponse:
    """The page of the case. A form to mend for which it has no place any more is shown apart."""
    assert receipt.case_id is not None
    case_id = CaseId(receipt.case_id)
    told = case_page(case_id, forms, now())
    if forms.sent and forms.sent not in on_page(told):
        why = " ".join(dict.fromkeys(_errors(forms.sent)))
        return gone(request, receipt) if told["gone"] else kept_out(request, why, status)
    context = {**told, "done": notices.told(request, reference(case_id)), "kept": kept, **firm()}
    return render(request, "portal/case.html", context, status=status)


def _errors(form: PortalForm) -> list[str]:
    return [str(error) for errors in form.errors.values() for error in errors]


def is_gone(receipt: Receipt) -> bool:
    """Whether what they write is heard nowhere any more."""
    assert receipt.case is not None
    return load.is_erased(merging.heard_in(receipt.case))


def gone(request: HttpRequest, receipt: Receipt) -> HttpResponse:
    """Where theirs was looked at was erased, or they were themselves at this moment."""
    assert receipt.case_id is not None
    case = Case.objects.select_related("customer").get(pk=receipt.case_id)
    if load.is_erased(case) or case.customer.erased_at:
        return ended(request)
    over = complained_too.state_for(case) in (CaseState.ANSWERED, CaseState.CLOSED)
    context = {"gone": True, "over": over, **sent.unsent(request), **firm()}
    return render(request, "portal/kept_out.html", context, status=HTTPStatus.GONE)


def kept_out(request: HttpRequest, why: str, status: int) -> HttpResponse:
    """How it was, and an idea, open nothing again: they are put into no form that does."""
    context = {"why": why, **sent.unsent(request), **firm()}
    return render(request, "portal/kept_out.html", context, status=status)


def written(request: HttpRequest, why: str) -> TellForm:
    """What was written into a form that is no longer on the page: it may be sent all the same."""
    other = TellForm({"words": sent.words(request)}, key="add")
    other.add_error(None, why)
    return other
