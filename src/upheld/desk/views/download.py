"""A file to be saved and never shown: whoever sent it may mean us harm."""

from typing import IO

from django.http import FileResponse


def download(opened: IO[bytes], name: str) -> FileResponse:
    response = FileResponse(
        opened,
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
        headers={"Content-Security-Policy": "sandbox; default-src 'none'"},
    )
    response["X-Content-Type-Options"] = "nosniff"
    return response
