"""What the office edits: bodies, returns, indicators, targets, faults, words; the loader verifies them."""

from definitions.load import held, load_definitions
from definitions.model import (
    Body,
    Column,
    Dataset,
    Definitions,
    FaultKind,
    Identity,
    Indicator,
    Right,
    Rule,
    Target,
    Words,
)
from definitions.normalise import body_names, header_names, normalise_header, normalise_text, unit_in_header
from definitions.problems import DefinitionError

__all__ = [
    "Body",
    "Column",
    "Dataset",
    "DefinitionError",
    "Definitions",
    "FaultKind",
    "Identity",
    "Indicator",
    "Right",
    "Rule",
    "Target",
    "Words",
    "body_names",
    "header_names",
    "held",
    "load_definitions",
    "normalise_header",
    "normalise_text",
    "unit_in_header",
]
