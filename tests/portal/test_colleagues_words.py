"""What a colleague wrote down of a call is for us: the customer reads none of it as their words."""

import pytest
from tests.desk.reading import text
from tests.own_policies import Edit
from tests.portal.conftest import Came
from tests.stories import NOW, a_decided_case, a_received_case

from upheld.core.words import Channel
from upheld.steps.acknowledge import draft_acknowledgement
from upheld.steps.answer import draft_reply
from upheld.store import load
from upheld.store.models import Person

NOTE = "Caller was rude and shouted; wants a refund. Likely trying it on."
OURS = [Channel.PHONE, Channel.DESK, Channel.IN_PERSON]
THEIRS = [Channel.WEB, Channel.EMAIL, Channel.LETTER]


@pytest.mark.parametrize("channel", OURS)
def test_neither_their_page_nor_a_letter_begins_with_a_colleagues_note(
    channel: Channel, handler: Person, came_in: Came
) -> None:
    case = a_decided_case(handler, text=NOTE, channel=channel)
    page = load.page(case)
    drafts = draft_acknowledgement(page, handler, NOW), draft_reply(page, handler, NOW)
    shown = text(came_in(case).get("/complain/case/"))
    for told in (shown, *(f"{each.subject} {each.body}" for each in drafts)):
        assert "rude" not in told
        assert "trying it on" not in told
    assert "We received your complaint on 2 November 2026.\n" in drafts[0].body
    assert "You wrote to us on 2 November 2026. We have looked into it" in drafts[1].body


@pytest.mark.parametrize("channel", THEIRS)
def test_what_they_wrote_themselves_they_read_there(
    channel: Channel, handler: Person, came_in: Came
) -> None:
    case = a_received_case(handler, subject="Late shelves", channel=channel)
    assert "Late shelves" in text(came_in(case).get("/complain/case/"))
    draft = draft_acknowledgement(load.page(case), handler, NOW)
    assert 'on 2 November 2026: "Late shelves".' in draft.body


def test_a_firm_that_tells_the_subject_otherwise_says_what_they_told_us(
    handler: Person, edited: Edit
) -> None:
    head = 'acknowledgement_subject: "We have your complaint ({reference})"'
    edited("standard/letters.yaml", head, 'acknowledgement_subject: "We have it: {subject}"')
    case = a_received_case(handler, text=NOTE, channel=Channel.PHONE)
    draft = draft_acknowledgement(load.page(case), handler, NOW)
    assert draft.subject == "We have it: what you told us"
