"""Invented case ledgers of the body with most cases, that come to exactly what it is said to have typed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import cycle

from definitions.model import Definitions

LEDGER = "reconsideration_cases"
BODY = "market_supervision"
YEARS = (2022, 2023)
DOMAINS = ("食品安全", "消费者权益保护", "食品安全", "广告", "价格", "食品安全", "产品质量")
ACTS = ("举报投诉处理", "举报投诉处理", "行政处罚", "举报投诉处理", "政府信息公开", "举报投诉处理")
REASONS = ("未在法定期限内答复", "程序违法", "认定事实不清", "未在法定期限内答复")
CORRECTED = ("revoked", "varied", "declared_illegal", "ordered_to_act")


def table(definitions: Definitions, year: int, figures: Mapping[str, Decimal]) -> list[list[str]]:
    """The header and a row a case."""
    ledger = definitions.ledgers[LEDGER]
    columns = [c for c in ledger.columns if c != "case_number"]
    head = ["案号", "被申请人", *(ledger.columns[c].label for c in columns)]
    body = definitions.bodies[BODY].name
    rows = [
        [f"演示〔{year}〕{number}号", body, *(case[c] for c in columns)]
        for number, case in enumerate(_cases(definitions, year, figures), start=1)
    ]
    return [head, *rows]


def _cases(definitions: Definitions, year: int, figures: Mapping[str, Decimal]) -> Iterator[dict[str, str]]:
    values = definitions.ledgers[LEDGER].columns["outcome"].values
    outcomes = [c for c in values for _ in range(int(figures.get(f"outcome_{c}", 0)))]
    received, rejected = (int(figures[f"reconsideration_{name}"]) for name in ("received", "rejected"))
    pending = received - rejected - len(outcomes)
    results: Sequence[str | None] = [*outcomes, *[None] * pending, *["rejected"] * rejected]
    domains, acts, reasons = cycle(DOMAINS), cycle(ACTS), cycle(REASONS)
    for number, outcome in enumerate(results):
        day = date(year, 1, 8) + timedelta(days=number * 280 // max(received, 1))
        yield {
            "received_on": f"{day}",
            "accepted_on": f"{day + timedelta(days=4)}" if outcome != "rejected" else "",
            "concluded_on": f"{day + timedelta(days=50)}" if outcome in outcomes else "",
            "outcome": values[outcome][0] if outcome else "",
            "domain": next(domains),
            "act_type": next(acts),
            "reason": next(reasons) if outcome in CORRECTED else "",
        }
