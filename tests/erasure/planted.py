"""A person whose words stand wherever the house can hold any, and the search for them."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, connection, models, transaction
from django.db.models import CharField, JSONField, TextField
from tests import stories
from tests.core.mails import a_mail
from tests.rows import OF_THE_STORY, a_row, around

from upheld.core.evidence import Particulars
from upheld.core.reply import Letter
from upheld.core.words import CaseId, LetterKind, Scope
from upheld.steps import close, investigate, know_customer, may, place_message, take_message
from upheld.store import asked, data_map, kept_answers, keys, loose, tokens
from upheld.store import models as rows
from upheld.store.backup.write import stored
from upheld.store.hit import Hit
from upheld.store.imports import runs as import_runs
from upheld.store.record import events

NAME, MAIL, PHONE = "Zerlina Quixwold", "zerlina@quixwold.example", "07700 900417"
ADDRESS, LETTER, WITHIN, CALLED = "Plumdale", "hobnobbery", "wintercress", "larkspurling.txt"
# Each in one piece: as it is found in bytes, in an index and in the hash of nothing else.
TOKENS = ("quixwold", "zerlina", "900417", "plumdale", "hobnobbery", "wintercress", "larkspurling")
NOW = stories.NOW


def a_person(by: may.Actor) -> CaseId:
    """Their complaint went all the way and is closed; every table around it speaks of them."""
    case = stories.an_investigated_case(
        by, name=NAME, email=MAIL, subject=f"{ADDRESS} shelves", demand=f"{NAME} wants it mended",
        text=f"I am {NAME} of 4 {ADDRESS} Road, {PHONE}. {LETTER} came nine days late.",
    )  # fmt: skip
    told = {"phone": PHONE, "address": f"4 {ADDRESS} Road", "fit_evidence": [f"{NAME} said so."]}
    customer = rows.Customer.objects.get(cases=case)
    know_customer.know_customer(customer.pk, told, by, NOW)
    file = loose.keep(ContentFile(WITHIN.encode(), CALLED), NOW)
    about = f"{LETTER} as {NAME} saw it"
    investigate.add_evidence(case, None, "photo", about, by, NOW, Particulars(), file)
    ours = tokens.message_id(rows.Letter.objects.filter(case=case).earliest("pk"))
    raw = a_mail(f"{LETTER} again, {PHONE}", f"{NAME} <{MAIL}>", In_Reply_To=ours)
    mail = take_message.take_message(raw, "smtp", may.Operator("mail"), NOW)
    place_message.place_message(mail.pk, may.Operator("mail"), NOW)
    _answered(case, by)
    _around(case)
    rows.Deviation.objects.filter(case=case).update(found=True)  # no event asked for it
    _of_many(case, by)
    _brought(case)
    return case


def asked_kindly(by: may.Actor) -> rows.Asked:
    """They never complained: a kind letter waits to leave, and they want no news of changes."""
    customer = rows.Customer.objects.create(name=NAME, email=MAIL, address=f"4 {ADDRESS} Road")
    order = rows.Order.objects.create(
        customer=customer, reference=LETTER, placed_on=NOW.date(), amount=9
    )
    rows.NoNews.objects.create(customer=customer, words=f"{NAME} said no.", at=NOW, by=by.name)
    letter = Letter(LetterKind.KIND_QUESTION, f"{NAME}, how was it?", f"Dear {NAME}, {LETTER}?")
    one = Hit(customer.pk, order.pk, NOW.date(), NOW.date())
    with transaction.atomic():
        return asked.keep(customer, one, "late", letter, "", True, by.name, NOW)


def _answered(case: CaseId, by: may.Actor) -> None:
    from upheld.steps import answer, decide
    from upheld.store import load

    decide.decide(case, by, NOW)
    draft = answer.draft_reply(load.page(case), by, NOW)
    answer.answer(case, stories.the_decision(case), draft, by, NOW)
    close.hear(case, True, f"{LETTER}, thank you", by, NOW)
    stories.promises_kept(case, by)
    close.close(case, "carrier_delay", f"Ring {NAME} sooner.", "", by, NOW)


def _around(case: CaseId) -> None:
    """A row of every table that leads to them, with a token in each field that the data map says
    is of somebody."""
    random, found = Random(7), rows.Case.objects.get(pk=case)
    near: dict[type[models.Model], models.Model] = {rows.Case: found, rows.Customer: found.customer}
    for name in ("Allegation", "Evidence", "Finding", "Decision", "Letter"):
        model = getattr(rows, name)
        kept = {"Finding": {"allegation__case": case}}.get(name, {"case": case})
        near[model] = model.objects.filter(**kept).earliest("pk")
    for model in around():
        if model not in (rows.Erasure, rows.Delivery, *near):
            try:
                with transaction.atomic():
                    near[model] = a_row(model, near, random)
            except IntegrityError:  # there is one already
                near[model] = model._default_manager.latest("pk")
            _speaks(near[model])
    for model in OF_THE_STORY:
        if model in near and model not in (rows.Decision, rows.Event):
            _speaks(near[model])


def _of_many(case: CaseId, by: may.Actor) -> None:
    """What was made of many complaints, theirs among them, and an answer kept for a program."""
    said = f"{LETTER}, says {NAME}"
    copied = rows.CopiedLetter.objects.create(words=said, cases=3, people=3)
    rows.LetterCase.objects.update_or_create(case_id=case, defaults={"letter": copied})
    theme = rows.Theme.objects.create(
        name="Late", found_name="Late", first_found_at=NOW, found_at=NOW,
        examples=[{"case": case, "words": said}], wishes=[{"case": case, "words": said}],
    )  # fmt: skip
    rows.ThemeCase.objects.update_or_create(case_id=case, defaults={"theme": theme, "place": 0})
    assert isinstance(by, rows.Person)
    with transaction.atomic():
        key, _ = keys.made(by, "shop", [Scope.READ], None, by.name, NOW)
    body = json.dumps({"customer": NAME}).encode()
    answer, _ = kept_answers.claim(key, f"order-of-{MAIL}", "x", NOW)
    kept_answers.keep(answer, 200, body, {})
    told = {"case_id": case, "ruled_on": NOW.date(), "changed": False, "at": NOW, "by": "A"}
    for word in (NAME, MAIL):  # both are called the same once their words are out
        rows.OutsideRuling.objects.create(**told, body=f"The Ombudsman, for {word}, {PHONE}")


def _brought(case: CaseId) -> None:
    """By an import whose file is called by them, and is the source that its rows are known by."""
    source = f"complaint of {NAME}, {ADDRESS}"
    made = rows.Import.objects.create(
        kind="complaints", format="mapped", source=source, filename=f"{source}.csv", taken=1,
        sha256="1" * 64, size=1, mapping={"source": source}, made_at=NOW, by="A",
    )  # fmt: skip
    rows.Case.objects.filter(pk=case).update(brought_by=made, source=source)
    with transaction.atomic():
        import_runs.ended(made, "A", NOW)


def _speaks(row: models.Model) -> None:
    held = data_map.held(type(row))
    for name in held.of_somebody:
        field = row._meta.get_field(name)
        said = f"{LETTER} {NAME}"
        if name in ("sha256", "source_key", "filename", "email") or getattr(field, "unique", False):
            continue
        if isinstance(field, JSONField):
            told = [said] if isinstance(field.get_default(), list) else {"said": said}
            type(row)._base_manager.filter(pk=row.pk).update(**{name: told})
        elif isinstance(field, CharField | TextField):
            type(row)._base_manager.filter(pk=row.pk).update(**{name: said[: field.max_length]})


def in_rows() -> Iterator[str]:
    """Every table and column where a token stands, those of the search index with them."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith(
                ("case_search_", "open_search_", "customer_search", "contact_search")
            ):  # SQLite's own, which cleaning writes anew
                continue
            cursor.execute(f'SELECT * FROM "{table}"')
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                for name, value in zip(names, row, strict=True):
                    for token in _in(value):
                        yield f"{table}.{name}: {token}"


def in_files() -> Iterator[str]:
    """The files of evidence and mail, by name and content, and whatever else lies in the folder."""
    for name in stored(""):
        with default_storage.open(name) as file:
            yield from (f"{name}: {token}" for token in _in(name.encode() + file.read()))
    for path in sorted(Path(settings.VAR).rglob("*")):
        if path.is_file():
            told = path.name.encode() + path.read_bytes()
            yield from (f"{path.name}: {token}" for token in _in(told))


def _in(value: object) -> list[str]:
    told = bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
    text = told.lower()
    return [token for token in TOKENS if token.encode() in text]


def whole() -> bool:
    return not list(events.breaks())
