"""Where a holding letter is due in a case, whoever complained of it too has one of their own."""

import time_machine
from tests.desk.acting import done
from tests.desk.conftest import SignIn
from tests.desk.reading import page_of, text
from tests.steps.test_hold_too import LATE, bobs_in
from tests.steps.test_other_letters import under

from upheld.store.models import Letter, Person


def test_the_case_leads_to_theirs_first_and_then_sends_its_own(
    signed_in: SignIn, handler: Person
) -> None:
    sallys = under("uk-fca-disp", handler)
    bobs = bobs_in(sallys, handler)
    alice = signed_in(handler)
    assert "a holding letter is due to them" not in text(alice.get(page_of(sallys)))
    with time_machine.travel(LATE, tick=False):
        alice = signed_in(handler)
        shown = alice.get(page_of(sallys))
        page = text(shown)
        assert "Bob Mercer" in page
        assert f"(UP-{bobs:06d}) complained of it too and a holding letter is due to them" in page
        theirs, hers = (f"{page_of(case)}letters/holding/" for case in (bobs, sallys))
        assert f'href="{theirs}"' in shown.content.decode()
        assert alice.get(hers).status_code == 302
        for address in (theirs, hers):
            form = alice.get(address)
            assert "Nothing to mend" in text(form)
            told = {name: form.context["form"][name].value() for name in ("subject", "body")}
            done(alice, address, {**told, "then": "send"})
    sent = Letter.objects.filter(kind="holding").order_by("pk")
    assert list(sent.values_list("case", "to")) == [
        (bobs, "bob@example.net"), (sallys, "sally@example.org"),
    ]  # fmt: skip
