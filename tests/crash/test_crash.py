"""The process is killed at each step of collect and deliver; the next run makes up for it, and the sums agree."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.crash.victim import KILLED, STEPS

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = {f"{platform} why {alert}" for platform in ("slack", "telegram") for alert in range(1, 7)}


def live(folder: Path, *step: str) -> int:
    command = [sys.executable, "-m", "tests.crash.victim", str(folder), *step]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, timeout=60).returncode


@pytest.mark.parametrize("step", STEPS)
def test_a_kill_loses_no_alert_and_repeats_at_most_one(tmp_path: Path, step: str) -> None:
    assert live(tmp_path, step) == KILLED
    assert live(tmp_path) == 0
    said = Counter((tmp_path / "said").read_text().splitlines())
    assert {line.split()[0] for line in said} == {"slack", "telegram"}
    assert set(said) <= EXPECTED
    assert len(said) == 6
    assert said.total() - len(said) <= 1
    received, difference, *_ = (tmp_path / "ledger").read_text().split()
    assert (received, difference) == ("4", "0")
