"""`python -m ledger users …`: who may sign in, as whom, and who no longer."""

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from console.failures import Refused
from console.parser import WrongUse, add_command, text
from definitions import Body, Definitions, body_names, load_definitions, normalise_header
from definitions.problems import suggestion
from ledger.accounts import Account, AccountExists, Accounts, BadName, NoSuchAccount, NotLocal
from ledger.folder import data_folder
from ledger.names import LONGEST_NAME
from ledger.records import OIDC

Options = argparse.Namespace

_ONE = {
    "reset": "重置密码：给一个新的临时密码，并在所有电脑上退出",
    "disable": "停用用户，并在所有电脑上退出",
    "enable": "启用已停用的用户",
    "unlock": "解除暂停登录（连续输错密码之后）",
    "sign-out": "让用户在所有电脑上退出登录",
}


def add_users(commands: Any, program: str) -> None:
    """The command `users` and what comes after it."""
    about = "用户：新建、授权、停用、重置密码"
    users = commands.add_parser(
        "users", help=about, description=f"{about}。", epilog=f"各命令的说明：{program} users add --help"
    )
    actions = users.add_subparsers(dest="action", required=True, metavar="命令", title="命令")
    for name, about, example in (
        ("add", "新建用户，给一个临时密码", "wang --role viewer --shown 王主任"),
        ("grant", "改变用户的角色和单位（取代原有的），并在所有电脑上退出", "wang --role department --body 卫健局"),
    ):  # fmt: skip
        one = add_command(actions, program, name, about, f"users {name} {example}")
        one.add_argument("name", type=text, metavar="用户名", help=f"1至{LONGEST_NAME}个字符，不分大小写")
        roles, bodies = "角色代码或名称，可多次使用", "单位代码或名称，可多次使用；只看本单位的角色必填"
        one.add_argument("--role", action="append", type=text, required=True, metavar="角色", help=roles)
        one.add_argument("--body", action="append", type=text, default=[], metavar="单位", help=bodies)
        if name == "add":
            one.add_argument("--shown", type=text, metavar="显示名", help="页面上显示的姓名，不写则同用户名")
    add_command(actions, program, "list", "列出全部用户", "users list", "users list --json")
    for name, about in _ONE.items():
        one = add_command(actions, program, name, about, f"users {name} wang")
        one.add_argument("name", type=text, metavar="用户名")


def run(options: Options) -> int:
    """Runs what comes after `users`."""
    try:
        return ACTIONS[options.action](options)
    except AccountExists as error:
        raise Refused(
            f"已有用户“{error}”，没有改动。改变角色和单位用 users grant，忘记密码用 users reset。"
        ) from None
    except NoSuchAccount as error:
        raise Refused(f"没有用户“{error}”。用 users list 查看全部用户。") from None
    except NotLocal as error:
        raise Refused(
            f"用户“{error}”由统一身份认证登录，密码、角色和单位在认证服务中管理，这里只能停用、启用、退出登录。"
        ) from None
    except BadName as error:
        raise WrongUse(f"用户名“{error}”不行：要有1至{LONGEST_NAME}个看得见的字符。") from None


def add(options: Options) -> int:
    known = load_definitions()
    roles, bodies = _granted(options, known)
    with Accounts(data_folder().ledger) as accounts:
        password = accounts.create(options.name, options.shown or options.name, roles, bodies)
        made = _account(accounts, options.name)
    said = f"已新建用户 {_described(made, known)}。"
    return _with_password(options, made, password, said)


def grant(options: Options) -> int:
    known = load_definitions()
    roles, bodies = _granted(options, known)
    with _accounts(options.name) as accounts:
        accounts.grant(options.name, roles, bodies)
        now = _account(accounts, options.name)
    return _say(options, asdict(now), f"已改为：{_described(now, known)}。须重新登录。")


def reset(options: Options) -> int:
    with _accounts(options.name) as accounts:
        password = accounts.reset(options.name)
        now = _account(accounts, options.name)
    return _with_password(options, now, password, f"已重置用户 {now.name} 的密码，并在所有电脑上退出。")


def listed(options: Options) -> int:
    known = load_definitions()
    found = []
    # Who only looks does not begin a data folder.
    if data_folder().ledger.is_file():
        with Accounts(data_folder().ledger) as accounts:
            found = accounts.listed()
    lines = [f"{_described(one, known)}  {_condition(one)}  {_last(one)}" for one in found]
    none = "还没有用户。新建：python -m ledger users add 用户名 --role 角色"
    return _say(options, [asdict(one) for one in found], "\n".join(lines) or none)


def sign_out(options: Options) -> int:
    with _accounts(options.name) as accounts:
        ended = accounts.sign_out_everywhere(options.name)
        name = _account(accounts, options.name).name
    said = f"用户 {name} 已在{ended}处退出登录。" if ended else f"用户 {name} 没有在登录中。"
    return _say(options, {"name": name, "sessions": ended}, said)


