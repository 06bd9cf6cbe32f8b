"""Tables whose blank cells were dropped so that a row looks whole: padded, cut at both ends, cells one to a line. By hand."""

from __future__ import annotations

from tests.flat.page import Page

CASES = (
    Page(
        "rows padded at their ends, nothing tells the column",
        """政府性基金预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
212 | 城乡社区支出 | 20.00 | 20.00 | |
21208 | 国有土地使用权出让收入安排的支出 | 20.00 | 20.00 | |
合计 | 20.00 | 20.00 | | |
""",
        """212|total|20.00
~212|project|20.00
21208|total|20.00
~21208|project|20.00
合计|total|20.00
~合计|project|20.00""",
        "",
    ),
    Page(
        "rows padded at their ends, the sums tell",
        """一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
合计 | 75.00 | 50.00 | 25.00 | |
204 | 公共安全支出 | 75.00 | 50.00 | 25.00 |
20406 | 司法 | 75.00 | 50.00 | 25.00 |
2040601 | 行政运行 | 50.00 | 50.00 | |
2040604 | 基层司法业务 | 25.00 | 25.00 | |
""",
        """合计|total|75.00
合计|basic|50.00
合计|project|25.00
204|total|75.00
204|basic|50.00
204|project|25.00
20406|total|75.00
20406|basic|50.00
20406|project|25.00
2040601|total|50.00
2040601|basic|50.00
2040604|total|25.00
2040604|project|25.00""",
        "",
    ),
    Page(
        "a header word padded away from its column",
        """政府采购预算表
单位：万元
单位名称 | 项目名称 | 合计 | 本年拨款 | 单位资金 |
一般公共预算 | | | | |
合计 | 20.00 | 20.00 | | |
青禾县司法局 | 办公设备 | 20.00 | 20.00 | |
""",
        """~合计|total|20.00
~合计|total|20.00
~办公设备|total|20.00
~办公设备|total|20.00""",
        "",
    ),
    Page(
        "codes in columns of their own, both ends of every line cut",
        """一般公共预算支出表
单位：万元
科目编码\t\t\t单位（科目名称）\t合计\t基本支出\t\t项目支出
类\t款\t项\t\t\t小计\t人员经费\t小计
合计\t75.00\t50.00\t50.00\t25.00
204\t\t\t公共安全支出\t75.00\t50.00\t50.00\t25.00
06\t\t司法\t75.00\t50.00\t50.00\t25.00
01\t行政运行\t50.00\t50.00\t50.00
04\t基层司法业务\t25.00\t\t\t25.00
""",
        """合计|total|75.00
合计|basic|50.00
合计|basic_personnel|50.00
合计|project|25.00
204|total|75.00
204|basic|50.00
204|basic_personnel|50.00
204|project|25.00
~20406|total|75.00
~20406|basic|50.00
~20406|basic_personnel|50.00
~20406|project|25.00
~2040601|total|50.00
~2040601|basic|50.00
~2040601|basic_personnel|50.00
~2040604|total|25.00
~2040604|project|25.00""",
        "",
    ),
    Page(
        "cells one to a line, rows that begin with codes",
        """一般公共预算支出表
单位：万元
|
科目编码 |
科目名称 |
合计 |
基本支出 |
项目支出 |
|
204 |
公共安全支出 |
75.00 |
50.00 |
25.00 |
|
20406 |
司法 |
75.00 |
50.00 |
25.00 |
|
2040601 |
行政运行 |
50.00 |
50.00 |
|
|
2040604 |
基层司法业务 |
25.00 |
|
25.00 |
|
|
合计 |
75.00 |
50.00 |
25.00 |
""",
        """204|total|75.00
204|basic|50.00
204|project|25.00
20406|total|75.00
20406|basic|50.00
20406|project|25.00
2040601|total|50.00
2040601|basic|50.00
2040604|total|25.00
2040604|project|25.00
合计|total|75.00
合计|basic|50.00
合计|project|25.00""",
        "",
    ),
    Page(
        "cells one to a line, a row of letters below the header",
        """“三公”经费支出预算表
单位：万元
项目 |
2023年预算数 |
2024年预算数 |
A |
B |
C |
合计 |
9.10 |
8.20 |
因公出国（境）费 |
0.10 |
0.20 |
公务接待费 |
1.00 |
1.50 |
公务用车购置及运行费 |
8.00 |
6.50 |
""",
        """~total|prior_budget|9.10
~total|total|8.20
~abroad|prior_budget|0.10
~abroad|total|0.20
~reception|prior_budget|1.00
~reception|total|1.50
~vehicle|prior_budget|8.00
~vehicle|total|6.50""",
        "",
    ),
)
