"""A customer everybody sees, and what a private team has of them: a case beside the one that others
have, and the cases of a second row of the person. Every word, amount and number of it is marked."""

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from random import Random
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from tests import stories
from tests.rows import a_row, around
from tests.stories import NOW

from upheld.core.words import CaseId, Role
from upheld.steps import close, commit
from upheld.steps.merge_customers import merge_customers
from upheld.store import data_map
from upheld.store import models as rows
from upheld.store.tallied import anew as tallied_anew

from .world import World

# Rows of the private team are counted from here, and what is written later from there.
THEIRS, LATER = 730_000, 810_000
OWED, GOODWILL, EXCEPTION = Decimal("7313.13"), Decimal("7317.17"), Decimal("7319.19")
_WORD = re.compile(r"zq[a-z]+zq")
_AMOUNT = re.compile(r"7,?31[379]\.\d\d|73[01][379](?:13|17|19)")
_NUMBER = re.compile(r"(?<![\w.])(?:UP-)?730\d\d\d(?!\w)")
# Those of a team, a colleague or a rule are the firm's own, and an event has a number in the chain.
_NOT_COUNTED = ("Event", "Person", "Team")


@dataclass(frozen=True, slots=True)
class KeptBack:
    """The case of the customer everybody sees, and the row of the person whose cases are hidden."""

    case: CaseId
    open_case: CaseId
    person: int
    vera: rows.Person


def a_private_team() -> rows.Person:
    """Vera of a team whose work is its own."""
    team = rows.Team.objects.create(name="Board matters", private=True)
    vera = rows.Person.objects.create_person(
        "vera@example.com", "Vera Holm", Role.HANDLER, "x" * 12
    )
    rows.Person.objects.filter(pk=vera.pk).update(team=team)
    vera.refresh_from_db()
    return vera


@dataclass(frozen=True, slots=True)
class Shared:
    """What a case of the private team is about as well: an order, and what was changed."""

    order: rows.Order
    change: rows.Change


def what_everybody_sees(world: World) -> Shared:
    """What stands around the case that everybody sees: its order, the theme and the topic that it
    is in, a root cause that it shows, and what a team may give."""
    row = rows.Case.objects.get(pk=world.case)
    order = rows.Order.objects.create(
        customer=row.customer, reference="N-1", placed_on=NOW.date(), item="Shelves",
        touchpoint="product", amount=240,
    )  # fmt: skip
    rows.Case.objects.filter(pk=world.case).update(order=order, topic="Late shelves")
    said = [{"case": world.case, "words": "They came late."}]
    theme = rows.Theme.objects.create(
        name="Late shelves", found_name="Late shelves", first_found_at=NOW, found_at=NOW,
        examples=said, cases=1, people=1, letters=1, weeks=[1],
    )  # fmt: skip
    rows.ThemeCase.objects.create(case_id=world.case, theme=theme, place=1)
    a_row(rows.Valuing, {}, Random(7))
    team = rows.Team.objects.create(name="Care")
    rows.Budget.objects.create(
        team=team, currency="GBP", amount=900, first_on=NOW.date(), last_on=NOW.date(), at=NOW,
        by="Lee Lead",
    )  # fmt: skip
    rows.ThemesFound.objects.create(
        at=NOW, by="Lee Lead", cases=1, outside=0, copies=0, first_week=NOW.date()
    )
    return Shared(order, _a_change(world))


def kept_back(world: World, vera: rows.Person, shared: Shared, *, stays: bool = False) -> KeptBack:
    """What the private team has of the customer of the world's case. Their own row of the person
    leads to that customer, or is the one that `stays`."""
    _count_from(THEIRS)
    case = stories.an_answered_case(vera, name="Quilla Zorn", email="quilla@example.org")
    open_case = stories.a_decided_case(vera, name="Zqrow Zorn", email="zqrow@example.net")
    theirs = rows.Case.objects.filter(pk__in=[case, open_case])
    theirs.update(owner=vera, order=shared.order, topic="Late shelves")
    person = rows.Case.objects.get(pk=open_case).customer_id
    commit.promise(open_case, "A call", NOW.date(), vera, NOW)
    close.hear(case, False, "No.", vera, NOW)
    _around(rows.Case.objects.get(pk=case), rows.Customer.objects.get(pk=person), shared)
    _of_many(world.case, case, open_case, shared.change)
    known = rows.Case.objects.get(pk=world.case).customer_id
    goes, into = (known, person) if stays else (person, known)
    merge_customers(goes, into, "One person.", vera, NOW)
    _waits(case, person)
    _speak()
    _amounts()
    tallied_anew.rebuild()
    _count_from(LATER)
    return KeptBack(case, open_case, person, vera)


