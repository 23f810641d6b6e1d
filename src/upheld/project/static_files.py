"""Style sheets, scripts and pictures, each given whole."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from whitenoise.middleware import WhiteNoiseMiddleware
from whitenoise.responders import Redirect, StaticFile


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc]
    """WhiteNoise 6.12 says of a part of one byte, as `bytes=0-0`, that it is none (416). The files
    are small: whoever asks for a part is given all of it, as a server may (RFC 9110, 14.2)."""

    @staticmethod
    def serve(static_file: StaticFile | Redirect, request: HttpRequest) -> HttpResponseBase:
        request.META.pop("HTTP_RANGE", None)
        given: HttpResponseBase = WhiteNoiseMiddleware.serve(static_file, request)
        return given
