"""Checks of the identities: measures, years, units and the shape of a rate."""

from itertools import chain

from definitions.draft import Draft
from definitions.model import Definitions, Identity
from definitions.problems import Place, quoted, suggestion
from definitions.years import Dated, backwards, covers, span_text


def verify_identities(definitions: Definitions, draft: Draft) -> None:
    first: dict[str, str] = {}
    for dataset in definitions.datasets.values():
        for identity in dataset.identities:
            place = draft.places["identity", dataset.dataset, identity.code]
            _code(identity, place, first.setdefault(identity.code, dataset.dataset), definitions, draft)
            _sides(identity, place, definitions, draft)
            _years(identity, place, definitions, draft)
            _shape(identity, place, definitions, draft)


def _code(identity: Identity, place: Place, owner: str, definitions: Definitions, draft: Draft) -> None:
    """A sender's reason names an identity or a fault by its code, so that the two must not be mixed up."""
    if owner not in place.source.name:
        what = f"代码“{identity.code}”已见于 datasets/{owner}.toml"
        draft.problems.report(place, what, "勾稽关系的代码在全部数据集中不得重复，请改名")
    if identity.code in definitions.faults:
        draft.problems.report(place, f"代码“{identity.code}”与问题目录中的代码相同", "请改名")


def _sides(identity: Identity, place: Place, definitions: Definitions, draft: Draft) -> None:
    for key, side in (("left", identity.left), ("right", identity.right)):
        unknown_measures(side, place.at(key), definitions, draft)
    if not identity.previous_year:
        twice = sorted({m for m in identity.left if m in identity.right})
        if twice:
            draft.problems.report(place, f"{quoted(twice)}在两边都出现", "请核对 left 和 right")


def unknown_measures(measures: tuple[str, ...], place: Place, definitions: Definitions, draft: Draft) -> None:
    """Reports codes that are no column of any dataset, and codes written twice."""
    for measure in measures:
        if measure not in definitions.column_of:
            remedy = suggestion(measure, definitions.column_of)
            draft.problems.report(place, f"指标“{measure}”不存在", remedy)
    for measure in {m for m in measures if measures.count(m) > 1}:
        draft.problems.report(place, f"“{measure}”写了两次", "请删去一个，否则会重复相加")


def _years(identity: Identity, place: Place, definitions: Definitions, draft: Draft) -> None:
    if backwards(identity):
        what = f"起始年 {identity.first_year} 晚于终止年 {identity.last_year}"
        draft.problems.report(place.at("first_year"), what, "请核对 first_year 和 last_year")
        return
    measures = identity.left if identity.previous_year else (*identity.left, *identity.right)
    years_covered(identity, measures, place, definitions, draft)


def years_covered(
    thing: Dated, measures: tuple[str, ...], place: Place, definitions: Definitions, draft: Draft
) -> None:
    """Reports measures that are not collected in all years in which `thing` holds."""
    for measure in measures:
        column = definitions.column_of.get(measure)
        if column and not backwards(column) and not covers(column, thing):
            what = f"适用年份（{span_text(thing)}）超出“{measure}”的年份（{span_text(column)}）"
            draft.problems.report(place, what, "请用 first_year、last_year 限定到该列有数的年份")


def _shape(identity: Identity, place: Place, definitions: Definitions, draft: Draft) -> None:
    units = {
        m: definitions.column_of[m].unit
        for m in chain(identity.left, identity.right)
        if m in definitions.column_of
    }
    if identity.relation == "rate":
        if len(identity.right) < 2 or units.get(identity.right[0], "%") != "%":
            what = "比率的右边应先写公布的比率（单位 %），再写分母"
            draft.problems.report(place.at("right"), what, '请写成 right = ["公布的比率", "分母"]')
        if identity.previous_year:
            draft.problems.report(place.at("previous_year"), "比率不能跨年", "请删去 previous_year")
    elif identity.relation == "=" and len(set(units.values())) > 1:
        what = f"相加的单位不同：{'、'.join(f'{m}（{unit}）' for m, unit in units.items())}"
        draft.problems.report(place, what, "只有同一单位的指标才能相等，请核对 left、right 或列的 unit")
