"""`python -m etl score`: a year's scores, verified against what was locked, or against later returns."""

import json
import sys
from collections.abc import Sequence
from typing import Any

from assessment.results import Difference
from assessment.sheets import Sheet, comparable
from assessment.words import number, reason
from console.parser import WrongUse
from definitions import load_definitions
from definitions.model import Definitions
from etl import frozen, show
from etl.arguments import Options
from etl.named import bodies
from etl.progress import Progress
from ledger.assessments import Assessments
from ledger.folder import data_folder
from warehouse.connection import open_served

WHAT = {
    "base": "基数",
    "got": "得分合计",
    "bonus": "加分",
    "total": "总分",
    "grade": "等次",
    "state": "状态",
    "source": "得分来源",
    "automatic": "自动得分",
    "score": "得分",
}


def score(options: Options) -> int:
    """Prints the scores, or with `--verify`, `--revisions` what differs; 1 where something does."""
    data, definitions = data_folder(), load_definitions()
    if not data.ledger.is_file():
        raise WrongUse("还没有数据，先运行 python -m etl load")
    with Progress("计分"), Assessments(data.ledger) as assessments:
        if options.verify:
            return _verify(options, assessments, definitions)
        try:
            return _score(options, assessments, definitions)
        except frozen.NotPublished:
            raise WrongUse("考核方案改动后还没有重新发布，请先运行 python -m etl rebuild") from None


def _verify(options: Options, assessments: Assessments, definitions: Definitions) -> int:
    try:
        replay = frozen.verify(data_folder(), assessments, options.year)
    except frozen.NotLocked:
        raise WrongUse(f"{options.year} 年度的考核还没有锁定，没有可核对的。") from None
    except frozen.CannotReplay as error:
        return _lost(error)
    answer = {
        "year": options.year,
        "locked_at": replay.lock.at,
        "bodies": replay.bodies,
        "scores": replay.scores,
        "differences": _listed(replay.differences),
        "altered": replay.altered,
    }
    same = f"{options.year} 年度：{replay.bodies} 个单位、{replay.scores} 项得分重算后与锁定时（{replay.lock.at}）完全相同。"
    told = _told(
        options,
        answer,
        replay.differences,
        "" if replay.altered else same,
        "重算结果与锁定时不同",
        definitions,
    )
    if replay.altered:
        print("锁定记录或评分经过与操作记录不符：锁定以后有人改动过数据库。请从备份恢复。", file=sys.stderr)
        return 1
    return told


def _lost(error: frozen.CannotReplay) -> int:
    print(f"无法重算：{error.what}。请从备份恢复。", file=sys.stderr)
    return 1


def _score(options: Options, assessments: Assessments, definitions: Definitions) -> int:
    course = assessments.course(options.year)
    wanted = bodies(options.body, options.year)
    warehouse = open_served(data_folder().root)
    if warehouse is None:
        raise WrongUse("还没有发布的数据，先运行 python -m etl load")
    try:
        if options.revisions:
            if course.lock is None:
                raise WrongUse(f"{options.year} 年度的考核还没有锁定。")
            found = frozen.revisions(warehouse, definitions, course)
            same = f"{options.year} 年度：锁定以后的报送不改变任何得分。"
            answer: dict[str, Any] = {"year": options.year, "differences": _listed(found)}
            return _told(
                options, answer, found, same, "锁定以后的报送会改变下列得分（锁定的得分没有动）", definitions
            )
        try:
            standing = frozen.stands(data_folder(), warehouse, definitions, course)
        except frozen.CannotReplay as error:
            return _lost(error)
        if standing is None:
            years = "、".join(str(year) for year in sorted({s.year for s in definitions.schemes.values()}))
            raise WrongUse(f"{options.year} 年度没有考核方案；有方案的年度：{years}")
        scheme, sheets, definitions = standing.scheme, standing.sheets, standing.definitions
        asked = [sheet for sheet in sheets if wanted is None or sheet.body in wanted]
        if options.json:
            _json([_sheet_json(sheet, definitions, standing.publish) for sheet in asked])
        else:
            print(f"{scheme.title}（第{scheme.version}版，第 {standing.publish} 次发布的数据）")
            detailed = len(asked) == 1
            for sheet in asked:
                print(_sheet_text(sheet, definitions))
                if detailed:
                    print("\n".join(_line_texts(sheet, definitions)))
    finally:
        warehouse.close()
    return 0


