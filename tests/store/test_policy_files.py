"""Files under policies/ that a firm edits: a slip is named by file and row, when it is read."""

import re

import pytest
from tests.own_policies import Edit

from upheld.store import policies
from upheld.store.policy_files.data_files import BadData


def test_a_stage_that_is_none(edited: Edit) -> None:
    edited("standard/causes.csv", ",use,no", ",usage,no")
    with pytest.raises(BadData, match=r"standard/causes.csv, row 2: 'usage' is not a valid Journ"):
        policies.causes()


def test_a_column_that_is_missing(edited: Edit) -> None:
    edited("standard/causes.csv", "cause,label,stage", "cause,label,phase")
    with pytest.raises(BadData, match=r"row 2: there is no 'stage': add it"):
        policies.causes()


OBLIGATIONS = {
    (",15 calendar days,", ",fifteen days,"): '"fifteen days" is no span: write one such as 15 cal',
    (",response,", ",reply,"): 'kind: "reply" is none of acknowledgement, summary_resolution, res',
    (",law,", ",must,"): 'force: "must" is none of law, prompt, chance, own',
    (",receipt,", ",arrival,"): 'starts: "arrival" is none of receipt, contact, letter, deadlock',
    (",yes,,,2011-07-21", ",maybe,,,2011-07-21"): 'verified: "maybe" is neither yes nor no',
    ("2011-07-21,", "21/07/2011,"): 'valid_from: "21/07/2011" is no day: write 2026-04-08',
    ("2011-07-21,", "2011-07-21,2011-07-20"): "valid_to: 2011-07-20 is not after 2011-07-21",
    ("steps_taken;", "step_taken;"): "content: step_taken is not known: did you mean steps_taken",
    ("response,,receipt", "response,retail,receipt"): "applies: retail is not known: choose one ",
    (",15 calendar days,", ",,"): "within: write how long after receipt, such as 8 weeks",
    ("cfpb-15", ""): "id: it is empty: fill it in",
    (",within,", ",time,"): "there is no 'within': add it",
}


@pytest.mark.parametrize(("slip", "told"), OBLIGATIONS.items(), ids=range(len(OBLIGATIONS)))
def test_a_slip_in_an_obligation_names_its_row_and_its_mend(
    edited: Edit, slip: tuple[str, str], told: str
) -> None:
    edited("regimes/us-cfpb/obligations.csv", *slip)
    with pytest.raises(BadData, match=re.escape(f"us-cfpb/obligations.csv, row 2: {told}")):
        policies.regime("us-cfpb")


def test_an_obligation_that_stands_there_twice(edited: Edit) -> None:
    edited("regimes/us-cfpb/obligations.csv", "cfpb-60", "cfpb-15")
    with pytest.raises(BadData, match=r"obligations.csv, row 3: id cfpb-15 stands there twice"):
        policies.regime("us-cfpb")


HEADS = {
    ("America/New_York", "America/New_Yorck"): "zone: America/New_Yorck is not known: did you me",
    ("country: US", "country: USSR"): "country: USSR is not known: ",
    ("country: US", "country: NO"): "country: Input should be a valid string",
    ("country: US", "country: US\nsubdivision: XX"): "subdivision: XX is not known: choose one of",
    ("country: US", "country: US\nweekend: [funday]"): "weekend.0: Input should be 'monday', ",
    ("country: US", "country: US\nhours: [nine to five]"): '"nine to five" are no hours: write',
    ("country: US", 'country: US\nhours: ["17:00-09:00"]'): '"17:00-09:00" end before they begin',
    ("country: US", 'country: US\nhours: ["09:00-13:00", "12:00-17:00"]'): "hours: write one or",
    ("country: US", "country: US\nkinds: {retail: Retail}"): "kinds: add the kind standard",
    ("country: US", "country: US\ncounty: Kent"): "county: it may say nothing of the kind",
    ("name: us-cfpb", "name: cfpb"): "name: cfpb is in the folder us-cfpb: give both one name",
}


@pytest.mark.parametrize(("slip", "told"), HEADS.items(), ids=range(len(HEADS)))
def test_a_slip_in_where_a_regime_counts(edited: Edit, slip: tuple[str, str], told: str) -> None:
    edited("regimes/us-cfpb/regime.yaml", *slip)
    with pytest.raises(BadData, match=re.escape(f"us-cfpb/regime.yaml: {told}")):
        policies.regime("us-cfpb")


