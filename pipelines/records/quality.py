"""The records that are the relations of schema ``quality``: rules as run, findings, coverage, runs, quarantine.

What must hold and what came out is declared here; how rules are written (``expectations/``) and evaluated (``checks``)
is not. Findings, coverage and rules are those of the latest run; earlier ones stand in the snapshots of the warehouse.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pipelines.records.column import column

VERDICTS = ("holds", "holds_within_rounding", "fails", "not_applicable", "not_evaluated")
SEVERITIES = ("error", "warning", "information")
SUSPECTS = ("publisher", "reader", "unknown")


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRecord:
    """规则：本次运行所用的勾稽规则目录。 | the catalogue of rules as run"""

    rule_id: str = column("规则编号", "identifier of the rule", key=True)
    version: int = column("规则版本", "version of the rule; a changed rule has a new one")
    suite: str = column("所在规则集（文件）", "suite (file) it stands in")
    title_zh: str = column("规则名称", "title in Chinese")
    category: str = column(
        "类别：existence 存在, completeness 完整, accuracy 准确, consistency 一致, text 文表, cross_document 跨文件",
        "existence, completeness, accuracy, consistency, text or cross_document",
    )
    severity: str = column("严重程度：error 错误, warning 警告, information 提示", "error, warning or information")
    tolerance: str = column(
        "允许误差：rounding 按末位舍入, exact 完全相等, at_most 不大于", "rounding, exact or at_most"
    )
    basis: str = column("依据（制度、模板或定义）", "legal or template basis")
    applies: str = column("适用范围（JSON）", "what it applies to, JSON")
    guard: str | None = column("前提：何时适用", "when it applies, beyond applies", default=None)
    needs: tuple[str, ...] = column("所需报表", "statements without which it cannot be evaluated")
    definition: str = column("等式或查询（JSON）", "equation or query as written, JSON")
    unavailable: str | None = column(
        "无法评价的原因（缺少数据）", "why it cannot be evaluated at all with the data there is"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRecord:
    """核查结果：一条规则在一个情形上的结论，两边、差额、单元格俱全。 | one rule tried on one case, with both sides"""

    finding_id: str = column("结果标识（由规则、文件与键生成）", "derived from rule, documents and keys", key=True)
    run_id: str = column("运行标识", "run, see quality.run")
    rule_id: str = column("规则编号", "rule, see quality.rule")
    rule_version: int = column("规则版本", "version of the rule")
    document_id: str | None = column(
        "所在文件（左边所在）", "document of the left side; NULL when only a body and year is meant"
    )
    document_ids: tuple[str, ...] = column("涉及的全部文件", "all documents involved")
    organization_id: str | None = column("公开主体", "publishing body")
    fiscal_year: int | None = column("财政年度", "fiscal year")
    verdict: str = column(
        "结论：holds 成立, holds_within_rounding 舍入内成立, fails 不成立, not_applicable 不适用, not_evaluated 未评价",
        "holds, holds_within_rounding, fails, not_applicable or not_evaluated",
    )
    severity: str = column("严重程度：error 错误, warning 警告, information 提示", "error, warning or information")
    left_yuan: Decimal | None = column("左边（元）", "left side in 元")
    right_yuan: Decimal | None = column("右边（元）", "right side in 元")
    difference_yuan: Decimal | None = column("差额＝左边－右边（元）", "left minus right in 元")
    allowed_yuan: Decimal | None = column(
        "舍入允许的差额（元）", "difference that rounding allows, 元", sql="DECIMAL(20,4)"
    )
    addends: int | None = column("加数个数", "number of addends")
    violations: int | None = column("不成立之处数（计数类规则）", "violations, for rules that count them", default=None)
    left_text: str | None = column("左边（非金额时的文字或数）", "left side where it is not an amount", default=None)
    right_text: str | None = column("右边（非金额时的文字或数）", "right side where it is not an amount", default=None)
    keys: str | None = column("情形的键（JSON）", "keys of the case, JSON text")
    left_fact_ids: tuple[str, ...] = column("左边的事实", "facts of the left side")
    right_fact_ids: tuple[str, ...] = column("右边的事实", "facts of the right side")
    message: str = column("说明（写出等式）", "message in Chinese with the equation written out")
    reason: str | None = column("不适用或未评价的原因", "why it is not applicable or not evaluated")
    suspect: str = column(
        "疑点：publisher 公开方, reader 读取程序, unknown 不明", "publisher, reader or unknown", default="unknown"
    )
    suspect_reason: str | None = column("判断疑点的理由", "why the suspect is named", default=None)
    suspect_fact_id: str | None = column("可疑的单元格（事实）", "fact whose cell is the suspect", default=None)
    healing_yuan: Decimal | None = column(
        "可疑单元格取此值则各规则均成立（元）", "value of the suspect cell that would heal all, 元", default=None
    )
    root_finding_id: str | None = column(
        "根源：同一原因的各结果归于此结果；本身为根源则为自身",
        "finding under which this one folds: one root cause, one finding; itself where it is the root",
        default=None,
    )
    materiality_share: Decimal | None = column(
        "差额占较大一边的比例", "difference as a share of the larger side", sql="DECIMAL(18,8)"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRecord:
    """覆盖：规则 × 文件，分母固定；没有评价也占一行。 | rules × documents with a fixed denominator"""

    rule_id: str = column("规则编号", "rule", key=True)
    document_id: str = column("文件", "document", key=True)
    run_id: str = column("运行标识", "run")
    verdict: str = column("该文件上的结论（最坏者）", "worst verdict on the document")
    cases: int = column("情形数", "cases tried")
    holds: int = column("成立", "cases that hold")
    holds_within_rounding: int = column("舍入范围内成立", "cases that hold within rounding")
    fails: int = column("不成立", "cases that fail")
    not_applicable: int = column("不适用", "cases to which the rule does not apply")
    not_evaluated: int = column("未评价", "cases that could not be evaluated")
    reason: str | None = column("不适用或未评价的原因", "why it is not applicable or not evaluated")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """运行：每一次发布了新库的刷新。 | every refresh that published a warehouse"""

    run_no: int = column("运行序号（自 1 起）", "number of the run, from 1", key=True)
    run_id: str = column(
        "运行标识（由输入内容生成，同样的输入得同样的标识）", "derived from the inputs: same inputs, same id"
    )
    started_at: datetime = column("开始时间（UTC）", "begin, UTC")
    finished_at: datetime = column("结束时间（UTC）", "end, UTC")
    reader_version: str = column("读取程序版本", "version of the reading code")
    logic_version: str = column("建库逻辑版本（sql、更正、规则的摘要）", "digest of sql, corrections and rules")
    documents: int = column("文件数", "documents in the warehouse")
    documents_read: int = column("本次读取", "documents read in this run")
    documents_loaded: int = column("本次装入", "documents loaded in this run")
    documents_withdrawn: int = column("本次撤下", "documents found withdrawn in this run")
    quarantined: int = column("隔离数", "entries in quarantine")
    facts: int = column("金额事实数", "amount facts in the warehouse", sql="BIGINT")
    findings: int = column("核查结果数", "findings of the run", sql="BIGINT")
    errors: int = column("错误数（severity = error 且不成立）", "findings of severity error that fail", sql="BIGINT")


@dataclass(frozen=True, slots=True, kw_only=True)
class RunDocumentRecord:
    """运行日志：每一次运行改变了哪些文件；某次运行时的状态为不晚于它的最后一行。 | what each run changed, by document"""

    run_no: int = column("运行序号，见 quality.run", "number of the run, see quality.run", key=True)
    document_id: str = column("文件", "document", key=True)
    path: str = column("当时在原始文件夹中的相对路径", "path below the raw folder at that time")
    state: str = column(
        "状态：read 已读, partly_read 部分读取, quarantined 已隔离, withdrawn 已撤下",
        "read, partly_read, quarantined or withdrawn",
    )
    reading_digest: str | None = column("读取结果的摘要；变了即读得不同", "digest of what was read from it")


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltRecord:
    """构建记录：由 sql/ 生成的每张表当时由什么生成；输入未变则不重建。 | what each table of sql/ was made from"""

    relation: str = column("表（模式.名称）", "table, schema.name", key=True)
    inputs_digest: str = column(
        "查询语句与其全部输入内容的摘要", "digest of its query and of the contents of everything it reads"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedRecord:
    """核查记录：每份文件上次按什么内容核查；同组均未变则结果沿用。 | what each document was when last checked"""

    document_id: str = column("文件字节的 SHA-256（十六进制）", "SHA-256 of the bytes, hex", key=True)
    group_id: str = column(
        "组：可相互对照的文件（同一主体及有往来者），取其最小的文件标识",
        "group of documents that rules hold against each other, named by the smallest identifier among them",
    )
    inputs_digest: str = column(
        "读取结果、文件各属性、更正与规则的摘要", "digest of reading, document, corrections and rules"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantineRecord:
    """隔离：未能读取的文件（或清单行），附阶段与原因；不会悄悄丢失。 | what could not be read, with stage and reason"""

    path: str = column("在原始文件夹中的相对路径", "path below the raw folder", key=True)
    document_id: str | None = column("文件标识（无法取得字节时为空）", "document, NULL when the bytes could not be had")
    stage: str = column(
        "阶段：intake 收件, documents 打开, grids 表格, statements 报表, facts 金额, limits 超限, crash 进程崩溃",
        "where it failed: intake, documents, grids, statements, facts, limits or crash",
    )
    error: str = column("原因（人能据以处理）", "reason that a person can act on")
    detail: str | None = column("技术细节（异常与位置）", "technical detail: exception and place", default=None)
    since: datetime = column("自何时起（UTC）", "since when, UTC")


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionRecord:
    """更正：对公开方已知错误的更正；只在 core 之后生效，原数保留。 | corrections of known errors of publishers"""

    correction_id: str = column("更正标识", "identifier of the correction", key=True)
    document_id: str = column("文件", "document")
    fact_id: str = column("被更正的事实", "fact that is corrected")
    expect: str = column("应印刷的原文；不符则不生效", "text that must be printed; otherwise not applied")
    amount_yuan: Decimal = column("更正后的金额（元）", "corrected amount in 元")
    why: str = column("理由", "why it is corrected")
    basis: str = column("依据（来源）", "where the right figure is from")
    state: str = column(
        "状态：applied 已生效, stale 原文已变, missing 事实不在库中",
        "applied, stale (text has changed) or missing (no such fact)",
    )


RELATIONS: dict[str, type] = {
    "rule": RuleRecord,
    "finding": FindingRecord,
    "coverage": CoverageRecord,
    "run": RunRecord,
    "run_document": RunDocumentRecord,
    "built": BuiltRecord,
    "checked": CheckedRecord,
    "quarantine": QuarantineRecord,
    "correction": CorrectionRecord,
}
