"""The name and version under which every report is signed."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version


def name_tool() -> str:
    """Return the tool and its version, or its name alone where it runs without being installed."""
    try:
        return f"wirecopy {version('wirecopy')}"
    except PackageNotFoundError:
        return "wirecopy"
