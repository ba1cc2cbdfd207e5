"""command and its input -> what it printed, its seconds and its peak memory

The operating system's own account of the finished process (wait4), so that imports and start are in it.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """`seconds` of wall clock from start to exit, `peak_mb` of resident memory."""

    output: str
    seconds: float
    peak_mb: float


def run(command: Sequence[str], lines: Sequence[str] = ()) -> Run:
    """Raises RuntimeError with the end of stderr where the command fails."""
    with (
        tempfile.TemporaryFile("w+") as stdin,
        tempfile.TemporaryFile("w+") as stdout,
        tempfile.TemporaryFile("w+") as stderr,
    ):
        stdin.write("".join(f"{line}\n" for line in lines))
        stdin.seek(0)
        started = time.perf_counter()
        child = subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=environment())
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        stdout.seek(0)
        stderr.seek(0)
        if child.returncode:
            raise RuntimeError(f"{' '.join(command)}: exit {child.returncode}\n{stderr.read()[-2000:]}")
        # Linux counts ru_maxrss in kilobytes, macOS in bytes
        unit = 1024 if sys.platform != "darwin" else 1024 * 1024
        return Run(stdout.read(), seconds, usage.ru_maxrss / unit)


_HIDDEN = ("STUDYHALL_", "OPENAI_", "DISCORD_", "PYTHONDONTWRITEBYTECODE")


def environment() -> dict[str, str]:
    """This one's, with the hub shut off and no language model: both sides run on what is installed,
    and neither compiles its imports anew at each start."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(_HIDDEN) or name == "STUDYHALL_MODELS"
    }
    return kept | {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "ANONYMIZED_TELEMETRY": "False"}
