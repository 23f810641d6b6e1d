"""The demo company's personas and journey, declared as a firm declares them."""

from datetime import datetime

from upheld.core.personas import Persona
from upheld.demo.simulate.firm import FIRM
from upheld.demo.simulate.journey import JOURNEY, PROMISES
from upheld.steps.keep_journey import declare
from upheld.store.models import Person

_TO_ALL = "What is owed, an honest answer, and the name of somebody who would serve you better."


def write(by: Person, now: datetime) -> None:
    personas = [
        Persona(
            key=each.key,
            name=each.name,
            description=each.description,
            needs=each.needs,
            use=each.use,
            expectations=each.values,
            promise=PROMISES.get(each.key, _TO_ALL),
            designed_for=each.designed_for,
        )
        for each in FIRM.personas
    ]
    declare(personas, JOURNEY, by, now)
