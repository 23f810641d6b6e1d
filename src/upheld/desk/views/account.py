"""One's own sign-in: the second step, and where one is signed in."""

from allauth.usersessions.internal.flows.sessions import end_other_sessions, end_sessions
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from upheld.desk.show.account import account_page
from upheld.store import half_signed_in

from .asking import now, person


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    by = person(request)
    sessions = UserSession.objects.purge_and_list(by)
    context = account_page(by, sessions, request.session.session_key or "", now())
    return render(request, "desk/account.html", context)


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs one of one's own sessions out, this one too."""
    row = get_object_or_404(UserSession, pk=pk, user=person(request))
    end_sessions(request, [row])
    messages.success(request, "That session has ended.")
    return redirect("desk:account")


@require_POST
def others_end(request: HttpRequest) -> HttpResponse:
    by = person(request)
    half_signed_in.end(by.pk, now())
    end_other_sessions(request, by)
    messages.success(request, "Every other session has ended.")
    return redirect("desk:account")
