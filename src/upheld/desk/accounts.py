"""Who may have an account: staff are added by an administrator and never sign themselves up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse


class StaffOnly(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


@login_not_required
def not_here(request: HttpRequest, *told: str | None) -> HttpResponse:
    """In place of what allauth offers and a desk does not: whoever works here is told so by us."""
    raise Http404
