"""Reminders go out through a real server on this machine: encrypted, signed in, and every failure is said."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.browser.serving import free_port
from ui.access.mail_settings import Mail, mail_refusals
from ui.mailing import Letter, Outcome, send

LETTER = Letter(
    "health", ("li@health.example",), "请报送2025年度报表", "卫生健康局：\n\n还没有报送：行政许可。\n"
)
OTHER = Letter("water", ("nobody@water.example",), "请报送2025年度报表", "水利局：\n")


class Postman:
    """Takes what comes, but for the unknown."""

    def __init__(self) -> None:
        self.came: list[EmailMessage] = []

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address.startswith("nobody@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        found = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(found, EmailMessage)
        self.came.append(found)
        return "250 OK"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Key and certificate of `localhost`, vouched for by nobody else."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    path = tmp_path_factory.mktemp("mail") / "mail.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path


def only_the_right_one(server: Any, session: Any, envelope: Any, mechanism: str, given: Any) -> AuthResult:
    right = isinstance(given, LoginPassword) and (given.login, given.password) == (b"fzzf", b"geheim")
    return AuthResult(success=right, handled=False)


@contextmanager
def post_office(certificate: Path | None = None, **options: Any) -> Iterator[tuple[Postman, int]]:
    """A server with its port; with a certificate it takes nothing before STARTTLS and a sign-in."""
    postman = Postman()
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        options |= {
            "tls_context": context, "require_starttls": True, "auth_required": True,
            "authenticator": only_the_right_one,
        }  # fmt: skip
    controller = Controller(postman, hostname="127.0.0.1", port=free_port(), **options)
    controller.start()
    try:
        yield postman, controller.port
    finally:
        controller.stop()


def mail(port: int, **changed: Any) -> Mail:
    usual: dict[str, Any] = {
        "host": "localhost", "port": port, "security": "none", "sender": "fzzf@example.gov.cn", "user": "",
        "password_env": "", "ca_file": "", "to": {"health": LETTER.to},
    }  # fmt: skip
    return Mail(**(usual | changed))


def secured(port: int, certificate: Path, **changed: Any) -> Mail:
    usual = {
        "security": "starttls",
        "user": "fzzf",
        "password_env": "MAIL_PASSWORD",
        "ca_file": str(certificate),
    }
    return mail(port, **(usual | changed))


@pytest.fixture
def password(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    return lambda text: monkeypatch.setenv("MAIL_PASSWORD", text)


def test_a_letter_arrives_as_written(certificate: Path, password: Callable[[str], None]) -> None:
    password("geheim")
    with post_office(certificate) as (postman, port):
        [outcome] = send(secured(port, certificate), [LETTER])
    assert outcome == Outcome(LETTER, True, "已发送")
    [came] = postman.came
    assert (came["subject"], came["to"]) == (LETTER.subject, "li@health.example")
    assert came.get_content().replace("\r\n", "\n") == LETTER.text


def test_one_that_is_refused_does_not_keep_the_next_back() -> None:
    with post_office() as (postman, port):
        first, second = send(mail(port), [OTHER, LETTER])
    assert not first.sent
    assert "nobody@water.example（550 no such mailbox）" in first.said
    assert second.sent
    assert len(postman.came) == 1


def test_a_wrong_password_is_said_and_not_shown(certificate: Path, password: Callable[[str], None]) -> None:
    password("guessed-by-nobody")
    with post_office(certificate) as (postman, port):
        outcomes = list(send(secured(port, certificate), [LETTER, OTHER]))
    assert [one.sent for one in outcomes] == [False, False]
    assert "不接受用户名或密码" in outcomes[0].said
    assert "guessed" not in outcomes[0].said
    assert postman.came == []


def test_nothing_is_said_to_a_server_nobody_vouches_for(
    certificate: Path, password: Callable[[str], None]
) -> None:
    password("geheim")
    with post_office(certificate) as (postman, port):
        [outcome] = send(secured(port, certificate, ca_file=""), [LETTER])
    assert "证书不受信任" in outcome.said
    assert postman.came == []


def test_a_server_that_is_not_there_or_knows_no_encryption() -> None:
    [outcome] = send(mail(free_port()), [LETTER])
    assert "连不上邮件服务器" in outcome.said
    with post_office() as (_, port):
        [outcome] = send(mail(port, security="starttls"), [LETTER])
    assert "不支持所设的加密" in outcome.said


def test_no_header_can_be_smuggled_in() -> None:
    forged = Letter("health", LETTER.to, "请报送\r\nBcc: all@example.org", "正文")
    with post_office() as (postman, port), pytest.raises(ValueError, match=r"linefeed|newline"):
        list(send(mail(port), [forged]))
    assert postman.came == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"security": "none"}, "只能用本机的邮件服务器"),
        ({"user": "fzzf", "password_env": "MAIL_NOT_SET"}, "MAIL_NOT_SET"),
        ({"ca_file": "/nowhere.pem"}, "找不到证书文件"),
        ({"sender": "fzzf"}, "不是邮件地址"),
        ({"to": {"health": ("a@b.cn\nBcc: c@d.cn",)}}, "不是邮件地址"),
        ({"to": {"nowhere": ("a@b.cn",)}}, "单位代码“nowhere”不存在"),
    ],
)
def test_settings_that_cannot_be_right_are_refused(changed: dict[str, Any], said: str) -> None:
    found = mail(587, **({"security": "starttls"} | changed))
    [(_, what, remedy)] = mail_refusals(found, here_only=False, bodies={"health"})
    assert said in what + remedy
    assert not list(mail_refusals(mail(25), here_only=True, bodies={"health"}))
