"""Tables whose rows could be read in a wrong column: numbering, remarks, counts, code columns, stripped ends. By hand."""

from __future__ import annotations

from tests.flat.page import Page

CASES = (
    Page(
        "tabs with both ends of every line stripped",
        """一般公共预算支出表
单位：万元
科目编码\t科目名称\t合计\t基本支出\t项目支出
合计\t90.00\t60.00\t30.00
213\t农林水支出\t90.00\t60.00\t30.00
21303\t水利\t90.00\t60.00\t30.00
2130301\t行政运行\t60.00\t60.00
2130305\t水利工程建设\t30.00\t\t30.00
""",
        """合计|total|90.00
合计|basic|60.00
合计|project|30.00
213|total|90.00
213|basic|60.00
213|project|30.00
21303|total|90.00
21303|basic|60.00
21303|project|30.00
2130301|total|60.00
2130301|basic|60.00
2130305|total|30.00
2130305|project|30.00""",
        "",
    ),
    Page(
        "numbered rows and remarks, blanks dropped",
        """2023年项目支出预算表
单位：万元
序号 | 项目名称 | 金额 | 备注 |
1 | 信息系统运维 | 45.00 | 延续项目 |
2 | 物业服务 | 30.00 |
3 | 档案数字化 | 12.50 | 新增 |
合计 | 87.50 |
""",
        """信息系统运维|total|45.00
~物业服务|total|30.00
档案数字化|total|12.50
~合计|total|87.50""",
        "",
    ),
    Page(
        "code columns apart, blanks dropped",
        """支出预算表
单位：万元
类 | 款 | 项 | 科目名称 | 合计 | 基本支出 | 项目支出 |
合计 | 75.00 | 50.00 | 25.00 |
204 | 公共安全支出 | 75.00 | 50.00 | 25.00 |
204 | 06 | 司法 | 75.00 | 50.00 | 25.00 |
204 | 06 | 01 | 行政运行 | 50.00 | 50.00 |
204 | 06 | 04 | 基层司法业务 | 25.00 | 25.00 |
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
        "counts in columns beside amounts, blanks dropped",
        """2021年度“三公”经费支出决算及相关情况表
单位：万元
合计 | 出国费 | 出国团组数 | 车辆购置费 | 车辆购置数 | 车辆运行费 | 车辆保有量 | 公务接待费 | 接待批次 |
9.60 | 7.20 | 3 | 2.40 | 18 |
""",
        """~total|total|9.60
~vehicle_operation|total|7.20
~vehicles_kept|total|3
~reception|total|2.40
~receptions|total|18""",
        "",
    ),
    Page(
        "column numbers under a lost header",
        """公开07表
2020年度一般公共预算财政拨款“三公”经费支出决算表
单位：万元
预算数 | 决算数 |
合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
小计 | 公务用车购置费 | 公务用车运行费 | 小计 | 公务用车购置费 | 公务用车运行费 |
1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 |
7.50 | 5.00 | 5.00 | 2.50 | 6.10 | 4.20 | 4.20 | 1.90 |
""",
        """total|budget|7.50
vehicle|budget|5.00
~vehicle_operation|budget|5.00
reception|budget|2.50
total|final|6.10
vehicle|final|4.20
~vehicle_operation|final|4.20
reception|final|1.90""",
        "",
    ),
    Page(
        "unit codes of six digits, blanks dropped",
        """2023年部门支出总表
单位：万元
单位代码 | 单位名称 | 合计 | 基本支出 | 项目支出 |
合计 | 130.00 | 100.00 | 30.00 |
104001 | 青禾县卫生健康局 | 80.00 | 50.00 | 30.00 |
104002 | 青禾县疾病预防控制中心 | 50.00 | 50.00 |
""",
        """合计|total|130.00
合计|basic|100.00
合计|project|30.00
青禾县卫生健康局|total|80.00
青禾县卫生健康局|basic|50.00
青禾县卫生健康局|project|30.00
青禾县疾病预防控制中心|total|50.00
~青禾县疾病预防控制中心|basic|50.00""",
        "",
    ),
    Page(
        "a rate between the amounts, a blank dropped",
        """2022年度“三公”经费支出决算表
金额单位：万元
项目 | 年初预算数 | 决算数 | 完成率% | 上年决算数 |
因公出国（境）费 | 0.00 | 0.00 | 2.00 |
公务接待费 | 10.00 | 9.00 | 90.00 | 8.00 |
公务用车购置及运行费 | 40.00 | 39.00 | 97.50 | 35.00 |
“三公”经费合计 | 50.00 | 48.00 | 96.00 | 45.00 |
""",
        """~abroad|budget|0.00
~abroad|final|0.00
~abroad|prior_final|2.00
reception|budget|10.00
reception|final|9.00
reception|prior_final|8.00
vehicle|budget|40.00
vehicle|final|39.00
vehicle|prior_final|35.00
total|budget|50.00
total|final|48.00
total|prior_final|45.00""",
        "",
    ),
    Page(
        "numbers torn over two lines of a pipe table",
        """2021年度“三公”经费决算表
单位：万元
项目 | 预算数 | 决算数 |
合计 | 1,234.
50 | 1,100.25 |
公务接待费 | 1,234.50 | 1,100.25 |
""",
        """total|budget|1,234.50
total|final|1,100.25
reception|budget|1,234.50
reception|final|1,100.25""",
        "",
    ),
    Page(
        "dates, telephones and page views in cells",
        """信息名称 | 2023年部门预算 | 索引号 | 420000-2023-0012 |
发布日期 | 2023-02-20 | 文号 | 无 |
浏览次数 | 2,345 | 联系电话 | 027-87654321 |
2023年部门预算收支总表
单位：万元
收入 | 支出 |
项目 | 预算数 | 项目 | 预算数 |
一、财政拨款收入 | 66.00 | 一、教育支出 | 66.00 |
收入总计 | 66.00 | 支出总计 | 66.00 |
""",
        """income: 一、财政拨款收入|total|66.00
expenditure: 一、教育支出|total|66.00
income: 收入总计|total|66.00
expenditure: 支出总计|total|66.00""",
        "",
    ),
    Page(
        "income and expenditure in one list, years short of cells",
        """收支预算总表
单位：万元
| 项目 | 2022年预算数 | 2023年预算数 |
| --- | --- | --- |
| 一、本年收入 | 310.00 | 330.00 |
| 一般公共预算拨款收入 | 310.00 | 320.00 |
| 其他收入 | 10.00 |
| 收入总计 | 310.00 | 330.00 |
""",
        """income: 一、本年收入|prior_budget|310.00
income: 一、本年收入|total|330.00
income: 一般公共预算拨款收入|prior_budget|310.00
income: 一般公共预算拨款收入|total|320.00
income: 其他收入|total|10.00
income: 收入总计|prior_budget|310.00
income: 收入总计|total|330.00""",
        "",
    ),
)
