"""How the loops are compiled, and the two instructions that numba has no word for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, TypeVar, cast

from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic

_CONSTANTS = "characters.py", "facts.py", "shingle.py"
"""Files beside this package whose numbers the loops have compiled in."""

Function = TypeVar("Function", bound=Callable[..., Any])
Number = Any
"""A number whose machine type numba infers."""

BLOCK = 64
"""Bytes that ``classify_block`` looks at; every buffer has as many zero bytes after its end."""


def compile_loop(function: Function) -> Function:
    """Compile a function on its first call and keep the machine code for the next process.

    The code is kept beside the source, or in the user's cache where that place is read-only
    (NUMBA_CACHE_DIR names another); where nothing can be written it is compiled once a process.
    """
    return _compile(function, is_step=False)


def compile_step(function: Function) -> Function:
    """The same for a few lines that become part of the loops which call them."""
    return _compile(function, is_step=True)


def compile_locked(function: Function) -> Function:
    """The same as ``compile_loop`` for what looks at Python's objects and so keeps its lock."""
    return _compile(function, is_step=False, is_locked=True)


def _compile(function: Function, *, is_step: bool, is_locked: bool = False) -> Function:
    compiled: Any = njit(nogil=not is_locked, error_model="numpy", forceinline=is_step)(function)
    with suppress(RuntimeError):  # nowhere to write
        compiled.enable_caching()
        # numba looks at the file of a function alone, not at those of the functions it calls
        index = compiled._cache._cache_file
        index._source_stamp = (index._source_stamp, _digest_sources())
    return cast(Function, compiled)


@lru_cache(maxsize=1)
def _digest_sources() -> str:
    """A digest of every source that a compiled loop may take a line or a constant from."""
    folder = Path(__file__).parent
    sources = [*sorted(folder.glob("*.py")), *(folder.parent / name for name in _CONSTANTS)]
    return blake2b(b"".join(source.read_bytes() for source in sources), digest_size=16).hexdigest()


def _define(function: Callable[..., Any]) -> Any:
    return intrinsic(function)


@_define
def load_word(typing_context: Any, array: Any, place: Any) -> Any:  # noqa: ARG001
    """The eight bytes of a uint8 array from ``place`` on as one little-endian number."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = point_at(context, builder, signature, arguments)
        word = builder.bitcast(pointer, ir.IntType(64).as_pointer())
        return builder.load(word, align=1)

    return types.uint64(array, place), generate


@_define
def store_word(typing_context: Any, array: Any, place: Any, word: Any) -> Any:  # noqa: ARG001
    """Write a uint64 into a uint8 array from ``place`` on, the lowest byte first."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = point_at(context, builder, signature, arguments)
        builder.store(arguments[2], builder.bitcast(pointer, ir.IntType(64).as_pointer()), align=1)
        return context.get_dummy_value()

    return types.void(array, place, types.uint64), generate


@_define
def peek(typing_context: Any, array: Any, place: Any) -> Any:  # noqa: ARG001
    """``array[place]`` for a place that is not negative, without the test for it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.load(point_at(context, builder, signature, arguments))

    return array.dtype(array, place), generate


@_define
def poke(typing_context: Any, array: Any, place: Any, value: Any) -> Any:  # noqa: ARG001
    """``array[place] = value`` for a place that is not negative, without the test for it."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        cast = context.cast(builder, arguments[2], signature.args[2], signature.args[0].dtype)
        builder.store(cast, point_at(context, builder, signature, arguments))
        return context.get_dummy_value()

    return types.void(array, place, value), generate


