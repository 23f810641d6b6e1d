"""Which kept files go with an erasure, and that they do.

They are read to find somebody in them, and that may take long: `read` keeps what was found in each
(read_once.py), so that it can be found before anything is held.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from upheld.core.post import Kind, all_said
from upheld.core.words import MailState
from upheld.store import files, loose
from upheld.store import models as rows
from upheld.store.read_once import ReadOnce
from upheld.store.theirs.data import Found

from .words import Words

_MAIL, _FILE = "mail/", "file/"
_AT_ONCE = 500
_OF_MACHINES = [kind for kind in Kind if kind not in (Kind.PERSON, Kind.FORGED)]


def saying(words: Words, read: ReadOnce) -> Iterator[int]:
    """Mail in no place that has their address within, whichever case it is about: what a machine
    says, such as that a letter to them is late or did not arrive, which quotes it; what is held
    without a sender, since nobody can read it; and what is held since it names several, of whom
    they are not the first."""
    held = rows.Incoming.objects.exclude(state__in=(MailState.PLACED, MailState.ERASED))
    of_nobody = Q(kind__in=_OF_MACHINES) | Q(sender="")
    for row in held.filter(of_nobody).iterator(chunk_size=_AT_ONCE):
        with suppress(files.FileAmiss):
            if read.says((row.sha256, words), partial(_stand_in, row.sha256, words)):
                yield row.pk
    for pk, why in held.filter(reason__contains="@").values_list("pk", "reason"):
        if words.stand_in(why.encode()):
            yield pk


def _stand_in(sha256: str, words: Words) -> bool:
    """In whatever form it says their address."""
    says = words.says_an_address()
    return any(says(each) for each in all_said(files.contents(sha256)))


def of(found: Found, words: Words, imports: Iterable[int], read: ReadOnce) -> tuple[str, ...]:
    """Evidence, mail as it came, the files of imports in which they stand, and what the folder of
    sent mail holds to their address, where mail is written there."""
    evidence = rows.Evidence.objects.filter(pk__in=found.get(rows.Evidence, ()))
    came = rows.Incoming.objects.filter(pk__in=found.get(rows.Incoming, ()))
    hashes = {*evidence.exclude(sha256="").values_list("sha256", flat=True)}
    hashes |= {*came.exclude(state=MailState.ERASED).values_list("sha256", flat=True)}
    hashes |= {*rows.Import.objects.filter(pk__in=imports).values_list("sha256", flat=True)}
    sent = (path.name for path in _sent() if _was_to(path, words, read))
    return (*(f"{_FILE}{each}" for each in sorted(hashes)), *(f"{_MAIL}{each}" for each in sent))


def _sent() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _was_to(path: Path, words: Words, read: ReadOnce) -> bool:
    """A connection writes all its mail into one file."""
    told = path.stat()
    as_it_is = path.name, told.st_size, told.st_mtime_ns
    return read.says((as_it_is, words), lambda: words.stand_in(path.read_bytes()))


def forget(names: Iterable[str], now: datetime) -> None:
    """Deletes what no row names any more. Run twice it does no harm."""
    for name in names:
        kind, _, rest = name.partition("/")
        if f"{kind}/" == _MAIL:
            (Path(settings.EMAIL_FILE_PATH) / Path(rest).name).unlink(missing_ok=True)
        else:
            loose.let_go(rest, now)
