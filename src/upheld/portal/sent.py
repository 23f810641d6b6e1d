"""What a form sent: its mark, by which a repeat is known, and its files, kept at once so that an
error elsewhere in the form loses none of them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.core.signing import BadSignature, SignatureExpired, TimestampSigner
from django.http import HttpRequest

from upheld.core.evidence import File, safe_name
from upheld.core.portal import MOST_FILES, MOST_PIECES, pieces
from upheld.store import knocks, loose
from upheld.store.files import FileRefused, hash_of
from upheld.store.models import Filing
from upheld.store.rows.portal import taken_before
from upheld.store.uploads import names_too_large

from .asking import came_from, now

_SIGNER = TimestampSigner(salt="upheld.portal.files")


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that we have, and the sign by which the form gives it back."""

    file: File
    sign: str

    @property
    def size(self) -> str:
        return told_size(self.file.size)


@dataclass(frozen=True, slots=True)
class Sent:
    """The files of a form, those of its earlier tries included, and what is amiss with others."""

    kept: tuple[Kept, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def files(self) -> list[File]:
        return [each.file for each in self.kept]


def words(request: HttpRequest) -> str:
    """What was written into the form, whichever of a case's page it was."""
    names = [name for name in request.POST if name.endswith(("words", "idea"))]
    return "\n\n".join(filter(None, (request.POST.get(name, "") for name in names)))


def unsent(request: HttpRequest) -> dict[str, object]:
    """What a page that sends nothing shows of a form, and whether files were chosen in it."""
    return {"written": words(request), "had_files": had_files(request)}


def had_files(request: HttpRequest) -> bool:
    """Those of its earlier tries are among them, and those that were let go as they came."""
    return bool(request.FILES or request.POST.getlist("kept") or names_too_large(request))


def _too_many(request: HttpRequest, weighs: int) -> bool:
    here = knocks.By(network=came_from(request))
    return knocks.too_many("pieces", here, MOST_PIECES, now(), weighs=weighs)


def read(request: HttpRequest) -> Sent:
    """Keeps what came. Raises nothing: each file that cannot be kept is told by its name."""
    signs = request.POST.getlist("kept")[:MOST_FILES]
    problems = [_too_large(name) for name in names_too_large(request)]
    found = list(_given_back(signs, problems))
    came = request.FILES.getlist("attached")
    weighs = pieces(each.size for each in came)
    if not taken(request) and _too_many(request, weighs):
        return Sent(tuple(found), (*problems, _TOO_MUCH))
    for given in came:
        if len(found) == MOST_FILES:
            name = safe_name(given.name or "")
            problems.append(f"{name} is one too many: {MOST_FILES} files fit here. Send it later.")
            continue
        try:
            found.append(_signed(loose.keep(given, now())))
        except FileRefused as error:
            problems.append(f"{error}.")
    return Sent(tuple(found), tuple(problems))


def let_be(request: HttpRequest) -> Sent:
    """Those that we have from before, where nothing more is taken now: what was chosen is told."""
    problems: list[str] = []
    found = tuple(_given_back(request.POST.getlist("kept")[:MOST_FILES], problems))
    if request.FILES or names_too_large(request):
        problems.append(_CHOOSE_AGAIN)
    return Sent(found, tuple(problems))


_CHOOSE_AGAIN = (
    "The files that you chose were not taken: please choose them again when you send it."
)


_TOO_MUCH = (
    "More files than usual came from your address within an hour: what you wrote is here still. "
    "Send it without them, and them in an hour."
)

_GONE = (
    "Files that you chose most of a day ago are gone, since nothing was sent: choose them again."
)


_UNKNOWN = (
    "A file that you had chosen came back changed, and we cannot tell which it was: please "
    "choose it again."
)


def _too_large(name: str) -> str:
    return f"{safe_name(name)} is larger than {largest()}: send a smaller one, or tell us of it."


def _erased(name: str) -> str:
    return f"{name} is no longer here: please attach it again."


def _signed(file: File) -> Kept:
    told = [file.name, file.size, file.sha256]
    return Kept(file, _SIGNER.sign_object(told))


def _given_back(signs: Sequence[str], problems: list[str]) -> Iterator[Kept]:
    """Those that we still have; that others are gone is told once."""
    for sign in signs:
        try:
            kept = Kept(File(*_SIGNER.unsign_object(sign, max_age=loose.GIVEN_BACK)), sign)
        except SignatureExpired:
            problems.extend({_GONE} - set(problems))
        except (BadSignature, ValueError, TypeError):
            problems.extend({_UNKNOWN} - set(problems))
        else:
            if loose.is_here(kept.file.sha256, now()):
                yield kept
            else:
                problems.extend({_erased(kept.file.name)} - set(problems))


def mark(request: HttpRequest) -> str:
    """The form as it was sent: its page's own token, its address, its words and its files."""
    came = request.FILES.getlist("attached")
    told = [request.path, request.POST.urlencode(), *(hash_of(each) for each in came)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def taken(request: HttpRequest) -> Filing | None:
    """The same form, where it was taken before: it is answered as it was then, and counted for
    nothing."""
    return taken_before(mark(request))


_STEPS = (("MB", 1024 * 1024), ("KB", 1024))


def told_size(size: int) -> str:
    for unit, many in _STEPS:
        if size >= many:
            return f"{size / many:.1f} {unit}".replace(".0 ", " ")
    return f"{size} bytes"


def largest() -> str:
    return told_size(settings.LARGEST_FILE)


def limits() -> Iterator[str]:
    """What a form says of files before any is chosen."""
    yield f"Up to {MOST_FILES} files of any kind, each up to {largest()}."
    yield "They are kept as they are."
