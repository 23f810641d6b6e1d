"""Arrays, and what is told of them, in a file that can do nothing but be read."""

import io
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What is raised for a file that is none of ours, or was cut short.
UNREADABLE = (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile)


def keep(
    path: Path, told: Mapping[str, Any], arrays: Mapping[str, "NDArray[Any]"], packed: bool = True
) -> None:
    """Writes the file whole or not at all; not `packed` it is larger, and read sooner."""
    import numpy as np

    held = io.BytesIO()
    save: Callable[..., None] = np.savez_compressed if packed else np.savez
    save(held, told=np.frombuffer(json.dumps(told).encode(), dtype=np.uint8), **arrays)
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    new.write_bytes(held.getvalue())
    os.replace(new, path)


def read(path: Path, names: Iterable[str]) -> tuple[dict[str, Any], dict[str, "NDArray[Any]"]]:
    """What is told, and the arrays of these names. Raises one of UNREADABLE.

    Nothing in the file is run: arrays and JSON, no pickle."""
    import numpy as np

    with np.load(path, allow_pickle=False) as held:
        told = json.loads(held["told"].tobytes())
        return told, {name: held[name] for name in names}


def check_shapes(
    arrays: Mapping[str, "NDArray[Any]"], wanted: Mapping[str, tuple[int, ...]]
) -> None:
    """Raises ValueError for the first array that is of another shape."""
    for name, shape in wanted.items():
        if arrays[name].shape != shape:
            raise ValueError(f"{name} has the shape {arrays[name].shape}, not {shape}")


def why(error: Exception) -> str:
    """One line for what could not be read."""
    return " ".join(str(error).split())[:200]
