"""A table as it lies on disk: a folder of Parquet files."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Written:
    """One table as it lies in its folder: how many rows in how many bytes."""

    name: str
    rows: int
    bytes: int


def size_of(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.glob("*.parquet"))
