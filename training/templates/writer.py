"""A text that grows piece by piece and remembers its spans."""

from __future__ import annotations

from dataclasses import dataclass, field

_VOWELS = ("a", "e", "i", "o", "u", "heir", "honor", "hour")


@dataclass(slots=True)
class Marked:
    """A span in the making; ``who`` are the keys of the people it refers to."""

    start: int
    end: int
    type: str
    kind: str
    who: tuple[str, ...] = ()
    slot: str = ""


@dataclass(slots=True)
class Writer:
    """Puts pieces together with one blank between words and no comma doubled."""

    text: str = ""
    spans: list[Marked] = field(default_factory=list)
    comma: bool = False

    def put(self, piece: str) -> None:
        """Append words; an apposition before them gets its closing comma unless another sign stands there."""
        if not piece:
            return
        if self.comma and piece.lstrip()[:1] not in {",", ".", ";", ":", "!", "?", ")", "”", "–"}:
            self.text += ","
        self.comma = False
        if piece[0] == " " and self.text[-1:] in {"", " ", "\n", "“", "("}:
            piece = piece.lstrip(" ")
        if piece[:1] in {",", ".", ";", "?", "!"}:
            self.text = self.text.rstrip(" ")
            if piece[0] in ".?!":
                self.text = self.text.rstrip(",")
            stopped = self.text.endswith((".", "?", "!", ".”", "!”", "?”"))
            if (piece[0] == "." and stopped) or (piece[0] in ",;" and self.text.endswith((",", "?", "!"))):
                piece = piece[1:]
        self.article(piece)
        self.text += piece

    def close(self) -> None:
        """Write the comma that an apposition still wants."""
        if self.comma:
            self.text, self.comma = self.text.rstrip(" ") + ", ", False

    def article(self, piece: str) -> None:
        """Make *a* into *an* before a vowel."""
        if piece.startswith(_VOWELS) and (self.text == "a " or self.text.endswith((" a ", "“a ", "\na "))):
            self.text = self.text[:-1] + "n "

    def mark(self, piece: str, kind: str, type_: str = "Person", who: tuple[str, ...] = (), slot: str = "") -> Marked:
        """Append words that are a span."""
        self.close()
        self.article(piece)
        marked = Marked(len(self.text), len(self.text) + len(piece), type_, kind, who, slot)
        self.text += piece
        self.spans.append(marked)
        return marked

    def capital(self, start: int) -> None:
        """Make the letter at an offset, or after an opening quotation mark there, a capital."""
        while start < len(self.text) and self.text[start] in "“(\"' ":
            start += 1
        if start < len(self.text) and len(self.text[start].upper()) == 1:
            self.text = self.text[:start] + self.text[start].upper() + self.text[start + 1 :]
