"""What every page of the desk and the portal and every list of the API costs, over stores that were
filled.

`python -m benchmarks.every_page STORE [STORE …]` takes copies of the folders that `benchmarks.desk`
fills (`…/store/ours` of SQLite, `…/store/data` of PostgreSQL), the smaller first, brings their
tables up to date, asks each address of real rows, has the job work out the figures that were asked
for, and prints the processor's time and the statements of each, the dearest first, and how many
times the smallest store's time the largest's is. `ONLY`, in the environment, is an expression for
the addresses to ask; figures are worked out where one of them shows any.
"""

import json
import logging
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.clock import table
from benchmarks.desk_houses import postgres_kept

_PORTAL = ("/complain/", "/complain/link/", "/complain/changes/", "/complain/case/")
_LONGEST = 0.5  # seconds; what takes longer is asked once
# Addresses that show what a job works out.
_OF_FIGURES = re.compile(
    "insight|team|whale|failure|fairness|voices|root_cause|draft_table|worth|hurt|silen|sources"
    "|journey|goodwill|exception|repeat|living|afterwards|persona|backtest"
)
_LISTS = (
    "/?whose=all", "/?whose=all&q=shelves", "/?whose=all&state=closed",
    "/?whose=all&state=closed&q=late", "/?whose=all&state=closed&q=shelves", "/?whose=mine",
    "/complaints/?q=shelves", "/complaints/?about=upheld", "/complaints/?touchpoint=delivery",
    "/complaints/?about=broken", "/complaints/?about=misread", "/complaints/?outcome=upheld",
    "/complaints/?persona=maker", "/complaints/?came_by=-",
    "/contacts/?q=shelf", "/contacts/?q=quetzal", "/contacts/?has=firm", "/contacts/?case=-",
    "/contacts/?touchpoint=delivery",
    "/customers/?q=anna", "/customers/?q=quetzal", "/customers/?q=rosemary+achebe",
    "/customers/?q=rosemary@", "/customers/?persona=-", "/customers/?has=firm",
    "/customers/?came_by=-", "/customers/?band=core", "/customers/?joined=1",
    "/orders/?q=shelf", "/orders/?q=quetzal", "/orders/?q=rosemary", "/orders/?came_by=-",
    "/orders/?persona=-", "/orders/?touchpoint=delivery", "/orders/?nature=product",
    "/exceptions/?band=core", "/exceptions/budgets/1/", "/personas/stayer/",
    "/insight/whale/?tenth=10", "/insight/failure/?ours=1", "/insight/failure/?touchpoint=product",
    "/api/v1/cases?state=closed", "/api/v1/cases?q=shelves", "/api/v1/events?kind=decided",
)  # fmt: skip


def main() -> None:
    """One process a store; the last one's dearest first."""
    found = [_in_a_process(Path(each).resolve()) for each in sys.argv[1:]]
    rows = [
        [
            name,
            *(f"{each[name][0]:,.1f}, {each[name][1]}" if name in each else "" for each in found),
            f"{found[-1][name][0] / found[0][name][0]:.1f}" if name in found[0] else "",
        ]
        for name in sorted(found[-1], key=lambda name: -found[-1][name][0])
    ]
    table("Every page: ms of the processor, statements", ("", *sys.argv[1:], "times"), rows)


def _in_a_process(store: Path) -> dict[str, tuple[float, int]]:
    """By address: milliseconds of the processor, with those of the database, and statements."""
    with _database(store) as environment:
        usual = {"DJANGO_SETTINGS_MODULE": "upheld.project.settings"}
        done = subprocess.run(
            [sys.executable, "-c", "from benchmarks.every_page import ask; ask()"],
            env=os.environ | usual | environment, stdout=subprocess.PIPE, text=True, check=True,
        )  # fmt: skip
    told: dict[str, tuple[float, int]] = json.loads(done.stdout.splitlines()[-1])
    return told


@contextmanager
def _database(store: Path) -> Iterator[dict[str, str]]:
    if store.name != "data":
        yield {"UPHELD_VAR": str(store)}
        return
    with postgres_kept(store.parents[1]) as (url, process):
        own = url.replace("/postgres?", "/ours?")
        var = str(store.parent / "ours")
        yield {"UPHELD_VAR": var, "UPHELD_DATABASE": own, "POSTGRES_PROCESS": str(process)}


