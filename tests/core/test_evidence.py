"""The name of a file that a stranger gave: shown and saved without harm."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.core.evidence import safe_name


@pytest.mark.parametrize(
    ("given_name", "shown"),
    [
        ("photo.jpg", "photo.jpg"),
        ("Zoë's table.jpeg", "Zoë's table.jpeg"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\scan.pdf", "scan.pdf"),
        ("invoice\r\nX-Evil: 1.pdf", "invoice X-Evil 1.pdf"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ('say "hello".txt', "say hello .txt"),
        ("...", "file"),
        ("", "file"),
        (".htaccess", "htaccess"),
    ],
)
def test_a_name_is_made_safe(given_name: str, shown: str) -> None:
    assert safe_name(given_name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    name = safe_name("a" * 300 + ".jpeg")
    assert len(name) == 150
    assert name.endswith("a.jpeg")


@given(st.text(max_size=400))
def test_no_name_holds_a_path_a_line_or_a_sign_that_turns_it_round(text: str) -> None:
    name = safe_name(text)
    assert 0 < len(name) <= 150
    assert not set(name) & set('/\\\r\n\x00"')
    assert not any(unicodedata.category(sign) in ("Cc", "Cf", "Cs") for sign in name)
    assert safe_name(name) == name
