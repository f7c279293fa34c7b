"""What a release has to know: the manifest, the platforms, and the files that go with every package."""
import pathlib
import subprocess
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
# Go with the program wherever it goes.
LEGAL = ("LICENSE", "NOTICE", "THIRD-PARTY-LICENSES")


def _toml(path):
    return tomllib.loads((ROOT / path).read_text(encoding="utf-8"))


PACKAGE = _toml("Cargo.toml")["package"]
NAME = PACKAGE["name"]
VERSION = PACKAGE["version"]
TARGETS = _toml("release/targets.toml")


def repository():
    """The address of the repository; `None` where Cargo.toml names none."""
    address = PACKAGE.get("repository", "").rstrip("/")
    return address or None


def here():
    """The platform of this machine's compiler, as Rust names it."""
    about = subprocess.run(["rustc", "-vV"], check=True, capture_output=True, text=True).stdout
    return next(line.removeprefix("host: ") for line in about.splitlines() if line.startswith("host: "))


def program(target):
    """The name of the program's file."""
    return f"{NAME}.exe" if "windows" in target else NAME


def archive(target):
    """The name of the archive with the program, without its extension."""
    return f"{NAME}-{target}"
