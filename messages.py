"""Fixed phrases of the top level, in English and Chinese."""

from __future__ import annotations

from typing import Any

_PHRASES = {
    "and": {"en": " and ", "zh": "且"},
    "nothing_found": {
        "en": "Nothing in the catalog matches that. Try other words, or ask about a product by name.",
        "zh": "店里没有找到相符的商品。请换个说法，或直接说出商品名称。",
    },
    "of_the_shop": {
        "en": "That is about the shop itself. I only know its catalog: please ask the shop.",
        "zh": "这是关于店铺本身的问题。我只了解商品目录，请直接咨询店家。",
    },
    "ask_help": {
        "en": "I know this shop's catalog and nothing else. Say what you are looking for (“a tent for two under $300”), "
        "or ask about a product (“is the kettle dishwasher safe?”).",
        "zh": "我只了解这家店的商品。请说说您想找什么（“300元以内的茶具”），或者问问某件商品（“这个壶能进洗碗机吗”）。",
    },
    "brands": {"en": "The brands here: {names}.", "zh": "店里的品牌：{names}。"},
    "categories": {"en": "The shop has: {names}.", "zh": "店里有：{names}。"},
    "and_more": {"en": " and {n} more", "zh": "等，共{all}个"},
    "none_listed": {
        "en": "The catalog doesn't tell any.",
        "zh": "商品目录没有写明。",
    },
    "nothing_passes": {
        "en": "No product passes: {asked}.",
        "zh": "没有商品满足：{asked}。",
    },
    "kept_out": {
        "en": "“{thing}”, {limits}: none here. Without that, these come nearest:",
        "zh": "“{thing}”（{limits}）：店里没有。不作此要求的话，最接近的是：",
    },
    "none_in_size": {
        "en": "None of these comes in size {size}:",
        "zh": "以下商品都没有{size}码：",
    },
    "nothing_passes_relax": {
        "en": "No product passes all of: {asked}. Without “{relax}” there are {left}.",
        "zh": "没有商品同时满足：{asked}。去掉“{relax}”后有{left}件。",
    },
    "counted": {"en": "There are {n}:", "zh": "共{n}款："},
    "counted_one": {"en": "There is one:", "zh": "共1款："},
    "counted_more": {"en": "There are {n}, among them:", "zh": "共{n}款，其中有："},
    "counted_found": {
        "en": "The catalog doesn't tell which products are such. The search found {n}:",
        "zh": "目录看不出哪些商品属于这一类。搜索找到{n}款：",
    },
    "counted_found_one": {
        "en": "The catalog doesn't tell which products are such. The search found one:",
        "zh": "目录看不出哪些商品属于这一类。搜索找到1款：",
    },
    "counted_found_more": {
        "en": "The catalog doesn't tell which products are such. The search found {n}, among them:",
        "zh": "目录看不出哪些商品属于这一类。搜索找到{n}款，其中有：",
    },
    # --- conversations ---
    "blank": {
        "en": "I'm listening: say what you are looking for, or ask about a product.",
        "zh": "我在听：请说说您想找什么，或者问问某件商品。",
    },
    "greeting": {
        "en": "Hello! What are you looking for?",
        "zh": "您好！您想找点什么？",
    },
    "thanks": {
        "en": "You're welcome. Anything else?",
        "zh": "不客气。还需要什么吗？",
    },
    "goodbye": {"en": "Goodbye, and thank you for stopping by.", "zh": "再见，欢迎再来。"},
    "chat_help": {
        "en": "Say what you need (“a moisturizer under $30”), narrow it (“not Acme”, “cheaper”, “more”), "
        "ask about what is shown (“is the second one waterproof?”, “compare the first two”), "
        "“undo” the last turn, or “start over”.",
        "zh": "请说出需求（“30元以内的面霜”），缩小范围（“不要某品牌”“便宜一点”“换一批”），"
        "询问列出的商品（“第二个防水吗”“前两个有什么区别”），说“撤销”收回上一句，说“重新开始”从头来。",
    },
    "undone": {"en": "Undone. {now}", "zh": "已撤销。{now}"},
    "undone_now": {"en": "Back to: {within}.", "zh": "现在是：{within}。"},
    "undone_empty": {"en": "We're back at the start.", "zh": "回到了开头。"},
    "nothing_to_undo": {"en": "There is nothing to undo.", "zh": "没有可以撤销的内容。"},
    "started_over": {
        "en": "Let's start over. What are you looking for?",
        "zh": "好的，重新开始。您想找什么？",
    },
    "left_out_again": {
        "en": "I've left this turn out; still looking for: {within}.",
        "zh": "这一句没有计入；仍在找：{within}。",
    },
    "say_yes_to_relax": {
        "en": "Say “yes” to look without “{relax}”.",
        "zh": "说“去掉”就不再要求“{relax}”。",
    },
    "nothing_close": {
        "en": "Nothing that fits “{words}” passes: {within}.",
        "zh": "符合“{words}”的商品中没有满足这些条件的：{within}。",
    },
    "nothing_cheaper": {
        "en": "I found nothing like that below {price}.",
        "zh": "没有找到价格低于{price}的同类商品。",
    },
    "nothing_dearer": {
        "en": "I found nothing like that above {price}.",
        "zh": "没有找到价格高于{price}的同类商品。",
    },
    "no_more": {
        "en": "That is all that fits; you have seen the rest.",
        "zh": "符合的商品都已列出，没有别的了。",
    },
    "no_need_yet": {
        "en": "I haven't shown you anything yet. What are you looking for?",
        "zh": "还没有列出商品。您想找什么？",
    },
    "no_price_shown": {
        "en": "The catalog has no price for what I showed, so I can't look below it.",
        "zh": "列出的商品没有标价，无法比较价格。",
    },
    "which_one": {"en": "Which one do you mean: {items}?", "zh": "您指的是哪一个：{items}？"},
    "which_product": {
        "en": "Which product do you mean? Name it, or tell me what you are looking for.",
        "zh": "您指的是哪件商品？请说出名称，或告诉我您想找什么。",
    },
    "no_such_place": {
        "en": "The list has {count}; say a number from 1 to {count}.",
        "zh": "列表里有{count}件商品，请说第1到第{count}个。",
    },
    "only_one": {"en": "The list has only one product.", "zh": "列表里只有一件商品。"},
    "no_list": {"en": "There is no list to count in yet.", "zh": "还没有可以数的列表。"},
    "all_right": {
        "en": "All right. What would you like instead?",
        "zh": "好的。那您想要什么样的？",
    },
    "about": {"en": "about {names}", "zh": "关于{names}"},
    "cannot_order": {
        "en": "I can't take orders: “{title}” is item {item} of the shop.",
        "zh": "我不能下单：“{title}”的商品编号是{item}。",
    },
    "stopped": {"en": "stopped; this turn counts for nothing", "zh": "已停止；这一句不计入"},
    "no_such_model": {
        "en": "The shop has no {model}; the closest to it is {title}.",
        "zh": "店里没有{model}，最接近的是{title}。",
    },
    "none_cheaper": {
        "en": "Nothing of the same kind as {title} costs less.",
        "zh": "没有比{title}更便宜的同类商品。",
    },
    "none_alike": {
        "en": "The shop has nothing else of the same kind as {title}.",
        "zh": "店里没有与{title}同类的其他商品。",
    },
    "compare_first": {"en": "{title} {end}.", "zh": "{title}{end}。"},
    "named_first": {"en": "{title} has the {end} {name}.", "zh": "{title}的{name}{end}。"},
    "compare_same": {"en": "They are the same in this.", "zh": "这一点上它们一样。"},
    "compare_missing": {
        "en": "{title}: the catalog doesn't say the {what}.",
        "zh": "{title}：商品资料没有说明{what}。",
    },
    "compare_unknown": {
        "en": "The catalog doesn't say the {what} of these.",
        "zh": "商品资料没有说明它们的{what}。",
    },
    "compare_others": {
        "en": "Of {n} more the catalog doesn't say the {what}.",
        "zh": "另有{n}款，目录没有写{what}。",
    },
    "rated": {"en": "rated", "zh": "评分"},
    "aspect_price": {"en": "price", "zh": "价格"},
    "aspect_rating": {"en": "rating", "zh": "评分"},
    "aspect_weight": {"en": "weight", "zh": "重量"},
    "aspect_pages": {"en": "number of pages", "zh": "页数"},
    "lowest_pages": {"en": "has the fewest pages", "zh": "页数最少"},
    "highest_pages": {"en": "has the most pages", "zh": "页数最多"},
    "aspect_battery_capacity": {"en": "battery capacity", "zh": "电池容量"},
    "aspect_battery_life": {"en": "battery life", "zh": "续航时间"},
    "aspect_height": {"en": "height", "zh": "高度"},
    "aspect_width": {"en": "width", "zh": "宽度"},
    "aspect_length": {"en": "length", "zh": "长度"},
    "aspect_noise": {"en": "noise level", "zh": "噪音"},
    "aspect_brightness": {"en": "brightness", "zh": "亮度"},
    "aspect_power": {"en": "power", "zh": "功率"},
    "aspect_capacity": {"en": "capacity", "zh": "容量"},
    "lowest_price": {"en": "is the cheapest", "zh": "最便宜"},
    "highest_price": {"en": "is the most expensive", "zh": "最贵"},
    "lowest_rating": {"en": "has the lowest rating", "zh": "评分最低"},
    "highest_rating": {"en": "has the highest rating", "zh": "评分最高"},
    "lowest_weight": {"en": "is the lightest", "zh": "最轻"},
    "highest_weight": {"en": "is the heaviest", "zh": "最重"},
    "lowest_battery_capacity": {"en": "has the smallest battery", "zh": "电池最小"},
    "highest_battery_capacity": {"en": "has the biggest battery", "zh": "电池最大"},
    "lowest_battery_life": {"en": "has the shortest battery life", "zh": "续航最短"},
    "highest_battery_life": {"en": "has the longest battery life", "zh": "续航最长"},
    "lowest_height": {"en": "is the lowest", "zh": "最矮"},
    "highest_height": {"en": "is the tallest", "zh": "最高"},
    "lowest_width": {"en": "is the narrowest", "zh": "最窄"},
    "highest_width": {"en": "is the widest", "zh": "最宽"},
    "lowest_length": {"en": "is the shortest", "zh": "最短"},
    "highest_length": {"en": "is the longest", "zh": "最长"},
    "lowest_noise": {"en": "is the quietest", "zh": "最安静"},
    "highest_noise": {"en": "is the loudest", "zh": "声音最大"},
    "lowest_brightness": {"en": "is the dimmest", "zh": "最暗"},
    "highest_brightness": {"en": "is the brightest", "zh": "最亮"},
    "lowest_power": {"en": "has the least power", "zh": "功率最小"},
    "highest_power": {"en": "is the most powerful", "zh": "功率最大"},
    "lowest_capacity": {"en": "has the smallest capacity", "zh": "容量最小"},
    "highest_capacity": {"en": "has the largest capacity", "zh": "容量最大"},
}


def say(phrase: str, language: str, **values: Any) -> str:
    """The phrase in `language`; English where there is no other."""
    forms = _PHRASES[phrase]
    return forms.get(language, forms["en"]).format(**values)
