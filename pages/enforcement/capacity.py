"""执法能力：持证、培训、公示、法律顾问、合同与信息公开申请审查。"""

from ui import capacity, context, enforcement, panel
from ui.by_body import by_body
from ui.definition_link import definition_link

TRAINING = ["training_attendances", "training_sessions"]
REVIEW = ["disclosure_entries", "legal_counsel", "contracts_reviewed", "disclosure_applications_reviewed"]
BY_BODY = ["disclosure_entries", "contracts_reviewed", "disclosure_applications_reviewed"]
ALL = ["training_sessions", "training_attendances", *REVIEW, "certified_officers", "officers_due"]

now = context.current()


def show() -> None:
    enforcement.headline(
        now,
        [
            "certification_rate",
            "training_sessions",
            "training_attendances",
            "attendances_per_session",
            REVIEW[0],
        ],
    )
    panel.in_pairs(
        lambda: enforcement.rate_over_years(now, "certification_rate", "执法人员持证率：历年"),
        *([] if now.alone else [lambda: capacity.shortfall_panel(now)]),
        lambda: capacity.officers_panel(now),
        lambda: enforcement.rate_over_years(now, "attendances_per_session", "场均培训人次：历年"),
    )
    enforcement.acts_by_year(now, [*TRAINING, *REVIEW], "培训、公示与审查：历年", "years")
    by_body(now, [*TRAINING, "attendances_per_session", *BY_BODY], "培训、公示与审查：各单位", "bodies")
    enforcement.year_table(now, ALL, "执法能力：全部项目", "all")
    definition_link(now.definitions.indicators["certification_rate"])


if enforcement.owes(now, "capacity"):
    show()
else:
    enforcement.no_function(now, "执法队伍与能力建设")
