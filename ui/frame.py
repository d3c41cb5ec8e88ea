"""Around every page: style, banner, heading; and what is shown where there is no data or something broke."""

import json
import logging
import secrets
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from definitions import DefinitionError, held
from ui.access import gate, here, ways
from ui.access.doors import doors
from ui.access.reader import Reader
from ui.context import Context
from ui.links import href
from ui.markdown import literal
from ui.markup import Markup, show_html
from ui.navigation import FIRST, page_file, presented
from ui.remembered import remembered
from ui.words import DEMONSTRATION_BANNER, TITLE
from warehouse.connection import WarehouseDamaged

LOG = logging.getLogger("dashboard")
HERE = Path(__file__).parent


def together(*names: str) -> str:
    """Files beside this one, one after the other."""
    return "".join((HERE / name).read_text(encoding="utf-8") for name in names)


STYLE = Markup(f"<style>{together('page.css', 'present.css')}</style>")
LOGO = (HERE / "logo.svg").read_text(encoding="utf-8")
SCRIPT = together("page.js", "present.js")

NOTHING = "还没有已发布的数据。载入示例数据即可浏览全部页面，也可以直接载入本单位的报表。"
NOTHING_YET = "还没有已发布的数据。数据由管理员载入，发布后即可浏览。"
NOTHING_OF_MINE = "您名下的单位还没有已发布的数据。单位不对时请联系管理员。"
OWN_DATA = """
python -m etl check 文件或文件夹      # 只检查，不载入
python -m etl load 文件或文件夹       # 检查、载入并发布
"""


def style(title: str) -> None:
    """The tab's title, the few rules the theme cannot say, the document's language, the name in the corner."""
    # A file of ours: Streamlit would fetch the drawing of a :material: icon from the internet.
    st.set_page_config(page_title=f"{title} · {TITLE}", page_icon=HERE / "icon.svg", layout="wide")
    st.html(STYLE)
    st.logo(LOGO, size="large")
    with st.sidebar:
        st.html(Markup(script()), unsafe_allow_javascript=True)


def script() -> str:
    """What neither the theme nor CSS can do, and where it finds the gate."""
    return f"<script>window.dashboardBase = {json.dumps(gate.base_path())};\n{SCRIPT}</script>"


def guarded(run: Callable[[], Any]) -> None:
    """Runs a page; whatever breaks is logged whole and shown as a Chinese sentence, never as a traceback."""
    try:
        with held():
            run()
    except DefinitionError as error:
        definition_problems(error)
    except WarehouseDamaged:
        damaged(logged("the served warehouse cannot be opened"))
    except Exception:
        broken(logged("a page failed"))


def logged(what: str) -> str:
    """Logs the current exception under a reference code the reader can quote."""
    code = secrets.token_hex(3).upper()
    LOG.exception("%s [%s]", what, code)
    return code


def heading(context: Context, title: str, reader: Reader) -> None:
    """The banner, the page's title and the line that says what everything below is about."""
    show_html(head_html(context, title, present_html(context, reader) + who_html(reader)))


@remembered
def head_html(context: Context, title: str, beside: str) -> str:
    """`beside` is ready markup."""
    banner = (
        f'<p class="banner" role="note">{DEMONSTRATION_BANNER}</p>' if context.publish.demonstration else ""
    )
    compared = f"对比{context.compare}年" if context.compare else "不对比"
    scope = f"{context.body_name} · {context.year}年 · {compared}"
    publish = f"第{context.publish.number}次发布（{context.publish.date}）"
    return (
        f'{banner}<div class="page-head"><h1>{escape(title)}</h1>'
        f'<p class="scope">{escape(scope)}<span class="publish">{escape(publish)}</span></p>{beside}</div>'
        # Panels are headed h3, most stand in no section of their own: so that no level is missing.
        '<h2 class="unseen">本页内容</h2>'
    )


def present_html(context: Context, reader: Reader) -> str:
    """The button that begins a presentation; ui/present.js finds in it the pages before and after this one."""
    around = presented(context.page, lambda action: reader.may(context.definitions, action))
    if around is None:
        return ""
    previous, following = (escape(href(context, path)) if path else "" for path in around)
    return (
        f'<button type="button" class="present" data-previous="{previous}" data-next="{following}"'
        ' aria-keyshortcuts="Shift+P" title="全屏放映本页各图表（Shift+P）">放映</button>'
    )


