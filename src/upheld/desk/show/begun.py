"""What the forms of a case begin with."""

from typing import Any

from upheld.core.facts import that_matter
from upheld.core.promises.commitments import CommitmentState
from upheld.core.reply import Letter
from upheld.desk.forms.answer import ClosingForm
from upheld.desk.forms.complaint import MendForm
from upheld.desk.forms.facts import FactsForm
from upheld.desk.forms.investigate import CircumstancesForm, EvidenceForm
from upheld.desk.forms.rules import written
from upheld.store import came_last, causes
from upheld.store import models as rows
from upheld.store.policies import Rules
from upheld.tables import Policy


def as_drafted(letter: Letter) -> dict[str, Any]:
    return {"kind": letter.kind, "subject": letter.subject, "body": letter.body}


def circumstances_of(case: rows.Case) -> dict[str, Any]:
    return {name: getattr(case, name) for name in CircumstancesForm.base_fields}


def words_of(case: rows.Case) -> dict[str, Any]:
    """What was written down, as the form shows it."""
    told = {name: getattr(case, name) for name in MendForm.base_fields.keys() - {"rules"}}
    return told | {"rules": written(Rules(case.regime, case.complaint_kind))}


def closing_form(case: rows.Case, key: str) -> ClosingForm:
    """What whoever closes it must know of: the promises still to be kept, of a case whose promises
    were read, and what they wrote since our answer."""
    still = sum(row.state == CommitmentState.OPEN for row in case.commitments.all())
    wrote = came_last.unheard(case) is not None
    return ClosingForm(key=key, causes=causes.listed(), promises=still, wrote=wrote)


def facts_form(
    allegation: rows.Allegation, policy: Policy, key: str, data: object = None
) -> FactsForm:
    matter, rest = that_matter(allegation.kind, allegation.facts, policy)
    return FactsForm(data, key=key, matter=matter, rest=rest, known=allegation.facts)


def evidence_form(
    allegation: rows.Allegation, policy: Policy, key: str, data: object = None, files: object = None
) -> EvidenceForm:
    matter, _ = that_matter(allegation.kind, allegation.facts, policy)
    return EvidenceForm(data, files, key=key, facts=matter)
