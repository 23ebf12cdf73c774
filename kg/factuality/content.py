"""The noun that a that-clause tells of, where words stand between: "claims in a new book that they had wed"."""

from __future__ import annotations

from spacy.tokens import Token

from kg.factuality.clause import COPULAR, is_passive, negations, own_subject
from kg.factuality.cues import Signature, cues
from kg.factuality.rumour import false_behind
from kg.factuality.state import Range

_FAR = 14
"""How many words at most stand between the noun and its "that"."""
_CLAUSES = frozenset({"acl", "relcl", "ccomp", "advcl"})
_NAMING = frozenset({"NOUN", "PROPN"})
_BETWEEN = frozenset({"ADP", "DET", "ADJ", "NOUN", "PROPN", "NUM", "PRON", "ADV", "PART", "CCONJ", "SCONJ", "SYM"})
_COMMAS = 2


def content_noun(node: Token) -> Token | None:
    """The noun of saying whose content the clause of ``node`` is, where the parser has hung it on another word.

    >>> import spacy
    >>> from spacy.tokens import Doc
    >>> words, lemmas = "claims in books that they wed".split(), "claim in book that they wed".split()
    >>> doc = Doc(spacy.blank("en").vocab, words=words, lemmas=lemmas, heads=[0, 0, 1, 5, 5, 2],
    ...           tags="NNS IN NNS WDT PRP VBD".split(), pos="NOUN ADP NOUN PRON PRON VERB".split(),
    ...           deps="ROOT prep pobj dobj nsubj relcl".split())
    >>> content_noun(doc[5])
    claims
    """
    that = _opening(node)
    if that is None or that.i < 2:
        return None
    doc, commas = node.doc, 0
    verbs: list[Token] = []
    for k in range(that.i - 1, max(that.i - 1 - _FAR, node.sent.start - 1), -1):
        token = doc[k]
        if _is_content(token) and not (token.dep_ == "compound" and token.head.pos_ == "NOUN"):
            ours = all(verb.head == token or any(c == token for c in verb.children) for verb in verbs)
            loose = k < that.i - 1 or token.dep_ == "compound"
            return token if ours and loose and token != node.head and not node.is_ancestor(token) else None
        if token.text == ",":
            commas += 1
        elif token.pos_ in {"VERB", "AUX"} and not _embeds(token, node):
            verbs.append(token)
        elif token.pos_ not in _BETWEEN:
            return None
        if commas > _COMMAS:
            return None
    return None


def worth(noun: Token, signature: Signature, negated: bool, voice: Range | None) -> str:
    """What a noun makes of its content: a claim that is nobody's in particular is no more than a rumour."""
    effect = signature.negated if negated else signature.plain
    nameless = voice is None or voice[0] <= noun.i < voice[1]
    names = {noun.lemma_.lower(), noun.lower_.removesuffix("s")}  # "Claims" may be read as a name
    idle = effect == "report" and nameless and not names.isdisjoint(cues().words["content.nameless"])
    return "possible" if idle else effect


def undoubted(noun: Token, signature: Signature) -> Token | None:
    """The "no" or the "little" of "there is no doubt that"."""
    if signature.name != "doubt":
        return None
    return next((child for child in noun.children if cues().has("negation.little", child.lower_)), None)


def untold(node: Token, noun: Token) -> bool:
    """Whether the clause right behind a noun of saying is its content without a "that": "rumours she had left him"."""
    table = cues()
    if (
        node.dep_ not in {"acl", "relcl"}
        or noun.i + 1 != node.left_edge.i
        or not table.has("content.strong", noun.lemma_.lower())
    ):
        return False
    subject = own_subject(node)
    if subject is None or subject.tag_ in {"WP", "WDT", "WP$"} or subject.i > node.i:
        return False
    things = any(child.dep_ in {"dobj", "attr", "acomp", "ccomp"} for child in node.children)
    return things or is_passive(node) or not table.has("content.made", node.lemma_.lower())


def leading(node: Token) -> Token | None:
    """The noun right before the subject whose content the clause is: "Despite rumours she had left him, they sang".

    Its preposition then hangs on the verb of the clause, or it is read as the beginning of a name ("Rumours Ann Lee").
    """
    subject = own_subject(node)
    if subject is None or subject.i > node.i or subject.left_edge.i == 0:
        return None
    first = subject.left_edge
    if first.is_sent_start and first.dep_ == "compound" and first.lower_.endswith("s"):
        singular = first.lower_.removesuffix("s")
        return first if cues().has("content.strong", singular) and singular in cues().nouns else None
    noun = first.nbor(-1)
    behind = noun.dep_ == "pobj" and noun.head.dep_ == "prep" and noun.head.head == node
    return noun if behind and _is_content(noun) else None


def branded(verb: Token, noun: Token) -> bool:
    """Whether the verb calls what the noun tells false: "called the claim that they had wed a lie"."""
    table = cues()
    if not table.has("attribution.branding", verb.lemma_.lower()):
        return False
    behind = verb.doc[noun.i + 1 : verb.sent.end]
    return any(table.has("predicate.false", token.lemma_.lower()) and not token.is_punct for token in behind[-4:])


def disowned(text: Token) -> str | None:
    """The word that takes back what a text said: "the letter which said so was a forgery", "sued over a story"."""
    table, above = cues(), text.head
    if text.dep_ == "nsubj" and above.lemma_ in COPULAR | {"prove", "turn"}:
        return false_behind(above)
    if text.dep_ == "pobj" and above.lower_ in {"for", "over"}:
        above = above.head
        return above.lower_ if table.has("attribution.withdrawn", above.lemma_.lower()) else None
    if text.dep_ != "dobj" or negations(above):
        return None
    signature = table.verbs.get(above.lemma_.lower())
    drops = signature is not None and signature.plain == "deny"
    return above.lower_ if drops or table.has("attribution.withdrawn", above.lemma_.lower()) else None


def named_in_error(trigger: Token) -> str | None:
    """The word that takes back a text which called somebody so: "a post that named her as the chief was a hoax"."""
    name = next(
        (node for node in (trigger, *trigger.ancestors) if node.dep_ == "pobj" and node.head.lower_ == "as"), None
    )
    verb = trigger if name is None else name.head.head
    if verb.dep_ not in {"relcl", "acl"} or not cues().has("attribution.naming", verb.lemma_.lower()):
        return None
    return disowned(verb.head)


def _opening(node: Token) -> Token | None:
    """The "that" which opens the clause, if it is not the subject of its verb ("the book that told all")."""
    if node.dep_ not in _CLAUSES:
        return None
    first = node.left_edge
    for that in (first, first.nbor(-1) if first.i else first):
        if that.lower_ == "that" and that.dep_ not in {"nsubj", "nsubjpass", "det"}:
            return that
    return None


def _is_content(noun: Token) -> bool:
    lemma = noun.lemma_.lower()
    return noun.pos_ in _NAMING and lemma in cues().nouns and cues().has("content.strong", lemma)


def _embeds(verb: Token, node: Token) -> bool:
    """Whether a verb on the way has the clause for its own object: "a note said that", "is said that"."""
    signature = cues().verbs.get(verb.lemma_.lower())
    return verb == node.head and signature is not None and (signature.voice or signature.plain != "keep")
