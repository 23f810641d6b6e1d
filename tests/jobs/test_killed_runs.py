"""Killed while an import comes in or what is due goes: run again, nothing is lost or doubled."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone
from tests.core.imports.test_helpdesks import ZENDESK, changed
from tests.killing import killed_at
from tests.record.test_after_a_merge import finished
from tests.steps.test_imports import uploaded
from tests.stories import NOW, a_closed_case, an_investigated_case

from upheld.core.erasing import ErasureWhy
from upheld.jobs import erasing, importing
from upheld.steps import draw_import, erase, investigate, run_import, undo_import
from upheld.store import beside, files, loose
from upheld.store.erased import cleaning
from upheld.store.erased import listed as erased_list
from upheld.store.imports import undone as import_undone
from upheld.store.models import Case, Contact, Erasure, Event, Person
from upheld.store.record import events

pytestmark = pytest.mark.django_db(transaction=True)


def test_killed_at_any_point_of_an_import_each_row_is_taken_once(
    lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run_import, "CHUNK", 1)
    point, went_on, runs, contacts = 1, True, 0, []
    while went_on:
        row = uploaded(lead, *(changed(ZENDESK, id=3 * point + each) for each in range(2)))
        draw_import.start(row.pk, False, lead)
        went_on = killed_at(point, lambda: importing.sweep(timezone.now()))
        importing.sweep(timezone.now() + timedelta(minutes=11))
        row.refresh_from_db()
        runs += 1
        assert (row.state, row.taken, row.done) == ("done", 2, 2), f"at point {point}"
        assert Case.objects.count() == 2 * runs, f"at point {point}"
        contacts.append(Contact.objects.count())
        point += 1
    assert runs > 10
    assert contacts == [contacts[0] * each for each in range(1, runs + 1)]
    assert [*events.breaks(), *beside.amiss()] == []


def test_killed_at_any_point_of_undoing_an_import_each_is_taken_back_once(
    lead: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_undone, "AT_ONCE", 1)
    point, went_on = 1, True
    while went_on:
        lines = "".join(f"{point}-{each},Ann Ash\n" for each in range(3))
        file = ContentFile(f"Id,Name\n{lines}".encode(), "in.csv")
        row = draw_import.upload(file, "customers", "", lead, NOW)
        draw_import.start(row.pk, False, lead)
        importing.sweep(timezone.now())
        undo_import.begin_undo(row.pk, lead)
        went_on = killed_at(point, lambda: importing.sweep(timezone.now()))
        here = row.customers.count()
        row.refresh_from_db()
        assert here == 3 - row.taken_back, f"at point {point}"
        assert here == 0 or row.state == "undoing", f"at point {point}"
        importing.sweep(timezone.now() + timedelta(minutes=11))
        row.refresh_from_db()
        told = row.state, row.taken_back, row.kept_back, row.customers.count()
        assert told == ("undone", 3, 0, 0), f"at point {point}"
        assert Event.objects.filter(kind="import_undone", data__import=row.pk).count() == 1
        point += 1
    assert point > 10
    assert [*events.breaks(), *beside.amiss()] == []


def test_killed_at_any_point_of_a_run_of_retention_a_case_is_whole_or_gone_and_goes_once(
    handler: Person, monkeypatch: pytest.MonkeyPatch, list_of_its_own: Path
) -> None:
    monkeypatch.setattr(settings, "ERASE_DUE", "lena@example.org")
    later, point, went_on = NOW + timedelta(days=366 * 7), 1, True
    while went_on:
        case = a_closed_case(handler, name=f"Bob {point}", email=f"b{point}@example.org")
        went_on = killed_at(point, lambda: erasing.sweep(later, None))
        found = Case.everything.get(pk=case)
        assert Erasure.objects.filter(case=case).count() == bool(found.erased_at)
        erasing.sweep(later, None)
        assert Case.everything.get(pk=case).erased_at, f"at point {point}"
        done = Erasure.objects.get(case=case)
        assert (done.cleaned_at, done.files) == (later, []), f"at point {point}"
        point += 1
    assert point > 5
    # One that was killed after its line and before its commit is on the list twice: no harm.
    named = {number for line in erased_list.read() for number in line.cases}
    assert named == {str(pk) for pk in Case.everything.values_list("pk", flat=True)}
    assert [*events.breaks(), *beside.amiss()] == []


def test_killed_at_any_point_of_an_erasure_that_was_asked_for_it_is_whole_or_not_begun(
    handler: Person, lead: Person, administrator: Person, list_of_its_own: Path
) -> None:
    point, went_on = 1, True
    while went_on:
        case = an_investigated_case(handler, name=f"Bob {point}", email=f"b{point}@example.org")
        photo = loose.keep(ContentFile(b"a picture", f"{point}.png"), NOW)
        investigate.add_evidence(case, None, "photo", "The box", handler, NOW, file=photo)
        finished(case, handler)
        row = erase.propose(None, case, ErasureWhy.REQUEST, lead, NOW)

        def approved(row: Erasure = row) -> None:
            erase.approve(row.pk, administrator, NOW)
            cleaning.clean(NOW)

        went_on = killed_at(point, approved)
        row.refresh_from_db()
        found = Case.everything.get(pk=case)
        assert (row.state == "done") is bool(found.erased_at), f"at point {point}"
        if row.state != "done":
            approved()
        cleaning.clean(NOW)
        row.refresh_from_db()
        assert (row.state, row.cleaned_at, row.files) == ("done", NOW, []), f"at point {point}"
        assert [*files.amiss()] == [], f"at point {point}"
        point += 1
    assert point > 5
    assert [*events.breaks(), *beside.amiss()] == []
