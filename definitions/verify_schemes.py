"""Checks of the assessment schemes: points that add, rules that can be met, items that apply to somebody."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise

from definitions.draft import Draft
from definitions.model import Body, Definitions, Indicator
from definitions.problems import Place, suggestion
from definitions.schemes import BONUS, POINTS, VETO, Group, Item, Scheme


def verify_schemes(definitions: Definitions, draft: Draft) -> None:
    """Reports what in a scheme cannot be scored by."""
    # What a scheme refers to may be wrong itself: said once, where it is.
    sound = not draft.problems
    for scheme in definitions.schemes.values():
        place = draft.places["scheme", scheme.scheme]
        _name(scheme, place, draft)
        if not _numbers(scheme, place, draft):
            continue
        _points_add(scheme, place, draft)
        _grades(scheme, place, draft)
        _ranking(scheme, place, draft)
        for item in scheme.items.values() if sound else ():
            _item(scheme, item, definitions, draft)
    _one_at_a_time(definitions, draft)


def _written(draft: Draft, place: Place, places: int, *numbers: tuple[str, Decimal | None]) -> bool:
    """Reports numbers that are none, or finer than can be scored by; says whether there were none of these."""
    found = True
    for key, number in numbers:
        if number is None:
            continue
        if not number.is_finite() or abs(number) >= _TOO_MUCH:
            draft.problems.report(place.at(key), f"“{number}”不是可用的数字", "请写普通的数字")
            found = False
        elif number != round(number, places):
            draft.problems.report(place.at(key), f"{number} 的小数太多", f"最多写{places}位小数")
            found = False
    return found


_TOO_MUCH = Decimal(10) ** 12
_OF_POINTS, _OF_FIGURES = 2, 4
"""Decimal places: scores come in hundredths of a point, figures in ten-thousandths."""


def _numbers(scheme: Scheme, place: Place, draft: Draft) -> bool:
    """Every number of the scheme is one that can be scored by; the rest is looked at only then."""
    own = (
        ("points", scheme.points),
        ("bonus_at_most", scheme.bonus_at_most),
        ("rank_from_base", scheme.rank_from_base),
    )
    found = [_written(draft, place, _OF_POINTS, *own)]
    for grade in scheme.grades.values():
        at = draft.places["scheme grade", scheme.scheme, grade.grade]
        found.append(_written(draft, at, _OF_POINTS, ("at_least", grade.at_least)))
    for group in scheme.groups.values():
        at = draft.places["scheme group", scheme.scheme, group.group]
        found.append(_written(draft, at, _OF_POINTS, ("points", group.points)))
    for item in scheme.items.values():
        at = draft.places["scheme item", scheme.scheme, item.item]
        points = [("points", item.points), ("at_most", item.at_most), *(("bands", p) for _, p in item.bands)]
        keys = ("each", "per", "full_at", "more_than")
        figures = [*((key, getattr(item, key)) for key in keys), *(("bands", v) for v, _ in item.bands)]
        found += [_written(draft, at, _OF_POINTS, *points), _written(draft, at, _OF_FIGURES, *figures)]
    return all(found)


def _name(scheme: Scheme, place: Place, draft: Draft) -> None:
    if scheme.year and not 1990 <= scheme.year <= 2100:
        draft.problems.report(
            place.at("year"), f"年份“{scheme.year}”不合理", "请填写四位年份（不加引号），如 2022"
        )
    wanted = f"{scheme.year}-{scheme.version}"
    if scheme.scheme != wanted:
        what = f"文件名与内容不符：{scheme.year}年度第{scheme.version}版"
        draft.problems.report(place, what, f"文件名应为 {wanted}.toml，或改正 year、version")
    if scheme.effective_to and scheme.effective_to < scheme.effective_from:
        draft.problems.report(place.at("effective_to"), "失效日期早于生效日期", "请核对两个日期")


def _one_at_a_time(definitions: Definitions, draft: Draft) -> None:
    """Two versions of one year are not in force on the same day."""
    by_year = sorted(definitions.schemes.values(), key=lambda s: (s.year, s.effective_from))
    for first, second in pairwise(by_year):
        if first.year == second.year and (first.effective_to or date.max) >= second.effective_from:
            place = draft.places["scheme", second.scheme].at("effective_from")
            what = f"与 {first.scheme}.toml 的有效期重叠"
            draft.problems.report(place, what, f"请在 {first.scheme}.toml 写明更早的 effective_to")


def _points_add(scheme: Scheme, place: Place, draft: Draft) -> None:
    if scheme.points <= 0:
        draft.problems.report(place.at("points"), "满分应大于 0", "请改正")
    if scheme.bonus_at_most < 0:
        draft.problems.report(place.at("bonus_at_most"), "加分合计的上限不能小于 0", "请改正")
    _adds(f"{scheme.title}各一级指标", scheme.points, scheme.of_level(1), place.at("points"), draft)
    for group in scheme.groups.values():
        at = draft.places["scheme group", scheme.scheme, group.group]
        _above(scheme, group, at, draft)
        lower: Sequence[Group | Item]
        if group.of is None:
            lower = [one for one in scheme.groups.values() if one.of == group.group]
        elif _strays(scheme):
            continue  # whose points would be missed here
        else:
            lower = [item for item in scheme.items.values() if item.of == group.group]
        _adds(f"“{group.title}”下各项", group.points, lower, at.at("points"), draft)


def _strays(scheme: Scheme) -> bool:
    """Says whether an item belongs to a level-2 item that does not exist."""
    known = {group.group for group in scheme.of_level(2)}
    return any(item.of not in known for item in scheme.of_kind(POINTS))


def _adds(what: str, points: Decimal, lower: Sequence[Group | Item], place: Place, draft: Draft) -> None:
    total = sum((one.points for one in lower), Decimal(0))
    if not lower:
        draft.problems.report(place, f"{what}：一项也没有", "请补写下级指标，或删去此项")
    elif total != points:
        parts = " + ".join(f"{one.title} {_plain(one.points)}" for one in lower)
        text = f"{what}的分值合计 {_plain(total)} 分，应为 {_plain(points)} 分（{parts}）"
        draft.problems.report(place, text, "请改正其中的分值")


def _above(scheme: Scheme, group: Group, place: Place, draft: Draft) -> None:
    if group.points <= 0:
        draft.problems.report(place.at("points"), "分值应大于 0", "请改正")
    if group.of is None:
        return
    above = scheme.groups.get(group.of)
    if above is None or above.of is not None:
        known = [one.group for one in scheme.of_level(1)]
        draft.problems.report(place.at("of"), f"一级指标“{group.of}”不存在", suggestion(group.of, known))


def _ranking(scheme: Scheme, place: Place, draft: Draft) -> None:
    if not 0 <= scheme.rank_from_base <= scheme.points:
        what = f"排名所需的基数应在 0 到 {_plain(scheme.points)} 分之间"
        draft.problems.report(place.at("rank_from_base"), what, "请改正")


def _grades(scheme: Scheme, place: Place, draft: Draft) -> None:
    levels = [grade.at_least for grade in scheme.grades.values()]
    if not levels or levels[-1] != 0 or levels != sorted(set(levels), reverse=True):
        remedy = "请从高到低写 [grades.代码]，最后一等 at_least = 0"
        draft.problems.report(place, "等次没有从高到低排到 0 分", remedy)
    elif levels[0] > scheme.points + scheme.bonus_at_most:
        draft.problems.report(
            place, f"最高等次要 {_plain(levels[0])} 分，加分在内也达不到", "请改正 at_least"
        )


def _item(scheme: Scheme, item: Item, definitions: Definitions, draft: Draft) -> None:
    place = draft.places["scheme item", scheme.scheme, item.item]
    for key, what, remedy in _wrong(scheme, item, definitions):
        draft.problems.report(place.at(key) if key else place, what, remedy)


Wrong = Iterator[tuple[str, str, str]]
"""(key, what, remedy)"""


def _wrong(scheme: Scheme, item: Item, definitions: Definitions) -> Wrong:
    if item.kind == POINTS and scheme.groups.get(str(item.of), _NO_GROUP).of is None:
        known = [one.group for one in scheme.of_level(2)]
        yield "of", f"二级指标“{item.of}”不存在", suggestion(str(item.of), known)
    if item.kind != VETO and item.points <= 0:
        yield "points", "分值应大于 0", "请改正"
    if item.kind == VETO:
        yield from _capped(scheme, item)
    if item.kind == BONUS and item.points > scheme.bonus_at_most:
        yield "points", f"超过加分合计的上限 {_plain(scheme.bonus_at_most)} 分", "请改正分值或 bonus_at_most"
    unknown = [c for c in item.categories if c not in definitions.categories]
    for category in unknown:
        yield "categories", f"不认识的类别“{category}”", suggestion(category, definitions.categories)
    if unknown:
        return
    bodies = _assessed(scheme, item, definitions)
    if not bodies:
        yield "categories", f"{scheme.year}年没有一个单位属于这些类别", "请改正类别，或删去此项"
    elif item.indicator is not None:
        yield from _indicator(scheme, item, bodies, definitions)
    elif item.measures:
        yield from _measures(scheme, item, bodies, definitions)
    yield from _steps(item)


def _capped(scheme: Scheme, item: Item) -> Wrong:
    if item.grade not in scheme.grades:
        yield "grade", f"等次“{item.grade}”不存在", suggestion(str(item.grade), scheme.grades)
    elif item.grade == next(iter(scheme.grades)):
        yield "grade", "一票否决以后还可以评为最高等次，等于没有否决", "请改为更低的等次"


_NO_GROUP = Group("", "", Decimal(0), None)


def _assessed(scheme: Scheme, item: Item, definitions: Definitions) -> list[Body]:
    """The bodies the item is meant for: those that report for themselves."""
    existing = [body for body in definitions.bodies.values() if body.exists_in(scheme.year)]
    inner = {body.parent for body in existing}
    return [
        body
        for body in existing
        if body.body not in inner and (not item.categories or body.category in item.categories)
    ]


def _indicator(scheme: Scheme, item: Item, bodies: Sequence[Body], definitions: Definitions) -> Wrong:
    indicator = definitions.indicators.get(str(item.indicator))
    if indicator is None:
        yield (
            "indicator",
            f"指标“{item.indicator}”不存在",
            suggestion(str(item.indicator), definitions.indicators),
        )
        return
    if indicator.direction == "none":
        yield "indicator", f"“{indicator.title}”没有好坏方向，不能计分", "请改用有方向的指标"
        return
    rules = [
        rule
        for rule in indicator.rules
        if (rule.main if item.counting is None else rule.rule == item.counting)
    ]
    in_force = [r for r in rules if (r.first_year or 0) <= scheme.year <= (r.last_year or 9999)]
    if not in_force:
        known = "、".join(rule.rule for rule in indicator.rules)
        yield "counting", f"“{indicator.title}”在{scheme.year}年没有这种口径", f"可用的有：{known}"
        return
    measures = [*in_force[0].numerator, *in_force[0].denominator]
    if not any(all(_owes(body, m, definitions) for m in measures) for body in bodies):
        yield "indicator", f"适用的单位都不报“{indicator.title}”所需的数据", "请改正 categories 或指标"
    yield from _rated(scheme, item, indicator, bodies, definitions)


def _rated(
    scheme: Scheme, item: Item, indicator: Indicator, bodies: Sequence[Body], definitions: Definitions
) -> Wrong:
    if item.rule == "proportion" and indicator.direction != "higher":
        yield (
            "rule",
            f"“{indicator.title}”越低越好，不能按达到目标的比例得分",
            "请改用 thresholds 或 shortfall",
        )
    if item.rule == "thresholds":
        yield from _bands(item, indicator)
    elif item.full_at is None:
        without = [body for body in bodies if not _target(scheme, indicator, body, definitions)]
        if without:
            remedy = "请在 targets.csv 补写目标，或在此写 full_at"
            yield "indicator", f"{without[0].short_name}等{len(without)}个单位没有目标值，无法计分", remedy
    elif not _within(indicator, item.full_at) or (item.rule == "proportion" and item.full_at <= 0):
        yield "full_at", f"{_plain(item.full_at)} 不是“{indicator.title}”能达到的值", "请改正"


def _target(scheme: Scheme, indicator: Indicator, body: Body, definitions: Definitions) -> bool:
    scopes = {"*", body.body, f"category:{body.category}"}
    return any(
        t.year == scheme.year and t.indicator == indicator.indicator and t.scope in scopes
        for t in definitions.targets
    )


def _bands(item: Item, indicator: Indicator) -> Wrong:
    values, points = [value for value, _ in item.bands], [given for _, given in item.bands]
    if values != sorted(set(values), reverse=indicator.direction == "higher"):
        order = "从高到低" if indicator.direction == "higher" else "从低到高"
        yield "bands", f"各档的界限没有{order}排列", "请重新排列，好的在前"
    if points != sorted(set(points), reverse=True) or not points or min(points) <= 0:
        yield "bands", "各档的得分没有从高到低排到0分以上", "请重新排列，好的在前；都达不到的不写，得 0 分"
    elif points[0] != item.points:
        yield "bands", f"最好的一档得 {_plain(points[0])} 分，而本项 {_plain(item.points)} 分", "请使两者相同"
    for value in (value for value in values if not _within(indicator, value)):
        yield "bands", f"{_plain(value)} 不是“{indicator.title}”能达到的值，这一档永远达不到", "请改正"


def _within(indicator: Indicator, value: Decimal) -> bool:
    return value >= 0 and (indicator.kind != "proportion" or value <= indicator.scale)


def _measures(scheme: Scheme, item: Item, bodies: Sequence[Body], definitions: Definitions) -> Wrong:
    for key in ("measures", "less", "among"):
        for measure in getattr(item, key):
            column = definitions.column_of.get(measure)
            if column is None:
                yield key, f"“{measure}”不存在", suggestion(measure, definitions.column_of)
            elif not column.applies_in(scheme.year):
                yield key, f"“{column.label}”在{scheme.year}年没有这一列", "请改用当年报表的列"
            elif not any(_owes(body, measure, definitions) for body in bodies):
                yield key, f"适用的单位都不报“{column.label}”", f"请改正 categories 或 {key}"
    named = [*item.measures, *item.less]
    if len(set(named)) < len(named):
        yield "measures", "同一列写了两次", "请删去一个"


def _owes(body: Body, measure: str, definitions: Definitions) -> bool:
    dataset = definitions.datasets[definitions.dataset_of[measure]]
    return dataset.derived or (dataset.rolls_up and definitions.owes(body, dataset))


def _steps(item: Item) -> Wrong:
    for key in ("per", "each"):
        value = getattr(item, key)
        if value is not None and value <= 0:
            yield key, "应大于 0", "请改正"
    if item.at_most is not None and not 0 < item.at_most <= item.points:
        yield "at_most", f"扣分上限应大于 0，不超过本项的 {_plain(item.points)} 分", "请改正"
    if item.more_than is not None and item.more_than < 0:
        yield "more_than", "不能小于 0", "请改正"


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
