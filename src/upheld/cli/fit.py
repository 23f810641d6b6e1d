"""`upheld fit`: how far the experience was built for a customer, from what they did and told."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from upheld.core.looking import Sensitive

from .django import prepare
from .errors import Refused
from .frames import write_frame
from .looking import noted
from .told import AsJson, print_json

if TYPE_CHECKING:
    from upheld.core.fit_explained import Explained
    from upheld.core.fitting import Assessed
    from upheld.steps.assess_fit import Swept
    from upheld.store.models import Customer


def fit(
    customer: Annotated[
        str, typer.Argument(metavar="[CUSTOMER]", help="Their number here, or e-mail address.")
    ] = "",
    everybody: Annotated[bool, typer.Option("--all", help="Every customer there is.")] = False,
    instead: Annotated[
        bool, typer.Option(help="Let it take the place of a fit that was recorded by hand.")
    ] = False,
    output: Annotated[
        Path | None,
        typer.Option(help="With --all: what each line weighs, to FILE.csv or FILE.parquet."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Assesses persona fit anew and says what moved it.

    Three axes from lines that a person can read, each with the rows behind it. What we caused, and
    every complaint, never counts against anybody. It is withheld while a complaint of theirs waits
    for a finding.
    """
    if bool(customer) == everybody:
        raise Refused("name one customer, or write --all for every one of them")
    if everybody and instead:
        raise Refused(
            "--instead is for one customer: what a person recorded is looked at each time"
        )
    if output and (not everybody or output.suffix not in (".csv", ".parquet")):
        raise Refused("--output goes with --all, to a file that ends in .csv or .parquet")
    prepare()
    if everybody:
        _all(as_json)
        if output:
            _write(output)
    else:
        _one(customer, instead, as_json)


def _all(as_json: bool) -> None:
    from dataclasses import asdict

    from django.utils import timezone

    from upheld.steps import may
    from upheld.steps.assess_fit import assess_all

    swept = assess_all(may.Operator(), timezone.now())
    print_json(asdict(swept)) if as_json else typer.echo(_swept(swept))


def _write(output: Path) -> None:
    from upheld.insight.fit_table import fit_table

    table, left_out = fit_table()
    write_frame(table, output)
    noted(Sensitive.EXPORT)
    told = f"{table.height:,} customers to {output}, {left_out:,} left out: their fit is withheld."
    typer.echo(told, err=True)


def _swept(swept: "Swept") -> str:
    return (
        f"{swept.assessed:,} assessed, {swept.unknown:,} of whom too little is known; "
        f"{swept.changed:,} changed, {swept.by_hand:,} stand as they were recorded by hand."
    )


def _one(name: str, instead: bool, as_json: bool) -> None:
    from django.utils import timezone

    from upheld.core.fit_explained import explained
    from upheld.steps import may
    from upheld.steps.assess_fit import assess_fit
    from upheld.store import policies
    from upheld.store.merged import as_one
    from upheld.store.models import FitAssessment
    from upheld.store.policy_files import fit_files
    from upheld.store.sight.withheld import waiting_for_findings

    found, now = _customer(name), timezone.now()
    assessed = assess_fit(found.pk, may.Operator(), now, instead)
    if waiting := waiting_for_findings(found):
        _withheld(waiting.shown, as_json)
        return
    policy = policies.policy_in_force(timezone.localdate(now))
    told = explained(assessed, fit_files.limits(), policy)
    by_hand = not FitAssessment.objects.get(customer=as_one.stays(found)).adopted
    data = _data(found, assessed, told, by_hand)
    print_json(data) if as_json else _show(data)


def _customer(name: str) -> "Customer":
    from upheld.store.models import Customer

    found = Customer.objects.filter(email__iexact=name)
    if name.isdecimal() and len(name) < 19:
        found = Customer.objects.filter(pk=int(name))
    customer = found.order_by("pk").first()
    if customer is None:
        raise Refused(f"there is no customer {name}: give their number or e-mail address")
    return customer


def _withheld(waiting: int, as_json: bool) -> None:
    if as_json:
        print_json({"withheld": True, "complaints_without_findings": waiting})
        return
    what = "a complaint waits" if waiting == 1 else f"{waiting} complaints wait"
    typer.echo(f"Withheld: {what} for a finding, which must not be coloured by who asks.")


def _data(
    customer: "Customer", assessed: "Assessed", told: "Explained", by_hand: bool
) -> dict[str, Any]:
    return {
        "customer": customer.pk,
        "withheld": False,
        "band": told.fit.band,
        "because": told.fit.because,
        "recorded_by_hand": by_hand,
        "expires_on": assessed.expires_on.isoformat(),
        "axes": {
            name: {"value": _number(axis.value), "confidence": str(axis.confidence)}
            for name, axis in assessed.axes.items()
        },
        "lines": [
            {
                "line": line.key,
                "sentence": line.sentence,
                "day": line.day.isoformat(),
                "expires_on": line.expires_on.isoformat(),
                "weight": str(line.weight),
                "caused_by_us": line.ours,
                "moves": {name: str(by) for name, by in told.moves[line.key].items()},
                "rows": [{"what": what, "id": number} for what, number in line.rows],
            }
            for line in assessed.lines
        ],
        "would_alter_it": list(told.changes),
    }


def _number(value: object) -> str | None:
    return None if value is None else str(value)


def _show(told: dict[str, Any]) -> None:
    from upheld.core.fit_explained import NAMES

    from .screen import out, plain

    page = out()
    page.print(plain(f"{str(told['band']).capitalize()}. {told['because']}"))
    if told["recorded_by_hand"]:
        page.print("Decisions read what a person recorded by hand; this stands beside it.")
    for name, axis in told["axes"].items():
        value = axis["value"] or "not known"
        page.print(f"  {NAMES[name]}: {value} (confidence {axis['confidence']})")
    for line in told["lines"]:
        moved = ", ".join(f"{NAMES[name]} {_signed(by)}" for name, by in line["moves"].items()
                          if float(by))  # fmt: skip
        page.print(plain(f"  {line['day']}  {line['sentence']}: {moved or 'as the others say'}"))
    for sentence in told["would_alter_it"]:
        page.print(plain(sentence))
    page.print(f"It counts until {told['expires_on']}.")


def _signed(by: str) -> str:
    return by if by.startswith("-") else f"+{by}"
