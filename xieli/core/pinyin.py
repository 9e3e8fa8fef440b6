"""Chinese names by their sound: keys to store and sort by, and matching of what a person types."""

from functools import lru_cache


def _table(text: str) -> dict[str, str]:
    return dict(pair.split(":") for pair in text.split())


# Surnames whose reading as a surname is not the character's usual one.
_SURNAMES = _table("""
    曾:zeng 单:shan 仇:qiu 解:xie 查:zha 区:ou 任:ren 盖:ge 覃:qin 朴:piao 华:hua 乐:yue 缪:miao 翟:zhai
    折:she 种:chong 员:yun 繁:po 秘:bi 洗:xian 冼:xian 句:gou 阚:kan 郇:xun 牟:mu 尉:yu 祭:zhai 佴:nai
    召:shao 黑:he 隗:wei 卜:bu 重:chong 都:du 薄:bo 么:yao 藏:zang 能:nai 省:xing 蔚:yu 番:pan 粘:nian
    适:kuo 率:shuai 角:jue 会:gui 颉:xie 不:fou 六:lu 乜:nie 炅:gui 冒:mo 没:mo 应:ying 宁:ning 那:na
    燕:yan 葛:ge 相:xiang 车:che 沈:shen
""")
_COMPOUND = _table("""
    尉迟:yu,chi 万俟:mo,qi 澹台:tan,tai 长孙:zhang,sun 单于:chan,yu 乐正:yue,zheng 亓官:qi,guan
    鲜于:xian,yu 令狐:ling,hu 夏侯:xia,hou 拓跋:tuo,ba 司徒:si,tu 司马:si,ma 司空:si,kong 司寇:si,kou
    诸葛:zhu,ge 欧阳:ou,yang 上官:shang,guan 东方:dong,fang 皇甫:huang,fu 公孙:gong,sun 公冶:gong,ye
    公羊:gong,yang 慕容:mu,rong 宇文:yu,wen 端木:duan,mu 呼延:hu,yan 南宫:nan,gong 申屠:shen,tu
    闻人:wen,ren 钟离:zhong,li 赫连:he,lian 淳于:chun,yu 太史:tai,shi 濮阳:pu,yang 宗政:zong,zheng
    东郭:dong,guo 独孤:du,gu 轩辕:xuan,yuan 仲孙:zhong,sun 左丘:zuo,qiu 谷梁:gu,liang 西门:xi,men
    百里:bai,li 羊舌:yang,she 梁丘:liang,qiu 完颜:wan,yan 纳兰:na,lan
""")


@lru_cache(maxsize=20_000)
def syllables(name: str) -> tuple[str, ...]:
    """One reading per Chinese character, and each foreign word of a name whole; lower case, ü written v."""
    from pypinyin import lazy_pinyin  # its dictionary is a tenth of the time every start took

    name = name.strip()
    if name[:2] in _COMPOUND and len(name) > 2:
        read, rest = _COMPOUND[name[:2]].split(","), name[2:]
    elif name[:1] in _SURNAMES:
        read, rest = [_SURNAMES[name[0]]], name[1:]
    else:
        read, rest = [], name
    given = [word for part in lazy_pinyin(rest) for word in _words(part)]
    return tuple(read + given)


def keys(name: str) -> tuple[str, str]:
    """What to store beside a name: (full, initials), as ("zhangwei", "zw") for 张伟."""
    parts = syllables(name)
    return "".join(parts), "".join(part[0] for part in parts)


@lru_cache(maxsize=20_000)
def sounds(text: str) -> str:
    """What words that are no name are found by, each whole and by initials: "kefu zuoxi kf zx" for 客服 · 坐席."""
    from pypinyin import lazy_pinyin

    split = "".join(c if c.isalnum() else " " for c in text).split()
    read = [[word for part in lazy_pinyin(piece) for word in _words(part)] for piece in split]
    return " ".join(
        ["".join(parts) for parts in read] + ["".join(part[0] for part in parts) for parts in read]
    )


def matches(typed: str, name: str) -> bool:
    """Whether somebody who types this may mean the name: zhangwei, zw, zhangw, zwei, wei, 张w, 张wei, 伟.

    What is typed runs along consecutive characters of the name, each given as itself or by a beginning of
    its sound.
    """
    for (
        character
    ) in typed:  # nobody's sound holds a Chinese character: without it in the name there is no way
        if "\u4e00" <= character <= "\u9fff" and character not in name:
            return False
    wanted = "".join(typed.lower().replace("ü", "v").split()).replace("'", "")
    if not wanted:
        return False
    units = _units(name)
    return any(_along(wanted, units, start) for start in range(len(units)))


def _along(wanted: str, units: list[tuple[str, str]], place: int) -> bool:
    if not wanted:
        return True
    if place == len(units):
        return False
    character, sound = units[place]
    if character and wanted[0] == character and _along(wanted[1:], units, place + 1):
        return True
    length = 0
    while length < min(len(wanted), len(sound)) and wanted[length] == sound[length]:
        length += 1
        if _along(wanted[length:], units, place + 1):
            return True
    return False


def _units(name: str) -> list[tuple[str, str]]:
    """(character, sound) of each Chinese character; a foreign word has only its sound."""
    sounds = syllables(name)
    compact = [c for c in name.lower() if not c.isspace() and c not in "·."]
    if len(compact) == len(sounds):
        return list(zip(compact, sounds, strict=True))
    return [("", sound) for sound in sounds]


def _words(part: str) -> list[str]:
    """The words of what pypinyin left as it was, punctuation dropped; a reading is one word."""
    kept = "".join(c if c.isalnum() else " " for c in part.lower())
    return kept.split()
