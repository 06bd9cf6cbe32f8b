"""More own texts in customary forms, of publishers of every kind: what a person reads in them, figure by figure.

Rows as in ``prose_styles``. ``COMPARED`` holds what is said of changes: amount, direction, change, rate, base.
"""

from __future__ import annotations

from pipelines.records.pages import Identity
from tests.prose_styles import CITY, PLAN, UNIT

CASES: dict[str, tuple[Identity, str, str]] = {
    "revenue by tax": (
        CITY,
        "2023年，全市税收收入完成186.3亿元，增长7.2%，其中：增值税68.5亿元，增长12.4%；企业所得税31.2亿元，下降3.5%；"
        "个人所得税9.8亿元，同比增长-2.3%；契税15.6亿元，减少2.1亿元，下降11.9%。",
        """186.3亿元|tax_revenue|final|general|2023|全市
        68.5亿元|tax_value_added|final|general|2023|全市
        31.2亿元|tax_enterprise_income|final|general|2023|全市
        9.8亿元|tax_personal_income|final|general|2023|全市
        15.6亿元|tax_deed|final|general|2023|全市
        2.1亿元|tax_deed|final|general|2023|全市""",
    ),
    "bonds lent on": (
        CITY,
        "2023年，省转贷我市地方政府债券85.6亿元，其中新增专项债券45.2亿元，新增一般债券10.4亿元，再融资债券30亿元。",
        """85.6亿元|government_bonds|final|all|2023
        45.2亿元|new_bonds|final|government_fund|2023
        10.4亿元|new_bonds|final|general|2023
        30亿元|refunding_bonds|final|all|2023""",
    ),
    "debt within its limit": (
        CITY,
        "截至2023年底，全市政府债务余额512.6亿元，其中一般债务余额203.4亿元，专项债务余额309.2亿元，控制在省核定限额530亿元以内。",
        """512.6亿元|government_debt|balance|all|2023-12-31
        203.4亿元|general_debt|balance|general|2023-12-31
        309.2亿元|special_debt|balance|government_fund|2023-12-31
        530亿元|!""",
    ),
    "the budget as adjusted": (
        CITY,
        "市本级一般公共预算支出由年初预算的120亿元调整为132.5亿元，增加12.5亿元。",
        """120亿元|current_expenditure|budget|general|2023|市本级
        132.5亿元|current_expenditure|revised_budget|general|2023|市本级
        12.5亿元|current_expenditure|revised_budget|general|2023|市本级""",
    ),
    "raised from the one at the beginning of the year": (
        CITY,
        "经区人大常委会批准，一般公共预算支出预算由年初的90亿元调增至98亿元。",
        """90亿元|current_expenditure|budget|general|2023
        98亿元|current_expenditure|revised_budget|general|2023""",
    ),
    "social insurance with its balances": (
        CITY,
        "社会保险基金收入98.7亿元，支出87.2亿元，当年结余11.5亿元，年末滚存结余120.3亿元。",
        """98.7亿元|current_income|final|social_insurance|2023
        87.2亿元|current_expenditure|final|social_insurance|2023
        11.5亿元|year_balance|final|social_insurance|2023
        120.3亿元|carry_out|final|social_insurance|2023""",
    ),
    "transfers from above by kind": (
        CITY,
        "上级补助收入102.3亿元，其中：返还性收入8.5亿元、一般性转移支付收入80.6亿元、专项转移支付收入13.2亿元。",
        """102.3亿元|superior_subsidy|final||2023
        8.5亿元|tax_rebate_transfer|final|general|2023
        80.6亿元|general_transfer|final|general|2023
        13.2亿元|earmarked_transfer|final|general|2023""",
    ),
    "the purpose of a reserve stays unbound": (
        CITY,
        "当年预备费支出1.2亿元，主要用于抗洪救灾8000万元、疫情防控4000万元。",
        """1.2亿元|contingency|final|general|2023
        8000万元|?
        4000万元|?""",
    ),
    "vague words are no rates": (CITY, "全市民生支出增长近三成，占一般公共预算支出的比重超过八成。", ""),
    "about so much is no figure": (
        CITY,
        "2024年一般公共预算收入安排50亿元左右，支出安排100亿元左右。",
        """50亿元|?
        100亿元|?""",
    ),
    "operating cost of two years": (
        UNIT,
        "2023年度机关运行经费支出86.32万元，比2022年度的95.41万元减少9.09万元，降低9.53%。",
        """86.32万元|operating_cost|final|all|2023|单位
        95.41万元|operating_cost|final|all|2022|单位
        9.09万元|operating_cost|final|all|2023|单位""",
    ),
    "last year in brackets after the figure": (
        UNIT,
        "2023年度机关运行经费支出86.32万元（上年为95.41万元），同比下降9.53%。",
        """86.32万元|operating_cost|final|all|2023
        95.41万元|operating_cost|final|all|2022""",
    ),
    "last year in brackets before the change": (
        UNIT,
        "收入总计比上年（2,000万元）增加500万元，增长25%。",
        """2,000万元|income_total|final|all|2022
        500万元|income_total|final|all|2023""",
    ),
    "procurement with the shares of small firms": (
        UNIT,
        "2023年度政府采购支出总额456.78万元，其中：政府采购货物支出123.45万元、政府采购工程支出200.00万元、政府采购服务支出133.33万元。"
        "授予中小企业合同金额400.00万元，占政府采购支出总额的87.57%，其中：授予小微企业合同金额300.00万元，占授予中小企业合同金额的75%。",
        """456.78万元|procurement|final|all|2023
        123.45万元|procurement_goods|final|all|2023
        200.00万元|procurement_works|final|all|2023
        133.33万元|procurement_services|final|all|2023
        400.00万元|procurement_sme_awarded|final|all|2023
        300.00万元|procurement_micro_awarded|final|all|2023""",
    ),
    "kept for small firms, and for micro firms": (
        PLAN,
        "2024年政府采购预算总额800万元，其中：政府采购货物预算300万元、政府采购工程预算0万元、政府采购服务预算500万元，"
        "面向中小企业预留600万元，其中小微企业360万元，占60%。",
        """800万元|procurement|total|all|2024
        300万元|procurement_goods|total|all|2024
        0万元|procurement_works|total|all|2024
        500万元|procurement_services|total|all|2024
        600万元|procurement_sme_reserved|total|all|2024
        360万元|procurement_micro_reserved|total|all|2024""",
    ),
    "square metres are no cars": (
        UNIT,
        "截至2023年12月31日，本单位共有房屋建筑面积12,345.67平方米，其中办公用房3,456.00平方米；车辆15辆，其中机要通信用车2辆、"
        "应急保障用车3辆、其他用车10辆；单价100万元（含）以上设备（不含车辆）8台（套）。",
        """15辆|vehicles|balance||2023-12-31
        2辆|vehicles_confidential|balance||2023-12-31
        3辆|vehicles_emergency|balance||2023-12-31
        10辆|vehicles_other|balance||2023-12-31
        100万元|!
        8台(套)|equipment|balance||2023-12-31""",
    ),
    "posts for cars are no cars": (
        PLAN,
        "车辆编制12辆，实有车辆10辆，其中：机要通信用车1辆、应急保障用车9辆。",
        """12辆|?
        10辆|vehicles|balance||2024
        1辆|vehicles_confidential|balance||2024
        9辆|vehicles_emergency|balance||2024""",
    ),
    "evaluation with its money and score": (
        UNIT,
        "我院对2023年度12个项目开展了绩效自评，涉及资金2,345.67万元，自评平均得分95.6分。",
        """12个|performance_self_projects|final||2023
        2,345.67万元|performance_self_amount|final|all|2023
        95.6分|performance_score|final||2023""",
    ),
    "so much a head": (
        UNIT,
        "公务接待费支出0.85万元，国内公务接待12批次，86人次，人均消费98.8元。",
        """0.85万元|reception|final|all|2023
        12批次|receptions|final||2023
        86人次|guests|final||2023
        98.8元|?""",
    ),
    "economic classes after 主要包括": (
        UNIT,
        "人员经费2,100.35万元，主要包括：基本工资620.1万元、津贴补贴310.25万元、绩效工资800万元；"
        "公用经费459.74万元，主要包括：办公费35.6万元、水费12万元。",
        """2,100.35万元|basic_personnel|final|all|2023
        620.1万元|economic 30101|final|all|2023
        310.25万元|economic 30102|final|all|2023
        800万元|economic 30107|final|all|2023
        459.74万元|basic_public|final|all|2023
        35.6万元|economic 30201|final|all|2023
        12万元|economic 30205|final|all|2023""",
    ),
    "only names after 主要包括": (
        UNIT,
        "人员经费2,100.35万元，主要包括：基本工资、津贴补贴、绩效工资；公用经费459.74万元，主要包括：办公费、水费。",
        """2,100.35万元|basic_personnel|final|all|2023
        459.74万元|basic_public|final|all|2023""",
    ),
    "what is owned and owed at the end of the year": (
        UNIT,
        "2023年末资产总额1.56亿元，负债总额3,200万元，净资产1.24亿元。",
        """1.56亿元|assets_total|balance|all|2023-12-31
        3,200万元|负债总额|balance|all|2023-12-31
        1.24亿元|净资产|balance|all|2023-12-31""",
    ),
    "patients are no guests": (
        UNIT,
        "门急诊人次35.6万人次，同比增长8.9%；出院人数2.1万人次。",
        """35.6万人次|?
        2.1万人次|?""",
    ),
    "the appropriation of the year": (
        PLAN,
        "2024年一般公共预算当年拨款5,500万元，比2023年执行数增加300万元，主要是增加教师工资。",
        """5,500万元|current_income|total|general|2024
        300万元|current_income|total|general|2024""",
    ),
    "spent of the appropriation of the year": (
        PLAN,
        "2024年一般公共预算当年拨款支出5,500万元，其中基本支出4,500万元，项目支出1,000万元。",
        """5,500万元|current_expenditure|total|general|2024
        4,500万元|basic|total|general|2024
        1,000万元|project|total|general|2024""",
    ),
    "a list in brackets does not go on after them": (
        PLAN,
        "2024年“三公”经费预算数为15万元，其中：因公出国（境）费5万元，公务用车购置及运行费7万元"
        "（其中：公务用车购置费0万元，公务用车运行费7万元），公务接待费3万元。",
        """15万元|three_public|total|all|2024
        5万元|abroad|total|all|2024
        7万元|vehicle|total|all|2024
        0万元|vehicle_purchase|total|all|2024
        7万元|vehicle_operation|total|all|2024
        3万元|reception|total|all|2024""",
    ),
    "from so much to so much": (
        PLAN,
        "其他资金安排的支出由上年的50万元压减至20万元。",
        """50万元|current_expenditure|total|other|2023
        20万元|current_expenditure|total|other|2024""",
    ),
    "the year holds also after a figure of something else": (
        PLAN,
        "2023年项目资金825万元，其中：上级专项资金500万元。",
        """825万元|?
        500万元|上级专项资金|total|all|2023""",
    ),
    "all of it from one source": (
        PLAN,
        "收入比2023年的122.44万元增加68.54万元，全部是一般公共预算拨款增加68.54万元。",
        """122.44万元|income_total|total|all|2023
        68.54万元|income_total|total|all|2024
        68.54万元|current_income|total|general|2024""",
    ),
    "what brought it about": (
        PLAN,
        "基本支出比2023年增加68.54万元，原因是调整工资标准使人员经费增加75.26万元，落实过紧日子要求使公用经费减少6.72万元。",
        """68.54万元|basic|total|all|2024
        75.26万元|basic_personnel|total|all|2024
        6.72万元|basic_public|total|all|2024""",
    ),
    "the journey itself": (
        UNIT,
        "因公出国（境）团组数1个，累计2人次，支出3.5万元，其中：赴德国考察2.5万元，赴日本培训1万元。",
        """1个|abroad_groups|final||2023
        2人次|abroad_people|final||2023
        3.5万元|abroad|final|all|2023
        2.5万元|?
        1万元|?""",
    ),
}

