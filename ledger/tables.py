"""The ledger's tables. Rows are only ever inserted: a decision or a withdrawal is a row of its own.

Accounts and sessions are the exception: they hold what is so now, and the audit holds how it came to be so.
"""

from sqlalchemy import (
    DDL,
    Boolean,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    event,
)

metadata = MetaData()

receipt = Table(
    "receipt",
    metadata,
    Column("receipt", Integer, primary_key=True, autoincrement=True),
    Column("sha256", String(64), nullable=False, index=True),
    Column("file", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("received_at", String(40), nullable=False),
    Column("batch", String(32), nullable=False),
    Column("partial", Boolean, nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("reasons", Text, nullable=False),
    sqlite_autoincrement=True,
)

amendment = Table(
    "amendment",
    metadata,
    Column("receipt", ForeignKey("receipt.receipt"), primary_key=True),
    Column("said", Text, nullable=False),
)
"""What the sender said of a file on the page, as JSON: a receipt is read with it, however often."""

sent = Table(
    "sent",
    metadata,
    Column("receipt", ForeignKey("receipt.receipt"), primary_key=True),
    Column("at", String(40), nullable=False),
)
"""When its sender sent it, where that is known: a day, or a moment in local time."""

decision = Table(
    "decision",
    metadata,
    Column("receipt", ForeignKey("receipt.receipt"), primary_key=True),
    Column("outcome", String(20), nullable=False),
    Column("decided_at", String(40), nullable=False),
    Column("faults", Text, nullable=False),
)

submission = Table(
    "submission",
    metadata,
    Column("submission", Integer, primary_key=True, autoincrement=True),
    Column("receipt", ForeignKey("receipt.receipt"), nullable=False, unique=True),
    Column("accepted_at", String(40), nullable=False),
    Column("cells", Integer, nullable=False),
    sqlite_autoincrement=True,
)

withdrawal = Table(
    "withdrawal",
    metadata,
    Column("submission", ForeignKey("submission.submission"), primary_key=True),
    Column("withdrawn_at", String(40), nullable=False),
    Column("reason", Text, nullable=False),
)

explanation = Table(
    "explanation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("submission", ForeignKey("submission.submission"), nullable=False, index=True),
    Column("code", String(60), nullable=False),
    Column("detail", String(120)),
    Column("sheet", Text),
    Column("cell", Text),
    Column("dataset", String(60)),
    Column("body", String(120)),
    Column("year", Integer),
    Column("measures", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("text", Text, nullable=False),
)

kept_fault = Table(
    "kept_fault",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("submission", ForeignKey("submission.submission"), nullable=False, index=True),
    Column("level", String(10), nullable=False),
    Column("code", String(60), nullable=False),
    Column("sheet", Text),
    Column("cell", Text),
    Column("dataset", String(60)),
    Column("body", String(120)),
    Column("year", Integer),
    Column("message", Text, nullable=False),
    Column("remedy", Text, nullable=False),
)

publish = Table(
    "publish",
    metadata,
    Column("publish", Integer, primary_key=True),
    Column("published_at", String(40), nullable=False),
    Column("kind", String(20), nullable=False),
)

filing = Table(
    "filing",
    metadata,
    Column("filing", Integer, primary_key=True, autoincrement=True),
    Column("account", String(64), nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("files", Text, nullable=False),
    Column("parts", Text, nullable=False),
    sqlite_autoincrement=True,
)
"""Files a body sends together on the web, before anybody has accepted them."""

filing_event = Table(
    "filing_event",
    metadata,
    Column("event", Integer, primary_key=True, autoincrement=True),
    Column("filing", ForeignKey("filing.filing"), nullable=False, index=True),
    Column("state", String(20), nullable=False),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("said", Text, nullable=False),
)
"""Its course: the last one says how it stands. `said` is JSON: reasons, remarks, submissions."""

year_lock = Table(
    "year_lock",
    metadata,
    Column("event", Integer, primary_key=True, autoincrement=True),
    Column("year", Integer, nullable=False, index=True),
    Column("locked", Boolean, nullable=False),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
"""Locking and reopening a year: the last one counts."""

score_step = Table(
    "score_step",
    metadata,
    Column("step", Integer, primary_key=True, autoincrement=True),
    Column("year", Integer, nullable=False, index=True),
    Column("body", String(120)),
    Column("item", String(60)),
    Column("kind", String(20), nullable=False),
    Column("score", String(20)),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("said", Text, nullable=False),
)
"""The course of a year's assessment: scores entered, published, appealed against, decided, locked. `said` is JSON."""

figure = Table(
    "figure",
    metadata,
    Column("figure", Integer, primary_key=True, autoincrement=True),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("year", Integer, nullable=False),
    Column("publish", Integer, nullable=False),
    Column("own", Text),
    Column("action", String(40), nullable=False),
    Column("frozen", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)
"""Charts and tables somebody took along. `own`: JSON list of the bodies it may speak of; `frozen`: compressed JSON."""

figure_export = Table(
    "figure_export",
    metadata,
    Column("export", Integer, primary_key=True, autoincrement=True),
    Column("figure", ForeignKey("figure.figure"), nullable=False, index=True),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False),
    Column("form", String(40), nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("shown_name", Text, nullable=False),
    Column("roles", Text, nullable=False),
    Column("bodies", Text, nullable=False),
    Column("kind", String(10), nullable=False),
    Column("password", Text),
    Column("disabled", Boolean, nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("created_at", String(40), nullable=False),
    Column("signed_in_at", String(40)),
)

session = Table(
    "session",
    metadata,
    Column("token", String(64), primary_key=True),
    Column("account", ForeignKey("account.name"), nullable=False, index=True),
    Column("origin", Text, nullable=False),
    Column("started_at", String(40), nullable=False),
    Column("seen_at", String(40), nullable=False),
)
"""The living ones; `token` is the sha256 of what the browser holds."""

attempt = Table(
    "attempt",
    metadata,
    Column("who", String(80), primary_key=True),
    Column("failures", Integer, nullable=False),
    Column("last_at", String(40), nullable=False),
    Column("locked_until", String(40)),
)
"""Failures in a row, of a name (`name:…`) and from a machine (`from:…`)."""

audit = Table(
    "audit",
    metadata,
    Column("audit", Integer, primary_key=True, autoincrement=False),
    Column("at", String(40), nullable=False),
    Column("who", Text, nullable=False, index=True),
    Column("origin", Text, nullable=False),
    Column("act", String(40), nullable=False, index=True),
    Column("subject", Text, nullable=False),
    Column("before", Text),
    Column("after", Text),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

audit_head = Table(
    "audit_head",
    metadata,
    Column("head", Integer, primary_key=True),
    Column("lines", Integer, nullable=False),
    Column("hash", String(64), nullable=False),
)
"""One row: how many lines the audit has and the last one's hash."""

for change in ("update", "delete"):
    event.listen(
        audit,
        "after_create",
        DDL(
            f"create trigger audit_no_{change} before {change} on audit "
            "begin select raise(abort, 'the audit is append-only'); end"
        ).execute_if(dialect="sqlite"),
    )
event.listen(audit_head, "after_create", DDL(f"insert into audit_head values (1, 0, '{'0' * 64}')"))
