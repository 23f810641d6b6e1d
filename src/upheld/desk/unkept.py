"""What is shown stays with whoever was shown it: neither a browser nor a proxy keeps it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class Unkept:
    """For every page and file that says nothing else of itself, errors and the sign-in included
    (RFC 9111, section 5.2.2.5): "back" on a shared computer shows nobody what another has read."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._answer(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response
