"""Every return by its name: whose days it counts in, and how it is made."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from upheld.core.calendars import Calendar

from . import asic, cfpb, fca
from .complaint import Period, Reported
from .table import Return


@dataclass(frozen=True, slots=True)
class Form:
    """One return. Its days, and its business days, are those of the regulator's `regime`."""

    name: str
    title: str
    regime: str
    make: Callable[[Sequence[Reported], Period, Calendar, str], Return]


RETURNS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form(
            fca.NAME, fca.TITLE, "uk-fca-disp",
            lambda told, period, days, _: fca.make(told, period, days),
        ),
        Form(
            asic.NAME, asic.TITLE, "au-asic-rg271",
            lambda told, period, _, brand: asic.make(told, period, brand),
        ),
        Form(
            cfpb.NAME, cfpb.TITLE, "us-cfpb",
            lambda told, period, *_: cfpb.make(told, period),
        ),
    )
}  # fmt: skip
