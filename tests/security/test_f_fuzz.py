"""What others wrote, broken in every way: each reader refuses it by the errors that it declares,
soon, and in little memory. For longer, and with a fuzzer that learns: `python -m benchmarks.fuzz`.
"""

import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from benchmarks.readers import READERS, Reader
from hypothesis import given, settings
from hypothesis import strategies as st

_MOST_SECONDS, _MOST_BYTES = 2.0, 1 << 30


def broken(reader: Reader) -> st.SearchStrategy[bytes]:
    """One of its seeds with pieces put in, taken out, doubled or moved; or anything at all."""
    piece = st.sampled_from(reader.pieces) | st.binary(max_size=8)
    change = st.tuples(st.floats(0, 1), st.integers(0, 12), piece, st.integers(1, 4))
    changed = st.builds(_changed, st.sampled_from(reader.seeds), st.lists(change, max_size=6))
    return changed | st.binary(max_size=200) | st.lists(piece, max_size=12).map(b"".join)


def _changed(raw: bytes, changes: list[tuple[float, int, bytes, int]]) -> bytes:
    for place, gone, piece, times in changes:
        at = int(place * len(raw))
        raw = raw[:at] + piece * times + raw[at + gone :]
    return raw


@contextmanager
def little_memory() -> Iterator[None]:
    """No more than so much beside what this process has: beyond it stands a MemoryError."""
    pages = int(open("/proc/self/statm").read().split()[0])  # noqa: SIM115
    limits = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(
        resource.RLIMIT_AS, (pages * resource.getpagesize() + _MOST_BYTES, limits[1])
    )
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


@pytest.mark.parametrize("name", READERS)
def test_whatever_comes_a_reader_refuses_it_by_its_own_errors_and_soon(name: str) -> None:
    reader = READERS[name]

    @settings(max_examples=60)
    @given(broken(reader))
    def read(raw: bytes) -> None:
        begun = time.thread_time()
        reader.one(raw)
        assert time.thread_time() - begun < _MOST_SECONDS

    with little_memory():
        read()


@pytest.mark.parametrize("name", READERS)
def test_what_it_begins_from_is_read_or_refused_by_its_own_errors(name: str) -> None:
    for raw in READERS[name].seeds:
        READERS[name].one(raw)
