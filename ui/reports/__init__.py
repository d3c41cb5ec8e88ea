"""Pages for who writes the report: the Word pack and the disclosure tables."""
