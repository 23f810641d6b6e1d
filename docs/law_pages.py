"""The reference page of one law, made from its tables: run by cog, and checked by the tests."""

import os
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "upheld.project.settings")

from upheld.core.law import Law, LawBasis
from upheld.core.law_facts import Count, Span, open_to
from upheld.store.policy_files import laws
from upheld.tables import Field, Table
from upheld.tables.syntax import Expression, Literal, Name, written
from upheld.tables.table import Rule
from upheld.tables.telling import untold

Out = Callable[[str], None]
_BINDS = {
    LawBasis.LAW: "law",
    LawBasis.SCHEME: "a scheme that binds those who have signed it",
    LawBasis.CONTRACT: "the firm's own contract",
    LawBasis.GUIDANCE: "guidance that binds nobody: what others would find fair, not what is owed",
}
_COUNTED = {
    Count.DAYS: "the days from {start} to {end}",
    Count.DAYS_AFTER_TWO_WORKING_DAYS: "the days after two full working days from {start} to {end}",
    Count.HOURS: "the hours from {start} to {end}",
    Count.WITHIN: "whether {end} lies in the {months} months that begin with {start}",
    Count.WITHIN_FROM_THE_NEXT_DAY: (
        "whether {end} lies in the {months} months that begin with the day after {start}"
    ),
}


def index(out: Out) -> None:
    """One line for every law."""
    out("| law | what | binds as | in force from | currency |\n|---|---|---|---|---|")
    for name in laws.laws():
        law = laws.read_law(name)
        policy = law.policy
        out(
            f"| [`{name}`](law-{name}.md) | {law.title} | {law.basis} | {policy.valid_from} "
            f"| {policy.currency} |"
        )


def page(name: str, out: Out) -> None:
    """All that a law is: its facts, its remedies with every rule, its workings and its notes."""
    law = laws.read_law(name)
    policy = law.policy
    out(f"This is {_BINDS[law.basis]}, in force from {policy.valid_from}.")
    out(f"Amounts are in {policy.currency}. Made from `policies/regimes/{name}/`.\n")
    out(f"```sh\nupheld owed docs/examples/owed/{name}.json --regime {name} --on 2026-11-21\n```\n")
    _facts(law, out)
    _remedies(law, out)
    _workings(law, out)
    _notes(law, out)


def _facts(law: Law, out: Out) -> None:
    out("## Facts\n\nA fact that is not known is left out; missing is not false.\n")
    out("| fact | type | unit | meaning |\n|---|---|---|---|")
    for name in open_to(law.policy):
        field = law.policy.inputs[name]
        unit = field.unit or (law.policy.currency if field.kind == "money" else "")
        out(f"| `{name}` | {_kind(field)} | {unit} | {field.means} |")
    for span in law.spans:
        out(("\n" if span is law.spans[0] else "") + f"- `{span.fact}` follows: {_counted(span)}.")
    out("")


def _kind(field: Field) -> str:
    allowed = " · ".join(f"`{value}`" for value in field.values)
    return allowed or (f"{field.kind} {written(field.domain)}" if field.domain else str(field.kind))


def _counted(span: Span) -> str:
    names = {"start": f"`{span.start}`", "end": f"`{span.end}`", "months": span.months}
    return _COUNTED[span.count].format(**names)


def _remedies(law: Law, out: Out) -> None:
    table = law.policy.tables["owed"]
    out(
        "## Remedies\n\nOf the rules of a remedy, and of those for all, the first that matches "
        "answers. *Not verified* marks what nobody has checked against its source.\n"
    )
    for remedy in law.remedies:
        out(f"### {remedy}\n")
        _rules([rule for rule in table.rules if _asks(rule) == f'"{remedy}"'], out)
    out("### For every remedy\n\nThese stand before the rules above, or where the file has them.\n")
    _rules([rule for rule in table.rules if _asks(rule) == "-"], out)


def _asks(rule: Rule) -> str:
    """The remedy that a rule is about as its cell says it; a dash for all."""
    text = next((cell.text for cell in rule.cells if cell.column == "remedy"), "-")
    return text if text in ("-", "null") else f'"{text}"'


def _rules(rules: list[Rule], out: Out) -> None:
    out("| when | answer | because | clause | source |\n|---|---|---|---|---|")
    for rule in rules:
        cells = (_when(rule, "remedy"), _answer(rule), _said(rule), _clause(rule), rule.source)
        out("| " + " | ".join(map(_cell, cells)) + " |")
    out("")


def _when(rule: Rule, but: str = "") -> str:
    told = [f"`{cell.column}` {_code(cell.text)}" for cell in rule.cells if cell.column != but]
    return "<br>".join(told) or "otherwise"


def _code(text: str) -> str:
    return f"`{text}`"


def _answer(rule: Rule) -> str:
    answer = str(_literal(rule, "owed.answer"))
    if answer != "owed":
        return {"not_owed": "not owed", "unknown": f"ask {_told(rule, 'owed.ask')}"}[answer]
    parts = [f"**{_told(rule, 'owed.gives').strip('`').replace('_', ' ')}**"]
    parts += [text for text in (_told(rule, "owed.amount"), _chooser(rule), _by(rule)) if text]
    parts += [f"asks {ask}" for ask in [_told(rule, "owed.ask")] if ask]
    return "<br>".join(parts)


def _chooser(rule: Rule) -> str:
    chooser, burden = _told(rule, "owed.chooser"), _told(rule, "owed.burden")
    told = [f"the {chooser.strip('`')} chooses" if chooser else ""]
    told += [f"to prove: {burden}" if burden else ""]
    return "; ".join(part for part in told if part)


def _by(rule: Rule) -> str:
    days, words = _literal(rule, "owed.days"), _literal(rule, "owed.perform")
    return f"{words or ''}{f' (day {days} after)' if days is not None else ''}"


def _said(rule: Rule) -> str:
    return untold(rule.because)


def _clause(rule: Rule) -> str:
    mark = "" if _literal(rule, "owed.verified") else " *not verified*"
    return f"{_literal(rule, 'owed.clause') or ''}{mark}"


def _literal(rule: Rule, output: str) -> object:
    tree = rule.outputs[output]
    return tree.value if isinstance(tree, Literal) else None


def _told(rule: Rule, output: str) -> str:
    return _expression(rule.outputs[output])


def _expression(tree: Expression) -> str:
    match tree:
        case Literal(None):
            return ""
        case Literal(value):
            return f"`{value}`"
        case Name(name):
            return f"`{name}`"
    return f"`{written(tree)}`"


def _workings(law: Law, out: Out) -> None:
    rest = [table for table in law.policy.tables.values() if table.name != "owed"]
    if rest:
        out("## Workings\n\nThe tables that the remedies read, in their order.\n")
    for table in rest:
        out(f"### Table {table.name}\n")
        out("| when | gives | because | source |\n|---|---|---|---|")
        for rule in table.rules:
            cells = (_when(rule), _gives(table, rule), _said(rule), rule.source)
            out("| " + " | ".join(map(_cell, cells)) + " |")
        out("")


def _gives(table: Table, rule: Rule) -> str:
    told = {name: _told(rule, name) for name in table.outputs if not name.endswith(".why")}
    return "<br>".join(f"`{name}` = {value}" for name, value in told.items() if value) or "nothing"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _notes(law: Law, out: Out) -> None:
    out("## What to know\n")
    for note in laws.notes(law.name):
        out(f"- {note}")