def _counted() -> Iterator[type[models.Model]]:
    for model in apps.get_app_config("store").get_models():
        if model.__name__ not in _NOT_COUNTED and isinstance(model._meta.pk, models.AutoField):
            yield model


def _count_from(number: int) -> None:
    """Whatever is written next has this number or a later one."""
    with connection.cursor() as cursor:
        for model in _counted():
            table = model._meta.db_table
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, number])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)",
                               [table, number])  # fmt: skip


def _a_change(world: World) -> rows.Change:
    """The firm's own: what was changed, for a root cause that the case shows."""
    row = a_row(rows.Change, {rows.Person: world.people[Role.LEAD]}, Random(7))
    assert isinstance(row, rows.Change)
    row.root_cause.evidence.create(about="case", key=str(world.case))
    rows.Change.objects.update(about="cause", among="orders", name="Two carriers", beside=[])
    rows.RootCause.objects.update(label="One carrier", state="open")
    return row


def _around(case: rows.Case, person: rows.Customer, shared: Shared) -> None:
    """A row of every table that leads to the case; of one that names a customer and no case, to the
    row of the person whose cases are hidden."""
    random = Random(7)
    near: dict[type[models.Model], models.Model] = {rows.Case: case, rows.Customer: case.customer}
    near |= {rows.Change: shared.change, rows.Valuing: rows.Valuing.objects.latest("pk")}
    for name in ("Allegation", "Decision", "Letter"):
        near[getattr(rows, name)] = getattr(rows, name).objects.filter(case=case).earliest("pk")
    near[rows.Evidence] = rows.Evidence.objects.filter(case=case).earliest("pk")
    near[rows.Finding] = rows.Finding.objects.get(allegation__case=case)
    for model in around():
        if model in (rows.Erasure, rows.Delivery, rows.Theme, *near):
            continue
        of_case = any(field.name == "case" for field in model._meta.fields)
        whose = case.customer if of_case else person
        try:
            with transaction.atomic():
                near[model] = a_row(model, {**near, rows.Customer: whose}, random)
        except IntegrityError:  # there is one already
            near[model] = model._default_manager.latest("pk")


def _of_many(shown: CaseId, case: CaseId, other: CaseId, change: rows.Change) -> None:
    """What was found of many complaints, theirs among them, and what a lead gathered."""
    rows.Merge.objects.create(case_id=case, into_id=shown, as_history=True, at=NOW, by="Vera Holm")
    alone = {"cases": 1, "gone_at": None, "merged_into": None, "split_from": None}
    rows.Theme.objects.filter(pk__gte=THEIRS).update(name=word_of(rows.Theme, "name"), **alone)
    rows.ThemesFound.objects.update(cases=2)  # one of theirs is merged
    said = [{"case": other, "words": word_of(rows.Theme, "examples")}]
    theme = rows.Theme.objects.get(name="Late shelves")
    theme.examples, theme.wishes = [*said, *theme.examples], said
    theme.cases, theme.people, theme.letters, theme.weeks = 2, 2, 2, [2]
    theme.save()
    rows.ThemeCase.objects.create(case_id=other, theme=theme, place=0)
    for each in (case, other):
        change.root_cause.evidence.create(about="case", key=str(each))


