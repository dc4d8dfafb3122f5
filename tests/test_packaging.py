"""The program as people get it: installed from a wheel, built into a folder, and set up by `tests/run`."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chapter_desk import __version__
from chapter_desk.display import DEBIAN_PACKAGES

ROOT = Path(__file__).parents[1]

SMOKE = """
import importlib, pkgutil, sys
import chapter_desk
from chapter_desk.files import resource
assert "site-packages" in chapter_desk.__file__, chapter_desk.__file__
for shipped in ("fonts/Inter-Regular.ttf", "icons/check.svg", "places/US.txt", "style/desk.qss.in",
                "translations/es/LC_MESSAGES/chapter_desk.po", "national/our-revolution-2017/pack.toml"):
    assert resource(*shipped.split("/")).is_file(), shipped
for module in pkgutil.walk_packages(chapter_desk.__path__, "chapter_desk."):
    if not module.name.endswith(("__main__", "migrations.env")):  # Alembic runs env.py itself
        importlib.import_module(module.name)
"""


def run(*words: str | Path, **more: Any) -> "subprocess.CompletedProcess[str]":
    """Run a program outside the checkout and return what it said; a refusal fails the test."""
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_lock_holds_every_library_the_program_asks_for():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = set(re.findall(r"^([a-z0-9.-]+)==", lock, re.MULTILINE))
    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]

    asked = [*project()["dependencies"], *groups["dev"]]
    names = {re.split(r"[<>=~ \[]", line)[0].lower().replace("_", "-") for line in asked}

    assert names - pinned == set()


def test_the_console_script_starts_the_first_module():
    assert project()["scripts"] == {"chapter-desk": "chapter_desk.__main__:main"}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a fresh environment with the wheel of this checkout and the libraries of this one."""
    folder = tmp_path_factory.mktemp("installed")
    pip = [sys.executable, "-m", "pip", "-qq"]
    run(*pip, "wheel", ROOT, "--no-deps", "--no-build-isolation", "-w", folder)
    run(sys.executable, "-m", "venv", folder / "venv")
    python = folder / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").stdout.strip())
    (site / "libraries.pth").write_text(
        "\n".join(path for path in sys.path if path.endswith("site-packages")), encoding="utf-8"
    )
    run(python, "-m", "pip", "-qq", "install", "--no-deps", "--force-reinstall", *folder.glob("*.whl"))
    return folder


@pytest.mark.slow
def test_the_wheel_carries_the_program_and_what_it_needs_and_nothing_else(environment: Path):
    with zipfile.ZipFile(next(environment.glob("*.whl"))) as wheel:
        names = wheel.namelist()
    tops = {name.split("/")[0] for name in names}

    assert tops == {"chapter_desk", f"chapter_desk-{__version__}.dist-info"}
    assert "chapter_desk/resources/places/US.txt" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any("test" in name.split("/")[-1] for name in names if name.startswith("chapter_desk/core"))


