"""An invented ledger of all cases in court of the district's bodies, that comes to exactly what they are said to have typed."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate

from definitions.model import Definitions
from sample.returns import Rows

LEDGER = "hearings"
FILE = "litigation_hearings_{year}.csv"
YEARS = (2022, 2023)
DOMAINS = {
    "market_supervision": ("食品安全", "广告", "食品安全"),
    "urban_management": ("市容管理", "违法建设"),
    "natural_resources": ("土地征收",),
    "housing": ("物业管理",),
    "human_resources": ("工伤认定",),
    "public_security": ("治安管理",),
    "health": ("医疗卫生",),
}
ACTS = {
    "market_supervision": ("举报投诉处理", "行政处罚", "行政处罚"),
    "urban_management": ("行政处罚", "行政强制"),
    "natural_resources": ("政府信息公开",),
    "housing": ("行政许可",),
    "human_resources": ("行政确认",),
    "public_security": ("行政处罚",),
    "health": ("行政处罚",),
}
ABSENCES = ("因公出差", "生病住院")
COLUMNS = (
    "filed_on", "heard_on", "head", "principal", "concluded_on", "outcome", "domain", "act_type", "reason",
)  # fmt: skip


def table(definitions: Definitions, year: int, rows: Rows, before: Rows) -> list[list[str]]:
    """The header and a row a case: whatever was heard, decided on paper or is open; `before` is last year's."""
    ledger = definitions.ledgers[LEDGER]
    outcomes = ledger.columns["outcome"].values
    head = ["案号", "被告", *(ledger.columns[name].label for name in COLUMNS)]
    found = [head]
    for body in rows:
        name = definitions.bodies[body].name
        for case in _cases(body, year, rows, before):
            shown = case | {"outcome": outcomes[case["outcome"]][0] if case["outcome"] else ""}
            found.append([case["case_number"], name, *(shown[column] for column in COLUMNS)])
    return found


def _cases(body: str, year: int, rows: Rows, before: Rows) -> Iterator[dict[str, str]]:
    """First those carried over: of last year's the latest."""
    figures = {name.removeprefix("litigation_"): int(value) for name, value in rows[body].items()}
    last = before.get(body, {})
    was_new = int(last.get("litigation_new", 0))
    carried = range(was_new - figures["carried_in"], was_new)
    filed = [_filed(body, year - 1, n, before) for n in carried]
    filed += [_filed(body, year, n, rows) for n in range(figures["new"])]
    for number, case in enumerate(filed):
        if number < figures["concluded"]:
            case |= _course(number, figures, year, case["filed_on"])
        yield case


def _filed(body: str, year: int, number: int, rows: Rows) -> dict[str, str]:
    """A case as it stands before anything has come of it, the same in every year's ledger."""
    new = [int(row["litigation_new"]) for row in rows.values()]
    earlier = dict(zip(rows, accumulate(new, initial=0), strict=False))[body]
    own = rows[body]
    if number < own["litigation_new"] - own["litigation_pending"]:
        day = date(year, 3, 1) + timedelta(days=40 * earlier % 150 + 60 * number)
    else:
        # Late enough to be open at the end of the year.
        day = date(year, 10, 8) + timedelta(days=11 * number)
    return dict.fromkeys(COLUMNS, "") | {
        "case_number": f"（{year}）演示行初{earlier + number + 1}号",
        "filed_on": f"{day}",
        "domain": DOMAINS[body][number % len(DOMAINS[body])],
        "act_type": ACTS[body][number % len(ACTS[body])],
    }


def _course(number: int, figures: dict[str, int], year: int, filed_on: str) -> dict[str, str]:
    """What became of the concluded case of that number: the first were heard, the first of these with a head."""
    begun = max(date.fromisoformat(filed_on), date(year, 1, 5))
    lost = number >= figures["concluded"] - figures["losses"]
    ended = {
        "concluded_on": f"{begun + timedelta(days=70)}",
        "outcome": "lost" if lost else "won",
    }
    if number >= figures["hearings"]:
        return ended
    came = number < figures["head_appearances"]
    return ended | {
        "heard_on": f"{begun + timedelta(days=35)}",
        "head": "是" if came else "否",
        "principal": ("是" if number < figures["principal_appearances"] else "否") if came else "",
        "reason": "" if came else ABSENCES[number % len(ABSENCES)],
    }
