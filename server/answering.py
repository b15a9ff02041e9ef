"""What a view hands over: a question or an export in, the HTTP answer out.

The answer is written in frames. The first is held back, so that what goes wrong early still gets its status;
what fails later breaks the connection, so that no part looks whole. An answer says by its ETag which snapshot,
query and form it is of; a client that has it already gets 304 without the query being run.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, Final, TypeVar, cast

from flask import Flask, Response, current_app, g, request

from kg import __version__
from kg.errors import DemarcheError, FormError, OutsideError, QueryError
from kg.store import OxigraphStore
from server.framing import Frames, Written
from server.negotiation import content_type
from server.refusals import NoSuchForm, QueryExhausted
from server.settings import Settings

# Answers to these differ each time (SPARQL 1.1, 17.4).
_VOLATILE: Final = re.compile(r"\b(?:NOW|RAND|UUID|STRUUID|BNODE)\s*\(", re.IGNORECASE)
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A query, the graphs it may see, and the media type to answer in for either kind of answer."""

    text: str
    base: str  # of its relative IRIs
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows_as: str | None
    triples_as: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """All statements, or those of one graph, in an RDF media type."""

    media_type: str
    graph: str | None = None


def respond(task: Question | Export) -> Response:
    """The answer to a question or an export of this request's snapshot.

    ``QueryError`` and its kinds, ``NoSuchForm`` for the query's faults, unless the first frame has left already.
    """
    notes: dict[str, Any] = request.environ.setdefault("demarche.notes", {})
    settings: Settings = current_app.config["SETTINGS"]
    tag = tag_of(task, g.store, settings, notes)
    if tag is not None and unchanged(tag):
        notes["outcome"] = "not modified"
        return Response(status=304, headers=cache_headers(tag, settings))
    kind, write = answer_to(task, g.store, settings)
    return Streamed(write, notes, content_type=content_type(kind), headers=cache_headers(tag, settings))


def tag_of(task: Question | Export, store: OxigraphStore, settings: Settings, notes: dict[str, Any]) -> str | None:
    """The ETag of the answer to a task, None where it differs each time; notes for the log what was asked."""
    text = task.text if isinstance(task, Question) else f"export {task.graph or 'all'}"
    notes |= {"hash": query_hash(text), "query": text}
    return None if _VOLATILE.search(text) else entity_tag(store, settings, repr(task))


def answer_to(task: Question | Export, store: OxigraphStore, settings: Settings) -> tuple[str, Callable[[Frames], None]]:
    """The media type of the answer, and the function that writes it; raises what ``respond`` does."""
    with _faults():
        kind, write = _asked(store, settings, task) if isinstance(task, Question) else _exported(store, task)
    return kind, _guarded(write)


def change(function: Callable[..., _Result], *args: Any) -> _Result:
    """``function(store, *args)`` over the store opened for writing; the next request sees what it wrote.

    Waits a while where another process writes; then ``StoreInUse``. Runs in a process that is killed at the deadline: ``function`` must leave the store whole at any moment.
    """
    store = OxigraphStore.open(g.store.folder, patience=current_app.config["SETTINGS"].patience)
    try:
        return function(store, *args)
    finally:
        del store  # gives RocksDB's lock back


class Streamed(Response):
    """A response whose content is written by a function once the headers stand."""

    def __init__(self, write: Callable[[Frames], None], notes: dict[str, Any], **more: Any) -> None:
        super().__init__(None, **more)
        self._write, self._notes = write, notes

    def __call__(self, environ: Any, start_response: Any) -> Any:
        """WSGI."""
        headers = self.headers.to_wsgi_list()
        return streamed(self.status, headers, self._write, self._notes, environ, start_response, lambda error: told(current_app, error))


