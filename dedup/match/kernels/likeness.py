"""Pairs of articles → how alike their nearest sentences are, from token hashes alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from dedup.match.kernels.batches import Offsets, count_table_bits, measure_longest
from dedup.match.kernels.compiler import Number, compile_loop, compile_step
from dedup.match.kernels.sets import NOTHING, SLOT_FACTOR, add_to_set, count_bits, is_in_set
from dedup.match.kernels.signatures import hash_shingles
from dedup.match.kernels.tokens import Bytes, Hashes

Figures = npt.NDArray[np.int32]
Owners = npt.NDArray[np.int32]
Text = tuple[Hashes, Bytes]
"""Tokens and marks."""
Cut = tuple[Owners, Owners]
"""The sentence of each token, where each sentence begins."""
Index = tuple[Hashes, Owners, Owners]
"""Shingles of a text, the first place of each by slot, the next place with the same shingle."""
Votes = tuple[Owners, Owners]
"""Shingles that each sentence has in common with another one; the sentences that have any."""

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
    longest = measure_longest(texts[1])
    bits = count_bits(longest)
    index = np.zeros(longest, np.uint64), np.empty(1 << bits, np.int32), np.zeros(longest, np.int32)
    left_cut, right_cut = make_cut(longest), make_cut(longest)
    votes = np.zeros(longest + 1, np.int32), np.zeros(longest + 1, np.int32)
    is_close, row = np.zeros(longest + 1, np.uint8), np.zeros(_LONGEST_SENTENCE + 1, np.int32)
    words, seen = np.empty(1 << bits, np.uint64), np.empty(1 << bits, np.uint64)
    others = np.zeros(longest, np.uint64)
    sentences = 0
    out[:] = 0
    for pair in range(pairs.shape[1]):
        left, right = take_text(texts, pairs[0, pair]), take_text(texts, pairs[1, pair])
        if pair == 0 or pairs[0, pair] != pairs[0, pair - 1]:
            chain_shingles(left[0], index)
            sentences = cut_sentences(left[1], shortest, left_cut)
        count = hash_shingles(right[0], _SIZE, others)
        right_sentences = cut_sentences(right[1], shortest, right_cut)
        lone = weigh_lone(sentences + right_sentences)
        is_close[:sentences] = 0
        for sentence in range(right_sentences):
            bounds = right_cut[1][sentence], right_cut[1][sentence + 1]
            shingles = others[: min(count, bounds[1])]
            best, run = find_nearest(left[0], right, shingles, bounds[0], index, left_cut[0], votes)
            out[_RUN, pair] = max(out[_RUN, pair], run)
            if best >= 0:
                start, end = left_cut[1][best], left_cut[1][best + 1]
                one, other = left[0][start:end], right[0][bounds[0] : bounds[1]]
                alike = compare_sentences(one, other, functions, row, lone)
                is_left = len(left[0]) <= len(right[0])
                is_counted = not is_left or not is_close[best]
                rate_sentence(alike, len(one) if is_left else len(other), is_counted, rule, out[:, pair])
                is_close[best] |= alike >= rule[2]
        count_content(left[0], right[0], functions, (words, seen), out[:, pair])


@compile_step
def make_cut(longest: Number) -> Cut:
    """Room for the sentences of a text of so many tokens."""
    return np.zeros(longest + 1, np.int32), np.zeros(longest + 2, np.int32)


@compile_step
def take_text(texts: tuple[Hashes, Offsets, Bytes], number: Number) -> Text:
    """One of the texts."""
    tokens, offsets, marks = texts
    start, end = offsets[number], offsets[number + 1]
    return tokens[start:end], marks[start:end]


@compile_step
def chain_shingles(tokens: Hashes, index: Index) -> None:
    """Link the places of each shingle in ascending order; the first of them is found by slot."""
    shingles, heads, chain = index
    count = hash_shingles(tokens, _SIZE, shingles)
    bits = count_bits(len(tokens))
    mask = (1 << bits) - 1
    shift = np.uint64(64 - bits)
    heads[: 1 << bits] = -1
    for back in range(count):
        place = count - 1 - back
        slot = np.int64((shingles[place] * SLOT_FACTOR) >> shift)
        while heads[slot] >= 0 and shingles[heads[slot]] != shingles[place]:
            slot = (slot + 1) & mask
        chain[place] = heads[slot]
        heads[slot] = place


@compile_step
def find_shingle(shingle: Number, index: Index, bits: Number) -> Number:
    """The first place of a shingle, or a negative number."""
    shingles, heads, _ = index
    mask = (1 << bits) - 1
    slot = np.int64((shingle * SLOT_FACTOR) >> np.uint64(64 - bits))
    while heads[slot] >= 0 and shingles[heads[slot]] != shingle:
        slot = (slot + 1) & mask
    return np.int64(heads[slot])


@compile_step
def cut_sentences(marks: Bytes, shortest: Number, cut: Cut) -> Number:
    """Write the sentence of each token and where each sentence begins; returns how many there are."""
    numbers, bounds = cut
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
def find_nearest(
    left: Hashes, right: Text, shingles: Hashes, first: Number, index: Index, of_left: Owners, votes: Votes
) -> tuple[Number, Number]:
    """The left sentence with most shingles of a right one, none: -1; the longest run that begins there.

    ``shingles`` are those of the right text up to the sentence's end; it begins at ``first``.
    """
    counts, touched = votes
    bits = count_bits(len(left))
    found = 0
    longest: Number = 0
    for place in range(first, len(shingles)):
        at = find_shingle(shingles[place], index, bits)
        tries = 0
        while at >= 0 and tries < _REPEATS:
            if counts[of_left[at]] == 0:
                touched[found] = of_left[at]
                found += 1
            counts[of_left[at]] += 1
            if at == 0 or place == 0 or left[at - 1] != right[0][place - 1]:
                longest = max(longest, measure_run(left[at:], right[0][place:], right[1][place:]))
            at = np.int64(index[2][at])
            tries += 1
    return pick_best(touched[:found], counts), longest


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
def rate_sentence(
    alike: Number, size: Number, is_counted: Number, rule: npt.NDArray[np.float64], figures: Owners
) -> None:
    """Note what two sentences add to the figures of their pair."""
    if alike >= rule[0]:
        figures[_SURE] = max(figures[_SURE], size)
    if alike >= rule[1]:
        figures[_MAYBE] = max(figures[_MAYBE], size)
    if alike >= rule[2] and is_counted:
        figures[_CLOSE] += size


@compile_step
def count_content(
    left: Hashes, right: Hashes, functions: Hashes, room: tuple[Hashes, Hashes], figures: Owners
) -> None:
    """Note how many content words the shorter text has, and how many of them the other one."""
    words, seen = room
    one, other = (left, right) if len(left) <= len(right) else (right, left)
    used = count_bits(len(one))
    figures[_CONTENT] = collect_content(one, functions, words, used)
    figures[_SHARED_CONTENT] = count_shared(other, words, used, seen)


@compile_step
def collect_content(tokens: Hashes, functions: Hashes, words: Hashes, bits: Number) -> Number:
    """Enter the content words of a text into a table; returns how many there are."""
    grammar = count_table_bits(functions)
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
