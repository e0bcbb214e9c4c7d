"""The hashes of eight words at once; ``dedup.match.shingle`` says what the hash of a word is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from llvmlite import ir  # type: ignore[import-untyped]
from numba import types
from numba.extending import intrinsic

from dedup.match.kernels.compiler import declare, point_at
from dedup.match.shingle import LENGTH_FACTOR, WORD_FACTORS

AT_ONCE = 8
LONGEST = 16
"""Bytes of the longest word that is hashed in one step."""


def _define(function: Callable[..., Any]) -> Any:
    return intrinsic(function)


@_define
def hash_words(typing_context: Any, text: Any, edges: Any, place: Any, out: Any, out_place: Any) -> Any:  # noqa: ARG001
    """Write the hashes of the words that begin and end at ``edges[place : place + 16]`` by turns.

    Returns a bit for each that is too long, whose hash is not what was written.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        wide, narrow = ir.VectorType(ir.IntType(64), AT_ONCE), ir.VectorType(ir.IntType(32), AT_ONCE)

        def every(value: int) -> Any:
            return ir.Constant(wide, [value] * AT_ONCE)

        def mix(value: Any, bits: int) -> Any:
            return builder.xor(value, builder.lshr(value, every(bits)))

        both = ir.VectorType(ir.IntType(32), 2 * AT_ONCE)
        pointer = point_at(context, builder, signature, arguments, first=1)
        pairs = builder.load(builder.bitcast(pointer, both.as_pointer()), align=1)
        starts, ends = (
            builder.shuffle_vector(pairs, pairs, ir.Constant(narrow, list(range(first, 2 * AT_ONCE, 2))))
            for first in (0, 1)
        )
        starts, ends = builder.zext(starts, wide), builder.zext(ends, wide)
        lengths = builder.sub(ends, starts)
        is_long = builder.icmp_unsigned(">", lengths, every(LONGEST))
        rest = builder.sub(lengths, every(8))
        rest = builder.select(builder.icmp_signed(">", rest, every(0)), rest, every(0))
        beginning = builder.sub(lengths, rest)
        base = context.make_array(signature.args[0])(context, builder, arguments[0]).data
        base = builder.ptrtoint(base, ir.IntType(64))
        lane = ir.Constant(ir.IntType(32), 0)
        base = builder.insert_element(ir.Constant(wide, ir.Undefined), base, lane)
        base = builder.shuffle_vector(base, base, ir.Constant(narrow, [0] * AT_ONCE))
        addresses = builder.add(base, starts)
        first = _gather(builder, addresses)
        second = _gather(builder, builder.add(addresses, every(8)))
        first = builder.and_(first, _keep(builder, beginning, every))
        second = builder.and_(second, _keep(builder, rest, every))
        value = builder.xor(builder.mul(lengths, every(LENGTH_FACTOR)), first)
        value = builder.mul(value, every(WORD_FACTORS[0]))
        value = mix(builder.add(value, builder.mul(second, every(WORD_FACTORS[1]))), 32)
        value = mix(builder.mul(value, every(WORD_FACTORS[2])), 29)
        target = point_at(context, builder, signature, arguments, first=3)
        builder.store(value, builder.bitcast(target, wide.as_pointer()), align=1)
        return builder.zext(builder.bitcast(is_long, ir.IntType(AT_ONCE)), ir.IntType(64))

    return types.uint64(text, edges, place, out, out_place), generate


def _keep(builder: Any, sizes: Any, every: Callable[[int], Any]) -> Any:
    """Masks of the first 0 to 8 bytes; a shift by all 64 bits has to be made in two steps."""
    half = builder.shl(sizes, every(2))
    return builder.not_(builder.shl(builder.shl(every(0xFFFFFFFFFFFFFFFF), half), half))


def _gather(builder: Any, addresses: Any) -> Any:
    """The eight bytes at each address."""
    pointers = ir.VectorType(ir.IntType(64).as_pointer(), AT_ONCE)
    mask, wide = ir.VectorType(ir.IntType(1), AT_ONCE), addresses.type
    kind = ir.FunctionType(wide, [pointers, ir.IntType(32), mask, wide])
    gather = declare(builder, kind, "llvm.masked.gather.v8i64.v8p0i64")
    at = builder.inttoptr(addresses, pointers)
    align, all_lanes = ir.Constant(ir.IntType(32), 1), ir.Constant(mask, [1] * AT_ONCE)
    return builder.call(gather, [at, align, all_lanes, ir.Constant(wide, ir.Undefined)])
