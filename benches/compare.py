#!/usr/bin/env python3
"""Run samc and the reference translator side by side, as whole processes, and print how many times faster samc is.

usage: compare.py [--samc FILE] [--environment FOLDER] [--rounds N] [--files N] [--largest N] [--cfn-lint]

  --samc FILE           the program [default: target/dist/samc of this repository; build it first]
  --environment FOLDER  where the reference is kept: a Python environment, made with packages from PyPI where there is
                        none yet [default: samc-compare in the folder for temporary files]
  --rounds N            how often each thing is done; the fastest counts [default: 7]
  --files N             how many templates are checked in one process [default: 1000]
  --largest N           most functions of one template for the reference, which takes 90 s for 1,000 [default: 100]
  --cfn-lint            compare checking with cfn-lint too

Both take turns, so that what else the machine does slows them alike. Needs nothing but Python.
"""
import argparse
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
TEMPLATE = ROOT / "benches/templates/shop.yaml"
LARGEST = ROOT / "benches/templates/largest.yaml"
REFERENCE = ("aws-sam-translator==1.115.0", "PyYAML==6.0.3")
CFN_LINT = "cfn-lint==1.58.0"
# How many templates the reference and cfn-lint get at once: they take long enough.
FEW = 25
SIZES = (10, 100, 1_000, 10_000)


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1], add_help=True)
    parser.add_argument("--samc", type=pathlib.Path, default=ROOT / "target/dist/samc")
    parser.add_argument("--environment", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "samc-compare")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--largest", type=int, default=100)
    parser.add_argument("--cfn-lint", action="store_true")
    parser.add_argument("--reference", nargs="+", type=pathlib.Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.reference:
        return translate(options.reference)
    if not options.samc.is_file():
        sys.exit(f"there is no {options.samc}; run `cargo build --profile dist` first")
    packages = [*REFERENCE, CFN_LINT] if options.cfn_lint else [*REFERENCE]
    python = environment(options.environment, packages)
    reference = [python, __file__, "--reference"]
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        largest_stack(options, reference, folder)
        one_template(options, reference)
        many_templates(options, reference, python, folder)
        growth(options, reference, folder)


def largest_stack(options, reference, folder):
    template = folder / "largest.yaml"
    template.write_text(grow(LARGEST.read_text(), 100))
    print(f"\nThe largest stack, 500 resources of {template.stat().st_size / 1e6:.2f} MB, from start to end of the process")
    expand, check = fastest(
        options.rounds * 3,
        lambda: run([options.samc, "expand", template]),
        lambda: run([options.samc, "check", template]),
    )
    warm = warm_time(reference, [template])
    for name, took in [("samc expand", expand), ("samc check", check)]:
        print(f"  {name:28} {took * 1e3:8.1f} ms  the reference, warm, takes {warm / took:5.0f} times as long")


def one_template(options, reference):
    print(f"\nOne template of {len(TEMPLATE.read_text().splitlines())} lines, from start to end of the process")
    nothing, expand, check, cold = fastest(
        options.rounds * 5,
        lambda: run(["true"]),
        lambda: run([options.samc, "expand", TEMPLATE]),
        lambda: run([options.samc, "check", TEMPLATE]),
        every(5, lambda: run([*reference, TEMPLATE])),
    )
    for name, took in [("a process that does nothing", nothing), ("samc expand", expand), ("samc check", check)]:
        print(f"  {name:28} {took * 1e3:8.2f} ms  {(took - nothing) * 1e3:+6.2f} ms  the reference takes {cold / took:5.0f} times as long")


def many_templates(options, reference, python, folder):
    text = TEMPLATE.read_text()
    files = [folder / f"{number}.yaml" for number in range(options.files)]
    for number, file in enumerate(files):
        file.write_text(text.replace("shop", f"shop{number}"))
    samc = [options.samc, "check", "--quiet", *files]
    print(f"\n{options.files} such templates in one process, time for each")
    one, both, warm = fastest(
        options.rounds,
        lambda: run(samc, RAYON_NUM_THREADS="1") / len(files),
        lambda: run(samc) / len(files),
        lambda: warm_time(reference, files[:FEW]),
    )
    cores = os.cpu_count()
    for name, took in [("samc check, one thread", one), (f"samc check, {cores} cores", both)]:
        print(f"  {name:28} {took * 1e3:8.3f} ms  the reference, warm, takes {warm / took:5.0f} times as long")
    print(f"  {cores} cores do {one / both:.2f} times the work of one thread")
    if options.cfn_lint:
        lint = min(run([pathlib.Path(python).parent / "cfn-lint", *files[:FEW]]) / FEW for _ in range(3))
        print(f"  cfn-lint takes {lint / both:5.0f} times as long on as many cores ({lint / one:.0f} times one thread)")
    for count in sorted({options.files // 10, options.files}):
        memory = run_for_memory([options.samc, "check", "--quiet", *files[:count]])
        print(f"  memory for {count} templates: {memory} MB")


def growth(options, reference, folder):
    for name in ("functions", "implicit_api"):
        text = (ROOT / f"benches/growth/{name}.yaml").read_text()
        print(f"\n{text.splitlines()[0].lstrip('# ')} Expansion, the whole process")
        for size in SIZES:
            template = folder / f"{name}-{size}.yaml"
            template.write_text(grow(text, size))
            refused = subprocess.run([options.samc, "expand", template], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            if refused.returncode != 0:
                print(f"  {size:6}  refused, since it is too large")
                continue
            took = min(run([options.samc, "expand", template]) for _ in range(options.rounds))
            line = f"  {size:6}  {took * 1e3:9.1f} ms  {run_for_memory([options.samc, 'expand', template]):5} MB"
            if size <= options.largest:
                line += f"  the reference, warm, takes {warm_time(reference, [template]) / took:5.0f} times as long"
            print(line)


def grow(text, size):
    """A template of benches/growth: the lines from `# repeat` to `# end`, or to the end, for each number."""
    grown, repeated = [], None
    for line in [*text.splitlines(keepends=True), "# end\n"]:
        if line == "# repeat\n":
            repeated = ""
        elif line == "# end\n":
            grown += [(repeated or "").replace("{n}", str(number)) for number in range(1, size + 1)]
            repeated = None
        elif repeated is None:
            grown.append(line)
        else:
            repeated += line
    return "".join(grown)


def environment(folder, packages):
    """The Python of an environment with these packages."""
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
    subprocess.run([python, "-m", "pip", "install", "--quiet", *packages], check=True)
    return str(python)


def fastest(rounds, *works):
    """The shortest time that each work has taken; they take turns."""
    times = [[] for _ in works]
    for _ in range(rounds):
        for work, taken in zip(works, times):
            taken.append(work())
    return [min(it for it in taken if it is not None) for taken in times]


def every(step, work):
    """Does the work only every so often, beginning with the first time."""
    count = iter(range(sys.maxsize))
    return lambda: work() if next(count) % step == 0 else None


def run(command, **environment):
    """How long a process takes, in seconds."""
    environment = {**os.environ, **environment}
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    process.wait()
    return time.perf_counter() - start


def run_for_memory(command):
    """The most memory that a process has held, in MB."""
    # Through a shell, since a new process begins with the memory of the one that started it.
    script = ("import os, resource, sys; os.waitpid(os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, "
              "file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]), 0); "
              "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)")
    command = [sys.executable, "-S", "-c", script, *map(str, command)]
    return int(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def warm_time(reference, files):
    """How long the reference takes for a template once it is loaded and has translated one."""
    answer = subprocess.run([*reference, TEMPLATE, *files], stdout=subprocess.PIPE, check=True)
    return float(answer.stdout)


def translate(files):
    """Run in the environment of the reference: translate all files, and print how many seconds one takes on average,
    without the first if there are several."""
    sys.path.insert(0, str(ROOT / "tests"))
    import logging

    import record

    logging.disable(logging.CRITICAL)
    os.environ.update(AWS_ACCESS_KEY_ID="x", AWS_SECRET_ACCESS_KEY="x", AWS_EC2_METADATA_DISABLED="true")
    times = []
    for file in files:
        start = time.perf_counter()
        verdict, value = record.translate(file, "us-east-1", {})
        times.append(time.perf_counter() - start)
        if verdict != "expected":
            sys.exit(f"the reference refuses {file}: {value}")
    times = times[1:] or times
    print(sum(times) / len(times))


if __name__ == "__main__":
    main()
