"""One parsed sentence, and who does what in it.

Before parsing, every naming of a person, office or organisation is replaced by a plain word ("Ukrainian president Volodymyr
Zelenskyy" → "Smith"), so that the small model reads a plain sentence; offsets lead back to the article. Roles are read from the
dependency tree (CLEAR labels of spaCy's English models). No event is known here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Doc, Token

from pipelines.extraction.actors import Mention
from pipelines.extraction.lexicon import words

_STAND_INS = {
    "person": ("Smith", "Jones", "Brown", "Taylor", "Wilson", "Clark"),
    "office": ("the minister",),
    "group": ("the ministers",),
}


_HEADLINE_VERB = re.compile(r" ([a-z]+)\b(?=[ ,.])")
_OBJECT_FOLLOWS = re.compile(
    r" (?!(?:with|between|in|on|at|of|from|by|for|have|has|had|will|would|are|is|was|were|and|or|as|after|before|over|during|that|which|who|aimed|worth|amid)\b)[\w€$£¥₹\"“]"
)
_ARRIVAL = re.compile(r"(?<=[a-z] )(lands|arrives|docks|departs)(?= (?:in|at|from)\b)")
_TALKS = re.compile(r"\b([Tt])alks\b(?! (?:to|with|about) (?:the )?[A-Z]?[a-z]* ?(?:reporters|press|journalists))")


@lru_cache(maxsize=512)
def _past(word: str, plural: bool) -> str | None:
    """The past tense of a present-tense verb that is also a noun ("pledges", "votes"; "exchange" after two sides); None for other words."""
    base = _lemmas().get(word)
    if (
        base is None
        or (word if not plural else base + "s") not in words()["headline_verbs"] + ["exchanges"]
        or (plural and word != base)
    ):
        return None
    irregular = words()["irregular"].get(base)
    if irregular:
        return irregular[0]
    if base.endswith("e"):
        return base + "d"
    return base[:-1] + "ied" if base.endswith("y") and base[-2] not in "aeiou" else base + "ed"


@dataclass(slots=True)
class Masked:
    """A sentence with stand-ins, and the way back. ``pieces``: (start, end in the masked text, start, end in the article, mention)."""

    text: str
    pieces: list[tuple[int, int, int, int, Mention | None]]


def mask(text: str, start: int, end: int, mentions: list[Mention]) -> Masked:
    """``text[start:end]`` with every mention replaced by words of the same part of speech."""
    out: list[str] = []
    pieces: list[tuple[int, int, int, int, Mention | None]] = []
    at, length, used = start, 0, 0

    def add(piece: str, first: int, last: int, mention: Mention | None) -> None:
        if mention is None and last - first == len(piece):
            # "ceasefire talks with" and "a plane carrying aid lands in" mislead the tagger as well
            for word in re.finditer(rf"{_TALKS.pattern}|{_ARRIVAL.pattern}", piece):
                new = (
                    ("n" if word.group(0) == "talks" else "N") + "egotiations"
                    if word.group(0).lower() == "talks"
                    else {"lands": "landed", "arrives": "arrived", "docks": "docked"}.get(word.group(0), "departed")
                )
                if first + word.start() > first:
                    add_plain(piece[: word.start()], first, first + word.start(), None)
                add_plain(new, first + word.start(), first + word.end(), None)
                return add(piece[word.end() :], first + word.end(), last, None)
        add_plain(piece, first, last, mention)

    def add_plain(piece: str, first: int, last: int, mention: Mention | None) -> None:
        nonlocal length
        if piece:
            pieces.append((length, length + len(piece), first, last, mention))
            out.append(piece)
            length += len(piece)

    previous: Mention | None = None
    for mention in mentions:
        add(text[at : mention.start], at, mention.start, None)
        if (
            previous is not None
            and mention.kind == "person"
            and previous.kind in ("state", "seat")
            and text[previous.end : mention.start] == " "
        ):
            # "In Turkey Minister Ellwood met": without the comma the parser reads one name
            out[-1:] = [", "]
            pieces[-1] = (length - 1, length + 1, pieces[-1][2], pieces[-1][3], None)
            length += 1
        previous = mention
        original = text[mention.start : mention.end]
        stand_in = original
        if mention.kind == "person":
            stand_in = _STAND_INS["person"][used % 6]
            used += 1
        elif mention.kind in ("office", "group"):
            stand_in = _STAND_INS[mention.kind][0]
            if length == 0:
                stand_in = stand_in.capitalize()
        elif mention.kind == "state" and (" " in original or "-" in original or "." in original):
            stand_in = "France"
        elif mention.kind in ("org", "seat") and (" " in original or "-" in original):
            stand_in = "NATO" if mention.kind == "org" else "Paris"
            if original.lower().startswith("the ") and mention.kind == "seat":
                stand_in = "the Kremlin"
        # the comma that closes "the minister, Jane Doe," goes with the name
        closed = mention.kind == "person" and "," in original and text[mention.end : mention.end + 2] == ", "
        add(stand_in, mention.start, mention.end + closed, mention)
        at = mention.end + closed
        verb = _HEADLINE_VERB.match(text, at, end)
        joined = text[max(start, mention.start - 5) : mention.start].endswith((" and ", "and the "))
        if (
            verb
            and mention.kind != "demonym"
            and (past := _past(verb.group(1), joined or mention.is_plural))
            and (mention.kind not in ("state", "seat", "org") or _OBJECT_FOLLOWS.match(text, verb.end(), end))
        ):
            # "Sweden pledges 250 million kronor": the tagger reads a noun; in the past tense it does not
            add(" ", at, at + 1, None)
            add(past, verb.start(1), verb.end(1), None)
            at = verb.end(1)
    add(text[at:end], at, end, None)
    return Masked("".join(out), pieces)


@dataclass(slots=True)
class Sentence:
    """A parsed sentence of the article ``text``."""

    index: int
    start: int
    end: int
    text: str
    doc: Doc
    masked: Masked
    mentions: list[Mention]
    _by_token: dict[int, Mention] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for token in self.doc:
            for first, last, _, _, mention in self.masked.pieces:
                if (
                    mention is not None
                    and token.idx < last
                    and first < token.idx + len(token.text)
                    and not token.is_punct
                    and token.lower_ not in ("the", "'s", "’s")
                ):
                    self._by_token[token.i] = mention

    @property
    def original(self) -> str:
        return self.text[self.start : self.end]

    def mention(self, token: Token) -> Mention | None:
        return self._by_token.get(token.i)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """(start, end) in the article of tokens first … last, both included."""
        a, b = self.doc[first], self.doc[last]
        start, end = self._back(a.idx, False), self._back(b.idx + len(b.text), True)
        return start, end - 1 if self.text[end - 1 : end] == "," and end - start > 1 else end

    def _back(self, position: int, is_end: bool) -> int:
        for first, last, start, end, mention in self.masked.pieces:
            inside = first < position <= last if is_end else first <= position < last
            if inside:
                if mention is not None or (last - first) != (end - start):
                    return end if is_end else start
                return start + (position - first)
        return self.end if is_end else self.start

    def words(self, first: int, last: int) -> str:
        start, end = self.span(first, last)
        return self.text[start:end]


def inflections(lemma: str) -> set[str]:
    out = {lemma, lemma + "s", lemma + "es", lemma + "ed", lemma + "ing"}
    if lemma.endswith("e"):
        out |= {lemma + "d", lemma[:-1] + "ing"}
    if lemma.endswith("y"):
        out |= {lemma[:-1] + "ies", lemma[:-1] + "ied"}
    if len(lemma) > 2 and lemma[-1] in "gnptdrb" and lemma[-2] in "aeiou" and lemma[-3] not in "aeiou":
        out |= {lemma + lemma[-1] + "ed", lemma + lemma[-1] + "ing"}
    return out | set(words()["irregular"].get(lemma, ()))


@lru_cache(maxsize=1)
def _lemmas() -> dict[str, str]:
    lexicon = words()
    lemmas: set[str] = set(lexicon["irregular"])
    for group in ("meeting", "modality", "give", "agree"):
        for value in lexicon[group].values():
            if isinstance(value, list):
                lemmas |= {v for v in value if isinstance(v, str)}
    out: dict[str, str] = {}
    for lemma in sorted(lemmas):
        for form in inflections(lemma):
            if form != lemma and (form not in lemmas or form.endswith(("ed", "ing"))):
                out.setdefault(form, lemma)
    for lemma in sorted(lexicon["irregular"]):
        for form in lexicon["irregular"][lemma]:
            out[form] = lemma.rstrip("_")
    # a word listed as a lemma that is a form of another ("offered") keeps the other's lemma
    return out | {
        lemma: lemma for lemma in lemmas if not (lemma.endswith(("ed", "ing")) and out.get(lemma, lemma) != lemma)
    }


def lemma(token: Token) -> str:
    """The lemma of a verb that the lexicon knows; the lower-case word otherwise. (The model's lemmatizer costs a third of a parse.)"""
    return _lemmas().get(token.lower_, token.lower_)


def is_verb(token: Token) -> bool:
    return token.pos_ in ("VERB", "AUX")


SUBJECTS = ("nsubj", "nsubjpass", "csubj")


def heads(token: Token) -> list[Token]:
    """A noun and the nouns joined to it."""
    return [token, *token.conjuncts] if token.dep_ != "conj" else [token]


def is_passive(verb: Token) -> bool:
    return any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)


