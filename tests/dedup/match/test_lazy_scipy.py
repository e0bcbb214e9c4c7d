from __future__ import annotations

import subprocess
import sys

_CHECK = """
import sys
from dedup.match.lazy_scipy import without_scipy
with without_scipy():
    from datasketch import MinHashLSH
assert not any(name.partition(".")[0] == "scipy" for name in sys.modules), "scipy was loaded"
index = MinHashLSH(threshold=0.5, num_perm=128)  # asks scipy for the bands
assert (index.b, index.r) == (25, 5), (index.b, index.r)
assert sys.modules["scipy.integrate"].quad(lambda x: x, 0, 2)[0] == 2
"""


def test_scipy_is_loaded_when_it_is_used_and_not_before(root: object) -> None:
    run = subprocess.run(
        [sys.executable, "-c", _CHECK], capture_output=True, text=True, check=False, cwd=str(root)
    )
    assert run.returncode == 0, run.stderr
