"""The list of what was wrong, which a marked file carries: known again when the file comes back corrected."""

TITLE = "核对结果"
BEGINS = "数据核对结果："


def is_verdict(title: str | None, first_text: str) -> bool:
    """Says whether a sheet is such a list, and not the sender's."""
    return bool(title and title.startswith(TITLE)) and first_text.startswith(BEGINS)
