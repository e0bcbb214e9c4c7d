"""Whether the compiled loops can be used. To ask loads numba: ask only where there is much to do."""

from __future__ import annotations

import logging
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
        import_module("numba")
    except (ImportError, AttributeError, OSError, SystemError) as error:
        logging.getLogger(__name__).warning(
            "numba is installed but cannot be loaded (%s), so slower loops do the work; "
            "pip install -U 'wirecopy[fast]' may mend it",
            error,
        )
        return False
    return True
