#!/usr/bin/env python3
"""Records what Apache Flink prints for the SQL cases, or checks the recorded answers against it.

    tests/record_flink.py [--check] [--quick] [--flink COMMAND] [--jobs N] [--batch N] [PATTERN ...]

COMMAND (or the environment variable FLINK_SQL) runs one SQL script, whose path is appended, and prints its
changelog: `+I[1, a]` lines, and a line that begins with ERROR for the statement that failed, after which it ends.
A PATTERN is an area (`cast`), a case (`cast/string_to_date`) or a glob of these; without one, all are taken.

A case is SqlScripts/AREA/NAME.sql with NAME.expected beside it. Its first comment lines may say:
    -- fail        the last statement run fails; the answer ends with a line ERROR
    -- unordered   the order of the rows is not defined; compare sorted lines
${DIR} in a script stands for the folder of the case.

Cases that succeed share a process, each in a database of its own; those that fail, set options or show their
database's name have a process of their own, which takes seconds each; --quick leaves these out. When a shared
process ends early, its unanswered cases start again without the one that ended it.
"""
import argparse
import concurrent.futures
import fnmatch
import os
import pathlib
import re
import shlex
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent / "ActorStream.Tests" / "SqlScripts"
ALONE = re.compile(
    r"\b(RE)?SET\b\s*['`]|^\s*RESET\b|\bUSE\b|\bDATABASES?\b|\bCATALOGS?\b|SHOW\s+CREATE|EXPLAIN|default_database|FUNCTION",
    re.I | re.M)
MARK = "case_marker_"


class Case:
    def __init__(self, path):
        self.path = path
        self.name = path.relative_to(ROOT).with_suffix("").as_posix()
        self.text = path.read_text(encoding="utf-8")
        head = re.match(r"(?:--.*\n|\s*\n)*", self.text).group(0)
        self.fails = re.search(r"^-- fail\s*$", head, re.M) is not None
        self.unordered = re.search(r"^-- unordered\s*$", head, re.M) is not None
        self.alone = self.fails or ALONE.search(self.text) is not None
        self.expected = path.with_suffix(".expected")

    def script(self):
        return self.text.replace("${DIR}", str(self.path.parent)).rstrip().rstrip(";") + "\n;\n"

    def tidy(self, output):
        """The answer to record: bare ERROR lines, the placeholder for the folder, one newline at the end."""
        output = output.replace(str(self.path.parent), "${DIR}")
        output = re.sub(r"^ERROR .*$", "ERROR", output, flags=re.M)
        return output if output == "" or output.endswith("\n") else output + "\n"

    def comparable(self, text):
        return sorted(text.splitlines()) if self.unordered else text


def run(command, script, timeout=600):
    with tempfile.NamedTemporaryFile("w", suffix=".sql", encoding="utf-8", delete=False) as file:
        file.write(script)
    try:
        done = subprocess.run(command + [file.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=timeout)
        return done.stdout.decode("utf-8")
    finally:
        os.unlink(file.name)


def answer_alone(command, case):
    return {case: case.tidy(run(command, case.script()))}


def answer_together(command, cases):
    script = "".join(
        f"CREATE DATABASE {MARK}{i}; USE {MARK}{i}; SHOW CURRENT DATABASE;\n{case.script()}"
        for i, case in enumerate(cases)) + f"CREATE DATABASE {MARK}end; USE {MARK}end; SHOW CURRENT DATABASE;\n"
    parts = re.split(rf"^\+I\[{MARK}(\w+)\]\n", run(command, script), flags=re.M)
    answers = {}
    for label, output in zip(parts[1::2], parts[2::2]):
        if label != "end":
            case = cases[int(label)]
            answers[case] = case.tidy(output)
    while rest := [case for case in cases if case not in answers]:
        more = answer_together(command, rest) if len(rest) < len(cases) else answer_alone(command, rest[0])
        answers.update(more)
    return answers


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("patterns", nargs="*")
    parser.add_argument("--check", action="store_true", help="compare with the recorded answers, write nothing")
    parser.add_argument("--quick", action="store_true", help="only the cases that share a process")
    parser.add_argument("--flink", default=os.environ.get("FLINK_SQL", "flink sql"), help="runs a script (default: FLINK_SQL)")
    parser.add_argument("--jobs", type=int, default=2, help="processes at a time")
    parser.add_argument("--batch", type=int, default=40, help="cases that share a process")
    options = parser.parse_args()
    command = shlex.split(options.flink)
    if os.sep in command[0]:
        command[0] = os.path.abspath(command[0])

    cases = [Case(path) for path in sorted(ROOT.glob("*/*.sql"))]
    if options.patterns:
        cases = [case for case in cases if any(
            case.name == p or case.name.split("/")[0] == p.rstrip("/") or fnmatch.fnmatch(case.name, p) for p in options.patterns)]
    if options.quick:
        cases = [case for case in cases if not case.alone]
    if not cases:
        sys.exit("No case matches.")

    together = [case for case in cases if not case.alone]
    chunks = [together[i:i + options.batch] for i in range(0, len(together), options.batch)]
    different, answered = set(), 0

    def settle(case, answer):
        failed = re.search(r"^ERROR$", answer, re.M) is not None
        if failed != case.fails:
            different.add(case.name)
            print(f"{case.name}: {'failed, but has no' if failed else 'did not fail, but has a'} `-- fail` line")
        recorded = case.expected.read_text(encoding="utf-8") if case.expected.exists() else None
        if recorded is not None and case.comparable(recorded) == case.comparable(answer):
            return
        if options.check:
            different.add(case.name)
            print(f"{case.name}: recorded\n{recorded}\nanswered\n{answer}", flush=True)
        else:
            case.expected.write_text(answer, encoding="utf-8")
            print(f"{case.name}: {'recorded' if recorded is None else 'changed'}", flush=True)

    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        work = [pool.submit(answer_together, command, chunk) for chunk in chunks]
        work += [pool.submit(answer_alone, command, case) for case in cases if case.alone]
        for done in concurrent.futures.as_completed(work):
            for case, answer in done.result().items():
                answered += 1
                settle(case, answer)
            print(f"{answered} of {len(cases)}", file=sys.stderr, flush=True)

    count = len(different)
    print(f"{len(cases) - count} {'agree' if options.check else 'recorded'}, {count} differ")
    sys.exit(1 if count else 0)


if __name__ == "__main__":
    main()
