"""Own texts in the forms of other places with what a person reads in them; the tests are in ``test_prose_styles``.

Each row is a printed figure: amount, item with code, measure, fund, period, subject. ``?`` stays unbound, ``!`` is a limit.
"""

from __future__ import annotations

from pipelines.records.pages import Identity

CENTRAL = Identity(fiscal_year=2022, stage="final", tier="department", body="某某局")
UNIT = Identity(fiscal_year=2023, stage="final", tier="unit", body="某某县人民医院")
PLAN = Identity(fiscal_year=2024, stage="budget", tier="department", body="某某市教育局")
CITY = Identity(fiscal_year=2023, stage="execution", tier="government", body="某某市财政局")
DISTRICT = Identity(fiscal_year=2022, stage="final", tier="government", body="某某区财政局")

CASES: dict[str, tuple[Identity, str, str]] = {
    "visitors, at home and from abroad": (
        CENTRAL,
        """3.公务接待费预算为20.00万元，支出决算为12.00万元。其中：
国内接待费8.00万元。全年共接待国内来访团组35个、来访人员210人次（不包括陪同人员）。
外宾接待支出4.00万元。全年共接待国（境）外来访团组2个、来访外宾16人次。""",
        """20.00万元|reception|budget|all|2022
        12.00万元|reception|final|all|2022
        8.00万元|reception_domestic|final|all|2022
        35个|receptions|final||2022
        210人次|guests|final||2022
        4.00万元|reception_foreign|final|all|2022
        2个|receptions_foreign|final||2022
        16人次|guests_foreign|final||2022""",
    ),
    "groups that went abroad": (
        UNIT,
        "1、因公出国（境）费支出决算为0.00万元，全年安排因公出国（境）团组0个，累计0人次。",
        """0.00万元|abroad|final|all|2023
        0个|abroad_groups|final||2023
        0人次|abroad_people|final||2023""",
    ),
    "a fund with its balances": (
        CENTRAL,
        "八、政府性基金预算财政拨款收入支出决算情况说明\n"
        "政府性基金预算财政拨款年初结转和结余0万元，本年收入2,000.00万元，本年支出1,500.00万元，年末结转和结余500.00万元。",
        """0万元|carry_in|final|government_fund|2022
        2,000.00万元|current_income|final|government_fund|2022
        1,500.00万元|current_expenditure|final|government_fund|2022
        500.00万元|carry_out|final|government_fund|2022""",
    ),
    "the subject in a line of its own": (
        UNIT,
        """1、卫生健康支出（类）公立医院（款）综合医院（项）。
年初预算为1,200.00万元，支出决算为1,500.00万元，完成年初预算的125.00%，决算数大于年初预算数的主要原因是：专项增加。
2、卫生健康支出（类）公共卫生（款）突发公共卫生事件应急处置（项）。
年初预算为0.00万元，支出决算为300.00万元，由于年初预算为0，无法计算完成比例。""",
        """1,200.00万元|function 2100201|budget|all|2023
        1,500.00万元|function 2100201|final|all|2023
        0.00万元|function 2100410|budget|all|2023
        300.00万元|function 2100410|final|all|2023""",
    ),
    "the item in the heading, its budget in the next sentence": (
        PLAN,
        """七、关于“三公”经费预算情况说明
1.因公出国（境）费用。2024年安排预算数0万元，与2023年预算数持平。
2.公务接待费。2024年安排预算数1.50万元，比2023年预算数减少0.50万元。
3.公务用车购置及运行维护费。2024年安排预算数7.00万元，其中公务用车购置费0万元，公务用车运行维护费7.00万元。""",
        """0万元|abroad|total|all|2024
        1.50万元|reception|total|all|2024
        0.50万元|reception|total|all|2024
        7.00万元|vehicle|total|all|2024
        0万元|vehicle_purchase|total|all|2024
        7.00万元|vehicle_operation|total|all|2024""",
    ),
    "income consists of, expenditure consists of": (
        PLAN,
        "2024年财政拨款收支总预算2,300.00万元。收入包括：一般公共预算拨款2,200.00万元、上年结转100.00万元；"
        "支出包括：教育支出2,000.00万元、住房保障支出300.00万元。",
        """2,300.00万元|appropriation_total|total|all|2024
        2,200.00万元|current_income|total|general|2024
        100.00万元|carry_in|total|carryover|2024
        2,000.00万元|function 205|total|all|2024
        300.00万元|function 221|total|all|2024""",
    ),
    "all of them the same": (
        UNIT,
        "本年支出合计100万元，其中：基本支出80万元，项目支出20万元；上缴上级支出、经营支出、对附属单位补助支出均为0万元。",
        """100万元|current_expenditure|final|all|2023
        80万元|basic|final|all|2023
        20万元|project|final|all|2023
        0万元|remitted_up|final|all|2023
        0万元|operating|final|all|2023
        0万元|subsidy_affiliates|final|all|2023""",
    ),
    "money of what was counted": (
        UNIT,
        "国内公务接待支出4.00万元。国内公务接待45批次，380人次（不包括陪同人员），共计支出4.00万元。",
        """4.00万元|reception_domestic|final|all|2023
        45批次|receptions|final||2023
        380人次|guests|final||2023
        4.00万元|reception_domestic|final|all|2023""",
    ),
    "words of the template before the item": (
        UNIT,
        "2023年度某某县人民医院执行公务和开展业务活动开支公务接待费1.20万元。其中：国际访问支出0万元，接待批次0批次，0人次；"
        "国内公务接待1.20万元，接待批次18批次，接待人次126人次。",
        """1.20万元|reception|final|all|2023
        0万元|reception_foreign|final|all|2023
        0批次|receptions_foreign|final||2023
        0人次|guests_foreign|final||2023
        1.20万元|reception_domestic|final|all|2023
        18批次|receptions|final||2023
        126人次|guests|final||2023""",
    ),
    "after the reason the date begins anew": (
        UNIT,
        "公务用车运行维护费2.50万元，主要是燃油费支出，截止2023年12月31日，我单位开支财政拨款的公务用车保有量为2辆。",
        """2.50万元|vehicle_operation|final|all|2023
        2辆|vehicles_kept|final||2023-12-31""",
    ),
    "after the reason for one comparison the next one": (
        UNIT,
        "公务接待费支出预算为2.00万元，支出决算为0.70万元，完成预算的35.00%，决算数小于预算数的主要原因是厉行节约，"
        "与上年相比减少0.30万元，减少30.00%。",
        """2.00万元|reception|budget|all|2023
        0.70万元|reception|final|all|2023
        0.30万元|reception|final|all|2023""",
    ),
    "procurement after a colon, one budget of it": (
        PLAN,
        "本单位政府采购预算总额300.00万元：政府采购货物预算200.00万元、政府采购工程预算0万元、政府采购服务预算100.00万元；"
        "其中一般公共预算拨款政府采购280.00万元：政府采购货物预算180.00万元、政府采购工程预算10万元、政府采购服务预算90.00万元。",
        """300.00万元|procurement|total|all|2024
        200.00万元|procurement_goods|total|all|2024
        0万元|procurement_works|total|all|2024
        100.00万元|procurement_services|total|all|2024
        280.00万元|procurement|total|general|2024
        180.00万元|procurement_goods|total|general|2024
        10万元|procurement_works|total|general|2024
        90.00万元|procurement_services|total|general|2024""",
    ),
    "the opening budget is no day": (
        PLAN,
        "（一）收入预算：2024年年初预算数2,456.78万元，其中：一般公共预算拨款2,300.00万元，其他收入156.78万元。",
        """2,456.78万元|income_total|total|all|2024
        2,300.00万元|current_income|total|general|2024
        156.78万元|current_income|total|other|2024""",
    ),
    "what there is and what is to be bought": (
        PLAN,
        "五、国有资产占有使用情况\n2023年期末，我部门共有车辆12辆，其中，一般公务用车2辆、执法执勤用车10辆。"
        "2024年预算安排购置车辆0辆，单位价值50万元以上设备1台（套）。2024年拟购置固定资产800.00万元。",
        """12辆|vehicles|balance||2023-12-31
        2辆|vehicles_general|balance||2023-12-31
        10辆|vehicles_enforcement|balance||2023-12-31
        0辆|vehicles|total||2024
        50万元|!
        1台(套)|equipment|total||2024
        800.00万元|fixed_assets|total|all|2024""",
    ),
    "a list in a sentence of its own keeps the day": (
        PLAN,
        "六、国有资产占用情况\n截至2023年12月31日，本部门共有车辆55辆。其中，一般公务用车13辆、其他用车42辆。",
        """55辆|vehicles|balance||2023-12-31
        13辆|vehicles_general|balance||2023-12-31
        42辆|vehicles_other|balance||2023-12-31""",
    ),
    "projects under self-evaluation and their money": (
        UNIT,
        "根据预算绩效管理要求，我单位组织对2023年度一般公共预算项目支出全面开展绩效自评，共涉及项目3个，资金685.12万元。"
        "其中重点项目1个。自评平均得分96.5分。",
        """3个|performance_self_projects|final||2023
        685.12万元|performance_self_amount|final|all|2023
        96.5分|performance_score|final||2023""",
    ),
    "units are no projects": (
        PLAN,
        "本部门3个预算单位开展了2024年项目预算绩效目标编报工作，编报绩效目标的项目49个，涉及项目预算资金8825.98万元。",
        """49个|performance_goal_projects|total||2024
        8825.98万元|performance_goal_amount|total|all|2024""",
    ),
    "a city's chain of income": (
        CITY,
        "市级一般公共预算收入完成85.6亿元，加上级补助收入120.5亿元、债务转贷收入35.4亿元、上年结转12.3亿元，收入总计253.8亿元。"
        "收支相抵，结转下年支出13亿元。",
        """85.6亿元|current_income|final|general|2023|市级
        120.5亿元|superior_subsidy|final|general|2023|市级
        35.4亿元|debt_transfer_in|final|general|2023|市级
        12.3亿元|carry_in|final|general|2023|市级
        253.8亿元|income_total|final|general|2023|市级
        13亿元|carry_out|final|general|2023|市级""",
    ),
    "income and expenditure of a fund, each with its chain": (
        DISTRICT,
        "二、政府性基金预算收支决算情况\n2022年全区政府性基金收入决算数为856,432万元，加上调入资金23,000万元，收入总量879,432万元；"
        "支出决算数为805,678万元，完成预算的92.1%，加上调出资金70,000万元，支出总量875,678万元；结转下年3,754万元。",
        """856,432万元|current_income|final|government_fund|2022|全区
        23,000万元|transfer_in|final|government_fund|2022|全区
        879,432万元|income_total|final|government_fund|2022|全区
        805,678万元|current_expenditure|final|government_fund|2022|全区
        70,000万元|transfer_out|final|government_fund|2022|全区
        875,678万元|expenditure_total|final|government_fund|2022|全区
        3,754万元|carry_out|final|government_fund|2022|全区""",
    ),
    "a budget that congress passed, and the adjusted one": (
        DISTRICT,
        "区人大四次会议批准的2022年全区一般公共预算收入为125万元，实际完成119万元。"
        "全区一般公共预算支出预算为185万元，年中调整为192万元，决算数为187万元。",
        """125万元|current_income|budget|general|2022|全区
        119万元|current_income|final|general|2022|全区
        185万元|current_expenditure|budget|general|2022|全区
        192万元|current_expenditure|revised_budget|general|2022|全区
        187万元|current_expenditure|final|general|2022|全区""",
    ),
    "limits and balances of debt, their parts named shortly": (
        CITY,
        "省核定我市2023年政府债务限额620.5亿元，其中：一般债务210.3亿元、专项债务410.2亿元。"
        "截至2023年底，全市政府债务余额598.7亿元，其中一般债务205.1亿元，专项债务393.6亿元。"
        "全市发行新增政府债券86.5亿元，其中一般债券12.3亿元、专项债券74.2亿元；发行再融资债券45.8亿元。",
        """620.5亿元|government_debt|limit|all|2023|
        210.3亿元|general_debt|limit|general|2023|
        410.2亿元|special_debt|limit|government_fund|2023|
        598.7亿元|government_debt|balance|all|2023-12-31|全市
        205.1亿元|general_debt|balance|general|2023-12-31|全市
        393.6亿元|special_debt|balance|government_fund|2023-12-31|全市
        86.5亿元|new_bonds|final|all|2023|全市
        12.3亿元|new_bonds|final|general|2023|全市
        74.2亿元|new_bonds|final|government_fund|2023|全市
        45.8亿元|refunding_bonds|final|all|2023|全市""",
    ),
    "a reserve over the year": (
        DISTRICT,
        "2022年初预算稳定调节基金余额为35,000万元，动用25,000万元，2022年末余额为39,000万元。",
        """35,000万元|stabilization_fund_opening|final|general|2022-01-01
        25,000万元|stabilization_fund_used|final|general|2022
        39,000万元|stabilization_fund_balance|final|general|2022-12-31""",
    ),
    "three public items with parts in brackets": (
        DISTRICT,
        "其中：公务用车购置及运行维护费2,100万元（购置费300万元，运行维护费1,800万元）；公务接待费233万元。",
        """2,100万元|vehicle|final||2022
        300万元|vehicle_purchase|final||2022
        1,800万元|vehicle_operation|final||2022
        233万元|reception|final||2022""",
    ),
    "a province's chain of expenditure": (
        Identity(fiscal_year=2024, stage="execution", tier="government", body="某某省财政厅"),
        "省级一般公共预算收入400.5亿元，加中央补助收入3000.2亿元、地方政府一般债务收入500亿元，收入总计3900.7亿元。"
        "省级一般公共预算支出1200.4亿元，加上解中央支出30.2亿元、补充预算稳定调节基金40亿元，支出总计1270.6亿元。",
        """400.5亿元|current_income|final|general|2024|省级
        3000.2亿元|superior_subsidy|final|general|2024|省级
        500亿元|debt_income|final|general|2024|省级
        3900.7亿元|income_total|final|general|2024|省级
        1200.4亿元|current_expenditure|final|general|2024|省级
        30.2亿元|remittance_up|final|general|2024|省级
        40亿元|stabilization_out|final|general|2024|省级
        1270.6亿元|expenditure_total|final|general|2024|省级""",
    ),
    "three budgets and three final figures, each in order": (
        UNIT,
        "“三公”经费支出预算20万元，实际支出18.5万元，其中：因公出国（境）费、公务用车购置及运行费、公务接待费预算分别为"
        "0万元、15万元和5万元，实际支出分别为0万元、14万元和4.5万元。",
        """20万元|three_public|budget|all|2023
        18.5万元|three_public|final|all|2023
        0万元|abroad|budget|all|2023
        15万元|vehicle|budget|all|2023
        5万元|reception|budget|all|2023
        0万元|abroad|final|all|2023
        14万元|vehicle|final|all|2023
        4.5万元|reception|final|all|2023""",
    ),
    "what one guest costs is no sum": (
        UNIT,
        "本年度公务接待费支出4.5万元，接待40批次、320人次，人均140.6元。",
        """4.5万元|reception|final|all|2023
        40批次|receptions|final||2023
        320人次|guests|final||2023
        140.6元|?""",
    ),
    "carried money of 基本支出 is not 基本支出": (
        UNIT,
        "2023年末结转和结余80万元，其中基本支出结转10万元，项目支出结转和结余70万元。",
        """80万元|carry_out|final|all|2023-12-31
        10万元|?
        70万元|?""",
    ),
    "the year before with its figure, under another name": (
        UNIT,
        "一般公共预算财政拨款支出4,480万元，年初预算4,300万元，完成年初预算的104.2%。较2022年支出4,600万元减少120万元。",
        """4,480万元|current_expenditure|final|general|2023
        4,300万元|current_expenditure|budget|general|2023
        4,600万元|current_expenditure|final|general|2022
        120万元|current_expenditure|final|general|2023""",
    ),
    "the budget of the year before, named in full": (
        PLAN,
        "2024年“三公”经费财政拨款预算安排65.40万元，比2023年“三公”经费财政拨款预算68.00万元减少2.60万元。",
        """65.40万元|three_public|total|all|2024
        68.00万元|three_public|total|all|2023
        2.60万元|three_public|total|all|2024""",
    ),
    "what was carried out the year before": (
        PLAN,
        "2024年一般公共预算支出103,000.00万元，较上年执行数98,000.00万元增加5,000.00万元，增长5.10%。",
        """103,000.00万元|current_expenditure|total|general|2024
        98,000.00万元|current_expenditure|final|general|2023
        5,000.00万元|current_expenditure|total|general|2024""",
    ),
    "projects of two budgets are parts of all": (
        UNIT,
        "对15个项目开展绩效自评，其中一般公共预算项目14个，涉及资金2,000万元。其中，自评结果为“优”的12个，“良”的3个。",
        """15个|performance_self_projects|final||2023
        2,000万元|performance_self_amount|final|all|2023
        12个|performance_grade_excellent|final||2023""",
    ),
    "goals of all projects and their money": (
        PLAN,
        "本部门填报绩效目标的预算项目85个。填报绩效目标的项目支出预算37,678.90万元，占本部门全部项目支出预算的100%。",
        """85个|performance_goal_projects|total||2024
        37,678.90万元|performance_goal_amount|total|all|2024""",
    ),
    "the item before a colon, its budget and final figure after it": (
        UNIT,
        "（二）公务用车购置及运行维护费：年初预算6.00万元，支出决算4.50万元，完成预算的75%，比上年减少0.50万元。\n"
        "（三）公务接待费：年初预算2.00万元，支出决算0.50万元，国内公务接待6批次，48人次，其中外宾接待0批次0人次。",
        """6.00万元|vehicle|budget|all|2023
        4.50万元|vehicle|final|all|2023
        0.50万元|vehicle|final|all|2023
        2.00万元|reception|budget|all|2023
        0.50万元|reception|final|all|2023
        6批次|receptions|final||2023
        48人次|guests|final||2023
        0批次|receptions_foreign|final||2023
        0人次|guests_foreign|final||2023""",
    ),
    "economic classes with 支出 at the end": (
        UNIT,
        "一般公共预算财政拨款基本支出250万元，其中：工资福利支出200万元；对个人和家庭的补助支出50万元。",
        """250万元|basic|final|general|2023
        200万元|economic 301|final|general|2023
        50万元|economic 303|final|general|2023""",
    ),
    "scores of at least so many points": (
        UNIT,
        "（四）预算绩效\n绩效自评的项目12个，自评得分90分以上的10个。",
        "12个|performance_self_projects|final||2023",
    ),
    "cells of a form run together are no sentence": (
        PLAN,
        "其中：当年财政拨款226,145,100.00上年结转资金0其他资金0项目绩效目标项目总目标。",
        "",
    ),
}
