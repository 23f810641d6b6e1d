"""A file that is too large is not taken in: its bytes are let go as they come."""

from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from .form_parts import Heads, PartsParser

TOO_LARGE = "upheld.too_large"


class WithinTheLimit(FileUploadHandler):
    """Lets a file go when it passes the limit, and marks the request so that a form can say so."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, str],  # noqa: N803 (as Django calls it)
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> Any:
        """Reads the form in place of Django's parser, which lets go of parts without a word."""
        if self.request is None or isinstance(input_data, Heads):  # asked by our own parser
            return None
        heads: Any = Heads(input_data, b"--" + boundary)
        return PartsParser(META, heads, self.request.upload_handlers, encoding).parse()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._came = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._came += len(raw_data)
        if self._came > settings.LARGEST_FILE and self.request is not None:
            self.request.META.setdefault(TOO_LARGE, []).append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def names_too_large(request: HttpRequest) -> list[str]:
    """The names of the files of a request that were let go."""
    _ = request.POST  # reading it is what takes the files in
    found: list[str] = request.META.get(TOO_LARGE, [])
    return found


def too_large(request: HttpRequest) -> str:
    """What is wrong with the file that came with a request, or nothing."""
    if not names_too_large(request):
        return ""
    most = settings.LARGEST_FILE // (1024 * 1024)
    return f"The file is larger than {most} MB: send a smaller one, or say where it is kept."
