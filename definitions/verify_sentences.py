"""Checks of the sentences: every figure they speak of exists and can be spoken of in that way."""

from definitions.draft import Draft
from definitions.model import Definitions
from definitions.problems import Place, suggestion
from definitions.sentences import FORMS, Clause, SentenceSection, Slot

OF_INDICATORS = ("target", "gap", "rival")
MONEY = "元"


def verify_sentences(definitions: Definitions, draft: Draft) -> None:
    orders: dict[int, str] = {}
    for section in definitions.sentences.values():
        place = draft.places["sentences", section.section]
        _section(section, definitions, place, draft)
        first = orders.setdefault(section.order, section.section)
        if first != section.section:
            what = f"次序 {section.order} 与 {first}.toml 相同"
            draft.problems.report(place.at("order"), what, "请改成没有用过的数")


def _section(section: SentenceSection, definitions: Definitions, place: Place, draft: Draft) -> None:
    if section.dataset not in definitions.datasets:
        remedy = suggestion(section.dataset, definitions.datasets)
        draft.problems.report(place.at("dataset"), f"数据集“{section.dataset}”不存在", remedy)
    if not section.sentences or not all(section.sentences):
        draft.problems.report(place.at("sentences"), "有一句没有内容", "请写上分句，或删去空的方括号")
    for sentence in section.sentences:
        for clause in sentence:
            _clause(clause, definitions, place.at("sentences"), draft)


def _clause(clause: Clause, definitions: Definitions, place: Place, draft: Draft) -> None:
    slots = list(clause.slots)
    for slot in slots:
        if problem := _slot(slot, definitions):
            draft.problems.report(place, *problem)
    said = {slot.code for slot in slots if slot.form in ("", "万元")}
    if not said:
        written = "".join(p if isinstance(p, str) else f"{{{p.code}}}" for p in clause.pieces)
        draft.problems.report(place, f"分句“{written}”里没有数值", "每个分句至少写一个 {代码}")
    for slot in slots:
        if slot.form not in ("", "万元") and said and slot.code not in said:
            what = f"“{slot.code}:{slot.form}”前面没有它的数值"
            draft.problems.report(place, what, f"请先写 {{{slot.code}}}")


def _slot(slot: Slot, definitions: Definitions) -> tuple[str, str] | None:
    """What is wrong with one, and the remedy."""
    columns, indicators = definitions.column_of, definitions.indicators
    if slot.form not in FORMS:
        return f"“{slot.code}:{slot.form}”的写法不认识", f"冒号后可写：{'、'.join(filter(None, FORMS))}"
    if slot.code not in columns and slot.code not in indicators:
        return f"“{slot.code}”既不是项目也不是指标", suggestion(slot.code, [*columns, *indicators])
    if slot.form in OF_INDICATORS and slot.code not in indicators:
        return f"“{slot.code}”是项目，没有目标和口径", "target、gap、rival 只能用于指标"
    unit = (columns.get(slot.code) or indicators[slot.code]).unit
    if slot.form == "万元" and unit != MONEY:
        return f"“{slot.code}”的单位是{unit}，不能换成万元", "请删去 :万元"
    return None
