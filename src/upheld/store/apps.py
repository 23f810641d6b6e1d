from django.apps import AppConfig
from django.core.mail.utils import DNS_NAME


class StoreConfig(AppConfig):
    name = "upheld.store"
    label = "store"

    def ready(self) -> None:
        """A mail server is greeted (EHLO) by the domain of our mail, and not by the name of this
        machine, which it would write into the head of each letter that it passes on."""
        from .tokens import own_domain  # it reads models

        DNS_NAME._fqdn = own_domain()
