"""The demo company's records say what its own simulator knows of each order."""

from datetime import timedelta
from pathlib import Path

import pytest
from tests.demo.conftest import lived_once

from upheld.core.records import Asked, Key
from upheld.core.words import Touchpoint
from upheld.demo import records
from upheld.demo.simulate import Company
from upheld.demo.simulate.facts import order_facts
from upheld.store import policies, sources
from upheld.store.policy_files.facts_file import read_sources

pytestmark = [pytest.mark.slow, lived_once]


def test_what_the_records_say_is_what_a_clerk_reads_off_the_order(
    company: Company, tmp_path: Path
) -> None:
    records.write(company, tmp_path)
    policy = policies.read_policy(policies.folder())
    entries = read_sources(tmp_path / "facts.yaml", policy)
    orders = {order.id: order for order in company.orders}
    about = [one for one in company.complaints if one.order_id]
    for one in about[:: len(about) // 25]:
        order, day = orders[one.order_id or 0], one.received_at.date()
        asked = Asked(day, day + timedelta(days=1), {Key.ORDER: f"LL-{order.id}"})
        shop, carrier = sources.ask(entries, asked, policy)
        known = order_facts(order, day)
        came = known.pop("received", None)
        assert {name: told.value for name, told in shop.facts.items()} == known
        assert shop.troubles == carrier.troubles == ()
        if order.touchpoint is Touchpoint.PRODUCT:
            assert carrier.facts["carrier_says_delivered"].value is came
        else:
            assert carrier.facts == {}