COMPARED: dict[str, tuple[Identity, str, str]] = {
    "minus before the last of several rates": (
        CITY,
        "教育支出、社会保障和就业支出、卫生健康支出分别为56.2亿元、43.8亿元和32.1亿元，分别增长5.1%、7.8%和-4.2%。",
        """56.2亿元|增加||5.1%|2022
        43.8亿元|增加||7.8%|2022
        32.1亿元|增加||-4.2%|2022""",
    ),
    "counted from the budget before": (
        CITY,
        "市本级一般公共预算支出由年初预算的120亿元调整为132.5亿元，增加12.5亿元。",
        """120亿元||||
        132.5亿元|增加|12.5亿元||budget
        12.5亿元|增加|||budget""",
    ),
    "the rate after from and to": (
        UNIT,
        "本年收入由2022年的2,900万元增加到3,136.28万元，增长8.15%。",
        """2,900万元||||
        3,136.28万元|增加||8.15%|2022""",
    ),
    "on another basis": (
        CITY,
        "全市一般公共预算收入完成256.8亿元，比上年增收15.2亿元，同口径增长8.1%。",
        """256.8亿元|增加|15.2亿元||2022
        15.2亿元|增加|||2022""",
    ),
    "more than the rate of something else": (
        CITY,
        "全市财政八项支出完成78.9亿元，同比增长6.3%，高于一般公共预算支出增幅2.1个百分点。",
        "78.9亿元|增加||6.3%|2022",
    ),
    "the rate has a name": (
        PLAN,
        "“三公”经费财政拨款预算总额15万元，比上年预算压减3万元，压减率16.67%。",
        """15万元|减少|3万元|16.67%|2023
        3万元|减少||16.67%|2023""",
    ),
    "a net increase": (
        UNIT,
        "其他收入56.7万元，较上年净增加12.3万元。",
        """56.7万元|增加|12.3万元||2022
        12.3万元|增加|||2022""",
    ),
    "about so many percent is no rate": (PLAN, "2024年收入总预算数5678.9万元，同比增长30%左右。", "5678.9万元||||"),
    "nearly three tenths is no rate": (PLAN, "2024年收入总预算数5678.9万元，同比增加了近三成。", "5678.9万元||||"),
    "share, completion and change of one figure": (
        UNIT,
        "社会保障和就业（类）支出256.3万元，占8.01%，较上年决算数增加15.2万元，增长6.30%，主要原因是人员增加3人。",
        """256.3万元|增加|15.2万元|6.30%|2022
        15.2万元|增加||6.30%|2022
        3人||||""",
    ),
    "unchanged beside a change": (
        PLAN,
        "2024年部门预算安排培训费12.5万元，比上年压缩2.5万元；会议费8万元，与上年预算数相同。",
        """12.5万元|减少|2.5万元||2023
        2.5万元|减少|||2023
        8万元|持平|||2023""",
    ),
}
