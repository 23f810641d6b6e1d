"""`upheld key`: made for a person, printed once, listed without its secret, revoked."""

import json

import pytest
from tests.cli.conftest import Ran, Upheld

from upheld.store.models import ApiKey, Person

pytestmark = pytest.mark.django_db


def new(upheld: Upheld, person: Person, *more: str) -> Ran:
    told = ("--person", person.email, "--label", "Our shop", "--scope", "read", *more)
    return upheld("key", "new", *told)


def test_a_key_is_the_only_thing_on_standard_output(upheld: Upheld, lead: Person) -> None:
    made = new(upheld, lead, "--scope", "write")
    assert made.out.startswith("upheld_")
    assert len(made.out.split()) == 1
    assert made.err == "It acts as Lena Brandt. Keep it now: it is not shown again.\n"
    assert ApiKey.objects.get().scopes == ["read", "write"]


def test_a_list_tells_whose_and_never_the_key(upheld: Upheld, lead: Person) -> None:
    key = new(upheld, lead).out.strip()
    prefix, secret = key.split("_", 2)[1:]
    told = upheld("key", "list")
    assert told.out == f"{prefix}  {lead.email}  Our shop (read; never used)\n"
    as_json = upheld("key", "list", "--json").out
    assert json.loads(as_json)[0]["prefix"] == prefix
    assert secret not in told.out + as_json


def test_a_revoked_key_says_so_and_is_not_revoked_twice(upheld: Upheld, lead: Person) -> None:
    prefix = new(upheld, lead).out.split("_")[1]
    assert upheld("key", "revoke", prefix).out == f"{prefix} opens nothing any more.\n"
    assert upheld("key", "list").out.endswith("revoked)\n")
    assert upheld("key", "revoke", prefix).error == f"the key {prefix} was revoked before"
    assert upheld("key", "revoke", "nothing").error.startswith("no key begins with nothing")


def test_a_key_is_for_somebody_who_works_here(upheld: Upheld, lead: Person) -> None:
    ran = upheld("key", "new", "--person", "bo@x.org", "--label", "x", "--scope", "read")
    assert ran.error.startswith("nobody here signs in as bo@x.org")
    assert new(upheld, lead, "--expires", "2020-01-01").error.startswith("its last day is past")
    assert "Invalid value for '--scope'" in new(upheld, lead, "--scope", "all").error