def test_a_weekend_may_be_on_other_days(edited: Edit) -> None:
    edited("regimes/us-cfpb/regime.yaml", "country: US", "country: US\nweekend: [friday, saturday]")
    assert policies.calendar("us-cfpb").weekend == {4, 5}


def test_a_voice_without_its_firm(edited: Edit) -> None:
    edited("standard/letters.yaml", "firm: ", "company: ")
    with pytest.raises(BadData, match=r"standard/letters.yaml: firm: Field required"):
        policies.voice()


def test_a_voice_that_is_no_yaml(edited: Edit) -> None:
    edited("standard/letters.yaml", "firm: ", "firm: [")
    with pytest.raises(BadData, match=r"standard/letters.yaml, line 4: this is not YAML"):
        policies.voice()


CHECKS = {
    "jargn: off": "checks: jargn is no check that can be set: Did you mean jargon",
    "bad_subject: advise": "checks: bad_subject is no check that can be set",
    "non_apology: off": "checks: non_apology cannot be off: write advise",
    "jargon: never": "checks.jargon: Input should be 'block', 'advise' or 'off'",
}


@pytest.mark.parametrize(("slip", "told"), CHECKS.items(), ids=CHECKS)
def test_a_slip_in_what_a_check_does(edited: Edit, slip: str, told: str) -> None:
    edited("standard/letters.yaml", "checks: {}", f"checks: {{{slip}}}")
    with pytest.raises(BadData, match=re.escape(f"standard/letters.yaml: {told}")):
        policies.voice()


def test_a_firm_says_what_a_check_does(edited: Edit) -> None:
    """YAML reads a bare off as false."""
    edited("standard/letters.yaml", "checks: {}", "checks: {jargon: off, empty_promise: block}")
    assert policies.voice().checks == {"jargon": "off", "empty_promise": "block"}


PHRASES = {
    ("{answer_by}. If we", "{answer_buy}. If we"): (
        "line {}: phrases.acknowledgement: answer_buy is not known: did you mean answer_by?",
        "{answer_buy}",
    ),
    ("  holding_points:", "  holding_point:"): (
        "line {}: phrases: holding_point is not known: did you mean holding_points?",
        "  holding_point:",
    ),
    ('greeting: "Dear {name},"', 'greeting: "Dear {name,"'): (
        "line {}: phrases.greeting: expected '}' before end of string: close each brace",
        "greeting:",
    ),
}


@pytest.mark.parametrize(("slip", "told"), PHRASES.items(), ids=range(len(PHRASES)))
def test_a_slip_in_a_phrase_is_told_with_its_line_and_the_nearest_word(
    edited: Edit, slip: tuple[str, str], told: tuple[str, str]
) -> None:
    edited("standard/letters.yaml", *slip)
    text = (policies.folder() / "letters.yaml").read_text("utf-8").splitlines()
    line = next(at for at, said in enumerate(text, 1) if told[1] in said)
    where = re.escape(f"standard/letters.yaml, {told[0].replace('{}', str(line))}")
    with pytest.raises(BadData, match=where):
        policies.voice()


def test_a_phrase_that_is_missing_is_named(edited: Edit) -> None:
    edited("standard/letters.yaml", '  evidence: "We relied on: {evidence}."\n', "")
    with pytest.raises(BadData, match=r"letters.yaml: phrases: there is no evidence: add it"):
        policies.voice()


SENTENCES = {
    ("{limit}", "{limits}"): "content.time_limit: limits is not known: did you mean limit?",
    ('["(six|6) [calendar] months"]', '["half a year"]'): (
        "content.six_months: none of its phrases stands in its own sentence"
    ),
    ('    phrases: ["(six|6) [calendar] months"]\n', ""): (
        "content.six_months: write both a sentence and phrases, or neither"
    ),
}


@pytest.mark.parametrize(("slip", "told"), SENTENCES.items(), ids=range(len(SENTENCES)))
def test_a_slip_in_what_a_letter_must_say(edited: Edit, slip: tuple[str, str], told: str) -> None:
    edited("regimes/uk-fca-disp/regime.yaml", *slip)
    with pytest.raises(BadData, match=re.escape(told)):
        policies.regime("uk-fca-disp")
