"""The words that rule something out, in English and Chinese, and what may stand around them.

Data for `negation`. In the triggers, the group ``absent`` marks words that speak of what a product
holds ("without", "不含"), ``thing`` those that refuse a thing itself ("not", "不要"), ``only`` the
prefix 非.
"""

from __future__ import annotations

import re

TRIGGERS = re.compile(
    r"(?<![\w'-])(?:"
    r"(?P<absent>without(?: any)?|free (?:of|from)|(?:(?:i am|i'm|im|he is|she is|who is|we are|is) )?allergic to|allergy to|intolerant (?:to|of)"
    r"|(?:that |which |it |they )?(?:(?:does|do|did|should|must|can|could|would)(?:n't|nt| not)|cannot|can't|never) (?:contain|include|have|use|eat|tolerate|take)(?: any)?"
    r"|(?:contain(?:s|ing)?|has|have|having|with) (?:no|zero)|not containing(?: any)?)"
    r"|(?P<thing>(?:not|(?:is|are|was)(?:n't|nt)) (?:(?:made|sold|produced) )?(?:from|by)|(?:(?:i|we) )?(?:(?:do|does|would|did)(?:n't|nt| not)) (?:want|like|need|love)(?: (?:any|it in|it to be|one in|anything in|anything made of|something in))?"
    r"|(?:(?:should|must|is|are|was|be|can|could)(?:n't|nt| not)|not) (?:be )?(?:made (?:of|from|out of|with)|in|of)"
    r"|(?:should|must|can)(?:n't|nt| not) be|(?:is|are)(?:n't|nt)"
    r"|nothing (?:in|with|by|from|made of|made from)|avoid(?:ing)?|hate|dislike|(?:i )?can't stand|rather not|excluding|exclude"
    r"|anything but|any(?:thing)? (?:\w{1,12} )?(?:except|but|other than)|except(?: for)?|apart from|other than|but (?:not|no)|never|skip"
    r"|neither|not any|not|no|non)"
    r")(?: (?:in|from|by|any|made of|of))?[ -]"
)
TRIGGERS_CHINESE = re.compile(
    r"(?P<only>非)|(?P<absent>不含有?|不添加|不加|无添加|无|零|(?<!有)没有?|不带|对)"
    r"|(?P<thing>(?:请)?(?:不想要|不要|不想买|不喜欢|不买|不考虑|别要|别买|别给我|别推荐|拒绝|避免|避开|排除|讨厌|不是|除了))(?:含|有|用|是|带)?"
)
EXCEPTION_OF_NOTHING = re.compile(r"(?:nothing|none|no one|(?<![a-z])no \w{1,14}|not \w{1,14}) $")
ITEM_LEAD = re.compile(r"\s?(?:any |from |by |in |made of |no |含|有)?")
ARTICLE = re.compile(r"(?:the |an? )?")
LINK = re.compile(
    r"(?P<either>(?:\s?,)?\s(?:or|nor)\s(?:from |in |by )?|\s?/\s?|或者?)|(?P<also>(?:\s?,)?\s(?:and|&)\s|和|、|以及|与)|(?P<comma>\s?,\s?)"
)
OPEN = re.compile(
    r"\s?(?:$|[.,;:!?)。，、；！？\]\ue000/]|(?:and|or|nor|but|for|please|pls|with|in|that|which|under|below|over|at|"
    r"on|to|from|is|are|it|i|if|because|as|than|so|just|thanks|preferably|only|can|could|material[s]?|"
    r"colou?rs?|colou?red|ones?|brands?|products?|based|flavou?red|flavou?rs?|ingredients?|added|stuff|things?|"
    r"anything|around|up|max|by|do|does|what|show|something|also|please|less|more|cheaper|much|at all)(?![a-z])"
    r"|[的或和与色材质制做款类牌成都外以之吗吧啊哦就,有过还都什])"
)
ANOTHER_THING = re.compile(
    r"[\s-]?(?:cast|smell|scent|taste|residue|spots?|heads?|jams?|grain|stains?|light|noise|odou?r|marks?|look|feel|"
    r"finish|screen|added|friday|board|belt|detector|plated|plating|trim|accents?|free|outs?|packag(?:e|ing)|labels?|lids?|box(?:es)?|handles?|logos?|buttons?|zips?|zippers?|soles?|lining)(?![a-z])|-[a-z]"
)
MORE_OF_A_NAME = re.compile(r"\s?[/&]|\s(?:and|or)\s")
TAIL = re.compile(
    r"\s?(?:materials?|colou?rs?|colou?red|ones?|brands?|based|products?|ingredients?)(?![a-z])"
    r"|(?:材质|材料|成分|颜色|品牌|牌子|过敏|制品|制的?|做的|成的|款|类|牌的?|色)?(?:的)?(?:以外|之外|外(?![套衣壳用穿层皮观框出置接带包设盒箱部围面袋形圈]))?(?:的|,)?"
)
UNKNOWN = re.compile(r"[a-z][a-z'-]{1,20}(?: [a-z][a-z'-]{1,20})?")
STOP = frozenset({
    "and", "or", "but", "for", "with", "in", "that", "which", "under", "below", "over", "at",
    "on", "to", "from", "i", "it", "my", "please", "a", "an", "the", "of", "is", "are", "doubt",
    "question", "breaking", "spending", "fail", "problem", "problems", "having", "being",
    "getting", "paying", "going", "making",
})  # fmt: skip
