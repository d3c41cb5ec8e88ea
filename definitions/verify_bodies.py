"""Checks of the tree of bodies: parents, names, dates and predecessors."""

from collections.abc import Iterable
from datetime import date
from itertools import combinations

from definitions.draft import Draft
from definitions.model import Body, Definitions
from definitions.normalise import body_names
from definitions.problems import quoted, suggestion


def verify_bodies(definitions: Definitions, draft: Draft) -> None:
    for body in definitions.bodies.values():
        check = _Check(body, definitions, draft)
        check.codes()
        check.dates()
        check.parent()
        check.predecessors()
    _one_root(definitions, draft)
    _names(definitions.bodies.values(), draft)


def living_together(one: Body, other: Body) -> bool:
    """Says whether both exist on some day."""
    return one.valid_from <= _end(other) and other.valid_from <= _end(one)


class _Check:
    """The checks of one body."""

    def __init__(self, body: Body, definitions: Definitions, draft: Draft) -> None:
        self.body = body
        self.definitions = definitions
        self.bodies = definitions.bodies
        self.place = draft.places["body", body.body]
        self.problems = draft.problems

    def report(self, column: str, what: str, remedy: str) -> None:
        self.problems.report(self.place.at(column), what, remedy)

    def codes(self) -> None:
        category, categories = self.body.category, self.definitions.categories
        if category and category not in categories:
            remedy = f"{suggestion(category, categories)}；新的类别请先写入 categories.csv"
            self.report("category", f"不认识的类别“{category}”", remedy)
        for function in sorted(self.body.functions - self.definitions.functions.keys()):
            remedy = f"{suggestion(function, self.definitions.functions)}；新的职能请先写入 functions.csv"
            self.report("functions", f"不认识的职能“{function}”", remedy)

    def dates(self) -> None:
        if self.body.valid_from > _end(self.body):
            what = f"开始日期 {self.body.valid_from} 晚于结束日期 {self.body.valid_to}"
            self.report("valid_from", what, "请核对 valid_from 和 valid_to")

    def parent(self) -> None:
        code = self.body.parent
        if code is None:
            return
        if code not in self.bodies:
            remedy = f"{suggestion(code, self.bodies)}；或先添加上级机构"
            self.report("parent", f"上级“{code}”不存在", remedy)
        elif self.body.body in (loop := self._ancestors()):
            # All bodies of a loop see it; one of them tells.
            if self.body.body > min(loop):
                return
            what = f"上下级成环：{' → '.join([self.body.body, *loop])}"
            self.report("parent", what, "请改正其中一个的上级")
        elif not _within(self.body, self.bodies[code]):
            what = f"存续期超出上级“{code}”的存续期"
            self.report("parent", what, "请改正日期，否则有的年份它不会汇总到任何上级")

    def _ancestors(self) -> list[str]:
        """Climbs until the root or the first body met twice."""
        found: list[str] = []
        code = self.body.parent
        while code and code in self.bodies and code not in found:
            found.append(code)
            code = self.bodies[code].parent
        return found

    def predecessors(self) -> None:
        for code in self.body.predecessors:
            before = self.bodies.get(code)
            if before is None:
                self.report("predecessors", f"前身“{code}”不存在", suggestion(code, self.bodies))
            elif before is self.body:
                self.report("predecessors", "前身是它自己", "请填写改革前的机构，没有则留空")
            elif _end(before) >= self.body.valid_from:
                until, since = before.valid_to or "今", self.body.valid_from
                what = f"前身“{code}”存续到 {until}，与本机构（{since} 起）重叠"
                self.report("predecessors", what, "请把前身的 valid_to 改为改革前一日")


def _one_root(definitions: Definitions, draft: Draft) -> None:
    roots = [body for body in definitions.bodies.values() if body.parent is None]
    for one, other in combinations(roots, 2):
        if living_together(one, other):
            place = draft.places["body", other.body].at("parent")
            what = f"“{other.body}”没有上级，而最上级已是“{one.body}”"
            draft.problems.report(place, what, "请填写它的上级；全表只能有一个最上级")


def _names(bodies: Iterable[Body], draft: Draft) -> None:
    """A name may be used again only when its first owner is gone: files are read by name and year."""
    owners: dict[str, list[Body]] = {}
    for body in bodies:
        for name in body_names(body):
            owners.setdefault(name, []).append(body)
    clashes: dict[tuple[str, str], list[str]] = {}
    for name, owning in owners.items():
        for one, other in combinations(owning, 2):
            if living_together(one, other):
                clashes.setdefault((one.body, other.body), []).append(name)
    for (first, second), names in clashes.items():
        what = f"名称或别名{quoted(sorted(names))}与“{first}”相同，而两者同时存续"
        remedy = "请删去其中一方的这个别名，或用 valid_from、valid_to 错开"
        draft.problems.report(draft.places["body", second].at("aliases"), what, remedy)


def _within(body: Body, parent: Body) -> bool:
    return parent.valid_from <= body.valid_from and _end(body) <= _end(parent)


def _end(body: Body) -> date:
    return body.valid_to or date.max
