"""Runs the assets' build whenever a wheel is made or the project is installed in editable mode."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsBuildHook(BuildHookInterface[Any]):
    """Builds the assets, and puts the templates into the wheel where the installed portal looks for them."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Runs before the files are collected; `version` is `standard` or `editable`."""
        assets = _load_build(Path(self.root) / "frontdoor" / "assets" / "build.py")
        assets.build()
        if version == "standard":
            build_data["force_include"]["templates"] = "frontdoor/templates"


def _load_build(path: Path) -> ModuleType:
    """Loads `build.py` by its path: importing it by name would import the portal, which a build does not have."""
    spec = importlib.util.spec_from_file_location("frontdoor_assets_build", path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
