"""When to look at a feed again, and what to remember of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cadence import CEILING, fingerprint, plan
from bot.model.feed import Document, Feed, FeedState
from bot.model.fetching import Fetched, FetchStatus

NOW = datetime(2022, 1, 20, 12, 0, tzinfo=UTC)
URL = "https://observer.example/rss"
MIDDLE = 0.5
"""The jitter that changes nothing."""
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
FAILURES = [s for s in FetchStatus if s not in {FetchStatus.OK, FetchStatus.NOT_MODIFIED}]


def feed(**changes: object) -> Feed:
    return replace(Feed(url=URL, name="Observer", every=10 * MINUTE), **changes)  # type: ignore[arg-type]


def state(**changes: object) -> FeedState:
    return replace(FeedState(id=1, feed=feed(), next_poll_at=NOW), **changes)  # type: ignore[arg-type]


def fetched(status: FetchStatus = FetchStatus.OK, **changes: object) -> Fetched:
    return replace(Fetched(status=status, url=URL, detail="as it went"), **changes)  # type: ignore[arg-type]


def after(before: FeedState, outcome: Fetched, *, now: datetime = NOW, document: Document | None = None) -> FeedState:
    return plan(before, outcome, now=now, jitter=MIDDLE, document=document)


def wait(before: FeedState, outcome: Fetched, document: Document | None = None) -> timedelta:
    return after(before, outcome, document=document).next_poll_at - NOW


class TestSuccess:
    def test_is_remembered_with_what_the_next_question_needs(self) -> None:
        body = b"<rss/>"
        outcome = fetched(body=body, etag='"1"', last_modified="Thu, 20 Jan 2022 04:05:00 GMT")
        document = Document(title="Observer", items=(), ttl=15 * MINUTE)
        new = after(state(failures=4, error="500", gone=True), outcome, document=document)
        assert (new.polled_at, new.succeeded_at) == (NOW, NOW)
        assert (new.failures, new.error, new.gone) == (0, None, False)
        assert (new.etag, new.last_modified) == ('"1"', "Thu, 20 Jan 2022 04:05:00 GMT")
        assert new.body_hash == fingerprint(body)
        assert new.ttl == 15 * MINUTE

    def test_waits_as_long_as_the_desk_says(self) -> None:
        assert wait(state(), fetched()) == 10 * MINUTE

    def test_varies_by_a_tenth_to_either_side(self) -> None:
        early = plan(state(), fetched(), now=NOW, jitter=0.0).next_poll_at
        late = plan(state(), fetched(), now=NOW, jitter=0.999999).next_poll_at
        assert early == NOW + 9 * MINUTE
        assert NOW + 10.99 * MINUTE < late < NOW + 11 * MINUTE

    def test_a_publishers_hint_stretches_the_wait(self) -> None:
        assert wait(state(), fetched(max_age=15 * MINUTE)) == 15 * MINUTE
        assert wait(state(), fetched(), Document(title="", items=(), ttl=12 * MINUTE)) == 12 * MINUTE

    def test_but_at_most_to_twice_of_what_the_desk_says(self) -> None:
        assert wait(state(), fetched(max_age=4 * 60 * MINUTE)) == 20 * MINUTE
        assert wait(state(ttl=DAY), fetched(FetchStatus.NOT_MODIFIED)) == 20 * MINUTE

    def test_a_hint_never_shortens_it(self) -> None:
        assert wait(state(), fetched(max_age=timedelta(0))) == 10 * MINUTE

    def test_an_unchanged_body_need_not_be_read_again(self) -> None:
        before = state(body_hash="abc", ttl=12 * MINUTE)
        new = after(before, fetched(body=b"same", etag='"2"'))
        assert (new.body_hash, new.ttl, new.etag) == ("abc", 12 * MINUTE, '"2"')
        assert new.succeeded_at == NOW

    def test_not_modified_is_a_success_and_keeps_the_validators(self) -> None:
        before = state(etag='"1"', last_modified="then", body_hash="abc", failures=2, polled_at=NOW - 10 * MINUTE)
        new = after(before, fetched(FetchStatus.NOT_MODIFIED))
        assert (new.etag, new.last_modified, new.body_hash) == ('"1"', "then", "abc")
        assert (new.failures, new.succeeded_at) == (0, NOW)

    def test_once_a_day_the_whole_is_asked_for(self) -> None:
        before = state(etag='"1"', last_modified="then", polled_at=NOW - DAY)
        new = after(before, fetched(FetchStatus.NOT_MODIFIED))
        assert (new.etag, new.last_modified) == (None, None)


class TestFailure:
    def test_is_counted_and_explained(self) -> None:
        new = after(state(failures=1, succeeded_at=NOW - DAY), fetched(FetchStatus.HTTP_ERROR))
        assert (new.failures, new.error) == (2, "as it went")
        assert new.succeeded_at == NOW - DAY

    def test_doubles_the_wait_up_to_a_day_and_never_stops(self) -> None:
        waits = [wait(state(failures=n), fetched(FetchStatus.TOO_SLOW)) / MINUTE for n in range(10)]
        assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440]
        assert wait(state(failures=100_000), fetched(FetchStatus.TOO_SLOW)) == DAY

    def test_drops_the_validators_in_case_they_are_the_cause(self) -> None:
        new = after(state(etag='"1"', last_modified="then", body_hash="abc"), fetched(FetchStatus.HTTP_ERROR))
        assert (new.etag, new.last_modified, new.body_hash) == (None, None, "abc")

    def test_an_unreadable_document_is_one_and_is_read_again(self) -> None:
        before = state(etag='"1"', body_hash="abc", moved_to="https://new.example/rss", moved_days=("2022-01-19",))
        outcome = fetched(body=b"<html>", etag='"2"', moved_to="https://new.example/rss")
        new = plan(before, outcome, now=NOW, jitter=MIDDLE, unreadable="HTML, not a feed")
        assert (new.failures, new.error) == (1, "HTML, not a feed")
        assert (new.etag, new.body_hash) == (None, None)
        assert new.moved_days == ("2022-01-19",)
        assert new.succeeded_at is None

    def test_without_words_the_kind_of_failure_is_said(self) -> None:
        assert after(state(), fetched(FetchStatus.TOO_LARGE, detail="")).error == "too large"


class TestThrottling:
    def test_the_server_says_when(self) -> None:
        assert wait(state(), fetched(FetchStatus.THROTTLED, retry_after=60 * MINUTE)) >= 60 * MINUTE
        early = plan(state(), fetched(FetchStatus.THROTTLED, retry_after=60 * MINUTE), now=NOW, jitter=0)
        assert early.next_poll_at == NOW + 60 * MINUTE

    def test_but_not_sooner_than_a_failure_would_wait(self) -> None:
        assert wait(state(failures=3), fetched(FetchStatus.THROTTLED, retry_after=MINUTE)) == 80 * MINUTE

    def test_and_not_later_than_a_day(self) -> None:
        assert wait(state(), fetched(FetchStatus.THROTTLED, retry_after=30 * DAY)) == DAY

    def test_keeps_the_validators_since_a_full_answer_would_be_rude(self) -> None:
        assert after(state(etag='"1"'), fetched(FetchStatus.THROTTLED)).etag == '"1"'


class TestGone:
    def test_is_asked_once_a_day_and_flagged(self) -> None:
        new = after(state(), fetched(FetchStatus.GONE))
        assert new.gone
        assert new.next_poll_at == NOW + DAY
        assert (new.failures, new.error) == (1, "as it went")

    def test_until_it_comes_back(self) -> None:
        assert not after(state(gone=True), fetched()).gone

    def test_a_place_it_had_moved_to_is_left_for_the_configured_one_at_once(self) -> None:
        new = after(state(effective_url="https://new.example/rss"), fetched(FetchStatus.GONE))
        assert (new.effective_url, new.gone) == (None, False)
        assert new.next_poll_at == NOW + 10 * MINUTE


class TestMoving:
    NEW = "https://new.example/rss"

    def moved(self, before: FeedState, *days: int) -> FeedState:
        for day in days:
            before = after(before, fetched(moved_to=self.NEW), now=NOW + day * DAY)
        return before

    def test_takes_three_days(self) -> None:
        two = self.moved(state(), 0, 0, 0, 1, 1)
        assert (two.effective_url, two.moved_to, two.moved_days) == (None, self.NEW, ("2022-01-20", "2022-01-21"))
        three = self.moved(two, 5)
        assert (three.effective_url, three.moved_to, three.moved_days) == (self.NEW, None, ())

    def test_counts_when_not_modified_too(self) -> None:
        before = self.moved(state(), 0, 1)
        new = after(before, fetched(FetchStatus.NOT_MODIFIED, moved_to=self.NEW), now=NOW + 2 * DAY)
        assert new.effective_url == self.NEW

    def test_is_forgotten_when_it_redirects_no_longer(self) -> None:
        assert after(self.moved(state(), 0, 1), fetched()).moved_days == ()

    def test_begins_anew_when_it_leads_elsewhere(self) -> None:
        elsewhere = fetched(moved_to="https://third.example/rss")
        assert after(self.moved(state(), 0, 1), elsewhere).moved_days == ("2022-01-20",)

    def test_survives_a_bad_day(self) -> None:
        before = after(self.moved(state(), 0, 1), fetched(FetchStatus.TOO_SLOW))
        assert self.moved(before, 2).effective_url == self.NEW

    def test_is_undone_when_the_new_place_fails_for_long(self) -> None:
        new = state(effective_url=self.NEW)
        for _ in range(2):
            new = after(new, fetched(FetchStatus.UNREACHABLE))
            assert new.effective_url == self.NEW
        assert after(new, fetched(FetchStatus.UNREACHABLE)).effective_url is None

    def test_back_to_the_configured_address_is_no_move(self) -> None:
        before = state(effective_url=self.NEW, moved_to=URL, moved_days=("2022-01-18", "2022-01-19"))
        assert after(before, fetched(moved_to=URL)).effective_url is None

    @pytest.mark.parametrize("kept", [feed(allow_private=True), feed(url="https://reader:s3cret@observer.example/rss")])
    def test_permission_and_password_are_not_carried_to_another_host(self, kept: Feed) -> None:
        new = self.moved(state(feed=kept), 0, 1, 2, 3)
        assert (new.effective_url, new.moved_days) == (None, ())


states = st.builds(
    state,
    feed=st.builds(feed, every=st.timedeltas(timedelta(seconds=10), timedelta(days=3))),
    failures=st.integers(0, 10**6),
    ttl=st.none() | st.timedeltas(timedelta(0), timedelta(days=400)),
    effective_url=st.none() | st.just("https://new.example/rss"),
    polled_at=st.none() | st.datetimes(datetime(2022, 1, 1), datetime(2023, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
)
waits = st.none() | st.timedeltas(timedelta(0), timedelta(days=31))
outcomes = st.builds(
    fetched,
    status=st.sampled_from(FetchStatus),
    max_age=waits,
    retry_after=waits,
    moved_to=st.none() | st.text(max_size=40) | st.just("http://[::1"),
)
jitters = st.floats(0, 1, exclude_max=True)


@given(states, outcomes, jitters, st.none() | st.just("no feed"))
def test_the_next_look_is_ahead_and_within_the_ceiling(
    before: FeedState, outcome: Fetched, jitter: float, unreadable: str | None
) -> None:
    new = plan(before, outcome, now=NOW, jitter=jitter, unreadable=unreadable)
    assert NOW < new.next_poll_at <= NOW + max(CEILING, before.feed.every)
    assert new.polled_at == NOW
    assert (new.error is None) == (new.failures == 0) == (new.succeeded_at == NOW)
    assert (new.id, new.feed) == (before.id, before.feed)


@given(states, outcomes.filter(lambda o: o.status in FAILURES), jitters)
def test_more_failures_never_mean_a_sooner_look(before: FeedState, outcome: Fetched, jitter: float) -> None:
    one_more = replace(before, failures=before.failures + 1)
    first, second = (plan(s, outcome, now=NOW, jitter=jitter) for s in (before, one_more))
    assert first.next_poll_at <= second.next_poll_at
    assert second.failures == first.failures + 1


@given(states, outcomes, jitters)
def test_no_success_comes_sooner_than_the_desk_wants_by_more_than_the_jitter(
    before: FeedState, outcome: Fetched, jitter: float
) -> None:
    new = plan(before, outcome, now=NOW, jitter=jitter)
    assert new.next_poll_at - NOW >= min(before.feed.every * 0.9, CEILING) - timedelta(microseconds=1)
