"""A scene as SVG: standing alone, with a title and a description for screen readers, light and dark."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kg.draw.scene import Box, Line, Scene, Words

_SVG = "http://www.w3.org/2000/svg"

# Class rules with plain colours, no CSS variables: librsvg, Inkscape and file previews do not know those, and then show
# the light picture. The ties' colours keep a contrast of 3:1 on either background (WCAG 2.1, 1.4.11), words 4.5:1.
_LIGHT = {
    "paper": "#fcfcfb", "ink": "#22242a", "soft": "#5b6070", "card": "#ffffff", "edge": "#c3c7d1", "main": "#2f4b7c",
    "onmain": "#ffffff", "faint": "#e4e6eb", "hues": ("#b3456b", "#2a7f8e", "#8a6a1f", "#5b57b5", "#3d7d3a", "#a8502a"),
}  # fmt: skip
_DARK = {
    "paper": "#16181d", "ink": "#eceef3", "soft": "#a3a9b8", "card": "#22252d", "edge": "#4a505e", "main": "#a9c1ee",
    "onmain": "#14171d", "faint": "#2b2f38", "hues": ("#ef8fb0", "#6fc7d6", "#d9b968", "#aba8f5", "#8ccb88", "#efa07a"),
}  # fmt: skip
_SHAPE = """text { font-family: "Helvetica Neue", Helvetica, Arial, "Liberation Sans", sans-serif; }
.title { font-weight: 700; } .name, .what { font-weight: 600; } .said.what { font-style: italic; }
.label, .what { paint-order: stroke; stroke-width: 4px; stroke-linejoin: round; }
.person { stroke-width: 1.2px; } .hollow { stroke-width: 1.5px; stroke-dasharray: 3 2; }
.line { fill: none; stroke-width: 2px; stroke-linejoin: round; stroke-linecap: round; }
.descent { stroke-width: 1.6px; } .kin { stroke-width: 1.4px; } .axis, .grid { stroke-width: 1px; }
.line.said { stroke-dasharray: 5 4; stroke-linecap: butt; }"""
_COLOURS = """.paper {{ fill: {paper}; }} text {{ fill: {ink}; }}
.label, .note, .life, .tick, .when {{ fill: {soft}; }} .label, .what {{ stroke: {paper}; }}
.person {{ fill: {card}; stroke: {edge}; }} .center {{ fill: {main}; stroke: {main}; }} .oncenter {{ fill: {onmain}; }}
.kin, .key {{ stroke: {soft}; }} .axis {{ stroke: {edge}; }} .grid {{ stroke: {faint}; }}
.bar, .dot {{ fill: {main}; }} .hollow {{ fill: {paper}; stroke: {main}; }}
"""


def _colours(theme: dict[str, Any]) -> str:
    hues = " ".join(f".h{number} {{ stroke: {colour}; }}" for number, colour in enumerate(theme["hues"]))
    return _COLOURS.format(**theme) + hues


_STYLE = f"\n{_SHAPE}\n{_colours(_LIGHT)}\n@media (prefers-color-scheme: dark) {{\n{_colours(_DARK)}\n}}\n"
_HUES = 6
_TITLE = 44.0  # how deep the room for the title is, which every scene has at its top
_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_svg(scene: Scene) -> str:
    """The whole SVG document, the same scene always giving the same bytes.

    >>> to_svg(Scene(100, 50, "Ada & Bo", "Nobody."))[:61]
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50" '
    """
    root = ET.Element(
        "svg",
        {
            "xmlns": _SVG,
            "viewBox": f"0 0 {_number(scene.width)} {_number(scene.height)}",
            "width": _number(scene.width),
            "height": _number(scene.height),
            "role": "img",
            "aria-labelledby": "title description",
        },
    )
    ET.SubElement(root, "title", {"id": "title"}).text = _legal(scene.title)
    ET.SubElement(root, "desc", {"id": "description"}).text = _legal(scene.description)
    ET.SubElement(root, "style").text = _STYLE
    ET.SubElement(root, "rect", {"class": "paper", "width": "100%", "height": "100%"})
    _fill(root, scene, {})
    ET.indent(root)
    return ET.tostring(root, encoding="unicode") + "\n"


def to_inline(scene: Scene, name: str, links: Mapping[str, str] | None = None) -> str:
    """The scene as an element to stand within an HTML page, whose style sheet colours it and whose heading names it.

    ``name`` makes the ids of the element its own on the page; ``links`` are addresses by the keys of boxes.

    >>> to_inline(Scene(100, 90, "Ada & Bo", "Nobody."), "family")[:76]
    '<svg class="drawing" viewBox="0 44 100 46" width="100" height="46" role="img'
    """
    root = ET.Element(
        "svg",
        {
            "class": "drawing",
            "viewBox": f"0 {_number(_TITLE)} {_number(scene.width)} {_number(scene.height - _TITLE)}",
            "width": _number(scene.width),
            "height": _number(scene.height - _TITLE),
            # What is inside an image cannot be reached one by one: with links it is a group of them.
            "role": "group" if links else "img",
            "aria-labelledby": f"{name}-title",
            "aria-describedby": f"{name}-description",
        },
    )
    ET.SubElement(root, "title", {"id": f"{name}-title"}).text = _legal(scene.title)
    ET.SubElement(root, "desc", {"id": f"{name}-description"}).text = _legal(scene.description)
    _fill(root, replace(scene, words=tuple(word for word in scene.words if word.kind != "title")), links or {})
    return ET.tostring(root, encoding="unicode")


def _fill(root: ET.Element, scene: Scene, links: Mapping[str, str]) -> None:
    for line in scene.lines:
        _line(root, line)
    centers = set()
    for box in scene.boxes:
        home = root
        if box.key in links:
            home = ET.SubElement(root, "a", {"href": links[box.key], "aria-label": _legal(box.title or box.key)})
        _box(home, box)
        if "center" in box.kind.split():
            centers.add(box)
    for word in scene.words:
        _words(root, word, inside=any(_within(word, box) for box in centers))


def _line(root: ET.Element, line: Line) -> None:
    kinds = ["line", line.kind]
    if line.kind in ("couple", "descent"):
        kinds.append(f"h{line.hue % _HUES}")
    if not line.believed:
        kinds.append("said")
    points = " ".join(f"{_number(x)},{_number(y)}" for x, y in line.points)
    element = ET.SubElement(root, "polyline", {"class": " ".join(kinds), "points": points})
    if line.title:
        ET.SubElement(element, "title").text = _legal(line.title)


def _box(root: ET.Element, box: Box) -> None:
    attributes = {
        "class": box.kind,
        "x": _number(box.x),
        "y": _number(box.y),
        "width": _number(box.width),
        "height": _number(box.height),
        "rx": _number(box.radius),
    }
    element = ET.SubElement(root, "rect", attributes)
    if box.title:
        ET.SubElement(element, "title").text = _legal(box.title)


def _words(root: ET.Element, word: Words, *, inside: bool) -> None:
    attributes = {
        "class": f"{word.kind} oncenter" if inside else word.kind,
        "x": _number(word.x),
        "y": _number(word.y),
        "font-size": _number(word.size),
    }
    if word.anchor != "start":
        attributes["text-anchor"] = word.anchor
    ET.SubElement(root, "text", attributes).text = _legal(word.text)


def _legal(words: str) -> str:
    """Without what XML 1.0 forbids (https://www.w3.org/TR/xml/#charsets): control characters, halves of a surrogate."""
    return _ILLEGAL.sub("", words)


def _within(word: Words, box: Box) -> bool:
    return box.x <= word.x <= box.right and box.y <= word.y <= box.bottom


def _number(value: float) -> str:
    """A coordinate to a tenth of a pixel, without a needless ``.0``."""
    return "0" if abs(value) < 0.05 else f"{value:.1f}".removesuffix(".0")
