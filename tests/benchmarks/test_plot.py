from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

sys.path.insert(0, str(Path(__file__).parent))

from plot import draw_costs


def test_a_line_for_each_system_and_a_point_for_each_size() -> None:
    drawn = draw_costs({"wirecopy": {10_000: 0.08, 100_000: 0.9}, "a <peer>": {10_000: 2.0}})
    picture = ElementTree.fromstring(drawn)
    places = [line.get("points", "").split() for line in picture.iter() if line.tag.endswith("polyline")]
    assert sorted(map(len, places)) == [1, 2]
    assert "a <peer>" in [text.text for text in picture.iter() if text.tag.endswith("text")]
    (cheap, dear) = max(places, key=len)
    assert float(cheap.split(",")[0]) < float(dear.split(",")[0])
    assert float(cheap.split(",")[1]) > float(dear.split(",")[1])
