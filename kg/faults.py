"""A query and the parser's complaint in, words for people out: what is wrong, in which line and column."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

# Strings, IRIs and comments: what no keyword, prefix or bracket inside counts in.
OPAQUE: Final = re.compile(
    r'"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n]|\\.)*"|\'(?:[^\'\\\n]|\\.)*\'|<[^<>"{}|^`\\\s]*>|#[^\n]*',
    re.DOTALL,
)
_PLACE: Final = re.compile(r"error at (\d+):(\d+): (?:expected (?:one of )?)?(.*)", re.DOTALL)
_DECLARED: Final = re.compile(r"\bPREFIX\s+([\w.-]*):", re.IGNORECASE)
_USED: Final = re.compile(r"(?<![\w?$@:<_-])([A-Za-z][\w.-]*|):(?![:/])(?=[\w%\\]|\s|[;,.)}/|*+?^\]])")
_PAIRS: Final = {"{": "}", "(": ")", "[": "]"}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a query, and the place, counted from 1, where it is known."""

    words: str
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        if self.line is None:
            return f"not valid SPARQL: {self.words}"
        return f"not valid SPARQL at line {self.line}, column {self.column}: {self.words}"


def fault_of(text: str, complaint: str, known: Collection[str] = ()) -> Fault:
    """An undeclared prefix, an open bracket, else where the parser stopped; ``known`` prefixes need no declaration."""
    bare = OPAQUE.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)
    return _undeclared(bare, known) or _unbalanced(bare) or _stopped(text, complaint)


def _undeclared(bare: str, known: Collection[str]) -> Fault | None:
    declared = {*known, *_DECLARED.findall(bare)}
    for match in _USED.finditer(bare):
        if match[1] not in declared:
            return _fault(f"the prefix {match[1]}: is not declared", bare, match.start())
    return None


def _unbalanced(bare: str) -> Fault | None:
    open_ones: list[int] = []
    for match in re.finditer(r"[{}()\[\]]", bare):
        char = match.group()
        if char in _PAIRS:
            open_ones.append(match.start())
        elif not open_ones or _PAIRS[bare[open_ones.pop()]] != char:
            return _fault(f"{char} closes nothing", bare, match.start())
    return _fault(f"{bare[open_ones[-1]]} is never closed", bare, open_ones[-1]) if open_ones else None


def _fault(words: str, text: str, at: int) -> Fault:
    return Fault(words, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _stopped(text: str, complaint: str) -> Fault:
    if not text.strip():
        return Fault("expected a query, found nothing")
    match = _PLACE.fullmatch(complaint)
    if match is None:
        return Fault(complaint)
    line, column = int(match[1]), int(match[2])
    lines = text.split("\n")
    found = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    before = f"«{found[:40]}»" if found else "the end"
    return Fault(f"the parser cannot go on before {before}{_expected(match[3])}", line, column)


def _expected(listing: str) -> str:
    """Keywords and sentences of the parser's list; its character classes help nobody."""
    items = [item.strip() for item in listing.replace("\n", " ").split(", ")]
    sentences = [i for i in items if re.fullmatch(r"[A-Za-z][\w ,'?.-]*[a-z][\w ,'?.-]*", i) and " " in i]
    if sentences:
        return f": {sentences[0][0].lower()}{sentences[0][1:]}"
    tokens = [i for i in items if re.fullmatch(r"[A-Z][A-Z ]*[A-Z]", i)]
    return f": expected {' or '.join(tokens)}" if tokens else ""
