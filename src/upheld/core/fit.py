"""Who this is to us: how far the experience was built for this customer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upheld.tables import Policy

from .case import Customer
from .ruling import Inquiry, Ruling
from .words import Band


@dataclass(frozen=True, slots=True)
class PersonaFit:
    """The band with its reason and the evidence lines that a person can read and contest."""

    band: Band
    because: str
    evidence: tuple[str, ...]
    trace: tuple[Ruling, ...]

    @property
    def gave(self) -> Mapping[str, Any]:
        return self.trace[-1].gave


def fit(customer: Customer, policy: Policy) -> PersonaFit:
    """The band of a customer. Too little evidence is `unknown`, which is treated as `core`."""
    inquiry = Inquiry(policy, customer.facts)
    ruling = inquiry.ask("fit")
    band = Band(ruling.gave["fit.band"] or Band.UNKNOWN)
    return PersonaFit(band, ruling.because, customer.fit_evidence, tuple(inquiry.rulings))
