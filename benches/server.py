#!/usr/bin/env python3
"""Type into templates as an editor does, and print how long `samc server` takes to answer and how much memory it holds.

usage: server.py [--samc FILE] [--rounds N] [--edits N]

  --samc FILE   the program [default: target/dist/samc of this repository; build it first]
  --rounds N    how often each text is typed [default: 10]
  --edits N     how many edits the memory is measured over [default: 10000]

A word and a line are typed into the middle of a template, character by character, so that most of its states are no YAML or
no template. Needs nothing but Python.
"""
import argparse
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from compare import ROOT, grow

FUNCTIONS = ROOT / "benches/growth/functions.yaml"
# Lines of a template, and how long an answer may take at most, in milliseconds.
SIZES = {500: (5, 5), 20_000: (300, 300)}
TYPED = "      Tracing: Active\n      Tags: {Region: !Sub 'in ${AWS::Region}', Kind: \"x\"}\n"


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1], add_help=True)
    parser.add_argument("--samc", type=pathlib.Path, default=ROOT / "target/dist/samc")
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--edits", type=int, default=10_000)
    options = parser.parse_args()
    if not options.samc.is_file():
        sys.exit(f"there is no {options.samc}; run `cargo build --profile dist` first")
    with tempfile.TemporaryDirectory() as folder:
        for lines, limits in SIZES.items():
            answers(options, pathlib.Path(folder), lines, limits)
        bursts(options, pathlib.Path(folder))
        memory(options, pathlib.Path(folder))


def template(lines):
    """Functions with events, queues and topics, of about so many lines."""
    text = FUNCTIONS.read_text()
    one = grow(text, 1).count("\n")
    size = (lines - one) // (grow(text, 2).count("\n") - one) + 1
    return grow(text, size)


def middle(text):
    """The line in the middle of a template before which a property of a function may be written."""
    lines = text.splitlines()
    return next(at for at in range(len(lines) // 2, len(lines)) if lines[at].startswith("      Policies:"))


def answers(options, folder, lines, limits):
    """How long it takes from a key to what it changes on the screen."""
    text = template(lines)
    times = {"findings": [], "completion": [], "hover": [], "inlayHint": [], "codeAction": [], "documentSymbol": []}
    rounds = options.rounds if lines < 2000 else 1
    with Server(options.samc, folder) as server:
        server.open(text)
        server.published()
        at = middle(text)
        for _ in range(rounds):
            for line, character, typed in keys(at):
                times["findings"].append(server.timed(lambda: server.type(line, character, typed)))
                line, character = (line + 1, 0) if typed == "\n" else (line, character + 1)
                place = {"line": line, "character": character}
                for method in list(times)[1:]:
                    parameters = {"position": place, "range": {"start": place, "end": place}, "context": {"diagnostics": []}}
                    times[method].append(server.timed_request(f"textDocument/{method}", parameters))
            server.replace(at, at + TYPED.count("\n"))
            server.published()
    print(f"\n{len(text.splitlines()):,} lines, each key on its own: milliseconds until the answer")
    print(f"  {'':16} {'median':>8} {'95 %':>8} {'most':>8}")
    for name, taken in times.items():
        limit = limits[name != "findings"]
        worst = sorted(taken)[int(len(taken) * 0.95)]
        print(f"  {name:16} {statistics.median(taken):8.2f} {worst:8.2f} {max(taken):8.2f}   at most {limit} are wanted")


def bursts(options, folder):
    """Keys that arrive faster than they are worked off."""
    text = template(20_000)
    with Server(options.samc, folder) as server:
        server.open(text)
        server.published()
        at = middle(text)
        start = time.perf_counter()
        for line, character, typed in keys(at):
            server.type(line, character, typed)
        count = 0
        while server.published()["version"] != server.version:
            count += 1
        took = (time.perf_counter() - start) * 1e3
    print(f"\n{len(text.splitlines()):,} lines, {len(TYPED)} keys at once: {took:.0f} ms, findings sent {count + 1} times")


def memory(options, folder):
    """Memory over many edits."""
    text = template(500)
    with Server(options.samc, folder) as server:
        server.open(text)
        server.published()
        at, done, next_shown = middle(text), 0, 100
        print(f"\n{len(text.splitlines()):,} lines: memory in MB after so many edits")
        while done < options.edits:
            for line, character, typed in keys(at):
                server.type(line, character, typed)
                server.published()
                server.request("textDocument/completion", {"position": {"line": line, "character": character}})
                done += 1
                if done == next_shown:
                    print(f"  {done:6}  {server.memory():6.1f}")
                    next_shown = min(next_shown * 10, next_shown + 3300)
            server.replace(at, at + TYPED.count("\n"))
            server.published()
        print(f"  {done:6}  {server.memory():6.1f}")


def keys(line):
    """What is typed, key by key, with its place."""
    character = 0
    for typed in TYPED:
        yield line, character, typed
        line, character = (line + 1, 0) if typed == "\n" else (line, character + 1)


class Server:
    """A server with one document open."""

    def __init__(self, samc, folder):
        self.process = subprocess.Popen([samc, "server"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.uri = (folder / "template.yaml").as_uri()
        self.version = self.number = 0
        self.notes = []

    def __enter__(self):
        self.request("initialize", {"processId": None, "rootUri": None, "capabilities": {}})
        self.note("initialized", {})
        return self

    def __exit__(self, *_):
        self.request("shutdown", None)
        self.note("exit", None)
        self.process.wait()

    def send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self):
        length = 0
        while (line := self.process.stdout.readline().strip()):
            name, value = line.split(b":")
            if name.lower() == b"content-length":
                length = int(value)
        if not length:
            sys.exit("the server has ended")
        # What it says is read before the time is taken, and understood afterwards.
        return self.process.stdout.read(length)

    def note(self, method, parameters):
        self.send({"method": method, "params": parameters})

    def request(self, method, parameters):
        self.number += 1
        parameters = parameters and {"textDocument": {"uri": self.uri}, **parameters}
        self.send({"id": self.number, "method": method, "params": parameters})
        while (message := json.loads(self.read())).get("id") != self.number:
            self.notes.append(message)
        if "error" in message:
            sys.exit(f"{method}: {message['error']}")
        return message["result"]

    def timed_request(self, method, parameters):
        self.number += 1
        start = time.perf_counter()
        self.send({"id": self.number, "method": method, "params": {"textDocument": {"uri": self.uri}, **parameters}})
        self.read()
        return (time.perf_counter() - start) * 1e3

    def timed(self, work):
        start = time.perf_counter()
        work()
        self.read()
        return (time.perf_counter() - start) * 1e3

    def published(self):
        while True:
            for number, note in enumerate(self.notes):
                if note.get("method") == "textDocument/publishDiagnostics":
                    return self.notes.pop(number)["params"]
            self.notes.append(json.loads(self.read()))

    def open(self, text):
        document = {"uri": self.uri, "languageId": "yaml", "version": self.version, "text": text}
        self.note("textDocument/didOpen", {"textDocument": document})

    def type(self, line, character, text):
        place = {"line": line, "character": character}
        self.change({"range": {"start": place, "end": place}, "text": text})

    def replace(self, first, last):
        start, end = ({"line": line, "character": 0} for line in (first, last))
        self.change({"range": {"start": start, "end": end}, "text": ""})

    def change(self, change):
        self.version += 1
        document = {"uri": self.uri, "version": self.version}
        self.note("textDocument/didChange", {"textDocument": document, "contentChanges": [change]})

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


if __name__ == "__main__":
    main()
