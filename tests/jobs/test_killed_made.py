"""Killed while figures are worked out or somebody is invited: the next run leaves it whole.

Killed while the marts are made: reliability/test_r1_killed.py."""

import pytest
from tests.insight.test_journey import an_order
from tests.killing import killed_at
from tests.stories import NOW, a_decided_case

from upheld.core.words import Role
from upheld.insight.exceptions.kept import LIVING, REPEATS
from upheld.jobs import figuring
from upheld.steps import keep_people
from upheld.store import beside
from upheld.store.models import Customer, Invitation, KeptFigures, Person
from upheld.store.record import events

pytestmark = pytest.mark.django_db(transaction=True)


def test_killed_at_any_point_of_working_out_figures_each_is_kept_once_and_whole(
    handler: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(figuring, "_FIRST", ((REPEATS, {}), (LIVING, {})))
    a_decided_case(handler)
    an_order(Customer.objects.get())
    figuring.sweep(NOW)
    whole = {row.kind: row.told for row in KeptFigures.objects.all()}
    assert whole.keys() == {REPEATS.kind, LIVING.kind}
    point, went_on = 1, True
    while went_on:
        KeptFigures.objects.all().delete()
        went_on = killed_at(point, lambda: figuring.sweep(NOW))
        left = KeptFigures.objects.exclude(at=None)
        assert all(row.told == whole[row.kind] for row in left), f"at point {point}"
        figuring.sweep(NOW)
        found = [(row.kind, row.told) for row in KeptFigures.objects.order_by("pk")]
        assert len(found) == 2, f"at point {point}"
        assert dict(found) == whole, f"at point {point}"
        point += 1
    assert point > 5


def test_killed_at_any_point_of_an_invitation_there_is_none_or_a_whole_one_and_a_link_opens_once(
    administrator: Person,
) -> None:
    point, went_on = 1, True
    while went_on:
        email = f"robin{point}@example.org"

        def invited(email: str = email) -> keep_people.Invited:
            return keep_people.invite(email, "Robin", Role.HANDLER, administrator, NOW)

        went_on = killed_at(point, invited)
        found = Person.objects.filter(email=email).first()
        links = Invitation.objects.filter(person__email=email, used_at=None)
        assert links.count() == bool(found), f"at point {point}"
        link = keep_people.invite_again(found.pk, administrator, NOW) if found else invited()
        assert links.count() == 1, f"at point {point}"
        secret, word = link.secret, f"the quick brown {point} fox"

        def accepted(secret: str = secret, word: str = word) -> Person:
            return keep_people.accept(secret, word, NOW)

        killed_at(point, accepted)
        person = Person.objects.get(email=email)
        chosen = person.check_password(word)
        assert links.count() == (not chosen), f"at point {point}"
        if not chosen:
            assert accepted().check_password(word)
        with pytest.raises(keep_people.InvitationEnded):
            accepted()
        point += 1
    assert point > 2
    assert [*events.breaks(), *beside.amiss()] == []
