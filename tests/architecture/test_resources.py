"""What is shipped beside the code: all there, all credited, nothing of this computer in it."""

import ast
import re
import subprocess

import pytest

from tests.architecture.source import PACKAGE, ROOT, called, calls, modules, place

RESOURCES = ROOT / "resources"
ICON_CALLS = {"icon", "tinted", "drawn", "svg_text", "role_image", "role_icon"}


def words(call: ast.Call) -> list[str | None]:
    """Return the positional arguments, None for those that are not written out."""
    return [
        argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else None
        for argument in call.args
    ]


def test_every_resource_named_in_code_exists():
    lost = []
    for path in modules():
        for call in calls(path):
            if called(call) == "resource":
                written = words(call)
                certain = written[: written.index(None)] if None in written else written
                if certain and not RESOURCES.joinpath(*certain).exists():
                    lost.append(f"{place(path, call)} {'/'.join(certain)}")

    assert lost == []


def test_every_icon_named_in_code_exists():
    here = {path.stem for path in (RESOURCES / "icons").glob("*.svg")}
    lost = []
    for path in modules("gui"):
        for call in calls(path):
            named = [
                k.value.value for k in call.keywords if k.arg == "icon" and isinstance(k.value, ast.Constant)
            ]
            if called(call) in ICON_CALLS:
                named += words(call)[:1]
            lost += [f"{place(path, call)} {name}" for name in named if name and name not in here]

    assert lost == []


@pytest.mark.parametrize("folder", ["fonts", "icons"])
def test_what_others_made_lies_beside_its_licence(folder: str):
    licences = [path.name for path in (RESOURCES / folder).iterdir() if "LICENSE" in path.name]

    assert licences


def test_every_font_has_its_licence():
    for font in (RESOURCES / "fonts").glob("*.ttf"):
        family = re.split(r"-|Full", font.stem)[0]
        assert (RESOURCES / "fonts" / f"{family}-LICENSE.txt").exists(), font.name


def test_the_readme_credits_what_others_made():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")

    for maker in ("Inter", "Lucide", "Noto", "Droid", "GeoNames", "CC BY 4.0", "Census", "GPL-3.0"):
        assert maker in readme


def test_what_the_readme_shows_and_links_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = re.findall(r"\]\(([^)#]+)\)", readme)
    named = re.findall(r"`((?:resources|tests|chapter_desk)/[^` ]*)`", readme)

    assert [name for name in linked + named if not (ROOT / name).exists()] == []


def tracked() -> list[str]:
    """Return what git keeps; what lies in the folders of the tree where there is no git."""
    if (ROOT / ".git").exists():
        done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
        return [name for name in done.stdout.split("\0") if name and (ROOT / name).is_file()]
    tops = [PACKAGE, RESOURCES, ROOT / "tests", *ROOT.glob("*.*")]
    files = [file for top in tops for file in (top.rglob("*") if top.is_dir() else [top]) if file.is_file()]
    return [file.relative_to(ROOT).as_posix() for file in files if "__pycache__" not in file.parts]


def test_the_tree_names_no_registry_and_no_folder_of_one_computer():
    hosts = ["pypi" + ".org", "python" + "hosted", "npm" + "js.", "deb.deb" + "ian"]
    places = [f"/{'work'}/", f"/{'farm'}/", f"/{'root'}/"]
    named_here = re.compile("|".join(re.escape(word) for word in hosts + places))
    found = []
    for name in tracked():
        content = (ROOT / name).read_bytes()
        if b"\0" in content[:4096]:
            continue
        found += [f"{name}: {hit[0]}" for hit in named_here.finditer(content.decode("utf-8", "replace"))]

    assert found == []


def test_the_top_level_holds_only_what_the_architecture_lists():
    listed = re.compile(
        r"chapter_desk|resources|tests|pyproject\.toml|build\.spec|README\.md|LICENSE|requirements\.lock|\..*"
    )

    assert {name.split("/")[0] for name in tracked() if not listed.fullmatch(name.split("/")[0])} == set()


def test_the_lock_holds_versions_and_hashes_and_no_addresses():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pins = re.findall(r"^([a-z0-9.-]+)==\S+ \\\n    --hash=sha256:", lock, re.MULTILINE)

    assert len(pins) > 60
    assert len(pins) == len(re.findall(r"^[a-zA-Z]", lock, re.MULTILINE))
    assert not re.search(r"https?:|^-|^ +#|index|find-links", lock, re.MULTILINE)
