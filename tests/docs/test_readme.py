"""What README.md says can be typed, and what can be set is said there."""

import re
import shlex
from pathlib import Path

import pytest

from frontdoor.__main__ import build_parser

SETTING = re.compile(r'environ\.get\("([A-Z_]+)"')


def commands(readme: str) -> list[list[str]]:
    lines = [
        line[2:] for block in re.findall(r"```console\n(.*?)```", readme, re.DOTALL) for line in block.splitlines()
    ]
    return [shlex.split(line) for line in lines]


def test_every_command_in_the_readme_is_one(project_root: Path) -> None:
    found = commands((project_root / "README.md").read_text(encoding="utf-8"))
    assert len(found) > 8
    targets = set(re.findall(r"^([a-z]+):", (project_root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for words in found:
        if words[0] == "make":
            assert words[1] in targets
        else:
            assert words[0] == ".venv/bin/frontdoor"
            chosen = build_parser().parse_args(words[1:])
            if chosen.command == "submit":
                assert (project_root / chosen.file).exists()


def test_every_setting_is_in_the_readme(project_root: Path) -> None:
    readme = (project_root / "README.md").read_text(encoding="utf-8")
    sources = [project_root / "frontdoor/settings.py", *(project_root / "frontdoor/cli").glob("*.py")]
    names = {name for source in sources for name in SETTING.findall(source.read_text(encoding="utf-8"))}
    assert "PORT" in names
    assert [name for name in sorted(names) if f"`{name}`" not in readme] == []


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    parser = build_parser()
    names = next(action.choices for action in parser._actions if action.choices)
    assert names is not None
    for name in names:
        with pytest.raises(SystemExit) as left:
            parser.parse_args([name, "--help"])
        assert left.value.code == 0
        said = capsys.readouterr().out
        assert "Example: " in said, name
        assert f"frontdoor {name}" in said, name
        words = shlex.split(" ".join(said.partition("Example: ")[2].split()))
        typed = words[words.index("frontdoor") + 1 :]
        assert parser.parse_args(typed).command == name, "what the example shows can be typed"


def test_paths_named_in_the_readme_exist(project_root: Path) -> None:
    readme = (project_root / "README.md").read_text(encoding="utf-8")
    for named in re.findall(r"`((?:frontdoor|life_events|backoffice_adapters|docs|tests)/[^`<]*?)(?:<[^`]*)?`", readme):
        assert (project_root / named).exists(), named
