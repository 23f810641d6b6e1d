"""Writes down what was planted, from the lives and grievances as they turned out."""

from collections import defaultdict
from collections.abc import Sequence

from upheld.demo.simulate.byhand import BOB_ID, ROSEMARY_ID, SALLY_ID
from upheld.demo.simulate.company import Complaint
from upheld.demo.simulate.contacts import WHERE_IS_IT, WHERE_IS_IT_RATE
from upheld.demo.simulate.era import Era
from upheld.demo.simulate.firm import FITTED_IN_A_WEEK
from upheld.demo.simulate.grievances import Grievance
from upheld.demo.simulate.life import Life
from upheld.demo.simulate.orders import Sold
from upheld.demo.simulate.places import ASKING_AREAS, DEPOT_AREAS, OTHER_AREAS
from upheld.demo.simulate.planted import TEMPLATE_ID
from upheld.demo.simulate.purchases import TRANSIT_DAMAGE
from upheld.demo.simulate.truths import (
    DepotFault,
    EmergingTheme,
    FortyContacts,
    MisleadingPromise,
    PaidForAskingTwice,
    PlannedChange,
    SilentLeaver,
    TemplateLetters,
    Truths,
    Twins,
)

FORTY, THIRTY_FIVE = 40, 35


def record(
    lives: Sequence[Life],
    sold: Sequence[Sold],
    found: Sequence[Grievance],
    said: Sequence[Complaint],
    era: Era,
) -> Truths:
    by_topic = _ids_by_topic(said)
    return Truths(
        depot_fault=_depot_fault(sold, era),
        misleading_promise=_misleading_promise(sold, era),
        paid_for_asking_twice=_asking_twice(said, era),
        forty_contacts=FortyContacts(ROSEMARY_ID, by_topic["billing_loop"], FORTY, THIRTY_FIVE),
        silent_leavers=_silent(lives, sold, said),
        template_letters=TemplateLetters(TEMPLATE_ID, by_topic["care_plan_price"]),
        change_that_worked=PlannedChange(
            "Corner guards and double-wall boxes",
            era.packaging_changed,
            "transit_damage",
            *TRANSIT_DAMAGE,
            worked=True,
        ),
        change_that_did_not=PlannedChange(
            "Status e-mail the day before dispatch",
            era.status_mail_from,
            WHERE_IS_IT,
            WHERE_IS_IT_RATE,
            WHERE_IS_IT_RATE,
            worked=False,
        ),
        living_on_exceptions=tuple(sorted({one.person.id for one in found if one.exception})),
        emerging_theme=EmergingTheme("drawer_runner", era.theme_from, by_topic["drawer_runner"]),
        twins=_twins(said),
    )


def _ids_by_topic(said: Sequence[Complaint]) -> dict[str, tuple[int, ...]]:
    ids: defaultdict[str, list[int]] = defaultdict(list)
    for one in said:
        ids[one.topic].append(one.id)
    return {topic: tuple(found) for topic, found in ids.items()}


def _depot_fault(sold: Sequence[Sold], era: Era) -> DepotFault:
    hit = (
        one.order.id
        for one in sold
        if one.purchase.person.area in DEPOT_AREAS
        and one.order.promised_on >= era.depot_moved
        and one.purchase.trouble is not None
        and one.purchase.trouble.topic.key in ("late_delivery", "never_arrived")
    )
    return DepotFault(era.depot_moved, DEPOT_AREAS, tuple(hit))


def _misleading_promise(sold: Sequence[Sold], era: Era) -> MisleadingPromise:
    brought = [one for one in sold if one.order.campaign == FITTED_IN_A_WEEK]
    broken = (
        one.order.id
        for one in brought
        if one.purchase.trouble and one.purchase.trouble.topic.key == FITTED_IN_A_WEEK
    )
    return MisleadingPromise(
        FITTED_IN_A_WEEK,
        era.advert_from,
        era.advert_until,
        tuple(sorted(one.order.customer_id for one in brought)),
        tuple(broken),
    )


def _asking_twice(said: Sequence[Complaint], era: Era) -> PaidForAskingTwice:
    paid = (
        one.id
        for one in said
        if one.asked_twice
        and one.paid_goodwill.amount
        and one.received_at.date() < era.facts_decide_from
    )
    return PaidForAskingTwice(era.facts_decide_from, ASKING_AREAS, OTHER_AREAS, tuple(paid))


def _silent(
    lives: Sequence[Life], sold: Sequence[Sold], said: Sequence[Complaint]
) -> tuple[SilentLeaver, ...]:
    spoke = {one.customer_id for one in said}
    last_order = {one.order.customer_id: one.order.id for one in sold}
    return tuple(
        SilentLeaver(life.person.id, last_order[life.person.id], life.left_on)
        for life in lives
        if life.left_on and life.silent_after and life.person.id not in spoke
    )


def _twins(said: Sequence[Complaint]) -> Twins:
    ids = {one.customer_id: one.id for one in said if one.customer_id in (SALLY_ID, BOB_ID)}
    return Twins(SALLY_ID, BOB_ID, ids[SALLY_ID], ids[BOB_ID])
