"""Answers of the command line, as JSON objects and as text."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from etl.model import Fault, Reading
from etl.pipeline import Checked, Loaded, Outcome
from warehouse import queries
from warehouse.build import Published
from warehouse.connection import Warehouse

Json = dict[str, Any]

_LEVELS = {"error": "错误", "explain": "需说明", "notice": "提示"}
_KINDS = {"full": "全部重建", "incremental": "增量", "unchanged": "没有变化"}

EMPTY_STATUS: Json = {"publish": None, "published_at": None, "submissions": [], "coverage": []}


def plain(value: Any) -> Any:
    """Exact decimals as JSON numbers: whole ones as integers."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value)


def fault_json(fault: Fault) -> Json:
    names = ("level", "code", "sheet", "cell", "column", "value", "message", "remedy", "detail")
    return {name: getattr(fault, name) for name in names}


def reading_json(reading: Reading) -> Json:
    cell = ("dataset", "body", "year", "measure", "value", "state", "unit", "sheet", "cell", "raw")
    return {
        "file": reading.file,
        "rows": reading.rows,
        "cells": [{name: getattr(c, name) for name in cell} for c in reading.cells],
        "set_aside": [{"sheet": s.sheet, "row": s.row, "why": s.why, "text": s.text} for s in reading.set_aside],
        "unmapped": [{"sheet": u.sheet, "cell": u.cell, "header": u.header} for u in reading.unmapped],
        "faults": [fault_json(f) for f in reading.faults],
    }


def readings_text(readings: Sequence[Reading]) -> str:
    lines = []
    for reading in readings:
        lines.append(f"{reading.file}：{reading.rows} 行，读懂 {len(reading.cells)} 格")
        for c in reading.cells:
            shown = c.value if c.value is not None else c.state
            where = f"{c.sheet}!{c.cell}" if c.sheet else c.cell
            lines.append(f"  {where}  {c.body} {c.year} {c.measure} = {shown} {c.unit}")
        lines += [f"  未当作数据：第{s.row}行（{s.why}）{s.text}" for s in reading.set_aside]
        lines += [f"  未识别的表头：{u.cell}“{u.header}”" for u in reading.unmapped]
        lines += [_fault_text(f) for f in reading.faults]
    return "\n".join(lines)


def checked_json(checked: Checked) -> Json:
    reading = checked.reading
    return {
        "file": reading.file,
        "ok": checked.ok,
        "rows": reading.rows,
        "faults": [fault_json(f) for f in checked.faults],
        "explained": [{"code": e.fault.code, "cell": e.fault.cell, "text": e.text} for e in checked.explained],
    }


def checked_text(checked: Sequence[Checked]) -> str:
    lines = []
    for one in checked:
        verdict = "可以载入" if one.ok else "不能载入"
        lines.append(f"{one.reading.file}：{one.reading.rows} 行，{verdict}")
        lines += [_fault_text(f) for f in one.faults]
        lines += [f"  已说明：{e.fault.cell or e.fault.code}：{e.text}" for e in one.explained]
    return "\n".join(lines)


def _fault_text(fault: Fault) -> str:
    where = "!".join(part for part in (fault.sheet, fault.cell) if part)
    return f"  [{_LEVELS[fault.level]}] {where} {fault.message}　→ {fault.remedy}（{fault.code}）"


def loaded_json(loaded: Loaded) -> Json:
    answer: Json = {"ok": loaded.ok, "files": [_outcome_json(o) for o in loaded.outcomes]}
    return answer | (published_json(loaded.published) if loaded.published else {"publish": None})


def _outcome_json(outcome: Outcome) -> Json:
    names = ("file", "ok", "rows", "submission", "already")
    return {n: getattr(outcome, n) for n in names} | {"faults": [fault_json(f) for f in outcome.faults]}


