"""Cuts an article's text into sentences with exact offsets. No model: the parser sees only sentences that hold a trigger."""

import re

ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "gen",
        "lt",
        "col",
        "maj",
        "capt",
        "sgt",
        "adm",
        "sen",
        "rep",
        "gov",
        "hon",
        "rev",
        "st",
        "jr",
        "sr",
        "no",
        "vs",
        "etc",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "approx",
        "est",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "u.s",
        "u.k",
        "u.n",
        "u.a.e",
        "e.u",
        "d.c",
        "d.r",
        "a.m",
        "p.m",
        "e.g",
        "i.e",
        "h.e",
        "al",
        "fig",
        "art",
        "vol",
    ]
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\n+|(?<=[.!?][\"”’])(?=[A-Z])")
MAX_SENTENCE = 1200
"""Longer runs (tables, text without stops) are cut at a space: the parser's memory grows with the length of a sentence."""


def split(text: str) -> list[tuple[int, int]]:
    """(start, end) of each sentence, in order, without surrounding blanks; never empty ones."""
    out: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group().startswith("\n") or match.end() == match.start() or _ends_sentence(text, match):
            _add(text, start, match.end(), out)
            start = match.end()
    _add(text, start, len(text), out)
    return out


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if not match.group().startswith(".") or len(match.group()) > 1:
        return True
    left = text[max(0, match.start() - 12) : match.start()]
    word = re.split(r"[\s(\[“\"]", left)[-1].lower()
    following = text[match.end() : match.end() + 40].lstrip()
    if not following or following[0].islower():
        return False
    if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
        # "in the U.S. The ministry said": an abbreviation ends a sentence only before a word that opens one.
        opener = re.match(
            r"(The|A|An|In|On|He|She|It|They|But|And|This|That|These|At|According|Meanwhile|However|Both|After)\b",
            following,
        )
        return word in {"u.s", "u.k", "u.n", "d.c", "a.m", "p.m", "e.u", "u.a.e"} and bool(opener)
    return True


def _add(text: str, start: int, end: int, out: list[tuple[int, int]]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > MAX_SENTENCE:
        cut = text.rfind(" ", start + MAX_SENTENCE // 2, start + MAX_SENTENCE)
        cut = cut if cut > start else start + MAX_SENTENCE
        out.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        out.append((start, end))
