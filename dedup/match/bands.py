"""Signatures → candidate pairs by locality-sensitive hashing; datasketch keeps the buckets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.errors import SignatureMismatch
from dedup.match.signature import SCHEME
from dedup.match.sketches import load_part
from dedup.records import CandidatePair, Signature


def find_candidate_pairs(
    signatures: Sequence[Signature], *, bands: int, rows: int
) -> Iterator[CandidatePair]:
    """Yield each pair of articles that agree on at least one whole band.

    Args:
        signatures: one per article; values uint32, shape (num_perm,), num_perm ≥ bands · rows.
        bands, rows: counts, ≥ 1.
    Yields: each pair once, left_id < right_id; order undefined.
    Raises: SignatureMismatch: seeds or num_perm differ between signatures.
    Cost: O(n · bands) plus the pairs yielded.
    Source: Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, §3.4: P = 1 − (1 − sʳ)ᵇ.
    """
    if not signatures:
        return
    kinds = {(signature.seed, len(signature.values)) for signature in signatures}
    if len(kinds) > 1:
        raise SignatureMismatch(
            f"signatures of {len(kinds)} kinds were given (seed, size): {sorted(kinds)}; "
            "make them all with one seed and num_perm"
        )
    index = load_part("lsh").MinHashLSH(num_perm=len(signatures[0].values), params=(bands, rows))
    make = load_part("lean_minhash").LeanMinHash
    for signature in signatures:
        minhash = make(seed=signature.seed, hashvalues=signature.values, scheme=SCHEME)
        for other_id in index.query(minhash):
            left_id, right_id = sorted((signature.article_id, other_id))
            yield CandidatePair(left_id=left_id, right_id=right_id, sources=("lsh",))
        index.insert(signature.article_id, minhash, check_duplication=False)
