"""Files as they leave: to be saved and never shown, for whoever sent one may mean us harm."""

from typing import IO

from django.http import FileResponse, HttpResponse
from django.utils.http import content_disposition_header


def attached(opened: IO[bytes], name: str) -> FileResponse:
    """A file that came from outside."""
    response = FileResponse(
        opened, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response


def own(data: bytes, name: str, kind: str) -> HttpResponse:
    """A file that we wrote."""
    response = HttpResponse(data, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
