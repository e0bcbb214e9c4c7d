from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.match.batch import hash_hard, hash_texts
from dedup.match.fast import is_compiler_installed
from dedup.match.shingle import hash_tokens
from dedup.match.texts import Desk, PlacedTexts, TextBuffer, do_parts, locate_texts, pack_texts
from dedup.tokens import tokenize

NEEDS_COMPILER = pytest.mark.skipif(not is_compiler_installed(), reason="the extra fast is not installed")
CHARACTERS = st.sampled_from("aZ 1é’中\ud800🙂\x01\n.") | st.characters()
TEXTS = st.lists(st.text(CHARACTERS, max_size=90) | st.text("ab ", min_size=60, max_size=200), max_size=9)


@given(TEXTS)
def test_a_buffer_is_a_sequence_of_its_texts(texts: list[str]) -> None:
    buffer = TextBuffer.from_strings(texts)
    assert list(buffer) == texts
    assert len(buffer) == len(texts)
    assert list(buffer[1:3]) == texts[1:3]
    assert list(buffer[::2]) == texts[::2]
    assert list(buffer[3:1]) == []


def test_a_place_beyond_the_end_is_refused() -> None:
    buffer = TextBuffer(b"onetwo", [0, 3, 6])
    assert (buffer[0], buffer[-1]) == ("one", "two")
    with pytest.raises(IndexError):
        buffer[2]


@pytest.mark.parametrize("offsets", [[], [-1, 3], [0, 7], [0, 4, 3]])
def test_offsets_outside_the_buffer_are_refused(offsets: list[int]) -> None:
    with pytest.raises(ValueError, match="6 bytes"):
        TextBuffer(b"onetwo", offsets)


def test_no_texts() -> None:
    assert list(TextBuffer(b"", [0])) == []


@NEEDS_COMPILER
@given(TEXTS)
@settings(deadline=None)
def test_strings_are_encoded_as_python_encodes_them(texts: list[str]) -> None:
    buffer, starts, ends = locate_texts(texts, range(len(texts)), Desk())
    expected, offsets = pack_texts(texts)
    assert buffer[: len(expected)].tolist() == expected.tolist()
    assert starts.tolist() == offsets[:-1].tolist()
    assert ends.tolist() == offsets[1:].tolist()


@NEEDS_COMPILER
@given(TEXTS, st.booleans())
@settings(deadline=None)
def test_buffers_give_the_tokens_of_strings(texts: list[str], is_padded: bool) -> None:
    buffer, offsets = pack_texts(texts)
    lying = TextBuffer(buffer if is_padded else buffer[: offsets[-1]].tobytes(), offsets)
    chosen = list(range(len(texts)))[::-1]
    from_buffer = hash_texts(lying, chosen, is_compiled=True, with_marks=True)
    plain = hash_texts(texts, chosen, is_compiled=False, with_marks=True)
    assert np.array_equal(from_buffer.hashes, plain.hashes)
    assert np.array_equal(from_buffer.offsets, plain.offsets)
    assert np.array_equal(from_buffer.marks, plain.marks)


@NEEDS_COMPILER
@given(
    st.lists(
        st.sampled_from(
            ("µev", "harbour ", "the ", "1 234", ". ", "! ", "\n", "’", "é", "中", "\u200b", "12 ")
        )
        | st.text(max_size=3),
        min_size=60,
        max_size=200,
    ).map("".join)
)
@settings(deadline=None)
def test_pieces_give_the_tokens_of_the_whole(text: str) -> None:
    hashes, marks = hash_hard(text, with_marks=True)
    expected = hash_texts([text], is_compiled=False, with_marks=True)
    assert hashes.tolist() == hash_tokens(tokenize(text).words).tolist()
    assert marks.tolist() == expected.marks.tolist()


def scatter(texts: list[str], *, held: int) -> PlacedTexts:
    """The texts in reverse order with gaps between them, the first bytes of all in a buffer."""
    row, starts, ends = b"", [0] * len(texts), [0] * len(texts)
    for number in reversed(range(len(texts))):
        starts[number] = len(row) + 3
        row += b"gap" + texts[number].encode("utf-8", "surrogatepass")
        ends[number] = len(row)
    buffer = row[:held] + bytes(64) if held else b""
    return PlacedTexts(buffer, (starts, ends), read=lambda start, end: row[start:end])


@given(TEXTS, st.sampled_from([0, 1, 100, 10_000]))
def test_placed_texts_are_a_sequence(texts: list[str], held: int) -> None:
    placed = scatter(texts, held=held)
    assert list(placed) == texts
    assert placed[1:3] == texts[1:3]
    assert placed[::-1] == texts[::-1]
    with pytest.raises(IndexError):
        placed[len(texts)]


@given(TEXTS, st.sampled_from([0, 1, 100, 10_000]))
def test_placed_texts_are_located(texts: list[str], held: int) -> None:
    desk = Desk()
    desk.take("text", 1 << 14, np.uint8)[:] = 255
    for numbers in (range(len(texts)), [*range(len(texts))][::-2]):
        buffer, starts, ends = locate_texts(scatter(texts, held=held), numbers, desk)
        assert not buffer.flags.writeable
        found = [buffer[start:end].tobytes() for start, end in zip(starts, ends, strict=True)]
        assert found == [texts[number].encode("utf-8", "surrogatepass") for number in numbers]


@NEEDS_COMPILER
@given(TEXTS, st.sampled_from([0, 100, 10_000]))
@settings(deadline=None)
def test_placed_texts_give_the_tokens_of_strings(texts: list[str], held: int) -> None:
    chosen = list(range(len(texts)))[::-1]
    placed = hash_texts(scatter(texts, held=held), chosen, is_compiled=True, with_marks=True)
    plain = hash_texts(texts, chosen, is_compiled=False, with_marks=True)
    assert np.array_equal(placed.hashes, plain.hashes)
    assert np.array_equal(placed.offsets, plain.offsets)
    assert np.array_equal(placed.marks, plain.marks)


@pytest.mark.parametrize("threads", [1, 3])
def test_every_part_is_done_once(threads: int) -> None:
    done = np.zeros(100, dtype=np.int64)

    def work(part: slice, desk: Desk) -> None:
        room = desk.take("room", part.stop - part.start, np.int64)
        room[: part.stop - part.start] = 1
        done[part] += room[: part.stop - part.start]

    do_parts(work, 100, at_once=7, threads=threads)
    assert done.tolist() == [1] * 100


def test_an_error_in_a_part_is_raised() -> None:
    def fail(part: slice, desk: Desk) -> None:
        raise ValueError(part)

    with pytest.raises(ValueError, match="slice"):
        do_parts(fail, 20, at_once=5, threads=2)
