"""Batches of texts → shingles, signatures and digests, compiled or not, to the same bits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from dedup.match.batch import HashBatch, Marks, fill_in, hash_hard, hash_plainly, join_batch
from dedup.match.characters import build_character_table
from dedup.match.shingle import WORD_FACTORS, Hashes, build_shingle_set
from dedup.match.signature import SCHEME, build_signature
from dedup.match.sketches import load_part
from dedup.match.texts import PADDING, Desk, locate_texts
from dedup.records import ShingleSet

Values = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SignatureBatch:
    """Of many texts the number of tokens, two hashes of all tokens in their order, and the signature.

    ``counts`` int32 (texts,), ``digests`` uint64 (texts, 2), ``values`` uint32 (texts, num_perm).
    """

    counts: npt.NDArray[np.int32]
    digests: Hashes
    values: Values

    @classmethod
    def reserve(cls, size: int, num_perm: int) -> SignatureBatch:
        """Room for so many texts; as it stands, they have no tokens."""
        return cls(
            counts=np.zeros(size, dtype=np.int32),
            digests=np.zeros((size, 2), dtype=np.uint64),
            values=np.full((size, num_perm), np.iinfo(np.uint32).max, dtype=np.uint32),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """How texts are signed, and whether by the compiled loops."""

    shingle_size: int
    num_perm: int
    seed: int
    is_compiled: bool


def read_texts(
    texts: Sequence[str],
    numbers: Sequence[int],
    signing: Signing,
    *,
    common: Hashes,
    rows: Numbers,
    out: SignatureBatch,
    desk: Desk,
) -> HashBatch:
    """Write what is kept of the texts of these numbers, each in its row of ``out``.

    Args:
        common: shingles that do not count.
    Returns: the shingles that count, maybe repeated; they lie on the desk.
    """
    shingles, hard = _read_easy(texts, numbers, signing, common=common, rows=rows, out=out, desk=desk)
    found: dict[int, tuple[Hashes, Marks]] = {}
    for place in hard:
        read = hash_hard if signing.is_compiled else hash_plainly
        hashes, no_marks = read(texts[numbers[place]], with_marks=False)
        own = build_shingle_set("", hashes, size=signing.shingle_size).hashes
        found[place] = np.setdiff1d(own, common, assume_unique=True), no_marks
        row = rows[place]
        out.counts[row], out.digests[row] = len(hashes), digest_tokens(hashes)
        out.values[row] = sign_shingles(join_batch([found[place]]), signing)[0]
    return fill_in(shingles, found) if found else shingles


def _read_easy(
    texts: Sequence[str],
    numbers: Sequence[int],
    signing: Signing,
    *,
    common: Hashes,
    rows: Numbers,
    out: SignatureBatch,
    desk: Desk,
) -> tuple[HashBatch, list[int]]:
    """What the compiled loop does of ``read_texts``, and the places of the texts that it leaves out."""
    offsets, no_marks = np.zeros(len(numbers) + 1, dtype=np.int64), np.empty(0, dtype=np.uint8)
    if not signing.is_compiled:
        nothing = HashBatch(hashes=np.empty(0, dtype=np.uint64), offsets=offsets, marks=no_marks)
        return nothing, list(range(len(numbers)))
    from dedup.match.kernels.batches import read_batch
    from dedup.match.kernels.sets import fill_set

    buffer, starts, ends = locate_texts(texts, numbers, desk)
    is_hard = np.zeros(len(numbers), dtype=bool)
    shingles = desk.take("shingles", int((ends - starts).sum()) + PADDING, np.uint64)
    read_batch(
        buffer,
        (starts, ends),
        build_character_table().as_arrays(),
        signing.shingle_size,
        load_permutations(signing.num_perm, signing.seed),
        fill_set(common) if len(common) else common,
        (rows, out.counts, out.digests, out.values, is_hard),
        (shingles, offsets),
    )
    found = HashBatch(hashes=shingles[: offsets[-1]], offsets=offsets, marks=no_marks)
    return found, np.flatnonzero(is_hard).tolist()


def digest_texts(
    texts: Sequence[str], numbers: Sequence[int], *, is_compiled: bool, out: Hashes, desk: Desk
) -> None:
    """Write a hash of each of the texts of these numbers, as it stands."""
    if is_compiled:
        from dedup.match.kernels.digests import digest_texts as digest

        buffer, starts, ends = locate_texts(texts, numbers, desk)
        digest(buffer, starts, ends, out)
        return
    for place, number in enumerate(numbers):
        text = texts[number].encode("utf-8", "surrogatepass")
        words = np.frombuffer(text + bytes(-len(text) % 8), dtype="<u8")
        out[place] = digest_tokens(words)[0]


def digest_tokens(hashes: Hashes) -> tuple[int, int]:
    """Two hashes of a text's tokens in their order; see the compiled loop of this name."""
    first, second, third = (np.uint64(factor) for factor in WORD_FACTORS)
    mixed = (hashes ^ (np.arange(len(hashes), dtype=np.uint64) * first)) * second
    mixed ^= mixed >> np.uint64(32)
    again = mixed * third
    again ^= again >> np.uint64(29)
    mask = (1 << 64) - 1
    return (len(hashes) + int(mixed.sum(dtype=np.uint64))) & mask, int(again.sum(dtype=np.uint64)) & mask


def sign_shingles(shingles: HashBatch, signing: Signing) -> Values:
    """The MinHash signature of each text, by its shingles; uint32, shape (texts, num_perm).

    A text without shingles has the value 2³² − 1 everywhere: keep it out of every index.
    """
    values = np.full((len(shingles), signing.num_perm), np.iinfo(np.uint32).max, dtype=np.uint32)
    if signing.is_compiled:
        from dedup.match.kernels.batches import sign_batch

        factors, terms = load_permutations(signing.num_perm, signing.seed)
        sign_batch(shingles.hashes, shingles.offsets, factors, terms, values)
        return values
    for number in range(len(shingles)):
        own = ShingleSet(article_id="", hashes=shingles.of(number))
        values[number] = build_signature(own, num_perm=signing.num_perm, seed=signing.seed).values
    return values


def sign_again(
    shingles: HashBatch, signing: Signing, *, common: Hashes, rows: Numbers, out: SignatureBatch
) -> None:
    """Sign texts once more, each in its row, without the shingles that turned out not to count."""
    if signing.is_compiled:
        from dedup.match.kernels.batches import sign_rest
        from dedup.match.kernels.sets import fill_set

        permutations = load_permutations(signing.num_perm, signing.seed)
        sign_rest(shingles.hashes, shingles.offsets, fill_set(common), permutations, rows, out.values)
        return
    rest = [np.setdiff1d(shingles.of(number), common) for number in range(len(shingles))]
    out.values[rows] = sign_shingles(join_batch([(own, shingles.marks) for own in rest]), signing)


@lru_cache(maxsize=4)
def load_permutations(num_perm: int, seed: int) -> tuple[Values, Values]:
    """Factors and terms of datasketch's permutations."""
    factors, terms = load_part("minhash").MinHash(num_perm=num_perm, seed=seed, scheme=SCHEME).permutations
    return np.array(factors, dtype=np.uint32), np.array(terms, dtype=np.uint32)
