"""Checks of the words: no text may mean two things."""

from collections.abc import Iterable
from itertools import combinations

from definitions.draft import Draft
from definitions.model import Definitions, Words
from definitions.normalise import body_names, header_names, unit_in_header
from definitions.parts import HEADER_KEYS, OPTIONAL_KEYS
from definitions.problems import Place, quoted

ROLES = (*(key for key in HEADER_KEYS if key.endswith("_headers")), "period_headers")

LONGEST_CHOICE = 40
"""The first text of a state is what the Excel form offers; Excel takes 255 characters for all of them."""


def verify_words(definitions: Definitions, draft: Draft) -> None:
    words = definitions.words
    place = draft.places["file", "words.toml"]
    _states(words, place, draft)
    _answers(words, place, draft)
    _roles(words, place, draft)
    _against_columns(definitions, place, draft)
    _against_bodies(definitions, place, draft)
    _units(words, place, draft)


def _states(words: Words, place: Place, draft: Draft) -> None:
    meanings = {**words.states, "ambiguous": words.ambiguous}
    for (one, first), (other, second) in combinations(meanings.items(), 2):
        _report_shared(first, second, place, f"{one} 与 {other}", draft)
    for state, texts in words.states.items():
        at = Place(place.source, table=("states",), key=state)
        if not all(texts):
            draft.problems.report(at, "有一项为空", "空白只能写在 ambiguous 里")
        if texts and len(texts[0]) > LONGEST_CHOICE:
            what = f"第一种写法“{texts[0][:LONGEST_CHOICE]}……”有 {len(texts[0])} 字，超过 {LONGEST_CHOICE} 字"
            draft.problems.report(at, what, "它要列在报表模板的下拉列表里，请把较短的写法放在最前")


def _answers(words: Words, place: Place, draft: Draft) -> None:
    _report_shared(words.yes, words.no, place, "yes 与 no", draft)
    for key in ("yes", "no"):
        if not all(getattr(words, key)):
            draft.problems.report(place.at(key), "有一项为空", "空着不是回答，请删去或补写文字")


def _roles(words: Words, place: Place, draft: Draft) -> None:
    for one, other in combinations(ROLES, 2):
        _report_shared(getattr(words, one), getattr(words, other), place, f"{one} 与 {other}", draft)
    for key in (*HEADER_KEYS, *OPTIONAL_KEYS):
        if not all(getattr(words, key)):
            draft.problems.report(place.at(key), "有一项为空或只有标点", "请删去或补写文字")


def _against_columns(definitions: Definitions, place: Place, draft: Draft) -> None:
    columns = [column for dataset in definitions.datasets.values() for column in dataset.columns]
    taken = {name: column.measure for column in columns for name in header_names(column)}
    for key in (*ROLES, "count_words"):
        for text in sorted(set(getattr(definitions.words, key)) & taken.keys()):
            what = f"“{text}”同时是“{taken[text]}”列的表头"
            draft.problems.report(place.at(key), what, "请从这里或该列的 aliases 中删去")


def _against_bodies(definitions: Definitions, place: Place, draft: Draft) -> None:
    taken = {name: body.body for body in definitions.bodies.values() for name in body_names(body)}
    for text in sorted(set(definitions.words.totals_rows) & taken.keys()):
        what = f"“{text}”同时是机构“{taken[text]}”的名称"
        draft.problems.report(place.at("totals_rows"), what, "请从这里或该机构的 aliases 中删去")


def _units(words: Words, place: Place, draft: Draft) -> None:
    for stored, factors in words.unit_factors.items():
        at = Place(place.source, table=("unit_factors", stored))
        if factors.get(stored) != 1:
            draft.problems.report(at, f"存储单位“{stored}”对自己的倍数应为 1", f'请写 "{stored}" = 1')
        for unit, factor in factors.items():
            if factor < 1:
                draft.problems.report(at.at(unit), f"倍数 {factor} 应为正整数", "请改正")
            if unit_in_header(f"数（{unit}）") != unit:
                what = f"程序认不出“{unit}”这个单位"
                draft.problems.report(at.at(unit), what, "请改用常见写法，或请维护人员在 normalise.py 中加入")


def _report_shared(one: Iterable[str], other: Iterable[str], place: Place, where: str, draft: Draft) -> None:
    shared = sorted((set(one) & set(other)) - {""})
    if shared:
        draft.problems.report(
            place, f"{quoted(shared)}同时写在 {where}", "一种写法只能有一个意思，请删去一处"
        )
