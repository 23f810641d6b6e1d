"""Every kind of letter, under every regime, for every outcome: a fresh draft passes its checks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.given import CASES, DOCUMENT, NOW, STANDARD, TO_SALLY, VOICE, decided, decided_case

from upheld.core import reply
from upheld.core.changes import Claim, Verdict, claim_of
from upheld.core.checks import Severity, check
from upheld.core.decision import Decision
from upheld.core.faults import Rule
from upheld.core.intervals import Interval
from upheld.core.obligations import ObligationKind, in_force
from upheld.core.regimes import Regime
from upheld.core.reply import (
    Accepted,
    End,
    Handover,
    Letter,
    Limits,
    News,
    Required,
    Shown,
    Voice,
    Waiting,
    required,
)
from upheld.core.restriction import Scope
from upheld.core.words import LetterKind, Outcome, Stance
from upheld.store.policy_files.regime_files import read_regime

TODAY = NOW.date()
REGIMES = [read_regime(path.parent) for path in
           sorted(STANDARD.parent.glob("regimes/*/obligations.csv"))]  # fmt: skip
RULES = [(regime, kind) for regime in REGIMES for kind in regime.kinds]
NAMED = [f"{regime.name}-{kind}" for regime, kind in RULES]
HANDOVER = Handover(
    "Northway Carriers",
    "The parcel was in their van when the window broke",
    "complaints@northway.example",
    "your letter and the photograph",
    TODAY,
)
END = End(TODAY + timedelta(days=30), "Priya Shah", "Oak & Ash in Nottingham, who fit at weekends")
LIMITS = Limits(
    Scope.WRITTEN_ONLY, "care@larch.example",
    "on 28 and 29 October a colleague was insulted on the telephone",
    date(2027, 2, 1), date(2026, 12, 15), "Priya Shah",
)  # fmt: skip
CHANGE = "from 9 November the carrier calls a day before, and Priya Shah checks it each Friday"


def voice_of(regime: Regime) -> Voice:
    body = regime.outside_body
    return replace(VOICE, outside_body=body.name) if body else VOICE


def holding_ids(regime: Regime) -> list[str]:
    kinds = (ObligationKind.HOLDING_RESPONSE, ObligationKind.DELAY_NOTICE,
             ObligationKind.ADR_LETTER)  # fmt: skip
    return [o.id for o in regime.obligations if o.kind in kinds]


def drafts(
    decision: Decision, regime: Regime, kind: str
) -> Iterator[tuple[Letter, tuple[Required, ...], Decision | None]]:
    """Every letter that could be drafted from what is known, with what its regime wants in it."""
    voice, today = voice_of(regime), TODAY

    def wanted(of: LetterKind, due: tuple[str, ...] = ()) -> tuple[Required, ...]:
        return required(regime, of, kind, today, decision.outcome, due)

    early = wanted(LetterKind.ACKNOWLEDGEMENT)
    yield reply.acknowledgement(TO_SALLY, today + timedelta(28), voice, early), early, None
    due: tuple[str, ...]
    for due in ((), tuple(holding_ids(regime))):
        asked = tuple(question.text for question in decision.questions)
        points = tuple(finding.statement or "It came late" for finding in decision.findings)
        for waiting in (Waiting(points, asked), Waiting(approval=True)):
            by = today + timedelta(days=14)
            more = wanted(LetterKind.HOLDING, due)
            yield reply.holding(TO_SALLY, waiting, by, voice, more), more, None
    yield reply.referral(TO_SALLY, HANDOVER, voice), (), None
    if decision.stance is Stance.ASK:
        return
    final = wanted(LetterKind.FINAL)
    yield reply.final(TO_SALLY, decision, voice, NOW, final), final, decision
    short, said = wanted(LetterKind.SUMMARY_RESOLUTION), Accepted(today, "Thank you, that is fine.")
    yield (
        reply.summary_resolution(TO_SALLY, decision, said, voice, NOW, short), short, decision,
    )  # fmt: skip
    if reply.ours(decision):
        yield reply.apology(TO_SALLY, decision, CHANGE, voice), (), decision
    yield reply.parting(TO_SALLY, END, voice), (), None
    for scope in Scope:
        yield reply.restriction(TO_SALLY, replace(LIMITS, scope=scope), voice), (), None
    for stands, appealed in product((True, False), repeat=2):
        because = "The calls have stopped since, and nobody was insulted."
        told = reply.restriction_review(TO_SALLY, stands, because, LIMITS, voice, appealed)
        yield told, (), None
    for rule in Rule:
        shown = Shown(rule, today - timedelta(days=9), today - timedelta(days=12))
        yield reply.kind_question(TO_SALLY, shown, 180, voice), (), None


def blocked(decision: Decision, regime: Regime, kind: str) -> list[tuple[str, str, str, str]]:
    """What keeps a fresh draft here: which letter, which check, where."""
    return [
        (letter.kind, problem.code, problem.sentence, problem.mend)
        for letter, wanted, about in drafts(decision, regime, kind)
        for problem in check(letter, about, voice_of(regime), TODAY, TO_SALLY.name, wanted)
        if problem.severity is Severity.BLOCK
    ]


# One decision of each stance and outcome that the policy's own cases come to.
DECIDED = {(made.stance, made.outcome): made for made in map(decided_case, CASES)}


def test_each_outcome_and_each_stance_is_among_the_decisions() -> None:
    assert {outcome for _, outcome in DECIDED} == {*Outcome, None}
    assert {stance for stance, _ in DECIDED} == set(Stance)


@pytest.mark.parametrize(("regime", "kind"), RULES, ids=NAMED)
def test_a_fresh_draft_of_every_kind_passes_under_every_regime_for_every_outcome(
    regime: Regime, kind: str
) -> None:
    for made, decision in DECIDED.items():
        assert blocked(decision, regime, kind) == [], made


@given(DOCUMENT, st.sampled_from(RULES))
def test_a_fresh_draft_of_every_kind_passes_on_any_case(
    told: dict[str, Any], rules: tuple[Regime, str]
) -> None:
    assert blocked(decided(told), *rules) == []


def test_the_cases_of_the_policy_lead_to_every_kind_of_letter() -> None:
    regime = next(each for each in REGIMES if each.name == "uk-fca-disp")
    made = {
        letter.kind
        for decision in DECIDED.values()
        for letter, _, _ in drafts(decision, regime, "standard")
    }
    assert made == set(LetterKind) - {LetterKind.QUESTION, LetterKind.CHANGE, LetterKind.IDEA}


NEWS: dict[Verdict, Claim] = {
    Verdict.WORKED: claim_of(Verdict.WORKED, TODAY, Interval(0.2, 0.4, 0.7)),
    **{each: Claim(each, TODAY) for each in Verdict if each is not Verdict.WORKED},
}


@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.name)
def test_a_fresh_letter_of_what_we_changed_passes_whatever_a_check_said(
    regime: Regime, verdict: Verdict
) -> None:
    voice, claim = voice_of(regime), NEWS[verdict]
    news = News("We guard the corners of large pieces now", TODAY, verdict, "about 60 % less often")
    idea = "Guard the corners. I would."
    for letter, of in (
        (reply.change(TO_SALLY, news, voice), claim),
        (reply.idea(TO_SALLY, idea, TODAY, news, "", voice), claim),
        (reply.idea(TO_SALLY, idea, TODAY, None, "It would cost every buyer more", voice), None),
    ):
        found = check(letter, None, voice, TODAY, TO_SALLY.name, claim=of)
        assert [each for each in found if each.severity is Severity.BLOCK] == []


@pytest.mark.parametrize("regime", REGIMES, ids=lambda regime: regime.name)
def test_everything_that_a_letter_must_say_is_looked_for_or_seen_to_elsewhere(
    regime: Regime,
) -> None:
    for code, content in regime.content.items():
        assert bool(content.phrases) != bool(content.seen_by), code


def codes(regime: str, of: LetterKind, outcome: Outcome | None = None, **told: Any) -> list[str]:
    chosen = next(each for each in REGIMES if each.name == regime)
    kind = told.pop("kind", "standard")
    day = told.pop("on", date(2026, 11, 2))
    return [each.code for each in required(chosen, of, kind, day, outcome, **told)]


class TestWhatTheLawWantsInALetter:
    def test_a_final_response_under_disp(self) -> None:
        """DISP 1.6.2R(1)."""
        wanted = ["leaflet", "outside_website", "outside_body", "six_months", "waiver"]
        assert codes("uk-fca-disp", LetterKind.FINAL, Outcome.UPHELD) == wanted

    def test_a_holding_letter_long_before_the_limit_needs_nothing_of_it(self) -> None:
        assert codes("uk-fca-disp", LetterKind.HOLDING) == []
        assert codes("uk-fca-disp", LetterKind.HOLDING, due=["fca-holding"]) == [
            "outside_body", "leaflet",
        ]  # fmt: skip

    def test_a_payment_service_is_told_that_it_is_beyond_our_control(self) -> None:
        """DISP 1.6.2AR(2)."""
        told = codes("uk-fca-disp", LetterKind.HOLDING, kind="payment-services",
                     due=["fca-psd-holding", "fca-holding"])  # fmt: skip
        assert told == ["beyond_control"]

    def test_the_time_limit_is_that_of_the_kind_of_complaint(self) -> None:
        regime = next(each for each in REGIMES if each.name == "uk-fca-disp")
        for kind, limit in (("standard", "8 weeks"), ("payment-services", "15 business days")):
            wanted = required(regime, LetterKind.ACKNOWLEDGEMENT, kind, TODAY)
            assert [limit in each.sentence for each in wanted if each.code == "time_limit"] == [
                True
            ]

    def test_a_refusal_under_ofcom_says_what_a_deadlock_letter_does(self) -> None:
        wanted = ["outside_body", "outside_contact", "free"]
        assert codes("uk-ofcom", LetterKind.FINAL, Outcome.NOT_UPHELD) == wanted
        assert codes("uk-ofcom", LetterKind.FINAL, Outcome.UPHELD) == []

    def test_what_was_taken_back_needs_no_final_response(self) -> None:
        assert codes("uk-fca-disp", LetterKind.FINAL, Outcome.WITHDRAWN) == []

    def test_what_nobody_verified_says_so_in_its_mend(self) -> None:
        regime = next(each for each in REGIMES if each.name == "uk-ofgem")
        wanted = required(regime, LetterKind.FINAL, "standard", TODAY, Outcome.NOT_UPHELD)
        bare = Letter(LetterKind.FINAL, "About", "We do not uphold it: the meter was read twice.")
        mends = [p.mend for p in check(bare, None, None, None, "", wanted)
                 if p.code == "missing_content"]  # fmt: skip
        assert [mend for mend in mends if mend.startswith("binds_us")] == [
            "binds_us (SI 2008/1898 reg 6, not verified): That its outcome binds us, and not them. "
            'Such as: "What it decides binds us, and you only if you accept it."'
        ]
        assert any(mend.startswith("free (SI 2008/1898 reg 6):") for mend in mends)


def test_a_rule_of_today_wants_nothing_of_a_complaint_from_before_it() -> None:
    regime = next(each for each in REGIMES if each.name == "uk-duaa")
    assert in_force(regime.obligations, date(2026, 1, 1)) == ()
    assert codes("uk-duaa", LetterKind.ACKNOWLEDGEMENT, on=date(2026, 1, 1)) == []


class TestWhatEachLetterSays:
    DECISION = decided_case(next(case for case in CASES if case["name"]))

    def test_a_holding_letter_says_why_not_by_when_and_what_happens_meanwhile(self) -> None:
        waiting = Waiting(("It came late",), ("On which day was it delivered?",))
        body = reply.holding(TO_SALLY, waiting, date(2026, 11, 16), VOICE).body
        assert 'We are still finding out what happened on this: "It came late".' in body
        assert "- On which day was it delivered?" in body
        assert "You will have our answer by 16 November 2026." in body
        assert "you need not" in body

    def test_a_referral_says_to_whom_why_what_goes_there_and_that_they_agreed(self) -> None:
        body = " ".join(reply.referral(TO_SALLY, HANDOVER, VOICE).body.split())
        assert "This is for Northway Carriers to answer, and not for us." in body
        assert "The parcel was in their van when the window broke." in body
        assert "You agreed on 2 November 2026 that we pass it on" in body
        assert "your letter and the photograph. Nothing else goes to them." in body

    def test_there_is_no_apology_without_a_finding(self) -> None:
        refused = decided({"received_on": "2026-11-02", "allegations": [
            {"kind": "late", "facts": {"days_late": 0}}]})  # fmt: skip
        with pytest.raises(ValueError, match="nothing was found to be our fault"):
            reply.apology(TO_SALLY, refused, CHANGE, VOICE)

    def test_a_letter_that_parts_gives_notice_alternatives_and_their_data(self) -> None:
        body = " ".join(reply.parting(TO_SALLY, END, VOICE).body.split())
        assert "until 2 December 2026" in body
        assert "Priya Shah decided this" in body
        assert "It is not because you complained" in body
        assert "Oak & Ash in Nottingham, who fit at weekends." in body
        assert "we send it to you, or to a firm that you name" in body

    def test_a_restriction_is_told_kindly_with_its_end_and_the_way_to_appeal(self) -> None:
        body = " ".join(reply.restriction(TO_SALLY, LIMITS, VOICE).body.split())
        assert "please reach us in writing: care@larch.example" in body
        assert "It ends by itself on 1 February 2027." in body
        assert "Each one, old or new, is taken in, looked into on its merits" in body
        assert "a colleague who has had no part in it will look at it and answer you" in body
        assert VOICE.outside_body in body


def test_another_apology_without_a_fix_is_refused() -> None:
    letter = Letter(LetterKind.APOLOGY, "An apology", "We missed the day. We are sorry for it.")
    assert "apology_without_fix" not in [p.code for p in check(letter, None, None, None)]
    found = [p for p in check(letter, None, None, None, sorry_before=2)
             if p.code == "apology_without_fix"]  # fmt: skip
    assert found[0].severity is Severity.BLOCK
    mended = replace(letter, body=f"{letter.body} From 9 November the carrier is changed.")
    assert check(mended, None, None, None, sorry_before=2) == ()
