"""The whole company from a seed and a day: lives, orders, complaints, contacts, truths."""

from collections.abc import Sequence
from datetime import date

from upheld.demo.simulate import byhand, planted
from upheld.demo.simulate.company import Company, Customer
from upheld.demo.simulate.complaints import complaints
from upheld.demo.simulate.contacts import contacts
from upheld.demo.simulate.era import Era, era
from upheld.demo.simulate.fit import fit_of
from upheld.demo.simulate.grievances import Grievance, by_time, grievances
from upheld.demo.simulate.life import Life, live
from upheld.demo.simulate.orders import Sold, numbered
from upheld.demo.simulate.people import populate
from upheld.demo.simulate.record import record


def simulate(seed: int, today: date) -> Company:
    """Three years of Larch & Lintel up to the day before `today`: the same every time."""
    dates = era(today)
    lives = [*(live(person, dates, seed) for person in populate(seed, dates)), *byhand.lives(dates)]
    sold = numbered(lives)
    found = _all_grievances(sold, dates, seed)
    said = complaints(found, (order for _, order in sold), dates, seed)
    return Company(
        seed=seed,
        today=today,
        customers=tuple(_customer(life, today, seed) for life in lives),
        orders=tuple(order for _, order in sold),
        contacts=contacts(sold, said, dates, seed),
        complaints=tuple(said),
        truths=record(lives, sold, found, said, dates),
    )


def _all_grievances(sold: Sequence[Sold], dates: Era, seed: int) -> list[Grievance]:
    return by_time(
        [
            *grievances(sold, dates, seed),
            *planted.template_letters(sold, dates, seed),
            *planted.exceptions(sold, dates, seed),
            *byhand.grievances(sold, dates),
        ]
    )


def _customer(life: Life, today: date, seed: int) -> Customer:
    person, fit = life.person, fit_of(life, today, seed)
    return Customer(
        id=person.id,
        name=person.name,
        email=person.email,
        phone=person.phone,
        persona=person.persona,
        source=person.source,
        joined_on=person.joined_on,
        postcode_area=person.area,
        town=person.town,
        values_what=fit.values_what,
        values_how=fit.values_how,
        mutual_value=fit.mutual_value,
        fit_evidence=fit.evidence,
        fit_notes=fit.notes,
        vulnerable=person.vulnerable,
        left_on=life.left_on,
    )
