"""Whether the compiled loops can be used. Nothing here loads numba."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec


@lru_cache(maxsize=1)
def is_compiler_installed() -> bool:
    """Whether numba, which the extra ``fast`` brings, is there."""
    return find_spec("numba") is not None
