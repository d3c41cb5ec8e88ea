"""Lists with one figure a line, clean and dirty in every way a sender manages, and both ways to read them."""

import csv
import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import strategies as st

from definitions import load_definitions
from definitions.model import Definitions
from etl import bulk
from etl.bulk import read_bulk
from etl.large import Large
from etl.model import Cell, Reading
from etl.read import read_file
from warehouse.bulk import HEAD

NAME = "2022年度历史数据.csv"
BODIES = ("卫生健康局", "水利局", "教育局", "市场监督管理局", "农业农村局")
MEASURES = (
    "inspections", "summary_procedure_cases", "penalty_amount", "levy_amount", "kind_fine", "training_sessions",
    "litigation_carried_in", "litigation_pending", "certified_officers", "officers_due",
)  # fmt: skip
HEADERS = {
    "plain": ["单位名称", "年度", "指标名称", "数值"],
    "unit": ["单位名称", "年度", "指标名称", "数值", "计量单位"],
    "own unit": ["单位", "年度", "指标名称", "数值（件）", "单位"],
    "reason": ["年度", "单位名称", "指标", "说明", "数值"],
    "other": ["序号", "单位名称", "年份", "指标名称", "", "数值", "联系人"],
}

_odd_bodies = st.sampled_from(
    [*("卫健委", "水 利 局", "水利局 ", "＝水利局", "=水利局", "水利", "氺利局", "", " ", "合计", "芦淞区", "lusong"),
     *("城市管理局", "文化旅游局", "注：以上数据", "填表人：张三", "指标名称", "x" * 120, "国家税务总局", "health")]
)  # fmt: skip
_odd_years = st.sampled_from(
    [
        "2021",
        "2019年",
        "２０２２",
        "2022年度",
        " 2023",
        "",
        "1999",
        "2099",
        "22",
        "二〇二二",
        "2022.0",
        "=2022",
    ]
)
_odd_labels = st.sampled_from(
    [*("行政检查次数", "1. 简易程序", "其中：罚款", "罚没金额（万元）", "罚没金额（公里）", "申请数", "受理数", "合计"),
     *("简易程序情况", "", " ", "指标名称", "数值", "警告", "old_kind_warning", "published_total_cases", "y" * 250)]
)  # fmt: skip
_odd_values = st.sampled_from(
    [*("0", "007", "+5", "-3", "-0", "1,234", "1 234", "1,2345", " 12 ", "12 ", "１２", "12件", "3万元", "45%", "1e3"),
     *("1.0", "1.50", "1.0000", "1.00001", "1.00010000", "1.000100001", "0.12345", ".5", "5.", "1.2.3", "12.1234"),
     *("9999999999999", "10000000000000", "10000000000001", "99999999999999", "999999999999999", "9" * 31),
     *("abc", "约12", "=1+1", " =A1", "2022-01-01", "3/5", "TRUE", "(12)", "—", "-", "/", "无", "", " ", "N/A"),
     *("未报", "无此职能", "不公开", "not reported", "NOT_REPORTED", "涉密 ", "1\u200b2", "1\u00a02", "z" * 400)]
)  # fmt: skip
_odd_units = st.sampled_from(["", "件", "次", "元", "万元", " 元", "公里", "人次", "＝", "千件"])
_odd_others = st.sampled_from(["", "", "", "基准数据", " ", "=B2", "a", '他说"好"', "甲,乙"])
_raw_lines = st.sampled_from(
    [*("", "", " ", ",,,,", ",,,,,,,,", "注：以上数据来自各单位", "卫生健康局", "卫生健康局,2022", "合计,2022,简易程序,5"),
     *('"卫生健康局",2022,"简易程序","12"', '卫生健康局,2022,简易程序,1"2', '卫生健康局, "2022",简易程序,12'),
     *('"卫生健康局" ,2022,简易程序,12', '卫生健康局,2022,"简易\n程序",12', '"卫生""健康局",2022,简易程序,12'),
     *("卫生健康局,2022,简易程序,12,件,a,b,c,d,e,f,g,h,i", '"卫生健康局,2022,简易程序,12', "\ufeff水利局,2022,简易程序,1")]
)  # fmt: skip


