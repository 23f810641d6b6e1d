"""Every way from a row to a case, over at most two keys, is one by which rows are narrowed, or it
is written here why it needs not be."""

from collections.abc import Iterator, Mapping

from django.apps import apps
from django.db.models import Model

from upheld.store import models as rows
from upheld.store.sight import seen

OF_THE_CASE = "it is of the same case, by which the row is narrowed"
BY_THE_CASE = "read with its case, or counted beside cases that are narrowed or of the whole firm"
AS_NARROWED: Mapping[str, str] = {
    "Case.merged_into": "a number, told where the case that it names is seen",
    "Commitment.letter__case": OF_THE_CASE,
    "Deviation.decision__case": OF_THE_CASE,
    "Evidence.allegation__case": OF_THE_CASE,
    "IdeaFate.letter__case": OF_THE_CASE,
    "Letter.decision__case": OF_THE_CASE,
    "Merge.into": "looked for in that case",
    "Parting.letter__case": OF_THE_CASE,
    "Restriction.conduct__case": "what it rests on is narrowed by itself",
    "Restriction.letter__case": OF_THE_CASE,
}
NOT_NARROWED: Mapping[str, str] = {
    "Acceptance.case": BY_THE_CASE,
    "Allegation.case": BY_THE_CASE,
    "Asked.case": "counted; that it was answered is in the record, which is narrowed",
    "ChangeTold.letter__case": "counted, of the whole firm",
    "Claim.case": BY_THE_CASE,
    "Claim.allegation__case": OF_THE_CASE,
    "Clock.case": BY_THE_CASE,
    "Closing.case": BY_THE_CASE,
    "Delivery.event__case": "narrowed where it is listed (store/webhooks.py)",
    "Dishonesty.allegation__case": BY_THE_CASE,
    "Distinction.decision__case": BY_THE_CASE,
    "Event.case": "narrowed where it is listed, and beside cases by what it names",
    "Filing.case": "found by the mark of its form",
    "Finding.allegation__case": BY_THE_CASE,
    "ModelReading.case": BY_THE_CASE,
    "NotFollowed.decision__case": BY_THE_CASE,
    "Note.case": BY_THE_CASE,
    "Notice.incoming__case": "read by the job that sends it",
    "OutsideRuling.case": BY_THE_CASE,
    "Pause.case": BY_THE_CASE,
    "Receipt.case": "found by the secret of its link, or by its case",
    "RuleFired.decision__case": "narrowed where it is counted (insight/worth.py)",
    "TallyPart.case": BY_THE_CASE,
}


def keys(model: type[Model]) -> Iterator[tuple[str, type[Model]]]:
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if isinstance(field.related_model, type):
            yield field.name, field.related_model


def ways(model: type[Model]) -> Iterator[str]:
    for name, other in keys(model):
        if other is rows.Case:
            yield name
        else:
            yield from (f"{name}__{far}" for far, last in keys(other) if last is rows.Case)


def test_every_way_to_a_case_is_narrowed_or_has_a_reason() -> None:
    """A record of conduct was of its case alone, and lay open where its contact led to one."""
    named = {f"{model}.{way}" for model, (cases, _) in seen._LEADS.items() for way in cases}
    found = {
        f"{model.__name__}.{way}"
        for model in apps.get_app_config("store").get_models()
        for way in ways(model)
    }
    assert found - named == {*AS_NARROWED, *NOT_NARROWED}
