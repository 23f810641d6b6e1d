"""From the store to the marts: whole, of one moment, with the figures of the pages and no word that
somebody wrote."""

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from django.apps import apps
from django.db import connection, models
from tests import stories
from tests.stories import NOW
from tests.waiting import PATIENCE

from upheld.insight.marts import build as making
from upheld.insight.marts import duck
from upheld.insight.marts.declared import BY_NAME, MARTS
from upheld.insight.marts.export import one_moment
from upheld.insight.marts.sources import SOURCES
from upheld.insight.profit import Scope, failure
from upheld.steps import decide, investigate
from upheld.store import models as rows
from upheld.store.policy_files.costs_file import rates

TOKEN = "zqxplanted"


@pytest.fixture
def store(lead: rows.Person) -> dict[str, int]:
    """A closed complaint about an order, one where nothing is found yet, and what else happened."""
    closed = stories.a_closed_case(lead)
    sally = rows.Case.objects.get(pk=closed).customer
    order = rows.Order.objects.create(
        customer=sally, reference="LL-1", placed_on=date(2026, 10, 1), item="Shelves",
        touchpoint="product", amount=Decimal("240.00"), delivery_paid=Decimal("12.50"),
        promised_on=date(2026, 10, 10), delivered_on=date(2026, 10, 19),
    )  # fmt: skip
    rows.Case.objects.filter(pk=closed).update(order=order, topic="late delivery")
    waits = stories.an_open_case(lead, name="Bob Mercer", email="bob@example.org")
    bob = rows.Case.objects.get(pk=waits).customer
    rows.Customer.objects.filter(pk__in=(sally.pk, bob.pk)).update(persona="practice")
    for case, doing in ((closed, "neutral"), (waits, "customer"), (None, "firm")):
        rows.Contact.objects.create(
            customer=sally, case_id=case, at=NOW, inbound=True, channel="phone", summary="Rang.",
            caused_by=doing,
        )  # fmt: skip
    return {"closed": closed, "waits": waits, "sally": sally.pk, "bob": bob.pk, "order": order.pk}


@pytest.fixture
def built(store: dict[str, int], tmp_path: Path) -> making.Built:
    return making.build(tmp_path, NOW + timedelta(days=1))


def told(built: making.Built, sql: str) -> list[tuple[Any, ...]]:
    with closing(duckdb.connect(str(built.database), read_only=True)) as duck:
        return duck.execute(sql).fetchall()


def test_a_case_is_told_with_what_was_found_given_and_how_long_it_took(
    built: making.Built, store: dict[str, int]
) -> None:
    asked = "outcome, stance, upheld, so, owed, currency, cause, resolved, accepted, hours_to_close"
    ((outcome, stance, upheld, so, owed, currency, *rest),) = told(
        built, f"SELECT {asked} FROM cases WHERE case_number = {store['closed']}"
    )
    decision = rows.Decision.objects.get()
    assert (outcome, stance, so) == (decision.outcome, decision.stance, 1)
    assert (upheld, owed, currency) == (True, decision.owed, "GBP")
    assert rest == ["carrier_delay", True, True, 0]
    ((remedies, sums),) = told(built, "SELECT count(*), sum(amount) FROM remedies WHERE basis = "
                               "'entitlement'")  # fmt: skip
    assert (remedies > 0, sums) == (True, decision.owed)
    assert told(built, "SELECT days_late, complaints FROM orders") == [(9, 1)]


def test_who_somebody_is_to_us_is_withheld_while_a_finding_waits(
    built: making.Built, store: dict[str, int]
) -> None:
    asked = "SELECT waits, persona, band FROM customers WHERE customer_number = "
    assert told(built, f"{asked}{store['bob']}") == [(True, None, None)]
    assert told(built, f"{asked}{store['sally']}") == [(False, "practice", "unknown")]


def test_customers_that_were_merged_are_one(store: dict[str, int], tmp_path: Path) -> None:
    rows.Customer.objects.filter(pk=store["bob"]).update(merged_into=store["sally"])
    built = making.build(tmp_path, NOW)
    found = told(built, "SELECT customer_number, complaints, persona FROM customers")
    assert found == [(store["sally"], 2, None)]
    assert told(built, "SELECT count(DISTINCT customer_number) FROM cases") == [(1,)]


