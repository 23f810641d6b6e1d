"""What a directory says, looked at before it is believed (OpenID Connect Core 1.0, Discovery 1.0).

allauth takes an ID token that came from the token endpoint at its word, as Core 3.1.3.7 allows over
TLS. Whoever can answer in the place of that endpoint would be everybody: here it is verified.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.core.cache import cache
from django.http import HttpRequest

from upheld.desk.answers import NotBelieved, read
from upheld.store import secret

from .links import let_go_of_another

_SALT = "upheld.openid.nonce"
# With a key that only the directory has: neither none, nor a secret that we have as well.
_SIGNED_BY = [
    "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA",
]  # fmt: skip
_NEEDED = ["iss", "sub", "aud", "exp", "iat"]  # Core 2
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri")
_CLOCKS_APART = 60  # seconds
_KEPT = 5 * 60  # seconds
_WELL_KNOWN = "/.well-known/"


def nonce_of(verifier: str) -> str:
    """What the ID token must carry: known from the verifier, which only this sign-in has."""
    return secret.mark(_SALT, verifier)


class Checked(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    @property
    def openid_config(self) -> dict[str, Any]:
        """Asked for once in some minutes, however many sign-ins begin."""
        at = self.get_provider().server_url
        kept: dict[str, Any] | None = cache.get(key := f"upheld.openid:{at}")
        return kept or self._asked_for(at, key)

    def _asked_for(self, at: str, key: str) -> dict[str, Any]:
        with read("its configuration"):
            told: dict[str, Any] = super().openid_config
            trusted(told, at.split(_WELL_KNOWN)[0])
        cache.set(key, told, _KEPT)
        return told

    def get_client(self, request: HttpRequest, app: SocialApp) -> Any:
        with read("its configuration"):
            return super().get_client(request, app)

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: Any, pkce_code_verifier: str
    ) -> Mapping[str, Any]:
        self.nonces = secret.marks(_SALT, pkce_code_verifier)
        with read("its token"):
            told: Mapping[str, Any] = super().get_access_token_data(
                request, app, client, pkce_code_verifier
            )
        if not told.get("id_token") or not isinstance(told["id_token"], str):
            raise NotBelieved("it sent no ID token")
        return told

    def parse_token(self, data: Mapping[str, Any]) -> SocialToken:
        with read("its token"):
            return super().parse_token(data)

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **told: Any
    ) -> SocialLogin:
        with read("what it says of somebody"):
            found: SocialLogin = super().complete_login(request, app, token, **told)
        let_go_of_another(found.account)
        return found

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        told: dict[str, Any] = super()._fetch_user_info(access_token)
        self.subject = told.get("sub")
        return told

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Its claims. Raises NotBelieved for what the directory did not sign for this sign-in."""
        try:
            told = self._verified(str(app.client_id), id_token)
        except jwt.PyJWTError as error:
            raise NotBelieved("its ID token: %s", type(error).__name__) from error
        if not secret.is_one_of(str(told.get("nonce")), self.nonces):
            raise NotBelieved("its ID token answers another sign-in")
        if told.get("azp", app.client_id) != app.client_id:
            raise NotBelieved("its ID token is for somebody else")
        if self.subject != told["sub"]:  # Core 5.3.2
            raise NotBelieved("its user info is of somebody else")
        return told

    def _verified(self, client: str, id_token: str) -> dict[str, Any]:
        known = self.openid_config
        signed_with = jwt.get_unverified_header(id_token).get("kid")
        keys = [key for key in self._keys(known["jwks_uri"]) if signed_with in (None, key.key_id)]
        if len(keys) != 1:
            raise jwt.InvalidKeyError(f"{len(keys)} keys of the directory may have signed it")
        return jwt.decode(
            id_token, keys[0].key, algorithms=_SIGNED_BY, issuer=known["issuer"], audience=client,
            leeway=_CLOCKS_APART, options={"require": _NEEDED},
        )  # fmt: skip

    def _keys(self, address: str) -> list[jwt.PyJWK]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
        found = jwt.PyJWKSet.from_dict(answer.json()).keys
        return [key for key in found if key.public_key_use in (None, "sig")]


def trusted(told: Mapping[str, Any], issuer: str) -> None:
    """Raises NotBelieved unless it speaks for that issuer (Discovery 4.3) and leads, where that is
    asked by https, to nothing but https."""
    if str(told.get("issuer")).rstrip("/") != issuer.rstrip("/"):
        raise NotBelieved(
            "the directory at %s names %s as its issuer: set UPHELD_OIDC_ISSUER to that",
            issuer, told.get("issuer"),
        )  # fmt: skip
    for name in _ENDPOINTS:
        if urlsplit(str(told.get(name))).scheme not in {"https", urlsplit(issuer).scheme}:
            raise NotBelieved("%s of %s is %r: it must be https", name, issuer, told.get(name))
