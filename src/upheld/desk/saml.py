"""Where a sign-in by SAML ends: an answer that is none is refused as any other that is not trusted.

Whoever is on the internet can send one, and allauth reads it before it knows whether it is XML.
"""

import logging

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.saml.views import FinishACSView
from django.http import HttpRequest, HttpResponse

_LOG = logging.getLogger(__name__)


class Finish(FinishACSView):  # type: ignore[misc]
    def dispatch(self, request: HttpRequest, organization_slug: str) -> HttpResponse:
        try:
            answer: HttpResponse = super().dispatch(request, organization_slug)
        # lxml's for what is no XML is a SyntaxError; a DTD and an empty subject are ValueErrors.
        except (SyntaxError, ValueError) as error:
            _LOG.warning("the directory's SAML answer cannot be read: %s", error)
            provider = self.get_provider(organization_slug)
            answer = render_authentication_error(request, provider, exception=error)
        return answer
