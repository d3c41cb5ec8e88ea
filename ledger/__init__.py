"""What people did, append-only: receipts, submissions, explanations, withdrawals, publishes."""

from ledger.failures import LedgerDamaged, LedgerUnavailable
from ledger.records import Accepted, Explanation, KeptFault, Receipt, Submission
from ledger.store import Ledger

__all__ = [
    "Accepted",
    "Explanation",
    "KeptFault",
    "Ledger",
    "LedgerDamaged",
    "LedgerUnavailable",
    "Receipt",
    "Submission",
]
