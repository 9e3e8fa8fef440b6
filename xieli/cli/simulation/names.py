"""Ordinary invented Chinese names, each used once."""

import random
from collections.abc import Iterator

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜"
    "戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
GIVEN = (
    "伟",
    "芳",
    "娜",
    "敏",
    "静",
    "磊",
    "洋",
    "勇",
    "艳",
    "杰",
    "涛",
    "明",
    "超",
    "霞",
    "平",
    "刚",
    "桂兰",
    "玉珍",
    "建国",
    "志强",
    "秀英",
    "海燕",
    "晓东",
    "雪梅",
    "文博",
    "子涵",
    "思远",
    "雨桐",
    "一鸣",
    "欣怡",
    "浩然",
    "俊杰",
    "梓轩",
    "若曦",
    "嘉禾",
    "景行",
    "知秋",
    "安然",
    "立言",
    "书宁",
    "清扬",
    "望舒",
    "修远",
    "承泽",
    "云帆",
    "晨曦",
    "沐阳",
    "乐山",
    "怀瑾",
    "明轩",
    "佳宁",
    "丽华",
    "振宇",
    "少军",
    "国庆",
    "红梅",
    "春生",
    "东升",
    "长林",
    "永强",
    "凤英",
    "小军",
    "大海",
    "正阳",
    "学文",
    "启航",
    "天佑",
    "慧敏",
    "丹丹",
    "莉莉",
    "婷婷",
    "鹏飞",
    "宏图",
    "守信",
    "致远",
    "可心",
    "亦凡",
    "佩瑶",
)


def names(rng: random.Random, taken: set[str]) -> Iterator[str]:
    """New names for ever, none of them in `taken` or given twice."""
    while True:
        name = rng.choice(SURNAMES) + rng.choice(GIVEN)
        if name not in taken:
            taken.add(name)
            yield name


def phone(n: int) -> str:
    """A number of the reserved range 199****0001, which nobody has."""
    return f"1990{n // 1000:04d}{n % 1000 + 1:03d}"