def test_a_case_that_is_a_part_of_another_counts_nowhere(
    store: dict[str, int], lead: rows.Person, tmp_path: Path
) -> None:
    rows.Merge.objects.create(
        case_id=store["waits"], into_id=store["closed"], why="The same.", at=NOW,
        by="Lena", as_history=False,
    )  # fmt: skip
    built = making.build(tmp_path, NOW)
    assert told(built, "SELECT case_number FROM cases") == [(store["closed"],)]
    assert told(built, "SELECT sum(complaints) FROM months") == [(1,)]


def test_failure_demand_is_what_the_page_of_it_says(built: making.Built, lead: rows.Person) -> None:
    page = failure(rates(), Scope(until=built.at)).total
    assert page is not None
    ((contacts, ours),) = told(
        built, "SELECT count(*), count(*) FILTER (failure_demand) FROM contacts WHERE inbound"
    )
    assert (contacts, ours) == (page.contacts, page.ours)
    assert ours > 0


def test_the_manifest_tells_of_which_moment_and_how_many_rows(built: making.Built) -> None:
    kept = json.loads((built.folder.parent / "manifest.json").read_text())
    assert kept["at"] == (NOW + timedelta(days=1)).isoformat()
    counts = {each["name"]: each["rows"] for each in kept["marts"]}
    assert counts.keys() == BY_NAME.keys()
    for name, count in counts.items():
        assert told(built, f"SELECT count(*) FROM {name}") == [(count,)]


def test_the_database_has_the_declared_columns_each_with_its_comment(built: making.Built) -> None:
    for mart in MARTS:
        found = told(
            built, "SELECT column_name, data_type, comment FROM duckdb_columns() "
            f"WHERE table_name = '{mart.name}' ORDER BY column_index",
        )  # fmt: skip
        kinds = [(each.name, each.kind.replace(", ", ","), each.meaning) for each in mart.columns]
        assert found == kinds


def test_what_was_built_before_stays_for_who_reads_it_and_no_longer(
    built: making.Built, tmp_path: Path
) -> None:
    second = making.build(tmp_path, NOW + timedelta(days=2))
    assert built.database.exists()
    assert making.newest(tmp_path) == second
    making.build(tmp_path, NOW + timedelta(days=3))
    assert not built.folder.exists()


