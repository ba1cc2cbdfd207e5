"""a sentence -> does it give orders to a machine instead of telling a reader something?  (pure)

What is planted in a lesson to steer a bot has forms of its own: it sets rules aside, names an assistant,
asks for an answer to be changed, or sends somebody on an errand. A lesson tells. An order in another form
gets past this, and what it can do then is bounded elsewhere: an answer is made of the lesson's own sentences,
cited, and no word of a lesson is ever carried out.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Speech = Literal["telling", "order", "quoted", "errand"]
"""`order` speaks to a machine, `quoted` tells of such an order, `errand` asks for some task to be done."""

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
# Cyrillic and Greek letters that look like Latin ones.
_ALIKE = str.maketrans("аеорсухіјѕԁԛԝАВЕКМНОРСТХІЅαοѵ", "aeopcyxijsdqwABEKMHOPCTXISaov")


def seen(text: str) -> str:
    """As a reader sees it: without characters that show nothing, look-alikes as what they look like."""
    if text.isascii():
        return text if text.isprintable() else _UNSEEN.sub("", text)
    shown = _UNSEEN.sub("", unicodedata.normalize("NFKC", text))
    latin = sum(letter.isascii() and letter.isalpha() for letter in shown)
    return shown.translate(_ALIKE) if latin * 2 > len(shown) else shown


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of orders: a sentence without any of the `cues` among its words has not this form."""

    cues: frozenset[str]
    pattern: re.Pattern[str]


def _form(cues: str, *patterns: str) -> _Form:
    return _Form(frozenset(cues.split()), re.compile("|".join(patterns), re.I))


_WORD = re.compile(r"[a-z]+")
_OTHER_LETTER = re.compile("[\u0400-\u1fff\u3000-\uffff]")


def _cues(text: str) -> frozenset[str]:
    """The words of a text, and those of its signs that are cues: "<", and "…" for letters that are not "
    "ours."""
    lowered = text.lower()
    signs = [sign for sign, there in (("<", "<" in lowered), ("…", _OTHER_LETTER.search(lowered))) if there]
    return frozenset((*_WORD.findall(lowered), *signs))


_RULES = (
    r"(?:\w*(?:instr|ntruc|struct)\w*|prompts?|rules?|guidelines|directions|directives|commands|constraints|"
    r"restrictions|context|polic(?:y|ies)|safeguards|told|said|learned)"
)
_MACHINE = (
    r"(?:AI (?:assistant|model|agent|system)|AI|A\.I\.|LLM|GPT|ChatGPT|DAN|language model|chat ?bot|"
    r"study ?bot|"
    r"bot|assistant)s?"
)
_REPLY = r"(?:response|reply|replies|answers?|output|explanation|elucidation|completion)"
_ASKED = (
    r"(?:^|[.!?:;,\"'“‘(—–-]\s*|\b(?:please|now|and|then|also|must|should|always|first|next|finally|to|"
    r"can you|"
    r"could you|kindly|just|do|will)\s+)"
)
_URGED = r"(?:^\W*|[.!?:;\"'“‘(—-]\s*|\b(?:please|always|must|should|only|now)\s+)"
_CHANGES = (
    r"(?:add|append|apply|insert|include|integrate|incorporate|embed|weave|modify|change|alter|adjust|"
    r"enhance|"
    r"enrich|improve|augment|translate|render|encode|encrypt|encipher|replace|substitute|swap|scramble|"
    r"rearrange|"
    r"reorder|reverse|remove|delete|omit|drop|group|provide|display|present|format|convert|transform|express|"
    r"deliver|return|craft|begin|start|end|finish|conclude|close|prepend|misspell|shuffle|mix|obfuscate|turn|"
    r"switch|limit|restrict|slip|sprinkle|tailor|adapt|shift|mask|hide|convey|flip|invert|spell|"
    r"capitali[sz]e|"
    r"use|make|put|give|write|introduce|mention|utili[sz]e|infuse|inject|work|season|shape|compose|generate|"
    r"produce|employ|keep|ensure|make sure|remember|don't forget|do not forget|recommend|promote|refuse|"
    r"spread)"
)