def ask() -> None:
    """Asks every address of the store that the environment names."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    logging.disable()
    only, now = os.environ.get("ONLY", ""), datetime.now(UTC)
    asked = [each for each in _addresses(now) if re.search(only, each[0])]
    if shown := [each for each in asked if _OF_FIGURES.search(each[0])]:
        _figures(shown, now)
    found = {each[0]: told for each in asked if (told := _asked(*each))}
    print(json.dumps(found))


def _figures(asked: Sequence[tuple[str, str, Callable[[str], Any]]], now: datetime) -> None:
    """What each of them shows is worked out, as a job does it; tells what that took."""
    from upheld.jobs import figuring
    from upheld.store import models as rows

    for _, address, get in asked:
        get(address)
    began = _processor()
    figuring.sweep(now)
    print(f"{_processor() - began:9.1f} s for all figures", file=sys.stderr)
    for kind, what, took in rows.KeptFigures.objects.values_list("kind", "asked", "took"):
        print(f"{took:9.1f} s by the clock: {kind} {what}", file=sys.stderr, flush=True)


def _processor() -> float:
    return time.process_time() + _of_postgres()


def _asked(name: str, address: str, get: Callable[[str], Any]) -> tuple[float, int] | None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def once() -> float:
        start = _processor()
        get(address).getvalue()
        return _processor() - start

    if get(address).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as asked:
        took = once()
    count = len(asked)
    if took < _LONGEST:
        took = min(once() for _ in range(3))
    print(f"{took * 1000:9.1f} {count:3} {name}", file=sys.stderr, flush=True)
    return took * 1000, count


def _of_postgres() -> float:
    """The seconds that the processes of the database used, those that ended too (proc(5))."""
    process = os.environ.get("POSTGRES_PROCESS")
    if not process:
        return 0.0
    ended = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[13:15]
    alive = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return sum(map(int, ended)) / os.sysconf("SC_CLK_TCK") + sum(
        int(Path(f"/proc/{each}/schedstat").read_text().split()[0]) / 1e9 for each in alive
    )


def _addresses(now: datetime) -> Iterator[tuple[str, str, Callable[[str], Any]]]:
    from django.test import Client
    from tests.matrix import test_api, test_desk, world

    from upheld.core.words import CaseId, Role, Scope
    from upheld.steps import keep_keys
    from upheld.steps.may import Operator
    from upheld.store import models as rows

    people = {person.role: person for person in rows.Person.objects.order_by("-pk")}
    case = rows.Case.objects.filter(state="decided", customer__isnull=False).order_by("pk")[3]
    real = world.World(people, CaseId(case.pk))
    clients = {role: Client(SERVER_NAME="127.0.0.1") for role in people}
    for role, client in clients.items():
        client.force_login(people[role])
    key = keep_keys.make_key(people[Role.LEAD], "pages", list(Scope), None, Operator(), now)[1]

    def by_program(address: str) -> Any:
        return Client(SERVER_NAME="127.0.0.1").get(
            address, headers={"Authorization": f"Bearer {key}"}
        )

    for address in _LISTS:
        yield address, address, by_program if "/api/" in address else clients[Role.LEAD].get
    by_link = _by_link(case, now)
    for address in _PORTAL:
        yield address, address, by_link
    for route in test_desk.DESK:
        allowed = [role for role in test_desk.let_in(route, "GET") if role in people]
        role = Role.LEAD if Role.LEAD in allowed else allowed[0] if allowed else ""
        if role and route.name not in ("desk:calendar_feed", "desk:invitation"):
            yield route.name, world.address(route, real), clients[role].get
    for operation, method, path in test_api.operations():
        if method == "GET":
            yield f"api {operation}", f"/api/v1{_place(test_api, path, real)}", by_program


def _by_link(case: Any, now: datetime) -> Callable[[str], Any]:
    """As the person who complained, with the session of a link to the case."""
    from django.test import Client

    from upheld.portal.session import COOKIE
    from upheld.store import models as rows
    from upheld.store import receipts

    client, secret = Client(SERVER_NAME="127.0.0.1"), receipts.new_secret()
    rows.Receipt.objects.create(
        case=case, to=case.customer.email, asked_at=now, asked_by="pages", entered_at=now,
        session_hash=receipts.hash_of(secret), session_until=now + receipts.SESSION_LASTS,
    )  # fmt: skip
    client.cookies[COOKIE] = secret
    return client.get


def _place(test_api: Any, path: str, real: Any) -> str:
    return str(test_api.place(path, real)).removeprefix("/api/v1")


if __name__ == "__main__":
    main()
