"""A SPARQL update in, its operations out: which graphs each writes to, and where its dataset may be put in.

Oxigraph parses and runs updates; this reads only as much as Oxigraph does not tell, by the tokens of the grammar (SPARQL 1.1
Update, 19.8): what the written-out union must follow, what reaches outside, where ``USING`` goes, and declarations
between operations, which Oxigraph 0.5 takes at the beginning only.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from kg.errors import OutsideError, QueryError, UnionError

_TOKEN: Final = re.compile(
    r'(?P<skip>\s+|\#[^\n]*)|(?P<string>"""(?:[^\\]|\\.)*?"""|\'\'\'(?:[^\\]|\\.)*?\'\'\'|"(?:[^"\\\n\r]|\\.)*"|\'(?:[^\'\\\n\r]|\\.)*\')'
    r'|(?P<iri><[^<>"{}|^`\x00-\x20]*>)|(?P<variable>[?$]\w+)'
    r"|(?P<name>(?:[^\W\d][\w.-]*)?:(?:(?:[\w:.-]|%[0-9A-Fa-f]{2}|\\[^uU])*(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[^uU]))?)"
    r"|(?P<word>[A-Za-z]+)|(?P<other>.)",
    re.DOTALL,
)
_NOTHING: Final = "INSERT DATA {}"  # an operation that does nothing, in the place of one that may not run
_FROM_UNION: Final = "DELETE { ?s ?p ?o } WHERE { ?s ?p ?o MINUS { GRAPH ?g { ?s ?p ?o } } }"
# What only a graph that is emptied holds leaves the union before it: quicker than to compare all, for one graph.
_LEAVING: Final = "DELETE {{ ?s ?p ?o }} WHERE {{ GRAPH {0} {{ ?s ?p ?o }} FILTER NOT EXISTS {{ GRAPH ?other {{ ?s ?p ?o }} FILTER(?other != {0}) }} }} ; "
_TO_UNION: Final = "INSERT {{ ?s ?p ?o }} WHERE {{ GRAPH {0} {{ ?s ?p ?o }} }}"
_ALL_TO_UNION: Final = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } FILTER NOT EXISTS { ?s ?p ?o } }"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    depth: int  # of braces around it

    @property
    def word(self) -> str:
        return self.text.upper() if self.kind == "word" else ""

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(slots=True, kw_only=True)
class Operation:
    """One operation of an update request; offsets count into its text, in code points."""

    verb: str  # its first keyword, "" for none
    start: int
    end: int
    silent: bool = False
    graphs: set[str] = field(default_factory=set)  # written to, as the text names them
    any_graph: bool = False  # a variable or keyword names the graph
    writes_default: bool = False
    takes_away: bool = False
    scoped: bool = False  # has WITH or USING
    empties: str | None = None  # the one graph that it clears or drops, as the text names it
    reads: bool = False  # asks what the graphs hold
    where: int | None = None  # offset at which USING may stand


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def prepare(
    text: str, *, plain: bool, using: Sequence[str] = (), using_named: Sequence[str] = (), loads: bool = False
) -> str:
    """The update as it may run on a store; every line keeps its number.

    ``LOAD SILENT``, which fails silently here, is left out. ``QueryError`` for what contradicts the protocol or would write to
    a union, ``OutsideError`` for a ``LOAD`` that must not fail.

    Args:
        text: a SPARQL update.
        plain: whether the default graph is one of its own; else what keeps it the union of the others is added.
        using: graphs of ``using-graph-uri``.
        using_named: graphs of ``using-named-graph-uri`` (SPARQL 1.1 Protocol, 2.2.3).
        loads: whether to leave every ``LOAD`` out, as for a check of the syntax.
    """
    segments = list(_segments(_tokens(text)))
    edits = [*_moved_prologues(segments)]
    found = tuple(o for segment in segments if (o := _operation(segment)).verb)
    edits += _without_loading(found, loads)
    edits += _with_dataset(found, using, using_named)
    if not plain:
        edits += _for_union(found, len(text), ends_open=not _without_prologue(segments[-1]))
    parts, at = list[str](), 0
    for edit in sorted(edits, key=lambda e: e.start):  # at one place the first stays first
        parts += [text[at : edit.start], edit.text]
        at = edit.end
    return "".join([*parts, text[at:]])


def operations(text: str) -> tuple[Operation, ...]:
    """The operations of an update in their order; what is no SPARQL gives something, which Oxigraph will refuse."""
    return tuple(o for segment in _segments(_tokens(text)) if (o := _operation(segment)).verb)


def _moved_prologues(segments: Sequence[Sequence[_Token]]) -> Iterator[_Edit]:
    """Declarations between operations stand at the beginning."""
    known: dict[str, str] = {}
    last = max((n for n, segment in enumerate(segments) if _without_prologue(segment)), default=-1)
    for number, segment in enumerate(segments):
        rest = segment
        while (after := _without_declaration(rest)) is not rest:
            declared = rest[: len(rest) - len(after)]
            name, value = " ".join(t.word or t.text for t in declared[:-1]), declared[-1].text
            followed = number <= last
            if followed and number and name == "BASE" and name not in known:
                raise QueryError(f"expected BASE at the beginning of an update, found it at {value} after an operation")
            if followed and known.setdefault(name, value) != value:
                raise QueryError(f"expected one declaration of {name} in an update, found another at {value}; write the IRIs out")
            if number:
                yield from [_Edit(0, 0, f"{name} {value} ")] if followed else []
                yield from (_Edit(t.start, t.end, "") for t in declared)
            rest = after


def _without_loading(found: Iterable[Operation], loads: bool) -> Iterator[_Edit]:
    for operation in found:
        if operation.verb == "LOAD":
            if not operation.silent and not loads:
                raise OutsideError("LOAD reaches outside the store and is switched off")
            yield _Edit(operation.start, operation.end, _NOTHING)


def _with_dataset(found: Iterable[Operation], using: Iterable[str], using_named: Iterable[str]) -> Iterator[_Edit]:
    clauses = " ".join([*(f"USING <{g}>" for g in using), *(f"USING NAMED <{g}>" for g in using_named)])
    for operation in found if clauses else ():
        if operation.scoped:
            raise QueryError("expected a dataset by using-graph-uri or by USING and WITH in the update, found both")
        if operation.where is not None:
            yield _Edit(operation.where, operation.where, f"{clauses} ")


def _for_union(found: Iterable[Operation], end: int, *, ends_open: bool) -> Iterator[_Edit]:
    """What keeps the default graph the union of the named graphs, wherever that is read next and at the end."""
    done: list[Operation] = []
    for operation in found:
        if operation.writes_default:
            raise UnionError(
                "the default graph of this store is the union of its graphs and cannot be written to: "
                "name one, as in INSERT DATA { GRAPH <...> { ... } } or WITH <...>"
            )
        if done and (operation.reads or operation.empties):
            yield _Edit(operation.start, operation.start, " ; ".join([*_following(done), ""]))
            done = []
        if operation.empties:
            yield _Edit(operation.start, operation.start, _LEAVING.format(operation.empties))
        done.append(operation)
    if done:
        between = "\n" if ends_open else "\n; "  # a new line: the text may end in a comment
        yield _Edit(end, end, between + " ; ".join(_following(done)))


def _following(done: Iterable[Operation]) -> list[str]:
    """The operations by which the union follows."""
    done = list(done)
    names = [_ALL_TO_UNION] if any(o.any_graph for o in done) else [_TO_UNION.format(g) for g in sorted({g for o in done for g in o.graphs})]
    return [*([_FROM_UNION] if any(o.takes_away for o in done) else []), *names] or [_NOTHING]


def _tokens(text: str) -> Iterator[_Token]:
    depth = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        if kind == "skip":
            continue
        if match.group() == "\\":
            raise QueryError("expected no escapes outside strings and IRIs in an update, found a backslash")
        depth -= match.group() == "}"
        yield _Token(kind, match.group(), match.start(), depth)
        depth += match.group() == "{"


def _segments(tokens: Iterable[_Token]) -> Iterator[list[_Token]]:
    """The tokens between semicolons that stand outside braces."""
    segment: list[_Token] = []
    for token in tokens:
        if token.text == ";" and token.depth <= 0:
            yield segment
            segment = []
        else:
            segment.append(token)
    yield segment


def _without_declaration(segment: Sequence[_Token]) -> Sequence[_Token]:
    """What follows a declaration, or the same where there is none."""
    size = {"PREFIX": 3, "BASE": 2, "VERSION": 2}.get(segment[0].word, 0) if segment else 0
    return segment[size:] if size and len(segment) >= size else segment


def _without_prologue(segment: Sequence[_Token]) -> Sequence[_Token]:
    while (after := _without_declaration(segment)) is not segment:
        segment = after
    return segment


def _operation(segment: Sequence[_Token]) -> Operation:
    body = _without_prologue(segment)
    if not body:
        return Operation(verb="", start=0, end=0)
    verb = body[0].word
    made = Operation(verb=verb, start=body[0].start, end=body[-1].end, silent=any(t.word == "SILENT" for t in body[:2]))
    if verb in ("INSERT", "DELETE", "WITH"):
        _read_change(made, body)
    elif verb in ("LOAD", "CREATE", "CLEAR", "DROP", "COPY", "MOVE", "ADD"):
        _read_management(made, body[1:])
    return made


def _read_management(made: Operation, body: Sequence[_Token]) -> None:
    """LOAD ... INTO GRAPH g; CREATE, CLEAR, DROP of a target; COPY, MOVE, ADD from ... TO ..."""
    words = [t.word for t in body]
    names = [t.text for t in body if t.kind in ("iri", "name")]
    if made.verb == "LOAD":
        shape = [t.word or t.kind for t in body if t.word != "SILENT"]
        if shape[1:] not in ([], ["INTO", "GRAPH", "iri"], ["INTO", "GRAPH", "name"]) or shape[:1] not in (["iri"], ["name"]):
            raise QueryError("not valid SPARQL: expected LOAD <...> or LOAD <...> INTO GRAPH <...>")
        made.writes_default = "INTO" not in words
        made.graphs = set(names[1:])
        return
    made.empties = names[0] if made.verb in ("CLEAR", "DROP") and names else None
    made.takes_away = made.verb in ("CLEAR", "DROP", "COPY", "MOVE") and not made.empties
    made.reads = made.verb in ("COPY", "MOVE", "ADD")
    made.any_graph = bool({"ALL", "NAMED", "DEFAULT"} & set(words))
    made.graphs = set() if made.verb in ("CLEAR", "DROP") else set(names)
    target = words[words.index("TO") + 1 :] if "TO" in words else words
    made.writes_default = "DEFAULT" in target or (made.verb == "MOVE" and "DEFAULT" in words)


def _read_change(made: Operation, body: Sequence[_Token]) -> None:
    """INSERT and DELETE in all their forms."""
    given = next((b.text for a, b in pairwise(body) if a.word == "WITH" and a.depth == 0), None)
    outer = [t for t in body if t.depth == 0]
    made.scoped = any(t.word in ("WITH", "USING") for t in outer)
    made.takes_away = any(t.word == "DELETE" for t in outer)
    made.reads = any(t.word == "WHERE" for t in outer)
    last: _Token | None = None
    before: _Token | None = None
    for number, token in enumerate(body):
        if token.depth != 0:
            continue
        if token.text == "{" and last is not None:
            if last.word in ("INSERT", "DELETE", "DATA") or (last.word == "WHERE" and before is not None and before.word == "DELETE"):
                _read_template(made, body[number + 1 :], given)
            elif last.word == "WHERE":
                made.where = last.start
        before, last = last, token


def _read_template(made: Operation, tokens: Sequence[_Token], given: str | None) -> None:
    """The graphs that a template writes to; ``given`` is that of WITH."""
    skip = False
    for number, token in enumerate(tokens):
        if token.depth == 0:
            return
        if token.depth != 1 or token.text in "{}.":
            continue
        if token.word == "GRAPH":
            name = tokens[number + 1] if number + 1 < len(tokens) else token
            made.any_graph |= name.kind == "variable"
            made.graphs |= {name.text} if name.kind in ("iri", "name") else set()
            skip = True
        elif skip:
            skip = False
        elif given is not None:
            made.graphs.add(given)
        else:
            made.writes_default = True
