"""The ways in beside a password."""

from dataclasses import dataclass

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()
# What allauth calls the address of each, and what names the directory in it.
_LOGIN = {
    "openid_connect": ("openid_connect_login", "provider_id"),
    "saml": ("saml_login", "client_id"),
}


@dataclass(frozen=True, slots=True)
class Way:
    name: str
    url: str


@register.simple_tag
def ways_in() -> list[Way]:
    """The firm's directories, where it named some."""
    return [
        Way(app["name"], reverse(_LOGIN[kind][0], args=[app[_LOGIN[kind][1]]]))
        for kind, told in settings.SOCIALACCOUNT_PROVIDERS.items()
        for app in told["APPS"]
    ]
