"""The January rush over the wire: forty people send in the same minute, leaders look, and the server is killed."""

import asyncio
import hashlib
import random
import signal
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import pytest

from etl import filing as filings_of
from ledger import Ledger
from ledger.audit import Actor, acting
from ledger.filings import Filing, Filings, OutOfTurn
from ledger.folder import DataFolder
from tests.rush.client import Client, query
from tests.rush.office import REPORTED, YEAR, Office, furnish, returned
from warehouse import queries
from warehouse.connection import open_served

MINE = "mine"
SENT = r"第(\d+)号已提交"
DRAFT = r"已保存为第(\d+)号草稿"


async def draft(client: Client, content: bytes) -> int:
    """Uploads; gives the number that was acknowledged."""
    await client.open(MINE)
    await client.upload("能力.csv", content)
    await client.press("读取并核对")
    assert not client.says("本页未能显示"), "the page broke"
    return client.number(DRAFT)


async def submit(client: Client) -> int:
    """Submits the draft laid open; whoever is told that a colleague was faster looks, and presses again."""
    for _ in range(4):
        await client.press("提交")
        if client.says("已提交，等待审核"):
            return client.number(SENT)
    raise AssertionError("not acknowledged")


async def send(office: Office, url: str, name: str, content: bytes) -> int:
    client = await Client.sign_in(url, name, office.passwords[name])
    try:
        await draft(client, content)
        return await submit(client)
    finally:
        await client.leave()


async def look(office: Office, url: str, name: str, done: asyncio.Event) -> int:
    """A leader goes from page to page until all have sent; every page must be whole."""
    client = await Client.sign_in(url, name, office.passwords[name])
    pages = 0
    while not done.is_set():
        for page in ("", "capacity", "data_status"):
            await client.open(page, query(year=2023, body="lusong"))
            assert client.says("株洲市芦淞区 · 2023年")
            assert not client.says("本页未能显示")
            pages += 1
            with suppress(TimeoutError):
                await asyncio.wait_for(done.wait(), 2)
    await client.leave()
    return pages


def accept(data: DataFolder, filings: Filings, chosen: list[Filing]) -> int:
    """What one reviewer does; gives how many he was the one to accept."""
    done = 0
    with acting(Actor("reviewer", "10.0.0.1")):
        for one in chosen:
            try:
                done += filings_of.accept(data, filings, one, demonstration=True).ok
            except OutOfTurn:
                continue  # the other was faster
    return done


def kept(office: Office, number: int, content: bytes) -> bool:
    """Whether a filing's bytes are those that were sent."""
    with Filings(office.data / "ledger.sqlite") as filings:
        found = filings.filing(number)
    assert found is not None, number
    [file] = found.files
    original = DataFolder(office.data).original(file.sha256).read_bytes()
    return original == content and file.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.timeout(240)
