"""Who is answered next: places that clients take in turn, and each client's budget of query time.

Fairness is round-robin over clients, each with a queue of its own (Nagle, RFC 970); the budget is a token bucket.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from server.refusals import ServerBusy, TooManyRequests

_MINUTE: Final = 60.0
_FORGET: Final = 10_000  # clients whose budgets are kept


class Places:
    """A number of places, and the clients that wait for one."""

    def __init__(self, number: int, *, waiting: int, patience: float) -> None:
        self._free, self._most, self._patience = number, waiting, patience
        self._queues: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self.number, self.waiting = number, 0

    @property
    def taken(self) -> int:
        """How many places are taken."""
        return self.number - self._free

    async def enter(self, client: str) -> None:
        """Takes a place when it is this client's turn; ``ServerBusy`` when too many wait or it takes too long."""
        if self._free and not self.waiting:
            self._free -= 1
            return
        if self.waiting >= self._most:
            raise ServerBusy("too many requests wait already; try again in a few seconds", after=self._patience)
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queues.setdefault(client, deque()).append(turn)
        self.waiting += 1
        try:
            async with asyncio.timeout(self._patience):
                await turn
        except TimeoutError:
            self._withdraw(client, turn)
            raise ServerBusy("all query processes are at work; try again in a few seconds", after=self._patience) from None
        except asyncio.CancelledError:
            self._withdraw(client, turn)
            raise

    def leave(self) -> None:
        """Gives a place back: to the client that has not been served for longest."""
        self._free += 1
        while self._free and self._queues:
            client, queue = self._queues.popitem(last=False)
            turn = queue.popleft()
            if queue:
                self._queues[client] = queue  # at the end: others first
            self.waiting -= 1
            if not turn.done():
                self._free -= 1
                turn.set_result(None)

    def _withdraw(self, client: str, turn: asyncio.Future[None]) -> None:
        queue = self._queues.get(client)
        if queue is not None and turn in queue:
            queue.remove(turn)
            self.waiting -= 1
            if not queue:
                del self._queues[client]
        elif turn.done() and not turn.cancelled():  # it was given the place in this very moment
            self.leave()


class Budgets:
    """What each client may still use of query time, and how many of its requests are under way."""

    def __init__(self, *, seconds: float, requests: int, clock: Callable[[], float]) -> None:
        self._seconds, self._requests, self._clock = seconds, requests, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()  # seconds left, at which time
        self._under_way: dict[str, int] = {}

    def begin(self, client: str) -> None:
        """Counts a request in; ``TooManyRequests`` when the client has used its share up."""
        left = self._remaining(client)
        if self._seconds and left < 0:
            after = -left / self._seconds * _MINUTE
            raise TooManyRequests(
                f"this client has used its {self._seconds:g} seconds of query time in a minute", after=max(after, 1.0)
            )
        under_way = self._under_way.get(client, 0)
        if under_way >= self._requests:
            raise TooManyRequests(f"this client has {under_way} requests under way, which is as many as it may", after=1.0)
        self._under_way[client] = under_way + 1

    def end(self, client: str, seconds: float) -> None:
        """Counts a request out that used so many seconds."""
        under_way = self._under_way.pop(client) - 1
        if under_way:
            self._under_way[client] = under_way
        left = max(self._remaining(client) - seconds, -self._seconds)  # after a minute all is forgiven
        self._left[client] = left, self._clock()
        self._left.move_to_end(client)
        if len(self._left) > _FORGET:
            self._left.popitem(last=False)

    def _remaining(self, client: str) -> float:
        left, at = self._left.get(client, (self._seconds, 0.0))
        return min(self._seconds, left + (self._clock() - at) * self._seconds / _MINUTE)

