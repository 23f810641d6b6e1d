"""What a SAML directory says of somebody, held to more than allauth asks."""

from typing import Any

from allauth.socialaccount.providers.saml.provider import SAMLProvider

from .answers import NotBelieved, name_of

_READ = {name for names in SAMLProvider.default_attribute_mapping.values() for name in names}


class Believed(SAMLProvider):  # type: ignore[misc]
    def extract_uid(self, data: Any) -> str:
        """By what somebody is known again. Raises NotBelieved for it, and for what else of them is
        read, where that is no text."""
        told = data.get_attributes()
        if not all(isinstance(each, str) for name in _READ for each in told.get(name, ())):
            raise NotBelieved("it names somebody by a name within a name")
        return name_of(super().extract_uid(data))
