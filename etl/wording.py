"""Answers of the command line as text, for people."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from definitions import load_definitions
from definitions.model import Words
from etl.faults import one_line, place
from etl.judge import Checked
from etl.model import Cell, Fault, Reading
from etl.pipeline import Loaded, Outcome
from etl.show import source
from ledger import Submission
from warehouse.build import Published
from warehouse.notes import fraction, shown

Row = Mapping[str, Any]

_LEVELS = {"error": "错误", "explain": "需说明", "notice": "提示"}
_KINDS = {"full": "全部重建", "incremental": "增量", "unchanged": "没有变化", "recovered": "中断后恢复"}
_WHY = {
    "title": "标题", "header": "表头", "blank": "空行", "totals": "合计行", "note": "备注", "numbering": "栏次",
    "compared": "对照行",
}  # fmt: skip


def readings(found: Sequence[Reading]) -> str:
    return "\n".join(line for reading in found for line in _reading(reading))


def _reading(reading: Reading) -> Iterator[str]:
    yield f"{reading.file}：{reading.rows} 行，读懂 {len(reading.cells)} 格"
    definitions = load_definitions()
    for (dataset, body, year), cells in groupby(reading.cells, key=lambda c: (c.dataset, c.body, c.year)):
        yield f"  {definitions.bodies[body].short_name} {year}年《{definitions.datasets[dataset].title}》"
        yield from (
            _cell(cell, definitions.column_of[cell.measure].label, definitions.words) for cell in cells
        )
    for aside in reading.set_aside:
        if aside.why != "blank":
            why = _WHY.get(aside.why, aside.why)
            yield f"  未当作数据：{place(aside.sheet, None)}第{aside.row}行（{why}）{one_line(aside.text)}"
    yield from (f"  未识别的表头：{header.cell}“{one_line(header.header)}”" for header in reading.unmapped)
    yield from _faults(reading.faults)


def _cell(cell: Cell, label: str, words: Words) -> str:
    content = words.state_titles[cell.state] if cell.value is None else f"{_plain(cell.value)}{cell.unit}"
    return f"    {cell.cell}　{label} = {content}"


def checked(files: Sequence[Checked]) -> str:
    lines: list[str] = []
    for one in files:
        lines.append(f"{one.reading.file}：{one.reading.rows} 行，{'可以载入' if one.ok else '不能载入'}")
        lines += _faults(one.faults)
        lines += [f"  已说明：{e.fault.cell or e.fault.code}：{one_line(e.text)}" for e in one.explained]
    return "\n".join(lines)


def _faults(faults: Iterable[Fault]) -> Iterator[str]:
    for fault in faults:
        # Most messages begin with their place themselves.
        told = not fault.cell or fault.cell in fault.message
        where = "" if told else f"{place(fault.sheet, fault.cell)}："
        yield f"  [{_LEVELS[fault.level]}] {where}{fault.message}"
        yield f"      → {fault.remedy}（{fault.code}）"


def loaded(done: Loaded, brief: bool = False, superseded: Container[int | None] = ()) -> str:
    lines: list[str] = []
    for outcome in done.resumed:
        lines.append(f"上次中断时收到的 {_outcome(outcome)}")
    for outcome in done.outcomes:
        lines.append(_outcome(outcome))
        if outcome.already and outcome.submission in superseded:
            lines.append(
                "  它已被后来的报送取代；要恢复它，请撤回后来的提交（python -m etl withdraw 提交编号）"
            )
        if not (brief and outcome.ok) and not outcome.same_as:
            lines += _faults(outcome.faults)
    if done.published:
        lines.append(published(done.published))
    return "\n".join(lines)


def _outcome(outcome: Outcome) -> str:
    if outcome.already:
        return f"{outcome.file}：与提交 {outcome.submission} 是同一个文件，没有改动"
    if outcome.same_as:
        return f"{outcome.file}：与同批的 {outcome.same_as} 内容完全相同，只算一份"
    if outcome.submission:
        return f"{outcome.file}：已载入 {outcome.rows} 行，提交编号 {outcome.submission}"
    return f"{outcome.file}：没有载入，{'同批的其他文件有问题' if outcome.ok else '有问题'}"


def published(p: Published) -> str:
    return f"当前为第 {p.publish} 次发布（{_time(p.published_at)}，{_KINDS[p.kind]}）。"


def status(answer: Row) -> str:
    if answer["publish"] is None:
        return "还没有发布任何数据。"
    mark = "，含演示数据" if answer["demonstration"] else ""
    lines = [f"第 {answer['publish']} 次发布（{_time(answer['published_at'])}{mark}）"]
    lines.append("报送情况（已报/应报）：")
    for year, rows in groupby(answer["coverage"], key=lambda row: row["year"]):
        due = [row for row in rows if row["due"]]
        lines.append(
            f"  {year}　" + "　".join(f"{r['dataset_title']} {r['reported']}/{r['due']}" for r in due)
        )
    lines.append(f"提交 {len(answer['submissions'])} 份：")
    for s in answer["submissions"]:
        lines.append(f"  {s['submission']}　{s['file']}　{_time(s['received_at'])}　{_standing(s)}")
    return "\n".join(lines)


def _standing(submission: Row) -> str:
    if submission["withdrawn"]:
        return "已撤回"
    counts, parts = submission["counts_for"], submission["parts"]
    if counts == parts:
        return "有效"
    return f"{parts} 项中 {counts} 项有效，其余已被后来的报送取代" if counts else "已被后来的报送取代"


def not_standing(number: int, known: Submission | None) -> str:
    """Why there is nothing to withdraw."""
    if known and known.withdrawn_at:
        return f"提交 {number}（{known.file}）已在 {_time(known.withdrawn_at)} 撤回，原因：{known.withdrawn_reason}。"
    return f"没有编号为 {number} 的提交；用 python -m etl status 查看提交编号。"


def indicators(rows: Sequence[Row], year: int, words: Words) -> str:
    lines = [f"{year} 年度指标"]
    for name, of_body in groupby(rows, key=lambda row: row["body_name"]):
        lines.append(name)
        for row in of_body:
            rule = "" if row["denominator"] is None else f"（{row['rule_title']}）"
            lines.append(f"  {row['title']}{rule}　{_indicator(row, words)}")
            lines += [f"      注：{note}" for note in row["notes"] if note != words.notes["demonstration"]]
    if any(row["demonstration"] for row in rows):
        lines.append(f"（{words.notes['demonstration']}）")
    return "\n".join(lines)


def _indicator(row: Row, words: Words) -> str:
    if row["value"] is None:
        return words.status_titles[row["status"]]
    parts = [shown(row)]
    if row["denominator"] is not None:
        parts.append(fraction(row))
    if row["low"] is not None:
        parts.append(f"95%区间 {row['low']:.{row['decimals']}f}—{row['high']:.{row['decimals']}f}")
    if row["target"] is not None:
        parts.append(f"目标 {_plain(row['target'])}{row['unit']}")
    if row["status"] != "no_target":
        parts.append(words.status_titles[row["status"]])
    return "，".join(parts)


def measures(rows: Sequence[Row], year: int, words: Words) -> str:
    lines = [f"{year} 年度报送数值"]
    for name, of_body in groupby(rows, key=lambda row: row["body_name"]):
        lines.append(name)
        for row in of_body:
            number = row["value"] is not None
            content = f"{_plain(row['value'])}{row['unit']}" if number else words.state_titles[row["state"]]
            lines.append(f"  {row['label']} = {content}　{source(row) or ''}".rstrip())
    return "\n".join(lines)


def _plain(value: Any) -> str:
    """`41,673` or `12.5`: grouped, without zeros that say nothing."""
    return f"{value:,.4f}".rstrip("0").rstrip(".")


def _time(iso: str) -> str:
    """`2024-01-31 09:15` out of the ISO text."""
    return iso[:16].replace("T", " ")
