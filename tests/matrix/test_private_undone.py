"""What was found of a complaint while it was merged is of the case that it goes back to: whoever
may read that reads it, on the page, by a program, an assistant and the search, and nobody else."""

from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile
from tests.api.programs import Program, at, key_of
from tests.stories import NOW, an_investigated_case, an_open_case

from upheld.core.references import reference
from upheld.core.words import CaseId, FindingResult, Role
from upheld.mcp.assistant import acting_for
from upheld.mcp.tools import Tools
from upheld.steps.investigate import add_evidence, record_facts, record_finding
from upheld.steps.merge import merge, undo_merge
from upheld.store import files
from upheld.store import models as rows
from upheld.store.record import events

from .kept_back import a_private_team
from .world import World

FOUND, SHOWN, FILE = "zqbecausezq", "zqshownzq", "zqscanzq"


@pytest.fixture
def vera(world: World) -> rows.Person:
    return a_private_team()


def gone_back(went: CaseId, into: CaseId, finds: rows.Person, undoes: rows.Person) -> None:
    """Merged; what it alleges was found, and shown by a file; and the merge undone."""
    row = merge(went, into, "One matter.", undoes, NOW, sure=True)
    (alleged,) = row.moved["allegations"]
    record_facts(into, alleged, {"days_late": 9}, finds, NOW)
    file = files.keep(ContentFile(b"x", f"{FILE}.txt"), lambda sha256: None)
    add_evidence(into, alleged, "document", f"It says {SHOWN}.", finds, NOW, file=file)
    record_finding(into, alleged, FindingResult.SUBSTANTIATED, f"{FOUND}.", finds, NOW)
    undo_merge(into, row.pk, undoes, NOW)
    assert list(events.breaks()) == []


def read(world: World, by: rows.Person, case: CaseId) -> Iterator[tuple[str, str]]:
    """What somebody reads of a case, each by where."""
    client, program = world.client(""), Program(key_of(by))
    client.force_login(by)
    yield "page", client.get(f"/cases/{reference(case)}/").content.decode()
    yield "program", program.get(at(case)).content.decode()
    yield "record", program.get(at(case, "/events?limit=200")).content.decode()
    tools = {tool.__name__: tool for tool in Tools(lambda: acting_for(by.email), lambda: NOW).all()}
    yield "assistant", str(tools["read_case"](case=reference(case)))
    yield "search", client.get(f"/complaints/?whose=all&q={SHOWN}").content.decode()


def told(world: World, by: rows.Person, case: CaseId, words: str) -> set[str]:
    return {where for where, page in read(world, by, case) if words in page}


class TestFoundInOneOfAPrivateTeam:
    """A case that everybody sees went into one of theirs, and came back."""

    @pytest.fixture
    def back(self, world: World, vera: rows.Person) -> tuple[CaseId, CaseId]:
        went = an_investigated_case(world.people[Role.LEAD], email="anna@example.org")
        into = an_open_case(vera, email="quinn@example.org")
        rows.Case.objects.filter(pk=into).update(owner=vera)
        rows.Finding.objects.filter(allegation__case=went).delete()
        gone_back(went, into, vera, vera)
        return went, into

    def test_whoever_reads_the_case_reads_it(
        self, back: tuple[CaseId, CaseId], world: World
    ) -> None:
        handler = world.people[Role.HANDLER]
        assert told(world, handler, back[0], FOUND) == {"page", "program", "assistant"}
        assert told(world, handler, back[0], SHOWN) >= {"page", "program", "assistant"}
        assert reference(back[0]) in dict(read(world, handler, back[0]))["search"]
        assert told(world, handler, back[0], FILE) == {"page", "program"}

    def test_a_file_that_shows_it_is_opened_in_the_case(
        self, back: tuple[CaseId, CaseId], world: World
    ) -> None:
        file = rows.Evidence.objects.get(filename=f"{FILE}.txt")
        client = world.client(Role.HANDLER)
        assert (
            client.get(f"/cases/{reference(back[0])}/evidence/{file.pk}/file/").status_code == 200
        )

    def test_it_is_none_of_what_shows_theirs(
        self, back: tuple[CaseId, CaseId], world: World, vera: rows.Person
    ) -> None:
        assert not rows.Evidence.objects.filter(case=back[1], text__contains=SHOWN).exists()
        assert reference(back[1]) not in dict(read(world, vera, back[1]))["search"]


class TestOfAPrivateTeamFoundByOthers:
    """A case of theirs went into one that everybody sees, and came back: the record of that one
    says what was done in it, and no words of theirs."""

    @pytest.fixture
    def back(self, world: World, vera: rows.Person) -> tuple[CaseId, CaseId]:
        went = an_investigated_case(vera, email="anna@example.org")
        into = an_open_case(world.people[Role.LEAD], email="quinn@example.org")
        rows.Case.objects.filter(pk=went).update(owner=vera)
        rows.Finding.objects.filter(allegation__case=went).delete()
        gone_back(went, into, world.people[Role.HANDLER], vera)
        return went, into

    @pytest.mark.parametrize("words", [FOUND, SHOWN, FILE])
    def test_whoever_may_not_read_theirs_reads_nothing_of_it(
        self, words: str, back: tuple[CaseId, CaseId], world: World
    ) -> None:
        handler = world.people[Role.HANDLER]
        assert told(world, handler, back[1], words) <= {"search"}  # where it was looked for
        assert not rows.Evidence.objects.filter(case=back[1], text__contains=SHOWN).exists()
        pages = dict(read(world, handler, back[1]))
        assert reference(back[1]) not in pages["search"]
        assert "days_late" not in pages["record"]
        assert "What was found of what went back to another team&#x27;s case" in pages["page"]

    def test_their_own_people_read_it_in_both(
        self, back: tuple[CaseId, CaseId], world: World, vera: rows.Person
    ) -> None:
        assert told(world, vera, back[0], FOUND) == {"page", "program", "assistant"}
        assert told(world, vera, back[0], SHOWN) >= {"page", "program", "assistant", "search"}
        assert told(world, vera, back[1], FOUND) == {"record"}
