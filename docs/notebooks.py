"""Run a notebook's cells in this process and keep what they show in it: ``python docs/notebooks.py docs/tour.ipynb``.

The cells are plain Python, so neither Jupyter nor a kernel is needed; `tests/test_notebook.py` runs them the same way.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

MIME = {"_repr_svg_": "image/svg+xml", "_repr_html_": "text/html"}


def run(notebook: dict[str, Any]) -> dict[str, Any]:
    """The notebook with the outputs that its cells give now; an error in a cell is raised."""
    space: dict[str, Any] = {"__name__": "__main__"}
    cells = []
    count = 0
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            count += 1
            cell = {**cell, "execution_count": count, "outputs": _outputs("".join(cell["source"]), space, count)}
        cells.append(cell)
    return {**notebook, "cells": cells}


def _outputs(source: str, space: dict[str, Any], count: int) -> list[dict[str, Any]]:
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    value = None
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "<cell>", "exec"), space)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "<cell>", "eval"), space)
    outputs: list[dict[str, Any]] = []
    if printed.getvalue():
        outputs.append(
            {"output_type": "stream", "name": "stdout", "text": printed.getvalue().splitlines(keepends=True)}
        )
    if value is not None:
        data = {mime: getattr(value, name)() for name, mime in MIME.items() if hasattr(value, name)}
        shown = {mime: text.splitlines(keepends=True) for mime, text in (data or {"text/plain": repr(value)}).items()}
        outputs.append({"output_type": "execute_result", "execution_count": count, "data": shown, "metadata": {}})
    return outputs


def main(file: Path) -> None:
    """Write a notebook anew with what its cells show now; they run in its folder."""
    notebook = json.loads(file.read_text(encoding="utf-8"))
    file = file.resolve()
    os.chdir(file.parent)
    file.write_text(json.dumps(run(notebook), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
