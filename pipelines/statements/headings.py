"""What stands around a grid: its title, unit line, body, year and notes, above it, in its first rows or below it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from pipelines.records.pages import Grid
from pipelines.reference import layouts
from pipelines.reference.folding import fold, squeeze
from pipelines.statements.sheet import Sheet, looks_like_number

_REACH = 14
"""How many lines above a grid may still belong to it; a title further away is that of something else."""
_SENTENCES = 3
"""Sentences that may stand between a table and its title."""
_ROWS_OVER = 4
"""Rows in which a heading that stands inside the ruled area begins."""
_TAIL = 12
"""Longest line that may be the end of a title broken over two lines."""

_LABEL = re.compile(r"[（(\[【]?(?:(?:编制|填报|公开|预算)?(?:部门|单位)(?:名称)?|(?:金额|计量)单位)[:：]")
"""Where a line stops being a title and names a body or a unit of money."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The printed surroundings of a grid. ``rows`` counts the leading rows of the grid that are heading, not table."""

    titles: tuple[str, ...] = ()
    """Candidates as printed without white space, nearest first."""
    unit: str | None = None
    body: str | None = None
    department_code: str | None = None
    year: int | None = None
    rows: int = 0
    notes: tuple[str, ...] = ()
    counts: bool = False
    """Whether the unit line names units of counting only (单位：人、辆)."""

    @property
    def title(self) -> str:
        """The best candidate, or an empty text."""
        return self.titles[0] if self.titles else ""


def read_heading(sheet: Sheet, before: Grid | None = None) -> Heading:
    """The heading of a grid; what its own first rows say wins over the lines above.

    ``before`` is the grid before it: when that ends on an earlier page, the lines under it stand above this one too.
    """
    inside = _inside(sheet)
    lines = [line.text for line in sheet.grid.lines_above]
    if before is not None and before.last_page < sheet.grid.first_page:
        lines = [line.text for line in before.lines_below] + lines
    above = _above(lines)
    return Heading(
        titles=inside.titles + above.titles,
        unit=inside.unit or above.unit,
        body=inside.body or above.body,
        department_code=inside.department_code or above.department_code,
        year=inside.year or above.year,
        rows=inside.rows,
        notes=notes_below(sheet.grid),
        counts=inside.counts or above.counts,
    )


def is_count_unit(text: str) -> bool:
    """Whether a line as printed ends with a unit line that names no money but units of counting (单位：人、辆)."""
    folded = fold(text)
    at = max(folded.rfind(word) for word in ("计量单位:", "数量单位:", "单位:"))
    return at >= 0 and any(rule.pattern.fullmatch(folded[at:]) for rule in layouts.heading_rules("count_unit"))


def is_count_title(title: str) -> bool:
    """Whether a title as printed is that of a table of staff, bodies or vehicles (人员情况表)."""
    return any(rule.pattern.fullmatch(fold(title)) for rule in layouts.heading_rules("count_title"))


def unit_of(text: str) -> str | None:
    """The unit of money that a unit line names (单位：万元), or None; ``text`` as printed."""
    folded = fold(text)
    for rule in layouts.heading_rules("unit_label"):
        for found in rule.pattern.finditer(folded):
            named = _named_unit(folded[found.end() :].lstrip(":()"))
            if named is not None:
                return named
    return None


def _named_unit(rest: str) -> str | None:
    """The unit a text begins with, unless a word follows it (a body may be called 元氏县 …)."""
    for alias, unit in layouts.unit_aliases():
        if rest.startswith(alias) and not re.match(r"[一-鿿]", rest[len(alias) :]):
            return unit
    return None


def bracketed_unit(text: str) -> str | None:
    """The unit named in brackets or after a label in a header (金额（万元）), or None; ``text`` folded."""
    for part in re.findall(r"\(([^()]*)\)", text):
        for alias, unit in layouts.unit_aliases():
            if part == alias or part.endswith((":" + alias, "单位" + alias)):
                return unit
    return None


def strip_title(text: str) -> str:
    """A folded title without table number, ordinal and year before it."""
    stripped = text
    for _ in range(4):
        before = stripped
        for rule in layouts.heading_rules("title_prefix"):
            found = rule.pattern.match(stripped)
            if found and len(stripped) - found.end() >= 2:
                stripped = stripped[found.end() :]
        if stripped == before:
            break
    return stripped


