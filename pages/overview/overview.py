"""总览：哪些没有达标、有多大把握、该谁去办、报表到了多少。"""

import streamlit as st

from ui import context, overview

now = context.current()

overview.verdict(now)
overview.headline(now)
overview.data_notes(now)

overview.needs_attention(now)
overview.matrix(now)

left, right = st.columns(2)
with left:
    overview.returns_in(now)
with right:
    overview.agreement(now)
