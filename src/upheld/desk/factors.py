"""The second factor of staff: its secrets are kept under the firm's own key."""

from typing import ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter

from upheld.store import secret
from upheld.store.sealed import OF_FACTORS


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """allauth's way, with what a copy of the database alone must not give away encrypted."""

    error_messages: ClassVar[dict[str, str]] = {
        **DefaultMFAAdapter.error_messages,
        "too_many_codes": "Too many wrong codes within a day. Use a passkey, or choose a new "
        "password, with which you have ten tries again.",
    }

    def build_totp_svg(self, url: str) -> str:
        """To stand in the page: our pages load no picture from data in themselves."""
        drawn: str = super().build_totp_svg(url)
        return drawn[drawn.index("<svg") :]

    def encrypt(self, text: str) -> str:
        return secret.seal(OF_FACTORS, text.encode())

    def decrypt(self, encrypted_text: str) -> str:
        return secret.opened(OF_FACTORS, encrypted_text).decode()
