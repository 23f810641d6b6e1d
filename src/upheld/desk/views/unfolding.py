"""A form that was folded away is given by itself when it is opened in a page that stands.

Its address is that of the page with `?only=` and the key of the fold. Without a script the fold
holds a link to the page with `?do=` instead, where the form stands open.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from upheld.desk.show.fold import Fold, Opened

# The keys of the folds that are open in the page that asks, as desk.js says them.
_OPEN = "Desk-Open"


def alone(request: HttpRequest) -> str:
    """The key of the form that is asked for by itself; empty where a page is."""
    return request.GET.get("only", "") if "HX-Request" in request.headers else ""


def opened(request: HttpRequest) -> Opened:
    """The fold that an address asks for, in a page or by itself."""
    key = alone(request) or request.GET.get("do", "")
    return beside(request, Opened(key, given=request.GET.dict()))


def beside(request: HttpRequest, opened: Opened) -> Opened:
    """With the folds that stand open in the page that is to be made anew."""
    return replace(opened, also=frozenset(request.headers.get(_OPEN, "").split()))


def given(request: HttpRequest, key: str, folds: Iterable[Fold], context: Any) -> HttpResponse:
    """The form of this fold, or that it is offered no longer."""
    found = next((fold for fold in folds if fold.key == key), None)
    template = found.drawn if found else "desk/forms/no_longer.html"
    return render(request, template, {**context, "fold": found})
