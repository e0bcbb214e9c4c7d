"""Pairs of articles → how alike their nearest sentences are, from token hashes alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets, count_table_bits, measure_longest
from dedup.match.kernels.compiler import Number, compile_loop, compile_step
from dedup.match.kernels.pairs import NOTHING, SLOT_FACTOR, Owners, add_to_set, count_bits, is_in_set
from dedup.match.kernels.signatures import hash_shingles
from dedup.match.kernels.tokens import Bytes, Hashes

Figures = npt.NDArray[np.int32]

_SIZE = 3
_REPEATS = 8
_LONGEST_SENTENCE = 128
_RUN, _SURE, _MAYBE, _CLOSE, _CONTENT, _SHARED_CONTENT = 0, 1, 2, 3, 4, 5
"""Rows of the figures; ``dedup.match.likeness`` says what they hold."""


@compile_loop
def measure_likeness(
    texts: tuple[Hashes, Offsets, Bytes],
    pairs: Owners,
    functions: Hashes,
    rule: npt.NDArray[np.float64],
    shortest: Number,
    out: Figures,
) -> None:
    """Write the figures of each pair of texts; pairs with the same left one lie together.

    Args:
        functions: a table (``fill_set``) of the hashes of grammar words.
        rule: likeness from which two sentences are surely, maybe, and at all alike.
        shortest: tokens below which a sentence goes together with the next one.
        out: six rows, one column a pair.
    """
    tokens, offsets, marks = texts
    longest = measure_longest(offsets)
    bits = count_bits(longest)
    heads, chain = np.empty(1 << bits, np.int32), np.zeros(longest, np.int32)
    lefts, rights = np.zeros(longest, np.uint64), np.zeros(longest, np.uint64)
    left_of, right_of = np.zeros(longest + 1, np.int32), np.zeros(longest + 1, np.int32)
    left_bounds, right_bounds = np.zeros(longest + 2, np.int32), np.zeros(longest + 2, np.int32)
    votes, touched = np.zeros(longest + 1, np.int32), np.zeros(longest + 1, np.int32)
    is_close, row = np.zeros(longest + 1, np.uint8), np.zeros(_LONGEST_SENTENCE + 1, np.int32)
    words, others = np.empty(1 << bits, np.uint64), np.empty(1 << bits, np.uint64)
    grammar_bits = count_table_bits(functions)
    count, left_bits, left_sentences = 0, 4, 0
    for pair in range(pairs.shape[1]):
        left, right = pairs[0, pair], pairs[1, pair]
        left_tokens = tokens[offsets[left] : offsets[left + 1]]
        right_tokens = tokens[offsets[right] : offsets[right + 1]]
        left_marks = marks[offsets[left] : offsets[left + 1]]
        right_marks = marks[offsets[right] : offsets[right + 1]]
        if pair == 0 or left != pairs[0, pair - 1]:
            left_bits = count_bits(len(left_tokens))
            count = hash_shingles(left_tokens, _SIZE, lefts)
            chain_shingles(lefts[:count], heads, chain, left_bits)
            left_sentences = cut_sentences(left_marks, shortest, left_of, left_bounds)
        others_count = hash_shingles(right_tokens, _SIZE, rights)
        sentences = cut_sentences(right_marks, shortest, right_of, right_bounds)
        is_left_shorter = len(left_tokens) <= len(right_tokens)
        lone = weigh_lone(left_sentences + sentences)
        out[:, pair] = 0
        is_close[: len(left_tokens) + 1] = 0
        place: Number = 0
        for sentence in range(sentences):
            found = 0
            while place < others_count and place < right_bounds[sentence + 1]:
                at = find_shingle(rights[place], lefts, heads, left_bits)
                tries = 0
                while at >= 0 and tries < _REPEATS:
                    if votes[left_of[at]] == 0:
                        touched[found] = left_of[at]
                        found += 1
                    votes[left_of[at]] += 1
                    if at == 0 or place == 0 or left_tokens[at - 1] != right_tokens[place - 1]:
                        run = measure_run(left_tokens[at:], right_tokens[place:], right_marks[place:])
                        out[_RUN, pair] = max(out[_RUN, pair], run)
                    at = chain[at]
                    tries += 1
                place += 1
            best = pick_best(touched[:found], votes)
            if best < 0:
                continue
            start, end = left_bounds[best], left_bounds[best + 1]
            first, last = right_bounds[sentence], right_bounds[sentence + 1]
            alike = compare_sentences(left_tokens[start:end], right_tokens[first:last], functions, row, lone)
            size = end - start if is_left_shorter else last - first
            if alike >= rule[0]:
                out[_SURE, pair] = max(out[_SURE, pair], size)
            if alike >= rule[1]:
                out[_MAYBE, pair] = max(out[_MAYBE, pair], size)
            if alike >= rule[2] and (not is_left_shorter or not is_close[best]):
                out[_CLOSE, pair] += size
                is_close[best] = 1
        one, other = (left_tokens, right_tokens) if is_left_shorter else (right_tokens, left_tokens)
        used = count_bits(len(one))
        out[_CONTENT, pair] = collect_content(one, functions, grammar_bits, words, used)
        out[_SHARED_CONTENT, pair] = count_shared(other, words, used, others)


@compile_step
def chain_shingles(shingles: Hashes, heads: Owners, chain: Owners, bits: Number) -> None:
    """Link the places of each shingle in ascending order; ``heads`` has the first of them by slot."""
    mask = (1 << bits) - 1
    shift = np.uint64(64 - bits)
    heads[: 1 << bits] = -1
    for back in range(len(shingles)):
        place = len(shingles) - 1 - back
        slot = np.int64((shingles[place] * SLOT_FACTOR) >> shift)
        while heads[slot] >= 0 and shingles[heads[slot]] != shingles[place]:
            slot = (slot + 1) & mask
        chain[place] = heads[slot]
        heads[slot] = place


@compile_step
def find_shingle(shingle: Number, shingles: Hashes, heads: Owners, bits: Number) -> Number:
    """The first place of a shingle, or a negative number."""
    mask = (1 << bits) - 1
    slot = np.int64((shingle * SLOT_FACTOR) >> np.uint64(64 - bits))
    while heads[slot] >= 0 and shingles[heads[slot]] != shingle:
        slot = (slot + 1) & mask
    return np.int64(heads[slot])


@compile_step
def cut_sentences(marks: Bytes, shortest: Number, numbers: Owners, bounds: Owners) -> Number:
    """Write the sentence of each token and where each sentence begins; returns how many there are."""
    count = 0
    start = 0
    for place in range(len(marks)):
        if place - start >= shortest and marks[place] & 1:
            count += 1
            start = place
            bounds[count] = place
        numbers[place] = count
    bounds[0] = 0
    bounds[count + 1] = len(marks)
    return count + 1 if len(marks) else 0


@compile_step
def measure_run(left: Hashes, right: Hashes, marks: Bytes) -> Number:
    """How many tokens two texts have in common from their beginnings on; two characters count as one."""
    length = 0
    characters = 0
    while length < len(left) and length < len(right) and left[length] == right[length]:
        characters += (marks[length] & 2) >> 1
        length += 1
    return length - characters + characters // 2


@compile_step
def pick_best(touched: Owners, votes: Owners) -> Number:
    """The sentence with most votes, the first of those with as many; the votes are set to zero again."""
    best: Number = -1
    most: Number = 0
    for sentence in touched:
        if votes[sentence] > most or (votes[sentence] == most and sentence < best):
            best, most = np.int64(sentence), np.int64(votes[sentence])
    for sentence in touched:
        votes[sentence] = 0
    return best


@compile_step
def weigh_lone(sentences: Number) -> Number:
    """What a word of one sentence weighs against one that stands in two, among so many sentences."""
    return np.log(1.0 + sentences) / np.log(max(1.0 + sentences, 3.0) / 2)


@compile_loop
def compare_sentences(left: Hashes, right: Hashes, functions: Hashes, row: Owners, lone: Number) -> Number:
    """How alike two sentences are: the mean of words in order and of content words in common.

    ``lone`` is what a word of one alone weighs against one that both have.
    """
    left, right = left[:_LONGEST_SENTENCE], right[:_LONGEST_SENTENCE]
    bits = count_table_bits(functions)
    row[: len(right) + 1] = 0
    shared = 0
    mass = 0
    for i in range(len(left)):
        diagonal = np.int32(0)
        has = False
        for j in range(len(right)):
            above = row[j + 1]
            if left[i] == right[j]:
                row[j + 1] = diagonal + 1
                has = True
            elif row[j] > above:
                row[j + 1] = row[j]
            diagonal = above
        if not is_in_set(functions, bits, left[i]):
            shared += has
            mass += 1
    for j in range(len(right)):
        mass += not is_in_set(functions, bits, right[j])
    in_order = 2 * row[len(right)] / (len(left) + len(right))
    if mass == 0:
        return in_order
    both = min(2 * shared, mass)
    return (in_order + both / (both + lone * (mass - both))) / 2


@compile_step
def collect_content(
    tokens: Hashes, functions: Hashes, grammar: Number, words: Hashes, bits: Number
) -> Number:
    """Enter the content words of a text into a table; returns how many there are."""
    words[: 1 << bits] = NOTHING
    count: Number = 0
    for token in tokens:
        if not is_in_set(functions, grammar, token):
            count += add_to_set(words, bits, token)
    return count


@compile_step
def count_shared(tokens: Hashes, words: Hashes, bits: Number, seen: Hashes) -> Number:
    """How many of the words of a table stand among the tokens."""
    used = count_bits(len(tokens))
    seen[: 1 << used] = NOTHING
    count: Number = 0
    for token in tokens:
        if is_in_set(words, bits, token):
            count += add_to_set(seen, used, token)
    return count
