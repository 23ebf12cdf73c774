"""The state of a claim on its way up the tree, and how every effect changes it."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Token

from kg.factuality.echo import Echo

Range = tuple[int, int]


@dataclass(slots=True)
class State:
    """What has been made of the claim so far: ``core`` is one of fact, not, maybe, plan.

    ``unsaid`` means that nobody makes the claim: somebody "did not say" it. ``ahead`` says that it is about what is to
    come, whatever else is made of it: "will not marry".
    """

    core: str = "fact"
    cues: list[str] = field(default_factory=list)
    voices: list[Range] = field(default_factory=list)
    reported: bool = False
    unsaid: bool = False
    ahead: bool = False
    echoes: list[Echo] = field(default_factory=list)

    def apply(self, effect: str, cue: str, voice: Range | None = None) -> None:
        """Put the claim under one more effect."""
        if effect == "keep":
            return
        self.cues.append("attempt" if effect == "attempt" else cue)
        match effect:
            case "report":
                self.reported = True
            case "deny" | "negate":
                self.core = "fact" if self.core == "not" else "not"
                self.reported = self.reported or effect == "deny"
            case "end":
                self.core = "not"
            case "possible":
                self.core = self.core if self.core == "not" else "maybe"
            case "plan" | "attempt":
                self.core, self.ahead = "plan" if self.core == "fact" else self.core, True
            case _:
                raise ValueError(f"unknown effect {effect!r} of {cue!r} in factuality.toml")
        if voice is not None:
            self.voices.append(voice)

    def set_aside(self, cue: str) -> None:
        """Keep what a rumour or an allegation says beside the denial to come: whose it was is not who denies it."""
        voice = self.voices[-1] if self.voices else None
        self.echoes.append(Echo("said" if voice is not None and self.core != "maybe" else "maybe", voice, cue))
        self.voices.clear()


@dataclass(slots=True)
class Climb:
    """Where we are: ``open`` as long as the clause above still has the claim in its scope.

    ``aside`` says that we came out of an adverbial clause: the clause above is not about the claim any more, but
    a rumour told there is a rumour here too ("is said to have fled after she married"). ``content`` says that a
    noun stands for the claim ("rumours that"), ``contrast`` that a "but" takes it out of the negation above.
    ``granted`` says that it is told in a relative clause, which whoever speaks takes for granted ("he has sold the
    label he founded, he said"), ``told`` that this stands before the verb: who closes the sentence ("..., police
    said") does not vouch for it. ``known`` says that it is told as known, whoever is asked ("did you know that").
    """

    open: bool = True
    aside: bool = False
    negation_spent: bool = False
    content: bool = False
    conjunct: Token | None = None
    contrast: bool = False
    granted: bool = False
    told: bool = False
    known: bool = False
    done: bool = False
