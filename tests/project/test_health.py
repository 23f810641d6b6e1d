"""Two addresses for whoever watches the processes, and the alarm on the first page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone

from upheld.store.models import Person
from upheld.store.rows import pulses

SWEEP = "the outbox could not be swept"


def test_the_process_lives_without_its_database(client: Client) -> None:
    assert client.get("/health/live").json() == {"live": True}


@pytest.mark.django_db
def test_it_is_ready_and_says_which_jobs_stand_still(client: Client) -> None:
    assert client.get("/health/ready").json() == {"ready": True, "jobs_stopped": []}
    pulses.went_well(SWEEP, timezone.now() - timedelta(minutes=6))
    assert client.get("/health/ready").json() == {"ready": True, "jobs_stopped": [SWEEP]}


@pytest.mark.django_db
def test_a_database_that_is_behind_is_not_ready(client: Client) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="store").order_by("-name")[
        :1
    ].get().delete()
    told = client.get("/health/ready")
    assert (told.status_code, told.json()["ready"]) == (503, False)


def test_a_stopped_job_is_on_the_first_page_until_it_runs(client: Client, handler: Person) -> None:
    client.force_login(handler)
    assert "could not be swept" not in client.get("/").content.decode()
    pulses.went_wrong(SWEEP, "no route to host", timezone.now() - timedelta(minutes=6))
    assert f"{SWEEP}: no route to host" in client.get("/").content.decode()
    pulses.went_well(SWEEP, timezone.now())
    assert "could not be swept" not in client.get("/").content.decode()