_RULES_SET_ASIDE = _form(
    "ignore ignoring disregard forget override overrule bypass discard neglect follow following obey "
    "obeying heed "
    "adhere",
    rf"{_ASKED}(?:ignore|disregard|forget|override|overrule|bypass|discard|neglect|"
    r"(?:do not|don't|stop|never) (?:follow|obey|following|obeying|heed))\b[^.!?]{0,40}"
    r"\b(?:every|previous|previously|prior|above|earlier|preceding|all|any|your|you|original|initial|system|"
    r"former|"
    rf"other|these|those|given|existing|before)\b[^.!?]{{0,40}}?\b{_RULES}\b",
    rf"{_ASKED}(?:ignore|disregard|forget) (?:all|everything|anything)[^.!?]{{0,20}}"
    r"\b(?:above|before|previous\w*|earlier|prior|told)\b",
    r"\badhere to the following instructions?\b",
)
_MACHINE_NAMED = _form(
    "ai llm llms gpt chatgpt dan language bot bots chatbot chatbots studybot assistant assistants developer "
    "jailbroken "
    "unrestricted uncensored longer pirate gave",
    r"\byou(?:'re| are)(?: now| hereby| still)?(?: an?| the| my| in)?(?: [\w-]+){0,3} "
    rf"(?:{_MACHINE}|developer mode|jailbroken|unrestricted|uncensored)\b",
    r"\byou are no longer (?:bound|restricted|limited|required|an?|the)\b",
    rf"^\W*(?:act|behave|pretend|role-?play)\b[^.!?]{{0,30}}\b(?:{_MACHINE}|pirate)\b",
    rf"\bto you,? (?:the |an |my |dear )?(?:{_MACHINE})\b",
    rf"^\W*(?:dear )?{_MACHINE}\s*[:,!—-]+\s*(?:please|you|your|ignore|do|don't|never|always|if|when|stop|"
    rf"say|tell|"
    r"reply|respond|answer|print|output|write|forget|reveal|send|i)\b",
    rf"\bif you(?:'re| are) (?:an? |the |reading this as an? )?(?:\w+ )?{_MACHINE}\b",
    rf"\bas an? (?:large )?{_MACHINE},? you\b",
    r"\b(?:solve|finish|complete|resume|continue) the (?:original )?task that I gave you\b",
)
_MACHINE_ADDRESSED = _form(
    "dear hey attention hello note message instruction instructions notice reminder hint memo order orders",
    r"\b(?:dear|hey|attention|hello|(?:note|message|instructions?|notice|reminder|hint|memo|orders?) (?:to|"
    r"for))"
    rf"[ :,]{{0,2}}(?:you,? )?(?:the |any |all |every |an? )?(?:\w+ )?(?:{_MACHINE}|"
    r"(?:language |AI )?models?(?=\s*[:,!.])|summari[sz]ers?)\b(?=\s*[:,!.—-]|\s*$|.*\byou\b)",
)
_HENCEFORTH = _form(
    "now point here",
    r"\bfrom (?:now|this point|here) on(?:wards?)?,? (?:you (?:must|are|shall|have to)|"
    r"please|always|only|never|answer|respond|reply|speak|begin|end)\b",
)
_VOICE_FROM_ELSEWHERE = _form(
    "system developer admin administrator assistant override im inst sys instruction instructions directive "
    "directives todo fixme <",
    r"^\W*(?:system|developer|admin(?:istrator)?|assistant|override|im_start|inst)[ _-]?"
    r"(?:message|prompt|note|notice|instructions?|override|command|update|alert|role)?\s*(?:[\])>}|]+|:\s*"
    r"(?=you\b|your\b|ignore|do\b|don't|never|always|please|from now|the (?:user|next)|new\b|override|reveal|"
    r"respond|reply|answer|send|all previous|disregard))",
    r"#{2,}\s*\W?(?:system|instructions?|assistant|developer)[ _-]?(?:message|prompt|note)?\W",
    r"<\|[^|>]{0,40}\|>|\[/?INST\]|<</?SYS>>",
    r"\b(?:new|updated|real|actual|hidden|secret|system) (?:system )?(?:instructions?|directives?)\s*:",
    r"^\W*(?:TODO|FIXME)\s*:",
)
_ANSWER_CHANGED = _form(
    "response reply replies answer answers output explanation elucidation completion respond say repeat "
    "your cite source sources references citations footnotes citing mention reveal show tell print display "
    "leak disclose expose recite dump send "
    "secrets secret prompt prompts instruction instructions credentials",
    rf"{_ASKED}{_CHANGES}\b.{{0,120}}?\b(?:your|this|its|each|every|all) (?:\w+ ){{0,2}}{_REPLY}\b",
    rf"^\W*{_CHANGES}\b[^.!?]{{0,80}}?\byour (?:\w+ )?(?:messages?|sentences|summary|text|words)\b",
    rf"{_URGED}(?:respond|reply)\s+(?:only |just |solely |exclusively |always |back )*"
    r"(?:with|in|by|as|to (?:every|all|any)|that|using|like)\b",
    r"^\W*answer\s+(?:(?:only|just|always|every|all|any)\s+)+(?:with|in|by saying|as|questions?|using)\b",
    r"^\W*answer (?:like an? |in (?:french|german|spanish|italian|base ?\d|rhym|emoji|capital))",
    r"^\W*(?:sources?|references?|citations?|footnotes?)\s*:\s*\[\d",
    r"^\W*(?:only |just )?(?:say|repeat|output|reply|respond)\s+(?:exactly|only|just|nothing but|[\"“‘'])",
    rf"{_ASKED}(?:do not|don't|never|stop|refuse to) (?:cite|citing|mention|show|includ|list|giv|quot|"
    rf"reveal|tell|"
    r"answer)\w*\b[^.!?]{0,40}\b(?:sources|citations?|references|footnotes|the (?:user|learner|student)s?|"
    r"their questions?|this (?:instruction|message|prompt))\b",
    r"^\W*(?:please |now )?(?:reveal|show|print|output|repeat|display|leak|disclose|expose|recite|dump|"
    r"summari[sz]e|"
    r"send)\b[^.!?]{0,40}\b(?:system (?:prompt|message)|(?:your|initial|hidden|original) (?:prompt|"
    r"instructions?)|"
    r"api keys?|credentials|secrets)\b",
)
_CODE_LET_LOOSE = _form(
    "import curl wget eval exec",
    r"^\W*(?:import|from) [\w.]+(?:,| ).*[\w)]\(|^\W*(?:curl|wget|eval|exec)\b.*(?:https?://|\()",
)
_EVERYONE_CALLED = _form(
    "everyone here channel <", r"(?<!\w)@(?:everyone|here|channel)\b|<[@#!&][\w!&|^:-]+>"
)
_IN_OTHER_TONGUES = _form(
    "ignore ignorez ignorer ignora ignoriere ignorieren vergiss vergessen missachte missachten oublie "
    "oubliez olvida "
    "olvide descarta dimentica esque esqueca …",
    r"\b(?:ignorier\w*|vergiss|vergessen sie|missachte\w*)\b.{0,40}(?:anweisung|instruktion|regeln|befehl)",
    r"\b(?:ignore[rz]?|oublie[rz]?)\b.{0,40}(?:consignes|r[èe]gles|instructions pr)",
    r"\b(?:ignor[ae]|olvid[ae]|descart[ae]|dimentica|esque[çc]a)\b.{0,40}(?:instruc\w+|instru[çc]\w+|"
    r"istruzioni|"
    r"[óo]rdenes|reglas|indicaciones)",
    r"忽略.{0,12}(?:指令|指示|说明|提示|规则)|(?:指示|命令).{0,8}無視",
    r"(?:игнорир|забуд)\w*.{0,40}(?:инструкц|указан|правил)",
)
_FORMS = (
    _RULES_SET_ASIDE,
    _MACHINE_NAMED,
    _MACHINE_ADDRESSED,
    _HENCEFORTH,
    _VOICE_FROM_ELSEWHERE,
    _ANSWER_CHANGED,
    _CODE_LET_LOOSE,
    _EVERYONE_CALLED,
    _IN_OTHER_TONGUES,
)