@pytest.mark.slow
def test_the_installed_program_finds_its_resources_and_loads_every_module(environment: Path, tmp_path: Path):
    bin_folder = environment / "venv" / "bin"

    run(bin_folder / "python", "-c", SMOKE, cwd=tmp_path)
    said = run(bin_folder / "chapter-desk", "--version", cwd=tmp_path).stdout

    assert said == f"chapter-desk {__version__}\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the program as PyInstaller builds it from `build.spec`."""
    pytest.importorskip("PyInstaller")
    folder = tmp_path_factory.mktemp("built")
    words = [
        "--noconfirm",
        "--log-level",
        "ERROR",
        "--distpath",
        folder / "dist",
        "--workpath",
        folder / "work",
    ]
    run(sys.executable, "-m", "PyInstaller", *words, ROOT / "build.spec", cwd=ROOT)
    return folder / "dist" / "chapter-desk" / "chapter-desk"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_built_program_says_its_version(built: Path, tmp_path: Path):
    assert run(built, "--version", cwd=tmp_path).stdout == f"chapter-desk {__version__}\n"


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_built_program_carries_the_steps_from_older_chapters(built: Path):
    """Alembic reads these as files, so they must lie there as files."""
    home = Path("chapter_desk", "store", "migrations")
    shipped = sorted(path.name for path in (built.parent / "_internal" / home / "versions").glob("*.py"))

    assert shipped == sorted(path.name for path in (ROOT / home / "versions").glob("*.py"))
    assert (built.parent / "_internal" / home / "env.py").is_file()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_built_program_does_a_chapters_work(built: Path, tmp_path: Path):
    """From a new chapter to a bundle: each step needs libraries or files that only a good build has."""
    environment = os.environ | {"CHAPTER_DESK_PASSPHRASE": "correct horse battery staple quilt"}

    def desk(*words: str) -> str:
        return run(built, *words, cwd=tmp_path, env=environment).stdout

    desk("new", "Norfolk.chapter", "--name", "Norfolk", "--zip", "23517", "--lead", "Zoë Łuczak")
    meeting = desk(
        *("meetings", "add", "Norfolk.chapter", "--title", "May", "--starts", "2026-05-12T19:00"),
        *("--zip", "23517", "--kind", "meeting"),
    ).split()[-1]
    desk("sign-in", "Norfolk.chapter", meeting, "José Muñoz")
    desk("plan", "pdf", "Norfolk.chapter", "plan.pdf")
    desk("mou", "pdf", "Norfolk.chapter", "mou.pdf")
    desk("bundle", "export", "Norfolk.chapter", "out", "--kind", "summary", "--to", "national")
    desk("backup", "Norfolk.chapter")
    desk("check", "Norfolk.chapter")

    assert (tmp_path / "plan.pdf").read_bytes().startswith(b"%PDF")
    assert (tmp_path / "mou.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_built_program_opens_its_window(built: Path, home: Path):
    process = subprocess.Popen([built, "--sample"], stderr=subprocess.PIPE, text=True)
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(timeout=20)  # a window that is missing a part ends at once
    finally:
        process.terminate()
        said = process.communicate(timeout=20)[1]

    assert "Traceback" not in said


def test_the_readme_and_tests_run_and_the_display_check_name_the_same_debian_packages():
    script = (ROOT / "tests" / "run").read_text(encoding="utf-8")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    installed = set(re.findall(r"\S+", re.findall(r'^libraries="([^"]+)"', script, re.MULTILINE)[0]))
    told = set(re.findall(r"sudo apt install (.+)", readme)[0].split())

    assert told == installed | {"git", "python3-venv"}
    wayland = {"libwayland-client0", "libwayland-cursor0", "libwayland-egl1"}  # a Wayland desktop has them
    assert set(DEBIAN_PACKAGES.values()) - wayland == installed


needs_bash = pytest.mark.skipif(shutil.which("bash") is None, reason="tests/run is a bash script")


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Path]:
    """A tree with `tests/run` and an environment of stand-ins, on a computer that has little else."""
    tools, made = tmp_path / "bin", tmp_path / ".venv-tests" / "bin"
    for folder in (tools, made, tmp_path / "tests"):
        folder.mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "run", tmp_path / "tests")
    for name in ("bash", "dirname", "cat", "grep", "rm"):
        (tools / name).symlink_to(str(shutil.which(name)))
    stand_in(tools / "python3", f'exec "{sys.executable}" "$@"')
    lock = tmp_path / "requirements.lock"
    lock.write_text("")
    stamp = f"{sys.version_info[:2]} {hashlib.sha256(b'').hexdigest()}"
    (tmp_path / ".venv-tests" / "made-from").write_text(stamp)
    for name in ("ruff", "mypy", "lint-imports"):
        stand_in(made / name, f"echo {name} is content")
    stand_in(made / "python", "echo 3 passed")
    yield tmp_path


def stand_in(path: Path, does: str) -> None:
    path.write_text(f"#!/bin/sh\n{does}\n")
    path.chmod(0o755)


def result_of(tree: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", tree / "tests" / "run"],
        env={"PATH": str(tree / "bin"), "CI": "true"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@needs_bash
def test_all_green_is_exit_0_and_the_count_of_tests_comes_last(bare: Path):
    done = result_of(bare)

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "3 passed"
    assert "left out: the tests that use minisign" in done.stdout


@needs_bash
@pytest.mark.parametrize("red", ["ruff", "mypy", "lint-imports", "python"])
def test_anything_red_is_not_exit_0_and_hides_nothing_after_it(bare: Path, red: str):
    stand_in(bare / ".venv-tests" / "bin" / red, "echo 3 passed; exit 1")

    done = result_of(bare)

    assert done.returncode != 0
    assert done.stdout.splitlines()[-1] == "3 passed"
    assert red == "python" or f"already red: {red}" in done.stdout


@needs_bash
def test_a_python_that_is_too_old_is_said_in_a_sentence(bare: Path):
    stand_in(bare / "bin" / "python3", 'case "$1" in -V) echo Python 3.9.2;; *) exit 1;; esac')

    done = result_of(bare)

    assert done.returncode == 1
    assert done.stderr == "Chapter Desk needs Python 3.11 or newer; this computer has Python 3.9.2.\n"


def test_the_gate_only_calls_tests_run():
    lines = (ROOT / ".ci" / "run").read_text().splitlines()
    commands = [line for line in lines if line and not line.startswith("#")]

    assert commands == ['exec bash "$(dirname "$0")/../tests/run"']
