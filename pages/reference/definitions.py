"""指标口径：每项指标怎样计算、依据什么、目标多少、由谁报送；报表怎样核对；状态与图形的意思。"""

import streamlit as st

from ui import address, context, definition_list
from ui.definition_link import ALL, PARAMETER

now = context.current()
titles = {code: indicator.title for code, indicator in now.definitions.indicators.items()}

left, right = st.columns(2)
with left:
    chosen = address.choice(PARAMETER, "指标", {ALL: "全部指标", **titles}, ALL)

if chosen != ALL:
    definition_list.one(now, now.definitions.indicators[chosen])
else:
    with right:
        sought = address.text(
            "sought", "查找", placeholder="名称、算式、报表、依据中的字词，如：审结、国办发、书面审理"
        )
    definition_list.every(now, sought)
    definition_list.returns(now)
    definition_list.meanings(now)
