"""What the checker remarks, in the language of the reader.

The checker itself knows no languages: it says Chinese sentences with values in them. Each is looked up here by its
pattern; what the table does not know is shown as it was said.
"""

from __future__ import annotations

import re
from functools import cache

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

_SAID = (
    # of relations
    _("超出目标的幅度"),
    _("完成目标的比例"),
    _("字面为“超过”，数值却是完成比例；超出幅度应为%(value)s"),
    _("按四舍五入末位应进一，文中为截尾"),
    _("按文中目标计算应为%(value)s"),
    _("目标数未写明；“超过”可指超出幅度，也可指完成比例"),
    _("目标数未写明；按完成比例推算目标"),
    _("超出目标的幅度（以%(value)s计），隐含目标"),
    _("完成目标的比例（以%(value)s计），隐含目标"),
    _("文字称“超额完成”"),
    _("文中写明的基数是“%(words)s”，比例却与另一数相符"),
    _("以写明的“%(words)s”（%(value)s）为基数"),
    _("以%(value)s为基数"),
    _("“增长N倍”宜指增量；按“为原来的N倍”理解则相符"),
    _("增量为基数的倍数"),
    _("为基数的倍数"),
    _("按文中两数计算应为%(value)s"),
    _("按文中数字计算应为%(value)s"),
    _("按本行两数计算应为%(value)s"),
    _("同样句式的其他各项都相符，此处按文中两数应为%(value)s"),
    _("基数未写明，隐含约%(value)s"),
    _("基数未写明，隐含约%(value)s，不是整数，倍数为约数"),
    _("基数未写明，无从核对"),
    _("没有整数基数能得出所写增幅，口径可能不同"),
    _("上期数未写明，隐含为%(value)s"),
    _("隐含基数"),
    _("两个百分数之差应写“个百分点”"),
    _("相差的百分点"),
    _("增长的百分比"),
    _("增减方向与文中两数相反"),
    _("翻一番为2倍、翻两番为4倍；按文中两数应为%(value)s"),
    _("文字称“%(words)s”，后一数却较小"),
    _("文字称“%(words)s”，后一数却较大"),
    _("列出%(count)s项并有“等”字，未列全"),
    _("已、未两项之和与总数不符，未%(words)s应为%(value)s"),
    _("已有与剩余之和与总数相差%(value)s"),
    _("各项连同其余与整体相差%(value)s"),
    _("其中各项之和比整体多%(value)s"),
    _("各项之和与合计相差%(value)s"),
    _("各行之和与合计相差%(value)s"),
    _("各行比例之和为%(value)s"),
    _("各项四舍五入后与合计相差末位"),
    _("各项占比合计%(value)s，超过100%%"),
    _("各项占比合计%(value)s，不足100%%"),
    _("按总数与数量计算，平均应为%(value)s"),
    _("按每份与数量计算应为%(value)s"),
    _("按本行标准和数量计算应为%(value)s"),
    _("各部分之和为%(value)s"),
    _("按每月计算应为%(value)s"),
    _("按单价与数量计算应为%(value)s"),
    _("单价为上限，合计恰等于上限与数量之积"),
    _("单价未写明，隐含每份%(value)s元"),
    _("文中金额相当于%(count)s份，人数或金额有一处有误，或标准、批次不一"),
    _("雨露计划按每生每学期1500元、每学年3000元补助（国开办发〔2015〕19号）"),
    _("数字相同而小数点错一位，应为%(value)s"),
    _("同一事实前后两处不一致"),
    _("同一事实前后数字不一"),
    _("与前文同一事实相比，相邻两位数字互换"),
    _("与文中数字算出的结果不符"),
    _("与算出的结果不符，可能有误，也可能另有所指"),
    _("与前文的数只差一两位数字，可能有误，也可能另有所指"),
    _("按文中数字计算"),
    _("前文的数"),
    _("为该数的约数"),
    _("部分大于整体"),
    _("表中合计为%(value)s"),
    _("与表中合计一致"),
    _("与表中数字一致"),
    _("为表中合计的四舍五入"),
    # of figures that cannot be read
    _("数字里有连在一起的标点，无法读出"),
    _("数字有两个小数点，无法读出"),
    _("数字中间是句号，可能是小数点，无法读出"),
    _("千分位的逗号不在三位一节处，无法读出"),
    _("数字中间是中文逗号，可能是千分位，也可能是两个数，无法读出"),
    _("数字里混有字母（O、l、I），无法读出"),
    _("阿拉伯数字和汉字数字连在一起，无法读出"),
    _("小数点旁有空格，无法读出"),
    _("小数点前没有数字，无法读出"),
    _("小数点后没有数字，无法读出"),
    _("数字无法读出"),
    # of documents
    _("全文%(count)s页，只核对前%(first)s页"),
    _("这是核对结果，只核对其中“原文与标注”部分"),
    _("文字超过%(count)s万字，请分成几份再核对"),
    _("文档里没有文字"),
    _("网页内容读不出来"),
    _("网页的标签嵌套过深（超过2000层），无法读出，请另存为文本再核对"),
    _("网页元素过多，无法核对"),
    _("文件名说是%(kind)s，内容却不是%(same)s，可能已损坏，请重新导出"),
    _("文件超过%(count)sMB，请拆分后再核对"),
    _("文档设有打开密码，请先在Word中解除密码再上传"),
    _("文件设有密码，请先解除密码再上传"),
    _("PDF设有打开密码，请先解除密码再上传"),
    _("文件已损坏，打不开"),
    _("Word文档已损坏，打不开"),
    _("PDF已损坏或加密方式不受支持，打不开"),
    _("PDF是扫描图片，没有文字层，请先做文字识别（OCR）再核对"),
    _("这是旧版Word或表格文件，请另存为.docx再上传；表格可以复制后粘贴到页面里核对"),
    _("这是RTF文件，请用Word另存为.docx再上传"),
    _("这是图片，没有文字，请先做文字识别（OCR）再核对"),
    _("这是压缩包，请先解压，再核对里面的文件"),
    _("这是Excel表格，不是文稿；要核对表里的数，请复制后粘贴到页面里，或另存为.docx"),
    _("这是演示文稿，请把文字另存为.docx再上传"),
    _("这是OpenDocument文件（.odt等），请另存为.docx再上传"),
    _("这是OFD版式文件，请另存为PDF或.docx再上传"),
    _("这个文件不是Word文档（.docx）"),
    _("文档展开后过大，请删去图片后再核对"),
    _("这不是文本、Word、PDF或网页文件"),
    _("认不出文件的文字编码，请另存为UTF-8文本"),
)
_POINTS = "个百分点"
_VALUE = re.compile(r"%\((\w+)\)s")


