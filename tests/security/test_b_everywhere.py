"""Hostile text in every field of the store, and every page of the desk and of the portal as HTML:
no element, attribute or address of it is one of ours.

That nothing runs in a real browser: tests/pages/test_planted.py; this one asks every page.
"""

import re
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import cycle
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from pytest_django import Settings
from tests.desk.as_sent import folded
from tests.matrix.conftest import world
from tests.matrix.test_desk import DESK, let_in
from tests.matrix.test_portal import PORTAL, came
from tests.matrix.test_portal import place as portal_place
from tests.matrix.world import World, address, undone
from tests.portal.test_nothing_internal import _CODES
from tests.stories import NOW

from upheld.core.words import JourneyStage, Role
from upheld.store import models as rows

__all__ = ["world"]  # a fixture

# The names of an element and of an attribute that nobody else has: one that is found broke out.
TAG, SIGN = "zq-planted", "zq-sign"
PAYLOADS = (
    f"<{TAG} {SIGN}=1>",
    f'" {SIGN}="1',
    f"' {SIGN}='1",
    f"x {SIGN}=1 ",
    f'"><{TAG}><script>{SIGN}</script>',
    f"'><svg/onload={SIGN}><{TAG}>",
    f"--></script></style></textarea></title></select><{TAG}>",
    f"javascript:{SIGN}",
    f" JaVa\tScRiPt:{SIGN}",
    f"data:text/html,<{TAG}>",
    f"</style><style>*{{background:url(//{SIGN})}}",
    f"<svg><a xlink:href='javascript:{SIGN}'><{TAG}></a></svg>",
    f"+ADw-{TAG}+AD4- &lt;{TAG}&gt; &#60;{TAG}&#62;",
    f"\u202e\u2066{SIGN}\u200f<{TAG}>\ufeff\uff1c{TAG}\uff1e",
    f"{{{{ {SIGN} }}}}{{% {TAG} %}}${{{SIGN}}}",
    f"]]><![CDATA[<{TAG}>]]><!--><{TAG} {SIGN}>-->",
)
# Read by code, written by code, or looked up: no text that anybody types stands in them.
LEFT_OUT = {"event", "incoming", "looked", "rulefired", "keptpolicy", "receipt", "filing", "knock"}
CODES = _CODES | {
    "key", "code", "about", "among", "period", "format", "hash", "mark", "cause", "persona",
    "touchpoint", "policy", "valid_from", "same_facts", "situation", "like_facts", "table",
    "folder", "stage", "nature", "ends_on", "sort", "action", "way", "band", "scheme", "what",
}  # fmt: skip
LOADS = {"href", "src", "action", "formaction", "data", "srcset", "poster", "xlink:href", "content"}


class Page(HTMLParser):
    """What of a page is not ours."""

    def __init__(self) -> None:
        super().__init__()
        self.amiss: list[object] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if TAG in tag or any(SIGN in name or name.startswith("on") for name in names):
            self.amiss.append((tag, attrs))
        if tag in ("style", "iframe", "base", "object", "embed") or "style" in names:
            self.amiss.append((tag, attrs))
        if tag == "script" and "src" not in names:
            self.amiss.append((tag, attrs))
        for name, value in attrs:
            told = re.sub(r"[\x00-\x20]", "", value or "").lower()
            if name in LOADS and re.match(r"(javascript|data|vbscript):", told):
                self.amiss.append((tag, name, value))


def amiss(html: str) -> list[object]:
    page = Page()
    page.feed(html)
    page.close()
    return [*page.amiss, *re.findall(rf"<{TAG}[^>]*>", html)]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_that_broke_out_would_be_seen(payload: str) -> None:
    bare = [f"<p>{payload}</p>", f'<p title="{payload}">', f"<p title='{payload}'>",
            f"<p title={payload}>", f'<a href="{payload}">']  # fmt: skip
    assert any(map(amiss, bare)) or "&lt;" in payload or "{{" in payload


