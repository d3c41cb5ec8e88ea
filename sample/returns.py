"""Builds one dataset's figures for one year: body → measure → value."""

from collections.abc import Callable, Iterable
from decimal import Decimal

from definitions.model import Body, Dataset, Definitions
from sample import source
from sample.split import share

Rows = dict[str, dict[str, Decimal]]


def build(definitions: Definitions, dataset: Dataset, year: int, bodies: list[Body], before: Rows) -> Rows:
    """Gives every measure valid in `year` of the bodies that send the return; `before` is last year's."""
    measures = [column.measure for column in dataset.columns if column.applies_in(year)]
    rows: Rows = {body.body: dict.fromkeys(measures, Decimal(0)) for body in bodies}
    _add_written(dataset, year, rows)
    for measure in measures:
        if "weights" in source.read("volumes").get(measure, {}):
            _put(rows, measure, source.shared(measure, year, source.weights(measure, rows)))
    finish = FINISH.get(dataset.dataset)
    if finish:
        finish(rows, year, _carried(definitions, rows, before))
    return rows


def _add_written(dataset: Dataset, year: int, rows: Rows) -> None:
    for body, written in source.written_rows(dataset.dataset, year).items():
        for name, value in written.items():
            rows[body][_full_name(dataset, name)] = value


def _full_name(dataset: Dataset, name: str) -> str:
    """Finds the one measure that is or ends with `name`: `upheld` is `outcome_upheld`."""
    if name in dataset.by_measure:
        return name
    (measure,) = [measure for measure in dataset.by_measure if measure.endswith(f"_{name}")]
    return measure


def _carried(definitions: Definitions, rows: Rows, before: Rows) -> Rows:
    """Gives what each body stood at a year ago; a successor inherits the sum of its predecessors."""
    carried: Rows = {}
    for body in rows:
        origins = [body, *definitions.bodies[body].predecessors]
        last = [before[origin] for origin in origins if origin in before]
        carried[body] = {m: sum((row[m] for row in last if m in row), Decimal(0)) for m in rows[body]}
    return carried


def _put(rows: Rows, measure: str, values: dict[str, int]) -> None:
    for body, value in values.items():
        rows[body][measure] = Decimal(value)


def _sum(row: dict[str, Decimal], names: Iterable[str]) -> Decimal:
    return sum((row[name] for name in names), Decimal(0))


def _penalties(rows: Rows, year: int, _: Rows) -> None:
    kinds, new = source.read("kinds"), year >= 2021
    for body, row in rows.items():
        row["total_cases"] = row["summary_procedure_cases"] + row["ordinary_procedure_cases"]
        origin = "town" if body.startswith("town_") else KINDS_OF.get(body, body)
        shares = {kind: float(part) for kind, part in kinds.get(origin, kinds["usual"]).items()}
        for kind, count in share(int(row["total_cases"]), shares, f"{body} kinds {year}", 0, 0.2).items():
            row[kind if new else kinds["before_2021"][kind]] += count
        for part in ("cases_legally_vetted", "cases_transferred_criminal"):
            row[part] = min(row[part], row["ordinary_procedure_cases"])
    _add_amounts(rows, year)


def _add_amounts(rows: Rows, year: int) -> None:
    """Shares the amount out by the cases that cost money; the few cases of a small body make a round sum."""
    prefix = "kind_" if year >= 2021 else "old_kind_"
    averages = source.weights("penalty_amount", rows)
    costly = {body: float(row[f"{prefix}fine"] + row[f"{prefix}confiscation"]) for body, row in rows.items()}
    by_cost = {body: averages[body] * cases for body, cases in costly.items()}
    amounts = source.shared("penalty_amount", year, by_cost)
    small = {body: round(amount, -2) for body, amount in amounts.items() if costly[body] < 10}
    largest = max(amounts, key=lambda body: amounts[body])
    amounts[largest] += sum(amounts[body] - amount for body, amount in small.items())
    _put(rows, "penalty_amount", amounts | small)


def _permits(rows: Rows, year: int, _: Rows) -> None:
    for body, row in rows.items():
        decided = row["permits_granted"] + row["permits_denied"]
        # In 2021 the permits revoked were of earlier years, so they are not among those accepted.
        row["permits_accepted"] = decided if year == 2021 else decided + row["permits_revoked"]
        seed, accepted = f"{body} permits {year}", int(row["permits_accepted"])
        row["permit_applications"] = accepted + Decimal(
            share(accepted, {"refused": 1, "taken": 80}, seed, 0, 0.5)["refused"]
        )
        row["permit_items"] = row["permit_items_by_law"] + row["permit_items_by_local_rule"]


def _coercion(rows: Rows, year: int, _: Rows) -> None:
    for row in rows.values():
        row["coercive_measures"] = _sum(row, [name for name in row if name.startswith("measure_")])
        enforcement = [name for name in row if name.startswith("enforcement_")]
        row["coercive_enforcements"] = _sum(row, enforcement)


def _capacity(rows: Rows, year: int, _: Rows) -> None:
    averages = source.weights("training_attendances", rows)
    present = {body: averages[body] * float(row["training_sessions"]) for body, row in rows.items()}
    _put(rows, "training_attendances", source.shared("training_attendances", year, present))
    officers = source.read("officers")
    for body, row in rows.items():
        due = officers["due"].get(body, officers["due"]["others"])
        lacking = officers["lacking"].get(body, [0] * len(source.YEARS))[source.YEARS.index(year)]
        row["officers_due"], row["certified_officers"] = Decimal(due), Decimal(due - lacking)


def _reconsideration(rows: Rows, year: int, carried: Rows) -> None:
    for body, row in rows.items():
        row["reconsideration_accepted"] = row["reconsideration_received"] - row["reconsideration_rejected"]
        open_cases = carried[body]["reconsideration_pending"] + row["reconsideration_accepted"]
        row["reconsideration_pending"] = open_cases - row["reconsideration_concluded"]


def _litigation(rows: Rows, year: int, carried: Rows) -> None:
    for body, row in rows.items():
        if year > source.YEARS[0]:
            row["litigation_carried_in"] = carried[body]["litigation_pending"]
        open_cases = row["litigation_carried_in"] + row["litigation_new"]
        row["litigation_pending"] = open_cases - row["litigation_concluded"]


def _rulemaking(rows: Rows, year: int, carried: Rows) -> None:
    for body, row in rows.items():
        if year > source.YEARS[0]:
            row["normative_documents_in_force"] = (
                carried[body]["normative_documents_in_force"]
                + row["normative_documents_issued"]
                - row["normative_documents_repealed"]
            )


KINDS_OF = {"urban_administration": "urban_management"}

FINISH: dict[str, Callable[[Rows, int, Rows], None]] = {
    "penalties": _penalties,
    "permits": _permits,
    "coercion": _coercion,
    "capacity": _capacity,
    "rulemaking": _rulemaking,
    "reconsideration": _reconsideration,
    "litigation": _litigation,
}
