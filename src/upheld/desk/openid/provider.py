"""The firm's directory as a provider of allauth's: what it sends out, and whom it knows."""

from typing import Any

from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest

from upheld.desk.answers import name_of

from .adapter import Checked, nonce_of


class FirmDirectory(OpenIDConnectProvider):  # type: ignore[misc]
    oauth2_adapter_class = Checked

    def get_pkce_params(self) -> dict[str, str]:
        """With the nonce, which belongs to the verifier that is kept for the callback."""
        made: dict[str, str] = super().get_pkce_params()
        return {**made, "nonce": nonce_of(made["code_verifier"])}

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Ours alone: allauth adds what stands in the address, over the client and where it leads
        back to as well, and a link of anybody's may begin a sign-in."""
        told: dict[str, str] = self.get_auth_params()
        return told

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        told: list[str] = self.get_scope()
        return told

    def extract_uid(self, data: dict[str, Any]) -> str:
        """The subject, by which somebody is known again. Raises NotBelieved."""
        return name_of(data["id_token"]["sub"])

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Whose `sub` it is; nothing else of what is said is kept."""
        return {"iss": data["id_token"]["iss"]}


provider_classes = [FirmDirectory]
