"""Further pages: navigation and footers beside tables, single pipes, goals in pipes, years side by side. Text and truth by hand.

Rows of truth as in ``three_public`` and ``accounts``; goals as ``level3|target``.
"""

from __future__ import annotations

from tests.flat.page import Page

CASES = (
    Page(
        "navigation and footer in pipes around the table",
        """首页 | 政务公开 | 财政预决算 | 正文
青禾县水利局2023年部门预算公开
发布时间：2023-03-01 09:15 | 来源：青禾县水利局 | 浏览次数：328 次 | 字号：大 中 小
财政拨款“三公”经费支出预算表
单位：万元
项目 | 2022年预算数 | 2023年预算数 |
合计 | 9.20 | 8.70 |
因公出国（境）费 | 0.00 | 0.00 |
公务接待费 | 1.20 | 0.90 |
公务用车购置及运行费 | 8.00 | 7.80 |
其中：公务用车购置费 | 0.00 | 0.00 |
公务用车运行费 | 8.00 | 7.80 |
主办单位：青禾县水利局 | 联系电话：0713-6221234 | 邮编：438000 | 网站地图
""",
        """total|prior_budget|9.20
total|total|8.70
abroad|prior_budget|0.00
abroad|total|0.00
reception|prior_budget|1.20
reception|total|0.90
vehicle|prior_budget|8.00
vehicle|total|7.80
vehicle_purchase|prior_budget|0.00
vehicle_purchase|total|0.00
vehicle_operation|prior_budget|8.00
vehicle_operation|total|7.80""",
        "",
    ),
    Page(
        "a sentence that contradicts the row decides nothing",
        """2020年度一般公共预算财政拨款“三公”经费支出决算表
单位：万元
合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 | ||||||||
小计 | 公务用车购置费 | 公务用车运行费 | |||||||||
预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 | 预算数 | 决算数 |
22.00 | 9.17 | 14.00 | 8.47 | 14.00 | 8.47 | 8.00 | 0.70 |
2020年度“三公”经费支出情况说明
公务用车购置及运行维护费支出决算18.47万元。其中：公务用车购置费支出决算0万元。
""",
        """total|budget|22.00
total|final|9.17
vehicle|budget|14.00
vehicle|final|8.47
~vehicle_operation|budget|14.00
~vehicle_operation|final|8.47
reception|budget|8.00
reception|final|0.70""",
        """18.47万元|vehicle|final|2020
0万元|vehicle_purchase|final|2020""",
    ),
    Page(
        "a row whose sums fail is not placed by force",
        """2018年度“三公”经费支出决算表
单位：万元
合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
小计 | 公务用车购置费 | 公务用车运行费 |
20.00 | 12.00 | 12.00 | 7.00 |
""",
        """~total|total|20.00
~vehicle|total|12.00
~vehicle_operation|total|12.00
~reception|total|7.00""",
        "",
    ),
    Page(
        "one pipe a line",
        """2022年度机关运行经费支出表
单位：万元
项目 | 决算数
办公费 | 12.30
印刷费 | 3.10
邮电费 | 4.60
合计 | 20.00
""",
        """办公费|final|12.30
印刷费|final|3.10
邮电费|final|4.60
合计|final|20.00""",
        "",
    ),
    Page(
        "two years of three items in columns",
        """2024年“三公”经费预算表
单位：万元
2023年预算数 | 2024年预算数 |
合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
小计 | 公务用车购置费 | 公务用车运行费 | 小计 | 公务用车购置费 | 公务用车运行费 |
16.50 | 0.00 | 12.00 | 0.00 | 12.00 | 4.50 | 15.80 | 0.00 | 12.00 | 0.00 | 12.00 | 3.80 |
""",
        """total|prior_budget|16.50
abroad|prior_budget|0.00
vehicle|prior_budget|12.00
vehicle_purchase|prior_budget|0.00
vehicle_operation|prior_budget|12.00
reception|prior_budget|4.50
total|total|15.80
abroad|total|0.00
vehicle|total|12.00
vehicle_purchase|total|0.00
vehicle_operation|total|12.00
reception|total|3.80""",
        "",
    ),
    Page(
        "functions with a group over three columns, spans as blanks",
        """2023年一般公共预算支出表
单位：万元
| 科目编码 | 科目名称 | 2022年执行数 | 2023年预算数 | | |
| | | | 小计 | 基本支出 | 项目支出 |
| | 合计 | 620.00 | 655.00 | 505.00 | 150.00 |
| 207 | 文化旅游体育与传媒支出 | 540.00 | 570.00 | 420.00 | 150.00 |
| 20701 | 文化和旅游 | 540.00 | 570.00 | 420.00 | 150.00 |
| 2070109 | 群众文化 | 540.00 | 570.00 | 420.00 | 150.00 |
| 221 | 住房保障支出 | 80.00 | 85.00 | 85.00 | |
| 22102 | 住房改革支出 | 80.00 | 85.00 | 85.00 | |
| 2210201 | 住房公积金 | 80.00 | 85.00 | 85.00 | |
""",
        """合计|prior_final|620.00
合计|total|655.00
合计|basic|505.00
合计|project|150.00
207|prior_final|540.00
207|total|570.00
207|basic|420.00
207|project|150.00
20701|prior_final|540.00
20701|total|570.00
20701|basic|420.00
20701|project|150.00
2070109|prior_final|540.00
2070109|total|570.00
2070109|basic|420.00
2070109|project|150.00
221|prior_final|80.00
221|total|85.00
221|basic|85.00
22102|prior_final|80.00
22102|total|85.00
22102|basic|85.00
2210201|prior_final|80.00
2210201|total|85.00
2210201|basic|85.00""",
        "",
    ),
    Page(
        "which year the group heads is not told",
        """2023年一般公共预算支出表
单位：万元
科目编码 | 科目名称 | 2022年预算数 | 2023年预算数 |
小计 | 基本支出 | 项目支出 |
201 | 一般公共服务支出 | 310.00 | 330.00 | 300.00 | 30.00 |
20101 | 人大事务 | 310.00 | 330.00 | 300.00 | 30.00 |
""",
        """~201|prior_budget|310.00
~201|total|330.00
~201|basic|300.00
~201|project|30.00
~20101|prior_budget|310.00
~20101|total|330.00
~20101|basic|300.00
~20101|project|30.00""",
        "",
    ),
    Page(
        "goals in pipes, merged levels dropped",
        """项目支出绩效目标表
（2023年度）
项目名称 | 乡村公路养护 | 主管部门 | 青禾县交通运输局 |
年度资金总额（万元） | 260.00 |
一级指标 | 二级指标 | 三级指标 | 指标值 |
产出指标 | 数量指标 | 养护里程 | ≥120公里 |
质量指标 | 养护合格率 | ≥95% |
时效指标 | 按期完成率 | 100% |
效益指标 | 社会效益 | 通行条件 | 改善 |
满意度指标 | 服务对象满意度 | 群众满意度 | ≥90% |
""",
        """年度资金总额（万元）|total|260.00
养护里程|≥120公里
养护合格率|≥95%
按期完成率|100%
通行条件|改善
群众满意度|≥90%""",
        "",
    ),
    Page(
        "a fund's account in tabs, sentences around",
        """2021年度政府性基金预算财政拨款收入支出决算表
公开08表
单位：万元
项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余
科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t
\t合计\t12.00\t300.00\t305.00\t\t305.00\t7.00
212\t城乡社区支出\t12.00\t300.00\t305.00\t\t305.00\t7.00
21208\t国有土地使用权出让收入安排的支出\t12.00\t300.00\t305.00\t\t305.00\t7.00
2120803\t城市建设支出\t12.00\t300.00\t305.00\t\t305.00\t7.00
""",
        """合计|carry_in|12.00
合计|current_income|300.00
合计|current_expenditure|305.00
合计|project|305.00
合计|carry_out|7.00
212|carry_in|12.00
212|current_income|300.00
212|current_expenditure|305.00
212|project|305.00
212|carry_out|7.00
21208|carry_in|12.00
21208|current_income|300.00
21208|current_expenditure|305.00
21208|project|305.00
21208|carry_out|7.00
2120803|carry_in|12.00
2120803|current_income|300.00
2120803|current_expenditure|305.00
2120803|project|305.00
2120803|carry_out|7.00""",
        "",
    ),
    Page(
        "two-column economic table, the right side shorter",
        """2022年一般公共预算基本支出表
单位：万元
人员经费 | 公用经费 |
科目编码 | 科目名称 | 预算数 | 科目编码 | 科目名称 | 预算数 |
301 | 工资福利支出 | 150.00 | 302 | 商品和服务支出 | 30.00 |
30101 | 基本工资 | 90.00 | 30201 | 办公费 | 18.00 |
30102 | 津贴补贴 | 60.00 | 30202 | 印刷费 | 12.00 |
303 | 对个人和家庭的补助 | 5.00 |
30302 | 退休费 | 5.00 |
人员经费合计 | 155.00 | 公用经费合计 | 30.00 |
""",
        """301|total|150.00
30101|total|90.00
30102|total|60.00
~303|total|5.00
~30302|total|5.00
302|total|30.00
30201|total|18.00
30202|total|12.00
人员经费合计|total|155.00
公用经费合计|total|30.00""",
        "",
    ),
    Page(
        "appropriation in four columns, expenditure rows cut at the left",
        """财政拨款收支总表
2024年度 单位：万元
收入 | 支出 |
项目 | 预算数 | 项目 | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |
一、一般公共预算财政拨款 | 480.00 | 一、教育支出 | 400.00 | 400.00 | 0.00 |
二、政府性基金预算财政拨款 | 60.00 | 二、社会保障和就业支出 | 80.00 | 80.00 | 0.00 |
三、城乡社区支出 | 60.00 | 0.00 | 60.00 |
收入总计 | 540.00 | 支出总计 | 540.00 | 480.00 | 60.00 |
""",
        """income: 一、一般公共预算财政拨款|total|480.00
expenditure: 一、教育支出|total|400.00
expenditure: 一、教育支出|total|400.00
expenditure: 一、教育支出|total|0.00
income: 二、政府性基金预算财政拨款|total|60.00
expenditure: 二、社会保障和就业支出|total|80.00
expenditure: 二、社会保障和就业支出|total|80.00
expenditure: 二、社会保障和就业支出|total|0.00
expenditure: 三、城乡社区支出|total|60.00
expenditure: 三、城乡社区支出|total|0.00
expenditure: 三、城乡社区支出|total|60.00
income: 收入总计|total|540.00
expenditure: 支出总计|total|540.00
expenditure: 支出总计|total|480.00
expenditure: 支出总计|total|60.00""",
        "",
    ),
    Page(
        "three public items of several units, blanks dropped",
        """2023年“三公”经费预算表
单位：万元
单位名称 | 合计 | 因公出国（境）费 | 公务用车购置及运行费 | 公务接待费 |
小计 | 公务用车购置费 | 公务用车运行费 |
合计 | 30.00 | 24.00 | 24.00 | 6.00 |
局机关 | 22.00 | 18.00 | 18.00 | 4.00 |
执法大队 | 8.00 | 6.00 | 6.00 | 2.00 |
""",
        """total|total|30.00
vehicle|total|24.00
~vehicle_operation|total|24.00
reception|total|6.00
total|total|22.00
vehicle|total|18.00
~vehicle_operation|total|18.00
reception|total|4.00
total|total|8.00
vehicle|total|6.00
~vehicle_operation|total|6.00
reception|total|2.00""",
        "",
    ),
)
