"""Why what was promised before stands beside what is decided now, for whoever decides: nothing that
was promised is taken away in silence, and nothing comes on top of it in silence."""

from upheld.core.decision import Decision
from upheld.core.money import Money

from .comes_beside import comes_beside
from .given import EXCEPTION, GOODWILL, Given
from .given_before import refunded

_LESS = "Less is decided now: the answer says that this stands, and promises no other sum for it."
_NOTHING = "Nothing of it is decided now: the answer says that this stands."
_GRANTED = (
    "It was granted as an exception to an earlier decision: the answer says that this stands, "
    "beside what is decided now."
)
_TOGETHER = (
    "It was promised together with what stands: the answer says that this stands too, and promises "
    "beside it what is more."
)
_ONE_ALONE = (
    "Where only one is to be given, ask them, and record under What we promised that they do not "
    "want the other any more."
)
_ABROAD = (
    "It is in another currency than what is decided now, and the two are not compared: the answer "
    f"gives both. {_ONE_ALONE}"
)


def why_stands(each: Given, decided: Decision) -> str:
    if each.kind.startswith(EXCEPTION):
        return _GRANTED
    now = _decided_of(each, decided)
    if now is None:
        return f"{_of_another_kind(each, decided)}{_came_back(each, decided)}"
    if each.amount and each.currency != decided.currency:
        return _ABROAD
    had = refunded(decided, each.allegation)
    return f"{_LESS if now.amount + had < each.had else _TOGETHER}{_came_back(each, decided)}"


def _of_another_kind(each: Given, decided: Decision) -> str:
    """Beside what is decided of the same in another way, or of nothing that is decided."""
    if not (beside := comes_beside(each, decided)):
        return _NOTHING
    return (
        f"What is decided now is of another kind: {' and '.join(beside)}. The two are not "
        f"compared, and the answer gives both. {_ONE_ALONE}"
    )


def _came_back(each: Given, decided: Decision) -> str:
    """What the facts know as given back since, and where that is a part of it what is open."""
    if not each.back:
        return ""
    back = f" The facts know of {Money(each.back, decided.currency)} that came back since"
    open_ = f"{each.open} of it is still open" if each.open.amount else "nothing of it is open"
    return (
        f"{back}: the answer says that {open_}. Where that came back for something else, say in "
        "the answer that all of it stands."
    )


def _decided_of(each: Given, decided: Decision) -> Money | None:
    """The money that is decided of the same remedy now."""
    owed = (item for item in decided.entitlement if item.allegation == each.allegation)
    same = [item.money for item in owed if item.kind == each.kind and item.amount]
    if each.kind == f"{GOODWILL}{decided.goodwill.kind}" and decided.goodwill.amount:
        same.append(decided.goodwill.money)
    return next(iter(same), None)
