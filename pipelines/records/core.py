"""The records that are the relations of schema ``core``: what was printed, each with its place.

A class is a relation, a field is a column; order, type, key and meaning are declared here and nowhere else. Facts that
are printed amounts derive from ``AmountFact`` so that every one carries the same provenance and exactness.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pipelines.records.claim import ClaimRecord, Placed
from pipelines.records.column import column


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRecord:
    """文件：一份公开的预决算文件，以字节的 SHA-256 标识。 | one distinct published file, known by its bytes"""

    document_id: str = column("文件字节的 SHA-256（十六进制）", "SHA-256 of the bytes, hex", key=True)
    path: str = column("在原始文件夹中的相对路径", "path below the raw folder")
    media_type: str | None = column("文件类型（MIME）", "media type as sniffed from the bytes")
    pages: int | None = column("页数（表单、网页、文本块同计）", "pages; sheets and text blocks count")
    bytes: int = column("字节数", "size in bytes", sql="BIGINT")
    organization_id: str | None = column("公开主体标识", "publishing body, see core.organization")
    fiscal_year: int | None = column("财政年度", "fiscal year")
    stage: str | None = column("阶段：budget 预算, final 决算, execution 执行", "budget, final or execution")
    tier: str | None = column("层级：government 政府, department 部门, unit 单位", "government, department or unit")
    part: str | None = column("部分：whole 全文, tables 仅表, text 仅文字", "whole, tables or text")
    title: str | None = column("标题（印刷或清单所载）", "title as printed or from the manifest")
    source_url: str | None = column("来源网址", "where it was published")
    retrieved_at: str | None = column("取得时间", "when it was retrieved")
    read_at: datetime | None = column("读取时间（UTC）", "when it was read, UTC")
    reader_version: str = column("读取程序版本", "version of the reading code")
    status: str = column(
        "状态：read 已读, partly_read 部分读取, quarantined 已隔离", "read, partly_read or quarantined"
    )
    reason: str | None = column("未能完整读取的原因", "why it was not read completely")
    supersedes_document_id: str | None = column("被本文件取代的旧版本", "the older version that this one replaces")
    template_blank: bool = column("是否为空白模板（不是公开文件）", "an empty form, not a disclosure", default=False)
    publisher: str | None = column("公开主体名称（清单所载）", "publishing body as the manifest names it", default=None)
    body_printed: str | None = column(
        "公开主体名称（文件所载）", "publishing body as the document names it", default=None
    )
    region_code: str | None = column("行政区划代码（清单或文件）", "division, from manifest or document", default=None)
    region_name: str | None = column(
        "行政区划名称（清单或文件）", "name of the division, from manifest or document", default=None
    )
    department_code: str | None = column("部门预算代码（印刷）", "department code as printed", default=None)
    conflicts: tuple[str, ...] = column(
        "封面、表格与清单不一致之处", "what cover, tables and manifest disagree on", default=()
    )
    other_paths: tuple[str, ...] = column("内容相同的其他路径", "other paths with the same bytes", default=())
    raw_version: str | None = column("清单所载内容的摘要", "digest of what intake said when it was read", default=None)
    reading_digest: str | None = column("读取结果的摘要", "digest of what was read from it", default=None)
    first_seen_at: datetime | None = column(
        "首次入库时间（UTC）", "when it first came into the warehouse, UTC", default=None
    )
    withdrawn_at: datetime | None = column(
        "撤下时间（UTC）：原始文件夹中不再有此文件", "when its file was found gone, UTC", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationRecord:
    """公开主体：一个部门、单位或政府，历年同一。 | one publishing body, the same over the years"""

    organization_id: str = column(
        "主体标识（由规范名称与区划生成）", "derived from normalised name and region", key=True
    )
    name: str = column("规范名称", "normalised name")
    names_printed: tuple[str, ...] = column("文件中出现过的名称", "names as printed")
    parent_organization_id: str | None = column("主管部门", "parent department")
    region_code: str | None = column("行政区划代码（GB/T 2260）", "GB/T 2260 division")
    region_name: str | None = column("行政区划名称", "name of the division")
    department_code: str | None = column("部门预算代码（印刷）", "department code as printed")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRecord:
    """页：每一页读到了什么，用什么方法读的。 | what was read on each page, and how"""

    document_id: str = column("文件", "document", key=True)
    page: int = column("页码（自 1 起）", "page, from 1", key=True)
    width: float | None = column("页宽（点）", "width in points")
    height: float | None = column("页高（点）", "height in points")
    method: str | None = column("读取方法：text 文字, ocr 识别, sheet 表单, web 网页", "how it was read")
    characters: int = column("字符数", "characters read")
    grids: int = column("起始于本页的表格数", "grids that begin on the page")
    reason: str | None = column("未能读取的原因", "why it could not be read")
    text: str | None = column("表格以外的文字（逐行）", "text outside grids, line by line")


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRecord:
    """表格：页面上的一张表（跨页已拼接）；未识别者附原因。 | one table found on pages, joined over page breaks"""

    document_id: str = column("文件", "document", key=True)
    grid_no: int = column("表格序号（文件内自 1 起）", "number of the grid in the document, from 1", key=True)
    first_page: int = column("起始页", "first page")
    last_page: int = column("结束页", "last page")
    statement: str | None = column("报表种类；未识别为空", "kind of statement, NULL when not recognised")
    reason: str | None = column("未识别的原因", "why it was not recognised")
    title_printed: str | None = column("印刷的表名", "title as printed")
    unit: str | None = column("金额单位", "unit of amounts")
    row_count: int = column("行数", "rows")
    column_count: int = column("列数", "columns")
    fiscal_year: int | None = column("表头所载年度", "year in the heading", default=None)
    body_printed: str | None = column("表头所载编制单位", "body named in the heading", default=None)
    unit_source: str | None = column(
        "单位来源：table 本表, inherited 承前, document 全文, assumed 推定", "where the unit is from", default=None
    )
    finder: str | None = column("定位方法", "how the grid was found", default=None)
    note: str | None = column("表下注释（如“本表为空”）", "notes printed with the table", default=None)
    header_row_count: int | None = column("表头行数", "header rows", default=None)
    second_reader_agreement: Decimal | None = column(
        "第二读法一致率（0–1），未复读为空",
        "agreement of the second reader, NULL when not re-read",
        sql="DECIMAL(6,4)",
        default=None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CellRecord:
    """单元格：表格中的一格，连同跨度、页与位置。 | one cell of a grid with span, page and place"""

    document_id: str = column("文件", "document", key=True)
    grid_no: int = column("表格序号", "grid", key=True)
    row_no: int = column("行号（自 0 起）", "row, from 0", key=True)
    column_no: int = column("列号（自 0 起）", "column, from 0", key=True)
    row_span: int = column("跨行数", "rows spanned")
    column_span: int = column("跨列数", "columns spanned")
    text: str = column("文字（保留换行）", "text with line breaks")
    page: int = column("页码", "page")
    x0: float | None = column("左边界（点）", "left, points")
    top: float | None = column("上边界（点）", "top, points")
    x1: float | None = column("右边界（点）", "right, points")
    bottom: float | None = column("下边界（点）", "bottom, points")
    method: str = column("读取方法", "how it was read", default="text")
    confidence: float = column("把握（印刷文字为 1）", "1 for printed text", default=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementColumnRecord:
    """报表列：已识别报表的每一列是什么；block 与报表行相接。 | what each column of a statement is"""

    document_id: str = column("文件", "document", key=True)
    grid_no: int = column("表格序号", "grid", key=True)
    column_no: int = column("列号", "column", key=True)
    block: int = column("左右分栏序号（自 0 起）", "side of a many-sided table, from 0", key=True)
    role: str = column(
        "作用：code, name, amount, sequence, unit_code, unit_name, text, ignore", "what the column is for"
    )
    column_path: str = column("列头（自上而下以 / 连接）", "headers from top to bottom joined with /")
    measure: str | None = column("口径", "measure")
    fund: str | None = column("资金性质", "fund")
    unit: str | None = column("金额单位", "unit of amounts")
    item: str | None = column("标准项目（列即项目的表）", "item, where the columns are the items")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRowRecord:
    """报表行：已识别报表的每一行是什么；上级行构成加总树。 | what each row of a statement is: the tree that sums"""

    document_id: str = column("文件", "document", key=True)
    grid_no: int = column("表格序号", "grid", key=True)
    row_no: int = column("行号", "row", key=True)
    block: int = column("左右分栏序号（自 0 起）", "side of a many-sided table, from 0", key=True)
    statement: str = column("报表种类", "kind of statement")
    side: str | None = column("收支方向：income 收入, expenditure 支出", "income or expenditure")
    label: str = column("行名（印刷，去空白）", "label as printed without white space")
    code: str | None = column("科目编码（类款项连写）", "subject code, joined")
    code_kind: str | None = column("编码种类", "kind of code")
    item: str | None = column("标准项目", "item in standard terms")
    level: str | None = column("级次：类 款 项 合计", "level")
    parent_row_no: int | None = column("上级行号", "row this one adds into")


@dataclass(frozen=True, slots=True, kw_only=True)
class AmountFact(Placed):
    """One printed amount of a statement, exact, with its place and its names as printed."""

    fact_id: str = column("事实标识", "identifier of the fact", key=True)
    statement: str = column("报表种类；表外为 none", "kind of statement, none outside statements")
    side: str | None = column("收支方向：income, expenditure", "income or expenditure", default=None)
    row_code: str | None = column("行编码（印刷，连写）", "code printed in the row", default=None)
    row_name: str = column("行名（印刷，去空白）", "label as printed without white space")
    column_path: str = column("列头（自上而下以 / 连接）", "headers from top to bottom joined with /")
    item: str | None = column("标准项目（合计、年初结转等）", "item in standard terms", default=None)
    level: str | None = column("级次：类 款 项 合计", "level", default=None)
    measure: str | None = column("口径（见词表 measure）", "measure, see the vocabulary")
    fund: str | None = column("资金性质（见词表 fund）", "fund, see the vocabulary")
    amount_text: str = column("印刷的数字", "amount as printed")
    unit: str = column("印刷的单位", "unit as printed")
    amount_yuan: Decimal | None = column("金额（元）；非金额的数量为空", "amount in 元; NULL for counts")
    last_digit_yuan: Decimal | None = column(
        "末位数字 1 的价值（元）", "worth in 元 of one unit of the last printed digit"
    )
    unit_code: str | None = column("行所属单位编码", "code of the unit the row is about", default=None)
    unit_name: str | None = column("行所属单位名称", "name of the unit the row is about", default=None)
    period: str | None = column("期间（仅文字中的金额）", "period, for amounts of sentences only", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRevenue(AmountFact):
    """收入：一个印刷的收入金额。 | one printed income amount"""

    side_label: str | None = column("所在栏的名称（如 收入）", "label of the side", default=None)
    source_code: str | None = column("收入来源（标准）", "income source in standard terms", default=None)
    source_name: str | None = column("收入来源（印刷）", "income source as printed", default=None)
    function_code: str | None = column(
        "功能分类科目（收入总表按功能列示时）", "functional code where income is listed by function", default=None
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FactExpenditureFunction(AmountFact):
    """支出（功能分类）：按功能科目、项目或合计的一个印刷金额。 | one printed amount by functional class"""

    function_code: str | None = column("功能分类科目", "functional code")
    name_printed: str = column("科目名称（印刷）", "subject name as printed")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactExpenditureEconomic(AmountFact):
    """支出（经济分类）：按经济科目的一个印刷金额。 | one printed amount by economic class"""

    economic_code: str | None = column("经济分类科目", "economic code")
    scheme: str | None = column("分类：department 部门, government 政府", "department or government scheme")
    name_printed: str = column("科目名称（印刷）", "subject name as printed")


@dataclass(frozen=True, slots=True, kw_only=True)
class FactThreePublic(AmountFact):
    """三公经费：三公块中的一个金额或数量。 | one printed amount or count of the 三公 block"""

    quantity: Decimal | None = column("数量（团组、人次、辆等）", "count", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactProcurement(AmountFact):
    """政府采购：一个印刷的采购金额。 | one printed procurement amount"""

    project_name: str | None = column("项目名称", "project", default=None)
    item_name: str | None = column("采购品目", "what is bought", default=None)
    category: str | None = column(
        "类别：goods 货物, works 工程, services 服务", "goods, works or services", default=None
    )
    quantity: Decimal | None = column("数量", "quantity", default=None)
    unit_price: Decimal | None = column("单价（元）", "unit price in 元", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactProject(AmountFact):
    """项目：项目支出表与绩效目标表中的一个金额。 | one printed amount of a project"""

    project_name: str | None = column("项目名称", "project", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactAsset(AmountFact):
    """国有资产：一个印刷的资产数量或价值。 | one printed asset count or value"""

    quantity: Decimal | None = column("数量", "count", default=None)
    as_of_date: str | None = column("截止日期", "as-of date", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactDebt(AmountFact):
    """债务（政府层级）：一个印刷的债务金额；measure 为 limit 限额或 balance 余额。 | one printed debt amount"""

    as_of_date: str | None = column("截止日期", "as-of date", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactPerformanceIndicator(Placed):
    """绩效指标：一个项目或整个部门的一条指标。 | one indicator of one project or of a whole department"""

    fact_id: str = column("事实标识", "identifier of the fact", key=True)
    statement: str = column("报表种类", "kind of statement")
    project_name: str | None = column("项目名称；部门整体为空", "project, NULL for the whole department")
    project_budget_yuan: Decimal | None = column("项目年度资金（元）", "money of the project in the year, 元")
    goal_text: str | None = column("绩效目标", "goal")
    level1: str | None = column("一级指标", "first-level indicator")
    level2: str | None = column("二级指标", "second-level indicator")
    level3: str | None = column("三级指标", "third-level indicator")
    weight: Decimal | None = column("权重（%）", "weight, percent", sql="DECIMAL(9,4)")
    operator: str | None = column("符号：≥ ≤ = > < qualitative", "operator")
    target_value: Decimal | None = column("目标值（数）", "target as a number", sql="DECIMAL(28,6)")
    target_text: str | None = column("目标值（印刷）", "target as printed")
    target_unit: str | None = column("目标值单位", "unit of the target")
    actual_text: str | None = column("实际完成值（印刷）", "achieved value as printed")
    score: Decimal | None = column("得分", "score", sql="DECIMAL(9,4)")


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulCell(Placed):
    """存疑单元格：像金额而不能确定其值的一格；不入事实，但必须可见。 | a cell that looks like an amount but is in doubt"""

    doubt_id: str = column("标识（若能确定即为事实标识）", "the fact_id it would have had", key=True)
    statement: str = column("报表种类", "kind of statement")
    row_name: str | None = column("行名（印刷，去空白）", "label as printed without white space")
    column_path: str | None = column("列头（自上而下以 / 连接）", "headers from top to bottom joined with /")
    text: str = column("印刷的文字（保留换行）", "text as printed with line breaks")
    unit: str | None = column("金额单位", "unit that applies")
    reason: str = column("存疑的原因", "why its value is not certain")


FACTS: tuple[type[AmountFact], ...] = (
    FactRevenue,
    FactExpenditureFunction,
    FactExpenditureEconomic,
    FactThreePublic,
    FactProcurement,
    FactProject,
    FactAsset,
    FactDebt,
)

RELATIONS: dict[str, type] = {
    "document": DocumentRecord,
    "organization": OrganizationRecord,
    "page": PageRecord,
    "grid": GridRecord,
    "cell": CellRecord,
    "statement_column": StatementColumnRecord,
    "statement_row": StatementRowRecord,
    "fact_revenue": FactRevenue,
    "fact_expenditure_function": FactExpenditureFunction,
    "fact_expenditure_economic": FactExpenditureEconomic,
    "fact_three_public": FactThreePublic,
    "fact_procurement": FactProcurement,
    "fact_project": FactProject,
    "fact_asset": FactAsset,
    "fact_debt": FactDebt,
    "fact_performance_indicator": FactPerformanceIndicator,
    "claim": ClaimRecord,
    "doubtful_cell": DoubtfulCell,
}
