from __future__ import annotations

import itertools
import json
import multiprocessing
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from kg.wikidata import Match
from kg.wikidata.live import Live, by_asked, parse_search, read_json
from kg.wikidata.polite import (
    ContactError,
    Manners,
    NetworkError,
    Polite,
    Reply,
    TryAgainError,
    retry_after,
    user_agent,
)
from kg.wikidata.service import OfflineError, Settings
from tests.wikidata_samples import (
    WORLD,
    FakeTime,
    Service,
    entity,
    json_answer,
    running,
    wikibase,
)

WHO = "ada@example.org"
MAXLAG = json_answer({"error": {"code": "maxlag", "info": "a server is 7 seconds behind", "lag": 7}}, retry_after="5")


@pytest.fixture
def service() -> Iterator[Service]:
    with running(Service(wikibase)) as service:
        yield service


@pytest.fixture
def fake() -> FakeTime:
    return FakeTime()


@pytest.fixture
def live(service: Service, fake: FakeTime, tmp_path: Path) -> Iterator[Live]:
    with made(service, fake, tmp_path) as live:
        yield live


def made(service: Service, fake: FakeTime, folder: Path, **changed: Any) -> Live:
    settings = Settings(**{"contact": WHO, "api": service.url, "cache": folder, "timeout": 5.0, **changed})
    polite = Polite(folder, Manners(), clock=fake.clock, sleep=fake.sleep, chance=lambda: 0.5)
    return Live(settings, clock=fake.clock, polite=polite)


# --- what is asked ---------------------------------------------------------------------------------------------------


def test_items_come_through_the_api(live: Live, service: Service) -> None:
    items = live.items(["Q1001", "Q1002", "Q77"])
    assert {qid: item.label for qid, item in items.items()} == {"Q1001": "Marisol Fenwick", "Q1002": "Cassius Holloway"}
    (asked,) = service.asked
    assert asked.parameters["maxlag"] == "5"
    assert asked.parameters["ids"] == "Q1001|Q1002|Q77"
    assert WHO in asked.agent
    assert asked.agent.startswith("celebrity-kg/")


def test_common_occupations_come_with_their_labels(live: Live) -> None:
    item = live.item("Q1001")
    assert item is not None
    assert [ref.label for ref in item.occupations] == ["actor"]


def test_fifty_items_a_request(live: Live, service: Service) -> None:
    live.items(f"Q{number}" for number in range(1, 121))
    assert [len(asked.parameters["ids"].split("|")) for asked in service.asked] == [50, 50, 20]


def test_a_redirect_is_followed_and_kept_under_both_numbers(live: Live, service: Service) -> None:
    item = live.item("Q2001")
    assert item is not None
    assert item.qid == "Q1001"
    assert live.item("Q2001") == item
    assert len(service.asked) == 1


def test_a_missing_item_is_asked_for_once(live: Live, service: Service) -> None:
    assert live.item("Q77") is None
    assert live.item("Q77") is None
    assert len(service.asked) == 1


def test_a_number_that_was_never_given_out_does_not_spoil_the_others(live: Live, service: Service) -> None:
    items = live.items(["Q1001", "Q999999999999", "Q1002"])
    assert items.keys() == {"Q1001", "Q1002"}
    assert live.item("Q999999999999") is None
    assert len(service.asked) == 2


def test_a_search_gives_hits_with_how_they_match(live: Live) -> None:
    hits = live.named("marisol fenwick")
    assert [(hit.qid, hit.match) for hit in hits] == [("Q1001", Match.EXACT), ("Q1003", Match.EXACT)]
    assert [(hit.qid, hit.match) for hit in live.named("Mari Fenwick")] == [("Q1001", Match.ALIAS)]
    assert live.named("Nobody At All") == ()