def subjects(verb: Token, depth: int = 0) -> list[Token]:
    """The logical or grammatical subjects of a verb: its own, or those of the verb that controls it."""
    if depth > 6:
        return []
    own = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")]
    if own:
        out: list[Token] = []
        for token in own:
            if token.lower_ in ("who", "which", "that") and verb.dep_ in ("relcl", "acl"):
                out += heads(verb.head) if not verb.head.conjuncts else [verb.head]
            else:
                out += heads(token)
        return out
    if verb.dep_ == "conj" and is_verb(verb.head):
        return subjects(verb.head, depth + 1)
    if (
        verb.dep_ in ("xcomp", "acl", "relcl")
        and verb.head.pos_ == "NOUN"
        and verb.head.dep_ == "ROOT"
        and any(c.lower_ == "to" for c in verb.children)
    ):
        # a headline verb taken for a noun: "The Saeima votes 56-32 to withdraw"
        return [c for c in verb.head.children if c.dep_ in ("compound", "nsubj", "poss", "nmod")]
    if verb.dep_ in ("xcomp", "advcl", "ccomp", "pcomp"):
        head = verb.head
        if verb.dep_ == "pcomp":
            head = head.head
        if is_verb(head) or head.pos_ == "ADJ":
            if head.pos_ == "ADJ" and is_verb(head.head):
                head = head.head
            # "asked X to meet": the object controls
            controlled = (
                [c for c in head.children if c.dep_ == "dobj"]
                if lemma(head) in ("ask", "urge", "invite", "tell", "order", "allow", "send")
                else []
            )
            return [t for o in controlled for t in heads(o)] or subjects(head, depth + 1)
        if head.pos_ in ("NOUN", "PROPN") and verb.dep_ == "pcomp":
            return []
    if verb.dep_ in ("relcl", "acl") and verb.head.pos_ in ("NOUN", "PROPN", "PRON"):
        if any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children):
            noun = verb.head
            if noun.dep_ in ("dobj", "pobj") and is_verb(noun.head if noun.dep_ == "dobj" else noun.head.head):
                return subjects(noun.head if noun.dep_ == "dobj" else noun.head.head, depth + 1)
            return []
        return heads(verb.head)
    return []


