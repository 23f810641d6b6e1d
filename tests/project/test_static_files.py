"""A file of the pages is given whole, whatever part of it is asked for (RFC 9110, 14.2)."""

import pytest
from django.http import FileResponse
from django.test import Client

FILE = "/static/desk/css/base.css"


def given(client: Client, **headers: str) -> tuple[int, bytes]:
    answer = client.get(FILE, headers=headers)
    assert isinstance(answer, FileResponse)
    return answer.status_code, answer.getvalue()


@pytest.mark.parametrize("part", ["0-0", "0-9", "-1", "5-", "999999999-", "9-1", "x"])
def test_no_part_is_refused(part: str, client: Client) -> None:
    status, whole = given(client)
    assert (status, bool(whole)) == (200, True)
    assert given(client, Range=f"bytes={part}") == (200, whole)
