"""A user's file of agencies: checked, and joined to the one that ships with the package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import regex

from boilerplate.agency.forms import NAMES, PLACES

_AGENCY_KEYS = frozenset({"name", "names", "marks", "common", "namesakes"})
_FORM_KINDS = frozenset({"byline", "contributor", "copyright", "dateline", "sign_off"})
_NAMED = regex.compile(r"(?<!\\[pP])\{([A-Z_]+)\}")
_STRING_LISTS = frozenset({"newspapers", "not_agencies", "not_before", "not_after"})


def check_agencies(content: Any, *, known: Mapping[str, Any]) -> None:
    """Raise ValueError, naming the place, where a file is not of the form of ``agencies.json``."""
    _check(isinstance(content, dict), "it must be an object")
    for key, value in content.items():
        _check(key in known, f"{key!r} is no key of it; keys are {', '.join(known)}")
        if key in _STRING_LISTS:
            _check_strings(value, key)
        elif key == "agencies":
            _check(isinstance(value, list), f"{key!r} must be a list")
            for number, agency in enumerate(value):
                _check_agency(agency, f"agencies[{number}]")
        elif key == "languages":
            _check(isinstance(value, dict), f"{key!r} must be an object of languages")
            for language, words in value.items():
                _check_lists(words, f"languages.{language}", allowed=frozenset(PLACES))
        elif key == "forms":
            _check_lists(value, key, allowed=_FORM_KINDS)
        elif key == "taglines":
            for number, line in enumerate(value if isinstance(value, list) else [None]):
                _check(
                    isinstance(line, dict) and set(line) == {"agency", "form"},
                    f"taglines[{number}] needs agency and form",
                )
                _check_strings(list(line.values()), f"taglines[{number}]")
        else:
            _check_strings([value], key)


def join_agencies(content: Mapping[str, Any], added: Mapping[str, Any]) -> dict[str, Any]:
    """The content with what a file adds: an agency of a known name takes its place, lists grow."""
    joined = dict(content)
    for key, value in added.items():
        if key == "agencies":
            replaced = {agency["name"] for agency in value}
            kept = [agency for agency in content[key] if agency["name"] not in replaced]
            joined[key] = [*value, *kept]
        elif isinstance(value, dict):
            joined[key] = join_agencies(content.get(key, {}), value)
        elif isinstance(value, list):
            joined[key] = [*content.get(key, []), *value]
        else:
            joined[key] = value
    return joined


def _check_agency(agency: Any, place: str) -> None:
    _check(isinstance(agency, dict), f"{place} must be an object")
    _check(isinstance(agency.get("name"), str) and bool(agency["name"].strip()), f"{place} needs a name")
    _check_lists(
        {key: value for key, value in agency.items() if key != "name"},
        place,
        allowed=_AGENCY_KEYS - {"name"},
        is_plain=True,
    )


def _check_lists(value: Any, place: str, *, allowed: frozenset[str], is_plain: bool = False) -> None:
    _check(isinstance(value, dict), f"{place} must be an object")
    for key, entries in value.items():
        _check(key in allowed, f"{place} has no {key!r}; it may have {', '.join(sorted(allowed))}")
        _check_strings(entries, f"{place}.{key}", is_plain=is_plain)


def _check_strings(value: Any, place: str, *, is_plain: bool = False) -> None:
    _check(isinstance(value, list), f"{place} must be a list of strings")
    for entry in value:
        _check(
            isinstance(entry, str) and bool(entry.strip()), f"{place} must hold strings that are not empty"
        )
        if not is_plain:
            _check_form(entry, place)


def _check_form(form: str, place: str) -> None:
    for name in _NAMED.findall(form):
        _check(name in NAMES, f"{place}: {{{name}}} is no place; places are {', '.join(sorted(NAMES))}")
    try:
        regex.compile(_NAMED.sub("x", form))
    except regex.error as error:
        raise ValueError(f"{place}: {form!r} is no regular expression ({error})") from None


def _check(is_met: bool, message: str) -> None:
    if not is_met:
        raise ValueError(message)
