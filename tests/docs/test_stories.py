"""The printed list of stories says of each friction what the definitions say."""

from pathlib import Path

from frontdoor.discovery import registry


def rows(project_root: Path) -> list[list[str]]:
    text = (project_root / "docs" / "stories.md").read_text(encoding="utf-8")
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith(("| C-", "| W", "| B"))
    ]


def test_the_list_has_every_friction_in_its_words_and_order(project_root: Path) -> None:
    frictions = [each for event in registry().life_events.values() for each in event.frictions]
    listed = [(code, what, bears, remedy, source) for code, what, bears, _, remedy, source in rows(project_root)]
    assert listed == [(each.code, each.what, each.bears, each.remedy, each.source) for each in frictions]


def test_the_list_says_where_each_shows(project_root: Path) -> None:
    assert all(row[3] for row in rows(project_root))
