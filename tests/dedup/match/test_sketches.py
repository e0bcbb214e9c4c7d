from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_SCIPY = """
import sys
from dedup.match.sketches import load_part
index_type = load_part("lsh").MinHashLSH
assert not any(name.partition(".")[0] == "scipy" for name in sys.modules), "scipy was loaded"
index = index_type(threshold=0.5, num_perm=128)  # asks scipy for the bands
assert (index.b, index.r) == (25, 5), (index.b, index.r)
assert sys.modules["scipy.integrate"].quad(lambda x: x, 0, 2)[0] == 2
"""
_PACKAGE = """
import sys
from dedup.match.sketches import load_part
one = load_part("minhash").MinHash(num_perm=16)
assert load_part("minhash") is load_part("minhash")
assert "asyncio" not in sys.modules and "datasketch" not in sys.modules, "the whole package was loaded"
import datasketch
assert isinstance(one, datasketch.MinHash)
assert datasketch.__version__ and datasketch.MinHashLSHForest(num_perm=16).add("a", one) is None
assert load_part("weighted_minhash").WeightedMinHash is datasketch.WeightedMinHash
"""
_THREADS = """
import sys
from concurrent.futures import ThreadPoolExecutor
from dedup.match.sketches import load_part
sys.setswitchinterval(1e-6)
with ThreadPoolExecutor(8) as pool:
    loaded = [pool.submit(lambda: load_part("minhash").MinHash) for _ in range(8)]
assert len({one.result() for one in loaded}) == 1
"""


def _run(check: str, root: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", check], capture_output=True, text=True, check=False, cwd=str(root)
    )
    assert run.returncode == 0, run.stderr


def test_scipy_is_loaded_when_it_is_used_and_not_before(root: Path) -> None:
    _run(_SCIPY, root)


def test_the_whole_package_may_be_loaded_later(root: Path) -> None:
    _run(_PACKAGE, root)


def test_threads_wait_until_a_part_is_loaded(root: Path) -> None:
    _run(_THREADS, root)
