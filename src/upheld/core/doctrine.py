"""What a policy must be before it may decide: promises 1, 2, 4 and 8, shown from its tables.

The check follows every input through the chain of tables to the outputs that it can reach, so
it speaks about all cases at once and not about a sample.
"""

from upheld.tables import Policy

# Which groups of inputs (policy.yaml `about`) may reach each output, by table.
_MAY_REACH = {
    "finding": {"allegation"},
    "entitlement": {"allegation"},
    "outcome": {"allegation", "circumstance"},
    "fit": {"customer"},
    "parting": {"customer", "relationship"},
    "stance": {"allegation", "circumstance", "customer", "relationship"},
    "goodwill": {"allegation", "circumstance", "customer", "relationship"},
    "authority": {"allegation", "circumstance", "customer", "relationship", "price"},
    "next_action": {"allegation", "circumstance", "customer", "relationship", "price"},
}
OUTPUTS = {
    "finding": {"finding", "question", "ask_whom"},
    "entitlement": {
        "owed.kind",
        "owed.amount",
        "owed.chooser",
        "owed.days",
        "owed.question",
        "owed.ask_whom",
    },
    "outcome": {"outcome"},
    "fit": {"fit.band"},
    "parting": {"parting.may_propose"},
    "stance": {"stance"},
    "goodwill": {"goodwill.kind", "goodwill.amount"},
    "authority": {"authority.role", "authority.second_person"},
    "next_action": {"next_action", "next_action.who"},
}

# Promise 2 and 8: loudness earns nothing, protected traits and their proxies are never inputs.
_LOUDNESS = "tone channel persistence contacts number_of_contacts reach followers threats demand"
_LOUDNESS += " demand_amount asked_twice lifetime_value"
_PROTECTED = "age gender sex race ethnicity religion disability nationality orientation pregnancy"
_PROTECTED += " marital_status postcode postcode_area area name surname language accent"
_NEVER_READ = frozenset(f"{_LOUDNESS} {_PROTECTED}".split())


class DoctrineError(ValueError):
    """A policy that would break a promise; `problems` says which, where and the mend."""

    def __init__(self, policy: str, problems: tuple[str, ...]) -> None:
        super().__init__(f"policy {policy} may not decide:\n" + "\n".join(problems))
        self.problems = problems


def checked(policy: Policy) -> Policy:
    """The policy itself, or DoctrineError with every promise that it would break."""
    problems = (*_missing(policy), *_loud(policy), *_leaks(policy))
    if problems:
        raise DoctrineError(policy.version, problems)
    return policy


def _missing(policy: Policy) -> list[str]:
    problems = []
    for table, outputs in OUTPUTS.items():
        if table not in policy.tables:
            problems.append(f"table {table} is missing: add it to policy.yaml")
            continue
        given = policy.tables[table].outputs.keys()
        problems += [
            f"table {table} gives no {name}: add the output to policy.yaml and a column to its file"
            for name in sorted(outputs - given)
        ]
    return problems


def _loud(policy: Policy) -> list[str]:
    return [
        f"input {name} may not be read by any table (promise 2 or 8): take it out of policy.yaml"
        for name in policy.inputs
        if _NEVER_READ & set(name.lower().split("."))
    ]


def _leaks(policy: Policy) -> list[str]:
    return [
        f"table {table}: {output} is reached by {name}, which is about the {about}; only facts "
        f"about the {', '.join(sorted(_MAY_REACH[table]))} may reach it (promise 1)"
        for table in OUTPUTS.keys() & policy.tables.keys()
        for output in policy.tables[table].outputs
        for name in sorted(policy.closure(output))
        if (about := policy.inputs[name].about) not in _MAY_REACH[table]
    ]
