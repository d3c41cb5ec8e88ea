"""A line of the audit in words: what was acted upon, and what it was before and after."""

import json
import re
from collections.abc import Mapping
from typing import Any

from definitions.model import Definitions
from ui.navigation import SECTIONS
from ui.words import joined

TITLES = {
    "sha256": "校验值",
    "size": "字节",
    "faults": "问题数",
    "kind": "方式",
    "receipt": "收件",
    "cells": "格数",
    "explanations": "说明",
    "counts": "计入",
    "reason": "原因",
    "roles": "角色",
    "bodies": "单位",
    "shown_name": "姓名",
    "disabled": "停用",
    "until": "至",
    "sessions": "登录数",
    "score": "分数",
    "version": "方案版本",
    "not_applicable": "不适用",
    "appeal": "申诉编号",
    "publish": "发布",
    "evidence": "材料",
    "title": "标题",
    "form": "形式",
}
MEANINGS: dict[tuple[str, str], str] = {
    ("reason", "wrong"): "密码不对",
    ("reason", "wrong_old"): "原密码不对",
    ("reason", "unknown"): "没有这个用户",
    ("reason", "disabled"): "账户已停用",
    ("reason", "local"): "已有同名的本地账户",
    ("reason", "no_role"): "统一身份认证给的身份在本系统没有角色",
    ("kind", "full"): "全部重建",
    ("kind", "incremental"): "增量",
}
SUBJECTS = (
    (re.compile(r"publish (\d+)"), "第{}次发布"),
    (re.compile(r"(\d{1,3}(?:-\d{3})+)"), "图号{}"),
    (re.compile(r"submission (\d+)"), "提交{}"),
    (re.compile(r"receipt (\d+)"), "收件{}"),
    (re.compile(r"name:(.*)"), "用户名 {}"),
    (re.compile(r"from:(.*)"), "来自 {}"),
)
PAGES = {f"page {path}": f"页面“{title}”" for listed in SECTIONS.values() for path, title in listed}
SHORT = 12
"""Characters of a hash that are shown; the export has all."""


def subject_words(subject: str, definitions: Definitions) -> str:
    """“submission 41” as 提交41; what has no words of its own stays."""
    year, *rest = subject.split(" ")
    if rest and year.isdecimal() and rest[0] in definitions.bodies:
        items = {
            code: item.title for scheme in definitions.schemes.values() for code, item in scheme.items.items()
        }
        return "　".join(
            [f"{year}年", definitions.bodies[rest[0]].short_name, *(items.get(c, c) for c in rest[1:])]
        )
    for pattern, words in SUBJECTS:
        if found := pattern.fullmatch(subject):
            return words.format(found[1])
    return PAGES.get(subject, subject)


def values_words(text: str | None, definitions: Definitions) -> str:
    """“{"roles":["viewer"]}” as 角色：领导."""
    if text is None:
        return ""
    values: Mapping[str, Any] = json.loads(text)
    said = [(TITLES.get(key, key), _value(key, value, definitions)) for key, value in values.items()]
    return "；".join(f"{title}：{words}" for title, words in said if words)


def _value(key: str, value: Any, definitions: Definitions) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if key == "evidence":
        return joined([str(file["name"]) for file in value])
    if isinstance(value, list):
        return joined([_code(key, str(one), definitions) for one in value])
    return _code(key, str(value), definitions)


def _code(key: str, code: str, definitions: Definitions) -> str:
    if key == "roles":
        return definitions.roles.get(code, code)
    if key == "bodies":
        found = definitions.bodies.get(code)
        return found.short_name if found else code
    if key == "sha256":
        return f"{code[:SHORT]}…"
    if key == "until":
        return code[:16].replace("T", " ")
    return MEANINGS.get((key, code), code)
