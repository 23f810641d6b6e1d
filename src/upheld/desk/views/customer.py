"""Who a customer is to us."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from upheld.desk.show.customer import customer_page
from upheld.store.models import Customer

from .asking import now, person


@require_safe
def customer(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(Customer, pk=pk)
    return render(request, "desk/customer.html", customer_page(found, person(request), now()))