def objects(verb: Token) -> list[Token]:
    out: list[Token] = []
    for child in verb.children:
        if child.dep_ in ("dobj", "attr", "oprd"):
            out += heads(child)
    return out


def indirect(verb: Token) -> list[Token]:
    return [t for c in verb.children if c.dep_ == "dative" and c.pos_ not in ("ADP", "PART") for t in heads(c)] + [
        t
        for c in verb.children
        if c.dep_ == "dative" and c.pos_ in ("ADP", "PART")
        for p in c.children
        if p.dep_ == "pobj"
        for t in heads(p)
    ]


def prepositional(token: Token, *preps: str) -> list[Token]:
    """Objects of the prepositions that hang on ``token`` itself; joined objects in order."""
    out: list[Token] = []
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child.lower_ in preps:
            for grandchild in child.children:
                if grandchild.dep_ in ("pobj", "pcomp"):
                    out += heads(grandchild)
        elif child.dep_ == "prep" and child.lower_ not in preps:
            # "together with", "along with", "out of"
            for grandchild in child.children:
                if grandchild.dep_ == "prep" and grandchild.lower_ in preps:
                    out += [t for p in grandchild.children if p.dep_ == "pobj" for t in heads(p)]
    for child in token.children:
        if child.dep_ in ("advmod", "prt") and child.lower_ in ("together", "up", "off", "jointly", "over"):
            out += [
                t
                for p in child.children
                if p.dep_ == "prep" and p.lower_ in preps
                for o in p.children
                if o.dep_ == "pobj"
                for t in heads(o)
            ]
    return out


