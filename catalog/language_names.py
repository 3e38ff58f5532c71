"""Names and tags of languages, as a feed's language column writes them, to BCP 47 primary tags."""

from __future__ import annotations

import re

_NAMES: dict[str, str] = {
    "en": "english, anglais, englisch, inglés, inglese, 英语, 英文, 英",
    "zh": "chinese, mandarin, simplified chinese, traditional chinese, chinese simplified, chinese traditional, 中文, 汉语, 简体中文, 繁体中文, 简体, 繁体, 国语, 普通话, 華語, 中",
    "de": "german, deutsch, allemand, alemán, 德语, 德文",
    "fr": "french, français, francais, französisch, francés, 法语, 法文",
    "es": "spanish, español, espanol, castellano, castilian, spanisch, espagnol, 西班牙语, 西班牙文",
    "it": "italian, italiano, italienisch, italien, 意大利语, 意大利文",
    "pt": "portuguese, português, portugues, brazilian portuguese, portugiesisch, 葡萄牙语, 葡萄牙文",
    "nl": "dutch, nederlands, flemish, niederländisch, 荷兰语, 荷兰文",
    "pl": "polish, polski, polnisch, 波兰语",
    "cs": "czech, čeština, cesky, český, 捷克语",
    "sk": "slovak, slovenčina, 斯洛伐克语",
    "hu": "hungarian, magyar, 匈牙利语",
    "ro": "romanian, română, romana, 罗马尼亚语",
    "bg": "bulgarian, български, 保加利亚语",
    "el": "greek, ελληνικά, 希腊语",
    "ru": "russian, русский, russisch, 俄语, 俄文",
    "uk": "ukrainian, українська, 乌克兰语",
    "sv": "swedish, svenska, schwedisch, 瑞典语",
    "da": "danish, dansk, 丹麦语",
    "no": "norwegian, norsk, bokmål, nynorsk, 挪威语",
    "fi": "finnish, suomi, 芬兰语",
    "is": "icelandic, íslenska, 冰岛语",
    "et": "estonian, eesti, 爱沙尼亚语",
    "lv": "latvian, latviešu, 拉脱维亚语",
    "lt": "lithuanian, lietuvių, 立陶宛语",
    "hr": "croatian, hrvatski, 克罗地亚语",
    "sr": "serbian, srpski, српски, 塞尔维亚语",
    "sl": "slovenian, slovene, slovenščina, 斯洛文尼亚语",
    "ca": "catalan, català, 加泰罗尼亚语",
    "ga": "irish, gaeilge, irish gaelic, 爱尔兰语",
    "cy": "welsh, cymraeg, 威尔士语",
    "la": "latin, latina, 拉丁语, 拉丁文",
    "tr": "turkish, türkçe, turkce, 土耳其语",
    "ar": "arabic, العربية, 阿拉伯语",
    "he": "hebrew, עברית, 希伯来语",
    "fa": "persian, farsi, فارسی, 波斯语",
    "hi": "hindi, हिन्दी, हिंदी, 印地语",
    "bn": "bengali, bangla, বাংলা, 孟加拉语",
    "ta": "tamil, தமிழ், 泰米尔语",
    "te": "telugu, తెలుగు",
    "mr": "marathi, मराठी",
    "gu": "gujarati, ગુજરાતી",
    "kn": "kannada, ಕನ್ನಡ",
    "ml": "malayalam, മലയാളം",
    "pa": "punjabi, ਪੰਜਾਬੀ",
    "ur": "urdu, اردو, 乌尔都语",
    "ja": "japanese, 日本語, 日语, 日文, japanisch, japonais",
    "ko": "korean, 한국어, 韩语, 韩文, 朝鲜语, koreanisch, coréen",
    "vi": "vietnamese, tiếng việt, 越南语",
    "th": "thai, ไทย, ภาษาไทย, 泰语",
    "id": "indonesian, bahasa indonesia, 印尼语, 印度尼西亚语",
    "ms": "malay, bahasa melayu, 马来语",
    "tl": "tagalog, filipino, 菲律宾语",
    "sw": "swahili, kiswahili",
    "af": "afrikaans",
    "eo": "esperanto, 世界语",
    "yue": "cantonese, 粤语, 广东话",
}
_TAG_OF = {name.strip(): tag for tag, names in _NAMES.items() for name in names.split(",")}
_THREE = {"eng": "en", "zho": "zh", "chi": "zh", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "spa": "es", "ita": "it", "por": "pt", "nld": "nl", "dut": "nl", "rus": "ru", "jpn": "ja", "kor": "ko", "ara": "ar", "pol": "pl", "swe": "sv", "tur": "tr", "lat": "la"}  # fmt: skip
# "en", "en-US", "zh_CN", "zh-Hans-CN", and the country glued on or in brackets.
_TAG = re.compile(r"([a-z]{2,3})(?:[-_](?:[a-z]{2,4}|\d{3}))*", re.IGNORECASE)
_REGION = re.compile(r"\s*[(（\[].*?[)）\]]\s*|\s+[-–]\s+.*")


def is_tag(text: str) -> bool:
    """Whether a text has the form of a tag ("en", "zh_CN") rather than of a name."""
    return _TAG.fullmatch(text.strip()) is not None and text.strip().casefold() not in _TAG_OF


def tag_of(text: str) -> str | None:
    """The primary tag of a language: "Spanish" → es, "en-US" → en, 中文 → zh; None if not known.

    >>> tag_of("English (UK)"), tag_of("zh_CN"), tag_of("Klingon")
    ('en', 'zh', None)
    """
    name = " ".join(text.split()).casefold()
    for candidate in (name, _REGION.sub("", name)):
        if candidate in _TAG_OF:
            return _TAG_OF[candidate]
    match = _TAG.fullmatch(name)
    if not match:
        return None
    return _THREE.get(match[1], match[1])
