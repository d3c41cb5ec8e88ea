"""Checks what was read against the identities and against what is already published."""

from itertools import chain

from definitions.model import Definitions
from etl.figures import Figures, History
from etl.findings import bounded
from etl.identities import identity_faults
from etl.model import Fault, Reading
from etl.unusual import unusual_faults


def check(reading: Reading, definitions: Definitions, history: History) -> list[Fault]:
    """Every identity that does not hold, then what is merely unusual; each in the order of the file.

    Of each kind as many are told as a reader tells, and how many more there are.
    """
    figures = Figures(reading.cells, definitions, history)
    found = chain(identity_faults(figures, definitions), unusual_faults(figures, definitions))
    return list(bounded(found, definitions))
