"""Sends mail through the office's server: each message by itself, and what became of it in a sentence."""

import smtplib
import ssl
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from ui.access.mail_settings import STARTTLS, TLS, Mail

PATIENCE = 10.0
"""Seconds for each answer of the server."""


@dataclass(frozen=True)
class Letter:
    """What one body is to be told."""

    body: str
    to: tuple[str, ...]
    subject: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """What became of a letter; `said` is in Chinese, and holds no secret."""

    letter: Letter
    sent: bool
    said: str


def send(mail: Mail, letters: Sequence[Letter]) -> Iterator[Outcome]:
    """One connection for all; where it breaks, what is left was not sent, and says so."""
    left = list(letters)
    try:
        with _connection(mail) as server:
            while left:
                outcome = _one(server, mail, left[0])
                left.pop(0)
                yield outcome
    except (OSError, smtplib.SMTPException) as error:
        for letter in left:
            yield Outcome(letter, False, _why(error, mail))


def _connection(mail: Mail) -> smtplib.SMTP:
    """A server that let us in; whoever it is has shown a certificate, unless it is on this machine."""
    trusted = ssl.create_default_context(cafile=mail.ca_file or None)
    server: smtplib.SMTP
    if mail.security == TLS:
        server = smtplib.SMTP_SSL(mail.host, mail.port, timeout=PATIENCE, context=trusted)
    else:
        server = smtplib.SMTP(mail.host, mail.port, timeout=PATIENCE)
    try:
        if mail.security == STARTTLS:
            server.starttls(context=trusted)
        if mail.user:
            server.login(mail.user, mail.password)
    except BaseException:
        server.close()
        raise
    return server


def _one(server: smtplib.SMTP, mail: Mail, letter: Letter) -> Outcome:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = mail.sender, ", ".join(letter.to), letter.subject
    message["Date"], message["Message-ID"] = (
        formatdate(localtime=True),
        make_msgid(domain="dashboard.invalid"),
    )
    message.set_content(letter.text)
    try:
        refused = server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        return Outcome(letter, False, f"收件地址被邮件服务器拒绝：{_answers(error.recipients)}")
    if refused:
        return Outcome(letter, True, f"已发送，其中有地址被拒绝：{_answers(refused)}")
    return Outcome(letter, True, "已发送")


def _answers(refused: dict[str, tuple[int, bytes]]) -> str:
    return "；".join(
        f"{address}（{code} {text.decode(errors='replace')[:100]}）"
        for address, (code, text) in refused.items()
    )


def _why(error: Exception, mail: Mail) -> str:
    """What went wrong, without what we sent."""
    where = f"{mail.host}:{mail.port}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"没有发送：邮件服务器 {where} 的证书不受信任。请管理员核对 access.toml 的 host 或 ca_file"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"没有发送：邮件服务器 {where} 不接受用户名或密码。请管理员核对"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"没有发送：邮件服务器 {where} 不支持所设的加密或登录方式。请管理员核对 security"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"没有发送：邮件服务器答复 {error.smtp_code}。请稍后再试，仍不行请找管理员"
    if isinstance(error, TimeoutError):
        return f"没有发送：邮件服务器 {where} 没有应答。请稍后再试"
    return f"没有发送：连不上邮件服务器 {where}，或连接中断。请稍后再试，仍不行请找管理员"