def _waits(case: CaseId, person: int) -> None:
    """What is for a lead to look at, for a team to pay and for a page to count."""
    theirs: Mapping[str, Any] = {"pk__gte": THEIRS}
    rows.RestrictionLook.objects.filter(**theirs).update(at=None, asked_at=NOW)
    rows.CauseLook.objects.filter(**theirs).update(looked_at=None, raised_at=NOW)
    rows.PartingAfter.objects.filter(**theirs).update(due_on=NOW.date(), told_at=None)
    rows.Restriction.objects.filter(**theirs).update(state="decided", review_due=NOW.date())
    rows.Parting.objects.filter(**theirs).update(state="proposed", customer=person)
    rows.Conduct.objects.filter(**theirs).update(seen_at=None, withdrawn_at=None)
    rows.FitNote.objects.filter(**theirs).update(on=NOW.date())
    rows.FitAssessment.objects.filter(**theirs).update(lines=[_a_line(case)])
    rows.Deviation.objects.filter(**theirs).update(
        state="granted", case=case, found=False, band="outside", at=NOW - timedelta(days=200),
        situation="late/substantiated/unknown/medium", currency="GBP",
    )  # fmt: skip
    rows.Letter.objects.filter(**theirs, kind="final").update(state="sent", sent_at=NOW)


def _a_line(case: int) -> dict[str, Any]:
    """Of their fit, as it is kept: that they accepted what the private team answered."""
    day = NOW.date().isoformat()
    return {
        "key": "learned", "rule": "learned", "sentence": "zqlearnedzq", "day": day,
        "expires_on": day, "values": {}, "weight": "1", "sure": "1", "rows": [["case", case]],
    }  # fmt: skip


def _speak() -> None:
    """In each field that the data map says is of somebody, a word that says which it is."""
    for model, held in data_map.tables():
        if model._meta.app_label != "store" or model in (rows.Person, rows.Team, rows.Event):
            continue
        for row in model._base_manager.filter(**_theirs(model)):
            told = dict(_told(row, held.of_somebody))
            if told:
                model._base_manager.filter(pk=row.pk).update(**told)


def _theirs(model: type[models.Model]) -> dict[str, Any]:
    return {"pk__gte": THEIRS} if isinstance(model._meta.pk, models.AutoField) else {"pk": -1}


def _told(row: models.Model, names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    for name in names:
        field, word = row._meta.get_field(name), word_of(type(row), name)
        if isinstance(field, models.EmailField):
            yield name, f"{word}{row.pk}@example.net"
        elif isinstance(field, models.JSONField) and name in ("fit_evidence", "gates", "ways"):
            yield name, [word]
        elif isinstance(field, models.CharField | models.TextField) and _is_prose(field):
            yield name, word[: field.max_length]


def _is_prose(field: "models.Field[Any, Any]") -> bool:
    return not field.choices and not field.unique and field.name not in ("sha256", "source_key")


def word_of(model: type[models.Model], name: str) -> str:
    return f"zq{model.__name__}{name.replace('_', '')}zq".lower()


def _amounts() -> None:
    theirs: Mapping[str, Any] = {"pk__gte": THEIRS}
    paid_by = {"team": rows.Budget.objects.get().team, "budget_on": NOW.date()}
    rows.Decision.objects.filter(**theirs).update(owed=OWED, goodwill=GOODWILL, **paid_by)
    rows.Deviation.objects.filter(**theirs).update(amount=EXCEPTION, **paid_by)


def marks(body: bytes, asked: str = "") -> set[str]:
    """What of it an answer tells: its words, amounts and numbers; `asked` is what was asked for."""
    found: set[str] = set()
    for text in _texts(body):
        for pattern in (_WORD, _AMOUNT, _NUMBER):
            found |= set(pattern.findall(text))
    return {each for each in found if each not in asked}


def _texts(body: bytes) -> Iterator[str]:
    """What stands in an answer, be it packed: a file of files, or a page to print."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(BytesIO(body)) as packed:
            for name in packed.namelist():
                yield name
                yield from _texts(packed.read(name))
        return
    yield body.decode(errors="replace")
    if body.startswith(b"%PDF"):
        for part in re.findall(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
            try:
                yield zlib.decompress(part).decode(errors="replace")
            except zlib.error:
                continue
