"""Cross-checks between the parts of the definitions; adds what it finds to the draft's problems."""

import string

from definitions.draft import Draft
from definitions.model import Definitions
from definitions.parts import ACTIONS
from definitions.problems import Place, Source
from definitions.verify_bodies import verify_bodies
from definitions.verify_case_ledgers import verify_case_ledgers
from definitions.verify_datasets import verify_datasets
from definitions.verify_disclosure import verify_disclosure
from definitions.verify_identities import verify_identities
from definitions.verify_indicators import verify_indicators
from definitions.verify_schemes import verify_schemes
from definitions.verify_sentences import verify_sentences
from definitions.verify_targets import verify_targets
from definitions.verify_words import verify_words


def verify(definitions: Definitions, draft: Draft) -> None:
    """Runs every check; none of them stops the others."""
    _parts(definitions, draft)
    verify_bodies(definitions, draft)
    verify_datasets(definitions, draft)
    verify_case_ledgers(definitions.ledgers, definitions.dataset_of, draft)
    verify_identities(definitions, draft)
    verify_indicators(definitions, draft)
    verify_targets(definitions, draft)
    verify_words(definitions, draft)
    _rights(definitions, draft)
    _faults(definitions, draft)
    _notes(definitions, draft)
    verify_schemes(definitions, draft)
    verify_sentences(definitions, draft)
    verify_disclosure(definitions, draft)


def _parts(definitions: Definitions, draft: Draft) -> None:
    """An empty part would load and silently show nothing."""
    parts = {
        "bodies.csv": definitions.bodies,
        "categories.csv": definitions.categories,
        "functions.csv": definitions.functions,
        "datasets/": definitions.datasets,
        "indicators.toml": definitions.indicators,
        "roles.csv": definitions.roles,
    }
    for name in (name for name, part in parts.items() if not part):
        draft.problems.report(Place(Source(name, "")), "没有内容", "请恢复原有内容，或至少写入一项")


def _rights(definitions: Definitions, draft: Draft) -> None:
    """An action without a line would be nobody's."""
    for action in (action for action in ACTIONS if action not in definitions.rights):
        what = f"缺少操作“{action}”的一行"
        draft.problems.report(Place(Source("rights.csv", "")), what, "请恢复这一行，谁都不许的各列填 no")


def _faults(definitions: Definitions, draft: Draft) -> None:
    """A template with a stray brace would only fail on the day the fault is met."""
    for fault in definitions.faults.values():
        for key in ("message", "remedy"):
            _template(getattr(fault, key), draft.places["fault", fault.code].at(key), draft)


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
