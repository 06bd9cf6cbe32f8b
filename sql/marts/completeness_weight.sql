-- mart.completeness_weight (table)
-- zh: 完整性指数的权重：可在自己的副本中修改，指数随之改变
-- en: weights of the completeness index; change them in a copy of yours and the index follows
-- grain: element: 一个要素 | one element
-- columns:
--   element: 要素 | element
--   name_zh: 要素名称 | name in Chinese
--   weight: 权重 | weight
--   meaning: 如何评分（0 至 1） | how it is scored, 0 to 1
with final as (
    select
        element,
        name_zh,
        cast(weight as decimal(9, 4)) as weight,
        meaning
    from (
        values
            ('statements', '应有报表', 40, '应有报表中已公开的比例'),
            ('explained', '空表说明', 10, '空表中附有说明的比例；没有空表不评'),
            ('narrative', '情况说明', 20, '是否公开文字说明'),
            ('machine_readable', '机器可读', 10, '可直接读取文字（非扫描）的页的比例'),
            ('goals', '绩效目标', 10, '是否公开绩效指标'),
            ('both_stages', '预决算齐全', 10, '同一年度预算与决算是否都已公开'),
            ('timely', '按时公开', 10, '批复后二十日内公开；缺公开日期则不评'),
            ('units', '单位齐全', 10, '所属单位是否都已公开；缺单位名录则不评')
    ) as listed (element, name_zh, weight, meaning)
)

select * from final
