"""A laid-out picture: boxes, lines and words with their places in pixels, and how wide words are."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

# Advance widths of Helvetica in thousandths of an em (Adobe's AFM files), which Arial and Liberation Sans share;
# what is not listed counts as a capital, East Asian characters as a full em.
_WIDTHS = {
    **dict.fromkeys("ijl'|", 222), **dict.fromkeys("ft.,:;!/\\I ·[]", 278), **dict.fromkeys("r()-", 333),
    **dict.fromkeys("cksvxyzJ", 500), **dict.fromkeys("abdeghnopqu0123456789L?_\N{EN DASH}", 556),
    **dict.fromkeys("FTZ", 611), **dict.fromkeys("ABEKPSVXY&", 667), **dict.fromkeys("CDHNRUw", 722),
    **dict.fromkeys("GOQ", 778),
    **dict.fromkeys("mM", 833), "W": 944, "…": 1000, "\N{EM DASH}": 1000,
}  # fmt: skip
_BOLD = 1.07
_SAFETY = 1.06  # where none of the three fonts is there, the browser's own is often a little wider


def text_width(words: str, size: float, *, bold: bool = False) -> float:
    """About how wide ``words`` are in pixels at ``size`` pixels; rather too wide than too narrow.

    >>> 60 < text_width("Ada Example", 12) < 80
    True
    """
    units = sum(_WIDTHS.get(char, 1000 if ord(char) >= 0x2E80 else 700) for char in words)
    return units / 1000 * size * _SAFETY * (_BOLD if bold else 1.0)


def fit(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """``words``, cut with an ellipsis if they are wider than ``room`` pixels.

    >>> fit("Ada", 12, 100), fit("Adelheid Wilhelmina", 12, 60)
    ('Ada', 'Adelhei…')
    """
    if text_width(words, size, bold=bold) <= room:
        return words
    lengths = range(len(words))
    cut = bisect_right(lengths, room, key=lambda end: text_width(words[:end].rstrip() + "…", size, bold=bold))
    return words[: max(0, cut - 1)].rstrip() + "…"


def wrap(words: str, size: float, room: float, *, lines: int = 2, bold: bool = False) -> tuple[str, ...]:
    """``words`` in at most ``lines`` lines that fit ``room``, the last one cut if it must be.

    >>> wrap("Marisol Vantresca", 12, 80)
    ('Marisol', 'Vantresca')
    """
    out: list[str] = []
    for word in words.split():
        if out and text_width(f"{out[-1]} {word}", size, bold=bold) <= room:
            out[-1] = f"{out[-1]} {word}"
        else:
            out.append(word)
    if len(out) > lines:
        out[lines - 1 :] = [" ".join(out[lines - 1 :])]
    return tuple(fit(line, size, room, bold=bold) for line in out)


@dataclass(frozen=True, slots=True)
class Box:
    """A person's card, or a bar or dot of a timeline; ``kind`` is its class in the style sheet."""

    key: str
    x: float
    y: float
    width: float
    height: float
    kind: str = "person"
    title: str = ""
    radius: float = 8.0

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The middle from left to right."""
        return self.x + self.width / 2

    def overlaps(self, other: Box) -> bool:
        """Whether the two share any area."""
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom


@dataclass(frozen=True, slots=True)
class Line:
    """A line through points; ``hue`` picks one of the palette's colours, ``believed`` solid or dashed."""

    points: tuple[tuple[float, float], ...]
    believed: bool = True
    hue: int = 0
    kind: str = "tie"
    title: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text; ``x`` is its start, middle or end as ``anchor`` says, ``y`` its baseline."""

    x: float
    y: float
    text: str
    kind: str = "label"
    anchor: str = "middle"
    size: float = 11.0
    bold: bool = False

    @property
    def box(self) -> Box:
        """The room it takes."""
        width = text_width(self.text, self.size, bold=self.bold)
        left = {"start": self.x, "middle": self.x - width / 2, "end": self.x - width}[self.anchor]
        return Box(self.text, left, self.y - self.size * 0.8, width, self.size)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything to draw, and what a screen reader says of it."""

    width: float
    height: float
    title: str
    description: str
    boxes: tuple[Box, ...] = ()
    lines: tuple[Line, ...] = ()
    words: tuple[Words, ...] = field(default=())

    def _repr_svg_(self) -> str:
        """The picture in a notebook."""
        from kg.draw.svg import to_svg  # which draws scenes, and so imports them

        return to_svg(self)
