"""Layouts of further places in pipes and tabs: measures by row, several tables under one unit, units in headers. By hand."""

from __future__ import annotations

from tests.flat.page import Page

CASES = (
    Page(
        "budget and account as rows, blanks dropped",
        """2020年度“三公”经费支出决算表
单位：万元
项目 | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
小计 | 公务用车购置费 | 公务用车运行费 |
预算数 | 22.00 | 14.00 | 14.00 | 8.00 |
决算数 | 8.77 | 8.47 | 8.47 | 0.30 |
""",
        """total|budget|22.00
vehicle|budget|14.00
~vehicle_operation|budget|14.00
reception|budget|8.00
total|final|8.77
vehicle|final|8.47
~vehicle_operation|final|8.47
reception|final|0.30""",
        "",
    ),
    Page(
        "several tables under one unit, one with dropped blanks",
        """青禾县档案馆2022年部门预算公开表
单位：万元
表1 部门收支总表
收入 | 支出 |
项目 | 预算数 | 项目 | 预算数 |
一、一般公共预算拨款收入 | 210.00 | 一、一般公共服务支出 | 180.00 |
二、住房保障支出 | 30.00 |
收入总计 | 210.00 | 支出总计 | 210.00 |
表2 部门支出总表
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
合计 | 210.00 | 190.00 | 20.00 |
201 | 一般公共服务支出 | 180.00 | 160.00 | 20.00 |
20126 | 档案事务 | 180.00 | 160.00 | 20.00 |
2012601 | 行政运行 | 160.00 | 160.00 |
2012604 | 档案馆 | 20.00 | 20.00 |
221 | 住房保障支出 | 30.00 | 30.00 |
22102 | 住房改革支出 | 30.00 | 30.00 |
2210201 | 住房公积金 | 30.00 | 30.00 |
表3 政府性基金预算支出表
科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出 |
注：本单位2022年没有政府性基金预算拨款安排的支出，故本表无数据。
""",
        """income: 一、一般公共预算拨款收入|total|210.00
expenditure: 一、一般公共服务支出|total|180.00
expenditure: 二、住房保障支出|total|30.00
income: 收入总计|total|210.00
expenditure: 支出总计|total|210.00
合计|total|210.00
合计|basic|190.00
合计|project|20.00
201|total|180.00
201|basic|160.00
201|project|20.00
20126|total|180.00
20126|basic|160.00
20126|project|20.00
2012601|total|160.00
2012601|basic|160.00
2012604|total|20.00
2012604|project|20.00
221|total|30.00
221|basic|30.00
22102|total|30.00
22102|basic|30.00
2210201|total|30.00
2210201|basic|30.00""",
        "",
    ),
    Page(
        "the unit in the header",
        """2023年财政拨款“三公”经费预算表
项目 | 2022年预算数（万元） | 2023年预算数（万元） |
合计 | 7.00 | 6.50 |
公务接待费 | 2.00 | 1.50 |
公务用车运行维护费 | 5.00 | 5.00 |
""",
        """total|prior_budget|7.00
total|total|6.50
reception|prior_budget|2.00
reception|total|1.50
vehicle_operation|prior_budget|5.00
vehicle_operation|total|5.00""",
        "",
    ),
    Page(
        "meetings and training beside, blanks dropped",
        """2024年“三公”经费、会议费、培训费预算表
单位：万元
合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 | 会议费 | 培训费 |
小计 | 公务用车购置费 | 公务用车运行费 |
25.00 | 10.00 | 10.00 | 4.00 | 6.00 | 5.00 |
""",
        """total|total|25.00
~vehicle|total|10.00
~vehicle_operation|total|10.00
~reception|total|4.00
~meeting|total|6.00
~training|total|5.00""",
        "",
    ),
    Page(
        "an account of income in pipes, blanks dropped",
        """2021年度收入决算表
公开02表
单位：万元
项目 | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入 |
功能分类科目编码 | 科目名称 |
合计 | 560.00 | 500.00 | 60.00 |
205 | 教育支出 | 560.00 | 500.00 | 60.00 |
20502 | 普通教育 | 560.00 | 500.00 | 60.00 |
2050203 | 初中教育 | 560.00 | 500.00 | 60.00 |
""",
        """合计|total|560.00
~合计|fiscal_appropriation|500.00
~合计|other|60.00
205|total|560.00
~205|fiscal_appropriation|500.00
~205|other|60.00
20502|total|560.00
~20502|fiscal_appropriation|500.00
~20502|other|60.00
2050203|total|560.00
~2050203|fiscal_appropriation|500.00
~2050203|other|60.00""",
        "",
    ),
    Page(
        "an account of expenditure in pipes, the header in three rows",
        """2021年度支出决算表
公开03表
单位：万元
项目 | 本年支出合计 | 基本支出 | 项目支出 | 上缴上级支出 | 经营支出 | 对附属单位补助支出 |
功能分类科目编码 | 科目名称 |
栏次 | 1 | 2 | 3 | 4 | 5 | 6 |
合计 | 560.00 | 500.00 | 60.00 |
205 | 教育支出 | 560.00 | 500.00 | 60.00 |
20502 | 普通教育 | 560.00 | 500.00 | 60.00 |
2050203 | 初中教育 | 500.00 | 500.00 |
2050299 | 其他普通教育支出 | 60.00 | 60.00 |
""",
        """合计|total|560.00
~合计|basic|500.00
~合计|project|60.00
205|total|560.00
~205|basic|500.00
~205|project|60.00
20502|total|560.00
~20502|basic|500.00
~20502|project|60.00
2050203|total|500.00
~2050203|basic|500.00
2050299|total|60.00
~2050299|project|60.00""",
        "",
    ),
    Page(
        "procurement by kind, blanks dropped",
        """2023年政府采购预算表
单位：万元
单位名称 | 合计 | 货物 | 工程 | 服务 |
合计 | 90.00 | 30.00 | 60.00 |
局机关 | 70.00 | 20.00 | 50.00 |
事务中心 | 20.00 | 10.00 | 10.00 |
""",
        """~合计|total|90.00
~合计|total|30.00
~合计|total|60.00
~局机关|total|70.00
~局机关|total|20.00
~局机关|total|50.00
~事务中心|total|20.00
~事务中心|total|10.00
~事务中心|total|10.00""",
        "",
    ),
    Page(
        "a list of transfers with rates, every row whole",
        """2022年青禾县一般公共预算支出执行情况表
单位：万元
| 项目 | 调整预算数 | 执行数 | 完成调整预算% | 比上年增长% |
|---|---:|---:|---:|---:|
| 一般公共服务支出 | 31,200 | 30,988 | 99.3 | 4.1 |
| 教育支出 | 68,500 | 68,120 | 99.4 | 6.7 |
| 社会保障和就业支出 | 45,300 | 44,019 | 97.2 | -1.5 |
| 支出合计 | 145,000 | 143,127 | 98.7 | 3.3 |
""",
        """一般公共服务支出|revised_budget|31,200
一般公共服务支出|final|30,988
教育支出|revised_budget|68,500
教育支出|final|68,120
社会保障和就业支出|revised_budget|45,300
社会保障和就业支出|final|44,019
支出合计|revised_budget|145,000
支出合计|final|143,127""",
        "",
    ),
)
