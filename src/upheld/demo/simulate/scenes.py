"""Which scene a grievance plays, and what may be said around it."""

from upheld.core.words import AllegationKind
from upheld.demo.simulate.firm import ITEMS
from upheld.demo.simulate.grievances import Grievance

_IN_THE_HAND = (
    AllegationKind.LATE,
    AllegationKind.NOT_RECEIVED,
    AllegationKind.FAULTY,
    AllegationKind.NOT_AS_DESCRIBED,
)
_STILL_WAITING = ("late_waiting", "late_waiting_small", "never_arrived", "fitted_waiting")


def scene_of(grievance: Grievance) -> str:
    """The topic, or its variant for those who still wait or whose parcel is marked delivered."""
    key = grievance.topic.key
    if key == "never_arrived" and grievance.truth != "so":
        return "never_arrived_signed"
    if key == "late_delivery":
        size = "_small" if "small" in ITEMS[grievance.order.item].traits else ""
        return f"late{size}" if arrived(grievance) else f"late_waiting{size}"
    if key == "fitted_in_a_week" and not arrived(grievance):
        return "fitted_waiting"
    return key


def arrived(grievance: Grievance) -> bool:
    came = grievance.order.delivered_on
    return came is not None and came <= grievance.day


def has_it(grievance: Grievance) -> bool:
    """Whether the piece itself stands in their room."""
    return arrived(grievance) and grievance.topic.key not in ("never_arrived", "window_misread")


def about_a_thing(grievance: Grievance) -> bool:
    """Whether the trouble is with a piece of furniture rather than with a visit, a sum or a tin."""
    wooden = "wood" in ITEMS[grievance.order.item].traits
    return wooden and grievance.topic.kind in _IN_THE_HAND


def date_list(grievance: Grievance) -> str | None:
    """The list of dates that would fit this letter."""
    scene = scene_of(grievance)
    if scene in ("late", "late_small", "fitted_in_a_week"):
        return "dated"
    return "waiting" if scene in _STILL_WAITING else None
