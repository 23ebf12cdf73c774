"""The start of the command line: what is left out, and that nothing of it can be felt later."""

from __future__ import annotations

import subprocess
import sys


def said(code: str, **environment: str) -> str:
    """What a fresh interpreter prints."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    return done.stdout.strip()


def test_spacy_comes_without_its_commands_which_can_be_had_later() -> None:
    code = (
        "import sys; from kg.cli.start import import_spacy; import_spacy()\n"
        "print('weasel' in sys.modules, 'spacy.cli' in sys.modules, end=' ')\n"
        "import spacy.cli; print(callable(spacy.cli.info), 'weasel' in sys.modules)"
    )
    assert said(code) == "False False True True"


def test_matrices_stay_on_one_thread_unless_told_otherwise() -> None:
    code = "import os; from kg.cli.start import one_thread; one_thread(); print(os.environ['OPENBLAS_NUM_THREADS'])"
    assert said(code) == "1"
    assert said(code, OPENBLAS_NUM_THREADS="4") == "4"
