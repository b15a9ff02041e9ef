"""Why a request is turned away or stopped; ``server/errors.py`` gives each its status."""

from kg.errors import DemarcheError, QueryError


class QueryTimeout(QueryError):
    """The query ran into its deadline and was stopped."""


class QueryExhausted(QueryError):
    """The query needed more memory, or gave more rows, than it may."""


class NoSuchForm(DemarcheError):
    """The client takes no form that this kind of answer ("rows", "boolean", "triples") has."""


class ComeBackLater(DemarcheError):
    """Not now; ``after`` is the number of seconds until it is worth another try."""

    def __init__(self, message: str, *, after: float = 5.0) -> None:
        super().__init__(message)
        self.after = after


class ServerBusy(ComeBackLater):
    """All query processes are at work, and so many wait already or have waited for so long."""


class TooManyConnections(ServerBusy):
    """More clients are connected than may be."""


class TooManyRequests(ComeBackLater):
    """One client asks for more than its share."""


class ProcessKilled(ComeBackLater):
    """The process that answered was killed by somebody else than the server."""
