"""Whether the compiled loops can be used. To ask loads numba: ask only where there is much to do."""

from __future__ import annotations

import logging
import sys
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec


@lru_cache(maxsize=1)
def is_compiler_installed() -> bool:
    """Whether numba, which the extra ``fast`` brings, is there and can be loaded.

    One that cannot (it often lags behind a new NumPy) costs time, not the run; a note says so.
    """
    if find_spec("numba") is None:
        return False
    try:
        _load_compiler()
    except (ImportError, AttributeError, OSError, SystemError) as error:
        logging.getLogger(__name__).warning(
            "numba is installed but cannot be loaded (%s), so slower loops do the work; "
            "pip install -U 'wirecopy[fast]' may mend it",
            error,
        )
        return False
    return True


def _load_compiler() -> None:
    """Import numba without scipy, which takes it as long again to load.

    It asks scipy which linear algebra there is; no loop here makes use of any, and those of others, compiled
    later, find it all the same.
    """
    is_hidden = "scipy" not in sys.modules
    if is_hidden:
        sys.modules["scipy"] = None  # type: ignore[assignment]
    try:
        import_module("numba")
        import_module("numba.np.arraymath")
    finally:
        if is_hidden:
            del sys.modules["scipy"]
