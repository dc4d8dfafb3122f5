"""How far places are from one another.

One distance is arithmetic and done here; all ZIPs around a point are pgeocode's work, which brings
pandas (half a second) and is therefore imported only when somebody asks.
"""

import os
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

from chapter_desk.core.places.zips import Place, every_zip, require_place
from chapter_desk.files import resource

_EARTH_RADIUS_KM = 6371.009
"""IUGG's mean radius, the one pgeocode uses, so that both always say the same distance."""

_KM_PER_MILE = 1.609344


@dataclass(frozen=True, slots=True)
class NearbyZip:
    """A ZIP and how far its middle lies from the one asked about."""

    postal_code: str
    miles: float


def distance_miles(one: Place, other: Place) -> float | None:
    """Return the great-circle distance between the middles of two places, in miles.

    None when either has no point on the map (military mail).
    """
    if one.latitude is None or one.longitude is None or other.latitude is None or other.longitude is None:
        return None
    north, south = radians(one.latitude), radians(other.latitude)
    east = radians(other.longitude) - radians(one.longitude)
    half_chord = sin((south - north) / 2) ** 2 + cos(north) * cos(south) * sin(east / 2) ** 2
    return 2 * asin(sqrt(half_chord)) * _EARTH_RADIUS_KM / _KM_PER_MILE


def zips_within(untrusted_zip: str, radius_miles: float) -> tuple[NearbyZip, ...]:
    """Return the ZIPs whose middle lies within `radius_miles` of a ZIP's middle, nearest first.

    The ZIP itself comes first, at 0 miles.  Empty when the ZIP has no point on the map.

    Raises:
        UnknownZip: See `require_place`.
    """
    centre = require_place(untrusted_zip)
    if not centre.on_the_map:
        return ()
    others = every_zip()
    kilometres = _pgeocode_distances().query_postal_code([centre.postal_code], list(others))
    found = (
        NearbyZip(postal_code, float(distance) / _KM_PER_MILE)
        for postal_code, distance in zip(others, kilometres, strict=True)
        if distance / _KM_PER_MILE <= radius_miles
    )
    return tuple(sorted(found, key=lambda nearby: (nearby.miles, nearby.postal_code)))


@cache
def _pgeocode_distances() -> Any:
    """Return pgeocode's calculator over our own data; it never looks at the network."""
    folder = str(resource("places"))
    os.environ["PGEOCODE_DATA_DIR"] = folder  # read once, while pgeocode is imported
    import pgeocode

    # Somebody may have imported it before us, and a missing file would start a download without a
    # timeout: with no addresses left it stops instead.
    pgeocode.STORAGE_DIR = folder
    pgeocode.DOWNLOAD_URL = []
    return pgeocode.GeoDistance("us")
