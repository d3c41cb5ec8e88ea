"""Who may use the product, and what each role may do: the table of rights as it stands in the definitions."""

import pandas as pd
import streamlit as st

from definitions import load_definitions
from definitions.model import Definitions
from ledger.accounts import Account
from ui.access.doors import doors
from ui.tables import html_table

REACHES = {"all": "全部", "own": "本单位", "no": "—"}


def rights() -> None:
    """A line an action, a column a role."""
    definitions = load_definitions()
    st.html(
        '<h2 class="state-sub">角色和权限</h2><p class="reading">“本单位”指账户所列单位及其下属单位。'
        "一个账户可以有几个角色，权限合并。修改：definitions/rights.csv。</p>"
    )
    st.html(html_table(rights_table(definitions), "角色和权限"))


def rights_table(definitions: Definitions) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"操作": right.title}
            | {title: REACHES[right.reach[role]] for role, title in definitions.roles.items()}
            for right in definitions.rights.values()
        ]
    )


def accounts() -> None:
    """Every account with its roles and bodies, and how it stands."""
    st.html('<h2 class="state-sub">用户</h2>')
    known = doors().accounts
    if known is None:
        st.html(
            '<p class="reading">演示模式没有用户：身份由浏览者自选。正式使用的设置见 docs/deploy.md。</p>'
        )
        return
    found = known.listed()
    st.html(
        f'<p class="reading">共{len(found)}个。增减、停用、重置密码用命令行：python -m ledger users --help。</p>'
    )
    if found:
        st.html(html_table(accounts_table(found, load_definitions()), "用户"))


def accounts_table(found: list[Account], definitions: Definitions) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "用户名": [a.name for a in found],
            "姓名": [a.shown_name for a in found],
            "角色": ["、".join(definitions.roles.get(r, r) for r in a.roles) for a in found],
            "单位": ["、".join(short_name(definitions, b) for b in a.bodies) or "—" for a in found],
            "登录方式": ["统一身份认证" if a.kind == "oidc" else "本地密码" for a in found],
            "状况": [condition(a) for a in found],
            "上次登录": [(a.signed_in_at or "")[:16].replace("T", " ") or "从未" for a in found],
        }
    )


def condition(account: Account) -> str:
    """The one thing an administrator may have to act on."""
    if account.disabled:
        return "已停用"
    if account.locked_until:
        return f"锁定至{account.locked_until[11:16]}"
    return "待改初始密码" if account.must_change else "正常"


def short_name(definitions: Definitions, body: str) -> str:
    found = definitions.bodies.get(body)
    return found.short_name if found else body