@_define
def lower_block(typing_context: Any, array: Any, place: Any, out: Any, out_place: Any) -> Any:  # noqa: ARG001
    """Copy 64 bytes from one uint8 array into another, capital letters of ASCII as small ones."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        block, every, is_between = _load_block(context, builder, signature, arguments)
        is_capital = is_between(ord("A"), 26, block)
        block = builder.select(is_capital, builder.or_(block, every(0x20)), block)
        target = point_at(context, builder, signature, arguments, first=2)
        builder.store(block, builder.bitcast(target, block.type.as_pointer()), align=1)
        return context.get_dummy_value()

    return types.void(array, place, out, out_place), generate


@_define
def classify_block(typing_context: Any, array: Any, place: Any) -> Any:  # noqa: ARG001
    """Bit masks of 64 bytes: letters, digits, apostrophes, bytes that need folding.

    Letters are those of ASCII and all bytes from 0x80. The last mask has the bytes from 0x80 and the control
    codes 1 to 8 and 14, which folded texts give a meaning of their own.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        block, every, is_between = _load_block(context, builder, signature, arguments)
        high = builder.icmp_unsigned(">=", block, every(0x80))
        letters = builder.or_(is_between(ord("a"), 26, builder.or_(block, every(0x20))), high)
        digits = is_between(ord("0"), 10, block)
        apostrophes = builder.icmp_unsigned("==", block, every(ord("'")))
        foldable = builder.or_(high, builder.or_(is_between(1, 8, block), is_between(14, 1, block)))
        masks = [builder.bitcast(mask, ir.IntType(64)) for mask in (letters, digits, apostrophes, foldable)]
        return context.make_tuple(builder, signature.return_type, masks)

    masks: Any = types.UniTuple
    return masks(types.uint64, 4)(array, place), generate


@_define
def classify_marks(typing_context: Any, array: Any, place: Any) -> Any:  # noqa: ARG001
    """Bit masks of 64 folded bytes: ! ? and line breaks, full stops, inserted marks, marks of characters.

    Inserted are the codes 7, 8 and 14, the last of which is the mark of a character.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        block, every, is_between = _load_block(context, builder, signature, arguments)

        def is_equal(character: str) -> Any:
            return builder.icmp_unsigned("==", block, every(ord(character)))

        ends = builder.or_(is_equal("!"), builder.or_(is_equal("?"), is_between(ord("\n"), 4, block)))
        characters = is_equal("\x0e")
        inserted = builder.or_(is_between(7, 2, block), characters)
        masks = [
            builder.bitcast(mask, ir.IntType(64)) for mask in (ends, is_equal("."), inserted, characters)
        ]
        return context.make_tuple(builder, signature.return_type, masks)

    masks: Any = types.UniTuple
    return masks(types.uint64, 4)(array, place), generate


@_define
def count_trailing_zeros(typing_context: Any, word: Any) -> Any:  # noqa: ARG001
    """Zero bits below the lowest set bit of a uint64; 64 for zero."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 0))

    return types.uint64(types.uint64), generate


@_define
def count_ones(typing_context: Any, word: Any) -> Any:  # noqa: ARG001
    """Set bits of a uint64."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), generate


@_define
def fetch_line(typing_context: Any, address: Any) -> Any:  # noqa: ARG001
    """Ask for the memory around an address, which will be read soon; nothing happens if there is none."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ARG001
        number = ir.IntType(32)
        pointer = ir.IntType(8).as_pointer()
        kind = ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        fetch = declare(builder, kind, "llvm.prefetch.p0i8")
        to_read, keep, as_data = ir.Constant(number, 0), ir.Constant(number, 3), ir.Constant(number, 1)
        builder.call(fetch, [builder.inttoptr(arguments[0], pointer), to_read, keep, as_data])
        return context.get_dummy_value()

    return types.void(types.int64), generate


def declare(builder: Any, kind: Any, name: str) -> Any:
    """A function of the compiler's own that numba has no word for."""
    get_function: Any = cgutils.get_or_insert_function
    return get_function(builder.module, kind, name)


def point_at(context: Any, builder: Any, signature: Any, arguments: Any, *, first: int = 0) -> Any:
    """Where the place given by an argument lies in the array given by the one before it."""
    array = context.make_array(signature.args[first])(context, builder, arguments[first])
    place = context.cast(builder, arguments[first + 1], signature.args[first + 1], types.intp)
    return builder.gep(array.data, [place])


def _load_block(context: Any, builder: Any, signature: Any, arguments: Any) -> tuple[Any, Any, Any]:
    """64 bytes as a vector, and functions that make a vector of one value and test for a range of values."""
    vector = ir.VectorType(ir.IntType(8), BLOCK)
    pointer = point_at(context, builder, signature, arguments)
    block = builder.load(builder.bitcast(pointer, vector.as_pointer()), align=1)

    def every(value: int) -> Any:
        return ir.Constant(vector, [value] * BLOCK)

    def is_between(low: int, count: int, of: Any) -> Any:
        return builder.icmp_unsigned("<", builder.sub(of, every(low)), every(count))

    return block, every, is_between
