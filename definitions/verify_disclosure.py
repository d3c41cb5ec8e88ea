"""Checks of the disclosure tables: their columns exist, stand once, and every year is covered by one classification."""

from definitions.disclosure import LEAST_SMALL, DisclosureTable, Translation
from definitions.draft import Draft
from definitions.model import Definitions
from definitions.problems import Place, suggestion


def verify_disclosure(definitions: Definitions, draft: Draft) -> None:
    for table in definitions.disclosure.values():
        place = draft.places["disclosure", table.table]
        if table.dataset not in definitions.datasets:
            remedy = suggestion(table.dataset, definitions.datasets)
            draft.problems.report(place.at("dataset"), f"数据集“{table.dataset}”不存在", remedy)
            continue
        if not table.groups:
            draft.problems.report(place, "没有列", "请写上 [groups.代码] 及其 columns")
        _columns(table, definitions, draft)
        _small(table, place, draft)
        for translation in table.translations.values():
            _translation(table, translation, definitions, draft)


def _columns(table: DisclosureTable, definitions: Definitions, draft: Draft) -> None:
    known = definitions.datasets[table.dataset].by_measure
    seen: set[str] = set()
    for group in table.groups:
        place = draft.places["disclosure group", table.table, group.group].at("columns")
        for measure in group.columns:
            if measure not in known:
                what = f"“{measure}”不是“{definitions.datasets[table.dataset].title}”的项目"
                draft.problems.report(place, what, suggestion(measure, known))
            elif measure in seen:
                draft.problems.report(place, f"“{measure}”列了两次", "请删去一个")
            seen.add(measure)


def _small(table: DisclosureTable, place: Place, draft: Draft) -> None:
    if table.small_below < LEAST_SMALL:
        what = f"{table.small_below} 太小，合并以后仍能推算出各单位的数"
        draft.problems.report(place.at("small_below"), what, f"请写不小于 {LEAST_SMALL} 的数")
    for measure in table.small:
        if measure not in table.columns:
            what = f"“{measure}”不在表里"
            draft.problems.report(place.at("small"), what, suggestion(measure, table.columns))


def _translation(table: DisclosureTable, one: Translation, definitions: Definitions, draft: Draft) -> None:
    place = draft.places["disclosure translation", table.table, one.measure]
    known = definitions.datasets[table.dataset].by_measure
    if one.measure not in table.columns:
        draft.problems.report(place, f"“{one.measure}”不在表里", suggestion(one.measure, table.columns))
        return
    if one.measure in known and known[one.measure].first_year != one.until + 1:
        what = f"“{one.measure}”从{known[one.measure].first_year}年起才报，换算只到{one.until}年"
        draft.problems.report(place.at("until"), what, "until 应为新分类开始的前一年")
    for source in one.sources:
        if source not in known:
            draft.problems.report(place.at("from"), f"“{source}”不是报表的项目", suggestion(source, known))
        elif (known[source].last_year or 0) < one.until:
            what = f"“{source}”只报到{known[source].last_year}年"
            draft.problems.report(place.at("from"), what, "请改为当时的项目")
