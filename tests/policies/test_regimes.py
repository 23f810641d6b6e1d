"""The regimes that come with Upheld: what is due when, for whom, and how sure we are."""

from datetime import date, datetime

import pytest

from upheld.core import regimes as core
from upheld.core.obligations import CLOCKED, Force, ObligationKind
from upheld.store import policies

# Received on; complaint kind; then each obligation with its last day.
DUES = """
uk-fca-disp   2026-01-02 standard          fca-src 2026-01-07, fca-final 2026-02-27, fca-holding 2026-02-27, fca-retention 2029-01-02
uk-fca-disp   2026-01-02 payment-services  fca-src 2026-01-07, fca-psd-final 2026-01-23, fca-psd-holding 2026-01-23, fca-psd-final-35 2026-02-20
uk-fca-disp   2026-04-02 standard          fca-ack 2026-04-08, fca-src 2026-04-09, fca-final 2026-05-28
uk-fca-disp   2026-04-02 payment-services  fca-psd-final 2026-04-27, fca-psd-final-35 2026-05-27
uk-fca-disp   2026-04-04 payment-services  fca-src 2026-04-09, fca-psd-final 2026-04-27, fca-psd-final-35 2026-05-27
uk-fca-disp   2026-04-04 standard          fca-final 2026-05-30
uk-fca-disp   2026-12-23 payment-services  fca-src 2026-12-30, fca-psd-final 2027-01-18, fca-psd-final-35 2027-02-15
uk-fca-disp   2026-12-23 standard          fca-final 2027-02-17, fca-retention 2029-12-23
uk-fca-disp   2026-12-23 mifid-or-ucits    fca-final 2027-02-17, fca-retention-5 2031-12-23
au-asic-rg271 2026-01-02 standard          asic-ack 2026-01-03, asic-5bd 2026-01-09, asic-final 2026-02-01, asic-delay 2026-02-01
au-asic-rg271 2026-12-23 standard          asic-final 2027-01-22
au-asic-rg271 2026-04-02 superannuation    asic-final-super 2026-05-17, asic-delay-super 2026-05-17
au-asic-rg271 2026-04-02 credit-hardship   asic-final-hardship 2026-04-23
au-asic-rg271 2026-04-02 death-benefit     asic-final-death 2026-07-01
us-cfpb       2026-01-02 standard          cfpb-15 2026-01-17, cfpb-60 2026-03-03
us-cfpb       2026-04-02 standard          cfpb-15 2026-04-17, cfpb-60 2026-06-01
us-cfpb       2026-12-23 standard          cfpb-60 2027-02-21
uk-ofcom      2026-04-07 standard          ofcom-adr-8w 2026-06-02
uk-ofcom      2026-04-08 standard          ofcom-adr-6w 2026-05-20
uk-ofgem      2026-04-02 standard          ofgem-record 2026-04-02, ofgem-8w 2026-05-28
uk-ofgem      2026-04-02 new-supplier      ofgem-12w 2026-06-25
uk-duaa       2026-06-19 standard          duaa-ack 2026-07-19
uk-duaa       2026-12-23 standard          duaa-ack 2027-01-22
iso-10002     2026-04-02 standard          iso-ack 2026-04-08, iso-final 2026-05-05
"""  # noqa: E501
# What the library of the field marks as remembered, not read.
UNVERIFIED = {
    "asic-final-death", "asic-final-hardship", "asic-delay-death", "asic-delay-hardship",
    "ofgem-12w",
}  # fmt: skip


@pytest.mark.parametrize("line", DUES.strip().splitlines())
def test_what_is_due_when(line: str) -> None:
    name, received, kind, told = line.split(maxsplit=3)
    regime = policies.regime(name)
    noon = datetime.fromisoformat(f"{received}T12:00").replace(tzinfo=regime.zone)
    found = {d.obligation.id: d.due_on for d in core.deadlines(regime, noon, kind)}
    expected = dict(pair.split() for pair in told.split(", "))
    assert {one: found.get(one) for one in expected} == {
        one: date.fromisoformat(day) for one, day in expected.items()
    }


def test_the_kinds_of_the_fca_exclude_each_other() -> None:
    regime = policies.regime("uk-fca-disp")
    noon = datetime(2026, 4, 2, 12, tzinfo=regime.zone)
    final = {
        kind: [
            d.obligation.id
            for d in core.deadlines(regime, noon, kind)
            if d.obligation.kind == "final_response"
        ]
        for kind in regime.kinds
    }
    assert final == {
        "standard": ["fca-final"],
        "mifid-or-ucits": ["fca-final"],
        "payment-services": ["fca-psd-final", "fca-psd-final-35"],
    }


def test_without_a_kind_what_holds_for_a_standard_complaint_comes_first() -> None:
    regime = policies.regime("uk-fca-disp")
    told = core.deadlines(regime, datetime(2026, 4, 2, 12, tzinfo=regime.zone))
    standard = [d.obligation.is_for("standard") for d in told]
    assert standard == sorted(standard, reverse=True)
    assert not all(standard)


@pytest.mark.parametrize("name", policies.regimes())
def test_what_was_not_read_is_not_called_verified(name: str) -> None:
    told = {o.id for o in policies.regime(name).obligations if not o.verified}
    assert told == {o.id for o in policies.regime(name).obligations} & UNVERIFIED


@pytest.mark.parametrize("name", policies.regimes())
def test_every_kind_of_complaint_has_an_answer_or_an_outside_scheme(name: str) -> None:
    regime = policies.regime(name)
    for kind in regime.kinds:
        for_it = {o.kind for o in regime.obligations if o.is_for(kind)}
        assert for_it & {"final_response", "adr_letter"}, kind


@pytest.mark.parametrize("name", policies.regimes())
def test_a_number_of_our_own_says_that_it_is(name: str) -> None:
    for o in policies.regime(name).obligations:
        if o.force in (Force.OWN, Force.PROMPT) and o.kind in CLOCKED:
            assert "no number" in o.source, o.id


def test_every_message_has_its_content_in_words() -> None:
    for name in policies.regimes():
        regime = policies.regime(name)
        told = {code for o in regime.obligations for code in o.content}
        assert told == regime.content.keys()


# One thing that a message must say has one code in every regime, so that a letter is checked once.
SAID = {
    ObligationKind.ACKNOWLEDGEMENT: "received",
    ObligationKind.FINAL_RESPONSE: "outcome",
    ObligationKind.HOLDING_RESPONSE: "why_not_yet",
    ObligationKind.DELAY_NOTICE: "why_not_yet",
    ObligationKind.ADR_LETTER: "outside_body",
}
# The portal asks for steps and a category; DISP 1.6.2AR(2) for a reason of one kind.
IN_OTHER_WORDS = {"cfpb-60", "fca-psd-holding"}


@pytest.mark.parametrize("name", policies.regimes())
def test_what_a_letter_must_say_has_the_same_code_everywhere(name: str) -> None:
    rules = [rule for rule in policies.regime(name).obligations if rule.content]
    for rule in rules:
        if rule.id not in IN_OTHER_WORDS and rule.kind in SAID:
            assert SAID[rule.kind] in rule.content, rule.id
