"""Cross-checks between the parts of the definitions; adds what it finds to the draft's problems."""

import string
from itertools import combinations

from definitions.draft import Draft
from definitions.model import Definitions
from definitions.problems import Place
from definitions.verify_bodies import verify_bodies
from definitions.verify_datasets import verify_datasets
from definitions.verify_identities import verify_identities
from definitions.verify_indicators import verify_indicators
from definitions.verify_targets import verify_targets
from definitions.verify_words import verify_words


def verify(definitions: Definitions, draft: Draft) -> None:
    """Runs every check; none of them stops the others."""
    verify_bodies(definitions, draft)
    verify_datasets(definitions, draft)
    verify_identities(definitions, draft)
    verify_indicators(definitions, draft)
    verify_targets(definitions, draft)
    verify_words(definitions, draft)
    _faults(definitions, draft)
    _notes(definitions, draft)


def _faults(definitions: Definitions, draft: Draft) -> None:
    """A template with a stray brace would only fail on the day the fault is met."""
    for fault in definitions.faults.values():
        for key in ("message", "remedy"):
            _template(getattr(fault, key), draft.places["fault", fault.code].at(key), draft)
    for one, other in combinations(definitions.faults.values(), 2):
        if one.title == other.title:
            place = draft.places["fault", other.code].at("title")
            what = f"标题“{other.title}”与 [{one.code}] 相同"
            draft.problems.report(place, what, "请改成能区分的标题")


def _notes(definitions: Definitions, draft: Draft) -> None:
    place = Place(draft.places["file", "words.toml"].source, table=("notes",))
    for key, template in definitions.words.notes.items():
        _template(template, place.at(key), draft)


def _template(template: str, place: Place, draft: Draft) -> None:
    problem = _template_problem(template)
    if problem:
        draft.problems.report(place, problem, "占位符写成 {名称}；要显示花括号本身请写两遍")


def _template_problem(template: str) -> str | None:
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
    except ValueError as error:
        return f"花括号不成对（{error}）"
    if all(name.isidentifier() for name in names):
        return None
    return "占位符没有名称"
