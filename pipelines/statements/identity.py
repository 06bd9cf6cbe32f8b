"""What a document says it is: year, stage, tier, part and body, from cover, headings of tables, manifest and file name.

The manifest wins where it speaks; the cover comes next, then the headings of tables; the file name is a hint only.
What they disagree on is listed in Chinese and never settled silently.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from pipelines.records.pages import Document, Grid, Identity, RawFile
from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.reference.regions import find_region
from pipelines.statements.cover import Cover, match_title, read_cover
from pipelines.statements.headings import Heading, read_heading
from pipelines.statements.names import clean_name, same_body
from pipelines.statements.sheet import Sheet, looks_like_money

_NAMES = {"fiscal_year": "年度", "stage": "阶段", "tier": "层级", "body": "主体"}
_SHOWN = {
    "budget": "预算", "final": "决算", "execution": "执行", "government": "政府", "department": "部门", "unit": "单位",
}  # fmt: skip
_NEAR = 4
"""Lines above a table that are its heading."""
_OPENING = 8
"""Lines of a page of the web within which title and day of publication stand."""
_HEAD_ROWS = 4
_PROSE_LINES = 10
"""Lines of prose from which tables are accompanied by a text."""


@dataclass(frozen=True, slots=True)
class _Found:
    """What one place says, with its Chinese name for messages."""

    place: str
    value: object


def identify(document: Document, grids: tuple[Grid, ...], raw: RawFile) -> Identity:
    """The identity of a document; the manifest wins where it speaks, and every disagreement is listed."""
    cover = read_cover(document)
    headings = _headings(grids)
    conflicts: list[str] = []
    year = _settle("fiscal_year", _years(raw, cover, headings), conflicts) or _year_of_months(document)
    stage = _settle("stage", _stages(raw, cover, headings), conflicts) or _stage_of_columns(grids)
    body = _settle("body", _bodies(raw, cover, headings), conflicts)
    tier = _settle("tier", _tiers(raw, cover, headings, grids), conflicts) or _tier_of_body(body)
    region = None if raw.region_code or not body else find_region(str(body), year if isinstance(year, int) else None)
    codes = Counter(heading.department_code for heading in headings if heading.department_code)
    return Identity(
        fiscal_year=year if isinstance(year, int) else None,
        stage=str(stage) if stage else None,
        tier=str(tier) if tier else None,
        part=raw.part or _part(document, grids),
        body=str(body) if body else None,
        title=raw.title or cover.title,
        region_code=raw.region_code or (region.code if region is not None else None),
        region_name=raw.region_name or (region.name if region is not None else None),
        department_code=codes.most_common(1)[0][0] if codes else None,
        is_blank_template=_is_blank(cover, headings, grids, raw),
        conflicts=tuple(conflicts),
    )


def _headings(grids: tuple[Grid, ...]) -> list[Heading]:
    return [read_heading(Sheet(grid), before) for grid, before in zip(grids, (None, *grids), strict=False)]


def _settle(attribute: str, found: list[_Found], conflicts: list[str]) -> object:
    """The first value that is known, and a note where a later place says another."""
    known = [one for one in found if one.value is not None]
    if not known:
        return None
    others = [one for one in known[1:] if not _agree(attribute, known[0].value, one.value) and one.place != "文件名"]
    if others:
        said = "，".join(f"{one.place}“{_SHOWN.get(str(one.value), one.value)}”" for one in (known[0], *others))
        conflicts.append(f"{_NAMES[attribute]}不一致：{said}")
    return known[0].value


def _agree(attribute: str, first: object, second: object) -> bool:
    if attribute == "body":
        return same_body(str(first), str(second))
    return first == second


def _years(raw: RawFile, cover: Cover, headings: list[Heading]) -> list[_Found]:
    counted = Counter(heading.year for heading in headings if heading.year)
    most = counted.most_common(1)[0][0] if counted else None
    return [
        _Found("清单", raw.fiscal_year),
        _Found("封面", cover.year),
        _Found("表头", most),
        _Found("文件名", _file_year(raw.path)),
    ]


def _year_of_months(document: Document) -> int | None:
    """The year of months told without one (1-9月 …), by the day that a page of the web was published on."""
    lines = [fold(line.text) for page in document.pages[:1] for line in page.lines[:_OPENING]]
    published, months = (_first_found(role, lines) for role in ("published", "months"))
    if published is None or months is None or not 1 <= int(published["month"]) <= 12:
        return None
    return int(published["year"]) - (int(months["month"]) > int(published["month"]))


def _first_found(role: str, lines: list[str]) -> re.Match[str] | None:
    found = (rule.pattern.fullmatch(line) for line in lines for rule in layouts.identity_rules(role))
    return next((one for one in found if one is not None), None)


def _stage_of_columns(grids: tuple[Grid, ...]) -> str | None:
    """The stage that the heads of columns name, where nothing else does: 预算数 alone is a budget, beside 决算数 it is none."""
    heads = {fold(squeeze(cell.text)) for grid in grids for cell in grid.cells if cell.row_no <= _HEAD_ROWS}
    said = {
        rule.value for rule in layouts.identity_rules("table_stage") for head in heads if rule.pattern.fullmatch(head)
    }
    return "budget" if said == {"budget"} else None


def _file_year(path: str) -> int | None:
    name = fold(path.rsplit("/", 1)[-1])
    for rule in layouts.identity_rules("file_year"):
        found = rule.pattern.fullmatch(name)
        if found:
            return int(found["year"])
    for rule in layouts.identity_rules("file_year_short"):
        found = rule.pattern.fullmatch(name)
        if found:
            return 2000 + int(found["short"])
    return None


def weigh(role: str, text: str) -> str | None:
    """The value of the heaviest pattern of a role that occurs in a folded text."""
    best = max(
        (rule for rule in layouts.identity_rules(role) if rule.pattern.search(text)),
        key=lambda rule: rule.weight,
        default=None,
    )
    return best.value if best is not None else None


def _stages(raw: RawFile, cover: Cover, headings: list[Heading]) -> list[_Found]:
    titles = Counter(weigh("stage", fold(heading.title)) for heading in headings if heading.title)
    titles.pop(None, None)
    most = titles.most_common(1)[0][0] if titles else None
    return [
        _Found("清单", raw.stage),
        _Found("封面", weigh("stage", fold(cover.title or ""))),
        _Found("表头", most),
        _Found("文件名", weigh("stage", fold(raw.path.rsplit("/", 1)[-1]))),
    ]


def _tiers(raw: RawFile, cover: Cover, headings: list[Heading], grids: tuple[Grid, ...]) -> list[_Found]:
    """Only one of cover, tables and name counts: titles of tables say 部门 in the forms of units too."""
    strong = weigh("tier", fold(cover.title or "")) or weigh("tier", fold(" ".join(cover.lines)))
    lines = [line.text for grid in grids for line in grid.lines_above[-_NEAR:]]
    texts = [title for heading in headings for title in heading.titles] + lines
    counted = Counter(weigh("tier", fold(text)) for text in texts)
    counted.pop(None, None)
    by_tables = counted.most_common(1)[0][0] if counted else None
    name = weigh("tier", fold(raw.path.rsplit("/", 1)[-1]))
    return [_Found("清单", raw.tier), _Found("封面", strong or by_tables or name)]


def _tier_of_body(body: object) -> str | None:
    """What a body is by its name, where nothing else says it (a school is a unit, a bureau a department)."""
    named = (rule.value for rule in layouts.identity_rules("body_tier") if body and rule.pattern.fullmatch(str(body)))
    return next(named, None)


def _bodies(raw: RawFile, cover: Cover, headings: list[Heading]) -> list[_Found]:
    counted = Counter(clean_name(heading.body) for heading in headings if heading.body)
    printed = [_Found("表头", name) for name, _ in counted.most_common()]
    title = clean_name(cover.title_body) if cover.title_body else None
    # Titles abbreviate (市客管处), tables do not; a body that heads a few tables only (a form of the parent) does not lead.
    leads = bool(counted) and counted.most_common(1)[0][1] * 2 >= len(headings)
    spelled_out = leads and (
        title is None or (same_body(title, str(printed[0].value)) and len(str(printed[0].value)) > len(title))
    )
    leading = printed[:1] if spelled_out else []
    name = match_title(raw.path.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    return [
        _Found("清单", clean_name(raw.publisher) if raw.publisher else None),
        _Found("封面", clean_name(cover.named_body) if cover.named_body else None),
        *leading,
        _Found("题名", title),
        *printed[len(leading) :],
        _Found("文件名", clean_name(name.title_body) if name is not None and name.title_body else None),
    ]


def _part(document: Document, grids: tuple[Grid, ...]) -> str:
    """whole, tables or text: by what is there."""
    if not grids:
        return "text"
    prose = 0
    for page in document.pages:
        for line in page.lines:
            folded = fold(line.text)
            prose += any(rule.pattern.fullmatch(folded) for rule in layouts.identity_rules("prose"))
    return "whole" if prose >= _PROSE_LINES else "tables"


def _is_blank(cover: Cover, headings: list[Heading], grids: tuple[Grid, ...], raw: RawFile) -> bool:
    """Whether the document is an empty form: placeholders where the body should stand, and no amount in any table."""
    texts = [*cover.lines, cover.title or "", raw.publisher or "", *(heading.body or "" for heading in headings)]
    marked = any(rule.pattern.fullmatch(fold(text)) for text in texts for rule in layouts.identity_rules("placeholder"))
    return marked and not any(_is_amount(cell.text) for grid in grids for cell in grid.cells)


def _is_amount(text: str) -> bool:
    folded = fold(text)
    return looks_like_money(folded) and re.sub(r"[0.,-]", "", folded) != ""