def _simply(act: Callable[[Accounts, str], None], done: str) -> Callable[[Options], int]:
    """An action that needs a name only."""

    def run(options: Options) -> int:
        with _accounts(options.name) as accounts:
            act(accounts, options.name)
            now = _account(accounts, options.name)
        return _say(options, asdict(now), done.format(now.name))

    return run


ACTIONS: dict[str, Callable[[Options], int]] = {
    "add": add,
    "grant": grant,
    "list": listed,
    "reset": reset,
    "disable": _simply(Accounts.disable, "已停用用户 {}，并在所有电脑上退出。"),
    "enable": _simply(Accounts.enable, "已启用用户 {}。"),
    "unlock": _simply(Accounts.unlock, "已解除用户 {} 的暂停登录。"),
    "sign-out": sign_out,
}


# --- roles and bodies ---------------------------------------------------------------------------


def _granted(options: Options, known: Definitions) -> tuple[list[str], list[str]]:
    """The roles and bodies named on the command line, as codes; raises `WrongUse`."""
    roles = [_role(one, known) for one in options.role]
    bodies = [_body(one, known) for one in options.body]
    own = [known.roles[role] for role in roles if _is_of_own(role, known)]
    if own and not bodies:
        raise WrongUse(
            f"角色“{own[0]}”只能看和报本单位的数据，要用 --body 写明是哪个单位，例如：--body 卫健局。"
        )
    return roles, bodies


def _is_of_own(role: str, known: Definitions) -> bool:
    return any(right.reach.get(role) == "own" for right in known.rights.values())


def _role(given: str, known: Definitions) -> str:
    code = {title: code for code, title in known.roles.items()}.get(given, given)
    if code not in known.roles:
        names = known.roles if given.isascii() else known.roles.values()
        raise WrongUse(f"没有“{given}”这个角色，{suggestion(given, names)}。")
    return code


def _body(given: str, known: Definitions) -> str:
    if given in known.bodies:
        return given
    wanted = normalise_header(given)
    found = [body for body in known.bodies.values() if wanted in body_names(body)]
    if len(found) == 1:
        return found[0].body
    if not found:
        raise WrongUse(f"没有“{given}”这个单位，{_near(given, known)}。")
    several = "、".join(f"{body.body}（{body.name}，{_span(body)}）" for body in found)
    raise WrongUse(f"“{given}”指的是哪个单位？请写代码：{several}。")


def _near(given: str, known: Definitions) -> str:
    if given.isascii():
        return suggestion(given, known.bodies)
    return suggestion(
        given, {name for body in known.bodies.values() for name in (body.name, body.short_name)}
    )


def _span(body: Body) -> str:
    return f"{body.valid_from}至{body.valid_to or '今'}"


# --- what is said -------------------------------------------------------------------------------


def _accounts(name: str) -> Accounts:
    """Opens the ledger; where there is none nobody has an account."""
    if not data_folder().ledger.is_file():
        raise NoSuchAccount(name)
    return Accounts(data_folder().ledger)


def _account(accounts: Accounts, name: str) -> Account:
    found = accounts.account(name)
    if found is None:
        raise NoSuchAccount(name)
    return found


def _with_password(options: Options, account: Account, password: str, said: str) -> int:
    hint = "只显示这一次，请当面或电话告知本人；登录后要改成自己的密码"
    return _say(
        options,
        asdict(account) | {"temporary_password": password},
        f"{said}\n临时密码：{password}\n（{hint}）",
    )


def _say(options: Options, values: Any, said: str) -> int:
    print(json.dumps(values, ensure_ascii=False) if options.json else said)
    return 0


def _described(account: Account, known: Definitions) -> str:
    roles = _titles(account.roles, known.roles)
    names = {code: body.short_name for code, body in known.bodies.items()}
    bodies = f"（{_titles(account.bodies, names)}）" if account.bodies else ""
    shown = f"  {account.shown_name}" if account.shown_name != account.name else ""
    return f"{account.name}{shown}  {roles}{bodies}"


def _titles(codes: Sequence[str], titles: Any) -> str:
    # The office may have taken out of its tables what an account still has.
    return "、".join(titles.get(code, code) for code in codes)


def _condition(account: Account) -> str:
    if account.disabled:
        return "已停用"
    if account.locked_until:
        return f"暂停登录至{account.locked_until[11:16]}"
    if account.must_change:
        return "待改临时密码"
    return "统一身份认证" if account.kind == OIDC else "正常"


def _last(account: Account) -> str:
    at = account.signed_in_at
    return f"上次登录 {at[:16].replace('T', ' ')}" if at else "从未登录"
