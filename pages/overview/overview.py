"""总览：哪些没有达标、有多大把握、该谁去办、报表到了多少。"""

import streamlit as st

from ui import context, kept, overview, reconciling

now = context.current()
published = reconciling.lines(now)
said = kept.explanations(now)

overview.verdict(now)
overview.headline(now)
overview.data_notes(now, published, said)

matrix = overview.matrix_frame(now)
overview.needs_attention(now, matrix)
overview.matrix(now, matrix)

left, right = st.columns(2)
with left:
    overview.returns_in(now)
with right:
    overview.agreement(now, published, said)
