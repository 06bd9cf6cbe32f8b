"""Sentences of web pages of other places, with furniture around them; each amount with item, measure and period. By hand.

Rows: ``amount|item|measure|period``; ``amount|?`` stays unbound.
"""

from __future__ import annotations

from tests.flat.page import Page

CASES = (
    Page(
        "three public, Guangdong manner",
        """2022年临江市自然资源局一般公共预算财政拨款“三公”经费支出决算情况说明
来源：本网 时间：2023-09-20 16:40:12 【字体：大 中 小】
临江市自然资源局2022年度“三公”经费财政拨款支出决算为45.18万元，完成全年预算60.00万元的75.3%，比上年决算数减少3.32万元，下降6.8%。其中：因公出国（境）费支出决算为0万元，完成预算0万元的--%（基数为0，不可比）；公务用车购置及运行维护费支出决算为40.05万元，完成预算50.00万元的80.1%，比上年决算数减少2.95万元，下降6.9%；公务接待费支出决算为5.13万元，完成预算10.00万元的51.3%，比上年决算数减少0.37万元，下降6.7%。
扫一扫在手机打开当前页 | 分享到： | 打印
""",
        "",
        """45.18万元|three_public|final|2022
60.00万元|three_public|revised_budget|2022
3.32万元|three_public|final|2022
0万元|abroad|final|2022
0万元|abroad|budget|2022
40.05万元|vehicle|final|2022
50.00万元|vehicle|budget|2022
2.95万元|vehicle|final|2022
5.13万元|reception|final|2022
10.00万元|reception|budget|2022
0.37万元|reception|final|2022""",
    ),
    Page(
        "half a year of a county",
        """青禾县2023年上半年财政预算执行情况
发布日期：2023-07-18 浏览量：[2213] 作者：预算股
1-6月，全县一般公共预算收入完成52,318万元，占年初预算的51.2%，同比增长8.4%。其中：税收收入完成33,540万元，同比增长12.1%；非税收入完成18,778万元，同比增长2.3%。税收占比为64.1%。
1-6月，全县一般公共预算支出完成186,402万元，占年初预算的48.7%，同比增长5.6%。
1-6月，政府性基金收入完成21,030万元，同比下降18.5%；政府性基金支出完成40,115万元，同比增长33.0%。
""",
        "",
        """52,318万元|current_income|final|2023H1
33,540万元|tax_revenue|final|2023H1
18,778万元|non_tax_revenue|final|2023H1
186,402万元|current_expenditure|final|2023H1
21,030万元|current_income|final|2023H1
40,115万元|current_expenditure|final|2023H1""",
    ),
    Page(
        "departmental budget, Henan manner",
        """青禾县发展和改革委员会2023年部门预算公开说明
一、收支预算总体情况说明
2023年收入总计1,350.6万元，支出总计1,350.6万元，与2022年相比，收、支总计各增加120.4万元，增长9.8%。
二、收入预算总体情况说明
2023年收入合计1,350.6万元，其中：一般公共预算收入1,320.6万元，政府性基金收入0万元，其他收入30万元。
三、支出预算总体情况说明
2023年支出合计1,350.6万元，其中：基本支出980.6万元，占72.6%；项目支出370万元，占27.4%。
四、“三公”经费支出预算情况说明
2023年“三公”经费预算为15.5万元，比2022年减少1.5万元。
（一）因公出国（境）费0万元，与上年持平。
（二）公务用车购置及运行费12万元，其中，公务用车购置费0万元，公务用车运行维护费12万元。
（三）公务接待费3.5万元，比上年减少1.5万元。
五、机关运行经费支出情况
2023年机关运行经费支出预算88.2万元。
六、政府采购支出情况
2023年政府采购预算安排105万元，其中：政府采购货物预算25万元，政府采购服务预算80万元。
七、国有资产占用情况
2022年期末，我单位共有车辆4辆，其中：一般公务用车4辆；单价50万元以上通用设备0台（套）。
""",
        "",
        """1,350.6万元|income_total|total|2023
1,350.6万元|expenditure_total|total|2023
120.4万元|income_expenditure_total|total|2023
1,350.6万元|current_income|total|2023
1,320.6万元|current_income|total|2023
0万元|current_income|total|2023
30万元|current_income|total|2023
1,350.6万元|current_expenditure|total|2023
980.6万元|basic|total|2023
370万元|project|total|2023
15.5万元|three_public|total|2023
1.5万元|three_public|total|2023
0万元|abroad|total|2023
12万元|vehicle|total|2023
0万元|vehicle_purchase|total|2023
12万元|vehicle_operation|total|2023
3.5万元|reception|total|2023
1.5万元|reception|total|2023
88.2万元|operating_cost|total|2023
105万元|procurement|total|2023
25万元|procurement_goods|total|2023
80万元|procurement_services|total|2023
4辆|vehicles|balance|2022-12-31
4辆|vehicles_general|balance|2022-12-31
50万元|?
0台(套)|equipment_general|balance|2022-12-31""",
    ),
    Page(
        "report of a city with revised budget and transfers",
        """关于临江市2021年财政决算（草案）的报告
——2022年7月28日在临江市第十六届人民代表大会常务委员会第五次会议上
临江市财政局
一、2021年全市财政决算情况
2021年全市一般公共预算收入决算数362,150万元，为调整预算数的100.8%，比2020年增收25,480万元，增长7.57%；全市一般公共预算支出决算数1,120,306万元，为调整预算数的97.1%，比2020年增支36,120万元，增长3.33%。
二、2021年市本级财政决算情况
2021年市本级一般公共预算收入决算数98,420万元，加上级补助收入210,500万元，上年结转收入18,300万元，调入资金5,600万元，收入总计332,820万元。
（此件主动公开） 责任编辑：李明 电话：0713-8350001
""",
        "",
        """362,150万元|current_income|final|2021
25,480万元|current_income|final|2021
1,120,306万元|current_expenditure|final|2021
36,120万元|current_expenditure|final|2021
98,420万元|current_income|final|2021
210,500万元|superior_subsidy|final|2021
18,300万元|carry_in|final|2021
5,600万元|transfer_in|final|2021
332,820万元|income_total|final|2021""",
    ),
    Page(
        "functions in sentences, Sichuan manner",
        """青禾县农业农村局2021年度部门决算情况说明
三、一般公共预算财政拨款支出决算情况说明
2021年一般公共预算财政拨款支出决算数为2,365.18万元，完成预算100%。其中：
1.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）：支出决算为135.20万元，完成预算100%。
2.农林水支出（类）农业农村（款）行政运行（项）：支出决算为1,210.55万元，完成预算100%。
3.住房保障支出（类）住房改革支出（款）住房公积金（项）：支出决算为98.43万元，完成预算100%。
四、一般公共预算财政拨款基本支出决算情况说明
2021年一般公共预算财政拨款基本支出1,444.18万元，其中：人员经费1,302.00万元，日常公用经费142.18万元。
""",
        "",
        """2,365.18万元|current_expenditure|final|2021
135.20万元|function 2080505|final|2021
1,210.55万元|function 2130101|final|2021
98.43万元|function 2210201|final|2021
1,444.18万元|basic|final|2021
1,302.00万元|basic_personnel|final|2021
142.18万元|basic_public|final|2021""",
    ),
    Page(
        "amounts in 元 and a file number, no amount in furniture",
        """云岭区残疾人联合会2022年度部门决算公开
索引号：004218375/2023-10023 文号：云残发〔2023〕15号 公开日期：2023年09月12日 有效性：有效
访问量：12345 次 责任编辑：admin 阅读：1,024
2022年度机关运行经费支出356,120.50元，比上年减少12,300.00元，下降3.34%。
2022年度政府采购支出总额198,000元，其中：政府采购货物支出48,000元、政府采购服务支出150,000元。
咨询电话：010-88887777，办公时间8:30-17:30，地址：青山路128号3楼，邮编100000
""",
        "",
        """356,120.50元|operating_cost|final|2022
12,300.00元|operating_cost|final|2022
198,000元|procurement|final|2022
48,000元|procurement_goods|final|2022
150,000元|procurement_services|final|2022""",
    ),
    Page(
        "national manner, taxes in a numbered list",
        """2022年上半年财政收支情况
2022年7月14日 来源：国库司
一、全国一般公共预算收支情况
（一）一般公共预算收入情况。
上半年，全国一般公共预算收入105221亿元，按自然口径计算下降10.2%。其中，中央一般公共预算收入47663亿元，下降12.7%；地方一般公共预算本级收入57558亿元，下降7.9%。
主要税收收入项目情况如下：
1.国内增值税19136亿元，下降45.7%。
2.国内消费税9614亿元，比上年同期增长9.9%。
3.印花税2430亿元，比上年同期增长8.2%。其中，证券交易印花税1731亿元，比上年同期增长4.1%。
（二）一般公共预算支出情况。
上半年，全国一般公共预算支出128887亿元，比上年同期增长5.9%。
""",
        "",
        """105221亿元|current_income|final|2022H1
47663亿元|current_income|final|2022H1
57558亿元|current_income|final|2022H1
19136亿元|tax_value_added|final|2022H1
9614亿元|tax_consumption|final|2022H1
2430亿元|tax_stamp|final|2022H1
1731亿元|证券交易印花税|final|2022H1
128887亿元|current_expenditure|final|2022H1""",
    ),
    Page(
        "a debt sentence and a reserve",
        """关于青禾县2022年预算执行情况的报告
2022年末，全县政府债务限额35.60亿元，政府债务余额33.18亿元，其中：一般债务余额12.08亿元，专项债务余额21.10亿元。
2022年末，预算稳定调节基金余额1.25亿元。
""",
        "",
        """35.60亿元|government_debt|limit|2022-12-31
33.18亿元|government_debt|balance|2022-12-31
12.08亿元|general_debt|balance|2022-12-31
21.10亿元|special_debt|balance|2022-12-31
1.25亿元|stabilization_fund_balance|final|2022-12-31""",
    ),
)
