"""Checks of the indicators and of their counting rules."""

from definitions.draft import Draft
from definitions.model import Definitions, Indicator, Rule
from definitions.problems import Place, quoted, suggestion
from definitions.verify_identities import unknown_measures, years_covered
from definitions.years import EARLIEST, LATEST, backwards, span

PLAIN = ("count", "amount")
RANGES = {"scale": (1, 1_000_000), "decimals": (0, 6), "min_n": (0, 1_000_000)}


def verify_indicators(definitions: Definitions, draft: Draft) -> None:
    for indicator in definitions.indicators.values():
        place = draft.places["indicator", indicator.indicator]
        _numbers(indicator, place, draft)
        _kind(indicator, place, draft)
        _section(indicator, place, definitions, draft)
        for rule in indicator.rules:
            _rule(indicator, rule, definitions, draft)
        _main_rules(indicator, place, draft)
    _unique(definitions, draft)


def _numbers(indicator: Indicator, place: Place, draft: Draft) -> None:
    for key, (low, high) in RANGES.items():
        value = getattr(indicator, key)
        if not low <= value <= high:
            draft.problems.report(place.at(key), f"{value} 超出范围", f"应在 {low} 到 {high} 之间")
    if indicator.headline is not None and indicator.headline < 1:
        draft.problems.report(place.at("headline"), "序号应从 1 开始", "请改为 1、2、3…；不上首页则删去此行")


def _kind(indicator: Indicator, place: Place, draft: Draft) -> None:
    if indicator.kind == "proportion" and (indicator.unit, indicator.scale) != ("%", 100):
        what = f"比例应以 % 表示，现为 unit = “{indicator.unit}”、scale = {indicator.scale}"
        draft.problems.report(place.at("unit"), what, '请写 unit = "%" 和 scale = 100，或把 kind 改为 ratio')
    if indicator.kind in PLAIN and indicator.scale != 1:
        draft.problems.report(place.at("scale"), "计数和金额不放大", "请删去 scale")


def _section(indicator: Indicator, place: Place, definitions: Definitions, draft: Draft) -> None:
    if indicator.section and indicator.section not in definitions.datasets:
        remedy = suggestion(indicator.section, definitions.datasets)
        what = f"栏目“{indicator.section}”不是任何数据集的代码"
        draft.problems.report(place.at("section"), what, remedy)


def _rule(indicator: Indicator, rule: Rule, definitions: Definitions, draft: Draft) -> None:
    place = draft.places["rule", indicator.indicator, rule.rule]
    if indicator.kind in PLAIN and rule.denominator:
        draft.problems.report(place.at("denominator"), "计数和金额没有分母", "请删去 denominator，或改 kind")
    if indicator.kind not in PLAIN and not rule.denominator:
        draft.problems.report(place, "比率没有分母", '请写 denominator = ["列的代码"]，或把 kind 改为 count')
    for key, side in (("numerator", rule.numerator), ("denominator", rule.denominator)):
        unknown_measures(side, place.at(key), definitions, draft)
        _summable(side, place.at(key), definitions, draft)
    if backwards(rule):
        what = f"起始年 {rule.first_year} 晚于终止年 {rule.last_year}"
        draft.problems.report(place.at("first_year"), what, "请核对 first_year 和 last_year")
    else:
        years_covered(rule, (*rule.numerator, *rule.denominator), place, definitions, draft)


def _summable(side: tuple[str, ...], place: Place, definitions: Definitions, draft: Draft) -> None:
    known = [measure for measure in side if measure in definitions.column_of]
    published = [m for m in known if not definitions.datasets[definitions.dataset_of[m]].rolls_up]
    if published:
        draft.problems.report(place, f"{quoted(published)}是公布数，不参与汇总", "请改为报送的指标")
    units = {definitions.column_of[measure].unit for measure in known}
    if len(units) > 1:
        draft.problems.report(
            place, f"相加的单位不同：{'、'.join(sorted(units))}", "只有同一单位的列才能相加"
        )


def _main_rules(indicator: Indicator, place: Place, draft: Draft) -> None:
    """Looks only at the years in which the set of rules changes; between them nothing can go wrong."""
    if not indicator.rules:
        draft.problems.report(place, "没有口径", f"请至少写一段 [{indicator.indicator}.rules.代码]")
    wrong: dict[str, list[int]] = {}
    for year in _changes(indicator.rules):
        holding = [rule for rule in indicator.rules if span(rule)[0] <= year <= span(rule)[1]]
        main = [rule.rule for rule in holding if rule.main]
        if holding and len(main) != 1:
            wrong.setdefault(quoted(main), []).append(year)
    for names, years in wrong.items():
        what = (
            f"{_year_text(years[0])}有不止一个主口径：{names}"
            if names
            else f"{_year_text(years[0])}没有主口径"
        )
        remedy = "每年恰有一个口径写 main = true，请核对 main、first_year 和 last_year"
        draft.problems.report(place, what, remedy)


def _changes(rules: tuple[Rule, ...]) -> list[int]:
    starts = {EARLIEST, *(span(rule)[0] for rule in rules), *(span(rule)[1] + 1 for rule in rules)}
    return sorted(year for year in starts if year <= LATEST)


def _year_text(year: int) -> str:
    return "各年" if year == EARLIEST else f"{year}年"


def _unique(definitions: Definitions, draft: Draft) -> None:
    for key, what in (("title", "名称"), ("headline", "首页序号")):
        first: dict[object, str] = {}
        for indicator in definitions.indicators.values():
            value = getattr(indicator, key)
            owner = first.setdefault(value, indicator.indicator) if value else indicator.indicator
            if owner != indicator.indicator:
                place = draft.places["indicator", indicator.indicator].at(key)
                draft.problems.report(place, f"{what}“{value}”与 [{owner}] 相同", "请改成不同的")
