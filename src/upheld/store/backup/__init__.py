"""Everything that the store holds, in one file that can be checked, sealed and put back."""

from .archive import Archive, ArchiveError, Manifest
from .files_back import RestoreError
from .restore import Restored, restore
from .sealing import SealError
from .write import write

__all__ = [
    "Archive",
    "ArchiveError",
    "Manifest",
    "RestoreError",
    "Restored",
    "SealError",
    "restore",
    "write",
]
