"""Invented case ledgers of the body with most cases, that come to exactly what it is said to have typed."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import cycle

from definitions.model import Definitions
from sample.returns import Rows

LEDGER = "reconsideration_cases"
FILE = "reconsideration_cases_{year}.csv"
"""The year stands in the name: cases that are still open are of the year before."""
BODY = "market_supervision"
YEARS = (2022, 2023)
DOMAINS = ("食品安全", "消费者权益保护", "食品安全", "广告", "价格", "食品安全", "产品质量")
ACTS = ("举报投诉处理", "举报投诉处理", "行政处罚", "举报投诉处理", "政府信息公开", "举报投诉处理")
REASONS = ("未在法定期限内答复", "程序违法", "认定事实不清", "未在法定期限内答复")
CORRECTED = ("revoked", "varied", "declared_illegal", "ordered_to_act")


def table(definitions: Definitions, year: int, rows: Rows, before: Rows) -> list[list[str]]:
    """The header and a row a case; `rows` are the year's returns, `before` those of the year before."""
    ledger = definitions.ledgers[LEDGER]
    columns = [name for name in ledger.columns if name != "case_number"]
    head = ["案号", "被申请人", *(ledger.columns[name].label for name in columns)]
    name = definitions.bodies[BODY].name
    cases = _cases(ledger.columns["outcome"].values, year, rows, before)
    return [head, *([case["case_number"], name, *(case[c] for c in columns)] for case in cases)]


def _cases(
    outcomes: Mapping[str, tuple[str, ...]], year: int, rows: Rows, before: Rows
) -> Iterator[dict[str, str]]:
    """First those still open a year ago, then the year's own: concluded, open, turned away."""
    received, was_received = _count(rows, "received"), _count(before, "received")
    results = iter([code for code in outcomes for _ in range(_count(rows, f"outcome_{code}"))])
    reasons = cycle(REASONS)
    for number in range(was_received - _count(before, "pending") + 1, was_received + 1):
        ended = date(year, 1, 20) + timedelta(days=14 * (was_received - number))
        case = _received(year - 1, number, was_received)
        yield case | _concluded(outcomes, next(results), ended, reasons)
    for number in range(1, received + 1):
        case, outcome = _received(year, number, received), next(results, None)
        if outcome:
            ended = date.fromisoformat(case["received_on"]) + timedelta(days=50)
            case |= _concluded(outcomes, outcome, ended, reasons)
        elif number > received - _count(rows, "rejected"):
            case |= {"accepted_on": "", "outcome": outcomes["rejected"][0]}
        yield case


def _count(rows: Rows, name: str) -> int:
    """A figure of the body by the last part of its name."""
    figures = rows[BODY]
    return int(figures.get(name, figures.get(f"reconsideration_{name}", 0)))


def _received(year: int, number: int, received: int) -> dict[str, str]:
    """The case of that number as it stands before it is concluded, the same in every year's ledger."""
    day = date(year, 1, 8) + timedelta(days=(number - 1) * 280 // max(received, 1))
    return {
        "case_number": f"演示〔{year}〕{number}号",
        "received_on": f"{day}",
        "accepted_on": f"{day + timedelta(days=4)}",
        "concluded_on": "",
        "outcome": "",
        "domain": DOMAINS[(number - 1) % len(DOMAINS)],
        "act_type": ACTS[(number - 1) % len(ACTS)],
        "reason": "",
    }


def _concluded(
    outcomes: Mapping[str, tuple[str, ...]], outcome: str, day: date, reasons: Iterator[str]
) -> dict[str, str]:
    return {
        "concluded_on": f"{day}",
        "outcome": outcomes[outcome][0],
        "reason": next(reasons) if outcome in CORRECTED else "",
    }
