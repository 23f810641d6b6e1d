"""Who a customer is to us."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from upheld.core.event_kinds import EventKind
from upheld.desk.forms.customer import CustomerForm, customer_shown
from upheld.desk.show.customer import customer_form, customer_page
from upheld.desk.show.fold import Opened
from upheld.steps.know_customer import CustomerError, know_customer
from upheld.steps.may import NotAllowed, WrongState
from upheld.store import load
from upheld.store.models import Customer

from . import once, unfolding
from .acting import sentence
from .asking import now, person, shows_customer
from .overwriting import Overtaken, There, held


@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Customer, pk=pk)
    opened = unfolding.opened(request)
    context = customer_page(found, person(request), now(), request.GET, opened=opened)
    shows_customer(request, pk, vulnerable=context["vulnerable"])
    if only := unfolding.alone(request):
        return unfolding.given(request, only, context["all_folds"], context)
    return render(request, "desk/customer.html", context)


@require_POST
def known(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps what is known of a customer, or shows the form to mend."""
    if (again := once.repeated(request)) is not None:
        return again
    found = get_object_or_404(Customer, pk=pk)
    form = customer_form(found, request.POST)
    if _kept(request, pk, form):
        return once.done(request, reverse("desk:customer", args=[pk]))
    beside = unfolding.beside(request, Opened())
    context = customer_page(found, person(request), now(), request.GET, form, beside)
    return render(request, "desk/customer.html", context, status=409 if form.both else 422)


def _kept(request: HttpRequest, pk: int, form: CustomerForm) -> bool:
    if not form.is_valid():
        return False
    there = There(
        lambda: customer_shown(Customer.objects.get(pk=pk)),
        (EventKind.CUSTOMER_MENDED, EventKind.CUSTOMER_KNOWN),
        about={"customer": pk},
        hold=lambda: load.customer(pk),
    )
    try:
        with held(form, there):
            changed = know_customer(pk, form.told(), person(request), now())
    except Overtaken as error:
        form.add_error(None, str(error))
        return False
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from None
    except (CustomerError, WrongState) as error:
        form.add_error(None, sentence(error))
        return False
    messages.success(request, "It is kept." if changed else "Nothing was changed.")
    return True
