"""`python -m ledger users`: every action, every refusal a Chinese sentence, the temporary password said once."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

import definitions
from ledger import Ledger
from ledger.__main__ import main
from tests.etl.command_line import Answer, CommandLine
from tests.ledger.people import Office


@pytest.fixture
def users(quick: None, capsys: pytest.CaptureFixture[str]) -> CommandLine:
    return CommandLine(capsys, lambda given: main(["users", *given]))


def password_in(answer: Answer) -> str:
    [line] = [line for line in answer.out.splitlines() if line.startswith("临时密码：")]
    return line.removeprefix("临时密码：")


def test_the_first_user_begins_the_data_folder(users: CommandLine, data: Path) -> None:
    answer = users("list")
    assert "还没有用户" in answer.out
    assert users("list", "--json").json == []
    assert users("disable", "wang").code == 1
    assert not data.exists()
    answer = users("add", "Wang", "--role", "领导", "--shown", "王主任")
    assert (answer.code, answer.err) == (0, "")
    assert "已新建用户 wang  王主任  领导" in answer.out
    assert len(password_in(answer)) == 14
    assert users("list").out == "wang  王主任  领导  待改临时密码  从未登录\n"


def test_roles_and_bodies_go_by_code_and_by_name(users: CommandLine) -> None:
    answer = users(
        "add",
        "li",
        "--role",
        "department",
        "--role",
        "审核员",
        "--body",
        "卫健局",
        "--body",
        "justice",
        "--json",
    )
    made = answer.json
    assert (made["roles"], made["bodies"], made["shown_name"]) == (
        ["department", "reviewer"],
        ["health", "justice"],
        "li",
    )
    assert len(made["temporary_password"]) == 14
    changed = users("grant", "LI", "--role", "viewer", "--json").json
    assert (changed["roles"], changed["bodies"]) == (["viewer"], [])
    assert "temporary_password" not in changed


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--role", "viewr"], 2, "没有“viewr”这个角色，是否应为 viewer"),
        (["--role", "领倒"], 2, "没有“领倒”这个角色，可用的有：审核员、"),
        (["--role", "viewer", "--body", "卫健委局"], 2, "没有“卫健委局”这个单位，是否应为 卫健局"),
        (["--role", "viewer", "--body", "helth"], 2, "是否应为 health"),
        (["--role", "viewer", "--body", ""], 2, "没有“”这个单位"),
        (["--role", "department"], 2, "要用 --body 写明是哪个单位"),
        ([], 2, "缺少参数：--role"),
        (["--role", "viewer", "--shown", "\udcff"], 2, "认不出的字符"),
    ],
)
def test_what_does_not_exist_is_refused_with_a_way_on(
    users: CommandLine, data: Path, arguments: list[str], code: int, says: str
) -> None:
    for action in ("add", "grant"):
        if action == "grant" and "--shown" in arguments:
            continue
        answer = users(action, "li", *arguments)
        assert (answer.code, answer.out) == (code, "")
        assert says in answer.err
    assert not data.exists()


def test_a_name_of_several_bodies_asks_for_the_code(
    users: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(Path(definitions.__file__).parent, tmp_path / "definitions")
    with (folder / "bodies.csv").open("a", encoding="utf-8") as file:
        file.write("brook,石溪镇人民政府,石溪镇,石溪,lusong,town,penalising,2010-01-01,2022-12-31,\n")
        file.write("brook_street,石溪街道办事处,石溪街道,石溪,lusong,town,penalising,2023-01-01,,brook\n")
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(folder))
    answer = users("add", "li", "--role", "department", "--body", "石溪")
    assert answer.code == 2
    assert "brook（石溪镇人民政府，2010-01-01至2022-12-31）、brook_street" in answer.err
    assert users("add", "li", "--role", "department", "--body", "石溪街道").code == 0


@pytest.mark.parametrize("name", ["", " ", "x" * 65, "a\x1b[2Jb", "a\u202eb"])
def test_a_name_nobody_can_have(users: CommandLine, name: str) -> None:
    answer = users("add", name, "--role", "viewer")
    assert answer.code == 2
    assert "看得见的字符" in answer.err
    assert "\x1b" not in answer.err


def test_a_name_is_given_once(users: CommandLine) -> None:
    users("add", "li", "--role", "viewer")
    answer = users("add", "LI", "--role", "viewer")
    assert (answer.code, answer.out) == (1, "")
    assert "已有用户“li”" in answer.err


@pytest.mark.parametrize("action", ["reset", "disable", "enable", "unlock", "sign-out"])
def test_nobody_of_that_name(users: CommandLine, action: str) -> None:
    users("add", "li", "--role", "viewer")
    answer = users(action, "nobody")
    assert answer.code == 1
    assert "没有用户“nobody”" in answer.err


def test_an_account_from_its_beginning_to_its_end(users: CommandLine, office: Office) -> None:
    token = office.enter()
    assert users("sign-out", "wang").out == "用户 wang 已在1处退出登录。\n"
    assert users("sign-out", "wang", "--json").json == {"name": "wang", "sessions": 0}
    assert office.session(token) is None
    for _ in range(5):
        office.refused()
    assert "wang  wang君  领导  暂停登录至09:01  上次登录 2026-03-02 09:00" in users("list").out
    assert users("unlock", "wang").code == 0
    assert office.enter()
    assert users("disable", "wang").code == 0
    assert "已停用" in users("list").out
    assert users("enable", "wang", "--json").json["disabled"] is False
    temporary = password_in(users("reset", "wang"))
    assert office.enter(password=temporary)
    acts = [line.act for line in office.lines() if line.who.startswith("os:")][-6:]
    assert acts == [
        "sign_out_everywhere",
        "sign_out_everywhere",
        "user_unlock",
        "user_disable",
        "user_enable",
        "user_reset",
    ]


def test_whom_the_provider_vouches_for_is_managed_there(users: CommandLine, office: Office) -> None:
    office.accounts.sign_in_by_claims("zhao", "赵", ("viewer",), (), "10.1.2.3")
    for action in (["reset", "zhao"], ["grant", "zhao", "--role", "viewer"]):
        answer = users(*action)
        assert answer.code == 1
        assert "统一身份认证" in answer.err
    assert users("disable", "zhao").code == 0


def test_the_list_tells_no_secret(users: CommandLine, office: Office) -> None:
    office.enter()
    [(kept,)] = office.rows("select password from account where name = 'wang'")
    for answer in (users("list"), users("list", "--json"), users("disable", "li", "--json")):
        assert kept not in answer.out
        assert "argon2" not in answer.out
    assert set(users("list", "--json").json[0]) == {
        "name", "shown_name", "roles", "bodies", "kind", "disabled", "must_change", "created_at", "signed_in_at",
        "locked_until",
    }  # fmt: skip


def test_a_failure_leaves_no_hash_in_the_log(users: CommandLine, data: Path) -> None:
    assert users("add", "li", "--role", "viewer").code == 0
    with closing(sqlite3.connect(data / "ledger.sqlite")) as connection:
        connection.execute(
            "create trigger no before insert on account begin select raise(abort, 'broken'); end"
        )
    answer = users("add", "wang", "--role", "viewer")
    assert (answer.code, answer.out) == (3, "")
    log = (data / "error.log").read_text(encoding="utf-8")
    assert "broken" in log
    assert "argon2id" not in log


def test_wrong_definitions_are_named(
    users: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASHBOARD_DEFINITIONS", str(tmp_path))
    answer = users("add", "li", "--role", "viewer")
    assert answer.code == 1
    assert "定义有误" in answer.err


def test_every_action_explains_itself(users: CommandLine, capsys: pytest.CaptureFixture[str]) -> None:
    for action in ("add", "grant", "list", "reset", "disable", "enable", "unlock", "sign-out"):
        with pytest.raises(SystemExit):
            main(["users", action, "--help"])
        assert f"例：python -m ledger users {action}" in capsys.readouterr().out
    assert "缺少参数：命令" in users().err
    assert "没有“remove”" in users("remove", "li").err


def test_users_do_not_hide_the_record(users: CommandLine, data: Path) -> None:
    users("add", "li", "--role", "viewer")
    with Ledger(data / "ledger.sqlite") as ledger:
        [line] = ledger.audit(act="user_create")
        assert json.loads(line.after or "") == {"bodies": [], "roles": ["viewer"], "shown_name": "li"}
        assert ledger.verify().ok