def within(token: Token, *, stop_at_clauses: bool = True) -> Iterator[Token]:
    """The words below ``token`` in its own clause, in the order of the text."""
    stack, found = [token], []
    while stack:
        current = stack.pop()
        found.append(current)
        for child in current.children:
            if stop_at_clauses and child.dep_ in ("ccomp", "advcl", "relcl", "parataxis") and is_verb(child):
                continue
            if stop_at_clauses and child.dep_ == "conj" and is_verb(child) and is_verb(current):
                continue
            stack.append(child)
    return iter(sorted(found, key=lambda t: t.i))


def modality(token: Token, depth: int = 0) -> str:
    """How a verb's act is told: asserted | planned | refused | negated | hypothetical | appeal.

    ``appeal`` covers wishes, offers, calls and attempts; ``refused`` an act that somebody declined.
    """
    lexicon = words()["modality"]
    if depth > 8:
        return "asserted"
    auxiliaries = [c for c in token.children if c.dep_ in ("aux", "auxpass")]
    aux = {c.lower_ for c in auxiliaries}
    marks = {c.lower_ for c in token.children if c.dep_ in ("mark", "advmod")}
    if any(c.dep_ == "neg" for c in token.children):
        return "negated"
    if any(
        c.dep_ in ("nsubj", "nsubjpass", "dobj") and any(g.lower_ in ("no", "neither") for g in c.children)
        for c in token.children
    ):
        return "negated"
    if marks & {"if", "unless", "whether"}:
        return "hypothetical"
    if aux & {"may", "might", "could", "should", "must", "can", "ought"}:
        return "hypothetical"
    above = _above(token)
    governing = modality(above, depth + 1) if above is not None else "asserted"
    if above is not None and token.dep_ in ("ccomp", "xcomp", "pcomp") and lemma(above) in lexicon["deny"]:
        return "negated"
    if token.dep_ in ("acl", "ccomp", "relcl") and token.head.pos_ == "NOUN" and is_verb(token.head.head):
        if lemma(token.head.head) in lexicon["deny"] or token.head.lower_ in (
            "rumours",
            "rumors",
            "speculation",
            "denial",
        ):
            return "negated"
        if token.head.lower_ in ("condition", "conditions", "demand", "demands", "proposal", "call", "calls"):
            return "appeal"
    if (
        token.dep_ == "ccomp"
        and above is not None
        and lemma(above) in ("hope", "wish", "pray", "doubt", "insist", "demand")
    ):
        return "appeal"
    if aux & {"will", "shall", "'ll", "’ll", "wo"}:
        return governing if governing in ("hypothetical", "negated") else "planned"
    if "would" in aux or "'d" in aux:
        if "have" in aux:
            return "hypothetical"
        return (
            "planned"
            if above is not None
            and lemma(above) in lexicon["report"] + lexicon["plan"]
            and governing in ("asserted", "planned")
            else "hypothetical"
        )
    if "to" in aux:
        return _infinitive(token, above, governing, lexicon)
    if token.dep_ in ("ccomp",) and above is not None:
        word = lemma(above)
        if word in (
            "urge",
            "demand",
            "hope",
            "wish",
            "propose",
            "suggest",
            "recommend",
            "insist",
            "ask",
            "request",
            "call",
            "want",
        ):
            return "appeal"
        return (
            governing
            if governing in ("hypothetical", "negated", "appeal") and word not in lexicon["report"]
            else "asserted"
        )
    if token.dep_ == "advcl" and marks & {"before", "until", "once", "in"} and not aux:
        return "asserted" if governing == "asserted" else governing
    if token.dep_ == "pcomp":
        prep = token.head.lower_
        if prep in ("without", "instead"):
            return "negated"
        if prep in ("of", "for", "on", "to") and (
            token.head.head.lower_
            in (
                "possibility",
                "idea",
                "hope",
                "hopes",
                "proposal",
                "prospect",
                "capable",
                "accused",
                "accuses",
                "goal",
                "aim",
                "chance",
            )
            or lemma(token.head.head) in ("call", "push", "accuse", "suspect", "consider")
        ):
            return "appeal"
        return governing
    if token.dep_ == "xcomp" and token.head.lower_ in (
        "delighted",
        "pleased",
        "glad",
        "happy",
        "honoured",
        "honored",
        "proud",
        "grateful",
        "privileged",
    ):
        return governing
    if token.dep_ == "xcomp":
        return governing if lemma(token.head) not in lexicon["refuse"] else "refused"
    if (
        token.dep_ == "conj"
        and is_verb(token.head)
        and not aux
        and not any(c.dep_ in ("nsubj", "nsubjpass") for c in token.children)
    ):
        return modality(token.head, depth + 1)
    return "asserted"


