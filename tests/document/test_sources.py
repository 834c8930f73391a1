from pathlib import Path

import pytest

from communique.document import Source, find_sources
from communique.errors import CommuniqueError


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("The leaders met.", encoding="utf-8")


def ids(*paths: Path | str) -> list[str]:
    return [source.id for source in find_sources(paths)]


def test_a_folder_is_searched_to_the_bottom_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a.txt", "x/c.markdown", "x/d.text", "x/e.pdf", ".hidden/f.txt", ".g.txt")
    assert ids(tmp_path) == ["a", "b", "c", "d"]


def test_files_keep_the_order_given_and_count_once(tmp_path: Path) -> None:
    write(tmp_path, "b.txt", "a.txt")
    (tmp_path / "x").mkdir()
    assert ids(tmp_path / "b.txt", tmp_path / "a.txt", tmp_path, tmp_path / "x" / ".." / "b.txt") == ["b", "a"]


def test_a_named_file_may_have_any_ending(tmp_path: Path) -> None:
    write(tmp_path, "note.eml")
    assert ids(tmp_path / "note.eml") == ["note"]


def test_standard_input() -> None:
    assert find_sources(["-", "-"]) == [Source("standard-input", "-", None)]


def test_ids_are_slugs(tmp_path: Path) -> None:
    write(tmp_path, "Déclaration commune (2).txt")
    assert ids(tmp_path) == ["declaration-commune-2"]


def test_like_names_take_their_folders(tmp_path: Path) -> None:
    write(tmp_path, "2021/call.md", "2022/call.md", "2022/visit.md")
    assert ids(tmp_path) == ["2021-call", "2022-call", "visit"]


def test_like_names_in_one_folder_take_their_endings(tmp_path: Path) -> None:
    write(tmp_path, "call.md", "call.txt", "Call.text")
    found = ids(tmp_path)
    assert len(set(found)) == 3
    assert all(name.endswith(("-md", "-txt", "-text")) for name in found)


def test_names_without_latin_letters_and_long_names(tmp_path: Path) -> None:
    write(tmp_path, "声明.txt", "宣言.txt", "a" * 150 + "1.txt", "a" * 150 + "2.txt")
    found = ids(tmp_path)
    assert len(set(found)) == 4
    assert all(name.isascii() and 0 < len(name) <= 80 for name in found)


def test_ids_do_not_hang_on_the_order(tmp_path: Path) -> None:
    write(tmp_path, "2021/call.md", "2022/call.md", "visit.md")
    forward = {s.path: s.id for s in find_sources([tmp_path / "2021", tmp_path / "2022"])}
    backward = {s.path: s.id for s in find_sources([tmp_path / "2022", tmp_path / "2021"])}
    assert forward == backward


def test_links_in_circles_end(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    assert ids(tmp_path) == ["a"]


def test_what_is_missing_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommuniqueError, match=r"no such file or folder: .*nowhere"):
        find_sources([tmp_path / "nowhere"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(CommuniqueError, match=r"nothing to read in .*empty.*\.txt"):
        find_sources([tmp_path / "empty"])
