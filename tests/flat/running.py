"""Pages without separators: tables run together in one line, goals, sentences with furniture and broken numbers. By hand.

Truth rows as in ``accounts``; of goals ``level3|target`` in the second list of a page. Sentences: ``amount|item|measure|period``.
"""

from __future__ import annotations

from tests.flat.page import Page

CASES = (
    Page(
        "goals in one line",
        """临江市2023年市直部门预算项目支出绩效目标表项目名称智慧园林管理平台建设项目类别本级支出项目项目性质一次性项目立项依据市政府专题会议纪要项目预算成本构成金额测算（公式）依据2021年实际执行数2022年实际执行数平台开发费186.5依据招标文件00服务器租赁费42.8依据合同3835.6合计229.33835.6绩效目标建成统一的园林管理平台绩效指标保障绩效目标实现措施一级指标二级指标绩效标准当年预期实现值数量指标平台接入公园数量反映平台覆盖情况36个质量指标系统验收合格率反映平台建设质量>95%""",
        """平台接入公园数量|36个
系统验收合格率|>95%""",
        "",
    ),
    Page(
        "goals in one line with three levels",
        """2024年项目支出绩效目标申报表项目名称农村饮水安全巩固提升主管部门青禾县水利局实施单位青禾县水利局年度资金总额320年度目标保障农村供水一级指标二级指标三级指标指标值产出指标数量指标新建供水管网≥45公里改造水厂3座质量指标工程验收合格率100%时效指标按期完工率≥95%效益指标社会效益指标受益人口≥12000人满意度指标服务对象满意度指标受益群众满意度≥90%""",
        """新建供水管网|≥45公里
改造水厂|3座
工程验收合格率|100%
按期完工率|≥95%
受益人口|≥12000人
受益群众满意度|≥90%""",
        "",
    ),
    Page(
        "goals in one line with a value in words: nothing is parted",
        """2024年项目支出绩效目标申报表项目名称河道保洁主管部门青禾县水利局实施单位青禾县水利局年度目标保持河道清洁一级指标二级指标三级指标指标值产出指标数量指标保洁河道长度≥45公里质量指标河面清洁程度良好满意度指标服务对象满意度指标群众满意度≥90%""",
        "",
        "",
    ),
    Page(
        "a table of 三公 in one line",
        """2022年度“三公”经费支出决算表单位：万元项目预算数决算数合计15.309.82因公出国（境）费0.000.00公务用车购置及运行维护费12.008.20公务接待费3.301.62""",
        """total|budget|15.30
total|final|9.82
abroad|budget|0.00
abroad|final|0.00
vehicle|budget|12.00
vehicle|final|8.20
reception|budget|3.30
reception|final|1.62""",
        "",
    ),
    Page(
        "functions in one line, codes run into amounts",
        """2023年一般公共预算支出表单位：万元科目编码科目名称合计基本支出项目支出201一般公共服务支出500.00380.00120.0020103政府办公厅（室）及相关机构事务500.00380.00120.002010301行政运行380.00380.000.002010302一般行政管理事务120.000.00120.00""",
        """201|total|500.00
201|basic|380.00
201|project|120.00
20103|total|500.00
20103|basic|380.00
20103|project|120.00
2010301|total|380.00
2010301|basic|380.00
2010301|project|0.00
2010302|total|120.00
2010302|basic|0.00
2010302|project|120.00""",
        "",
    ),
    Page(
        "a zero without decimals runs into the next number: nothing is read",
        """2022年度“三公”经费支出决算表单位：万元项目预算数决算数合计15.309.82因公出国（境）费00公务用车购置及运行维护费12.008.20公务接待费3.301.62""",
        "",
        "",
    ),
    Page(
        "a dash for a blank runs into the next number: nothing is read",
        """2022年度“三公”经费支出决算表单位：万元项目年初预算数预算数决算数合计15.30-9.82因公出国（境）费0.00-0.00公务用车购置及运行维护费12.00-8.20公务接待费3.30-1.62""",
        "",
        "",
    ),
    Page(
        "a third column without numbers: nothing is read",
        """2022年度“三公”经费支出决算表单位：万元项目年初预算数预算数决算数合计15.309.82因公出国（境）费0.000.00公务用车购置及运行维护费12.008.20公务接待费3.301.62""",
        "",
        "",
    ),
    Page(
        "one line with thousands, years in the header and a note",
        """2024年一般公共预算“三公”经费支出表金额单位：元项目2023年预算数2024年预算数合计1,086,000.00980,000.50公务接待费86,000.0080,000.50公务用车运行维护费1,000,000.00900,000.00注：本表不含所属单位。""",
        """total|prior_budget|1,086,000.00
total|total|980,000.50
reception|prior_budget|86,000.00
reception|total|80,000.50
vehicle_operation|prior_budget|1,000,000.00
vehicle_operation|total|900,000.00""",
        "",
    ),
    Page(
        "furniture around sentences",
        """当前位置：首页 > 信息公开 > 预算公开
云岭区民政局2023年部门预算情况说明
索引号：420100/2023-01234 发布机构：云岭区民政局 发布日期：2023年2月10日 浏览次数：123 次 字号：[大] [中] [小]
一、收支预算总体情况
2023年部门收入预算5,210.36万元，比上年增加310.20万元，增长6.33%。
二、“三公”经费
2023年“三公”经费预算安排8.60万元，其中：公务接待费1.60万元，公务用车运行维护费7.00万元。
三、机关运行经费
2023年机关运行经费预算126.45万元。
四、政府采购
2023年政府采购预算总额88.00万元，其中：货物类20.00万元，服务类68.00万元。
【打印本页】【关闭窗口】 联系电话：027-85551234 传真 85551235
版权所有：云岭区民政局 鄂ICP备05012345号 网站标识码 4201000012 今日访问量 5623
""",
        "",
        """5,210.36万元|income_total|total|2023
310.20万元|income_total|total|2023
8.60万元|three_public|total|2023
1.60万元|reception|total|2023
7.00万元|vehicle_operation|total|2023
126.45万元|operating_cost|total|2023
88.00万元|procurement|total|2023
20.00万元|procurement_goods|total|2023
68.00万元|procurement_services|total|2023""",
    ),
    Page(
        "numbers broken over lines, full-width digits",
        """青禾县卫生健康局2021年度部门决算说明
一、收入支出决算总体情况说明
2021年度收入总计１２，３４５．６７万元，支出总计12,3
45.67万元。与2020年度相比，收、支总计各增加1,000.
50万元，增长8.82%。
二、一般公共预算财政拨款支出决算情况说明
2021年度一般公共预算财政拨款支出9,876.54
万元，占本年支出合计的85.00%。
""",
        "",
        """12,345.67万元|income_total|final|2021
12,345.67万元|expenditure_total|final|2021
1,000.50万元|income_expenditure_total|final|2021
9,876.54万元|current_expenditure|final|2021""",
    ),
    Page(
        "execution of a county, an amount in 亿元 and one in 元",
        """关于青禾县2022年预算执行情况的报告
来源：县财政局 时间：2023-01-18 10:32 点击数：2045
2022年，全县一般公共预算收入完成18.36亿元，完成预算的101.2%，同比增长7.5%。其中：税收收入12.11亿元，增长6.1%；非税收入6.25亿元，增长10.3%。
全县一般公共预算支出完成45.02亿元，完成预算的96.4%，同比增长3.8%。
政府性基金收入完成9.80亿元，完成预算的88.3%，下降11.6%。
上一篇：2021年决算公开 下一篇：2023年预算公开
""",
        "",
        """18.36亿元|current_income|final|2022
12.11亿元|tax_revenue|final|2022
6.25亿元|non_tax_revenue|final|2022
45.02亿元|current_expenditure|final|2022
9.80亿元|current_income|final|2022""",
    ),
    Page(
        "blank and nil in words",
        """临江市档案馆2024年部门预算说明
五、政府性基金预算支出情况
本部门无政府性基金预算。
六、国有资本经营预算支出情况
本部门2024年没有使用国有资本经营预算安排的支出。
七、机关运行经费
2024年本部门机关运行经费财政拨款预算45.60万元，较2023年预算减少2.40万元，下降5.00%。
八、政府采购情况
2024年政府采购预算总额32.5万元，其中：政府采购货物预算12.5万元、政府采购工程预算0万元、政府采购服务预算20万元。
""",
        "",
        """45.60万元|operating_cost|total|2024
2.40万元|operating_cost|total|2024
32.5万元|procurement|total|2024
12.5万元|procurement_goods|total|2024
0万元|procurement_works|total|2024
20万元|procurement_services|total|2024""",
    ),
)
