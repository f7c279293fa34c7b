#!/usr/bin/env python3
"""Cut templates as somebody does who is typing, and print what `samc check` loses of a mistake that stands elsewhere.

usage: half_typed.py [--samc FILE] [--states N] [--seed N] [--kind KIND] [--show] TEMPLATE...

  --samc FILE  the program [default: target/debug/samc of this repository]
  --states N   how many states each kind of cut is tried in, for each template [default: 12]
  --seed N     which ones [default: 1]
  --kind KIND  only this kind of cut
  --show       print the states in which the mistake is lost, or more is found than the cut explains

Each template gets a resource with a misspelled property, at the beginning of `Resources` or at its end, and lines elsewhere
are cut. In the states that are no YAML, what is found away from the cut and was not found before is counted too. Needs
nothing but Python.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PLANTED = "{0}SamcPlanted:\n{1}Type: AWS::SQS::Queue\n{1}Properties:\n{2}VisibilityTimout: 60\n"
KINDS = {}


def kind(cut):
    KINDS[cut.__name__] = cut
    return cut


def main():
    parser = argparse.ArgumentParser(usage=__doc__.split("usage: ")[1], add_help=True)
    parser.add_argument("--samc", type=pathlib.Path, default=ROOT / "target/debug/samc")
    parser.add_argument("--states", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("templates", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    states = [state for template in options.templates for state in states_of(template, options)]
    found = findings(options.samc, [state["text"] for state in states] + [state["whole"] for state in states])
    kept, lost, odd = collections.Counter(), collections.Counter(), collections.Counter()
    codes = collections.Counter()
    for number, state in enumerate(states):
        now, before = found[number], found[len(states) + number]
        is_kept = any(it["message"].startswith("unknown property `VisibilityTimout`") for it in now)
        (kept if is_kept else lost)[state["kind"]] += 1
        known = {(it["code"], it["message"]) for it in before}
        is_broken = any(it["code"] == "syntax-error" for it in now)
        far = [it for it in now if is_broken and it["code"] != "syntax-error" and (it["code"], it["message"]) not in known
               and not state["first"] - 1 <= it["line"] <= state["last"] + 1]
        odd[state["kind"]] += bool(far)
        codes.update(it["code"] for it in far)
        if options.show and (not is_kept or far):
            show(state, now, far, is_kept)
    for name in KINDS:
        if kept[name] + lost[name]:
            print(f"{name:24} {kept[name]:5} of {kept[name] + lost[name]:5} keep it, {odd[name]:3} find more away from the cut")
    total = sum(kept.values())
    print(f"{'all':24} {total:5} of {total + sum(lost.values()):5} keep it, {sum(odd.values()):3} find more: {dict(codes)}")
    sys.exit(sum(lost.values()) > 0)


def show(state, now, far, is_kept):
    print(f"--- {state['kind']} in {state['name']}, line {state['first']}{'' if is_kept else ': LOST'}")
    lines = state["text"].splitlines()
    for number in range(max(0, state["first"] - 5), min(len(lines), state["last"] + 4)):
        print(f"{'>' if state['first'] <= number + 1 <= state['last'] else ' '}{number + 1:4} {lines[number]}")
    for it in far or now[:6]:
        print(f"  {it['line']}: {it['code']}: {it['message']}")


def states_of(path, options):
    """States of a template, each with the lines that were cut."""
    original = path.read_text()
    chance = random.Random(f"{options.seed} {path.name} {original}")
    for name, cut in KINDS.items():
        if options.kind in (None, name):
            done = 0
            for attempt in range(options.states * 20):
                lines, planted = plant(original, chance.random() < 0.5)
                number = chance.randrange(len(lines))
                if number in planted or not lines[number].strip() or lines[number].lstrip().startswith("#"):
                    continue
                if re.match(r"Resources\s*:", lines[number]):
                    continue
                changed = cut(lines[number], chance, lines, number)
                if changed is None or changed == [lines[number]]:
                    continue
                text = "\n".join([*lines[:number], *changed, *lines[number + 1:]]) + "\n"
                whole = "\n".join(lines) + "\n"
                yield {"kind": name, "name": f"{path.parent.name}/{path.name}", "text": text, "whole": whole, "first": number + 1,
                       "last": number + max(1, len(changed))}
                done += 1
                if done == options.states:
                    break


def plant(text, is_first):
    """The lines of a template with the mistake, and the numbers of those that have it."""
    lines = text.splitlines()
    start = next(at for at, it in enumerate(lines) if re.match(r"Resources\s*:", it))
    end = next((at for at in range(start + 1, len(lines)) if re.match(r"[A-Za-z]", lines[at])), len(lines))
    first = next(at for at in range(start + 1, end) if lines[at].strip() and not lines[at].lstrip().startswith("#"))
    step = indent(lines[first])
    planted = PLANTED.format(*(" " * (step * depth) for depth in (1, 2, 3))).splitlines()
    at = first if is_first else end
    while not is_first and not lines[at - 1].strip():
        at -= 1
    return lines[:at] + planted + lines[at:], range(at, at + len(planted))


def findings(samc, texts):
    """What is found in each of the texts."""
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, text in enumerate(texts):
            file = pathlib.Path(folder) / f"{number:05}.yaml"
            file.write_text(text)
            files.append(str(file))
        found = {file: [] for file in files}
        for start in range(0, len(files), 500):
            answer = subprocess.run([samc, "check", "--format", "json", *files[start:start + 500]], stdout=subprocess.PIPE)
            if answer.returncode not in (0, 1):
                sys.exit(f"samc ends with {answer.returncode}")
            for it in map(json.loads, answer.stdout.splitlines()):
                # There is nothing beside these templates.
                if it["rule"] not in ("missing-file", "missing-child"):
                    found[it["file"]].append({"code": it["rule"], "line": it["start"]["line"], "message": it["message"]})
        return [found[file] for file in files]


def indent(line):
    return len(line) - len(line.lstrip(" "))


def key_of(line):
    """What stands before a key, the key, and its value."""
    match = re.match(r"^( *(?:- +)?)([A-Za-z0-9:]+):(?: +(\S.*))?$", line)
    return match and match.groups()


@kind
def end_of_line_cut(line, chance, *_):
    content = line.strip()
    return [line[:indent(line) + chance.randrange(1, len(content))]] if len(content) > 1 else None


@kind
def word_in_the_middle_cut(line, chance, *_):
    words = [it.span() for it in re.finditer(r"\w{3,}", line)]
    if not words:
        return None
    start, end = chance.choice(words)
    return [line[:chance.randrange(start + 1, end)] + line[end:]]


@kind
def quote_unclosed(line, chance, *_):
    found = key_of(line)
    if not found or not found[2] or found[2][0] in "|>&":
        return None
    before, key, value = found
    quote = chance.choice("\"'")
    if value[0] in "\"'":
        return [f"{before}{key}: {value.rstrip(value[0])}"]
    return [f"{before}{key}: {quote}{value.replace(quote, '')}"]


@kind
def quote_opened(line, chance, *_):
    found = key_of(line)
    return found and [f"{found[0]}{found[1]}: {chance.choice(chr(34) + chr(39))}"]


@kind
def key_in_open_quote(line, chance, *_):
    found = key_of(line)
    return found and [f"{found[0]}{chance.choice(chr(34) + chr(39))}{found[1]}: {found[2] or ''}".rstrip()]


@kind
def bracket_opened(line, chance, *_):
    found = key_of(line)
    return found and [f"{found[0]}{found[1]}: {chance.choice('[{')}{chance.choice(['', found[2] or ''])}"]


@kind
def bracket_unclosed(line, chance, *_):
    closing = [at for at, it in enumerate(line) if it in "]}"]
    if not closing:
        return None
    at = chance.choice(closing)
    return [line[:at] + chance.choice([line[at + 1:], ""])]


@kind
def bracket_too_many(line, chance, *_):
    return [line + chance.choice("]})")]


@kind
def flow_over_lines(line, chance, *_):
    found = key_of(line)
    blank = " " * (indent(line) + 2)
    return found and [f"{found[0]}{found[1]}: {chance.choice('{[')}", f"{blank}a: 1,", f"{blank}b"][:chance.choice([2, 3])]


@kind
def colon_missing(line, *_):
    found = key_of(line)
    return found and [f"{found[0]}{found[1]} {found[2] or ''}".rstrip()]


@kind
def blank_missing(line, *_):
    found = key_of(line)
    return [f"{found[0]}{found[1]}:{found[2]}"] if found and found[2] else None


@kind
def colon_too_many(line, chance, *_):
    found = key_of(line)
    return found and [f"{found[0]}{found[1]}{chance.choice([': :', '::', ': a: '])} {found[2] or ''}".rstrip()]


@kind
def tab_for_blanks(line, chance, *_):
    if not indent(line):
        return None
    return [chance.choice(["\t" + line.lstrip(), line[:indent(line)] + "\t" + line.lstrip(), line[1:indent(line)] + "\t" + line.lstrip()])]


@kind
def tab_on_a_new_line(line, chance, *_):
    return [line, "\t" * chance.choice([1, 2]) + chance.choice(["", "Timeout"])]


@kind
def blank_too_few(line, *_):
    return [line[1:]] if indent(line) else None


@kind
def blank_too_many(line, chance, *_):
    return [" " * chance.choice([1, 2, 3]) + line]


@kind
def key_without_value(line, chance, *_):
    return [line, " " * indent(line) + chance.choice(["Timeout", "Tim", "Timeout:", "NewFn:", "MemorySize:", "P"])]


@kind
def key_deeper(line, chance, *_):
    return [line, " " * (indent(line) + 2) + chance.choice(["Timeout", "Timeout:", "Type: AWS::S", "- Ref"])]


@kind
def value_half_typed(line, chance, *_):
    new = ["Timeout:3", "MemorySize: 12 8: ", "Type:", "CodeUri: .", "Runtime: python3.", "Role: !GetAtt ", "Tags: &", "Tags: *", "X: @",
           "X: `", "X: %", "X: |", "X: >-", "? a", "X: !", "X: !Su", "X: , a", "X: - a", "X: {a: b", "X: 'it's'"]
    return [line, " " * indent(line) + chance.choice(new)]


@kind
def dash(line, chance, *_):
    return [line, " " * (indent(line) + chance.choice([0, 2])) + chance.choice(["-", "- ", "--", "---", "-a"])]


@kind
def dash_before(line, *_):
    return [" " * indent(line) + "- " + line.lstrip()] if not line.lstrip().startswith("-") else None


@kind
def function_half_typed(line, chance, *_):
    found = key_of(line)
    new = ["!", "!R", "!Ref", "!Ref ", "!Sub", "!Sub \"", "!Sub \"${", "!Sub '${AWS::", "!Sub ${", "!GetAtt", "!GetAtt X.", "!If", "!If [", "!If [A,", "!Join [",
           "!Join ['", "!FindInMap [A, !Ref", "!Select [0, !Split [", "!Fn::", "!Equals ["]
    return found and [f"{found[0]}{found[1]}: {chance.choice(new)}"]


@kind
def long_function_half_typed(line, chance, *_):
    found = key_of(line)
    blank = " " * (indent(line) + 2)
    new = ["Fn", "Fn::", "Fn::Sub", "Fn::Sub:", "Fn::Sub: \"${", "Fn::If:\n" + blank + "  - ", "Fn::GetAtt: [", "Ref", "Ref:", "Fn::Join: [',', ["]
    return found and [f"{found[0]}{found[1]}:", *(blank + chance.choice(new)).split("\n")]


@kind
def line_twice_half_typed(line, chance, *_):
    content = line.strip()
    return [line, line[:indent(line) + chance.randrange(1, len(content) + 1)]]


@kind
def text_block_badly_indented(line, chance, *_):
    found = key_of(line)
    blank = indent(line)
    return found and [f"{found[0]}{found[1]}: {chance.choice(['|', '>', '|2', '>-'])}",
                      " " * (blank + 4) + "one: {", " " * max(0, blank + chance.choice([1, 0, -1])) + "two"]


@kind
def line_break_deleted(line, chance, lines, number):
    if number + 1 >= len(lines) or "SamcPlanted" in lines[number + 1] or not lines[number + 1].strip():
        return None
    below = lines.pop(number + 1)
    return [line + chance.choice([below.strip(), below])]


@kind
def line_deleted(line, chance, lines, number):
    return [] if key_of(line) else None


@kind
def block_at_other_depth(line, chance, lines, number):
    block = [line]
    while number + len(block) < len(lines) and indent(lines[number + len(block)]) > indent(line) and len(block) < 6:
        block.append(lines[number + len(block)])
    if any("Samc" in it for it in block):
        return None
    shift = chance.choice([-2, -1, 1, 2, 4])
    moved = [" " * max(0, indent(it) + shift) + it.lstrip() for it in block]
    return [*moved, line]


@kind
def comment_opened(line, chance, *_):
    found = key_of(line)
    return found and [f"{found[0]}{found[1]}#: {found[2] or ''}".rstrip()]


if __name__ == "__main__":
    main()
