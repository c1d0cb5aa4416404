"""Maps drawn by the server: outlines where there are any, else points, else tiles; no pictures from elsewhere."""

from bangfu.kernel.maps.drawing import Drawing, draw
from bangfu.kernel.maps.items import MapItem, MapLine
from bangfu.kernel.maps.scales import Scale, Step, amounts, classes, shares

__all__ = ["Drawing", "MapItem", "MapLine", "Scale", "Step", "amounts", "classes", "draw", "shares"]
