"""Pictures as SVG: the people around somebody, and a life along a time axis. The door of the package.

One way goes ``graph -> circle -> family_scene -> to_svg``, the other ``graph -> moments -> timeline_scene -> to_svg``.
"""

from __future__ import annotations

from pyoxigraph import NamedNode

from kg.draw.family import family_scene
from kg.draw.gather import circle, moments
from kg.draw.people import KINDS, Circle, Person, Tie, TieKind
from kg.draw.scene import Scene
from kg.draw.svg import to_svg
from kg.draw.timeline import Moment, timeline_scene
from kg.queries import Endpoint, label_of

__all__ = [
    "KINDS",
    "Circle",
    "Moment",
    "Person",
    "Scene",
    "Tie",
    "TieKind",
    "circle_scene",
    "draw_circle",
    "draw_timeline",
    "family_scene",
    "life_scene",
    "timeline_scene",
    "to_svg",
]


def circle_scene(endpoint: Endpoint, person: NamedNode, *, steps: int = 1, most: int = 24) -> Scene:
    """The picture of the people within ``steps`` (1 or 2) of somebody; a notebook shows it."""
    return family_scene(circle(endpoint, person, steps=steps, most=most))


def life_scene(endpoint: Endpoint, person: NamedNode) -> Scene | None:
    """The picture of the dated events of a life; None if there are none."""
    return timeline_scene(label_of(endpoint, person), moments(endpoint, person))


def draw_circle(endpoint: Endpoint, person: NamedNode, *, steps: int = 1, most: int = 24) -> str:
    """The people within ``steps`` (1 or 2) of somebody, at most ``most``, as an SVG document."""
    return to_svg(circle_scene(endpoint, person, steps=steps, most=most))


def draw_timeline(endpoint: Endpoint, person: NamedNode) -> str | None:
    """The dated events of a life as an SVG document; None if there are none."""
    scene = life_scene(endpoint, person)
    return None if scene is None else to_svg(scene)
