"""YAML that an author wrote is refused with its place where it would end the process, fill its
memory or keep it busy: the reader that it is made for nests as deep as the text does."""

from pathlib import Path

import pytest
from tests.api.programs import Program, key_of
from tests.drafts import a_draft

from upheld.core.examples import ExamplesError, read_examples
from upheld.store.models import Person
from upheld.tables.load import read_texts

DEEP = "- name: x\n  given: {a: " + "[" * 3_000 + "]" * 3_000 + "}\n  expect: {}\n"
# Each line stands for nine of the one before it: 9 ** 8 of them in the end.
LAUGHS = "- &a0 {name: x, given: {}, expect: {}}\n" + "".join(
    f"- &a{at} {{<<: [{', '.join([f'*a{at - 1}'] * 9)}]}}\n" for at in range(1, 9)
)
AMISS = {
    "nested more than 39 deep": DEEP,
    "more than 500,000 values": LAUGHS,
    "stands within itself": "- &a {name: x, given: {k: *a}, expect: {}}\n",
    "a number of 200,001 signs": "- name: x\n  given: {a: 1" + ":1" * 100_000 + "}\n",
    "a number of 5,000 signs": "- name: x\n  given: {a: " + "9" * 5_000 + "}\n",
    "2026-13-45 is no day": "- name: x\n  given: {on: 2026-13-45}\n",
}


@pytest.mark.parametrize("told", AMISS)
def test_a_case_of_a_policy_that_nobody_would_write_is_refused(told: str) -> None:
    with pytest.raises(ExamplesError, match=told):
        read_examples(AMISS[told])


def test_a_policy_that_nobody_would_write_is_refused_with_its_line() -> None:
    texts = {"policy.yaml": "name: x\ntables:\n  - " + "[" * 3_000 + "]" * 3_000}
    (problem,) = read_texts(texts).problems
    assert (problem.row, problem.file) == (3, "policy.yaml")
    assert "nested more than 39 deep" in problem.message


def test_what_people_write_is_read_as_ever() -> None:
    """Aliases, a merge and a long text of digits in quotes among it."""
    text = (
        "- &a {name: a, given: {b: 1, c: '" + "9" * 5_000 + "'}, expect: {}}\n- {<<: *a, name: d}"
    )
    first, second = read_examples(text)
    assert (first.given, second.name) == (second.given, "d")


@pytest.mark.parametrize("text", AMISS.values())
def test_an_author_is_told_and_the_desk_goes_on(text: str, policy_owner: Person) -> None:
    draft = a_draft(policy_owner)
    program = Program(key_of(policy_owner))
    place = f"/policies/drafts/{draft.pk}"
    answer = program.put(f"{place}/files/cases.yaml", {"text": text}, If_Match="*")
    assert answer.status_code == 200
    assert "cases.yaml" in program.get(f"{place}/hindrances").text


def test_no_yaml_is_read_but_by_the_one_reader() -> None:
    """What comes with Upheld itself may be: nobody else writes it."""
    ours = {"patterns.py", "kinds.py", "sentences.py", "courtesies.py", "plain_yaml.py"}
    source = Path(__file__).resolve().parents[2] / "src" / "upheld"
    reading = {
        path.name
        for path in source.rglob("*.py")
        if "demo" not in path.parts
        and ("yaml.safe_load" in (text := path.read_text()) or "yaml.load(" in text)
    }
    assert reading == ours
