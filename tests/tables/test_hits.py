"""The hit policies: which of the matching rules speak."""

from decimal import Decimal

import pytest

from upheld.tables import Answer, HitError

from .conftest import Make

RULES = """rule,days,gift,amount
small,>= 1,voucher,5
large,>= 5,refund,20
equal,>= 10,refund,20
"""


def _yaml(hit: str, outputs: str, default: str = "") -> str:
    gift = "gift: {type: string, values: [help, refund, voucher]}"
    amount = f"amount: {{type: money{default}}}"
    given = ", ".join({"gift": gift, "amount": amount}[name] for name in outputs.split())
    return f"""
inputs: {{days: {{type: number, about: issue}}}}
tables:
  - {{name: gifts, file: gifts.csv, hit: {hit}, outputs: {{{given}}}}}
"""


def _run(make: Make, hit: str, days: int | None, outputs: str = "gift amount") -> Answer:
    sheet = RULES if outputs == "gift amount" else _only_amount()
    policy = make(_yaml(hit, outputs), gifts=sheet)
    return policy.run("gifts", {"days": None if days is None else Decimal(days)})


def _only_amount() -> str:
    rows = [line.split(",") for line in RULES.splitlines()]
    return "\n".join(",".join((rule, days, amount)) for rule, days, _, amount in rows)


def _fired(answer: Answer) -> list[str]:
    return [rule.id for rule in answer.fired]


def test_first_takes_the_highest_row(make: Make) -> None:
    answer = _run(make, "first", 10)
    assert answer.outputs == {"gift": "voucher", "amount": Decimal("5.00")}
    assert [(rule.id, rule.row) for rule in answer.fired] == [("small", 2)]


def test_unique_takes_the_one_rule_that_matches(make: Make) -> None:
    assert _run(make, "unique", 1).outputs["gift"] == "voucher"


def test_unique_refuses_two_and_names_them_with_the_case(make: Make) -> None:
    with pytest.raises(HitError) as caught:
        _run(make, "unique", 5)
    assert str(caught.value) == (
        "table gifts (hit unique): rules small (row 2) and large (row 3) contradict each other "
        "for days=5. Make them exclude each other, or choose hit first."
    )
    assert (caught.value.table, caught.value.facts) == ("gifts", {"days": Decimal(5)})


def test_any_takes_rules_that_agree(make: Make) -> None:
    rules = RULES.replace("voucher,5", "refund,20.00")
    answer = make(_yaml("any", "gift amount"), gifts=rules).run("gifts", {"days": Decimal(10)})
    assert answer.outputs == {"gift": "refund", "amount": Decimal(20)}
    assert _fired(answer) == ["small", "large", "equal"]


def test_any_refuses_rules_that_differ(make: Make) -> None:
    with pytest.raises(HitError, match=r"small \(row 2\) and large"):
        _run(make, "any", 5)


def test_priority_takes_the_value_declared_first_and_then_the_higher_row(make: Make) -> None:
    answer = _run(make, "priority", 10)
    assert answer.outputs["gift"] == "refund"
    assert _fired(answer) == ["large"]


def test_an_unknown_output_ranks_last_and_one_without_declared_values_has_no_rank(
    make: Make,
) -> None:
    yaml = _yaml("priority", "gift amount").replace("type: money", "type: string")
    policy = make(yaml, gifts='days,gift,amount\n1,null,"""a"""\n1,voucher,"""b"""\n')
    assert policy.run("gifts", {"days": Decimal(1)}).outputs["amount"] == "b"


def test_rule_order_gives_all_by_row(make: Make) -> None:
    answer = _run(make, "rule order", 5)
    assert answer.outputs["gift"] == ("voucher", "refund")
    assert _fired(answer) == ["small", "large"]


def test_output_order_gives_all_by_rank(make: Make) -> None:
    answer = _run(make, "output order", 10)
    assert answer.outputs["gift"] == ("refund", "refund", "voucher")
    assert _fired(answer) == ["large", "equal", "small"]


def test_collect_gives_all(make: Make) -> None:
    answer = _run(make, "collect", 5)
    assert answer.outputs["amount"] == (Decimal(5), Decimal(20))


@pytest.mark.parametrize(("how", "amount"), [("sum", 45), ("min", 5), ("max", 20)])
def test_collect_makes_one_value_of_all(make: Make, how: str, amount: int) -> None:
    answer = _run(make, f"collect {how}", 10, "amount")
    assert answer.outputs == {"amount": Decimal(amount)}
    assert _fired(answer) == ["small", "large", "equal"]


def test_collect_count_counts_the_rules_whatever_they_say(make: Make) -> None:
    yaml = _yaml("collect count", "amount").replace("money", "number")
    policy = make(yaml, gifts='days,amount\n>= 1,"""a"""\n>= 5,"""b"""\n')
    assert policy.run("gifts", {"days": Decimal(5)}).outputs == {"amount": Decimal(2)}
    assert policy.run("gifts", {"days": Decimal(0)}).outputs == {"amount": Decimal(0)}


def test_a_sum_with_an_unknown_part_is_unknown(make: Make) -> None:
    policy = make(_yaml("collect sum", "amount"), gifts="days,amount\n>= 1,5\n>= 1,null\n")
    assert policy.run("gifts", {"days": Decimal(1)}).outputs == {"amount": None}


@pytest.mark.parametrize("hit", ["first", "unique", "any", "priority"])
@pytest.mark.parametrize("days", [0, None])
def test_where_no_rule_matches_all_outputs_are_null(make: Make, hit: str, days: int | None) -> None:
    answer = _run(make, hit, days)
    assert answer == Answer("gifts", {"gift": None, "amount": None}, (), "", "")


@pytest.mark.parametrize("hit", ["rule order", "output order", "collect"])
def test_where_no_rule_matches_a_list_is_empty(make: Make, hit: str) -> None:
    assert _run(make, hit, 0).outputs == {"gift": (), "amount": ()}


@pytest.mark.parametrize("hit", ["first", "collect sum"])
def test_where_no_rule_matches_a_declared_default_speaks(make: Make, hit: str) -> None:
    policy = make(_yaml(hit, "amount", ", default: 1.50"), gifts=_only_amount())
    assert policy.run("gifts", {}).outputs == {"amount": Decimal("1.50")}
