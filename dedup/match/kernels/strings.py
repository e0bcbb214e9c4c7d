"""Python strings → UTF-8 end to end in one buffer, read where they lie, without an object for each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

from dedup.match.kernels.batches import Offsets
from dedup.match.kernels.compiler import (
    BLOCK,
    Number,
    compile_locked,
    compile_loop,
    compile_step,
    count_trailing_zeros,
    fetch_line,
    point_at,
    poke,
)
from dedup.match.kernels.tokens import Bytes

_FETCHED = 16_384
_MOST_BYTES = np.array((0, 2, 3, 0, 4), np.int64)
"""Bytes of UTF-8 per character, at most, by the bytes that Python keeps it in."""


def _define(function: Callable[..., Any]) -> Any:
    return intrinsic(function)


@_define
def look_up_string(typing_context: Any, address: Any) -> Any:  # noqa: ARG001
    """Where the characters of the string object at this address lie, how many, of how many bytes each."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        api = context.get_python_api(builder)
        string = builder.inttoptr(arguments[0], api.pyobj)
        _, buffer, length, kind, *_ = api.string_as_string_size_and_kind(string)
        word = ir.IntType(64)
        found = builder.ptrtoint(buffer, word), length, builder.zext(kind, word)
        return context.make_tuple(builder, signature.return_type, found)

    found: Any = types.UniTuple
    return found(types.int64, 3)(types.int64), generate


def _define_narrow(bits: int) -> Any:
    @_define
    def narrow_block(typing_context: Any, address: Any, place: Any, out: Any, out_place: Any) -> Any:  # noqa: ARG001
        """Copy 64 characters as single bytes and give the bit mask of those that are not ASCII."""

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            vector = ir.VectorType(ir.IntType(bits), BLOCK)
            start = builder.inttoptr(arguments[0], ir.IntType(bits).as_pointer())
            start = builder.gep(start, [arguments[1]])
            block = builder.load(builder.bitcast(start, vector.as_pointer()), align=1)
            limit = ir.Constant(vector, [0x80] * BLOCK)
            mask = builder.icmp_unsigned(">=", block, limit)
            narrow = ir.VectorType(ir.IntType(8), BLOCK)
            if bits > 8:
                block = builder.trunc(block, narrow)
            target = point_at(context, builder, signature, arguments, first=2)
            builder.store(block, builder.bitcast(target, narrow.as_pointer()), align=1)
            return builder.bitcast(mask, ir.IntType(64))

        return types.uint64(types.int64, types.int64, out, out_place), generate

    return narrow_block


def _define_read(bits: int) -> Any:
    @_define
    def read_character(typing_context: Any, address: Any, place: Any) -> Any:  # noqa: ARG001
        """One character."""

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
            start = builder.inttoptr(arguments[0], ir.IntType(bits).as_pointer())
            unit = builder.load(builder.gep(start, [arguments[1]]))
            return builder.zext(unit, ir.IntType(64))

        return types.int64(types.int64, types.int64), generate

    return read_character


_narrow_bytes, _narrow_pairs, _narrow_fours = (_define_narrow(bits) for bits in (8, 16, 32))
_read_byte, _read_pair, _read_four = (_define_read(bits) for bits in (8, 16, 32))


@compile_locked
def list_strings(objects: Offsets, found: Offsets) -> int:
    """Write place, length and bytes a character of each string; returns the bytes of UTF-8 at most.

    Args:
        objects: addresses of the string objects, which somebody must keep alive.
        found: (strings, 3).
    """
    room = 0
    for number in range(len(objects)):
        found[number] = look_up_string(objects[number])
        room += found[number, 1] * _MOST_BYTES[found[number, 2]]
    return room


@compile_loop
def encode_strings(found: Offsets, out: Bytes, offsets: Offsets) -> None:
    """Write all strings as UTF-8, surrogates like other characters, and where each begins."""
    size: Number = 0
    for number in range(len(found)):
        offsets[number] = size
        if number + 1 < len(found):
            fetch_text(found[number + 1, 0], found[number + 1, 1] * found[number + 1, 2])
        size = encode_string(found[number, 0], found[number, 1], found[number, 2], out, size)
    offsets[len(found)] = size


@compile_step
def fetch_text(address: Number, size: Number) -> None:
    """Ask for a text that will be read next, or for the beginning of a long one."""
    for offset in range(0, min(size, _FETCHED), BLOCK):
        fetch_line(address + offset)


@compile_loop
def encode_string(address: Number, length: Number, kind: Number, out: Bytes, size: Number) -> Number:
    """Write one string; returns where it ends."""
    place: Number = 0
    while place < length:
        if place + BLOCK <= length:
            mask = narrow_block(address, kind, place, out, size)
            if mask == 0:  # a guess, where a count would make the next block wait for this one
                size += BLOCK
                place += BLOCK
                continue
            count = np.int64(count_trailing_zeros(mask))
            size += count
            place += count
        point = read_character(address, kind, place)
        if point < 0x80:
            poke(out, size, point)
            size += 1
            place += 1
        while point >= 0x80:
            size = put_character(point, out, size)
            place += 1
            point = read_character(address, kind, place) if place < length else 0
    return size


@compile_step
def narrow_block(address: Number, kind: Number, place: Number, out: Bytes, size: Number) -> Number:
    """Copy 64 characters as single bytes; returns the bit mask of those that are not ASCII."""
    if kind == 1:
        return _narrow_bytes(address, place, out, size)
    if kind == 2:
        return _narrow_pairs(address, place, out, size)
    return _narrow_fours(address, place, out, size)


@compile_step
def read_character(address: Number, kind: Number, place: Number) -> Number:
    """The code point at a place."""
    if kind == 1:
        return _read_byte(address, place)
    if kind == 2:
        return _read_pair(address, place)
    return _read_four(address, place)


@compile_step
def put_character(point: Number, out: Bytes, size: Number) -> Number:
    """Write a character that is not ASCII; returns where it ends."""
    if point < 0x800:
        poke(out, size, 0xC0 | point >> 6)
        poke(out, size + 1, 0x80 | point & 0x3F)
        return size + 2
    if point < 0x10000:
        poke(out, size, 0xE0 | point >> 12)
        poke(out, size + 1, 0x80 | point >> 6 & 0x3F)
        poke(out, size + 2, 0x80 | point & 0x3F)
        return size + 3
    poke(out, size, 0xF0 | point >> 18)
    poke(out, size + 1, 0x80 | point >> 12 & 0x3F)
    poke(out, size + 2, 0x80 | point >> 6 & 0x3F)
    poke(out, size + 3, 0x80 | point & 0x3F)
    return size + 4
