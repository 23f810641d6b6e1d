"""`upheld value --store`: the firm's own customers valued, and what comes of it kept."""

import typer

from .django import prepare
from .told import print_json


def value_store(as_json: bool) -> None:
    prepare()
    from django.utils import timezone

    from upheld.insight.value.of_store import valued_customers
    from upheld.steps.keep_values import keep_values
    from upheld.steps.may import Operator

    now = timezone.now()
    found = valued_customers(timezone.localdate(now))
    keep_values(found.of, found.each, Operator(), now)
    of = found.of
    if as_json:
        print_json({"kept": of.customers, **of.told, "limits": of.limits})
        return
    by = of.model or "plain recency alone"
    typer.echo(f"Valued {of.customers:,} customers until {of.until} by {by}; their pages show it.")
    for limit in of.limits:
        typer.echo(f"Beware: {limit}.")
