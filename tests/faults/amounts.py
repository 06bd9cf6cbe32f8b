"""Printed numbers with one fault in them. Pure text: no document, no randomness (which digit follows from the text)."""

from __future__ import annotations

from collections.abc import Callable

from tests.faults.fault import AMOUNT_KINDS


def changed(text: str) -> str | None:
    """The first digit that is not 0 becomes another one: never within rounding."""
    at = _digits(text)
    return None if not at else _with(text, at[0], str((int(text[at[0]]) + 2) % 9 + 1))


def swapped(text: str) -> str | None:
    """The first two different neighbouring digits change places; a leading 0 is not made."""
    for left, right in zip(digits := _digits(text), digits[1:], strict=False):
        if text[left] != text[right] and not (left == digits[0] and text[right] == "0"):
            return _with(_with(text, left, text[right]), right, text[left])
    return None


def dropped(text: str) -> str | None:
    """The second digit before the decimal point is left out."""
    whole = [at for at in _digits(text) if "." not in text[:at]]
    return text[: whole[1]] + text[whole[1] + 1 :] if len(whole) >= 2 else None


def times_ten(text: str) -> str | None:
    """The decimal point stands one place further right."""
    plain = text.replace(",", "")
    whole, _, decimals = plain.partition(".")
    return f"{whole}{decimals[0]}.{decimals[1:]}".rstrip(".") if decimals and int(plain.replace(".", "")) else None


def negative(text: str) -> str | None:
    """A minus before it."""
    return f"-{text}" if _digits(text) and not text.startswith("-") else None


def erased(text: str) -> str | None:
    """Nothing."""
    return ""


CHANGES: dict[str, Callable[[str], str | None]] = {
    "digit_changed": changed,
    "digit_swapped": swapped,
    "digit_dropped": dropped,
    "times_ten": times_ten,
    "sign": negative,
    "total_edited": changed,
    "amount_erased": erased,
}
assert set(CHANGES) == set(AMOUNT_KINDS)


def _digits(text: str) -> list[int]:
    """Where the digits stand, from the first one that is not 0."""
    at = [place for place, character in enumerate(text) if character.isdigit()]
    first = next((number for number, place in enumerate(at) if text[place] != "0"), len(at))
    return at[first:]


def _with(text: str, at: int, character: str) -> str:
    return text[:at] + character + text[at + 1 :]
