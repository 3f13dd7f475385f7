"""The table of a delivery's life, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.model.delivery import (
    EDIT_PAUSE,
    MAX_ATTEMPTS,
    RETRY_CEILING,
    RETRY_FIRST,
    Delivery,
    Later,
    Never,
    Sent,
    State,
    after,
    backoff,
    grown,
    merged,
    released,
    revived,
)

NOW = datetime(2026, 1, 20, 12, tzinfo=UTC)
QUEUED = Delivery(id=1, channel="desk", state=State.QUEUED, due=NOW, queued_at=NOW, alert=1)
SENT = replace(QUEUED, state=State.SENT, due=None, ref="77", sent_at=NOW)
STALE = replace(SENT, state=State.STALE, due=NOW)
SOON = NOW + timedelta(minutes=1)


def test_a_sent_message_keeps_the_chats_own_reference() -> None:
    assert after(QUEUED, Sent(ref="77"), NOW) == SENT


def test_an_edit_keeps_the_time_of_the_first_sending() -> None:
    assert after(STALE, Sent(ref="77"), SOON) == SENT


def test_later_waits_and_counts_the_attempt() -> None:
    expected = replace(QUEUED, due=SOON, attempts=1, why="502")
    assert after(QUEUED, Later(until=SOON, why="502"), NOW) == expected


def test_a_destination_that_asks_for_patience_costs_no_attempt() -> None:
    waiting = replace(QUEUED, attempts=MAX_ATTEMPTS - 1)
    expected = replace(waiting, due=SOON, why="429")
    assert after(waiting, Later(until=SOON, why="429", destination=True), NOW) == expected


def test_spent_attempts_hold_a_message_and_never_drop_it() -> None:
    last = replace(QUEUED, attempts=MAX_ATTEMPTS - 1)
    ended = after(last, Later(until=SOON, why="timeout"), NOW)
    assert (ended.state, ended.due, ended.why) == (State.HELD, None, "timeout")


def test_spent_attempts_at_an_edit_leave_the_message_that_was_sent() -> None:
    last = replace(STALE, attempts=MAX_ATTEMPTS - 1)
    assert after(last, Later(until=SOON, why="timeout"), NOW).state is State.SENT


def test_a_refused_message_is_final_and_says_why() -> None:
    ended = after(QUEUED, Never(why="text is empty"), NOW)
    assert (ended.state, ended.why) == (State.REFUSED, "text is empty")


def test_a_lost_destination_holds_the_message() -> None:
    assert after(QUEUED, Never(why="removed", destination=True), NOW).state is State.HELD


def test_a_refused_edit_keeps_the_message_and_the_reason() -> None:
    ended = after(STALE, Never(why="message was deleted"), NOW)
    assert (ended.state, ended.why) == (State.SENT, "message was deleted")


@pytest.mark.parametrize("state", [State.SENT, State.HELD, State.REFUSED, State.MERGED])
def test_nothing_else_may_be_sent(state: State) -> None:
    with pytest.raises(ValueError, match="nothing to send"):
        after(replace(QUEUED, state=state), Sent(ref="1"), NOW)


def test_a_story_that_grows_makes_only_sent_messages_due() -> None:
    assert grown(SENT, NOW) == replace(SENT, state=State.STALE, due=NOW + EDIT_PAUSE)
    assert grown(QUEUED, NOW) == QUEUED


def test_a_destination_that_returns_releases_what_was_held() -> None:
    held = replace(QUEUED, state=State.HELD, due=None, attempts=3, why="removed")
    assert released(held, SOON) == replace(QUEUED, due=SOON)
    assert released(SENT, SOON) == SENT


def test_a_message_whose_story_was_merged_is_not_sent_until_the_story_is_split_off() -> None:
    held = replace(QUEUED, state=State.HELD, due=None)
    for waiting in (QUEUED, held):
        silent = merged(waiting)
        assert (silent.state, silent.due) == (State.MERGED, None)
        assert revived(silent, SOON) == replace(QUEUED, due=SOON)
    assert (merged(SENT), merged(STALE), revived(SENT, SOON)) == (SENT, STALE, SENT)


def test_back_off_doubles_up_to_its_ceiling() -> None:
    assert [backoff(n) for n in (0, 1, 2, 3)] == [timedelta(0), RETRY_FIRST, RETRY_FIRST * 2, RETRY_FIRST * 4]
    assert backoff(500) == RETRY_CEILING
