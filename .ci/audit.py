"""Known faults of everything that is pinned. A database of them that cannot be reached is said."""

import json
import subprocess
import sys
from pathlib import Path

PINNED = Path(__file__).resolve().parents[1] / "constraints.txt"


def main() -> int:
    """1 where something that is pinned has a known fault."""
    command = ["-m", "pip_audit", "-r", str(PINNED), "--no-deps", "--disable-pip", "-f", "json"]
    done = subprocess.run(
        [sys.executable, *command, "--progress-spinner", "off"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    try:
        told = json.loads(done.stdout)["dependencies"]
    except ValueError:
        print(f"AUDIT SKIPPED: {' '.join(done.stderr.split())[-300:]}")
        return 0
    asked = [each for each in told if "skip_reason" not in each]
    if not asked:
        print(f"AUDIT SKIPPED: no database of faults answers here for {len(told)} packages")
        return 0
    faults = [(each, fault) for each in asked for fault in each["vulns"]]
    for each, fault in faults:
        mended = ", ".join(fault["fix_versions"]) or "no version yet"
        print(f"{each['name']} {each['version']}: {fault['id']}, mended in {mended}")
    print(f"{len(asked)} of {len(told)} packages asked, {len(faults)} known faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
