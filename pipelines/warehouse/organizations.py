"""Bodies over the years: names brought to one form, and an identifier that follows from name and division alone.

Careful on purpose: two bodies taken for one would add up wrong, one body taken for two is only less convenient. The
identifier of a body never depends on what other documents say, so it stays the same however the warehouse grows.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipelines.records.core import OrganizationRecord
from pipelines.reference.regions import Region, find_region, region

OWN_LEVEL = re.compile(r"(\((本级|机关|汇总|部门|单位|本部)\)|本级)$")
SHORT_REGION = {"省": "省", "市": "市", "县": "区县旗"}
"""A body may drop the name of its own division and keep its kind: 省法院, 区财政局."""
NOT_A_REGION = "(?!场|政[^府协]|容|民|域|级|直|属)"
PARTY = "中共"
GOVERNMENT = "人民政府"
YOUTH = "共青团"


@dataclass(frozen=True, slots=True)
class Named:
    """What one document says of its body: by the manifest (``publisher``) and by itself (``body_printed``)."""

    document_id: str
    publisher: str | None
    body_printed: str | None
    region_code: str | None
    region_name: str | None
    department_code: str | None


@dataclass(frozen=True, slots=True)
class Body:
    """A body in normal form."""

    organization_id: str
    name: str
    region_code: str | None
    region_name: str | None


def find_organizations(documents: Iterable[Named]) -> tuple[dict[str, str], list[OrganizationRecord]]:
    """The body of each document that names one, and the bodies, ordered by identifier."""
    of_document: dict[str, str] = {}
    bodies: dict[str, Body] = {}
    sayings: dict[str, list[Named]] = defaultdict(list)
    for named in documents:
        name = named.publisher or named.body_printed
        if name is None or not name.strip():
            continue
        body = normalise(name, named.region_code, named.region_name)
        of_document[named.document_id] = body.organization_id
        bodies[body.organization_id] = body
        sayings[body.organization_id].append(named)
    return of_document, [_record(bodies[key], sayings[key]) for key in sorted(bodies)]


def _record(body: Body, sayings: list[Named]) -> OrganizationRecord:
    names = {name for named in sayings for name in (named.publisher, named.body_printed) if name}
    codes = Counter(named.department_code for named in sayings if named.department_code)
    return OrganizationRecord(
        organization_id=body.organization_id,
        name=body.name,
        names_printed=tuple(sorted(names)),
        parent_organization_id=None,
        region_code=body.region_code,
        region_name=body.region_name,
        department_code=min(codes, key=lambda code: (-codes[code], code)) if codes else None,
    )


def normalise(name: str, region_code: str | None = None, region_name: str | None = None) -> Body:
    """The normal form of a body's name, given the division it belongs to as far as that is known."""
    plain = _plain(name)
    where = _region_of(plain, region_code, region_name)
    own = _strip_region(_shorten(plain), where)
    if where is None:
        place, shown = region_code or region_name or "", own
    else:
        place, shown = where.code, _shown(own, where.name)
    digest = hashlib.sha256(f"{place}|{own}".encode()).hexdigest()[:16]
    return Body(digest, shown, where.code if where else region_code, where.full_name if where else region_name)


def _plain(name: str) -> str:
    """Half-width, without white space and quotation marks, without （本级） and the like."""
    text = re.sub(r"[\s\"'“”‘’《》]", "", unicodedata.normalize("NFKC", name))
    while (shorter := OWN_LEVEL.sub("", text)) != text and shorter:
        text = shorter
    return text


def _region_of(plain: str, region_code: str | None, region_name: str | None) -> Region | None:
    """The division: the one named in the body's name where that lies within the one given, else the one given."""
    given = region(region_code[:6]) if region_code else None
    if given is None and region_name:
        given = find_region(region_name)
    named = find_region(plain) or (find_region(given.full_name + plain) if given else None)
    if given is None or named is None:
        return given or named
    return named if given.code in {row.code for row in _upwards(named)} else given


def _upwards(row: Region | None) -> Iterator[Region]:
    while row is not None:
        yield row
        row = region(row.parent_code) if row.parent_code else None


@cache
def _short_names() -> tuple[tuple[str, str], ...]:
    """Official forms and the short ones that are common for them, longest first."""
    place = resources.files("pipelines.reference").joinpath("organization_names.csv")
    pairs = [(row["official"], row["short"]) for row in csv.DictReader(place.read_text("utf-8").splitlines())]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


def _shorten(plain: str) -> str:
    for official, short in _short_names():
        plain = plain.replace(official, short)
    return plain


def _strip_region(text: str, where: Region | None) -> str:
    """The name without its divisions: 财政局, 中共委办公室, 万里街道办事处, 政协办公厅."""
    opener = next((word for word in (PARTY, YOUTH, "政协") if text.startswith(word)), "")
    rest = text.removeprefix(opener)
    rest = _without_places(rest, list(_upwards(where)))
    if where is not None:
        kinds = SHORT_REGION.get(where.level, "")
        rest = re.sub(f"^[{kinds}]{NOT_A_REGION}(?=.)", "", rest) if kinds else rest
    if opener:
        rest = re.sub("^委员会", "委" if opener in (PARTY, YOUTH) else "", rest)
    elif rest.startswith("委") and where is not None:
        opener, rest = PARTY, re.sub("^委员会", "委", rest)
    if rest.endswith("街道办事处"):
        rest = rest.removeprefix(GOVERNMENT)
    return opener + rest or GOVERNMENT


def _without_places(text: str, places: list[Region]) -> str:
    """Without the names of divisions in front, lowest first in ``places``; those above it may be in short (黔东南州)."""
    for row in reversed(places):
        text = text.removeprefix(row.name)
    lowest = places[0].name if places else ""
    position = text.find(lowest) if lowest else -1
    above = text[: max(position, 0)]
    if above and any(above.startswith(row.name[:2]) for row in places[1:]):
        return text[position + len(lowest) :]
    return text


def _shown(own: str, place: str) -> str:
    """The normal form for people: the division's name, once, where it belongs."""
    opener = next((word for word in (PARTY, YOUTH) if own.startswith(word)), "")
    return f"{opener}{place}{own.removeprefix(opener)}"