def test_forty_send_at_once_while_leaders_look(sample_data: Path, tmp_path: Path) -> None:
    """34 bodies, and at six of them a colleague with another version; then two reviewers accept the same at once."""
    clerks = {f"clerk.{body}": body for body in REPORTED}
    doubled = list(REPORTED)[: 40 - len(REPORTED)]
    clerks |= {f"second.{body}": body for body in doubled}
    assert len(clerks) == 40
    office = furnish(sample_data, tmp_path, clerks, leaders=2)
    contents = {name: returned(body, name.startswith("second.")) for name, body in clerks.items()}

    async def rush(url: str) -> tuple[dict[str, int], list[int]]:
        done = asyncio.Event()
        leaders = [asyncio.create_task(look(office, url, f"leader.{n}", done)) for n in range(2)]
        sent = await asyncio.gather(*(send(office, url, name, contents[name]) for name in clerks))
        done.set()
        return dict(zip(clerks, sent, strict=True)), await asyncio.gather(*leaders)

    with office.open() as (url, _):
        acknowledged, looked = asyncio.run(rush(url))
    assert all(pages >= 3 for pages in looked)
    assert len(set(acknowledged.values())) == len(clerks)
    assert all(kept(office, number, contents[name]) for name, number in acknowledged.items())
    data = DataFolder(office.data)
    with Filings(data.ledger) as filings:
        found = {one.filing: one for one in filings.listed()}
        states = Counter(found[number].state for number in acknowledged.values())
        assert states == {"submitted": len(REPORTED), "replaced": len(doubled)}
        for name, number in acknowledged.items():
            assert found[number].account == name
            assert found[number].parts == ((clerks[name], YEAR, "capacity"),)
        # Nobody's version was replaced unseen: whoever came later had the first one's number before him.
        standing = {one.bodies[0]: one for one in found.values() if one.state == "submitted"}
        with ThreadPoolExecutor(2) as reviewers:
            chosen = [standing[body] for body in doubled]
            both = [reviewers.submit(accept, data, filings, order) for order in (chosen, chosen[::-1])]
        assert sum(done.result() for done in both) == len(doubled)
    with Ledger(data.ledger) as ledger:
        assert ledger.verify().ok
        assert len([s for s in ledger.submissions() if s.file == "能力.csv"]) == len(doubled)
    warehouse = open_served(data.root)
    assert warehouse is not None
    rows = queries.measure_records(warehouse, doubled, [YEAR], ["training_sessions"])
    warehouse.close()
    for row in rows:
        text = contents[standing[row["body"]].account].decode("gb18030")
        assert row["value"] == Decimal(text.splitlines()[1].split(",")[2])


@pytest.mark.timeout(180)
def test_killed_in_mid_upload_nothing_acknowledged_is_lost(sample_data: Path, tmp_path: Path) -> None:
    """Killed while one uploads half a file, one has a draft, and others are sending: then started again."""
    bodies = list(REPORTED)[:8]
    clerks = {f"clerk.{body}": body for body in bodies}
    office = furnish(sample_data, tmp_path, clerks)
    contents = {name: returned(body) for name, body in clerks.items()}
    first, second, *others = clerks
    acknowledged: dict[str, int] = {}

    async def until_killed(url: str, kill: object) -> int:
        waiting = await Client.sign_in(url, first, office.passwords[first])
        number = await draft(waiting, contents[first])
        half = await Client.sign_in(url, second, office.passwords[second])
        await half.open(MINE)

        async def sending(name: str) -> None:
            acknowledged[name] = await send(office, url, name, contents[name])

        async def endless() -> None:
            await half.upload("half.csv", b"x" * 30_000_000)

        tasks = [asyncio.create_task(sending(name)) for name in others]
        while not acknowledged:
            await asyncio.sleep(0.02)
        tasks.append(asyncio.create_task(endless()))
        await asyncio.sleep(random.Random(7).uniform(0.02, 0.1))
        assert callable(kill)
        kill()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(waiting.leave(), half.leave(), return_exceptions=True)
        return number

    with office.open() as (url, process):
        number = asyncio.run(until_killed(url, lambda: process.send_signal(signal.SIGKILL)))
        process.wait(20)
    assert len(acknowledged) > 0
    with office.open() as (url, _):
        with Ledger(office.data / "ledger.sqlite") as ledger:
            assert ledger.verify().ok
        assert all(kept(office, n, contents[name]) for name, n in acknowledged.items())
        assert kept(office, number, contents[first])
        with Filings(office.data / "ledger.sqlite") as filings:
            for one in filings.listed():
                # Drafts of which nobody heard any more are whole, too: their bytes came first.
                assert kept(office, one.filing, contents[one.account])
                expected = "submitted" if one.filing in acknowledged.values() else one.state
                assert one.state == expected

        async def after() -> int:
            client = await Client.sign_in(url, first, office.passwords[first])
            await client.open(MINE, query(filing=number))
            assert client.says(f"第{number}号报送")
            again = await submit(client)
            await client.leave()
            return again

        assert asyncio.run(after()) == number
