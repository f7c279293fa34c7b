"""Archives with the program, and what tells of them: checksums and the formula for Homebrew."""
import gzip
import hashlib
import io
import pathlib
import subprocess
import tarfile
import tempfile
import zipfile

import project

SHELLS = {"bash": "samc.bash", "zsh": "_samc", "fish": "samc.fish", "powershell": "_samc.ps1", "elvish": "samc.elv"}
SUMS = "SHA256SUMS"
# The first moment that a zip file can name: the same content gives the same archive.
ZIP_START = (1980, 1, 1, 0, 0, 0)


def write(target, program, out):
    """Pack the archive of a platform, for which the program has to run here. Returns its path."""
    top = project.archive(target)
    with tempfile.TemporaryDirectory() as folder:
        files = {f"{top}/{project.program(target)}": program.read_bytes()}
        for name in (*project.LEGAL, "README.md", "CHANGELOG.md"):
            files[f"{top}/{name}"] = (project.ROOT / name).read_bytes()
        for shell, name in SHELLS.items():
            completions = subprocess.run([program, "completions", shell], check=True, capture_output=True).stdout
            files[f"{top}/completions/{name}"] = completions
        subprocess.run([program, "man", folder], check=True)
        for page in pathlib.Path(folder).iterdir():
            files[f"{top}/man/{page.name}"] = page.read_bytes()
    if project.TARGETS[target]["archive"] == "zip":
        return zip_file(out / f"{top}.zip", files)
    return tar_file(out / f"{top}.tar.gz", files, {f"{top}/{project.program(target)}"})


def tar_file(path, files, programs=()):
    """Write a compressed tar file of these files. The same content gives the same bytes."""
    with path.open("wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as packed:
        with tarfile.open(fileobj=packed, mode="w", format=tarfile.USTAR_FORMAT) as tar:
            for name, content in sorted(files.items()):
                entry = tarfile.TarInfo(name)
                entry.size = len(content)
                entry.mode = 0o755 if name in programs else 0o644
                tar.addfile(entry, io.BytesIO(content))
    return path


def zip_file(path, files):
    """Write a zip file of these files. The same content gives the same bytes."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in sorted(files.items()):
            packed.writestr(zipfile.ZipInfo(name, ZIP_START), content, zipfile.ZIP_DEFLATED)
    return path


def checksums(folder):
    """Write the SHA-256 of all files of a folder into the file SHA256SUMS there."""
    files = sorted(it for it in folder.iterdir() if it.is_file() and it.name != SUMS)
    (folder / SUMS).write_text("".join(f"{checksum(it)}  {it.name}\n" for it in files), encoding="utf-8", newline="\n")


def checksum(file):
    return hashlib.sha256(file.read_bytes()).hexdigest()


# The formula's name of a system, and that of a processor.
BREW = {
    "on_macos": {"on_arm": "aarch64-apple-darwin", "on_intel": "x86_64-apple-darwin"},
    "on_linux": {"on_arm": "aarch64-unknown-linux-musl", "on_intel": "x86_64-unknown-linux-musl"},
}


def formula(repository, folder):
    """The text of the formula, for the archives in a folder."""
    lines = [
        f"class {project.NAME.capitalize()} < Formula",
        f'  desc "{project.PACKAGE["description"]}"',
        f'  homepage "{repository}"',
        f'  version "{project.VERSION}"',
        f'  license "{project.PACKAGE["license"]}"',
        "",
    ]
    for system, processors in BREW.items():
        lines.append(f"  {system} do")
        for processor, target in processors.items():
            file = folder / f"{project.archive(target)}.{project.TARGETS[target]['archive']}"
            lines += [
                f"    {processor} do",
                f'      url "{repository}/releases/download/v{project.VERSION}/{file.name}"',
                f'      sha256 "{checksum(file)}"',
                "    end",
            ]
        lines += ["  end", ""]
    lines += [
        "  def install",
        '    bin.install "samc"',
        '    man1.install Dir["man/*.1"]',
        '    bash_completion.install "completions/samc.bash" => "samc"',
        '    zsh_completion.install "completions/_samc"',
        '    fish_completion.install "completions/samc.fish"',
        "  end",
        "",
        "  test do",
        '    assert_match version.to_s, shell_output("#{bin}/samc --version")',
        "  end",
        "end",
        "",
    ]
    return "\n".join(lines)
