"""Every customer, order, complaint and contact, in lists that a figure can open at its own rows."""

from typing import Any

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from upheld.desk.forms.lists import ComplaintsForm, ContactsForm, CustomersForm, OrdersForm
from upheld.desk.paging import Listed, Pages
from upheld.desk.show.lists import complaint_lines, customer_lines, order_lines
from upheld.desk.show.rows_behind import beside_the_form, without
from upheld.store import sources_named
from upheld.store.counted import lists
from upheld.store.models import Order
from upheld.store.record import kept_policies

from .asking import may_take, now

_BESIDE_CUSTOMERS = ("campaign", "promise", "persona", "has", "joined", "quarter")
_BESIDE_ORDERS = (
    "campaign", "promise", "persona", "touchpoint", "nature", "quarter", "customer", "area",
    "elsewhere", "late", "from", "to",
)  # fmt: skip
_BESIDE_COMPLAINTS = (
    "came_by", "campaign", "promise", "persona", "touchpoint", "quarter", "customer", "what",
    "outcome", "clock", "wrong", "from", "to",
)  # fmt: skip


@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    may_take(request, "read")
    at, names = now(), sources_named.names()
    form = CustomersForm(_asked(request), sources=names)
    policy = kept_policies.to_show(timezone.localdate(at))
    found = lists.customers(_asked(request), policy, at)
    page = _page(request, found, lambda numbers: lists.customers_told(policy, numbers))
    beside = beside_the_form(request.GET, _BESIDE_CUSTOMERS, names)
    context = {"lines": customer_lines(list(page), names), "filters": form, "asked": beside}
    return _shown(request, "desk/customers.html", page, context)


@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    may_take(request, "read")
    at, names = now(), sources_named.names()
    form = OrdersForm(_asked(request), sources=names)
    pages = Pages(lists.orders(_asked(request), at), lists.orders_told)
    page = pages.get_page(request.GET.get("page"))
    beside = beside_the_form(request.GET, _BESIDE_ORDERS, names)
    context = {"lines": order_lines(list(page)), "filters": form, "asked": beside}
    # Of all that were ever bought a sum would take longer the older the firm is; of a search, what
    # was found is not looked for again.
    paid = [] if pages.more else lists.paid(Order.objects.filter(pk__in=pages.numbers))
    return _shown(request, "desk/orders.html", page, context | {"paid": paid})


@require_safe
def complaints(request: HttpRequest) -> HttpResponse:
    may_take(request, "read")
    at, names = now(), sources_named.names()
    form = ComplaintsForm(_asked(request), key="filter")
    page = _page(request, lists.complaints(_asked(request), at), lists.complaints_told)
    beside = beside_the_form(request.GET, _BESIDE_COMPLAINTS, names)
    context = {"lines": complaint_lines(list(page)), "filters": form, "asked": beside}
    return _shown(request, "desk/complaints.html", page, context)


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    may_take(request, "read")
    at, names = now(), sources_named.names()
    form = ContactsForm(_asked(request), key="filter")
    page = _page(request, lists.contacts(_asked(request), at), lists.contacts_told)
    beside = beside_the_form(request.GET, (*_BESIDE_COMPLAINTS, "case"), names)
    context = {"contacts": list(page), "filters": form, "asked": beside}
    return _shown(request, "desk/contacts.html", page, context)


def _asked(request: HttpRequest) -> dict[str, str]:
    """What the address asks; PostgreSQL takes no text that holds a null."""
    return {name: text.replace("\0", "") for name, text in request.GET.dict().items()}


def _page(request: HttpRequest, found: "QuerySet[Any]", listed: Listed) -> "Page[Any]":
    return Pages(found, listed).get_page(request.GET.get("page"))


def _shown(
    request: HttpRequest, template: str, page: "Page[Any]", context: dict[str, Any]
) -> HttpResponse:
    context |= {
        "section": template.removeprefix("desk/").removesuffix(".html"),
        "page": page,
        "back": without(request.GET, page=str(page.number - 1)),
        "on": without(request.GET, page=str(page.number + 1)),
        "now": now(),
    }
    return render(request, template, context)