def plain_heading(title: str, reader: Reader) -> None:
    """The title of a page that is about no year and no body."""
    st.html(f'<div class="page-head"><h1>{escape(title)}</h1><p class="scope"></p>{who_html(reader)}</div>')


def who_html(reader: Reader) -> str:
    """As whom one looks, and the way to the account or, in a demonstration, to another role."""
    kind, link = ("who demo", "切换") if reader.demonstration else ("who", "账户、退出")
    said = f"演示身份：{reader.shown_name}" if reader.demonstration else reader.shown_name
    address = escape(f"{gate.base_path()}{ways.ACCOUNT}")
    return f'<span class="{kind}">{escape(said)} <a href="{address}" target="_self">{link}</a></span>'


def signed_out() -> None:
    """The session ended while the page was on its way: the gate answers everything else."""
    st.html(state("登录已失效", "请重新登录。没有保存的内容不会丢失已报送的数据。"))
    st.link_button("重新登录", f"{gate.base_path()}{ways.SIGN_IN}", type="primary")


def forbidden(title: str, reader: Reader, path: str) -> None:
    """Says so, and records it: once a session and page."""
    st.html(f'<p class="alone">{who_html(reader)}</p>')
    st.html(state("没有查看权限", f"您的角色不能查看“{title}”。需要时请联系管理员调整角色。"))
    told = f"_refused {path}"
    if told not in st.session_state:
        st.session_state[told] = True
        doors().refused(reader, f"page {path}")


def definition_problems(error: DefinitionError) -> None:
    """The office edits the definitions: so everything that is wrong with them is listed, with file and remedy."""
    st.html(
        state(
            "指标口径文件有误，暂不能显示",
            "请按下列提示修改 definitions 目录中的文件，保存后刷新本页。已发布的数据未受影响。",
        )
    )
    st.html('<ol class="problems">' + "".join(f"<li>{escape(p)}</li>" for p in error.problems) + "</ol>")


def damaged(code: str) -> None:
    st.html(
        state(
            "数据文件无法打开",
            "已发布的数据文件缺失或损坏。原始报表和报送记录不受影响，可由管理员重新生成：",
            f"记录编号 {code}（详情见服务日志）",
        )
    )
    st.code("python -m etl rebuild", language="bash")


def broken(code: str) -> None:
    st.html(
        state(
            "本页未能显示",
            "程序遇到未预料的问题，其他页面不受影响。可刷新重试；仍不能显示时，请把记录编号告知管理员。",
            f"记录编号 {code}（详情见服务日志）",
        )
    )


def no_data(title: str, first: bool, mine: bool = False) -> None:
    """Before there is anything to show: on the first page the ways to get data, on the others the way there.

    `mine`: others have data, the reader's own bodies have none.
    """
    loads = here.may("load_sample")
    st.html(
        state(title if not first else TITLE, NOTHING_OF_MINE if mine else NOTHING if loads else NOTHING_YET)
    )
    if mine or not loads:
        return
    if not first:
        st.page_link(page_file(FIRST), label="前往总览载入数据", icon=":material/arrow_forward:")
        return
    if st.button("载入示例数据", type="primary", icon=":material/database:"):
        load_sample()
    st.html(
        '<p class="state-text">示例为株洲市芦淞区2022年公开的区级合计，以及标明“演示”的虚构分部门数据，几秒即可。</p>'
    )
    st.html(
        '<h2 class="state-sub">载入自己的数据</h2><p class="state-text">CSV、Excel（xlsx、xls）、ODS 均可；载入前逐格检查，有错误时整份不载入。</p>'
    )
    st.code(OWN_DATA.strip(), language="bash")


def load_sample() -> None:
    """Loads the sample and starts over; says so where it was refused."""
    from etl.pipeline import load_sample as load  # pulls in the readers: only where it is used

    reader = here.reader()
    if reader is None or not here.may("load_sample"):
        return
    with st.spinner("正在检查、载入并发布示例数据……"), reader.acting():
        loaded = load()
    if loaded is None or loaded.ok:
        st.rerun()
    refused = [outcome for outcome in loaded.outcomes if not outcome.ok]
    st.error(
        f"示例数据未能载入：{len(refused)}份文件未通过检查。"
        + literal("".join(f.message for o in refused for f in o.faults[:3]))
    )


def state(title: str, text: str, small: str = "") -> str:
    """A calm full-width notice."""
    extra = f'<p class="state-small">{escape(small)}</p>' if small else ""
    return f'<div class="state" role="status"><h1>{escape(title)}</h1><p class="state-text">{escape(text)}</p>{extra}</div>'
