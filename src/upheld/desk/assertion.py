"""What a SAML directory says of somebody, held to more than allauth and its library ask.

The directory signs its assertion and not what stands around it, which whoever carries it writes as
they like. So the assertion itself has to name this desk, its address of return, the request that it
answers and when it ends (SAML 2.0 Profiles, 4.1.4.2), and is taken once (4.1.4.5). The library lets
by what is not named, and an address that only begins as ours.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.saml.provider import SAMLProvider
from django.core.cache import cache
from django.http import HttpRequest
from django.utils import timezone
from onelogin.saml2.constants import OneLogin_Saml2_Constants as Names
from onelogin.saml2.utils import OneLogin_Saml2_Utils as Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML as Xml

from .answers import NotBelieved, name_of, read

_READ = {name for names in SAMLProvider.default_attribute_mapping.values() for name in names}
_CONFIRMED = (
    f"saml:Subject/saml:SubjectConfirmation[@Method='{Names.CM_BEARER}']"
    "/saml:SubjectConfirmationData"
)
# The cache keeps whole seconds.
_LONGER = timedelta(seconds=2)


@dataclass(frozen=True)
class Heard:
    """An assertion: whose, its number, and until when it counts."""

    entity: str
    number: str
    until: datetime


class Believed(SAMLProvider):  # type: ignore[misc]
    def sociallogin_from_response(self, request: HttpRequest, data: Any) -> SocialLogin:
        desk = data.get_settings().get_sp_data()
        with read("its assertion"):
            whole = Xml.to_etree(data.get_last_response_xml())
            self.heard = looked_at(
                whole, desk["entityId"], desk["assertionConsumerService"]["url"], timezone.now()
            )
        return super().sociallogin_from_response(request, data)

    def unstash_redirect_state(self, request: HttpRequest, state_id: str) -> dict[str, Any]:
        """Whoever sends somebody's assertion without their request spends nothing of it."""
        begun: dict[str, Any] = super().unstash_redirect_state(request, state_id)
        take_once(self.heard, timezone.now())
        return begun

    def extract_uid(self, data: Any) -> str:
        """By what somebody is known again. Raises NotBelieved for it, and for what else of them is
        read, where that is no text."""
        told = data.get_attributes()
        if not all(isinstance(each, str) for name in _READ for each in told.get(name, ())):
            raise NotBelieved("it names somebody by a name within a name")
        return name_of(super().extract_uid(data))


def looked_at(whole: Any, desk: str, to: str, now: datetime) -> Heard:
    """The one assertion in an answer whose signature was found to hold. Raises NotBelieved where it
    is for another desk, another address or another request, or over."""
    said = whole.find("saml:Assertion", Names.NSMAP)
    if not _is_for(desk, said):
        raise NotBelieved("its assertion is not for %s alone", desk)
    if whole.get("Destination", to) != to:
        raise NotBelieved("its answer is not sent to %s", to)
    ends = [end for end in _ends(said, to, whole.get("InResponseTo")) if end > now]
    if not ends:
        raise NotBelieved("its assertion answers no request at %s now", to)
    return Heard(Xml.element_text(said.find("saml:Issuer", Names.NSMAP)), said.get("ID"), max(ends))


def _is_for(desk: str, said: Any) -> bool:
    """It names who it is for, and each list of them has us in it (SAML 2.0 Core, 2.5.1.4)."""
    lists = said.findall("saml:Conditions/saml:AudienceRestriction", Names.NSMAP)
    named = [
        [Xml.element_text(each) for each in one.findall("saml:Audience", Names.NSMAP)]
        for one in lists
    ]
    return bool(named) and all(desk in each for each in named)


def _ends(said: Any, to: str, request: str | None) -> Iterator[datetime]:
    """Of each confirmation that answers that request at our address of return."""
    for each in said.iterfind(_CONFIRMED, Names.NSMAP):
        told = each.get("InResponseTo"), each.get("Recipient")
        if request and told == (request, to) and (end := each.get("NotOnOrAfter")):
            yield datetime.fromtimestamp(Utils.parse_SAML_to_time(end), UTC)


def take_once(heard: Heard, now: datetime) -> None:
    """Raises NotBelieved for one that was taken before, by whichever process, or of which nobody
    can write down that it was."""
    number = hashlib.sha256(f"{heard.entity} {heard.number}".encode()).hexdigest()
    lasts = heard.until - now + _LONGER
    if not cache.add(f"saml-assertion:{number}", True, timeout=lasts.total_seconds()):
        raise NotBelieved("its assertion counts once, and was taken before")