def test_a_building_that_fails_leaves_the_one_before(
    built: making.Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(marts: Path, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(duck, "database", fails)
    with pytest.raises(OSError, match="No space"):
        making.build(tmp_path, NOW + timedelta(days=2))
    assert making.newest(tmp_path) == built
    assert [each for each in tmp_path.iterdir() if each.is_dir()] == [built.folder]


def test_nobody_builds_there_while_somebody_builds(built: making.Built, tmp_path: Path) -> None:
    with making.alone(tmp_path), pytest.raises(making.Busy, match="wait"):
        making.build(tmp_path, NOW)


@pytest.mark.django_db(transaction=True)
def test_the_export_is_of_one_moment_and_holds_up_nobody(lead: rows.Person) -> None:
    """Whoever writes meanwhile writes, and is not read."""
    from concurrent.futures import ThreadPoolExecutor

    def somebody_writes() -> None:
        stories.a_received_case(lead)
        connection.close()

    with one_moment():
        assert rows.Case.objects.count() == 0
        with ThreadPoolExecutor(1) as other:
            other.submit(somebody_writes).result(timeout=PATIENCE)
        assert rows.Case.objects.count() == 0
    assert rows.Case.objects.count() == 1


# What the export reads of the store, besides keys, amounts and moments: labels of the firm's own.
LABELS = {
    rows.Case: {"channel", "topic", "state", "regime", "complaint_kind", "currency", "zone"},
    rows.Allegation: {"kind"},
    rows.Finding: {"result"},
    rows.Decision: {"outcome", "stance", "currency", "policy_version", "situation"},
    rows.Closing: {"cause"},
    rows.Letter: {"kind", "state"},
    rows.Clock: {"obligation", "kind", "force", "ends"},
    rows.Contact: {"channel", "topic", "caused_by"},
    rows.Order: {"item", "touchpoint", "campaign", "currency"},
    rows.Customer: {"area", "persona", "came_by"},
}


def test_what_people_wrote_and_who_they_are_stands_in_no_mart(
    store: dict[str, int], tmp_path: Path
) -> None:
    """Every other text of the store says the planted word: none of it is written down."""
    assert plant() > 25
    built = making.build(tmp_path, NOW + timedelta(days=1))
    texts = list(written(built.folder))
    assert any("late delivery" in text for text in texts)
    assert not [text for text in texts if TOKEN in text]


def test_a_fact_that_is_no_word_of_ours_is_not_written_down(
    store: dict[str, int], lead: rows.Person, tmp_path: Path
) -> None:
    rows.Allegation.objects.update(facts={"touchpoint": TOKEN, "impact": f"{TOKEN} of Sally Hart"})
    built = making.build(tmp_path, NOW)
    assert not [text for text in written(built.folder) if TOKEN in text]


def plant() -> int:
    """The word into every text that is no label, of every row there is; into how many fields."""
    planted = 0
    for model in apps.get_app_config("store").get_models():
        if model in (rows.Event, rows.Person, rows.KeptPolicy):  # the record, and what made it
            continue
        manager = getattr(model, "everything", model._default_manager)
        fields = [each for each in model._meta.concrete_fields if _is_written(model, each)]
        for row in manager.all():
            new = {each.name: _planted(each, getattr(row, each.name), row.pk) for each in fields}
            manager.filter(pk=row.pk).update(**new)
            planted += len(new)
    return planted


def _is_written(model: type[models.Model], field: "models.Field[Any, Any]") -> bool:
    if field.name in LABELS.get(model, set()):
        return False
    kinds = (models.CharField, models.TextField, models.EmailField, models.JSONField)
    return isinstance(field, kinds) and field.name != "relationship"


def _planted(field: "models.Field[Any, Any]", value: Any, pk: Any) -> Any:
    if isinstance(field, models.JSONField):
        return _in_json(value)
    return f"{TOKEN}{pk}"[: field.max_length or 200]


def _in_json(value: Any) -> Any:
    """Every text in it, but the kind, the currency and the source of a remedy."""
    if isinstance(value, dict):
        kept = ("kind", "currency", "source", "basis", "amount", "touchpoint", "impact")
        return {key: each if key in kept else _in_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_in_json(each) for each in value]
    return TOKEN if isinstance(value, str) else value


def written(folder: Path) -> Iterator[str]:
    """Every text in every file of Parquet."""
    for path in folder.rglob("*.parquet"):
        frame = pl.read_parquet(path).select(pl.col(pl.String))
        for column in frame.columns:
            yield from (text for text in frame[column].drop_nulls().unique())


def test_every_source_and_every_mart_is_named_once() -> None:
    names = [each.name for each in SOURCES] + [each.name for each in MARTS]
    assert len(names) == len(set(names))
    assert all(each.name.startswith("kept_") for each in SOURCES)


def test_a_case_is_told_by_the_decision_that_was_written_last(
    lead: rows.Person, tmp_path: Path
) -> None:
    """Though the clock where it was made was behind."""
    case = stories.a_decided_case(lead)
    behind = NOW - timedelta(seconds=2)
    mended = {**stories.SHELVES_LATE, "delivery_paid": "40.00"}
    allegation = rows.Allegation.objects.get(case=case)
    investigate.record_facts(case, allegation.pk, mended, lead, behind)
    decide.decide(case, lead, behind, "The receipt says so.")
    built = making.build(tmp_path, NOW + timedelta(days=1))
    assert told(built, "SELECT decisions, owed FROM cases") == [(2, Decimal(40))]
    owed = "SELECT amount FROM remedies WHERE basis = 'entitlement'"
    assert told(built, owed) == [(Decimal(40),)]
