"""Every kind of mistake is found, at its place, with what to do about it; all of them at once."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from definitions import DefinitionError, load_definitions

HERE = Path(__file__).resolve().parent
MISTAKES = {
    f"{path.stem}: {name}": mistake
    for path in sorted((HERE / "mistakes").glob("*.toml"))
    for name, mistake in tomllib.loads(path.read_text(encoding="utf-8")).items()
}


def problems(folder: Path) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        load_definitions(folder)
    return raised.value.problems


def make(mistake: dict[str, Any], folder: Path) -> None:
    """Makes the mistake in `folder`; the text to change must be there exactly once."""
    path, old, new = folder / mistake["file"], mistake.get("old"), mistake.get("new")
    if new is None:
        path.unlink()
    elif old is None:
        path.write_text(new, encoding="utf-8")
    else:
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{text.count(old)} × {old!r}"
        path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_small_set_is_right(small: Path) -> None:
    assert load_definitions(small).bodies.keys() == {"lake", "old_office", "new_office", "east_town"}


@pytest.mark.parametrize("name", MISTAKES)
def test_mistake(name: str, small: Path) -> None:
    mistake = MISTAKES[name]
    make(mistake, small)
    (problem,) = problems(small)
    place, what, remedy = problem.partition("：")[0], mistake["what"], mistake["remedy"]
    assert place == mistake["place"]
    assert what in problem
    assert remedy in problem.split(what)[1]


def test_a_folder_without_files_is_said_file_by_file(tmp_path: Path) -> None:
    found = problems(tmp_path)
    tables = {"bodies.csv", "categories.csv", "functions.csv", "targets.csv", "roles.csv", "rights.csv"}
    names = tables | {"indicators.toml", "words.toml"}
    assert {problem.partition("：")[0] for problem in found} == names
    assert all("找不到文件。请恢复该文件。" in problem for problem in found)


def test_an_empty_part_is_said(small: Path) -> None:
    (small / "functions.csv").write_text("function,title\n", encoding="utf-8")
    assert "functions.csv：没有内容。请恢复原有内容，或至少写入一项。" in problems(small)


def test_all_mistakes_are_told_at_once(small: Path) -> None:
    chosen = [
        MISTAKES[name]
        for name in (
            "bodies: unknown category",
            "datasets: unknown unit",
            "indicators: unknown section",
            "targets: unknown category",
            "words: factor 0",
            "faults: unknown level",
        )
    ]
    for mistake in chosen:
        make(mistake, small)
    found = problems(small)
    assert len(found) == len(chosen)
    assert all(any(mistake["what"] in problem for problem in found) for mistake in chosen)
