"""Tables of 三公 as they come out of web pages: pipes, tabs, Markdown, lost spans, dropped blanks. Text and truth by hand.

A truth row is ``item|measure|printed amount``; ``~`` before a row: nothing printed decides its column, so it must stay open.
The rows of sentences are ``amount|item|measure|period``.
"""

from __future__ import annotations

from tests.flat.page import Page

CASES = (
    Page(
        "pairs, value of another column beside the pairs, blanks dropped",
        """2019年度一般公共预算财政拨款“三公”经费及机关运行经费支出决算表
单位:万元
一般公共预算财政拨款“三公”经费 | 机关运行 经费决算数 | |||||||||||
合计 | 因公出国 (境)费 | 公务用车购置及运行费 | 公务接待费 | |||||||||
小计 | 公务用车 购置费 | 公务用车 运行费 | ||||||||||
预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 411.07 |
31.50 | 20.62 | 5.00 | 4.80 | 18.00 | 11.32 | 18.00 | 11.32 | 8.50 | 4.50 |
云岭区司法局2019年度“三公”经费支出决算情况说明
2019年度“三公”经费财政拨款支出年初预算为31.50万元,支出决算为20.62万元,完成预算的65.46%。
""",
        """total|budget|31.50
total|final|20.62
abroad|budget|5.00
abroad|final|4.80
vehicle|budget|18.00
vehicle|final|11.32
~vehicle_operation|budget|18.00
~vehicle_operation|final|11.32
reception|budget|8.50
reception|final|4.50
operating_cost|final|411.07""",
        """31.50万元|three_public|budget|2019
20.62万元|three_public|final|2019""",
    ),
    Page(
        "the sentences say what was bought",
        """2020年度一般公共预算财政拨款“三公”经费支出决算表
单位：万元
合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 | ||||||||
小计 | 公务用车购置费 | 公务用车运行费 | |||||||||
预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 |
22.00 | 9.17 | 14.00 | 8.47 | 14.00 | 8.47 | 8.00 | 0.70 |
2020年度“三公”经费支出情况说明
公务用车购置及运行维护费预算14.00万元，支出决算8.47万元。其中：公务用车购置费预算0万元，支出决算0万元；公务用车运行维护费预算14.00万元，支出决算8.47万元。
""",
        """total|budget|22.00
total|final|9.17
vehicle|budget|14.00
vehicle|final|8.47
vehicle_operation|budget|14.00
vehicle_operation|final|8.47
reception|budget|8.00
reception|final|0.70""",
        """14.00万元|vehicle|budget|2020
8.47万元|vehicle|final|2020
0万元|vehicle_purchase|budget|2020
0万元|vehicle_purchase|final|2020
14.00万元|vehicle_operation|budget|2020
8.47万元|vehicle_operation|final|2020""",
    ),
    Page(
        "pairs with every cell kept",
        """2021年度财政拨款“三公”经费支出决算表
单位：万元
合计 | | 因公出国（境）费 | | 公务用车购置及运行维护费 | | | | | | 公务接待费 | |
小计 | | 公务用车购置费 | | 公务用车运行维护费 | |
预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 |
40.00 | 35.15 | 0.00 | 0.00 | 30.00 | 28.15 | 0.00 | 0.00 | 30.00 | 28.15 | 10.00 | 7.00 |
""",
        """total|budget|40.00
total|final|35.15
abroad|budget|0.00
abroad|final|0.00
vehicle|budget|30.00
vehicle|final|28.15
vehicle_purchase|budget|0.00
vehicle_purchase|final|0.00
vehicle_operation|budget|30.00
vehicle_operation|final|28.15
reception|budget|10.00
reception|final|7.00""",
        "",
    ),
    Page(
        "budget then account, leading and closing pipes",
        """首页 > 政务公开 > 财政预决算
公开07表 财政拨款“三公”经费支出决算表
部门：青禾县文化馆 2022年度 金额单位：万元
| 预算数 | 决算数 |
| 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
| 小计 | 公务用车购置费 | 公务用车运行维护费 | 小计 | 公务用车购置费 | 公务用车运行维护费 |
| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 |
| 6.30 | 0.00 | 5.00 | 0.00 | 5.00 | 1.30 | 5.12 | 0.00 | 4.20 | 0.00 | 4.20 | 0.92 |
注：本表反映部门本年度“三公”经费支出预决算情况。
打印本页 关闭窗口 浏览次数：1286 次
""",
        """total|budget|6.30
abroad|budget|0.00
vehicle|budget|5.00
vehicle_purchase|budget|0.00
vehicle_operation|budget|5.00
reception|budget|1.30
total|final|5.12
abroad|final|0.00
vehicle|final|4.20
vehicle_purchase|final|0.00
vehicle_operation|final|4.20
reception|final|0.92""",
        "",
    ),
    Page(
        "two years of a budget, a Markdown table whose short rows were cut",
        """# 2024年部门预算公开

## 财政拨款“三公”经费支出预算表

单位：万元

| 项目 | 2023年预算数 | 2024年预算数 |
|---|---|---|
| “三公”经费合计 | 12.50 | 11.00 |
| 因公出国（境）费 | | |
| 公务用车购置及运行费 | 9.00 | 8.00 |
| 其中：公务用车购置费 | | |
| 公务用车运行费 | 9.00 | 8.00 |
| 公务接待费 | 3.50 | 3.00 |
""",
        """total|prior_budget|12.50
total|total|11.00
vehicle|prior_budget|9.00
vehicle|total|8.00
vehicle_operation|prior_budget|9.00
vehicle_operation|total|8.00
reception|prior_budget|3.50
reception|total|3.00""",
        "",
    ),
    Page(
        "one line of a budget, blanks dropped",
        """2023年一般公共预算“三公”经费支出预算表
单位：元
合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
小计 | 公务用车购置费 | 公务用车运行费 |
86,000.00 | 50,000.00 | 50,000.00 | 36,000.00 |
""",
        """total|total|86,000.00
vehicle|total|50,000.00
~vehicle_operation|total|50,000.00
reception|total|36,000.00""",
        "",
    ),
    Page(
        "counts below the amounts",
        """“三公”经费、行政参公单位机关运行经费情况表
编制单位：临江市信息中心 2021年度 金额单位：万元
项目 | 统计数 |
一、“三公”经费支出 | - |
（一）支出合计 | 15.48 |
1．因公出国（境）费 | 0.00 |
2．公务用车购置及运行维护费 | 13.20 |
（1）公务用车购置费 | 0.00 |
（2）公务用车运行维护费 | 13.20 |
3．公务接待费 | 2.28 |
（1）国内接待费 | 2.28 |
（2）国（境）外接待费 | 0.00 |
（二）相关统计数 | - |
1．因公出国（境）团组数（个） | 0 |
2．因公出国（境）人次数（人） | 0 |
3．公务用车购置数（辆） | 0 |
4．公务用车保有量（辆） | 4 |
5．国内公务接待批次（个） | 26 |
6．国内公务接待人次（人） | 208 |
二、机关运行经费 | 96.31 |
来源：临江市财政局 发布日期：2022-09-15 索引号：11450000/2022-00123
""",
        """一、“三公”经费支出|final|-
total|final|15.48
abroad|final|0.00
vehicle|final|13.20
vehicle_purchase|final|0.00
vehicle_operation|final|13.20
reception|final|2.28
（1）国内接待费|final|2.28
（2）国（境）外接待费|final|0.00
（二）相关统计数|final|-
abroad_groups|final|0
abroad_people|final|0
vehicles_bought|final|0
vehicles_kept|final|4
receptions|final|26
guests|final|208
operating_cost|final|96.31""",
        "",
    ),
    Page(
        "tabs, counts in columns",
        """2022年度“三公”经费支出及相关情况表
单位：万元
项目\t预算数\t决算数
合计\t18.60\t12.44
1.因公出国（境）费用\t\t
2.公务接待费\t6.60\t3.14
3.公务用车费\t12.00\t9.30
其中：（1）公务用车运行维护费\t12.00\t9.30
（2）公务用车购置\t\t
""",
        """total|budget|18.60
total|final|12.44
reception|budget|6.60
reception|final|3.14
vehicle|budget|12.00
vehicle|final|9.30
vehicle_operation|budget|12.00
vehicle_operation|final|9.30""",
        "",
    ),
)
