"""The standard policy with a hold-out: ten in a hundred who would get goodwill get none."""

from pathlib import Path

from tests.core.given import STANDARD

from upheld.core import doctrine
from upheld.tables import Policy, load_texts

INPUT = '  lot: {type: number, domain: "[0..99]", about: lot, means: Drawn by chance}\n'
BECAUSE = (
    "Held back by lot, so that we learn what goodwill does: ten in a hundred such cases get none."
)
_PLACE = "inputs:\n"
ROW = f'held-back,make_right,"upheld, partly_upheld",-,-,-,-,-,< 10,none,0,"{BECAUSE}",Hold-out'
_AFTER = "nothing-in-parting"


def texts(folder: Path = STANDARD, row: str = ROW) -> dict[str, str]:
    """The files of the policy in the folder, with the input and the rule of a hold-out."""
    policy = (folder / "policy.yaml").read_text("utf-8")
    table = (folder / "goodwill.csv").read_text("utf-8").splitlines()
    files = {each.name: each.read_text("utf-8") for each in folder.glob("*.csv")}
    return {
        **files,
        "policy.yaml": policy.replace(_PLACE, _PLACE + INPUT, 1),
        "goodwill.csv": "\n".join(_with_lot(table, row)) + "\n",
    }


def policy(row: str = ROW) -> Policy:
    return doctrine.checked(load_texts(texts(row=row)))


def _with_lot(lines: list[str], row: str) -> list[str]:
    """A column for the lot before what the rule gives, and the rule after what comes first."""
    told = []
    for line in lines:
        for gives in ("goodwill.kind", "none,", "voucher,", "refund,", "help,"):
            head, found, rest = line.partition(f",{gives}")
            if found:
                cell = "lot" if gives == "goodwill.kind" else "-"
                line = f"{head},{cell}{found}{rest}"
                break
        told.append(line)
        if line.startswith(_AFTER):
            told.append(row)
    return told