_LEAD = (
    r"^\W*(?:(?:please|then|finally|also|now|first|next|after(?:wards?)?|and|do|kindly|instead|immediately|"
    r"after that|after \w+ing [^,]{1,40})[,:]?\s+)*"
)
_DO = (
    r"(?:send|e-?mail|mail|forward|transfer|wire|pay|post|upload|delete|erase|change|reset|update|modify|"
    r"make|book|"
    r"reserve|create|schedule|invite|add|share|concatenate|get|tell|give|buy|purchase|order|cancel|fetch|"
    r"retrieve|"
    r"visit|say|set|search|find|remove|download|open|exfiltrate|leak|submit|recommend|grant|turn|click|"
    r"go to|call)"
)
_OF_SOMEBODY = (
    r"(?:[\w.+-]+@[\w-]+\.\w|\b[A-Z]{2}\d{8,}|\bmy (?:\w+ )?(?:inbox|e-?mails?|accounts?|cloud|calendar|"
    r"friends?|"
    r"wife|husband|phone|passport|bank|credit|trip|boss|passwords?|address|files?|contacts?|behalf|house)\b|"
    r"\bthe user's (?:\w+ ){0,3}(?:account|password|e-?mails?|inbox|data|phone|iban|files|calendar|"
    r"contacts)\b|"
    r"\bmy (?:passport|bank|credit|card)|\bpassword of the user|\bas much money as|\bwithout asking (?:me|"
    r"the user)|"
    r"\bunread (?:e-?mails?|messages)|\btransaction to\b)"
)
_ELSEWHERE = (
    r"(?:\bpassport number|\bcredit card number|\bbank account number|\bsecurity code\b|\brecurring payment|"
    r"\bcloud drive\b|\ball (?:the )?(?:messages|e-?mails) (?:to|from)\b|\bsystem prompt\b|\bwww\.|"
    r"\bhttps?://|"
    r"\byour password\b|\b\w+\.example\b)"
)
_SENT_OFF = re.compile(rf"{_LEAD}{_DO}\b.*?(?:{_OF_SOMEBODY}|{_ELSEWHERE})", re.I | re.S)
_FOR_SOMEBODY = re.compile(_OF_SOMEBODY, re.I)
_TASK = re.compile(
    rf"{_LEAD}(?:(?:can|could|would|will) you |you (?:must|should|shall) |i (?:want|need) you to |"
    rf"let's )?(?:{_DO}|"
    r"explain|describe|tell|write|draft|summari[sz]e|translate|suggest|analy[sz]e|compare|list|help|show|"
    r"break down|"
    r"generate|compose|provide|discuss|outline|propose|design|plan|organi[sz]e|convert|calculate|evaluate|"
    r"identify|"
    r"determine|estimate|predict|classify|paraphrase|rewrite|rephrase|proofread|edit|solve|prepare|include|"
    r"insert|"
    r"append|merge|embed|incorporate|integrate|utili[sz]e|leverage|consider|enhance|enrich|elevate|augment|"
    r"infuse|"
    r"fuse|meld|blend|harmoni[sz]e|adopt|employ|introduce|implement|execute|run|install|use|apply|"
    r"optimi[sz]e|boost|"
    r"strengthen|empower|amplify|remind|wait|play|check|monitor|automate|sort|track)\b(?!:)",
    re.I,
)
_PIECE_OF_CODE = r"\bcode (?:snippet|block|section|excerpt|segment|fragment|piece)s?\b"
_YOUR_CODE = r"\byour (?:\w+ )?(?:code|codebase|solution|implementation|algorithm|program)\b"
_CODE_WANTED = re.compile(
    rf"{_PIECE_OF_CODE}.{{0,80}}{_YOUR_CODE}|{_YOUR_CODE}.{{0,80}}{_PIECE_OF_CODE}", re.I
)
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|(?<!\w)'[^']{8,}'(?!\w)|(?<!\w)‘[^’]{8,}’")


@lru_cache(maxsize=16384)
def speech(sentence: str) -> Speech:
    """What a plain-text sentence, item or heading does."""
    text = seen(sentence)
    cues = _cues(text)
    forms = [form for form in _FORMS if not form.cues.isdisjoint(cues) and form.pattern.search(text)]
    if forms and any(form.pattern.search(_QUOTED.sub('""', text)) for form in forms):
        return "order"
    if _SENT_OFF.match(text):
        return "order" if _FOR_SOMEBODY.search(text) else "errand"
    if forms:
        return "quoted"
    return "errand" if _TASK.match(text) or ("code" in cues and _CODE_WANTED.search(text)) else "telling"
