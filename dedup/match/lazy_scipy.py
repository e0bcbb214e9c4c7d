"""datasketch without the half second that its import takes for scipy.

datasketch needs one integral of scipy's, to choose bands where none are given, and its sparse matrices;
neither is ever asked for here. While it is imported, stand-ins take scipy's place that load the real one when
they are used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_STANDING_IN = "scipy", "scipy.integrate"


class _Later(ModuleType):
    """Looks like a module, and is loaded when something in it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def _integrate(*arguments: Any, **options: Any) -> Any:
    return import_module("scipy.integrate").quad(*arguments, **options)


@contextmanager
def without_scipy() -> Iterator[None]:
    """Put off the import of scipy for what is imported meanwhile; nothing changes if it is loaded already."""
    if "scipy" in sys.modules:
        yield
        return
    package, integrate = (_Later(name) for name in _STANDING_IN)
    vars(integrate)["quad"] = _integrate
    sys.modules.update({"scipy": package, "scipy.integrate": integrate})
    try:
        yield
    finally:
        for name in _STANDING_IN:
            sys.modules.pop(name, None)
