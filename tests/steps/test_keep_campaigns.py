"""Campaigns: who declares them, what they must say, and that nothing is lost."""

from datetime import date, datetime

import pytest

from upheld.core.campaigns import Campaign, CampaignError
from upheld.core.event_kinds import EventKind
from upheld.steps.keep_campaigns import keep_campaign
from upheld.steps.may import NotAllowed
from upheld.store import campaigns
from upheld.store import models as rows

ADVERT = Campaign("", "Fitted in a week", "Ordered today, fitted in a week", date(2026, 3, 1))


def test_a_campaign_is_declared_and_said_in_other_words_and_each_is_an_event(
    lead: rows.Person, policy_owner: rows.Person, now: datetime
) -> None:
    key = keep_campaign(ADVERT, lead, now)
    ended = Campaign(key, "The week advert", ADVERT.promise, ADVERT.starts, date(2026, 9, 1), True)
    keep_campaign(ended, policy_owner, now)
    keep_campaign(ended, policy_owner, now)  # as it stands: nothing is done
    assert key == "fitted_in_a_week"
    assert campaigns.declared() == (ended,)
    acts = rows.Event.objects.filter(kind=EventKind.CAMPAIGN_CHANGED)
    assert [act.data["campaign"] for act in acts] == [key] * 2
    assert acts[0].data["before"] is None
    assert acts[1].data["before"] == acts[0].data["after"]
    assert acts[1].data["after"]["ends"] == "2026-09-01"


def test_the_key_is_the_firms_own_where_orders_name_it(lead: rows.Person, now: datetime) -> None:
    assert keep_campaign(Campaign("Spring sale!", "Spring"), lead, now) == "Spring sale!"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Campaign("", " "), "name: say what it is called"),
        (Campaign("", "!!!"), "has no letter"),
        (Campaign("x", "A" * 121), "name: it has 121 characters and 120 are allowed"),
        (Campaign("x", "A", "B" * 201), "promise: it has 201"),
        (Campaign("x", "A", "", date(2026, 2, 1), date(2026, 1, 1)), "is before it starts"),
        (Campaign("other", "FITTED in a week"), "another campaign is called"),
    ],
)
def test_what_cannot_be_kept_says_why(
    lead: rows.Person, now: datetime, given: Campaign, why: str
) -> None:
    keep_campaign(ADVERT, lead, now)
    with pytest.raises(CampaignError, match=why):
        keep_campaign(given, lead, now)
    assert rows.Campaign.objects.count() == 1


def test_a_handler_may_not(handler: rows.Person, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        keep_campaign(ADVERT, handler, now)
