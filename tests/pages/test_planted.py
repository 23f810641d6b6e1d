"""What strangers wrote, on every page in a real browser: nothing of it runs, loads or leads away.

Pains 10, 12, 13 and 15. The payloads stand in every text of every row that there is.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db.models import Model
from playwright.sync_api import ConsoleMessage, Dialog, Page, Request
from tests.core.mails import a_mail
from tests.pages.conftest import OpenDesk, sign_in
from tests.portal.test_nothing_internal import _CODES, OURS
from tests.stories import a_decided_case, an_open_case

from upheld.core.words import CaseId
from upheld.jobs import intake
from upheld.steps.may import Operator
from upheld.steps.take_message import take_message
from upheld.store import models as rows

ALERT = "alert('planted')"
EVIL = "https://evil.example"
PAYLOADS = (
    f'"><img src="{EVIL}/t.gif" onerror="{ALERT}">',
    f"'><svg/onload={ALERT}>",
    f"</textarea></title></style></script><script>{ALERT}</script>",
    f'javascript:{ALERT}//"onmouseover="{ALERT}"autofocus onfocus="{ALERT}',
    f'<style>*{{background:url({EVIL}/c)}}</style><form action="{EVIL}"><input name=a></form>',
    f'<base href="{EVIL}"><meta http-equiv="refresh" content="0;url={EVIL}"><a href="{EVIL}">x</a>',
    f"{{{{constructor.constructor(`{ALERT}`)()}}}}<iframe srcdoc='<script>{ALERT}</script>'>",
)
# Their codes are read by code, and an address is checked before it is kept.
LEFT_OUT = {"event", "incoming", "person", "causechange", "persona", "touchpoint", "webhook"}


def texts() -> Iterator[tuple[type[Model], str, int]]:
    for model in OURS:
        if model._meta.model_name in LEFT_OUT:
            continue
        for field in model._meta.get_fields():
            kind = field.get_internal_type()
            if kind in ("CharField", "TextField") and field.name not in _CODES | {"key", "code"}:
                unique = getattr(field, "unique", False)
                if not (getattr(field, "choices", None) or unique):
                    yield model, field.name, getattr(field, "max_length", None) or 9_999


def planted() -> int:
    count = 0
    for number, (model, name, most) in enumerate(texts()):
        payload = PAYLOADS[number % len(PAYLOADS)]
        if len(payload) <= most:
            count += model._default_manager.update(**{name: payload})
    return count


def a_full_house(handler: rows.Person) -> CaseId:
    now = datetime.now(UTC)
    case = a_decided_case(handler, now)
    an_open_case(handler, now, email="b@example.org", text=PAYLOADS[2], subject=PAYLOADS[0][:99])
    html = "".join(PAYLOADS)
    raw = a_mail(html, subject=PAYLOADS[1][:90], files=((f"{PAYLOADS[0][:60]}.svg", "image/svg+xml",
                 f"<svg onload={ALERT}/>".encode()),))  # fmt: skip
    take_message(raw, "smtp", Operator("mail"), now)
    intake.sweep(now)
    assert planted() > 20
    return case


@pytest.mark.slow
@pytest.mark.pain("10", "P12", "13", "15")
def test_nothing_that_was_planted_runs_loads_or_leads_away(
    open_desk: OpenDesk, lead: rows.Person
) -> None:
    case = a_full_house(lead)
    page = open_desk()
    sign_in(page, lead)
    amiss: list[str] = []
    watch(page, amiss)
    told = PAYLOADS[0].replace("#", "%23").replace("&", "%26").replace(" ", "%20")
    asked = f"?q={told}&do={told}&state={told}&page={told}&by={told}&__proto__[x]=1#{told}"
    seen = 0
    for path in pages(case):
        answer = page.goto(f"{path}{asked}")
        assert answer is not None
        assert answer.status < 500, path
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        assert page.evaluate("({}).x") is None, path
        found = page.evaluate(
            "[...document.querySelectorAll('main script, main style, main iframe, main base,"
            ' main [onerror], main [onload], main [onfocus], form[action^="http"],'
            ' a[href^="javascript"], a[href^="https://evil"]\')].map(each => each.outerHTML)'
        )
        assert found == [], path
        seen += "planted" in page.content()
    assert amiss == []
    assert seen > 10, "the plant would be seen"


def pages(case: CaseId) -> list[str]:
    """The pages that show what people wrote: each area, and one of everything in it."""
    who, mail = rows.Customer.objects.earliest("pk").pk, rows.Incoming.objects.earliest("pk").pk
    of = f"/cases/UP-{case:06d}/"
    return [
        "/", of, f"{of}theirs/", f"{of}letters/apology/", f"{of}merging/", f"{of}exception/",
        f"{of}beside/UP-{case + 1:06d}/", "/customers/", f"/customers/{who}/", "/complaints/",
        "/contacts/", "/orders/", "/mail/", f"/mail/{mail}/", "/promises/", "/exceptions/",
        "/exceptions/budgets/", "/causes/", "/personas/", "/touchpoints/", "/conduct/",
        "/partings/", "/voices/", "/themes/", "/imports/", "/policies/", "/reports/",
        "/insight/sources/", "/customers/matches/", "/complain/", "/complain/link/",
    ]  # fmt: skip


def watch(page: Page, amiss: list[str]) -> None:
    def asked(request: Request) -> None:
        if "evil" in request.url.split("?")[0]:
            amiss.append(f"asked {request.url[:80]}")

    def ran(dialog: Dialog) -> None:
        amiss.append(f"ran on {page.url}")
        dialog.dismiss()

    def complained(said: ConsoleMessage) -> None:
        if said.type == "error" and "status of" not in said.text:
            amiss.append(f"{page.url[:80]}: {said.text[:200]}")

    page.on("dialog", ran)
    page.on("console", complained)
    page.on("request", asked)
