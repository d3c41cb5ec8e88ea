"""Checks of the datasets and their columns: codes, aliases, units, years, what a published figure equals."""

from datetime import date
from itertools import combinations

from definitions.draft import Draft
from definitions.model import Column, Dataset, Definitions
from definitions.normalise import header_names, normalise_header
from definitions.parts import DERIVED
from definitions.problems import Place, Problems, quoted, suggestion
from definitions.years import backwards, overlap


def verify_datasets(definitions: Definitions, draft: Draft) -> None:
    for dataset in definitions.datasets.values():
        _dataset(dataset, definitions, draft)
        _headers(dataset, draft)
        for column in dataset.columns:
            _column(column, dataset, definitions, draft)
    _measures(definitions, draft)
    _sheets(definitions, draft)


def _dataset(dataset: Dataset, definitions: Definitions, draft: Draft) -> None:
    place = draft.places["dataset", dataset.dataset]
    if not dataset.columns:
        draft.problems.report(place, "一列也没有", "请至少写一段 [columns.代码]")
    for measure in sorted(set(dataset.by_measure) - set(DERIVED)) if dataset.derived else ():
        remedy = f"由系统统计的只有 {'、'.join(DERIVED)}；其余请写在各单位填报的数据集里"
        draft.problems.report(place, f"不会统计“{measure}”", remedy)
    for function in sorted(dataset.owed_by - definitions.functions.keys()):
        remedy = f"{suggestion(function, definitions.functions)}；新的职能请先写入 functions.csv"
        draft.problems.report(place.at("owed_by"), f"不认识的职能“{function}”", remedy)
    if dataset.due and not _is_day(dataset.due):
        draft.problems.report(place.at("due"), f"“{dataset.due}”不是月日", "请写成 01-31 的样式")


def _is_day(text: str) -> bool:
    try:
        # 2023 is no leap year: a return due on 29 February would have no date in most years.
        return date.fromisoformat(f"2023-{text}").isoformat() == f"2023-{text}"
    except ValueError:
        return False


def _headers(dataset: Dataset, draft: Draft) -> None:
    """Two columns may answer to one header only where they follow each other in time."""
    named = [(column, header_names(column)) for column in dataset.columns]
    for (one, names), (other, other_names) in combinations(named, 2):
        shared = names & other_names
        if shared and overlap(one, other):
            place = draft.places["column", dataset.dataset, other.measure].at("aliases")
            what = f"表头{quoted(sorted(shared))}已属于“{one.measure}”列"
            draft.problems.report(place, what, "请删去其中一列的这个别名（空格、标点、括号里的单位不作区分）")


def _column(column: Column, dataset: Dataset, definitions: Definitions, draft: Draft) -> None:
    place = draft.places["column", dataset.dataset, column.measure]
    units = definitions.words.unit_factors
    if column.unit and column.unit not in units:
        remedy = f"{suggestion(column.unit, units)}；新的单位请先写入 words.toml 的 [unit_factors]"
        draft.problems.report(place.at("unit"), f"不认识的计量单位“{column.unit}”", remedy)
    if backwards(column):
        what = f"起始年 {column.first_year} 晚于终止年 {column.last_year}"
        draft.problems.report(place.at("first_year"), what, "请核对 first_year 和 last_year")
    if column.equals and dataset.rolls_up:
        what = "参与汇总的数据集不能写 equals"
        draft.problems.report(
            place.at("equals"), what, "请删去；只有公布数（rolls_up = false）才与别的指标核对"
        )
    for measure in column.equals:
        _equals(column, measure, definitions, draft, place.at("equals"))
    if column.parts:
        _parts(column, dataset, draft.problems, place.at("parts"))


def _parts(column: Column, dataset: Dataset, problems: Problems, place: Place) -> None:
    """A header is part of one sum, and no other column of the return."""
    if len(column.parts) < 2 or not all(column.parts) or not all(map(all, column.parts)):
        problems.report(place, "至少要有两组表头，每组不能为空", '请写成 [["甲", "乙"], ["丙"]] 的样式')
    for group, following in combinations(column.parts, 2):
        if shared := set(group) & set(following):
            problems.report(place, f"{quoted(sorted(shared))}写在两组里", "请删去一处")
    names = {name for group in column.parts for name in group}
    for other in dataset.columns:
        if other is not column and (shared := names & header_names(other)):
            what = f"{quoted(sorted(shared))}是“{other.measure}”列的表头"
            problems.report(place, what, "请从这里或该列的 aliases 中删去")


def _equals(column: Column, measure: str, definitions: Definitions, draft: Draft, place: Place) -> None:
    other = definitions.column_of.get(measure)
    if other is None:
        remedy = suggestion(measure, definitions.column_of)
        draft.problems.report(place, f"指标“{measure}”不存在", remedy)
    elif not definitions.datasets[definitions.dataset_of[measure]].rolls_up:
        draft.problems.report(place, f"“{measure}”本身是公布数", "请改为报送的指标")
    elif other.unit != column.unit:
        what = f"单位“{column.unit}”与“{measure}”的单位“{other.unit}”不同"
        draft.problems.report(place, what, "请统一两者的 unit，否则无法核对")


def _measures(definitions: Definitions, draft: Draft) -> None:
    first: dict[str, str] = {}
    for dataset in definitions.datasets.values():
        for column in dataset.columns:
            owner = first.setdefault(column.measure, dataset.dataset)
            if owner != dataset.dataset:
                place = draft.places["column", dataset.dataset, column.measure]
                what = f"代码“{column.measure}”已见于 datasets/{owner}.toml"
                draft.problems.report(place, what, "列的代码在全部数据集中不得重复，请改名")


def _sheets(definitions: Definitions, draft: Draft) -> None:
    first: dict[str, str] = {}
    for dataset in definitions.datasets.values():
        for name in (dataset.dataset, dataset.title, *dataset.sheet_aliases):
            owner = first.setdefault(normalise_header(name), dataset.dataset)
            if owner != dataset.dataset:
                place = draft.places["dataset", dataset.dataset].at("sheet_aliases")
                what = f"工作表名“{name}”已属于 datasets/{owner}.toml"
                draft.problems.report(place, what, "请删去其中一处")
