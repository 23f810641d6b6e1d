"""Who lives on exceptions, from the rows: two statements however many customers there are."""

from collections import defaultdict
from datetime import datetime

from django.db.models import Max

from upheld.core.living import Decided, Lives, lives
from upheld.core.words import Stance
from upheld.store import granted
from upheld.store import models as rows
from upheld.store.merged import as_one, merging


def living() -> Lives:
    """Every customer with a decided case, each case with the quarter in which it was decided; of
    customers who were merged the one who stays."""
    excepted = set(granted.given().order_by().values_list("case_id", flat=True))
    decided = rows.Decision.objects.exclude(stance=Stance.ASK).exclude(case__in=merging.parts())
    whose = decided.order_by().annotate(person=as_one.person_of("case__customer"))
    last = whose.values_list("person", "case_id").annotate(at=Max("at"))
    known: defaultdict[int, list[Decided]] = defaultdict(list)
    for customer, case, at in last.iterator():
        known[customer].append(Decided(_quarter(at), case in excepted))
    return lives(known)


def _quarter(at: datetime) -> str:
    return f"{at.year} Q{(at.month + 2) // 3}"
