"""Where little is known: an empty store, one complaint, one that is closed, orders without days and
a group of one. Each command and each page of effects, goodwill, the silent, the fair and the team
says what cannot be said, and fails in none of them."""

import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from tests import stories
from tests.cli.conftest import Upheld
from tests.insight.test_journey import an_order
from tests.steps.changing import LATE, given

from upheld.demo.simulate.journey import JOURNEY
from upheld.steps.keep_changes import record_change
from upheld.steps.keep_journey import declare
from upheld.steps.keep_root_causes import open_root_cause
from upheld.store.models import Case, Customer, Person

COMMANDS = (
    ("goodwill",), ("fair",), ("fair", "--no-again"), ("silent",), ("changes",),
    ("changes", "check", "--no-keep"), ("root-causes",), ("team",),
)  # fmt: skip
PAGES = (
    "insight/goodwill/", "insight/fairness/", "insight/silent/", "insight/silent/late.delivery/",
    "insight/team/", "root-causes/", "wall/",
)  # fmt: skip


def nothing(lead: Person) -> None:
    pass


def one_complaint(lead: Person) -> None:
    stories.an_open_case(lead)


def one_closed(lead: Person) -> None:
    stories.a_closed_case(lead)


def a_year_and_more_ago(lead: Person) -> None:
    """One long ago and one of now, and no other month between them has any."""
    old = stories.a_closed_case(lead)
    Case.objects.filter(pk=old).update(received_at=stories.NOW - timedelta(days=500))
    stories.a_closed_case(lead)


def orders_without_days(lead: Person) -> None:
    for _ in range(2):
        who = Customer.objects.create(name="Ann", email="ann@example.org")
        an_order(who, promised_on=None, delivered_on=None)
    stories.an_open_case(lead)


def a_change_of_something_that_never_happened(lead: Person) -> None:
    number = open_root_cause("One carrier for all", lead.pk, [LATE], lead, stories.NOW)
    record_change(number, given(), lead.pk, lead, stories.NOW)


LITTLE = (
    nothing, one_complaint, one_closed, a_year_and_more_ago, orders_without_days,
    a_change_of_something_that_never_happened,
)  # fmt: skip


@pytest.mark.parametrize("little", LITTLE, ids=lambda one: one.__name__)
def test_where_little_is_known_each_command_and_each_page_says_so(
    little: Callable[[Person], None], lead: Person, upheld: Upheld
) -> None:
    declare([], [each for each in JOURNEY if not each.personas], lead, stories.NOW)
    little(lead)
    for command in COMMANDS:
        ran = upheld(*command)
        assert (ran.code, ran.err) == (0, ""), command
        assert ran.out.strip(), command
        told = upheld(*command, "--json").out
        assert "NaN" not in told, command
        json.loads(told)
    desk = Client()
    desk.force_login(lead)
    for page in PAGES:
        shown = desk.get(f"/{page}")
        assert shown.status_code == 200, page
        assert "nan" not in shown.content.decode().lower().split(), page
