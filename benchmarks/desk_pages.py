"""What the desk's pages cost the processor, over the demo company's three years.

Beside a bare view of the same Django, with the same middleware, that asks the same database one
indexed statement and answers with a line of text: what is below it is not ours.
"""

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from benchmarks.clock import each, table

_TIMES = 100


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the desk, or of a bare view beside it."""

    name: str
    address: str


def main() -> None:
    """Builds the demo company in a folder of its own and prints a table."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["UPHELD_VAR"] = folder
        os.environ["UPHELD_DATABASE"] = f"sqlite:///{Path(folder) / 'upheld.sqlite3'}"
        os.environ["DJANGO_SETTINGS_MODULE"] = "upheld.project.settings"
        get = _desk()
        rows = [_row(page, get) for page in _pages()]
    table(
        f"The processor's time for a page of the desk, {_TIMES} times",
        ("page", "least", "median", "95 %", "statements", "bytes"),
        rows,
    )


def _desk() -> Callable[[str], Any]:
    """The demo company, and a client that is signed in as its handler."""
    from upheld.cli.django import prepare

    prepare()
    from django.conf import settings
    from django.test import Client

    from upheld.demo.build import build
    from upheld.store.models import Person

    now = datetime.now(UTC)
    build(now.date(), now, lambda sentence: None)
    settings.ALLOWED_HOSTS = ["testserver"]
    _add_bare_view()
    client = Client()
    client.force_login(Person.objects.get(email="handler@demo.example"))
    return client.get


def _add_bare_view() -> None:
    from django.http import HttpRequest, HttpResponse
    from django.urls import clear_url_caches, path

    from upheld.project import urls
    from upheld.store.models import Case

    first = Case.objects.values_list("pk", flat=True)[0]

    def bare(request: HttpRequest) -> HttpResponse:
        return HttpResponse(str(Case.objects.values_list("subject", flat=True).get(pk=first)))

    urls.urlpatterns[:0] = [path("bare/", bare)]
    clear_url_caches()


def _pages() -> list[Page]:
    from upheld.core.words import CaseState
    from upheld.store import queues
    from upheld.store.models import Case, Customer

    sally, bob = queues.inbox()[:2]
    forty = Customer.objects.get(name="Rosemary Achebe")
    in_state = {
        state: Case.objects.filter(state=state).order_by("pk").first() for state in CaseState
    }
    return [
        Page("a bare view with one statement of its own", "/bare/"),
        Page("inbox", "/?whose=all"),
        Page("search: shelves", "/?whose=all&q=shelves"),
        Page("search among closed", "/?whose=all&state=closed&q=late"),
        Page("case, the first of the inbox", f"/cases/{sally.reference}/"),
        *(
            Page(f"case, {state}", f"/cases/{case.reference}/")
            for state, case in in_state.items()
            if case
        ),
        Page("two cases beside", f"/cases/{sally.reference}/beside/{bob.reference}/"),
        Page("customer with forty calls", f"/customers/{forty.pk}/"),
        Page("parting from them", f"/customers/{forty.pk}/parting/"),
        Page("team", "/insight/team/"),
    ]


def _row(page: Page, get: Callable[[str], Any]) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = get(page.address)  # warms the templates and the policy up
    if answer.status_code != 200:
        raise RuntimeError(f"{page.address} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as asked:
        get(page.address)
    statements = len(asked)  # the next request forgets them
    seconds = each(get, [page.address] * _TIMES)
    return [
        page.name,
        f"{seconds[0] * 1000:.1f} ms",
        f"{median(seconds) * 1000:.1f} ms",
        f"{quantiles(seconds, n=20)[-1] * 1000:.1f} ms",
        str(statements),
        f"{len(answer.content):,}",
    ]


if __name__ == "__main__":
    main()
