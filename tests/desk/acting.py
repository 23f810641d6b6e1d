"""What every step from the desk keeps: who may, where to, and that nothing is done otherwise."""

from collections.abc import Mapping
from typing import Any

from django.test import Client
from tests.desk.as_sent import fields_of
from tests.desk.reading import text

from upheld.core.event_kinds import EventKind
from upheld.store.models import Event


def refused(client: Client, address: str, told: Mapping[str, Any], status: int) -> str:
    """The step is refused with `status` and nothing is recorded but that a check held a letter
    back; what the page says."""
    done = Event.objects.exclude(kind=EventKind.LETTER_BLOCKED)
    before = done.count()
    response = client.post(address, told)
    assert response.status_code == status
    assert done.count() == before
    return text(response)


def done(client: Client, address: str, told: Mapping[str, Any]) -> str:
    """The step is done; the address of the page that follows. What would write over something comes
    back once, since this says nothing of what was read, and is sent again knowingly."""
    before = Event.objects.count()
    response = client.post(address, told)
    if response.status_code == 409:
        read = fields_of(response.content.decode(), address)["read"]
        response = client.post(address, {**told, "read": read})
    assert response.status_code == 303, response.content.decode()[:400]
    assert Event.objects.count() > before
    return str(response["Location"])
