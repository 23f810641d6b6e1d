"""What was done is told once, on the page that follows: the portal's words by the portal, the
desk's by the desk. A browser may have both open, and neither tells, or uses up, the other's."""

from typing import Any

from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest
from django.urls import reverse


class _OfItsEdge(CookieStorage):
    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        if request.path.startswith(reverse("portal:filing")):
            self.cookie_name = "complaint_messages"


class ToldApart(FallbackStorage):
    """As Django's: what is too long for the cookie, which only the desk's words are, waits in the
    session."""

    storage_classes = (_OfItsEdge, SessionStorage)
