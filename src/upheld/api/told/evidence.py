"""Evidence as programs read it, and whether what came is known to be from whom it says."""

from dataclasses import asdict

from pydantic import Field

from upheld.core.words import EvidenceKind
from upheld.store import models as rows
from upheld.store import rare
from upheld.store.merged import senders
from upheld.store.sql.asked_again import AskedAgain

from .base import Moment, Told


class FromWhom(Told):
    """What is said of the sender of what came into a case."""

    unproved: bool = Field(
        description="Nothing shows that it is from the customer: a message goes on from one of "
        "theirs, and no mail server vouched for its sender; a file came with a complaint that is "
        "not known to be theirs."
    )
    unchecked: bool = Field(
        description="The message answers mail of ours, and no mail server said whether it is from "
        "the customer: somebody to whom they sent that on could have written it."
    )


class EvidenceTold(FromWhom):
    """What a finding may rely on. `filename` is empty where there is no file."""

    id: int
    allegation_id: int | None
    kind: EvidenceKind
    text: str
    at: Moment
    by: str
    happened_at: Moment | None
    with_whom: str
    relied_on_by: str
    filename: str
    size: int | None
    sha256: str


_OF_CASE = AskedAgain(lambda case: rows.Evidence.objects.filter(case=case))
_OF_ROW = EvidenceTold.model_fields.keys() - FromWhom.model_fields.keys()


def of_case(found: rows.Case) -> list[EvidenceTold]:
    rare.keep(found, "evidence", rows.Evidence.objects.all(), _OF_CASE(found.pk), "case")
    doubts = senders.of_evidence(found)  # which reads through all of it twice
    return [_evidence(row, doubts.get(row.pk, senders.Sender())) for row in found.evidence.all()]


def _evidence(row: rows.Evidence, sender: senders.Sender) -> EvidenceTold:
    told = {name: getattr(row, name) for name in _OF_ROW}
    return EvidenceTold.model_validate(told | asdict(sender))
