"""The kinds of product question: how each is asked, which fields answer it, what an answer holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

_LENGTH = frozenset({"mm", "cm", "m", "inch", "ft"})
_VOLUME = frozenset({"floz", "oz", "ml", "l", "gallon"})
_MASS = frozenset({"mg", "g", "kg", "lb", "oz", "jin"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of question.

    Attributes:
        name: the kind.
        english: pattern over the lower-cased question.
        chinese: pattern over the question.
        fields: words that, in an attribute's name, mark it as answering.
        units: canonical units that an answer would carry.
        answer: pattern of words in a sentence that speaks of the matter.
        direct: the product field that answers it, where there is one.
        strict: a yes needs the catalog's own word for it (fit, safety, compatibility).
        exact: "what …" is answered only by a field, a measure or a word of the kind. Of 283 cards
            that answer such questions (hetPQA and semiPQA ranking, validation) 268 hold one; of
            2,238 that don't answer, 634 do.
    """

    name: str
    english: re.Pattern[str]
    chinese: re.Pattern[str]
    fields: re.Pattern[str]
    units: frozenset[str] = field(default_factory=frozenset)
    answer: re.Pattern[str] | None = None
    direct: str | None = None
    strict: bool = False
    exact: bool = False

    def asks(self, lower: str, chinese: bool) -> bool:
        """Whether a lower-cased question is of this kind."""
        return bool((self.chinese if chinese else self.english).search(lower))


def _kind(name: str, english: str, chinese: str, fields: str, **more: Any) -> Kind:
    answer = more.pop("answer", "")
    return Kind(
        name, re.compile(english), re.compile(chinese), re.compile(fields, re.IGNORECASE),
        answer=re.compile(answer, re.IGNORECASE) if answer else None, **more,
    )  # fmt: skip


