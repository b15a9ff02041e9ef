"""What operators see: metrics in the form of Prometheus, and a log of one JSON object a line."""

import json
import logging
import sys
import time
from typing import Any, Final
from urllib.parse import parse_qs

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

log = logging.getLogger("demarche.requests")
METRICS_TYPE: Final = CONTENT_TYPE_LATEST
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)  # seconds
_LONGEST: Final = 4_000  # code points of a query in the log
_FAILED: Final = frozenset({"timeout", "memory", "limit", "broken", "lost", "error"})


class Observer:
    """Counts and logs requests."""

    def __init__(self, *, which: str, slow: float) -> None:
        self._which, self._slow = which, slow
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        PlatformCollector(registry=self._registry)
        self._requests = Counter("demarche_requests", "Requests by outcome and status.", ("outcome", "status"), registry=self._registry)
        self._seconds = Histogram("demarche_request_seconds", "Time to the last byte.", buckets=_BUCKETS, registry=self._registry)
        self._rows = Counter("demarche_rows", "Rows and triples sent.", registry=self._registry)
        self._bytes = Counter("demarche_answer_bytes", "Bytes of answers before compression.", registry=self._registry)
        self._killed = Counter("demarche_processes_killed", "Query processes ended before their time.", ("reason",), registry=self._registry)
        self._gauges = {
            name: Gauge(f"demarche_{name}", words, registry=self._registry)
            for name, words in (
                ("answering", "Requests that are being answered."), ("long_queries", "Queries that take long."),
                ("waiting", "Requests that wait for a process."), ("long_queries_waiting", "Long queries that are halted."),
                ("processes", "Query processes."), ("snapshot", "The number of the newest snapshot of the store."),
            )
        }  # fmt: skip

    def killed(self, reason: str) -> None:
        """A query process was ended."""
        self._killed.labels(reason).inc()

    def exposition(self, **gauges: float) -> bytes:
        """All metrics in the text form of Prometheus."""
        for name, value in gauges.items():
            self._gauges[name].set(value)
        return generate_latest(self._registry)

    def request(self, told: dict[str, Any], *, seconds: float) -> None:
        """Counts and logs a request that has ended."""
        self._requests.labels(told["outcome"], str(told["status"])).inc()
        self._seconds.observe(seconds)
        self._rows.inc(max(told.get("rows", 0), 0))
        self._bytes.inc(told.get("bytes", 0))
        slow, failed = seconds >= self._slow, told["outcome"] in _FAILED
        if self._which == "all" or (self._which == "slow" and (slow or failed)):
            log.info("%s", self._line(told, seconds, with_text=slow or failed))

    def _line(self, told: dict[str, Any], seconds: float, *, with_text: bool) -> str:
        query = told.pop("query", None)
        row = {
            "time": _written(time.time()), "event": "slow" if seconds >= self._slow else "request", **told, "seconds": round(seconds, 4),
        }  # fmt: skip
        if query is not None and with_text:
            row["query"] = query[:_LONGEST]
        return json.dumps(row, ensure_ascii=False)


def log_as_json(level: int = logging.WARNING) -> None:
    """Has this process log to stderr, one JSON object a line: requests as they are told, other messages with their level."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    log.setLevel(logging.INFO)


class _Lines(logging.Formatter):
    """A record as a line of JSON; the log of requests makes its own."""

    def format(self, record: logging.LogRecord) -> str:
        if record.name == log.name:
            return record.getMessage()
        row = {"time": _written(record.created), "event": "message", "level": record.levelname.lower(), "logger": record.name, "message": record.getMessage()}
        if record.exc_info:
            row["traceback"] = self.formatException(record.exc_info)
        return json.dumps(row, ensure_ascii=False)


def _written(moment: float) -> str:
    """Seconds since 1970 as RFC 3339 has them, in UTC."""
    return f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(moment))}.{int(moment % 1 * 1000):03}Z"


def query_in(query_string: str, content_type: str, body: bytes) -> str | None:
    """The query of a request whose process did not live to tell it."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in ("application/sparql-query", "application/sparql-update"):
        return body.decode("utf-8", "replace")
    form = body.decode("utf-8", "replace") if kind == "application/x-www-form-urlencoded" else ""
    fields = parse_qs(f"{query_string}&{form}")
    return next((fields[name][0] for name in ("query", "update") if name in fields), None)