@st.composite
def _line(draw: st.DrawFn) -> dict[str, str]:
    """Mostly right; each part may be odd."""
    column = load_definitions().column_of[draw(st.sampled_from(MEASURES))]
    parts = {
        "body": draw(st.sampled_from(BODIES)),
        "year": str(draw(st.integers(2018, 2023))),
        "label": draw(st.sampled_from([column.label, column.measure])),
        "value": str(draw(st.integers(0, 30))),
        "unit": column.unit,
        "other": "",
    }
    odd = {"body": _odd_bodies, "year": _odd_years, "label": _odd_labels, "value": _odd_values}
    for name in draw(st.lists(st.sampled_from([*odd, "value", "unit", "other"]), max_size=2)):
        parts[name] = draw(odd.get(name, _odd_units if name == "unit" else _odd_others))
    return parts


@st.composite
def long_files(draw: st.DrawFn) -> bytes:
    """A header, a hundred plain lines and some dozen odd ones, in one of the ways to write a CSV file."""
    header = HEADERS[draw(st.sampled_from(sorted(HEADERS)))]
    odd = draw(st.lists(st.one_of(_line(), _line(), _line(), _line(), _raw_lines), max_size=50))
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    separator = draw(st.sampled_from([",", ",", ";", "\t"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    lines: list[str] = []
    for one in [*plain_lines(), *odd]:
        text = one if isinstance(one, str) else _written(fields(one, header, len(lines)), separator, quoting)
        place = draw(st.integers(0, len(lines))) if draw(st.booleans()) and one in odd else len(lines)
        lines.insert(place, text)
    tail = draw(st.sampled_from(["", end, end * 3, f"{end} {end},,{end}"]))
    text = end.join([_written(header, separator, quoting), *lines]) + tail
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig", "gb18030"])), "replace")


def plain_lines() -> list[dict[str, str]]:
    """Enough to fill the head that Python always reads, and some more."""
    columns = [c for c in load_definitions().column_of.values() if c.measure in MEASURES]
    return [
        {
            "body": body,
            "year": str(year),
            "label": c.measure,
            "value": "7",
            "unit": c.unit,
            "other": "",
        }
        for body in BODIES[:2]
        for year in range(2010, 2018)
        for c in columns
        if c.applies_in(year)
    ][: HEAD + 20]


def fields(parts: dict[str, str], header: list[str], number: int) -> list[str]:
    names = {
        "单位名称": "body", "年度": "year", "年份": "year", "指标名称": "label", "指标": "label", "数值": "value",
        "数值（件）": "value", "计量单位": "unit", "说明": "other", "联系人": "other", "": "other",
    }  # fmt: skip
    if header == HEADERS["own unit"]:
        return [parts["body"], parts["year"], parts["label"], parts["value"], parts["unit"]]
    return [str(number) if name == "序号" else parts[names[name]] for name in header]


def _written(row: list[str], separator: str, quoting: int) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, quoting=quoting, lineterminator="").writerow(row)  # type: ignore[arg-type]
    return out.getvalue()


def write_long(path: Path, lines: list[list[str]], header: str = "plain") -> Path:
    text = "\n".join(",".join(line) for line in [HEADERS[header], *lines])
    path.write_text(f"{text}\n", encoding="utf-8")
    return path


def any_size(patch: pytest.MonkeyPatch) -> None:
    """Lets the bulk reader take small files, however many lines are left to Python."""
    patch.setattr(bulk, "SMALLEST_BYTES", 0)
    patch.setattr(bulk, "LARGEST_SHARE", 1.0)


def both_ways(
    path: Path, scratch: Path, definitions: Definitions, name: str = NAME
) -> tuple[Reading | None, Reading]:
    return read_bulk(path, definitions, name, scratch), read_file(path, definitions, name)


def all_cells(reading: Reading, definitions: Definitions) -> list[Cell]:
    """The cells of a bulk reading with those that are no Python objects, in the order of the file."""
    assert reading.bulk
    return Large(reading.bulk, definitions).cells(definitions.bodies)


def as_ordinary(reading: Reading, definitions: Definitions) -> Reading:
    """What the ordinary reader would have given."""
    return replace(reading, cells=all_cells(reading, definitions), bulk=None)
