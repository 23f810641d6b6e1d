"""Mail that a provider brings by HTTP: the secret is checked, and then the message is kept.

django-anymail knows how each provider proves who it is, and how to put a message together again
that the provider took apart.
"""

import json
import re
from contextlib import suppress
from datetime import datetime
from email import policy
from email.parser import BytesParser
from typing import Any

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailBaseWebhookView, AnymailBasicAuthMixin
from anymail.webhooks.mailgun import MailgunInboundWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from upheld.core.post import LARGEST
from upheld.steps import may
from upheld.steps.take_message import NothingCame, take_messages
from upheld.store.mail import Came

from . import signed_once

_ATTACHED = re.compile(r"attachment-\d+")  # one without a name comes as a field
_MOST = 2 * LARGEST  # bytes of a request: base64 and JSON make a message larger


class _Keeping(AnymailBaseWebhookView):  # type: ignore[misc]
    """Answers 200 once the message is kept; after anything else the provider brings it again."""

    def post(self, request: HttpRequest, *told: Any, **named: Any) -> HttpResponse:
        AnymailBasicAuthMixin.validate_request(self, request)  # before a stranger fills our memory
        if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST:
            most = LARGEST // (1024 * 1024)
            return HttpResponse(f"A message may have {most} MB: send a smaller one.", status=413)
        # Django reads 2.5 MB of a request like this one, and a photograph may have more.
        request._body = request.read(_MOST)
        now = timezone.now()
        self._proved(request, now)
        came = Came(*self.told(request), now, return_path=self.return_path(request))
        with suppress(NothingCame):  # which would come again and again
            take_messages([came], may.Operator("mail"), came.at)
        return HttpResponse()

    def _proved(self, request: HttpRequest, now: datetime) -> None:
        """Raises AnymailWebhookValidationFailure (400) for whatever the provider did not sign: also
        for what cannot be signed, a token that is not ASCII or a signature that is a list."""
        try:
            self.open(request)
            self.run_validators(request)
            self.counts(request, now)
        except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
            raise AnymailWebhookValidationFailure(f"nothing that is signed: {error}") from error

    def told(self, request: HttpRequest) -> tuple[bytes, str]:
        """The message as it came to the provider; or put together again; or, where nobody can
        read it, the request itself, for a person to see."""
        try:
            raw = self.whole(request) or self.put_together(request)
        except Exception:
            raw = request.body
        return raw, "webhook"

    def put_together(self, request: HttpRequest) -> bytes:
        (event,) = self.parse_events(request)
        return bytes(event.message.as_bytes(policy=policy.SMTP))

    def open(self, request: HttpRequest) -> None:
        """Takes the request apart, where that is to be done before its signature is checked."""

    def counts(self, request: HttpRequest, now: datetime) -> None:
        """Raises AnymailWebhookValidationFailure where a signature that holds does not count."""

    def whole(self, request: HttpRequest) -> bytes | None:
        raise NotImplementedError

    def return_path(self, request: HttpRequest) -> str | None:
        raise NotImplementedError


class Postmark(_Keeping, PostmarkInboundWebhookView):  # type: ignore[misc]
    """JSON, with the message whole in it where "Include raw email content" is chosen there."""

    def whole(self, request: HttpRequest) -> bytes | None:
        raw = json.loads(request.body).get("RawEmail")
        return raw.encode("utf-8", "surrogatepass") if raw else None

    def return_path(self, request: HttpRequest) -> str | None:
        with suppress(ValueError, LookupError, TypeError, AttributeError, RecursionError):
            first = json.loads(request.body)["Headers"][0]
            if first["Name"].lower() == "return-path":
                return str(first["Value"]).removeprefix("<").removesuffix(">")
        return None

    def esp_to_anymail_event(self, esp_event: Any) -> Any:
        """Postmark tells of HTML also where there is none; an empty file would come of it."""
        return super().esp_to_anymail_event(
            {**esp_event, "HtmlBody": esp_event.get("HtmlBody") or None}
        )


class Mailgun(_Keeping, MailgunInboundWebhookView):  # type: ignore[misc]
    """A signed form. The message is whole in it where the route forwards to an address with
    `mime` in it, as ours has."""

    def open(self, request: HttpRequest) -> None:
        fields, files = _form(request)
        self.mime = fields.get("body-mime")
        request._post = QueryDict(mutable=True)  # type: ignore[attr-defined]
        for name, value in fields.items():
            request._post[name] = value.decode("utf-8", "replace")  # type: ignore[attr-defined]
        request._files = MultiValueDict(files)  # type: ignore[attr-defined]
        is_json = request.content_type == "application/json"
        self.digest = signed_once.digest_of({"": request.body} if is_json else fields, files)

    def counts(self, request: HttpRequest, now: datetime) -> None:
        signed_once.take(request, self.digest, now)

    def whole(self, request: HttpRequest) -> bytes | None:
        return self.mime

    def put_together(self, request: HttpRequest) -> bytes:
        """Raises ValueError where more files are told than came: anymail looks for each by its
        number, so that a number alone could keep it looking for hours."""
        told, came = request.POST.get("attachment-count", "0"), [*request.POST, *request.FILES]
        if int(told) > len(list(filter(_ATTACHED.fullmatch, came))):
            raise ValueError(f"{told} files are told, and fewer came")
        return super().put_together(request)

    def return_path(self, request: HttpRequest) -> str | None:
        return request.POST.get("sender")


_Files = dict[str, list[Any]]


def _form(request: HttpRequest) -> tuple[dict[str, bytes], _Files]:
    """The fields of a form, each byte as it came: a message has any charset, or none."""
    if request.content_type != "multipart/form-data":
        told = QueryDict(request.body, encoding="latin-1")
        return {name: told[name].encode("latin-1") for name in told}, {}
    fields: dict[str, bytes] = {}
    files: _Files = {}
    head = f"Content-Type: {request.META['CONTENT_TYPE']}\r\n\r\n".encode("latin-1")
    for part in BytesParser(policy=policy.compat32).parsebytes(head + request.body).walk():
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(content, bytes):
            continue
        if called := part.get_filename():
            files[name] = [SimpleUploadedFile(called, content, part.get_content_type())]
        else:
            fields[name] = content
    return fields, files


def _routes() -> list[URLPattern]:
    """Mailgun signs too, so that its route is there where its key is."""
    found = [path("postmark/", Postmark.as_view(), name="postmark")]
    if settings.MAILGUN_KEY:
        found.append(path("mailgun/mime/", Mailgun.as_view(), name="mailgun"))
    return found


urlpatterns = _routes()
