"""Checks of the targets: indicator, scope, order of the three levels, and duplicates."""

import math

from definitions.draft import Draft
from definitions.model import Definitions, Target
from definitions.problems import Place, suggestion

CATEGORY = "category:"


def verify_targets(definitions: Definitions, draft: Draft) -> None:
    first: dict[tuple[int, str, str], Place] = {}
    for number, target in enumerate(definitions.targets):
        place = draft.places["target", number]
        _year(target, place, draft)
        _indicator(target, place, definitions, draft)
        _scope(target, place, definitions, draft)
        _order(target, place, definitions, draft)
        key = (target.year, target.indicator, target.scope)
        if first.setdefault(key, place) is not place:
            what = f"{target.year}年“{target.indicator}”对“{target.scope}”的目标已见于第{first[key].line}行"
            draft.problems.report(place, what, "请删去其中一行")


def _year(target: Target, place: Place, draft: Draft) -> None:
    if target.year and not 1990 <= target.year <= 2100:
        draft.problems.report(place.at("year"), f"年份“{target.year}”不合理", "请填写四位年份，如 2022")


def _indicator(target: Target, place: Place, definitions: Definitions, draft: Draft) -> None:
    indicator = definitions.indicators.get(target.indicator)
    if target.indicator and indicator is None:
        remedy = suggestion(target.indicator, definitions.indicators)
        draft.problems.report(place.at("indicator"), f"指标“{target.indicator}”不存在", remedy)
    elif indicator and indicator.direction == "none":
        what = f"“{target.indicator}”没有好坏方向（direction = none），不能设目标"
        draft.problems.report(
            place.at("indicator"), what, "请在 indicators.toml 中写明 higher 或 lower，或删去此行"
        )


def _scope(target: Target, place: Place, definitions: Definitions, draft: Draft) -> None:
    scope = target.scope
    if scope.startswith(CATEGORY):
        category = scope.removeprefix(CATEGORY)
        if category not in definitions.categories:
            remedy = suggestion(category, definitions.categories)
            draft.problems.report(place.at("scope"), f"不认识的类别“{category}”", remedy)
    elif scope and scope != "*":
        _body(target, place.at("scope"), definitions, draft)


def _body(target: Target, place: Place, definitions: Definitions, draft: Draft) -> None:
    body = definitions.bodies.get(target.scope)
    if body is None:
        remedy = f"{suggestion(target.scope, definitions.bodies)}；全体写 *，一类写 category:类别代码"
        draft.problems.report(place, f"机构“{target.scope}”不存在", remedy)
    elif target.year and not body.exists_in(target.year):
        what = f"机构“{target.scope}”在{target.year}年末不存在"
        draft.problems.report(place, what, "请改为当年存在的机构，或删去此行")


def _order(target: Target, place: Place, definitions: Definitions, draft: Draft) -> None:
    indicator = definitions.indicators.get(target.indicator)
    levels = [level for level in (target.floor, target.target, target.excellent) if level is not None]
    if math.isnan(target.target):
        return
    if indicator and indicator.unit == "%" and not all(0 <= level <= 100 for level in levels):
        draft.problems.report(
            place.at("target"), "百分比应在 0 到 100 之间", "请核对 floor、target 和 excellent"
        )
    if indicator is None or indicator.direction not in ("higher", "lower"):
        return
    wanted = sorted(set(levels), reverse=indicator.direction == "lower")
    if levels != wanted:
        order = (
            "floor < target < excellent" if indicator.direction == "higher" else "floor > target > excellent"
        )
        what = f"三档的次序不对：{' / '.join(f'{level:g}' for level in levels)}"
        draft.problems.report(place.at("target"), what, f"该指标应为 {order}，不设的档留空")
