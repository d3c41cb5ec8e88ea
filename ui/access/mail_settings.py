"""Where reminders go out, from `[mail]` of access.toml; none: the product sends no mail."""

import os
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from definitions.records import Table

STARTTLS, TLS, NONE = "starttls", "tls", "none"
_ADDRESS = re.compile(r"[^\s@<>,;:\"\\]+@[^\s@<>,;:\"\\]+")


@dataclass(frozen=True)
class Mail:
    """The server that takes our mail, and who is written to."""

    host: str
    port: int
    security: str
    """`starttls`, `tls` from the first byte, or `none`, which is for this machine alone."""
    sender: str
    user: str
    password_env: str
    """The environment variable that holds the password: no file of settings does."""
    ca_file: str
    """Who vouches for the server's certificate, where the system does not know him."""
    to: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """body → addresses"""

    @property
    def password(self) -> str:
        return os.environ.get(self.password_env, "") if self.password_env else ""


def read_mail(table: Table) -> Mail:
    """Reads the table; what is wrong with it is in the table's problems."""
    security = table.choice("security", (STARTTLS, TLS, NONE))
    to = table.table("to")
    found = Mail(
        host=table.text("host"),
        port=table.whole("port", 465 if security == TLS else 587),
        security=security,
        sender=table.text("sender"),
        user=table.text("user") if table.has("user") else "",
        password_env=table.text("password_env") if table.has("password_env") else "",
        ca_file=table.text("ca_file") if table.has("ca_file") else "",
        to={body: to.texts(body) for body in to.names()},
    )
    table.close()
    return found


def mail_refusals(mail: Mail, here_only: bool, bodies: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """What speaks against starting with these settings; `here_only`: the server is on this machine."""
    if mail.security == NONE and not here_only:
        yield "mail", "邮件不加密（security = none）只能用本机的邮件服务器", "请改为 starttls 或 tls"
    if mail.user and not mail.password:
        remedy = f"请在服务的环境变量 {mail.password_env or '（先填写 password_env）'} 中设置密码"
        yield "mail", "写了邮件用户名，没有密码", remedy
    if mail.ca_file and not Path(mail.ca_file).is_file():
        yield "mail", f"找不到证书文件 {mail.ca_file}", "请核对 ca_file 的路径"
    for address in (mail.sender, *(one for addresses in mail.to.values() for one in addresses)):
        if not _ADDRESS.fullmatch(address):
            yield "mail", f"“{address}”不是邮件地址", "请写成 name@example.gov.cn 的样式"
    for body in sorted(set(mail.to) - set(bodies)):
        yield "mail.to", f"单位代码“{body}”不存在", "请填写 definitions/bodies.csv 中的代码"
