"""The parts of datasketch that are used, without what the rest of it takes to load.

The package imports everything it has, an event loop and scipy among it: a quarter second. Of scipy it needs
one integral, to choose bands where none are given, and its sparse matrices; neither is ever asked for here.
While a part is imported, stand-ins take scipy's place that load the real one when they are used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from threading import RLock
from types import ModuleType
from typing import Any

_PACKAGE = "datasketch"
_STANDING_IN = "scipy", "scipy.integrate"
_LOADING = RLock()


def load_part(name: str) -> Any:
    """A module of datasketch, such as ``minhash``; the package as a whole is not loaded for it."""
    whole_name = f"{_PACKAGE}.{name}"
    with _LOADING:  # what another thread is loading has a name already, but nothing in it yet
        if whole_name in sys.modules:
            return sys.modules[whole_name]
        with _without_scipy(), _without_package():
            return import_module(whole_name)


class _Later(ModuleType):
    """Looks like a module, and is loaded when something in it is used."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return getattr(import_module(self.__name__), name)


def _integrate(*arguments: Any, **options: Any) -> Any:
    return import_module("scipy.integrate").quad(*arguments, **options)


@contextmanager
def _without_scipy() -> Iterator[None]:
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


@contextmanager
def _without_package() -> Iterator[None]:
    """Have an empty package hold the modules imported meanwhile; nothing changes if it is loaded already."""
    spec = None if _PACKAGE in sys.modules else find_spec(_PACKAGE)
    if spec is None or spec.submodule_search_locations is None:
        yield
        return
    package = ModuleType(_PACKAGE)
    package.__path__ = spec.submodule_search_locations
    sys.modules[_PACKAGE] = package
    try:
        yield
    finally:
        del sys.modules[_PACKAGE]
