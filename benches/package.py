#!/usr/bin/env python3
"""Run `samc package` and `sam package` side by side, as whole processes, and print how many times faster samc is.

usage: package.py [--samc FILE] [--environment FOLDER] [--rounds N] [--files N] [--megabytes N] [--port N]

  --samc FILE           the program [default: target/dist/samc of this repository; build it first]
  --environment FOLDER  where SAM CLI and moto are kept: a Python environment, made with packages from PyPI where there is
                        none yet [default: samc-package in the folder for temporary files]
  --rounds N            how often each packages; the fastest counts [default: 5]
  --files N             the files of the large folder [default: 10000]
  --megabytes N         their size, half of which cannot be compressed [default: 200]
  --port N              where moto serves an S3 of one's own, on this machine alone [default: 5799]

SAM CLI cannot package without an upload. Its bucket is new in each round, so that it packages and uploads everything; samc
writes into a new folder. Both take turns, so that what else the machine does slows them alike.
"""
import argparse
import os
import pathlib
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import venv

ROOT = pathlib.Path(__file__).resolve().parent.parent
PACKAGES = ("aws-sam-cli==1.170.0", "moto[server,s3]")
LARGE = """Transform: AWS::Serverless-2016-10-31
Resources:
  Worker:
    Type: AWS::Serverless::Function
    Properties: {CodeUri: src, Handler: app.handler, Runtime: python3.13}
"""


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1], add_help=True)
    parser.add_argument("--samc", type=pathlib.Path, default=ROOT / "target/dist/samc")
    parser.add_argument("--environment", type=pathlib.Path, default=pathlib.Path(tempfile.gettempdir()) / "samc-package")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=200)
    parser.add_argument("--port", type=int, default=5799)
    options = parser.parse_args()
    if not options.samc.is_file():
        sys.exit(f"there is no {options.samc}; run `cargo build --profile dist` first")
    if not (options.environment / "bin").is_dir():
        venv.create(options.environment, with_pip=True)
        subprocess.run([options.environment / "bin/pip", "install", "--quiet", *PACKAGES], check=True)
    address = f"http://127.0.0.1:{options.port}"
    os.environ.update(AWS_ENDPOINT_URL=address, AWS_ACCESS_KEY_ID="key", AWS_SECRET_ACCESS_KEY="secret",
                      AWS_DEFAULT_REGION="us-east-1", SAM_CLI_TELEMETRY="0")
    server = subprocess.Popen([options.environment / "bin/moto_server", "-p", str(options.port)],
                              stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        time.sleep(5)
        with tempfile.TemporaryDirectory() as folder:
            small, large = pathlib.Path(folder, "small"), pathlib.Path(folder, "large")
            shutil.copytree(ROOT / "examples/get-products", small)
            fill(large, options.files, options.megabytes * 1_000_000)
            compare("examples/get-products", small, options)
            compare(f"{options.files} files, {options.megabytes} MB", large, options)
    finally:
        server.terminate()


def fill(folder, files, size):
    """Files of which every other one is noise, and the others words."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghij", k=chance.randint(2, 9))) for _ in range(2000)]
    for number in range(files):
        file = folder / f"src/{number % 100}/{number}.bin"
        file.parent.mkdir(parents=True, exist_ok=True)
        length = size // files
        text = " ".join(chance.choices(words, k=length // 5)).encode()
        file.write_bytes(chance.randbytes(length) if number % 2 else text[:length])
    (folder / "template.yaml").write_text(LARGE)


def compare(name, project, options):
    best = {}
    for round in range(options.rounds):
        out, bucket = project.parent / f"out-{project.name}-{round}", f"{project.name}-{round}"
        subprocess.run([options.environment / "bin/python", "-c",
                        f"import boto3; boto3.client('s3').create_bucket(Bucket='{bucket}')"], check=True)
        of_samc = [options.samc.resolve(), "package", "template.yaml", "--s3-bucket", bucket, "--output-dir", out, "-q"]
        of_sam = [options.environment / "bin/sam", "package", "--template-file", "template.yaml", "--s3-bucket", bucket,
                  "--no-progressbar"]
        for tool, command in (("samc package", of_samc), ("sam package", of_sam)):
            best[tool] = min(best.get(tool, (float("inf"), 0)), measured(command, project))
        shutil.rmtree(out)
    for tool, (seconds, processor) in best.items():
        print(f"{name}: {tool} {seconds * 1000:.1f} ms, {processor / seconds:.2f} cores")
    print(f"{name}: sam package takes {best['sam package'][0] / best['samc package'][0]:.0f} times as long")


def measured(command, folder):
    """Seconds of the clock, and of the processor."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    main()
