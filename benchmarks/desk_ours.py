"""Our desk, filled for the benchmark of pages: `python -m benchmarks.desk_ours fill 20000`."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

from benchmarks.desk_asked import PREPARED
from benchmarks.grown import Grown

_SOME = 40  # of each state
_RARE = "quillfeather"
_FILED = {"text": "My shelves came nine days late.", "complainant": {"email": "load@example.org"}}
_FACTS = {"touchpoint": "product", "price_paid": "240.00", "delivery_paid": "12.50", "days_late": 9}


def fill(size: int) -> dict[str, Any]:
    """So many cases, a person who is signed in, a key of the API, and what is asked of them."""
    import django

    django.setup()
    from django.core.management import call_command

    from upheld.demo.build import build
    from upheld.store.models import Case

    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    if not Case.objects.exists():
        build(now.date(), now, lambda sentence: None)
    grown = _grown()
    if (grown.copies - 1) * grown.cases >= max(size, grown.cases + 1):
        raise SystemExit(f"the store has more cases than {size:,}: take its folder away")
    grown.to(size)
    return _told(now)


def _grown() -> Grown:
    """What was built is told from its copies by their numbers."""
    from django.conf import settings

    kept = settings.VAR / "grown.json"
    grown = Grown()
    if kept.exists():
        told = json.loads(kept.read_text())
        grown.models = [model for model in grown.models if model.__name__ in told["first"]]
        grown.first = {model: told["first"][model.__name__] for model in grown.models}
        grown.step, grown.cases = told["step"], told["cases"]
        grown.copies = _copies(grown)
    else:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        first = {model.__name__: last for model, last in grown.first.items()}
        kept.write_text(json.dumps({"first": first, "step": grown.step, "cases": grown.cases}))
    return grown


def _copies(grown: Grown) -> int:
    from upheld.store.models import Customer

    last = Customer.objects.order_by("-pk").values_list("pk", flat=True)[0]
    return int(last) // grown.step + 1


def _told(now: datetime) -> dict[str, Any]:
    from upheld.core.words import CaseState
    from upheld.store.models import Case

    # As many in each state at every size: a decided case costs twice what a new one does.
    opened = [state for state in CaseState if state != CaseState.CLOSED]
    cases = [each for state in opened for each in _spread(Case.objects.filter(state=state))]
    get, cookie = _client()
    headers = {"Cookie": cookie}
    searched = {
        "search, a rare word": f"/?whose=all&q={_rare(cases[-1], now)}",
        "search, a word that many say": "/?whose=all&q=shelves",
    }
    lists = {"inbox": "/?whose=all", "all complaints": "/complaints/", **searched}
    pages: dict[str, Any] = {
        name: {"addresses": [address], "statements": _statements(get, address)}
        for name, address in lists.items()
    }
    pages["case"] = {
        "addresses": [f"/cases/{each.reference}/" for each in cases],
        "statements": max(_statements(get, f"/cases/{each.reference}/") for each in cases),
    }
    told = {"headers": headers, "pages": pages | _by_program(now)}
    return told | {"cases": Case.objects.count()}


def _by_program(now: datetime) -> dict[str, Any]:
    """Filing and deciding, as a program does it over HTTP."""
    key = {"Authorization": f"Bearer {_key(now)}", "Content-Type": "application/json"}
    decided = [f"/api/v1/cases/{each}/decisions" for each in _to_decide(now)]
    return {
        "file": {"method": "POST", "addresses": ["/api/v1/cases"], "headers": key,
                 "body": json.dumps(_FILED)},
        "decide": {"method": "POST", "once": decided, "headers": key, "body": "{}"},
    }  # fmt: skip


def _spread(found: Any) -> list[Any]:
    """Some of them, over all numbers."""
    keys = list(found.order_by("pk").values_list("pk", flat=True))
    some = keys[:: max(len(keys) // _SOME, 1)][:_SOME]
    return list(found.filter(pk__in=some))


def _rare(case: Any, now: datetime) -> str:
    """A word that one case has, and no other."""
    from upheld.store import search

    case.subject = f"The {_RARE} lamp"
    case.save(update_fields=["subject"])
    search.index([case.pk])
    return _RARE


def _client() -> tuple[Any, str]:
    from django.conf import settings
    from django.test import Client

    from upheld.store.models import Person

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Person.objects.get(email="handler@demo.example"))
    name = settings.SESSION_COOKIE_NAME
    return client.get, f"{name}={client.cookies[name].value}"


def _statements(get: Any, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    assert get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as asked:
        get(address)
    return len(asked)


def _key(now: datetime) -> str:
    from upheld.core.words import Scope
    from upheld.steps import keep_keys
    from upheld.steps.may import Operator
    from upheld.store.models import Person

    handler = Person.objects.get(email="handler@demo.example")
    scopes = [Scope.READ, Scope.WRITE, Scope.DECIDE]
    _, secret = keep_keys.make_key(handler, "load", scopes, None, Operator(), now)
    return secret


def _to_decide(now: datetime) -> list[str]:
    """As many new cases as will be decided, each with a finding."""
    from tests.stories import an_investigated_case

    from upheld.core.references import reference
    from upheld.store.models import Person

    handler = Person.objects.get(email="handler@demo.example")
    return [reference(an_investigated_case(handler, now)) for _ in range(PREPARED)]


if __name__ == "__main__":
    print(json.dumps(fill(int(sys.argv[2]))))
