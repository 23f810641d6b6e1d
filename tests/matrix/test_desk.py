"""Every address of the desk by every role: what steps/may.py says, and nothing else."""

from tests.steps.acts import everything

from upheld.core.words import Role
from upheld.desk import doors
from upheld.steps import may

from .routes import Route, routes
from .world import NOBODY, World, address, undone

DESK = [route for route in routes() if route.name.startswith("desk:")]
WITHOUT_SIGN_IN = {"desk:calendar_feed", "desk:invitation"}
ROLES = [*map(str, Role), NOBODY]
# A page that leads on to another, or that nothing in the store is behind.
LEADS_ON = {
    "desk:beside_which": 302, "desk:other_letter": 302, "desk:records": 302, "desk:persona": 404,
    "desk:version": 404, "desk:version_model": 404, "desk:version_table": 404,
    "desk:version_sheet": 404, "desk:evidence_file": 404, "desk:mail_file": 404,
    "desk:budget": 404, "desk:import": 404,
    "desk:import_rejected": 404, "desk:theme": 404, "desk:copied_letter": 404,
    "desk:report": 422, "desk:report_pdf": 422, "desk:report_kept": 404,
    "desk:report_kept_pdf": 404, "desk:silent_people": 404, "desk:root_cause": 404,
    "desk:root_cause_change": 404, "desk:change_add": 404, "desk:change": 404,
    "desk:change_telling": 404, "desk:idea": 404,
}  # fmt: skip

# A form that answers with a page or a file, and not with where to go on.
SHOWS = {"complaint_new", "their_data", "order", "person_step", "topic"}


def plain(route: Route) -> str:
    return route.name.removeprefix("desk:")


def let_in(route: Route, method: str) -> list[str]:
    """The roles that may.py lets in at an address."""
    steps = doors.steps_of(plain(route), method)
    return [role for role in Role if any(role in may.roles_of(step) for step in steps)]


def sure_of(route: Route, method: str, allowed: list[str]) -> list[str]:
    """Those of them who may take each step of the address: which one is sent is no matter then."""
    steps = doors.steps_of(plain(route), method)
    of_all = [role for role in allowed if all(role in may.roles_of(step) for step in steps)]
    return of_all or allowed


def test_every_address_is_open_to_the_roles_of_its_step_and_to_nobody_else(world: World) -> None:
    clients = {role: world.client(role) for role in ["", *ROLES]}
    wrong, before = [], everything()
    for turn, route in enumerate(DESK):
        place, opened = address(route, world), route.name in WITHOUT_SIGN_IN
        for method in ("GET", "POST"):
            allowed = let_in(route, method)
            sure = sure_of(route, method, allowed)
            chosen = sure[turn % len(sure)]
            for role in ["", *ROLES]:
                if role in allowed and role != chosen:
                    continue  # the door is the same: one of them goes through it
                with undone():
                    found = clients[role].generic(method, place).status_code
                if not (opened or fits(route, method, found, role, allowed)):
                    wrong.append((route.name, place, method, role or "not signed in", found))
    assert not wrong, "\n".join(map(str, wrong))
    assert everything() == before


def fits(route: Route, method: str, found: int, role: str, allowed: list[str]) -> bool:
    if not role:
        return found == 302  # to the sign-in
    if role not in allowed:
        return found == 403
    if method == "POST" and plain(route) not in doors.ACTS:
        return found == 405
    if method == "POST":
        return found in (302, 303, 404, 409, 422) or (found == 200 and plain(route) in SHOWS)
    return found in (LEADS_ON.get(route.name, 200), 405)
