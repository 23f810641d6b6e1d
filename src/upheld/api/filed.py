"""Where whoever filed a complaint sends its files: an address that is told with the filing, for an
hour and to the key that filed it. A key in a form on the web is everybody's, and numbers of cases
are guessed: without the address nobody adds to the complaint of another."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest, HttpResponse

from upheld.core.words import CaseId
from upheld.store import load
from upheld.store.load import CaseMissing

from .access import key

HEADER = "Upheld-Files"
LASTS = timedelta(hours=1)
_SIGNER = TimestampSigner(salt="upheld.api.filed")


def tell(request: HttpRequest, response: HttpResponse, case_id: CaseId) -> None:
    told = _SIGNER.sign_object([case_id, key(request).prefix])
    response[HEADER] = f"/api/v1/filed/{told}/files"


def case_of(request: HttpRequest, ticket: str) -> CaseId:
    """Raises CaseMissing for what was never told, or to another key, or too long ago, and for a
    case that is not theirs to see by now."""
    try:
        number, prefix = _SIGNER.unsign_object(ticket, max_age=LASTS)
    except (BadSignature, ValueError):
        raise CaseMissing from None
    if prefix != key(request).prefix or not load.is_there(CaseId(number)):
        raise CaseMissing
    return CaseId(number)
