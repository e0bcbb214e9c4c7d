"""Shingles → MinHash signatures; datasketch makes them.

Source: Broder, Charikar, Frieze, Mitzenmacher, Min-wise independent permutations, 2000.
"""

from __future__ import annotations

import numpy as np

from dedup.match.sketches import load_part
from dedup.records import ShingleSet, Signature

SCHEME = "affine32"


def build_signature(shingles: ShingleSet, *, num_perm: int, seed: int) -> Signature:
    """The MinHash signature of a shingle set; the share of equal values estimates the Jaccard similarity.

    Two empty sets would look identical: keep texts without tokens out.
    """
    minhash = load_part("minhash").MinHash(num_perm=num_perm, seed=seed, hashfunc=int, scheme=SCHEME)
    if len(shingles.hashes):
        minhash.update_batch((shingles.hashes & np.uint64(0xFFFFFFFF)).tolist())
    values = minhash.hashvalues.astype(np.uint32)
    values.flags.writeable = False
    return Signature(article_id=shingles.article_id, values=values, seed=seed)