def is_note(folded: str) -> bool:
    """Whether a line is a note to a table (注：…, 本表为空)."""
    return any(rule.pattern.fullmatch(folded) for rule in layouts.heading_rules("note"))


def is_short_note(folded: str) -> bool:
    """Whether a cell alone in its row says that there is nothing (无, 空表)."""
    return any(rule.pattern.fullmatch(folded) for rule in layouts.heading_rules("note_short"))


def notes_below(grid: Grid) -> tuple[str, ...]:
    """The notes printed under a grid, up to the next heading."""
    notes: list[str] = []
    for line in grid.lines_below:
        folded = fold(line.text)
        if not folded or is_page_number(folded):
            continue
        if is_note(folded):
            notes.append(squeeze(line.text))
        elif notes and not _is_title(folded) and not notes[-1].endswith(("。", ")", "）")):
            notes[-1] += squeeze(line.text)
        else:
            break
    return tuple(notes)


def is_page_number(folded: str) -> bool:
    """Whether a line is a page number and nothing else."""
    return any(rule.pattern.fullmatch(folded) for rule in layouts.heading_rules("page_number"))


def _is_prose(folded: str) -> bool:
    return any(rule.pattern.fullmatch(folded) for rule in layouts.heading_rules("prose"))


def _is_title(folded: str) -> bool:
    folded = _without_noise(folded)
    return any(rule.pattern.fullmatch(folded) for rule in layouts.heading_rules("title"))


def _without_noise(text: str) -> str:
    """A line without the dots and strokes at its end that a scan adds to a title."""
    for rule in layouts.heading_rules("title_noise"):
        found = re.search(f"(?:{rule.pattern.pattern})$", text)
        if found and found.start():
            return text[: found.start()]
    return text


def _is_table_number(folded: str) -> bool:
    return any(rule.pattern.fullmatch(folded) for rule in layouts.heading_rules("table_number"))


def year_of(folded: str) -> int | None:
    """The fiscal year a folded heading line names."""
    for rule in layouts.heading_rules("year"):
        found = rule.pattern.fullmatch(folded)
        if found:
            return int(found["year"])
    return None


def body_of(text: str) -> tuple[str | None, str | None]:
    """The body and the department code a heading line names (编制部门：…, 475 某局 …); ``text`` as printed."""
    folded = fold(text)
    for rule in layouts.heading_rules("body_end"):
        folded = rule.pattern.split(folded)[0]
    for role in ("body", "body_coded"):
        for rule in layouts.heading_rules(role):
            found = rule.pattern.fullmatch(folded)
            if found and found["body"] and not looks_like_number(found["body"]):
                return _code_and_body(found)
    return None, None


def _body_in_title(folded: str) -> str | None:
    """The body in a heading over all tables of a document (某局2024年度部门决算表)."""
    for rule in layouts.heading_rules("body_title"):
        found = rule.pattern.fullmatch(folded)
        if found:
            return found["body"]
    return None


def _code_and_body(found: re.Match[str]) -> tuple[str | None, str | None]:
    groups = found.groupdict()
    coded = re.match(r"(\d{3,6})-?(?=[^\d])", groups["body"])
    if coded:
        return groups["body"][coded.end() :], coded[1]
    return groups["body"], groups.get("code")


def _above(lines: list[str]) -> Heading:
    heading = Heading()
    texts = lines[-_REACH:]
    prose = 0
    for index in range(len(texts) - 1, -1, -1):
        folded = fold(texts[index])
        if not folded or is_page_number(folded) or _is_table_number(folded):
            continue
        if is_note(folded) or (_is_prose(folded) and not _is_title(folded)):
            prose += 1
            # A sentence may stand between a table and its title, but not a text.
            if heading.titles or prose > _SENTENCES:
                break
            continue
        joined = squeeze(texts[index - 1]) + squeeze(texts[index]) if index and len(folded) <= _TAIL else ""
        heading = _with_line(heading, texts[index], joined)
    return _healed(heading, texts)


