"""One message's life, and the table of what may happen to it.

A delivery is a row. It is claimed by a lease (`store`), handed to a chat, and what came back decides its next state:

============  =======================  ==================================================================
state         outcome                  next
============  =======================  ==================================================================
queued        Sent(ref)                sent, with the chat's own reference
queued        Later(until, why)        queued, due at `until`; held once `MAX_ATTEMPTS` are spent
queued        Never(why)               refused; held if it is the destination that is gone
stale         Sent(ref)                sent
stale         Later(until, why)        stale, due at `until`; sent (edit given up) once attempts are spent
stale         Never(why)               sent: the first message stands, the edit is given up and `why` kept
sent          the story grew           stale, due after a pause
held          the destination is back  queued, due now
queued, held  its story was merged     merged: another message of the channel tells of that story
merged        its story was split off  queued, due now
============  =======================  ==================================================================

`refused` is final. `held` waits for a person or the platform; nothing is dropped. No chat API offers idempotent sends:
a crash between a send and its record repeats that one message, and the lease bounds it to one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a delivery is in its life."""

    QUEUED = "queued"
    SENT = "sent"
    STALE = "stale"  # sent, and to be edited: its story has grown
    HELD = "held"
    MERGED = "merged"  # never sent: the story is told by another alert
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The chat took it; `ref` is the chat's own id of the message, to edit it by."""

    ref: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Later:
    """Try again at `until`. With `destination`, nothing else may go to that destination before then either (a 429)."""

    until: datetime
    why: str
    destination: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Never:
    """It cannot be sent, however often tried. With `destination`, nothing can: the bot was removed from it."""

    why: str
    destination: bool = False


Outcome = Sent | Later | Never

MAX_ATTEMPTS = 20
"""After this many failures in a row (about two days of back-off) a delivery is held until its destination takes one."""
EDIT_PAUSE = timedelta(seconds=20)
"""Between a later report and the edit that tells of it, so that five reports in a minute are one or two edits."""
RETRY_FIRST = timedelta(seconds=5)
RETRY_CEILING = timedelta(hours=6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message for one channel, and where it is in its life. Times are aware UTC."""

    id: int
    channel: str
    state: State
    due: datetime | None
    """When to look at it next; None where nothing is to be done."""
    attempts: int = 0
    ref: str | None = None
    why: str | None = None
    """What stands in the way, or why it ended; None where all is well."""
    alert: int | None = None
    """The alert it carries; None for a notice, whose words are in `notice`."""
    notice: str | None = None
    queued_at: datetime
    sent_at: datetime | None = None


def backoff(attempts: int) -> timedelta:
    """How long to wait after `attempts` failures in a row: doubling, from `RETRY_FIRST` to `RETRY_CEILING`."""
    return min(RETRY_CEILING, RETRY_FIRST * 2 ** min(attempts - 1, 20)) if attempts else timedelta(0)


def after(delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery:
    """The delivery as it stands after `outcome`, by the table above.

    Raises:
        ValueError: the delivery was neither queued nor stale, so nobody should have tried to send it.
    """
    if delivery.state not in {State.QUEUED, State.STALE}:
        raise ValueError(f"delivery {delivery.id} is {delivery.state}: there was nothing to send")
    editing = delivery.state is State.STALE
    match outcome:
        case Sent(ref=ref):
            sent_at = delivery.sent_at or now
            return replace(delivery, state=State.SENT, due=None, attempts=0, ref=ref, why=None, sent_at=sent_at)
        case Later(until=until, why=why, destination=destination):
            attempts = delivery.attempts + (not destination)
            if attempts >= MAX_ATTEMPTS:
                ended = State.SENT if editing else State.HELD
                return replace(delivery, state=ended, due=None, attempts=attempts, why=why)
            return replace(delivery, due=max(until, now), attempts=attempts, why=why)
        case Never(why=why, destination=destination):
            ended = State.SENT if editing else State.HELD if destination else State.REFUSED
            return replace(delivery, state=ended, due=None, attempts=delivery.attempts + 1, why=why)


def grown(delivery: Delivery, now: datetime) -> Delivery:
    """The delivery after its story got one more report: a sent message is to be edited; any other is built afresh."""
    if delivery.state is State.SENT and delivery.ref is not None:
        return replace(delivery, state=State.STALE, due=now + EDIT_PAUSE, attempts=0, why=None)
    return delivery


def merged(delivery: Delivery) -> Delivery:
    """The delivery after its story became one with a story that its channel has a message of."""
    if delivery.state in {State.QUEUED, State.HELD}:
        return replace(delivery, state=State.MERGED, due=None)
    return delivery


def revived(delivery: Delivery, now: datetime) -> Delivery:
    """The delivery after its story was taken out of that other one again."""
    if delivery.state is State.MERGED:
        return replace(delivery, state=State.QUEUED, due=now, attempts=0, why=None)
    return delivery


def released(delivery: Delivery, now: datetime) -> Delivery:
    """The delivery after its destination came back."""
    if delivery.state is State.HELD:
        return replace(delivery, state=State.QUEUED, due=now, attempts=0, why=None)
    return delivery
