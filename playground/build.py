#!/usr/bin/env python3
"""Build the page on which people try samc, as static files: the module, the scripts and what they show.

usage: build.py [--out FOLDER] [--dev] [--compiler FOLDER] [--module FILE]

  --out FOLDER       where the page is written [default: playground/dist]
  --dev              build the module in a fraction of the time, larger and slower
  --compiler FOLDER  an unpacked rustc with the sources of its standard library, for machines whose toolchain has no
                     wasm32-unknown-unknown; README.md says how it is got [default: $SAMC_WASM_COMPILER]
  --module FILE      take this module rather than build one

Needs cargo, the target wasm32-unknown-unknown (or --compiler), Node.js 20, and `npm ci` in this folder.
CARGO_TARGET_DIR says where cargo builds.
"""
import argparse
import gzip
import lzma
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import tomllib

FOLDER = pathlib.Path(__file__).resolve().parent
ROOT = FOLDER.parent
PAGE = FOLDER / "page"
TARGET = "wasm32-unknown-unknown"
# Compressed here, since hosts differ in what they compress, and by what no browser undoes itself: brotli makes a thirtieth
# more and is not known to all of them, gzip a fifth more. The page brings what undoes it, in 10 kB.
MODULE = "samc.wasm.xz"
# What the module may use: what Rust's target uses, and browsers have known for years.
FEATURES = ("bulk-memory", "bulk-memory-opt", "call-indirect-overlong", "multivalue", "mutable-globals",
            "nontrapping-float-to-int", "reference-types", "sign-ext")
SCRIPTS = ("main", "worker")
AS_IT_IS = ("icon.svg", "index.html", "style.css")
# The page and the module that it runs.
LICENCES = (FOLDER / "THIRD-PARTY-LICENSES", ROOT / "THIRD-PARTY-LICENSES", ROOT / "LICENSE", ROOT / "NOTICE")


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1])
    parser.add_argument("--out", type=pathlib.Path, default=FOLDER / "dist")
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--compiler", type=pathlib.Path, default=os.environ.get("SAMC_WASM_COMPILER"))
    parser.add_argument("--module", type=pathlib.Path)
    given = parser.parse_args()
    module = given.module or module_of(given.dev, given.compiler and pathlib.Path(given.compiler).resolve())
    out = given.out.resolve()
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as folder:
        arranged = module
        if not given.dev:
            arranged = pathlib.Path(folder) / "arranged.wasm"
            arrange(module, arranged)
        (out / MODULE).write_bytes(compressed(arranged.read_bytes(), given.dev))
    scripts(out)
    for name in AS_IT_IS:
        shutil.copyfile(PAGE / name, out / name)
    licences = f"\n{'=' * 80}\n\n".join(it.read_text(encoding="utf-8") for it in LICENCES)
    (out / "licences.txt").write_text(licences, encoding="utf-8")
    for written in sorted(out.iterdir()):
        packed = len(gzip.compress(written.read_bytes(), 9))
        print(f"{written.name:<14}{written.stat().st_size:>10} bytes, {packed:>9} as gzip")


def module_of(dev, compiler):
    """Builds the module, and returns where it is."""
    environment = dict(os.environ)
    call = ["cargo", "build", "--lib", "--locked", "--manifest-path", FOLDER / "Cargo.toml", "--target", TARGET]
    profile = "quick" if dev else "release"
    call += ["--profile", profile]
    if has_target():
        pass
    elif compiler:
        call += ["-Zbuild-std=std,panic_abort"]
        environment |= of_compiler(compiler)
    else:
        sys.exit(f"the toolchain has no {TARGET}: run `rustup target add {TARGET}`, or name a --compiler")
    subprocess.run(call, check=True, env=environment)
    built = pathlib.Path(environment.get("CARGO_TARGET_DIR", FOLDER / "target"))
    return built / TARGET / profile / "samc_playground.wasm"


def arrange(module, to):
    """Puts functions in the order of their names, in which alike ones stand together and compress well, and drops names.

    What `-Oz` does beside that makes the module smaller, and larger when it is compressed.
    """
    call = [tool("wasm-opt"), *(f"--enable-{it}" for it in FEATURES), module, "-o", to]
    call += ["--reorder-locals", "--reorder-functions-by-name", "--strip-debug", "--strip-producers", "--strip-target-features"]
    subprocess.run(call, check=True)


def compressed(module, is_fast):
    """A module as xz. The same module makes the same bytes."""
    preset = 0 if is_fast else 9 | lzma.PRESET_EXTREME
    # Code and facts are no texts and no tables of words of two or four bytes, to which the preset leans.
    model = {"lc": 4, "lp": 0, "pb": 0, "dict_size": 8 << 20}
    return lzma.compress(module, check=lzma.CHECK_CRC32, filters=[{"id": lzma.FILTER_LZMA2, "preset": preset, **model}])


def has_target():
    """Whether the toolchain has the standard library for WebAssembly."""
    return (library() / TARGET / "lib").is_dir()


def library():
    """Where the toolchain has its libraries and its linker."""
    sysroot = subprocess.run(["rustc", "--print", "sysroot"], check=True, capture_output=True, text=True).stdout.strip()
    return pathlib.Path(sysroot) / "lib/rustlib"


def of_compiler(folder):
    """What cargo has to know to build with another compiler, and the standard library from its sources."""
    rustc = next(folder.glob("**/bin/rustc"), None)
    linker = next(library().glob("*/bin/rust-lld"), None)
    if rustc is None or linker is None:
        sys.exit(f"there is no bin/rustc in {folder}" if rustc is None else "the toolchain has no rust-lld")
    libraries = sorted({str(it.parent) for it in folder.glob("**/lib*.so*")})
    return {
        # The flag that builds the standard library is not in stable versions otherwise.
        "RUSTC_BOOTSTRAP": "1",
        "RUSTC": str(rustc),
        "LD_LIBRARY_PATH": os.pathsep.join(libraries),
        "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER": str(linker),
    }


def scripts(out):
    """Bundles the scripts, with the examples in them."""
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["package"]["version"]
    call = [tool("esbuild"), *(PAGE / f"src/{it}.js" for it in SCRIPTS), "--bundle", "--minify", "--format=esm", "--target=es2022"]
    call += ["--loader:.yaml=text", "--legal-comments=none", "--log-level=warning", f"--outdir={out}"]
    call += [f'--define:SAMC_VERSION="{version}"', f'--define:SAMC_MODULE="{MODULE}"']
    subprocess.run(call, check=True)


def tool(name):
    """Where npm puts a tool."""
    found = FOLDER / "node_modules/.bin" / name
    if not found.exists():
        sys.exit(f"there is no {name}: run `npm ci` in {FOLDER}")
    return found


if __name__ == "__main__":
    main()
