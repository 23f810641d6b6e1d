"""The firm's directory as a provider of allauth's: what it sends out, and whom it knows."""

import logging
from typing import Any

from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import ProviderException
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse
from requests import RequestException

from .adapter import Checked, nonce_of

_LOG = logging.getLogger(__name__)
_LONGEST_SUB = 191  # as many as allauth keeps; the standard allows 255 signs


class FirmDirectory(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = Checked

    def get_pkce_params(self) -> dict[str, str]:
        """With the nonce, which belongs to the verifier that is kept for the callback."""
        made: dict[str, str] = super().get_pkce_params()
        return {**made, "nonce": nonce_of(made["code_verifier"])}

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject, by which somebody is known again. Raises ProviderException without one."""
        said = data["id_token"]["sub"]
        if not isinstance(said, str) or not 0 < len(said) <= _LONGEST_SUB:
            raise ProviderException(f"the directory's sub has to be 1 to {_LONGEST_SUB} signs")
        return said

    def redirect(self, request: HttpRequest, *told: Any, **more: Any) -> HttpResponse:
        """A directory that is away, or leads where nothing is safe, ends the sign-in in words."""
        try:
            answer: HttpResponse = super().redirect(request, *told, **more)
        except (OAuth2Error, RequestException) as error:
            _LOG.warning("the directory cannot be asked: %s", error)
            answer = render_authentication_error(request, self, exception=error)
        return answer


provider_classes = [FirmDirectory]
