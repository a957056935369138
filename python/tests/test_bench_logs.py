"""The parser of what bench prints, run as a program."""

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).resolve().parents[1] / "tools" / "parse_bench_logs.py"
LOG = """\
t=1.0 started=70 done=6 in_flight=64 rate=6.0 p50_ms=12.50 p95_ms=20.00 p99_ms=21.25 errors=0
something that a worker said
t=2.0 started=70 done=6 in_flight=64 rate=0.0 p50_ms=- p95_ms=- p99_ms=- errors=0
summary workload=throughput messages=70 seconds=2.50 rate=28.0 p50_ms=12.50 errors=0 first_result_s=0.75
"""


def parsed(text: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(PROGRAM), *arguments], input=text, capture_output=True, text=True)


def test_a_table_has_a_row_an_interval_and_the_summary() -> None:
    lines = parsed(LOG).stdout.splitlines()
    assert lines[0].startswith("seconds  done  in flight  workflows/s  p50 ms")
    assert lines[1].split() == ["1.0", "6", "64", "6.0", "12.5", "20.0", "21.25", "0"]
    assert lines[2].split() == ["2.0", "6", "64", "0.0", "-", "-", "-", "0"]
    assert ["first_result_s", "0.75"] in [line.split() for line in lines]


def test_json_holds_numbers_as_numbers() -> None:
    run = json.loads(parsed(LOG, "--json").stdout)
    assert [record["p99_ms"] for record in run["intervals"]] == [21.25, None]
    assert run["summary"]["workload"] == "throughput"
    assert run["summary"]["messages"] == 70


def test_input_of_another_kind_is_an_error() -> None:
    refused = parsed("hello\n")
    assert refused.returncode == 1
    assert "carabiner-host bench" in refused.stderr
    assert "Traceback" not in refused.stderr
