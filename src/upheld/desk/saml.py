"""Where a sign-in by SAML begins and ends: an answer that is none is refused as any other that is
not trusted.

Whoever is on the internet can send one. allauth keeps it in a session before anything of it is
checked, since a browser sends no cookie of ours along with what another site has it post; and reads
it before it knows whether it is XML.
"""

import logging
import re
from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.saml.views import (
    ACSView,
    FinishACSView,
    LoginView,
    MetadataView,
)
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt
from onelogin.saml2.errors import OneLogin_Saml2_ValidationError

from .accounts import FIVE_MINUTES, begun_too_often
from .answers import NotBelieved
from .assertion import Believed

_LOG = logging.getLogger(__name__)
# Bytes, written for a form: an answer with its certificate is a few thousand, and one that names
# somebody's two hundred groups some tens of thousands.
_LONGEST = 128 * 1024
_SIGNING_OUT = re.compile(rb"\s*<md:SingleLogoutService\b[^>]*/>")


class Begun(LoginView):  # type: ignore[misc]
    """Where it begins: what is asked is kept in a session until the answer comes."""

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        self.get_provider()  # 404 where the firm names no directory
        _with_a_host(request)
        if request.method == "POST" and (refused := begun_too_often(request, "saml-begun")):
            return refused
        answer: HttpResponse = super().dispatch(request, organization_slug=organization_slug)
        return answer


# The directory has the browser post its answer, which is signed, with no form of ours. To override
# a view's dispatch takes away what allauth put on it.
@method_decorator(csrf_exempt, name="dispatch")
class Returned(ACSView):  # type: ignore[misc]
    """Where an answer comes in: no more of them are kept, no larger and no longer than a browser
    needs to follow on."""

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        provider = self.get_provider(organization_slug)  # 404 where the firm names no directory
        _with_a_host(request)
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if len(request.body) > _LONGEST:
            _LOG.warning("the directory's SAML answer is too large: %s bytes", len(request.body))
            return _refused(request, provider)
        if refused := begun_too_often(request, "saml"):
            return refused
        answer: HttpResponse = super().dispatch(request, organization_slug)
        kept = request.saml_acs_session  # type: ignore[attr-defined]
        kept.set_expiry(FIVE_MINUTES)
        kept.save()
        return answer


class Finish(FinishACSView):  # type: ignore[misc]
    def get_provider(self, organization_slug: str) -> Believed:
        return Believed(self.request, app=self.get_app(organization_slug))

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        _with_a_host(request)
        try:
            answer: HttpResponse = super().dispatch(request, organization_slug)
        # lxml's for what is no XML is a SyntaxError; a DTD is a ValueError.
        except (NotBelieved, OneLogin_Saml2_ValidationError, SyntaxError, ValueError) as error:
            answer = _refused(request, self.get_provider(organization_slug), error)
        return answer


class Described(MetadataView):  # type: ignore[misc]
    """What the directory is told of this desk: no address to sign out at, since there is none."""

    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        answer: HttpResponse = super().dispatch(request, organization_slug)
        answer.content = _SIGNING_OUT.sub(b"", answer.content)
        return answer


def _with_a_host(request: HttpRequest) -> None:
    """Where a program named none, which HTTP/1.0 allows, allauth would fail."""
    request.META.setdefault("HTTP_HOST", request.get_host())


def _refused(request: HttpRequest, provider: Any, error: Exception | None = None) -> HttpResponse:
    refused: HttpResponse = render_authentication_error(request, provider, exception=error)
    return refused