def _told(
    options: Options,
    answer: dict[str, Any],
    found: Sequence[Difference],
    same: str,
    differ: str,
    definitions: Definitions,
) -> int:
    if options.json:
        _json(answer)
    elif not found:
        print(same, end="\n" if same else "")
    else:
        print("\n".join(_difference_text(one, options.year, definitions) for one in found))
    if found:
        print(f"{differ}：{len(found)} 处。", file=sys.stderr)
    return 1 if found else 0


def _listed(found: Sequence[Difference]) -> list[dict[str, Any]]:
    return [
        {"body": d.body, "item": d.item or None, "what": d.what, "before": d.before, "after": d.after}
        for d in found
    ]


def _difference_text(one: Difference, year: int, definitions: Definitions) -> str:
    body = definitions.bodies.get(one.body)
    items = [scheme.items.get(one.item) for scheme in definitions.schemes.values() if scheme.year == year]
    item = next((item.title for item in reversed(items) if item), one.item)
    where = "　".join(filter(None, (body.short_name if body else one.body, item, WHAT[one.what])))
    return f"{where}：{_said(one.before)} → {_said(one.after)}"


def _said(value: str | None) -> str:
    return "没有" if value is None else value


def _sheet_json(sheet: Sheet, definitions: Definitions, publish: int) -> dict[str, Any]:
    low, high = sheet.range or (None, None)
    return {
        "body": sheet.body,
        "body_name": definitions.bodies[sheet.body].name,
        "year": sheet.scheme.year,
        "scheme": sheet.scheme.scheme,
        "base": sheet.base,
        "got": sheet.got,
        "bonus": sheet.bonus,
        "total": sheet.total,
        "low": low,
        "high": high,
        "grade": sheet.grade.title if sheet.grade else None,
        "comparable": comparable(sheet),
        "publish": publish,
        "items": [
            {
                "item": line.item.item,
                "title": line.item.title,
                "kind": line.item.kind,
                "points": line.item.points,
                "state": line.state,
                "automatic": line.automatic,
                "score": line.score,
                "source": line.source or None,
                "numerator": line.row["numerator"],
                "denominator": line.row["denominator"],
                "target": line.row["target"],
                "steps": line.row["steps"],
                "arithmetic": reason(line.item, line.row, definitions),
            }
            for line in sheet.lines
        ],
    }


def _sheet_text(sheet: Sheet, definitions: Definitions) -> str:
    name = definitions.bodies[sheet.body].short_name
    if sheet.range is None:
        return f"{name}：没有适用的项目"
    if sheet.total is None:
        low, high = sheet.range
        return (
            f"{name}：尚有{len(sheet.open)}项未评，总分在 {low} 到 {high} 之间（基数{number(sheet.base)}分）"
        )
    grade = sheet.grade.title if sheet.grade else ""
    return f"{name}：{sheet.total} 分，{grade}（基数{number(sheet.base)}分中得{number(sheet.got)}分）"


def _line_texts(sheet: Sheet, definitions: Definitions) -> list[str]:
    states = {"pending": "未评", "disputed": "两人不一致", "not_applicable": "不计"}
    found = []
    for line in sheet.lines:
        given = states.get(line.state) or (
            f"{line.score}" if line.score is not None else "成立" if line.vetoed else "不成立"
        )
        found.append(
            f"  {line.item.title}（{number(line.item.points)}分）：{given}　{reason(line.item, line.row, definitions)}"
        )
    return found


def _json(answer: Any) -> None:
    print(json.dumps(answer, ensure_ascii=False, indent=1, default=show.plain))