def test_disambiguation_pages_are_no_hits(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    world = [*WORLD, entity("Q1100", "Cassius Holloway", kinds=("Q4167410",))]
    service.answer = lambda parameters: wikibase(parameters, world)
    with made(service, fake, tmp_path) as live:
        assert [hit.qid for hit in live.named("Cassius Holloway")] == ["Q1002"]


def test_the_snapshot_is_of_today(live: Live) -> None:
    assert live.snapshot.date == "2026-05-28"


# --- who asks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("contact", ["", "ada", "ada@", "example.org", "ada @example.org"])
def test_without_a_contact_nothing_is_sent(contact: str, service: Service, fake: FakeTime, tmp_path: Path) -> None:
    with pytest.raises(ContactError, match="--contact"):
        made(service, fake, tmp_path, contact=contact)
    assert not service.asked


@pytest.mark.parametrize("contact", ["ada@example.org", "https://example.org/bot"])
def test_a_contact_is_an_address_or_a_page(contact: str) -> None:
    assert contact in user_agent(contact)


def test_a_service_that_refuses_is_asked_once(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    service.troubles = [(403, {"Content-Type": "text/plain"}, b"Please set a user-agent")]
    with made(service, fake, tmp_path) as live, pytest.raises(NetworkError, match="user agent"):
        live.item("Q1001")
    assert len(service.asked) == 1
    assert fake.slept == []


def test_the_stub_refuses_who_does_not_say_who_it_is(service: Service) -> None:
    import httpx

    assert httpx.get(service.url, params={"action": "wbgetentities", "ids": "Q1"}).status_code == 403


# --- troubles --------------------------------------------------------------------------------------------------------


def cut_off(handler: BaseHTTPRequestHandler) -> None:
    """The connection ends in the middle of the body."""
    handler.send_response(200)
    handler.send_header("Content-Length", "5000")
    handler.end_headers()
    handler.wfile.write(b'{"entities": {"Q1001": {"id"')
    handler.close_connection = True
    handler.connection.close()


def hang_up(handler: BaseHTTPRequestHandler) -> None:
    """No answer at all."""
    handler.close_connection = True
    handler.connection.close()


TROUBLES: dict[str, Any] = {
    "429": (429, {"Retry-After": "7"}, b"Too many requests"),
    "500": (500, {}, b"<html>Our servers are currently experiencing a technical problem</html>"),
    "502": (502, {}, b""),
    "503": (503, {}, b"upstream"),
    "maxlag": MAXLAG,
    "ratelimited": json_answer({"error": {"code": "ratelimited", "info": "slow down"}}),
    "internal": json_answer({"error": {"code": "internal_api_error_DBQueryError", "info": "oh"}}),
    "cut JSON": (200, {}, b'{"entities": {"Q1001": {"id": "Q10'),
    "no object": (200, {}, b"[1, 2]"),
    "a page": (200, {"Content-Type": "text/html"}, b"<html>please wait</html>"),
    "cut off": cut_off,
    "hung up": hang_up,
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_passing_trouble_is_overcome_with_a_wait(trouble: str, live: Live, service: Service, fake: FakeTime) -> None:
    service.troubles = [TROUBLES[trouble]] * 2
    item = live.item("Q1001")
    assert item is not None
    assert item.label == "Marisol Fenwick"
    assert len(service.asked) == 3
    assert len(fake.slept) == 2
    assert min(fake.slept) >= 0.5


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_trouble_that_stays_ends_in_an_error_after_few_tries(
    trouble: str, live: Live, service: Service, fake: FakeTime
) -> None:
    service.troubles = [TROUBLES[trouble]] * 50
    with pytest.raises(NetworkError, match="try later"):
        live.item("Q1001")
    assert len(service.asked) == Manners().tries
    assert sum(fake.slept) > 15


def test_retry_after_is_kept_to(live: Live, service: Service, fake: FakeTime) -> None:
    service.troubles = [TROUBLES["429"], MAXLAG]
    live.item("Q1001")
    assert fake.slept == [pytest.approx(7, abs=0.01), pytest.approx(5, abs=0.01)]


def test_retry_after_may_be_a_date() -> None:
    headers = {"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}
    assert retry_after(headers, 1792567680.0 - 90) == 90.0
    assert retry_after(headers, 1792567680.0 + 90) == 0.0
    assert retry_after({"retry-after": "soon"}, 0.0) is None


def test_who_is_told_to_stay_away_for_long_stays_away_also_next_time(
    service: Service, fake: FakeTime, tmp_path: Path
) -> None:
    service.troubles = [(429, {"Retry-After": "3600"}, b"")]
    for _ in range(3):
        with made(service, fake, tmp_path) as live, pytest.raises(NetworkError, match="3600 s more"):
            live.item("Q1001")
    assert len(service.asked) == 1
    fake.now += 3601
    with made(service, fake, tmp_path) as live:
        assert live.item("Q1001") is not None


def test_waits_grow_and_have_a_random_part(tmp_path: Path) -> None:
    def waits(chance: float) -> list[float]:
        fake = FakeTime()
        folder = tmp_path / str(chance)
        polite = Polite(folder, clock=fake.clock, sleep=fake.sleep, chance=lambda: chance)
        with pytest.raises(NetworkError):
            polite.ask(lambda: Reply(500, {}, b""), lambda reply: reply.body, "the service")
        return fake.slept

    assert waits(1.0) == [pytest.approx(2.0**n, rel=1e-3) for n in range(5)]
    assert waits(0.0) == [pytest.approx(2.0**n / 2, rel=1e-3) for n in range(5)]


def test_a_refusal_for_good_is_no_reason_to_ask_again(live: Live, service: Service, fake: FakeTime) -> None:
    service.troubles = [json_answer({"error": {"code": "badvalue", "info": "no such language"}})] * 3
    with pytest.raises(NetworkError, match="no such language"):
        live.item("Q1001")
    assert len(service.asked) == 1


def test_addresses_that_lead_nowhere(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    around = (302, {"Location": service.url}, b"")
    service.troubles = [around] * 20
    with made(service, fake, tmp_path) as live, pytest.raises(NetworkError, match="from one address to another"):
        live.item("Q1001")
    assert len(service.asked) <= 4
    with made(service, fake, tmp_path / "b", api="nonsense") as live, pytest.raises(NetworkError, match="no address"):
        live.item("Q1001")


def test_a_redirected_address_is_followed(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    service.troubles = [(301, {"Location": f"{service.url}?action=wbgetentities&ids=Q1001&moved=1"}, b"")]
    with made(service, fake, tmp_path) as live:
        assert live.item("Q1001") is not None


def test_a_slow_service_is_given_up_on(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    service.slow = 0.5
    with made(service, fake, tmp_path, timeout=0.05) as live, pytest.raises(NetworkError, match="6 tries"):
        live.item("Q1001")


# --- no storm --------------------------------------------------------------------------------------------------------


def test_requests_are_spaced(live: Live, service: Service, fake: FakeTime) -> None:
    live.items(f"Q{number}" for number in range(1, 501))
    assert len(service.asked) == 10
    assert fake.slept == [pytest.approx(Manners().pause, abs=0.01)] * 9


def test_a_service_in_trouble_sees_no_storm(service: Service, tmp_path: Path) -> None:
    """With real time, and much less patience than the real thing: every second answer is a trouble."""
    troubles: list[Any] = [trouble for name, trouble in TROUBLES.items() if name not in ("429", "maxlag")]
    service.troubles = [
        one for trouble in troubles for one in (trouble, wikibase({"action": "wbgetentities", "ids": "Q1"}))
    ]
    manners = Manners(pause=0.02, tries=5, first_wait=0.02, longest_wait=0.2)
    settings = Settings(contact=WHO, api=service.url, cache=tmp_path, timeout=5.0)
    with Live(settings, manners=manners) as live:
        for number in range(1, len(troubles) + 1):
            live.items([f"Q{number}"])
    times = [asked.at for asked in service.asked]
    gaps = [later - sooner for sooner, later in itertools.pairwise(times)]
    assert min(gaps) >= 0.009, "half of the first wait is the least there is"
    assert service.most_at_once == 1


def ask_some(api: str, folder: str, numbers: list[int]) -> None:
    settings = Settings(contact=WHO, api=api, cache=Path(folder), timeout=5.0)
    with Live(settings, manners=Manners(pause=0.02)) as live:
        for number in numbers:
            live.items([f"Q{number}"])


def test_processes_that_share_a_cache_ask_one_at_a_time(service: Service, tmp_path: Path) -> None:
    service.slow = 0.03
    context = multiprocessing.get_context("spawn")
    workers = [
        context.Process(target=ask_some, args=(service.url, str(tmp_path), list(range(start, start + 4))))
        for start in (100, 200)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0]
    assert len(service.asked) == 8
    assert service.most_at_once == 1
    times = sorted(asked.at for asked in service.asked)
    assert min(later - sooner for sooner, later in itertools.pairwise(times)) >= 0.019


# --- the cache -------------------------------------------------------------------------------------------------------


def test_nothing_is_asked_twice(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    for _ in range(2):
        with made(service, fake, tmp_path) as live:
            live.items(["Q1001", "Q1002"])
            live.named("Marisol Fenwick")
    assert [asked.parameters["action"] for asked in service.asked] == [
        "wbgetentities",
        "wbsearchentities",
        "wbgetentities",  # the namesake that the search found
    ]


def test_what_was_fetched_before_a_failure_is_not_fetched_again(
    service: Service, fake: FakeTime, tmp_path: Path
) -> None:
    wanted = [f"Q{number}" for number in range(1, 151)]
    usual = wikibase({"action": "wbgetentities", "ids": "|".join(wanted[:50])})
    service.troubles = [usual, *[TROUBLES["503"]] * Manners().tries]
    with made(service, fake, tmp_path) as live, pytest.raises(NetworkError):
        live.items(wanted)
    before = len(service.asked)
    with made(service, fake, tmp_path) as live:
        live.items(wanted)
    assert [asked.parameters["ids"].split("|")[0] for asked in service.asked[before:]] == ["Q51", "Q101"]


def test_old_answers_are_asked_for_anew_but_will_do_offline(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    with made(service, fake, tmp_path) as live:
        live.item("Q1001")
        fake.now += 31 * 86_400
        live.item("Q1001")
    assert len(service.asked) == 2
    fake.now += 31 * 86_400
    with made(service, fake, tmp_path, offline=True, contact="") as live:
        assert live.item("Q1001") is not None
    assert len(service.asked) == 2


def test_offline_says_what_is_not_there(service: Service, fake: FakeTime, tmp_path: Path) -> None:
    with made(service, fake, tmp_path, offline=True, contact="") as live:
        with pytest.raises(OfflineError, match="without --offline"):
            live.item("Q1001")
        with pytest.raises(OfflineError, match="Marisol"):
            live.named("Marisol Fenwick")
    assert not service.asked


# --- reading answers -------------------------------------------------------------------------------------------------


def test_an_item_in_two_hits_is_one() -> None:
    found = [
        {"id": "Q1", "label": "Ann Lee", "match": {"type": "label", "text": "Ann Lee"}},
        {"id": "Q1", "label": "Ann Lee", "match": {"type": "alias", "text": "Ann Lee Bell"}},
        {"id": "Q2", "label": "Ann Lee Street", "match": {"type": "label", "text": "Ann Lee Street"}},
    ]
    assert [(hit.qid, hit.match, hit.score) for hit in parse_search(found, "Ann Lee")] == [
        ("Q1", Match.EXACT, 1.0),
        ("Q2", Match.TOKEN, 0.667),
    ]


def test_an_answer_that_leaves_an_item_out_makes_it_missing() -> None:
    answer = {"entities": {"-1": {"id": "Q3", "missing": ""}}}
    assert by_asked(answer, ["Q3"]) == {"Q3": {"id": "Q3", "missing": ""}}


@pytest.mark.parametrize("body", [b"", b"{", b"null", b'"busy"'])
def test_what_is_no_answer_is_asked_for_again(body: bytes) -> None:
    with pytest.raises(TryAgainError):
        read_json(Reply(200, {}, body))


def test_the_lock_of_another_making_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / "lock").write_text("what is this")
    fake = FakeTime()
    polite = Polite(tmp_path, clock=fake.clock, sleep=fake.sleep)
    assert polite.ask(lambda: Reply(200, {}, b"x"), lambda reply: reply.body, "the service") == b"x"


def test_time_is_not_wasted_when_nothing_went_out_before(tmp_path: Path) -> None:
    begun = time.monotonic()
    polite = Polite(tmp_path)
    read: Callable[[Reply], Any] = lambda reply: json.loads(reply.body)  # noqa: E731
    assert polite.ask(lambda: Reply(200, {}, b"[1]"), read, "the service") == [1]
    assert time.monotonic() - begun < 0.4