def loaded_text(loaded: Loaded, brief: bool = False) -> str:
    lines = []
    for o in loaded.outcomes:
        if o.already:
            lines.append(f"{o.file}：与提交 {o.submission} 是同一个文件，没有改动")
        elif o.submission:
            lines.append(f"{o.file}：已载入 {o.rows} 行，提交编号 {o.submission}")
        else:
            lines.append(f"{o.file}：没有载入" + ("" if o.ok else "，有问题"))
        lines += [] if brief and o.ok else [_fault_text(f) for f in o.faults]
    if loaded.published:
        lines.append(published_text(loaded.published))
    return "\n".join(lines)


def published_json(published: Published) -> Json:
    return {"publish": published.publish, "published_at": published.published_at, "kind": published.kind}


def published_text(p: Published) -> str:
    return f"当前为第 {p.publish} 次发布（{p.published_at}，{_KINDS[p.kind]}）。"


def status_json(w: Warehouse) -> Json:
    info = queries.publish_info(w)
    listed = w.rows("submissions")
    roots = w.rows("roots")
    coverage = [row | {"body": r["body"]} for r in roots for row in w.rows("coverage_totals", parent=r["body"])]
    return {**info, "submissions": listed, "coverage": coverage}


def status_text(answer: Json) -> str:
    if answer["publish"] is None:
        return "还没有发布任何数据。"
    lines = [f"第 {answer['publish']} 次发布（{answer['published_at']}），提交 {len(answer['submissions'])} 份"]
    for c in answer["coverage"]:
        if c["due"]:
            lines.append(f"  {c['year']} {c['dataset_title']}：应报 {c['due']}，已报 {c['reported']}")
    for s in answer["submissions"]:
        mark = "已撤回" if s["withdrawn"] else f"{s['counts_for']}/{s['parts']} 部分有效"
        lines.append(f"  提交 {s['submission']}：{s['file']}，{s['received_at']}，{mark}")
    return "\n".join(lines)


def indicator_json(row: Mapping[str, Any], publish: int | None) -> Json:
    names = (
        "body body_name year indicator title numerator denominator value unit n low high target status "
        "coverage_reported coverage_due rule rule_title main notes demonstration"
    )
    return {name: row[name] for name in names.split()} | {"publish": publish}


def indicators_text(rows: Sequence[Json], year: int) -> str:
    lines = [f"{year} 年度指标"]
    for r in rows:
        value = "—" if r["value"] is None else f"{r['value']:,.2f}{r['unit']}"
        share = "" if r["denominator"] is None else f"（{plain(r['numerator'])}/{plain(r['denominator'])}）"
        lines.append(f"  {r['body_name']}　{r['title']}　{value}{share}　{r['status']}　{r['rule_title']}")
    return "\n".join(lines)


def measure_json(row: Mapping[str, Any]) -> Json:
    names = ("body", "body_name", "year", "measure", "value", "state")
    source = _source(row)
    return {name: row[name] for name in names} | {
        "source": source,
        "submission": row["submission"],
        "dataset": row["dataset"],
        "unit": row["unit"],
        "reported": row["reported"],
        "due": row["due"],
        "explanation": row["explanation"],
        "demonstration": row["demonstration"],
    }


def _source(row: Mapping[str, Any]) -> str | None:
    """`行政处罚.xlsx Sheet1!B7` for a cell, the count of bodies for a total, None where nothing was sent."""
    if row["file"]:
        place = "!".join(part for part in (row["sheet"], row["cell"]) if part)
        return f"{row['file']} {place}".strip()
    return f"{row['reported']}/{row['due']} 个单位合计" if row["reported"] else None


def measures_text(rows: Sequence[Json], year: int) -> str:
    lines = [f"{year} 年度报送数值"]
    for r in rows:
        shown = r["state"] if r["value"] is None else plain(r["value"])
        lines.append(f"  {r['body_name']}　{r['measure']} = {shown}　{r['source'] or ''}")
    return "\n".join(lines)
