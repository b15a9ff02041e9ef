"""Entities from Wikidata's API (wbgetentities): 50 to a request, three requests at once, a cache on disk.

https://www.wikidata.org/w/api.php?action=help&modules=wbgetentities. An answer of 429, 5xx or ``maxlag`` stops all
requests for as long as its Retry-After says, else twice as long as the last time; one that asks for more patience than
there is, or is no JSON, is an error, and what came before stays in the cache.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Raw, Struct

from kg.errors import WikidataError
from kg.growing.entity import Entity, Redirects
from kg.growing.http import CONNECTIONS, Answer, Http

ENDPOINT: Final = "https://www.wikidata.org/w/api.php"
BATCH: Final = 50  # ids to a request: wbgetentities takes no more
ATTEMPTS: Final = 6  # for one request
FIRST_WAIT: Final = 5.0  # seconds after a refusal without Retry-After; doubled each time
PATIENCE: Final = 600.0  # seconds that an answer may ask to wait
_FIELDS: Final = {
    "action": "wbgetentities", "format": "json", "maxlag": "5",  # seconds of lag at which the API shall refuse
    "props": "info|labels|aliases|claims", "languages": "en|mul",
}  # fmt: skip
_LATER: Final = ("maxlag", "ratelimited", "readonly")  # errors of the API that pass
_log = logging.getLogger(__name__)


class Read(Struct, frozen=True):
    """An entity as Wikidata told it."""

    asked: str  # id that was asked for; of a redirect another than that of the entity
    day: str  # UTC day of the answer, ISO 8601
    entity: Entity


class _Cached(Struct):
    """A file of the cache."""

    asked: str
    time: float  # seconds since 1970
    entity: Raw


class _Moved(Struct):
    """What of an entity tells under which id it was asked for."""

    redirects: Redirects | None = None


class _Fault(Struct):
    """How the API words an error."""

    code: str = ""
    info: str = ""


class _Answer(Struct):
    """An answer of wbgetentities."""

    entities: dict[str, Raw] = {}
    error: _Fault | None = None


class Client:
    """Asks for entities; answers younger than ``max_age`` come from the cache.

    Args:
        ask: How to ask (``http.http``).
        cache: Folder of the cache.
        endpoint: Address of the API.
        max_age: Seconds.
        now, wait: Clock in seconds since 1970, and what waits so many seconds.
    """

    def __init__(
        self, ask: Http, cache: Path, *, endpoint: str = ENDPOINT, max_age: float = 86400.0,
        now: Callable[[], float] = time.time, wait: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self._ask, self._cache, self._endpoint, self._max_age = ask, cache, endpoint, max_age
        self._now, self._wait = now, wait
        self._pause = threading.Lock()  # held while a refusal is waited out: nobody asks meanwhile
        self._until = 0.0
        self.requests = self.from_cache = 0
        self.missing: list[str] = []

    def entities(self, ids: Iterable[str], told: Callable[[int], None] = lambda n: None) -> Iterator[Read]:
        """The entities of some ids, in no order; those that Wikidata lacks are noted in ``missing``.

        Args:
            ids: Each is asked for once.
            told: Is told how many more ids are answered.

        Raises:
            WikidataError: No answer that can be used; nothing of what is underway is begun any more.
        """
        wanted = list(dict.fromkeys(ids))
        ask_for = []
        for identifier in wanted:
            found = self._from_cache(identifier)
            if found is None:
                ask_for.append(identifier)
            else:
                self.from_cache += 1
                told(1)
                yield from self._read(found)
        batches = [ask_for[i : i + BATCH] for i in range(0, len(ask_for), BATCH)]
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            underway: dict[Future[list[_Cached]], int] = {pool.submit(self._fetch, b): len(b) for b in batches}
            try:
                for future in as_completed(underway):
                    answers = future.result()
                    told(underway[future])
                    for answer in answers:
                        yield from self._read(answer)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _read(self, answer: _Cached) -> Iterator[Read]:
        try:
            entity = msgspec.json.decode(answer.entity, type=Entity)
        except msgspec.MsgspecError as error:
            _log.warning("an entity of unknown form is left out: %s: %s", answer.asked, error)
            return
        if entity.missing is not None:
            self.missing.append(answer.asked)
        else:
            yield Read(answer.asked, datetime.fromtimestamp(answer.time, UTC).date().isoformat(), entity)

    # --- asking -------------------------------------------------------------------------------------

    def _fetch(self, batch: Sequence[str]) -> list[_Cached]:
        """The answers for a batch, put into the cache."""
        entities = self._asked(batch)
        got = self._now()
        by_source: dict[str, Raw] = {}
        for key, raw in entities.items():
            moved = msgspec.json.decode(raw, type=_Moved).redirects
            by_source[moved.source if moved else key] = raw
        found = [_Cached(asked, got, by_source[asked]) for asked in batch if asked in by_source]
        if len(found) < len(batch):
            lacking = ", ".join(b for b in batch if b not in by_source)
            raise WikidataError(f"{self._endpoint}: expected answers for {len(batch)} ids, found none for {lacking}")
        for answer in found:
            self._keep(answer)
        return found

    def _asked(self, batch: Sequence[str]) -> dict[str, Raw]:
        """The entities of an answer, after as many refusals as there is patience for."""
        for attempt in range(ATTEMPTS):
            with self._pause:
                if (rest := self._until - self._now()) > 0:
                    self._wait(rest)
                self.requests += 1
            answer = self._ask(self._endpoint, {**_FIELDS, "ids": "|".join(batch)})
            refusal = _refusal(answer)
            if refusal is None:
                return self._decoded(answer)
            seconds = _retry_after(answer, self._now())
            seconds = FIRST_WAIT * 2**attempt if seconds is None else seconds
            if seconds > PATIENCE:
                raise WikidataError(f"{self._endpoint}: {refusal}, and asks to wait {seconds:.0f} s: try again then; what came so far is kept")
            _log.warning("%s: %s; waiting %.0f s", self._endpoint, refusal, seconds)
            with self._pause:
                self._until = max(self._until, self._now() + seconds)
        raise WikidataError(f"{self._endpoint}: {refusal}, {ATTEMPTS} times: try again later; what came so far is kept")

    def _decoded(self, answer: Answer) -> dict[str, Raw]:
        text = answer.body[:60].decode("utf-8", "replace")
        if answer.status != 200:
            raise WikidataError(f"{self._endpoint}: expected entities, found status {answer.status}: {text!r}")
        try:
            found = msgspec.json.decode(answer.body, type=_Answer)
            for raw in found.entities.values():
                msgspec.json.decode(raw, type=_Moved)
        except msgspec.MsgspecError as error:
            kind = "HTML" if answer.body.lstrip()[:1] == b"<" else answer.headers.get("content-type", "something else")
            raise WikidataError(f"{self._endpoint}: expected JSON with entities, found {kind}: {text!r}") from error
        if found.error is not None:
            raise WikidataError(f"{self._endpoint}: {found.error.code}: {found.error.info}")
        return found.entities

    # --- the cache ------------------------------------------------------------------------------------

    def _path(self, identifier: str) -> Path:
        return self._cache / identifier[-2:] / f"{identifier}.json"

    def _from_cache(self, identifier: str) -> _Cached | None:
        """A young answer; a file that is damaged is none."""
        try:
            found = msgspec.json.decode(self._path(identifier).read_bytes(), type=_Cached)
        except (OSError, msgspec.MsgspecError):
            return None
        return found if 0 <= self._now() - found.time < self._max_age else None

    def _keep(self, answer: _Cached) -> None:
        path = self._path(answer.asked)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_bytes(msgspec.json.encode(answer))
        os.replace(draft, path)


def _refusal(answer: Answer) -> str | None:
    """Why an answer is none yet: too many requests, a fault of the server, a lag behind it."""
    if answer.status == 429 or answer.status >= 500:
        return f"answers {answer.status}"
    if answer.status != 200 or not answer.body.lstrip().startswith(b'{"error"'):
        return None
    try:
        fault = msgspec.json.decode(answer.body, type=_Answer).error
    except msgspec.MsgspecError:
        return None
    return f"answers {fault.code}" if fault is not None and fault.code in _LATER else None


def _retry_after(answer: Answer, now: float) -> float | None:
    """The seconds of Retry-After, which may be a date (RFC 9110, 10.2.3); None where it says nothing."""
    value = answer.headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - now)
    except (ValueError, TypeError):
        return None
