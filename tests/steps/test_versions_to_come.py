"""A version that is to come was made without what is published for a day before it: nothing is
lost on its first day without a word."""

from datetime import date
from functools import partial

import pytest
from tests import stories
from tests.drafts import a_published_version, a_reviewed_draft, a_whole_draft, mend_cases, write

from upheld.core.drafting import date_from, write_file
from upheld.steps.edit_draft import edit_draft
from upheld.steps.publish import NotReady, publish, return_draft, send_for_review, troubles
from upheld.store import drafts, policies
from upheld.store.models import Person, PolicyDraft, PolicyVersion

NOW = stories.NOW
BEFORE, LATER, AFTER = date(2026, 12, 5), date(2026, 12, 16), date(2026, 12, 17)


def told(draft: PolicyDraft) -> list[str]:
    return list(troubles(drafts.draft(draft.pk), NOW))


def voucher(day: date, rule: str = "core-medium") -> str:
    """What a rule gives on a day."""
    (found,) = [
        each
        for each in policies.policy_in_force(day).tables["goodwill"].rules
        if each.ref.id == rule
    ]
    return str(found.outputs["goodwill.amount"].value)  # type: ignore[union-attr]


def another_rule(by: Person, day: date, amount: str = "31") -> PolicyDraft:
    """A reviewed draft that changes another rule than the one of `a_reviewed_draft`."""
    draft = a_whole_draft(by, valid_from=day, amount="20")
    write(draft, by, {"goodwill.amount": "25"})
    write(draft, by, {"goodwill.amount": amount}, rule="core-high")
    mend_cases(draft, by)
    return draft


def test_what_a_version_to_come_would_drop_is_not_published(
    policy_owner: Person, lead: Person
) -> None:
    draft = a_reviewed_draft(policy_owner, valid_from=BEFORE)
    later = another_rule(policy_owner, LATER)
    send_for_review(later.pk, policy_owner, NOW)
    version = publish(later.pk, lead, NOW)
    (why,) = told(draft)
    assert why == (
        f"{version.version} is to come, and was made without this: from 2026-12-16 on what is "
        "changed here would be gone (goodwill core-medium goodwill.amount). Write it in a draft "
        "for a day after 2026-12-16, which begins as that version; where it cannot wait, publish "
        "that draft for 2026-12-17 first, and then this one"
    )
    with pytest.raises(NotReady, match="was made without this"):
        publish(draft.pk, lead, NOW)
    assert PolicyVersion.objects.count() == 1


def test_nor_where_it_was_moved_to_the_day_before(policy_owner: Person, lead: Person) -> None:
    draft = a_reviewed_draft(policy_owner, valid_from=LATER)
    return_draft(draft.pk, "Sooner.", lead, NOW)
    later = another_rule(policy_owner, LATER)
    send_for_review(later.pk, policy_owner, NOW)
    publish(later.pk, lead, NOW)
    edit_draft(draft.pk, partial(date_from, valid_from=BEFORE), policy_owner, NOW)
    with pytest.raises(NotReady, match="was made without this"):
        send_for_review(draft.pk, policy_owner, NOW)


def test_what_cannot_wait_is_published_for_both_the_later_first(
    policy_owner: Person, lead: Person
) -> None:
    later = another_rule(policy_owner, LATER)
    send_for_review(later.pk, policy_owner, NOW)
    publish(later.pk, lead, NOW)
    a_published_version(policy_owner, lead, valid_from=AFTER)
    a_published_version(policy_owner, lead, valid_from=BEFORE)
    mended = {str(day): voucher(day) for day in (BEFORE, LATER, AFTER)}
    assert mended == {"2026-12-05": "20", "2026-12-16": "25", "2026-12-17": "20"}
    assert voucher(AFTER, "core-high") == "31", "and the later change stands"


def test_what_the_version_to_come_says_too_is_brought_forward(
    policy_owner: Person, lead: Person
) -> None:
    a_published_version(policy_owner, lead, valid_from=LATER)
    a_published_version(policy_owner, lead, valid_from=BEFORE)
    assert {voucher(day) for day in (BEFORE, LATER)} == {"20"}


def test_what_it_says_otherwise_is_not(policy_owner: Person, lead: Person) -> None:
    a_published_version(policy_owner, lead, valid_from=LATER, amount="22")
    draft = a_whole_draft(policy_owner, valid_from=BEFORE)
    assert "goodwill core-medium goodwill.amount" in told(draft)[0]


def test_two_days_without_it_are_one_too_many(policy_owner: Person, lead: Person) -> None:
    later = another_rule(policy_owner, LATER)
    send_for_review(later.pk, policy_owner, NOW)
    publish(later.pk, lead, NOW)
    a_published_version(policy_owner, lead, valid_from=date(2026, 12, 18))
    draft = a_whole_draft(policy_owner, valid_from=BEFORE)
    assert "from 2026-12-16 on" in told(draft)[0]


def test_the_last_day_there_is_has_none_after_it(policy_owner: Person, lead: Person) -> None:
    a_published_version(policy_owner, lead, valid_from=date.max, amount="22")
    assert "is to come" in told(a_whole_draft(policy_owner, valid_from=BEFORE))[0]


def test_a_claim_that_the_version_to_come_lacks_is_lost_too(
    policy_owner: Person, lead: Person
) -> None:
    a_published_version(policy_owner, lead, valid_from=LATER)
    draft = a_whole_draft(policy_owner, valid_from=BEFORE)
    assert told(draft) == []
    text = drafts.draft(draft.pk).files["policy.yaml"]
    last = text[text.rindex("  - when: {stance: part}") :]
    again = last.replace("{stance: part}", '{stance: part, vulnerable: "false"}')
    assert again != last
    write_again = partial(write_file, file="policy.yaml", text=text.rstrip("\n") + "\n" + again)
    edit_draft(draft.pk, write_again, policy_owner, NOW)
    assert any("promise 8" in each for each in told(draft))
