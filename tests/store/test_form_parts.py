"""Whatever a form's part calls its file, the file is kept or the form is refused."""

from io import BytesIO

import pytest
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from upheld.store.form_parts import Heads

MARK = b"bOuNd"
PARTS = "multipart/form-data; boundary=bOuNd"


def form(*parts: bytes) -> bytes:
    return b"".join(b"--" + MARK + b"\r\n" + part + b"\r\n" for part in parts) + b"--bOuNd--\r\n"


def a_file(name: bytes, content: bytes = b"seen", field: bytes = b"attached") -> bytes:
    told = b"Content-Disposition: form-data; name=%b; filename=" % field + b'"' + name + b'"\r\n'
    return told + b"Content-Type: image/jpeg\r\n\r\n" + content


def came(*parts: bytes) -> HttpRequest:
    return RequestFactory().post("/", form(*parts), PARTS)


@pytest.mark.parametrize(
    ("told", "called"),
    [
        (b"photo.jpg", "photo.jpg"),
        ("Kühlschrank.jpg".encode(), "Kühlschrank.jpg"),
        ("Kühlschrank.jpg".encode("latin-1"), "Kühlschrank.jpg"),
        (b"C:\\pictures\\photo.jpg", "photo.jpg"),
        (b"photo.jpg\\\\", "photo.jpg"),
        (b"pictures/photo.jpg/", "photo.jpg"),
        (b"..", "file"),
        (b"/", "file"),
        ("\u200b".encode(), "file"),
        (b"\x81", "file"),
    ],
)
def test_a_file_of_any_name_is_kept(told: bytes, called: str) -> None:
    request = came(a_file(told), a_file(b"other.jpg", b"too"))
    files = [(each.name, each.read()) for each in request.FILES.getlist("attached")]
    assert files == [(called, b"seen"), ("other.jpg", b"too")]


def test_where_no_file_was_chosen_there_is_none() -> None:
    request = came(a_file(b"", b""), b'Content-Disposition: form-data; name="words"\r\n\r\nLate.')
    assert not request.FILES
    assert request.POST["words"] == "Late."


@pytest.mark.parametrize(
    "part",
    [
        b"seen",
        b"\r\nseen",
        b"Content-Type: image/jpeg\r\n\r\nseen",
        b'Content-Disposition: form-data; filename="photo.jpg"\r\n\r\nseen',
        b"Content-Disposition: form-data; name=attached; filename*=none''photo.jpg\r\n\r\nseen",
        b'Content-Disposition: form-data; name="attached"; filename="photo.jpg"\n\nseen',
        b"Content-Disposition: form-data; name=" + b"x" * 5000 + b"\r\n\r\nseen",
        b"Content-Disposition: form-data; name=" + b"x" * 500_000,
    ],
    ids=[
        "no head",
        "an empty one",
        "no name",
        "a file's alone",
        "charset",
        "LF",
        "long",
        "endless",
    ],
)
def test_a_part_that_cannot_be_read_is_refused(part: bytes) -> None:
    with pytest.raises(MultiPartParserError):
        assert came(part).FILES


@given(
    st.lists(st.binary(max_size=60).filter(lambda each: b"--" + MARK not in each), max_size=4),
    st.integers(1, 40),
)
def test_what_can_be_read_comes_through_as_it_is_however_it_is_cut(
    contents: list[bytes], size: int
) -> None:
    whole = form(*(a_file(b"photo.jpg", each) for each in contents))

    class Cut(BytesIO):
        def read(self, _: int | None = -1) -> bytes:
            return super().read(size)

    heads = Heads(Cut(whole), b"--" + MARK)
    assert b"".join(iter(heads.read, b"")) == whole
