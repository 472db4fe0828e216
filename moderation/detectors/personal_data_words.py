"""The words around a datum that tell a private person's from an office's."""

import re

# A home, whoever lives there: an office nearby does not make it public.
HOME = re.compile(
    r"\b(?:lives|live[ds]? (?:at|in|on)|home address|(?:his|her|their|my|'s) (?:private|personal"
    r"|home|house|flat"
    r"|mobile|cell|phone|number|address|handy|own)|private(?:ly)?|privat|wohnt|habite|vive|abita"
    r"|mieszka|goes home"
    r"|at home|sleeps|knock|doxx?|snitch|coward|hides)\b"
)
# Somebody is meant, or somebody is sent there.
PRIVATE = re.compile(
    r"\b(?:lives?|living|home|house|apartment|flat|family|wife|husband|kids|children|his|her|their"
    r"|my|private|pay (?:him|her|them|a visit)|visit|knock|doxx?|find (?:him|her|them)|hides?"
    r"|sleeps?)\b"
)
OFFICIAL = re.compile(
    r"\b(?:press|office|ministry|embass(?:y|ies)|consulate|headquarters|parliament|senate|congress"
    r"|court ?house|court|courts|supreme|tribunal|hearings?|city hall|town hall|council(?:'?s)?"
    r"|museum|librar(?:y|ies)"
    r"|hospital|clinic|university|school|church|ambassador'?s|residence of|polling station"
    r"|planning desk|desk"
    r"|charit(?:y|ies)|foundation|hot ?line|helpline|child ?line|rally|protest|demonstration"
    r"|march|vigil|shop"
    r"|restaurant|station|venue|memorial|newsroom|complaints|subscriptions?|toll[- ]free|donate"
    r"|donations"
    r"|customer service|service|company'?s?|insurer|bank'?s|box office|concert|tickets?|visitors?"
    r"|ombudsman"
    r"|fbi|police (?:station|tip)|tips?|tip ?line|emergency|samaritans|house of commons"
    r"|house of lords"
    r"|data protection|switchboard|reception|support line|customer|airline|agency|commission"
    r"|authority"
    r"|exhibition|theatre|theater|cinema|stadium|hotel|mosque|synagogue|cathedral|cemetery|gallery"
    r"|headquartered|premises|konzerthaus|rathaus|gestapo|bus|buses|census|crisis|enquiries"
    r"|inquiries)\b"
)
# Addresses that stand for a government.
FAMOUS = re.compile(r"\b(?:downing st|pennsylvania av|sussex drive|infinite loop)")
ROLE = re.compile(
    r"(?:press|presse|info|office|contact|kontakt|newsroom|editors?|tips|media|support|help"
    r"|letters|service"
    r"|redaktion|donations?|complaints|corrections|dpo|privacy|ombudsman|hello|mail|team|jobs"
    r"|admin|webmaster"
    r"|enquiries|inquiries|noreply|no-reply|feedback|customerservice|sales|leserbriefe)[@ ._+-]"
)
FREE_NUMBER = re.compile(
    r"(?:\+?1[ .-])?\(?8(?:00|88|77|66|55|44|33)\)?[ .-]|0800|0808|0300 \d{3} |0345 \d{3} |00800"
    r"|116[ ]?1\d\d|\+?44[ -]?800"
)
SPELLED_DIGITS = re.compile(
    r"\b(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double),?"
    r" (?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double)\b"
)
