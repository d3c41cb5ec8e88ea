"""What holds for the tree as a whole: pins, links, names, and nothing of anyone's machine in it."""

import ast
import re
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ["requirements.txt", "requirements-dev.txt", "requirements-bench.txt"]
SKIPPED = {".git", ".venv", "data", "__pycache__", ".hypothesis", ".benchmarks"}
BINARY = {".docx", ".otf", ".xls", ".xlsx", ".ods", ".png", ".ico", ".woff2", ".ttf", ".duckdb", ".parquet"}
# Written so that the patterns do not match themselves.
PRIVATE = [
    re.compile(r"(?<![\w.])/(work|root|home|Users|opt/wheels|opt/pypi)/\w"),
    re.compile(r"[A-Z]:\\(Users|Documents)\\"),
    re.compile(r"\b(files\.python[h]osted|pypi\.or[g]|deb\.debian\.or[g]|registry\.npm[j]s)"),
]


@cache
def tree() -> tuple[Path, ...]:
    """Every file git knows or would take; without git (an unpacked archive), every file outside SKIPPED."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        paths = [p for p in ROOT.rglob("*") if not SKIPPED & set(p.relative_to(ROOT).parts)]
    else:
        paths = [ROOT / name for name in listed.decode().split("\0") if name]
    return tuple(sorted(p for p in paths if p.is_file()))


def texts(*suffixes: str) -> list[tuple[Path, str]]:
    """(path, text) of every text file, or of those with one of `suffixes`."""
    return [
        (path.relative_to(ROOT), path.read_bytes().decode("utf-8", errors="replace"))
        for path in tree()
        if (path.suffix in suffixes if suffixes else path.suffix not in BINARY)
    ]


def pins(name: str) -> list[Requirement]:
    lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
    return [Requirement(line) for line in lines if line and not line.startswith(("#", "-r "))]


def test_no_page_lies_directly_in_pages() -> None:
    """Streamlit serves `pages/*.py` without running dashboard.py, and so without its sign-in."""
    assert not list((ROOT / "pages").glob("*.py"))


def test_every_page_lies_in_a_section() -> None:
    pages = list((ROOT / "pages").rglob("*.py"))
    assert pages
    assert all(len(page.relative_to(ROOT).parts) == 3 for page in pages)


def test_dashboard_imports_no_store() -> None:
    """import-linter cannot take dashboard.py as a root, so its rule is held here."""
    parsed = ast.parse((ROOT / "dashboard.py").read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(parsed) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(parsed) if isinstance(node, ast.ImportFrom)}
    assert not {name.split(".")[0] for name in names} & {"duckdb", "sqlalchemy", "sqlite3", "plotly"}


def test_nothing_of_anyones_machine_is_in_the_tree() -> None:
    hits = [
        f"{path}:{number}: {line.strip()}"
        for path, text in texts()
        for number, line in enumerate(text.splitlines(), 1)
        if any(pattern.search(line) for pattern in PRIVATE)
    ]
    assert not hits, "\n".join(hits)


def test_files_stay_short() -> None:
    lengths = {path: len(text.splitlines()) for path, text in texts(".py", ".sql")}
    assert not {path: length for path, length in lengths.items() if length > 400}


def test_linked_files_exist() -> None:
    link = re.compile(r"\]\(<?([^)\s>#]+)[^)]*\)")
    broken = [
        f"{path}: {target}"
        for path, text in texts(".md")
        for target in link.findall(text)
        if not re.match(r"[a-z]+:", target) and not (ROOT / path.parent / target).exists()
    ]
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned(name: str) -> None:
    loose = [str(pin) for pin in pins(name) if not re.fullmatch(r"==[\w.]+", str(pin.specifier))]
    assert not loose


def test_duckdb_stays_where_its_extensions_are() -> None:
    """1.5.5 is the newest release whose extensions a closed network can install as packages."""
    assert "duckdb==1.5.5" in map(str, pins("requirements.txt"))


def holds(requirement: Requirement, environment: dict[str, str]) -> bool:
    return requirement.marker is None or requirement.marker.evaluate(environment)


@pytest.mark.parametrize("platform", ["linux", "darwin", "win32"])
@pytest.mark.parametrize("names", [REQUIREMENTS[:1], REQUIREMENTS[:2], REQUIREMENTS])
def test_what_the_requirements_need_is_pinned_too(names: list[str], platform: str) -> None:
    environment = {
        "sys_platform": platform,
        "platform_system": {"linux": "Linux", "darwin": "Darwin", "win32": "Windows"}[platform],
        "extra": "",
    }
    pinned = [pin for name in names for pin in pins(name)]
    present = {canonicalize_name(pin.name) for pin in pinned if holds(pin, environment)}
    for name in present:
        try:
            needed = [Requirement(text) for text in requires(name) or []]
        except PackageNotFoundError:  # pinned for another platform only
            continue
        wanted = {canonicalize_name(need.name) for need in needed if holds(need, environment)}
        # pip is in every .venv before anything is installed.
        assert wanted - {"pip"} <= present, f"{name} needs {wanted - present}"
