"""部门画像：一个单位是谁、报了什么、欠什么、与同类相比如何、历年走势、说明与提示。"""

import streamlit as st

from ui import context, enforcement, peers, profile, profile_figures, profile_trends

now = context.current()

left, right = st.columns(2 if now.leaf else [1, 2])
with left:
    profile.identity_panel(now)
with right:
    if now.leaf:
        profile.returns_panel(now)
    else:
        profile.bodies_panel(now)

enforcement.headline(now, profile_trends.headline_codes(now))

if now.leaf:
    peers.peer_panels(now)

profile_trends.trend_panels(now)
profile_figures.figures_panel(now)
profile_trends.history_panels(now)
profile_figures.explanations_panel(now)
profile_figures.notices_panel(now)
