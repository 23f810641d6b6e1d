"""What was planted on purpose: the oracle that tests and learning from many cases are held to."""

import json
from dataclasses import asdict, dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class DepotFault:
    """From `starts_on` a carrier depot loses its way with the parcels of some postcode areas."""

    starts_on: date
    postcode_areas: tuple[str, ...]
    order_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MisleadingPromise:
    """A campaign that promised a visit sooner than the fitters could come."""

    campaign: str
    starts_on: date
    ends_on: date
    customer_ids: tuple[int, ...]
    broken_order_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PaidForAskingTwice:
    """Until `ends_on` goodwill followed asking twice; who asks twice differs by postcode area."""

    ends_on: date
    asking_areas: tuple[str, ...]
    other_areas: tuple[str, ...]
    complaint_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FortyContacts:
    """One billing error, forty contacts: `firm_caused` of them are ours."""

    customer_id: int
    complaint_ids: tuple[int, ...]
    contacts: int
    firm_caused: int


@dataclass(frozen=True, slots=True)
class SilentLeaver:
    """Hurt by our fault on this order, said nothing, and never ordered again."""

    customer_id: int
    order_id: int
    left_on: date


@dataclass(frozen=True, slots=True)
class TemplateLetters:
    template_id: str
    complaint_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class PlannedChange:
    """A change made on a day to improve `topic`; the rates are the planted chances per order."""

    name: str
    made_on: date
    topic: str
    rate_before: float
    rate_after: float
    worked: bool


@dataclass(frozen=True, slots=True)
class EmergingTheme:
    topic: str
    starts_on: date
    complaint_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Twins:
    """The same complaint from a customer we built this for and from one we did not."""

    sally_id: int
    bob_id: int
    sally_complaint_id: int
    bob_complaint_id: int


@dataclass(frozen=True, slots=True)
class Truths:
    depot_fault: DepotFault
    misleading_promise: MisleadingPromise
    paid_for_asking_twice: PaidForAskingTwice
    forty_contacts: FortyContacts
    silent_leavers: tuple[SilentLeaver, ...]
    template_letters: TemplateLetters
    change_that_worked: PlannedChange
    change_that_did_not: PlannedChange
    living_on_exceptions: tuple[int, ...]
    emerging_theme: EmergingTheme
    twins: Twins

    def as_json(self) -> str:
        """The whole record as indented JSON, dates in ISO form."""
        return json.dumps(asdict(self), indent=2, default=str)
