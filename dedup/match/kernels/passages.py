"""Runs of tokens that two texts share, and the texts in which given runs stand."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets, count_table_bits, measure_longest
from dedup.match.kernels.compiler import Number, compile_loop, compile_step, peek, poke
from dedup.match.kernels.sets import NOTHING, SLOT_FACTOR, count_bits
from dedup.match.kernels.sieves import count_words, enter_bit, may_be_in
from dedup.match.kernels.signatures import hash_shingles
from dedup.match.kernels.tokens import Hashes

Numbers = npt.NDArray[np.int32]
Index = tuple[Hashes, Numbers, Hashes]
"""A table of runs, the place of each in the array it was made from, and the table's sieve."""


@compile_loop
def list_shared_runs(
    texts: tuple[Hashes, Offsets], pairs: Numbers, size: Number, out: tuple[Hashes, Numbers, Numbers]
) -> Number:
    """Write the runs of ``size`` tokens that the two texts of each pair share, each once a pair.

    Args:
        pairs: (2, pairs) of places in ``texts``; those with the same left one best lie together.
        out: the runs, with room for every run of every right text; of each pair how many they are, and the
            most runs in a row of its right text that the left one has.
    Returns: how many runs were written.
    """
    tokens, offsets = texts
    found, counts, longest = out
    bits = count_bits(measure_longest(offsets))
    table, stamps = np.empty(1 << bits, np.uint64), np.empty(1 << bits, np.int32)
    sieve = np.empty(count_words(bits), np.uint64)
    runs = np.empty(measure_longest(offsets), np.uint64)
    written: Number = 0
    for pair in range(pairs.shape[1]):
        left, right = pairs[0, pair], pairs[1, pair]
        if pair == 0 or left != pairs[0, pair - 1]:
            own = tokens[offsets[left] : offsets[left + 1]]
            bits = count_bits(len(own))
            stamps[: 1 << bits] = -1
            fill_table(runs[: hash_runs(own, size, runs)], table, sieve, bits)
        first, row, most = written, 0, 0
        for place in range(hash_runs(tokens[offsets[right] : offsets[right + 1]], size, runs)):
            run = peek(runs, place)
            slot = find_slot(table, bits, run) if may_be_in(sieve, bits, run) else np.int64(-1)
            if slot < 0 or peek(table, slot) == NOTHING:
                row = 0
                continue
            row += 1
            most = max(most, row)
            if stamps[slot] != pair:
                stamps[slot] = pair
                found[written] = run
                written += 1
        counts[pair], longest[pair] = written - first, most
    return written


@compile_step
def fill_table(runs: Hashes, table: Hashes, sieve: Hashes, bits: Number) -> None:
    """Enter runs into a table of so many bits and its sieve, whatever was in them before."""
    table[: 1 << bits] = NOTHING
    sieve[: count_words(bits)] = np.uint64(0)
    for place in range(len(runs)):
        run = peek(runs, place)
        poke(table, find_slot(table, bits, run), run)
        enter_bit(sieve, bits, run)


@compile_loop
def index_runs(runs: Hashes) -> Index:
    """A table of different runs, the place of each in the array given, and the table's sieve."""
    bits = count_bits(len(runs))
    table, places = np.empty(1 << bits, np.uint64), np.zeros(1 << bits, np.int32)
    sieve = np.empty(count_words(bits), np.uint64)
    fill_table(runs, table, sieve, bits)
    for place in range(len(runs)):
        places[find_slot(table, bits, runs[place])] = place
    return table, places, sieve


@compile_loop
def locate_runs(index: Index, runs: Hashes, out: Numbers) -> None:
    """Write the place of each of these runs, all of which are indexed."""
    table, places, _ = index
    bits = count_table_bits(table)
    for number in range(len(runs)):
        poke(out, number, peek(places, find_slot(table, bits, peek(runs, number))))


@compile_loop
def find_runs(
    texts: tuple[Hashes, Offsets], size: Number, index: Index, out: Numbers, counts: Offsets
) -> None:
    """Write the places of the indexed runs that stand in each text, and how many they are.

    Args:
        out: room for every token; a run that a text has twice may be there twice.
    """
    tokens, offsets = texts
    table, places, sieve = index
    bits = count_table_bits(table)
    runs = np.empty(measure_longest(offsets), np.uint64)
    is_maybe = np.empty(len(runs), np.uint8)
    written: Number = 0
    for text in range(len(counts)):
        first = written
        size_of = hash_runs(tokens[offsets[text] : offsets[text + 1]], size, runs)
        for place in range(size_of):  # a loop of its own, so that many bits are fetched at once
            poke(is_maybe, place, may_be_in(sieve, bits, peek(runs, place)))
        for place in range(size_of):
            if peek(is_maybe, place):
                slot = find_slot(table, bits, peek(runs, place))
                if peek(table, slot) != NOTHING:
                    poke(out, written, peek(places, slot))
                    written += 1
        counts[text] = written - first


@compile_loop
def turn_holders(places: Numbers, counts: Offsets, numbers: Offsets, ends: Offsets, out: Numbers) -> None:
    """Runs of each article → articles of each run, ascending.

    Args:
        places: of the runs of one article after the other, ``counts`` of them in each of these ``numbers``.
        ends: zeros, one more than runs; then where the articles of each run begin.
    """
    for place in places:
        ends[place + 1] += 1
    for run in range(1, len(ends)):
        ends[run] += ends[run - 1]
    filled = ends.copy()
    first = 0
    for article in range(len(numbers)):
        for place in places[first : first + counts[article]]:
            out[filled[place]] = numbers[article]
            filled[place] += 1
        first += counts[article]


@compile_loop
def count_different(holders: Numbers, bounds: Offsets, stories: Numbers, out: Offsets) -> None:
    """Write how many different stories the articles of each run tell."""
    stamps = np.full(len(stories), -1, np.int32)
    for run in range(len(out)):
        for place in range(bounds[run], bounds[run + 1]):
            story = stories[holders[place]]
            out[run] += stamps[story] != run
            stamps[story] = run


@compile_step
def hash_runs(tokens: Hashes, size: Number, out: Hashes) -> Number:
    """Write the hash of every run of so many tokens; returns how many there are, none in a shorter text."""
    return hash_shingles(tokens, size, out) if len(tokens) >= size else 0


@compile_step
def find_slot(table: Hashes, bits: Number, run: Number) -> Number:
    """Where in a table a run stands, or would."""
    mask = (1 << bits) - 1
    slot = np.int64((run * SLOT_FACTOR) >> np.uint64(64 - bits))
    while peek(table, slot) != NOTHING and peek(table, slot) != run:
        slot = (slot + 1) & mask
    return slot