def _with_line(heading: Heading, line: str, joined: str = "") -> Heading:
    """The heading with what one line says; ``joined`` is the line with the one before it, where a title may be broken."""
    folded = fold(line)
    body, code = body_of(line)
    body = body or _body_in_title(folded)
    plain = unit_of(line) is None and body is None
    candidates = (squeeze(line), joined) if plain else (_before_labels(line),)
    titles = heading.titles + tuple(text for text in candidates if text and _is_title(fold(text)))
    named = unit_of(line) is not None or body is not None or _is_title(folded) or _is_year_line(folded)
    return replace(
        heading,
        titles=titles,
        unit=heading.unit or unit_of(line),
        body=heading.body or body,
        department_code=heading.department_code or code,
        year=heading.year or (year_of(folded) if named else None),
        counts=heading.counts or is_count_unit(line),
    )


def _before_labels(line: str) -> str:
    """What a line prints before it names a unit or a body: a title that shares its line with them."""
    return _LABEL.split(squeeze(line))[0]


def _healed(heading: Heading, lines: list[str]) -> Heading:
    """A unit line broken over two lines (单位：万 / 元) put together again."""
    if heading.unit is not None:
        return heading
    for line, rest in pairwise(fold(line) for line in lines):
        torn = unit_of(line + "元") if rest.endswith("元") else None
        if torn is not None:
            body = heading.body.removesuffix("元") if heading.body else None
            return replace(heading, unit=torn, body=body)
    return heading


def _is_year_line(folded: str) -> bool:
    return any(rule.pattern.fullmatch(folded) for rule in layouts.heading_rules("year_line"))


def _inside(sheet: Sheet) -> Heading:
    """Reads the leading rows that are heading: title, body and unit lines that stand inside the ruled area."""
    heading = Heading()
    for row in range(sheet.row_count):
        if sheet.is_blank(row):
            continue
        lines = _row_lines(sheet, row)
        if not _is_heading_row(sheet, row, lines) and not _is_over_heading(sheet, row):
            break
        heading = replace(_with_lines(heading, lines), rows=row + 1)
    return heading


def _row_lines(sheet: Sheet, row: int) -> list[str]:
    """The lines of a row: the lines of each cell; a body label and the value in the next cell are one line."""
    lines: list[str] = []
    for cell in sheet.printed(row):
        parts = [part for part in cell.text.split("\n") if part.strip()]
        if lines and fold(lines[-1]).endswith(":"):
            lines[-1] += "".join(parts)
        else:
            lines.extend(parts)
    return lines


def _is_heading_row(sheet: Sheet, row: int, lines: list[str]) -> bool:
    if sheet.numbers(row):
        return False
    cells = sheet.printed(row)
    several = any("\t" in cell.text for cell in cells)  # words of columns that lost their places
    wide = len(cells) == 1 and cells[0].column_span * 2 > sheet.column_count and not several
    if all(_is_heading_line(line, wide) for line in lines):
        return True
    plain = [line for line in lines if not _is_heading_line(line, wide=False)]
    return wide and _is_title(fold("".join(plain)))


def _is_over_heading(sheet: Sheet, row: int) -> bool:
    """Whether a row is one cell from side to side without a number, over a row that is heading (gridlines around titles)."""
    for below in range(row, min(row + _ROWS_OVER, sheet.row_count)):
        cells = sheet.printed(below)
        if below > row and _is_heading_row(sheet, below, _row_lines(sheet, below)):
            return True
        if len(cells) != 1 or cells[0].column_span < sheet.column_count or sheet.numbers(below):
            return False
    return False


def _is_heading_line(line: str, wide: bool) -> bool:
    folded = fold(line)
    if unit_of(line) is not None or body_of(line)[0] is not None or folded.endswith(":"):
        return True
    if _is_table_number(folded) or _is_year_line(folded):
        return True
    return wide and _is_title(folded)


def _with_lines(heading: Heading, lines: list[str]) -> Heading:
    for index in range(len(lines) - 1, -1, -1):
        joined = squeeze(lines[index - 1]) + squeeze(lines[index]) if index and len(fold(lines[index])) <= _TAIL else ""
        heading = _with_line(heading, lines[index], joined)
    return heading
