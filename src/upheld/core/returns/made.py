"""Every return by its name: whose clock its days follow, and how it is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from upheld.core.calendars import Calendar

from . import asic, cfpb, fca
from .complaint import Period, Reported
from .table import Return


@dataclass(frozen=True, slots=True)
class Form:
    """One return. Its days begin and end in `zone`; `country` keeps its business days."""

    name: str
    title: str
    zone: ZoneInfo
    country: str
    subdivision: str | None
    make: Callable[[Sequence[Reported], Period, Calendar, str], Return]


RETURNS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form(
            fca.NAME, fca.TITLE, ZoneInfo("Europe/London"), "GB", "ENG",
            lambda told, period, days, _: fca.make(told, period, days),
        ),
        Form(
            asic.NAME, asic.TITLE, ZoneInfo("Australia/Sydney"), "AU", "NSW",
            lambda told, period, _, brand: asic.make(told, period, brand),
        ),
        Form(
            cfpb.NAME, cfpb.TITLE, ZoneInfo("America/New_York"), "US", None,
            lambda told, period, *_: cfpb.make(told, period),
        ),
    )
}  # fmt: skip