# Most specific first.
KINDS: tuple[Kind, ...] = (
    _kind("warranty", r"warrant|guarantee|\breturn(?:s|ed|able)?\b|refund|replacement policy",
          r"保修|质保|退货|退换|包退", r"warrant|guarantee|return|保修|质保|售后|退",
          answer=r"warrant|guarantee|return|refund|保修|质保|退", exact=True),
    _kind("shelf life", r"expir|shelf[- ]life|best before|go bad|how long .*\b(?:keep|fresh|last once)",
          r"保质期|有效期|过期|能放多久|存放多久", r"expir|shelf|best.?before|保质|有效期|限用",
          units=frozenset({"month", "year", "day"}), answer=r"expir|shelf|best before|fresh|保质|有效期", exact=True),
    _kind("sale", r"\bon (?:sale|special|offer)\b|\bdiscount(?:s|ed)?\b|\breduced(?: in price)?(?=[\s?.!]*$)|marked down|\b(?:original|list|regular|full|old|normal) price\b|price drop",
          r"打折|折扣|优惠|特价|原价|降价|减价", r"^(?:list price|原价)$|discount|折扣", direct="list price"),
    _kind("price", r"how much (?:is|are|does (?:it|this|that|one|the [\w ]+) cost|for)\b|\bprice\b|\bcosts?\b|how expensive",
          r"多少钱|价格|价钱|几块|几元|多少元|售价|卖多少|怎么卖", r"^price$|价格|售价", direct="price"),
    _kind("rating", r"(?<!security )(?<!energy )(?<!safety )(?<!water )(?<!fire )(?<!weight )(?<!load )(?<!\bip )\brat(?:ed|ing)s?\b|how many stars|well reviewed|reviews? (?:like|good)|average review",
          r"评分|评价(?:怎么样|如何|好)|好评|几星|几分", r"rating|stars|评分", direct="rating", exact=True),
    _kind("availability", r"in stock|available (?:now|today|right|at the moment|in store)|availability|sold out|out of stock|still available|is (?:it|this) available\b|(?:is|are) .{2,60} available[\s?.!]*$",
          r"有货|现货|缺货|库存|断货|还有吗|能买到", r"availab|stock|库存|现货", direct="availability"),
    _kind("brand", r"what brand|which brand|brand name|who (?:makes|made|manufactures)|manufacturer|is (?:it|this) (?:a |an )?(?:genuine|original|authentic)",
          r"什么牌子|品牌|哪个牌|哪家(?:公司|厂)|谁家的|厂家|正品", r"brand|manufactur|maker|品牌|厂家|厂商|制造", direct="brand"),
    _kind("author", r"who (?:wrote|writes|authored)\b|\bauthors?\b|written by|by whom", r"作者|谁写的|谁著", r"author|writer|作者|编著",
          answer=r"written by|author|作者|著", exact=True),
    _kind("narrator", r"who (?:narrates?|reads)\b|narrat(?:or|ed)\b|read by", r"谁(?:朗读|播讲|演播|读)的?|播讲|演播",
          r"narrator|reader|read by|播讲|演播", answer=r"read by|narrat|朗读|播讲|演播", exact=True),
    _kind("publisher", r"who (?:publishes|published|is the publisher)|\bpublishers?\b|publishing house", r"出版社|谁出版", r"publisher|出版社",
          answer=r"publish|出版社", exact=True),
    _kind("published", r"when (?:was|were|did|is) .*(?:publish|released?|come out|came out)|(?:publication|release) (?:date|year)|how (?:new|recent) is",
          r"(?:什么时候|哪年|何时)(?:出版|上市|发布|发行)|出版(?:时间|日期|年份)|上市时间", r"pub(?:lication|lished|\.)?\b.*(?:date|year)?|release|first available|出版(?:时间|日期|年)|上市",
          answer=r"publish|released|出版|上市", exact=True),
    _kind("pages", r"how many pages|page count|number of pages|\bpages long", r"多少页|几页|页数|有多厚", r"\bpages?\b|页数", answer=r"\bpages?\b|页", exact=True),
    _kind("origin", r"where (?:is|was|are|were|does) .*\b(?:made|manufactured|produced|from|come from|grown)|made in\b|country|origin|imported",
          r"产地|哪里产|哪里生产|哪国|原产|进口|国产|哪儿产", r"origin|country|made in|产地|原产|国家",
          answer=r"made in|imported|product of|origin|usa|china|america|korea|japan|产地|产自|进口|原产", exact=True),
    _kind("ingredient", r"\bcontains?\b|ingredient|what(?:'s| is) in (?:the|it|this|these|your)\b|have (?:any )?[\w\s-]{2,30} in (?:it|this|them)\b|\b\w+[- ]free\b(?! shipping| gift| delivery)|free (?:of|from)|made with|\bin it\b|allergen|\bvegan\b|gluten",
          r"含|成分|配料|添加|有没有(?:酒精|香精|糖|防腐剂|添加剂)|无(?:香精|酒精|糖)|过敏源",
          r"ingredient|contains|allergen|composition|nutrition|free.?from|成分|配料|原料|含量"),
    _kind("age", r"\bages?\b|years? old|year-old|month old|how old|toddler|\bfor (?:a |my )?(?:kids|children|baby|adults)",
          r"几岁|多大的(?:孩子|宝宝|小孩)|年龄|多大(?:宝宝|孩子)|几个月", r"\bage|年龄|适用人群|年段|阶段",
          units=frozenset({"year", "month"}), answer=r"\bage|year|month|toddler|kid|child|adult|岁|个月|儿童|婴", exact=True),
    _kind("load", r"how (?:much|many (?:pounds|lbs|kg|kilos|litres|liters|cups|pints|gallons|ounces)) .*\b(?:carry|hold|support|bear)\b|\b(?:weight|load) (?:limit|capacity|rating)\b|\bmax(?:imum)?\.? (?:load|weight|rider)",
          r"承重|载重|能承|限重|最大负[载荷]", r"load|weight (?:limit|capacity)|max.*weight|carrying|capacity|承重|载重|限重|容量",
          units=_MASS | _VOLUME, answer=r"\bhold|carr|support|up to|capacity|limit|\bload|承重|载重|容量", exact=True),
    _kind("weight", r"\bweigh|\bheavy\b|\bweight\b|how many (?:pounds|lbs|kg|grams|kilos)|\blightweight\b|\bhow light\b|\b(?:is|are) (?:it|they|this|these|that|those|the [\w -]{2,30}) light\b",
          r"多重|重量|几斤|多少(?:斤|克|公斤|千克)|净重|净含量|重不重|轻不轻", r"weight|重量|净重|净含量|毛重",
          units=_MASS, answer=r"weigh|pound|\blbs?\b|heavy|light|重|轻", exact=True),
    _kind("area", r"how (?:big|large) (?:a|of a) (?:room|space|area)|room size|square (?:feet|meters|metres)|coverage",
          r"多大的?(?:房间|面积|空间|屋|客厅|卧室)|面积|多少平", r"area|room|coverage|面积|空间", answer=r"room|square|平方|平米", exact=True),
    _kind("temperature", r"how (?:hot|cold|warm)|temperature|degrees", r"多少度|几度|水温|温度|耐热|耐高温",
          r"temperature|heat|水温|温度|耐热|保温", units=frozenset({"degree"}), answer=r"°|degree|度", exact=True),
    _kind("size", r"how (?:big|long|wide|tall|deep|thick|large|high|small)\b(?!.*\b(?:last|take|before|until|charge)\b)|dimension|\bsizes?\b|measure|diameter|\bheight\b|\bwidth\b|\blength\b|\bdepth\b|thickness|capacity|volume|how many (?:oz|ounces|fl|ml|inches|feet|liters|litres|gallons)|\binch",
          r"尺寸|多大|多长|多高|多宽|多厚|大小|容量|尺码|规格|直径|长度|高度|宽度|多少(?:毫升|升|厘米|ml)|(?:装|盛|容纳|放得?下)多少|几寸",
          r"size|dimension|length|width|height|depth|diameter|volume|capacity|thickness|measure|\bpages\b|尺寸|尺码|容量|规格|长|宽|高|直径|大小|净含量",
          units=_LENGTH | _VOLUME, answer=r"inch|\bcm\b|size|measur|long|wide|tall|large|small|big|尺寸|厘米|毫升|大|小", exact=True),
    _kind("material", r"made (?:of|from|out)|what material|\bmaterials?\b|what fabric|\bfabric\b|what .* made of|is (?:it|this) (?:a )?(?:real |genuine |solid )?(?:leather|wood|wooden|metal|plastic|cotton|glass|steel|silk|wool|rubber|ceramic)",
          r"材质|什么材料|面料|什么料|什么做的|材料|纯棉|真皮|实木|塑料的|不锈钢",
          r"material|fabric|composition|made of|shell|lining|材质|面料|材料|成分含量|材质成分",
          answer=r"made (?:of|from|with)|material|cotton|leather|wood|bamboo|cork|metal|iron|copper|brass|alumini?um|titanium|steel|plastic|silicone|rubber|glass|ceramic|porcelain|stoneware|polyester|nylon|elastane|spandex|wool|fleece|linen|silk|denim|canvas|suede|棉|皮|木|竹|铁|铜|铝|钛|钢|塑料|硅胶|橡胶|陶瓷|玻璃|涤纶|尼龙|羊毛|羊绒|麻|丝绸|帆布", exact=True),
    _kind("colour", r"colou?rs?\b|what shade|\bshades?\b", r"颜色|什么色|几种色|色号", r"colou?r|shade|finish|颜色|色号",
          answer=r"colou?r|shade|\b(?:black|white|ivory|cream|red|orange|yellow|green|blue|navy|purple|gray|grey|pink|brown|beige|tan|silver|gold)\b|色", exact=True),
    _kind("compatibility", r"compatib|\bfits?\b|\bwork(?:s|ing)? (?:with|on|for|in|under|well|a)\b|\bused? (?:with|on|in|for)\b|\bconnect|\bsupport|\battach|\bgo with",
          r"适配|兼容|能用(?:在|于)?|适用|配(?:得上|.*用)|能(?:装|配|连)|匹配|支持",
          r"compat|fit|model|device|connect|platform|phone|vehicle|interface|适用|适配|兼容|型号|接口|支持",
          answer=r"compat|\bfits?\b|work|use[ds]? (?:with|on|for)|connect|support|适用|适配|兼容|支持|可用", strict=True),
    _kind("safety", r"\bsafe\b|\bsafety\b|harmful|toxic|pregnan|breastfe|irritat|allerg|sensitive|\bbpa\b|suitable|\bgood for\b|\bok(?:ay)? for\b|appropriate|recommended for|gentle|\bskin types?\b",
          r"安全|有毒|有害|孕妇|怀孕|哺乳|敏感|刺激|过敏|适合|伤(?:肤|手|胃)|肤质",
          r"skin.?type|suitable|safety|hazard|concern|target|age|for whom|warning|适合|适用|肤质|肤色|人群|安全|注意",
          answer=r"safe|suitable|gentle|sensitive|toxic|irritat|harm|pregnan|all skin|non-|appropriate|安全|适合|温和|敏感|孕|刺激", strict=True),
    _kind("power", r"batter|\bcharg|\bpower|\bvolt|\bwatt|\bplug|\bmah\b|\bamps?\b|electric|\bcord",
          r"电池|充电|续航(?!(?:时间)?(?:是|有|能|可以?)?(?:多[久长少]|几))|功率|电压|插电|瓦|待机", r"batter|power|volt|watt|charg|plug|cord|amp|电池|功率|电压|续航|充电",
          units=frozenset({"v", "w", "mah", "hour"}), answer=r"batter|charg|power|volt|watt|plug|cord|hours?|电|瓦", exact=True),
    _kind("included", r"come(?:s)? (?:with|in)|\binclud|in the (?:box|package|kit)|\bsold (?:separately|with|as)|what do (?:i|you) get|\bwith (?:a|an|the) [\w ]+\?$|do(?:es)? .* have\b",
          r"包含|附带|附赠|赠送|送(?!到|货)|配件|包装(?:里|内)|有没有配|带(?:不带|有)?",
          r"includ|component|accessor|package content|in the box|contents|kit|包含|配件|清单|附带|赠品",
          answer=r"includ|comes? with|accessor|in the box|separately|only|附|配|含|送"),
    _kind("count", r"how many|quantity|\bper (?:pack|box|case)\b|number of|pack of",
          r"几(?:个|片|件|只|瓶|支|包|袋|张|双|条|块|把|盒|根)|多少(?:个|片|件|只|瓶|支|包|袋|张|双|条|块|粒)|数量|一套|一包",
          r"count|quantity|number|pieces|pack|unit|servings|数量|件数|片数|包装|规格|支数",
          answer=r"\d|pack|piece|set of|pair|single|个|片|件|只", exact=True),
    _kind("care", r"\bwash|\bclean|dishwasher|\bhow (?:do|to|should|often|can) |\bcare\b|instructions|\bapply\b|\bdirections\b|\binstall|\bassembl|\biron\b|microwave|\boven\b",
          r"怎么(?:用|洗|安装|使用|清洗|保养)|如何(?:用|使用|清洗|安装)|用法|清洗|机洗|水洗|洗碗机|微波|烤箱|保养|安装|每天|几次",
          r"care|wash|clean|usage|direction|instruction|how to|use|assembl|dishwasher|microwave|oven|洗|微波|烤箱|保养|用法|使用|安装",
          answer=r"wash|clean|apply|use|assembl|install|dishwasher|microwave|\boven|instruction|洗|微波|烤箱|涂|使用|安装|用法"),
    _kind("duration", r"how long (?:do|does|will|is|until|before|would)|how often|\blast\b|\blasts\b",
          r"多久|多长时间|用多长|(?<!发货)(?<!到货)几(?:天|个?小时|分钟)|多少(?:天|个?小时|分钟)", r"duration|life|time|hours|时间|时长|续航|寿命|保温",
          units=frozenset({"hour", "minute", "day", "week", "month", "year"}), answer=r"hour|minute|day|week|month|year|last|once|twice|小时|天|月|年|每"),
)  # fmt: skip
