"""Article in, sentences with tokens out: sentence splitting by rule, tokenisation as in UD English.

Sentences end at ".", "!", "?" (with closing quotes and brackets) unless the stop belongs to an
abbreviation or an initial, or what follows does not begin like a sentence; no sentence crosses a
part or a line break. Two sentences within one pair of quotation marks are two. Words are cut as the
English treebanks of Universal Dependencies cut them: contractions and the genitive apart,
hyphenated compounds in pieces save after a bound prefix ("co-chair", "anti-war").

The abbreviations stand in ``kg/lexicon/en/segmentation.toml``.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.lexicon import Lexicon
from kg.model import Article, Part, PartKind, Sentence, Span, Token

MAX_SENTENCE_TOKENS: Final = 160  # longer ones are cut at a comma or blank: keeps parsing linear

_TEXTUAL: Final = (PartKind.HEADLINE, PartKind.STANDFIRST, PartKind.PARAGRAPH)

_BOUNDARY: Final = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s|$)|\n+")
_OPENING: Final = re.compile(r"\s*[\"'“‘«(\[—–-]*\s*[\"'“‘«(\[]*")
_INITIAL: Final = re.compile(r"(?:^|[\s(.])[A-Z]\.$")
_TIME_ABBREVIATION: Final = re.compile(r"\b[ap]\.m\.$", re.IGNORECASE)

_TOKEN: Final = re.compile(
    r"""
    https?://\S+?(?=[.,;:!?]*(?:\s|$)) | [\w.+-]+@[\w-]+\.[\w.-]+          # addresses
  | (?:[A-Z]\.){2,}                                                         # U.S., A.B.C.
  | [A-Z]\.(?=\s?[A-Z])                                                     # an initial
  | \d+(?:[.,:]\d+)+(?:\w*) | \d+(?:st|nd|rd|th|s)\b | \d+                  # numbers, ordinals, decades
  | [^\W\d_]+(?:[’'][^\W\d_]+)*(?:\.(?=[^\W\d_]\.))*                       # words, inner apostrophes
  | \w+ | (?<=[\w.])[’']s\b                                                # also the genitive of G7, U.S.
  | \.{2,} | -{2,} | [^\w\s]                                                # punctuation, each its own
    """,
    re.VERBOSE,
)
_CONTRACTION: Final = re.compile(r"^(?P<stem>.*?)(?P<tail>n[’']t|[’'](?:s|ll|re|ve|d|m))$", re.IGNORECASE)


def segment(article: Article, lexicon: Lexicon) -> tuple[Sentence, ...]:
    """The sentences of headline, standfirst and paragraphs, in text order.

    Time is linear in the length of the text; every token's span gives its text back.
    """
    abbreviations = lexicon.words("segmentation", "abbreviations")
    prefixes = lexicon.words("segmentation", "bound_prefixes")
    sentences: list[Sentence] = []
    paragraph = -1
    for part in sorted(article.parts, key=lambda part: part.span):
        if part.kind not in _TEXTUAL:
            continue
        paragraph += 1
        for span in _sentence_spans(article.body, part, abbreviations):
            tokens = tuple(_tokens(article.body, span, prefixes, abbreviations))
            for piece in _bounded(tokens):
                sentences.append(
                    Sentence(
                        index=len(sentences),
                        span=Span(piece[0].span.start, piece[-1].span.end),
                        part=part.kind,
                        paragraph=paragraph,
                        tokens=piece,
                    )
                )
    return tuple(sentences)


def _sentence_spans(body: str, part: Part, abbreviations: frozenset[str]) -> Iterator[Span]:
    start = part.span.start
    for match in _BOUNDARY.finditer(body, part.span.start, part.span.end):
        if "\n" in match.group() or _ends_sentence(body, start, match, part.span.end, abbreviations):
            yield from _trimmed(body, start, match.end())
            start = match.end()
    yield from _trimmed(body, start, part.span.end)


def _ends_sentence(body: str, start: int, match: re.Match[str], limit: int, abbreviations: frozenset[str]) -> bool:
    opening = _OPENING.match(body, match.end(), limit)
    follows = opening.end() if opening else match.end()
    if follows >= limit:
        return True
    begins = body[follows].isupper() or body[follows].isdigit()
    if match.group().startswith(".") and len(match.group().rstrip("\"'”’»)]")) == 1:
        before = body[max(start, match.start() - 40) : match.start() + 1]
        if _TIME_ABBREVIATION.search(before):
            zone = re.match(r"[A-Z]{2,4}\b", body[follows : follows + 6])
            aside = opening is not None and "(" in opening.group()  # "at 2 a.m. (1.00 p.m. ET)"
            return begins and zone is None and not aside
        if _INITIAL.search(before):
            return False
        word = before.split()[-1].lstrip("\"'“‘«([") if before.split() else ""
        if word.lower().rstrip(".") in abbreviations:
            return False
        if re.fullmatch(r"(?:[A-Za-z]\.){2,}", word):
            return begins and not _continues_name(body, follows)
    return begins or bool(opening and opening.group().strip())


def _continues_name(body: str, at: int) -> bool:
    """After "U.S." a capital more often goes on with the name ("U.S. President") than begins anew."""
    word = re.match(r"\w+", body[at : at + 40])
    return bool(word) and word is not None and word.group() not in _SENTENCE_OPENERS


_SENTENCE_OPENERS: Final = frozenset(
    [
        "The",
        "A",
        "An",
        "In",
        "On",
        "At",
        "He",
        "She",
        "It",
        "They",
        "We",
        "But",
        "And",
        "This",
        "That",
        "These",
        "Those",
        "There",
        "However",
        "For",
        "After",
        "Before",
        "If",
        "When",
        "As",
    ]
)


def _trimmed(body: str, start: int, end: int) -> Iterator[Span]:
    while start < end and body[start].isspace():
        start += 1
    while end > start and body[end - 1].isspace():
        end -= 1
    if start < end:
        yield Span(start, end)


def _tokens(body: str, span: Span, prefixes: frozenset[str], abbreviations: frozenset[str]) -> Iterator[Token]:
    pending: list[tuple[int, int]] = []
    for match in _TOKEN.finditer(body, span.start, span.end):
        for piece in _split_contraction(match.start(), match.group()):
            pending.append(piece)
    joined = _join_prefixes(body, _join_abbreviations(body, pending, abbreviations, span.end), prefixes)
    for start, end in joined:
        yield Token(span=Span(start, end), text=body[start:end])


def _split_contraction(start: int, text: str) -> Iterator[tuple[int, int]]:
    if text.lower() == "cannot":
        yield start, start + 3
        yield start + 3, start + 6
        return
    match = _CONTRACTION.match(text)
    if match and match["stem"]:
        middle = start + len(match["stem"])
        yield start, middle
        yield middle, start + len(text)
    else:
        yield start, start + len(text)


def _join_abbreviations(
    body: str, pieces: list[tuple[int, int]], abbreviations: frozenset[str], limit: int
) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in pieces:
        if joined and joined[-1][1] == start and body[start:end] == ".":
            word = body[joined[-1][0] : start].lower()
            inside = end < limit  # a sentence's last stop is its own
            if word in abbreviations and inside:
                joined[-1] = (joined[-1][0], end)
                continue
        joined.append((start, end))
    return joined


def _join_prefixes(body: str, pieces: list[tuple[int, int]], prefixes: frozenset[str]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    i = 0
    while i < len(pieces):
        start, end = pieces[i]
        glued = (
            i + 2 < len(pieces)
            and body[start:end].lower() in prefixes
            and pieces[i + 1] == (end, end + 1)
            and body[end] == "-"
            and pieces[i + 2][0] == end + 1
        )
        joined.append((start, pieces[i + 2][1]) if glued else (start, end))
        i += 3 if glued else 1
    return joined


def _bounded(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, ...]]:
    while len(tokens) > MAX_SENTENCE_TOKENS:
        cut = MAX_SENTENCE_TOKENS
        for i in range(MAX_SENTENCE_TOKENS, MAX_SENTENCE_TOKENS // 2, -1):
            if tokens[i - 1].text in {",", ";", ":"}:
                cut = i
                break
        yield tokens[:cut]
        tokens = tokens[cut:]
    if tokens:
        yield tokens
