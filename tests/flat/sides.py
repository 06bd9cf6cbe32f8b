"""Two sides, line numbers, headers short of a blank, texts between label and amount. Text and truth by hand."""

from __future__ import annotations

from tests.flat.page import Page

CASES = (
    Page(
        "appropriation by budget, blanks dropped: the income side closes a column",
        """2021年部门决算公开表
财政拨款收入支出决算总表
公开04表
单位：万元
收入 | 支出 |
项目 | 金额 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 | 国有资本经营预算财政拨款 |
一、一般公共预算财政拨款 | 500.00 | 一、教育支出 | 430.00 | 430.00 |
二、政府性基金预算财政拨款 | 20.00 | 二、社会保障和就业支出 | 70.00 | 70.00 |
三、国有资本经营预算财政拨款 | 三、城乡社区支出 | 20.00 | 20.00 |
本年收入合计 | 520.00 | 本年支出合计 | 520.00 | 500.00 | 20.00 |
年初财政拨款结转和结余 | 年末财政拨款结转和结余 |
总计 | 520.00 | 总计 | 520.00 | 500.00 | 20.00 |
""",
        """income: 一、一般公共预算财政拨款|total|500.00
expenditure: 一、教育支出|total|430.00
expenditure: 一、教育支出|total|430.00
income: 二、政府性基金预算财政拨款|total|20.00
expenditure: 二、社会保障和就业支出|total|70.00
expenditure: 二、社会保障和就业支出|total|70.00
expenditure: 三、城乡社区支出|total|20.00
expenditure: 三、城乡社区支出|total|20.00
income: 本年收入合计|total|520.00
expenditure: 本年支出合计|total|520.00
expenditure: 本年支出合计|total|500.00
expenditure: 本年支出合计|total|20.00
income: 总计|total|520.00
expenditure: 总计|total|520.00
expenditure: 总计|total|500.00
expenditure: 总计|total|20.00""",
        "",
    ),
    Page(
        "line numbers are no amounts",
        """2022年度收入支出决算总表
公开01表
金额单位：万元
收入 | 支出 |
项目 | 行次 | 金额 | 项目 | 行次 | 金额 |
栏次 | 1 | 栏次 | 2 |
一、一般公共预算财政拨款收入 | 1 | 800.50 | 一、一般公共服务支出 | 32 | 600.30 |
二、政府性基金预算财政拨款收入 | 2 | 二、外交支出 | 33 |
三、国有资本经营预算财政拨款收入 | 3 | 三、国防支出 | 34 |
八、其他收入 | 8 | 10.00 | 八、社会保障和就业支出 | 39 | 210.20 |
9 | 九、卫生健康支出 | 40 |
本年收入合计 | 27 | 810.50 | 本年支出合计 | 58 | 810.50 |
总计 | 31 | 810.50 | 总计 | 62 | 810.50 |
""",
        """income: 一、一般公共预算财政拨款收入|final|800.50
expenditure: 一、一般公共服务支出|final|600.30
income: 八、其他收入|final|10.00
expenditure: 八、社会保障和就业支出|final|210.20
income: 本年收入合计|final|810.50
expenditure: 本年支出合计|final|810.50
income: 总计|final|810.50
expenditure: 总计|final|810.50""",
        "",
    ),
    Page(
        "a header row short of one blank",
        """2023年政府性基金预算支出预算表
单位：万元
科目编码\t科目名称\t本年政府性基金预算财政拨款支出
\t合计\t基本支出\t项目支出
212\t城乡社区支出\t300.00\t\t300.00
21208\t国有土地使用权出让收入安排的支出\t300.00\t\t300.00
合计\t300.00\t\t300.00
""",
        """212|total|300.00
~212|project|300.00
21208|total|300.00
~21208|project|300.00
合计|total|300.00
~合计|project|300.00""",
        "",
    ),
    Page(
        "a text column between, blanks dropped",
        """2023年政府采购预算表
单位：万元
采购项目 | 采购目录 | 采购方式 | 金额 |
合计 | 42.00 |
办公家具 | A0601 家具 | 询价 | 12.00 |
会议服务 | 定点采购 | 30.00 |
""",
        """合计|total|42.00
办公家具|total|12.00
~会议服务|total|30.00""",
        "",
    ),
)
