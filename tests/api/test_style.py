"""The colours of the page: what people with weak eyes, or in the sun, can still read."""

import re
from itertools import product

import pytest

from api.app import WEB

READABLE = 4.5  # WCAG 2.2, level AA, for text of ordinary size

INK_ON = {
    "ink": ("paper", "card", "own", "ticket", "mark"),
    "soft": ("paper", "card", "own", "accent-wash", "ticket"),
    "accent": ("paper", "card", "own", "accent-wash"),
    "accent-ink": ("accent",),
    "warn": ("paper", "card", "accent-wash"),
    "paper": ("ink", "warn"),
}


def palettes() -> dict[str, dict[str, str]]:
    style = (WEB / "style.css").read_text(encoding="utf-8")
    light, dark = (
        dict(re.findall(r"--([\w-]+): (#\w+);", block))
        for block in re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    )
    return {"light": light, "dark": light | dark}


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    shares = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_ink_is_readable_on_its_papers(scheme: str) -> None:
    colours = palettes()[scheme]
    pairs = [pair for ink, papers in INK_ON.items() for pair in product([ink], papers)]

    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < READABLE} == {}
