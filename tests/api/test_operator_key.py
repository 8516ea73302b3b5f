"""The operator's key: one that was never finished lets nobody in."""

from pathlib import Path

import pytest

from frontdoor.security.operator import is_operator, operator_key


@pytest.mark.parametrize("left", ["", "\n"])
def test_a_key_that_was_cut_off_lets_nobody_in_and_is_made_anew(tmp_path: Path, left: str) -> None:
    """As a power cut leaves a file that was made and not synced: its name is there, and nothing in it."""
    file = tmp_path / "operator.key"
    file.write_text(left)
    assert not is_operator("Bearer ", file)
    assert not is_operator("Bearer", file)
    key = operator_key(file)
    assert len(key) > 40
    assert is_operator(f"Bearer {key}", file)
    assert not is_operator("Bearer ", file)


def test_the_key_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    file = tmp_path / "var" / "operator.key"
    assert not is_operator("Bearer ", file)
    key = operator_key(file)
    assert operator_key(file) == key
    assert file.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in file.parent.iterdir()] == ["operator.key"]


def test_a_header_of_any_characters_is_no_key(tmp_path: Path) -> None:
    file = tmp_path / "operator.key"
    _ = operator_key(file)
    assert not is_operator("Bearer clé", file)
