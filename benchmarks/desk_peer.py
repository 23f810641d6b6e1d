"""django-helpdesk, filled and served for the benchmark of pages.

python -m benchmarks.desk_peer fill 20000
python -m benchmarks.desk_peer serve 8001
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

_TEMPLATES = "django.template.backends.django"
_CONTEXT = "django.template.context_processors"
_SOME = 200
_PLACE = Path(os.environ.get("PEER_FOLDER", "."))


def configured() -> None:
    """As its manual says, with the same server, database and connections as ours."""
    import dj_database_url
    import django
    from django.conf import settings

    url = os.environ.get("PEER_DATABASE") or f"sqlite:///{_PLACE / 'db.sqlite3'}"
    _PLACE.mkdir(parents=True, exist_ok=True)
    database = dj_database_url.parse(url, conn_max_age=None)
    if url.startswith("sqlite"):
        database["OPTIONS"] = {"init_command": "PRAGMA journal_mode=WAL;"}
    apps = ("auth", "contenttypes", "sessions", "sites", "admin", "messages", "humanize",
            "staticfiles")  # fmt: skip
    processors = (f"{_CONTEXT}.request", "django.contrib.auth.context_processors.auth",
                  "django.contrib.messages.context_processors.messages")  # fmt: skip
    settings.configure(
        SECRET_KEY="benchmark", USE_TZ=True, SITE_ID=1, DATABASES={"default": database},
        ALLOWED_HOSTS=["*"], STATIC_URL="static/",
        INSTALLED_APPS=[
            *(f"django.contrib.{app}" for app in apps), "rest_framework",
            "helpdesk",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
        ],
        MEDIA_ROOT=_PLACE / "media", HELPDESK_TEAMS_MODE_ENABLED=False,
        ROOT_URLCONF="benchmarks.helpdesk_urls",
        DEFAULT_AUTO_FIELD="django.db.models.AutoField", LOGIN_URL="/login/",
        TEMPLATES=[{"BACKEND": f"{_TEMPLATES}.DjangoTemplates", "APP_DIRS": True,
                    "OPTIONS": {"context_processors": processors}}],
    )  # fmt: skip
    django.setup()


def fill(size: int) -> dict[str, Any]:
    """So many tickets with one answer each, somebody who is signed in, and what is asked."""
    configured()
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.test import Client
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    Queue.objects.get_or_create(title="Complaints", slug="complaints")
    user, _ = User.objects.get_or_create(username="load", is_staff=True, is_superuser=True)
    _grow(size)
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]  # theirs, not our Person
    headers = {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}
    return {"headers": headers, "pages": _pages(size)}


def _grow(size: int) -> None:
    from django.db import connection
    from django.utils import timezone
    from helpdesk.models import (
        FollowUp,
        Queue,
        Ticket,
    )

    queue, now, words = Queue.objects.get(), timezone.now(), ("shelves", "lamp", "fitter", "table")
    for start in range(Ticket.objects.count(), size, 5000):
        tickets = [
            Ticket(queue=queue, title=f"The {words[at % 4]} {at}", status=1 + at % 4,
                   submitter_email=f"c{at}@example.org", created=now - timedelta(minutes=at),
                   modified=now, description="It arrived late and nobody told me.\n" * 10)
            for at in range(start, min(start + 5000, size))
        ]  # fmt: skip
        kept = Ticket.objects.bulk_create(tickets)
        FollowUp.objects.bulk_create(
            [FollowUp(ticket=each, date=now, title="Answer", comment="We look into it.",
                      public=True) for each in kept]
        )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _pages(size: int) -> dict[str, Any]:
    from helpdesk.models import Ticket

    keys = list(Ticket.objects.order_by("pk").values_list("pk", flat=True))
    some = keys[:: max(len(keys) // _SOME, 1)][:_SOME]
    query = _list("")
    rare = _list(f"{some[-1] - 1}")
    return {
        # Its list is a page that asks for its rows by a second request, which is what costs.
        "inbox": {"addresses": [f"/datatables_ticket_list/{query}?draw=1&start=0&length=25"]},
        "search, a rare word": {
            "addresses": [f"/datatables_ticket_list/{rare}?draw=1&start=0&length=25"]
        },
        "case": {"addresses": [f"/tickets/{key}/" for key in some]},
    }


def _list(search: str) -> str:
    from helpdesk.query import query_to_base64

    told = {"filtering": {"status__in": [1, 2]}, "filtering_null": {}, "sorting": "created",
            "sortreverse": False, "search_string": search}  # fmt: skip
    return str(query_to_base64(told))


def serve(port: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "benchmarks.desk_peer:application", address="127.0.0.1", port=port,
        interface=Interfaces.WSGI, workers=2, blocking_threads=4, log_access=False,
        log_level=LogLevels.warning,
    ).serve()  # fmt: skip


def __getattr__(name: str) -> Any:
    """The application, made in the process that serves it."""
    if name != "application":
        raise AttributeError(name)
    configured()
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(int(sys.argv[2]))
    else:
        print(json.dumps(fill(int(sys.argv[2]))))
