"""Before anybody is served: are the settings such that it is safe?"""

import sys
from collections.abc import Collection

from definitions import DefinitionError, load_definitions
from ui.access.settings import SettingsRefused, load_settings, refusals

REFUSED = 2
"""Exit code: settings are a way of using the program."""


def checked() -> None:
    """Ends the program with what to change where it must not start; on the machine's own screen, in Chinese."""
    try:
        settings = load_settings()
        found = refusals(settings, *_known())
    except SettingsRefused as error:
        found = error.problems
    if found:
        print("没有启动：\n" + "\n".join(f"- {problem}" for problem in found), file=sys.stderr, flush=True)
        sys.exit(REFUSED)


def _known() -> tuple[Collection[str], Collection[str]]:
    """Roles and bodies; broken definitions do not keep the server from starting, the pages say what is wrong."""
    try:
        definitions = load_definitions()
    except DefinitionError:
        return (), ()
    return definitions.roles.keys(), definitions.bodies.keys()