def _infinitive(token: Token, above: Token | None, governing: str, lexicon: dict[str, list[str]]) -> str:
    if above is None:
        return "planned" if any(c.lower_ in ("is", "are", "was", "were") for c in token.children) else "appeal"
    word = lemma(above)
    if above.lower_ in ("delighted", "pleased", "glad", "happy", "honoured", "honored", "proud", "privileged"):
        return governing
    if word in lexicon["refuse"]:
        return "refused" if governing in ("asserted", "planned") else governing
    if governing in ("negated", "hypothetical", "appeal", "refused"):
        return governing
    if word in lexicon["appeal"]:
        return "appeal"
    if above.lower_ in (
        "plan",
        "plans",
        "agreement",
        "deal",
        "decision",
        "pledge",
        "promise",
        "commitment",
        "intention",
        "invitation",
        "vow",
        "pact",
        "date",
        "schedule",
        "legislation",
        "bill",
        "law",
        "resolution",
        "decree",
        "programme",
        "program",
        "package",
        "initiative",
        "measure",
        "scheme",
    ):
        return "planned"
    if above.pos_ in ("NOUN",) and token.dep_ in ("acl", "relcl"):
        return "appeal"
    if word in lexicon["plan"] or word in ("be", "going"):
        if any(c.lower_ == "had" and c.dep_ in ("aux", "auxpass") for c in above.children) or (
            above.pos_ == "ADJ" and any(c.lower_ == "had" for c in above.head.children)
        ):
            return "refused"  # "had been due to meet": it did not come to it
        return "planned"
    if token.dep_ == "advcl":
        return "purpose" if governing == "asserted" else governing
    if word in ("continue", "begin", "start", "resume", "cease", "manage", "help", "use"):
        return governing
    return "purpose" if token.dep_ == "xcomp" else "planned"


def _above(token: Token) -> Token | None:
    """The word that governs a clause: verb, adjective or noun; None at the root."""
    if token.dep_ == "ROOT" or token.head is token:
        return None
    head = token.head
    if token.dep_ == "pcomp":
        head = head.head
    if token.dep_ == "relcl":
        return None
    if token.dep_ == "conj":
        return _above(head) if is_verb(head) else None
    if (
        head.pos_ == "ADJ"
        and head.dep_ in ("acomp", "oprd")
        and lemma(head) not in words()["modality"]["plan"] + words()["modality"]["appeal"]
    ):
        head = head.head
    return head
