"""What real feeds call a field, in English and Chinese: the table behind `columns.py`.

Names are given as `normal_name` leaves them (lower case, words split by one space). Order within
a field is preference: the first name that a file has wins the field.
"""

from __future__ import annotations

from typing import Literal

Kind = Literal["products", "reviews", "qa", "interactions"]


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("\n", ",").split(",") if name.strip())


CATEGORY_LEVELS: dict[str, int] = {
    name: level
    for level, names in enumerate(
        (
            "department, dept, main category, main cat, master category, coarse category, category 1, category1, level 1, l1, cat1, section, 大类, 一级类目, 一级分类, 一级品类",
            "product type, category, categories, category path, category hierarchy, category name, product category, product categories, product category tree, google product category, breadcrumbs, breadcrumb, kategorie, custom category, collection, 类目, 分类, 商品分类, 品类, 类别, 商品类目, 类目路径",
            "sub category, subcategory, fine category, category 2, category2, level 2, l2, cat2, sub categories, 小类, 二级类目, 二级分类, 二级品类, 子类目",
            "category 3, category3, level 3, l3, cat3, sub sub category, type, leaf category, leaf, product class, article type, item type, 三级类目, 三级分类, 叶子类目",
        )
    )
    for name in _names(names)
}  # fmt: skip
"""Category columns, each with its level from broad (0) to narrow (3)."""

PRODUCT_FIELDS: dict[str, tuple[str, ...]] = {
    "item_id": _names(
        """item id, product id, productid, itemid, item number, item no, product number, asin, parent asin,
        sku, sku id, variant sku, id, uniq id, unique id, uid, handle, url handle, product code, item code, code,
        article number, artikelnummer, part number, part no, part #, item #, sku #, product no, 商品id, 产品id, 商品编号, 产品编号, 商品编码, 货品编号, 编号, 宝贝id,
        货号, 款号, isbn, isbn 13, isbn13, isbn 10, isbn10, gtin, ean, upc, barcode, mpn, 商品条码, 条码, 条形码, 商品条形码, 国际条码,
        row id, index"""
    ),
    "title": _names(
        """title, product title, name, product name, product, item name, item title, productname, goods name,
        product display name, productdisplayname, display name, part name, book title, book name, item, titel, 标题, 商品标题, 商品名称, 产品名称,
        宝贝标题, 宝贝名称, 产品标题, 商品名, 产品名, 书名, 名称, 品名, 商品, headline"""
    ),
    "description": _names(
        """description, product description, item description, long description, desc, body html, body,
        body (html), details text, about product, about the product, about, about this item, what it is, overview,
        summary, product details text, features, feature, bullet points, bullets, short description, blurb, synopsis, beschreibung,
        描述, 商品描述, 产品描述, 详情, 商品详情, 宝贝描述, 简介, 商品简介, 产品介绍, 商品介绍, 产品简介, 宝贝详情, 产品详情,
        内容简介, 卖点, 商品卖点, 产品卖点, 宝贝卖点"""
    ),
    "brand": _names(
        """brand, brand name, brandname, brands, manufacturer, company, company name, make, vendor, maker, marke, store, seller brand,
        品牌, 品牌名称, 品牌名, 商品品牌, 牌子"""
    ),
    "category": tuple(CATEGORY_LEVELS),
    "sale_price": _names(
        """sale price, saleprice, discounted price, discount price, special price, offer price, promo price, promotion price,
        promotional price, deal price, reduced price, clearance price, price after discount, 促销价, 促销价格, 折扣价, 折扣价格, 折后价,
        优惠价, 优惠价格, 活动价, 活动价格, 特价, 秒杀价, 限时价, 抢购价, 到手价, 券后价"""
    ),
    "price": _names(
        """price, variant price, price amount, item price, product price, preis, prix,
        price usd, price eur, price cny, price inr, price gbp, price euros, price euro, price in euros, price in eur,
        price in usd, price dollars, price in dollars, price rupees, price in rupees, price in inr, price rs, price in rs,
        price pounds, price in gbp, 价格, 价钱, 商品价格, 商品价, 产品价格, 一口价, 单价"""
    ),
    "list_price": _names(
        """list price, listprice, actual price, market price, marketprice, mrp, m r p, rrp, msrp, retail price, regular price,
        original price, old price, was price, previous price, former price, variant compare at price, compare at price, base price,
        recommended retail price, suggested retail price, full price, undiscounted price,
        price before discount, 原价, 原价格, 市场价, 市场价格, 吊牌价, 吊牌价格, 划线价, 划线价格, 标价, 建议零售价, 专柜价, 官方指导价, 指导价, 参考价"""
    ),
    "currency": _names("currency, price currency, pricecurrency, currency code, 币种, 货币"),
    "availability": _names(
        """availability, stock status, in stock, instock, is in stock, available, stock, quantity in stock,
        inventory, variant inventory qty, inventory quantity, inventory level, stock quantity, stock qty, stock level, stock count,
        units in stock, quantity on hand, qty on hand, on hand, qty available, available quantity, quantity available,
        库存, 库存状态, 是否有货, 有无库存, 商品库存, 可售库存, 可用库存, 现货库存, 库存数量, 库存量, 库存数, 总库存, 剩余库存,
        quantity, qty"""
    ),
    "rating": _names(
        """rating, average rating, rating rate, avg rating, rating value, ratings average, stars, star rating, review score,
        overall rating, product rating, review rating, score, 评分, 平均评分, 星级, 好评分"""
    ),
    "rating_count": _names(
        """rating count, ratings count, rating number, no of ratings, number of ratings, num ratings, ratings,
        review count, reviews count, number of reviews, num reviews, no of reviews, reviews, total reviews,
        评论数, 评价数, 评分人数, 评论数量, 评价数量, 评论总数, 评价总数, 评价人数, 评论人数, 累计评价, 累计评价数"""
    ),
    "image_url": _names(
        """image link, image url, image, img, img url, img link, image src, im url, imurl, main image, primary image,
        imageurl, imageurlhighres, image urls, images, thumbnail, picture, photo, image links,
        图片, 主图, 图片链接, 商品图片, 商品主图, 主图链接, 主图地址, 图片地址, 商品图片链接"""
    ),
    "url": _names(
        """link, url, product url, product link, page url, item url, canonical url, permalink, href,
        链接, 商品链接, 网址, 产品链接"""
    ),
    "language": _names("language, lang, locale, content language, book language, 语言, 语种"),
    "updated_at": _names(
        """updated at, last updated, updated, last modified, modified at, date updated, date modified,
        datemodified, crawl timestamp, scraped at, timestamp, 更新时间, 修改时间"""
    ),
    "attributes": _names("attributes, attribute, attrs, specs, specifications, specification, product specifications, product details, product features, technical details, technical specifications, tech specs, product information, properties, additional property, details, options, 属性, 参数, 规格参数, 商品属性"),
}  # fmt: skip

