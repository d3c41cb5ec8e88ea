"""Checks of the case ledgers: what one speaks of and nobody knows."""

from collections.abc import Mapping

from definitions.case_ledgers import NO, YES, CaseLedger, Count
from definitions.draft import Draft
from definitions.problems import suggestion


def verify_case_ledgers(ledgers: Mapping[str, CaseLedger], measures: Mapping[str, str], draft: Draft) -> None:
    """Reports what a ledger speaks of and nobody knows; `measures`: measure → dataset."""
    for ledger in ledgers.values():
        place = draft.places["ledger", ledger.ledger]
        keys = [column for column in ledger.columns.values() if column.kind == "key"]
        if len(keys) != 1:
            draft.problems.report(place, f'kind = "key" 的列有{len(keys)}个', "请恰好写一个，用来区分案件")
        if ledger.of not in measures.values():
            draft.problems.report(
                place.at("of"), f"数据集“{ledger.of}”不存在", suggestion(ledger.of, measures.values())
            )
        for measure in sorted(set(ledger.shown) - {count.measure for count in ledger.counts}):
            draft.problems.report(
                place.at("shown"), f"“{measure}”没有写 [counts.{measure}]", "请补写，或从 shown 中删去"
            )
        _names(ledger, draft)
        _persons(ledger, draft)
        for count in ledger.counts:
            _count_known(ledger, count, measures, draft)


def _names(ledger: CaseLedger, draft: Draft) -> None:
    taken: dict[str, str] = {}
    for column in ledger.columns.values():
        for name in sorted(column.names):
            if name in taken:
                at = draft.places["ledger column", ledger.ledger, column.column].at("aliases")
                draft.problems.report(at, f"表头“{name}”已属于“{taken[name]}”列", "请删去其中一列的这个别名")
            taken[name] = column.column


def _persons(ledger: CaseLedger, draft: Draft) -> None:
    for column in (one for one in ledger.columns.values() if one.kind == "person"):
        place = draft.places["ledger column", ledger.ledger, column.column]
        answered = ledger.columns.get(column.answers)
        if answered is None or answered.kind != "yes_no":
            remedy = '请写一个 kind = "yes_no" 的列'
            draft.problems.report(place.at("answers"), f"“{column.answers}”不是是非列", remedy)
        if column.dimension:
            draft.problems.report(place.at("dimension"), "姓名不能用来分类", "请删去 dimension")


def _count_known(ledger: CaseLedger, count: Count, measures: Mapping[str, str], draft: Draft) -> None:
    place = draft.places["ledger count", ledger.ledger, count.measure]
    if measures.get(count.measure) != ledger.of:
        what = f"“{count.measure}”不是数据集“{ledger.of}”的列"
        draft.problems.report(place, what, suggestion(count.measure, measures))
    days = {name for name, column in ledger.columns.items() if column.kind == "date"}
    named = [(key, getattr(count, key)) for key in ("dated_by", "or_by", "open_until")]
    for key, name in (*named, *(("having", name) for name in count.having)):
        if name and name not in days:
            remedy = '请写一个 kind = "date" 的列'
            draft.problems.report(place.at(key), f"“{name}”不是日期列", remedy)
    if count.having and count.open_until:
        draft.problems.report(place.at("having"), "不能与 open_until 同时使用", "请删去其中一项")
    for name in sorted({*count.only_with} - ledger.columns.keys()):
        draft.problems.report(place.at("only_with"), f"没有“{name}”这一列", suggestion(name, ledger.columns))
    for key, asked in (("where", count.where), ("unless", count.unless)):
        for name, value in asked.items():
            column = ledger.columns.get(name)
            known = (
                {"yes_no": (YES, NO), "choice": tuple(column.values)}.get(column.kind, ()) if column else ()
            )
            if value not in known:
                remedy = f"可以写：{'、'.join(known)}" if known else "请写一个 choice 或 yes_no 的列"
                draft.problems.report(place.at(key), f"“{name} = {value}”不认识", remedy)
