"""What left by a command is written down, beside everything else that was read."""

from datetime import UTC, datetime

from upheld.core.looking import Sensitive, Way


def noted(what: Sensitive) -> None:
    """That it did, in this hour, by whoever has the machine."""
    from upheld.steps.may import Operator
    from upheld.store.record import looked

    looked.note(looked.Reading(what), Way.COMMAND, None, Operator().name, datetime.now(UTC))