def remarked(words: str) -> str:
    """A remark of the checker in the language of the page; several joined by ； are looked up one by one."""
    if not words or get_language() == settings.LANGUAGE_CODE:
        return words
    if (whole := _looked_up(words)) is not None:
        return whole
    pieces = words.split("；")
    return str(_("；")).join(_looked_up(piece) or piece for piece in pieces)


def _looked_up(words: str) -> str | None:
    for pattern, said in _patterns():
        if match := pattern.fullmatch(words):
            return str(said) % {name: _value(value) for name, value in match.groupdict().items()}
    return None


def _value(words: str) -> str:
    """A value in a remark: points of percentages are the only ones told with a word of their own."""
    number = words.removesuffix(_POINTS)
    return words if number == words else str(_("%(value)s个百分点")) % {"value": number}


@cache
def _patterns() -> list[tuple[re.Pattern[str], object]]:
    """The patterns of all remarks, those that say more first."""
    with override(settings.LANGUAGE_CODE):
        texts = [(str(said), said) for said in _SAID]
    texts.sort(key=lambda one: -len(_VALUE.sub("", one[0])))
    return [(_pattern(text), said) for text, said in texts]


def _pattern(text: str) -> re.Pattern[str]:
    pieces = _VALUE.split(text)  # words and names of values by turns
    literal = [re.escape(piece.replace("%%", "%")) for piece in pieces[::2]]
    values = [rf"(?P<{name}>[^；]+?)" for name in pieces[1::2]]
    return re.compile("".join(a + b for a, b in zip(literal, [*values, ""], strict=True)))