def streamed(
    status: str, headers: list[tuple[str, str]], write: Callable[[Frames], None], notes: dict[str, Any], environ: dict[str, Any],
    start_response: Any, failed: Callable[[Exception], Any],
) -> Any:  # fmt: skip
    """Sends content through WSGI's ``write`` (PEP 3333) frame by frame, and notes how much it was.

    Of an error before the first frame has left, ``failed`` gives the answer (a WSGI application); a later one is raised.
    """
    frames = Frames(status, headers, environ, start_response)
    try:
        write(frames)
        return frames.rest()
    except Written:  # nobody wants more: the answer to HEAD
        return []
    except Exception as error:
        if frames.begun:
            raise
        return failed(error)(environ, start_response)
    finally:
        notes |= {"rows": frames.rows, "bytes": frames.bytes}


def told(app: Flask, error: Exception) -> Response:
    """The application's words for an error; within a request."""
    return app.finalize_request(app.handle_user_exception(error), from_error_handler=True)


class _faults:
    """Turns what pyoxigraph raises while a query runs into errors of Demarche."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, (DemarcheError, Written)):
            return
        if isinstance(error, MemoryError):
            raise QueryExhausted("the query needed more memory than it may take") from None
        if isinstance(error, PermissionError):
            raise OutsideError("the query reaches outside the store, which is switched off") from None
        if isinstance(error, OSError) and "does not support RDF 1.2" in str(error):
            raise FormError(f"this cannot be written in the form asked for: {error}") from None
        if isinstance(error, (OSError, RuntimeError, ValueError)):
            raise QueryError(f"the query could not be run: {error}") from None


def _guarded(write: Callable[[Frames], None]) -> Callable[[Frames], None]:
    def guarded(frames: Frames) -> None:
        with _faults():
            write(frames)

    return guarded


def _asked(store: OxigraphStore, settings: Settings, task: Question) -> tuple[str, Callable[[Frames], None]]:
    services = settings.allowed_services
    answer = store.query(task.text, base=task.base, services=services, default_graphs=task.default_graphs, named_graphs=task.named_graphs)
    kind = task.triples_as if answer.kind == "triples" else task.rows_as
    if kind is None:
        raise NoSuchForm(answer.kind)

    def write(frames: Frames) -> None:
        frames.limit(rows=settings.max_rows, size=settings.max_answer_bytes)
        if answer.kind == "triples":
            answer.write(cast(IO[bytes], frames), kind, each=frames.count)
        else:
            frames.count_rows_of(kind if answer.kind == "rows" else "")
            answer.write(cast(IO[bytes], frames), kind)

    return kind, write


def _exported(store: OxigraphStore, task: Export) -> tuple[str, Callable[[Frames], None]]:
    return task.media_type, lambda frames: store.write(cast(IO[bytes], frames), task.media_type, task.graph)


# --- caching ------------------------------------------------------------------------------------


def entity_tag(store: OxigraphStore, settings: Settings, *parts: str) -> str:
    """Names what an answer is made of: version, settings, snapshot, query and form."""
    made_of = (__version__, settings.base, str(store.generation), store.identity, *parts)
    return hashlib.sha256("\0".join(made_of).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def unchanged(tag: str) -> bool:
    """Whether the client has the answer of this tag already, compressed or not (RFC 9110, 13.1.2)."""
    wanted = request.if_none_match
    return request.method in ("GET", "HEAD") and any(wanted.contains_weak(t) for t in (tag, f"{tag}-gzip"))


def cache_headers(tag: str | None, settings: Settings) -> dict[str, str]:
    """Caches may keep an answer and ask whether it still holds, or use it for as long as the operator allows."""
    varying = {"Vary": "Accept, Accept-Encoding"}
    if tag is None:
        return varying | {"Cache-Control": "no-store"}
    age = settings.cache_seconds
    return varying | {"ETag": f'"{tag}"', "Cache-Control": f"public, max-age={age:g}" if age else "public, no-cache"}


# --- what is logged -----------------------------------------------------------------------------


def query_hash(text: str) -> str:
    """Tells queries apart in logs without their text: the first 16 digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
