"""What is sent twice is done once: the repeat is led where the first was."""

import hashlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponseRedirect

_KEY = "sent"
_MOST = 20


def repeated(request: HttpRequest) -> HttpResponseRedirect | None:
    """The answer that the very same form had, when it comes again: a double click, a reload."""
    page = dict(request.session.get(_KEY, [])).get(_mark(request))
    return _to(page) if page else None


def done(request: HttpRequest, page: str) -> HttpResponseRedirect:
    """To the page that follows an act, which is kept for a repeat."""
    if mark := _mark(request):
        request.session[_KEY] = [*request.session.get(_KEY, []), [mark, page]][-_MOST:]
    return _to(page)


def _to(page: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(page, status=HTTPStatus.SEE_OTHER)


def _mark(request: HttpRequest) -> str:
    """The form as it was sent: its page's own token, its address and all that stood in it."""
    if not request.POST.get("once"):
        return ""
    told = f"{request.path}?{request.POST.urlencode()}"
    return hashlib.sha256(told.encode()).hexdigest()