SELLING_PRICES = _names(
    """selling price, selling price in rupees, current price, final price, now price, our price, your price, web price, online price,
    internet price, store price, shop price, price now, 售价, 现价, 销售价, 销售价格, 成交价, 实际售价, 现售价, 京东价, 淘宝价, 天猫价,
    拼多多价, 抖音价, 苏宁价, 唯品价, 商城价, 网购价, 本店价, 店铺价, 零售价"""
)
"""What a shop charges; may stand beside a plain price or a reduced one."""

CONDITIONAL_PRICES = _names(
    """member price, members price, membership price, vip price, club price, subscriber price, group price,
    会员价, 会员价格, vip价, plus价, 新人价, 团购价, 拼团价, 拼单价, 学生价"""
)
"""What some shoppers are charged: the price only of a feed that names no other."""

SALE_STARTS = _names(
    "date sale price starts, special from date, special price from date, special price from, sale price start date, sale start date, sale price dates from, date on sale from"
)
SALE_ENDS = _names(
    "date sale price ends, special to date, special price to date, special price to, sale price end date, sale end date, sale price dates to, date on sale to"
)

_ITEM = "parent asin, item id, itemid, item, asin, product id, productid, product, sku, handle, 商品id, 商品编号, 宝贝id, 商品, id"
_USER = "user id, userid, user, reviewer id, reviewerid, customer id, customer, visitorid, visitor id, shopper, shopper id, session id, buyer, buyer id, member id, profile id, 用户, 用户id, 买家, 买家id, 会员, 会员id, reviewer name, user name, username, author, reviewer"
_TIME = "timestamp, time, unix review time, unixreviewtime, date, datetime, created at, review date, review time, reviewtime, answer time, unix time, unixtime, event time, order date, submission time, 时间, 日期, 评论时间, 下单时间"

REVIEW_FIELDS: dict[str, tuple[str, ...]] = {
    "item_id": _names(_ITEM),
    "user": _names(_USER),
    "rating": _names("rating, overall, stars, star rating, score, review rating, review score, 评分, 星级"),
    "title": _names("title, summary, review title, headline, subject, review summary, 标题"),
    "text": _names("text, review text, reviewtext, review, body, review body, content, comment, comments, review content, 评论, 评价, 内容, 评论内容, 评价内容"),
    "time": _names(_TIME),
    "helpful": _names("helpful, helpful vote, helpful votes, vote, votes, helpfulness, total pos feedback count, 有用"),
}  # fmt: skip

# Columns of reviews and of those who wrote them in a file of products: scrapes have a review or more a row.
REVIEWS_BESIDE_PRODUCTS: dict[str, tuple[str, ...]] = {
    "text": _names("review content, review text, reviewtext, review body, reviews text, reviews body, reviews content, 评论内容, 评价内容"),
    "title": _names("review title, review summary, review headline, reviews title"),
    "rating": _names("review rating, reviews rating, 评论评分"),
    "user": _names("user id, userid, reviewer id, reviewerid, customer id, reviews username, reviews user id, user name, username, reviewer name, reviewer, customer name, 用户id, 用户名, 买家id"),
    "time": _names("review date, review time, reviewtime, reviews date, 评论时间"),
}  # fmt: skip

QA_FIELDS: dict[str, tuple[str, ...]] = {
    "item_id": _names(_ITEM),
    "question": _names("question, question text, questiontext, q, query, 问题, 提问, 咨询"),
    "answer": _names("answer, answer text, answertext, a, reply, response, 回答, 答案, 回复"),
    "time": _names(_TIME),
}

INTERACTION_FIELDS: dict[str, tuple[str, ...]] = {
    "user": _names(_USER),
    "item_id": _names(_ITEM),
    "event": _names("event, event type, action, behavior, behaviour, behavior type, type, interaction, 行为, 行为类型, 事件"),
    "rating": _names("rating, overall, stars, score, 评分"),
    "weight": _names("weight, count, quantity, qty, 数量"),
    "time": _names(_TIME),
    "position": _names("position, rank in history, step, 顺序"),
}  # fmt: skip

FIELDS: dict[str, dict[str, tuple[str, ...]]] = {
    "products": PRODUCT_FIELDS,
    "reviews": REVIEW_FIELDS,
    "qa": QA_FIELDS,
    "interactions": INTERACTION_FIELDS,
}

REQUIRED: dict[str, tuple[str, ...]] = {
    "products": ("title",),
    "reviews": ("item_id",),
    "qa": ("item_id", "question", "answer"),
    "interactions": ("user", "item_id"),
}