@pytest.mark.slow
def test_no_text_of_anybody_is_an_element_an_attribute_or_an_address_of_any_page(
    world: World, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    a_full_firm(world)
    whoever = came(world.case, rows.Case.objects.get(pk=world.case).customer.email)
    fields = planted()
    assert fields > 150
    found, broken, seen = [], [], 0
    for name, role, answer in [*desk(world), *portal(whoever)]:
        if "text/html" not in answer.headers.get("Content-Type", "") or answer.streaming:
            continue
        broken += [name] if answer.status_code >= 500 else []
        assert answer.headers["Content-Type"].lower() == "text/html; charset=utf-8", name
        html = answer.content.decode()
        found += [(name, role, each) for each in amiss(html)]
        seen += SIGN in html or TAG in html
    assert not found
    assert not broken
    assert seen > 40, "the plants stand on the pages"


def desk(world: World) -> Iterator[tuple[str, str, Any]]:
    for route in DESK:
        allowed = let_in(route, "GET")
        role = Role.LEAD if Role.LEAD in allowed else allowed[0]
        with undone():
            client = world.client(role)
            page = client.get(address(route, world))
            yield route.name, role, page
            if page.status_code == 200 and not page.streaming:
                for form in folded(client, page.content.decode(errors="replace")):
                    yield f"{route.name}, folded", role, form
        with undone():  # apart: a list that looks for this finds nothing
            query = {"q": PAYLOADS[4], "do": PAYLOADS[1], "state": PAYLOADS[0], "page": PAYLOADS[3]}
            yield route.name, role, world.client(role).get(address(route, world), query)


def portal(whoever: Any) -> Iterator[tuple[str, str, Any]]:
    for name in PORTAL:
        place = portal_place(name)
        for answer in (whoever.get(place), whoever.post(place, {"text": PAYLOADS[4]})):
            yield name, "complainant", answer


def planted(payloads: Sequence[str] = PAYLOADS) -> int:
    """One of the payloads into every text of every row, the next one each time; how many fields."""
    count = 0
    for model in apps.get_app_config("store").get_models():
        if model._meta.model_name in LEFT_OUT:
            continue
        every = getattr(model, "everything", model._default_manager)
        for field in model._meta.concrete_fields:
            if field.get_internal_type() not in ("CharField", "TextField"):
                continue
            if field.choices or field.unique or field.name in CODES:
                continue
            fits = [each for each in payloads if len(each) <= (field.max_length or 999)]
            for row in every.values_list("pk", flat=True) if fits else ():
                count += every.filter(pk=row).update(**{field.name: fits[count % len(fits)]})
    count += sum(
        planted_as_json(model, payloads) for model in apps.get_app_config("store").get_models()
    )
    rows.Customer.objects.update(fit_evidence=list(payloads))
    rows.Case.objects.update(particulars=dict(zip(payloads, payloads, strict=True)))
    return count


def planted_as_json(model: Any, payloads: Sequence[str]) -> int:
    """The same within what is kept as JSON, however deep: each of its texts that is a sentence."""
    if model._meta.model_name in LEFT_OUT:
        return 0
    count, every = 0, getattr(model, "everything", model._default_manager)
    for field in model._meta.concrete_fields:
        if field.get_internal_type() == "JSONField":
            for pk, value in every.values_list("pk", field.name):
                turn = cycle([*payloads[count % len(payloads) :], *payloads])
                count += every.filter(pk=pk).update(**{field.name: _hostile(value, turn)})
    return count


def _hostile(value: Any, turn: Iterator[str]) -> Any:
    match value:
        case dict():
            return {name: _hostile(each, turn) for name, each in value.items()}
        case list():
            return [_hostile(each, turn) for each in value]
        case str() if " " in value:  # what has none is a name that code reads, or a day
            return next(turn)
        case _:
            return value


def a_full_firm(world: World) -> None:
    """What the world of the matrix has none of: what a firm says of itself and learns."""
    case, lead = rows.Case.objects.get(pk=world.case), world.people[Role.LEAD]
    told: dict[str, Any] = {"at": NOW, "by": "Lena Brandt"}
    rows.Persona.objects.create(key="practice", name="A practice", **told)
    rows.Touchpoint.objects.create(key="shop", name="The shop", stage=next(iter(JourneyStage)),
                                   nature="product", **told)  # fmt: skip
    rows.Campaign.objects.create(key="quick", name="Quick", promise="At once")
    rows.Customer.objects.filter(pk=case.customer_id).update(persona="practice", came_by="quick")
    team = rows.Team.objects.create(name=PAYLOADS[4])
    rows.Budget.objects.create(team=team, period="month", first_on=NOW.date(), last_on=NOW.date(),
                               amount=10, currency="GBP", **told)  # fmt: skip
    cause = rows.RootCause.objects.create(label="Late", owner=lead, **told)
    change = rows.Change.objects.create(
        root_cause=cause, name="A carrier", hypothesis="Fewer", told_as="We changed the carrier",
        made_on=NOW.date(), judge_from=NOW.date(), about="topic", key="late", owner=lead,
        expected="0.5", **told,
    )  # fmt: skip
    assert change.pk
    for number in range(2):
        rows.Idea.objects.create(case=case, text=f"Idea {number}", may_tell=True, at=NOW)
    rows.Theme.objects.create(name="Late", found_name="Late", first_found_at=NOW, found_at=NOW)
    rows.Need.objects.create(case=case)
    rows.Contact.objects.create(customer=case.customer, case=case, at=NOW, inbound=True,
                                channel="phone", summary="x")  # fmt: skip
    rows.Evidence.objects.create(case=case, kind="message", text="x", at=NOW, by="mail",
                                 filename="x.svg", size=1, sha256="a" * 64)  # fmt: skip
