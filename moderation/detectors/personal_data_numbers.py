"""Mailboxes, telephones, accounts and the numbers that states give their people."""

from collections.abc import Callable

from moderation.detectors import personal_data_checks as check
from moderation.detectors.personal_data_kind import Kind, kind

_HOST = r"[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}"
_TLD = (
    r"(?:com|org|net|info|de|uk|fr|eu|io|me|at|ch|it|es|nl|be|se|no|dk|pl|cz|ca|au|in|ru|ie|us|br"
    r"|pt|gr|tr|ua|fi|hu|nz|is|lt|lv|ee|hr|si|sk|bg|ro|mx|jp|za|ng|ke|tv|edu)"
)
_PROVIDER = (
    r"(?:g ?mail|google ?mail|outlook|hot ?mail|yahoo|y ?mail|live|msn|gmx|web|proton ?mail|proton"
    r"|i ?cloud|me|aol|t-online|posteo|mail|email|fastmail|zoho|yandex|tutanota|tuta|free|orange"
    r"|libero|wp|o2|onet|seznam|telia|bt ?internet|sky|comcast|verizon|laposte|wanadoo|rediffmail"
    r"|freenet|arcor|bluewin|naver|qq|163)"
)
_AT = r"(?:[(\[{<] ?(?:at|@|ät|arroba) ?[)\]}>]|@|\bat\b|\[at\]|_at_)"
_DOT = r"(?:[(\[{<] ?(?:dot|punkt|\.) ?[)\]}>]|\.|\bdot\b|\bpunkt\b)"
# Said of addresses on the web: "available at yahoo dot com" is no mailbox.
_NO_LOCAL = (
    r"(?!(?:look|available|is|found|see|and|up|me|sign|only|shop|buy|it|them|read|article)\b)"
)

MAILBOXES: tuple[Kind, ...] = (
    kind(
        "e-mail address",
        r"\b(?:g ?mail|yahoo|hot ?mail|outlook|proton ?mail"
        r"|skype)(?: is)? ?[:=] ?[a-z][\w+-]*[._][\w.+-]{2,40}",
        0.6,
    ),
    kind("e-mail address", rf"(?<![\w.+-])[\w.+-]{{1,64}}@{_HOST}", 0.75),
    kind(
        "e-mail address",
        rf"(?<![\w.+-]){_NO_LOCAL}[\w+-]{{2,40}}(?: ?{_DOT} ?[\w+-]{{1,40}}){{0,3}} ?{_AT} ?"
        rf"(?:{_PROVIDER}|[\w-]{{2,40}}(?= ?[(\[{{<])) ?{_DOT} ?(?:co ?{_DOT} ?)?{_TLD}\b",
        0.75,
    ),
    kind(
        "e-mail address",
        rf"(?<![\w.+-])[\w+-]{{1,40}}[.\d_][\w.+-]{{0,40}} ?{_AT} ?[\w-]{{2,40}} ?{_DOT} ?{_TLD}\b",
        0.75,
    ),
)

# What is numbered but not dialled.
_NOT_A_REFERENCE = (
    r"(?<!isbn )(?<!isbn: )(?<!issn )(?<!ean )(?<!doi )(?<!order )(?<!no\. )(?<!case )(?<!ref )"
    r"(?<!invoice )(?<!serial )(?<!barcode )(?<!ticket )(?<!version )(?<!nr\. )"
)
_SPELLED = r"(?:zero|oh|o|one|two|three|four|five|six|seven|eight|nine|double|triple|hundred|plus)"
_CALLS = (
    r"\b(?:call|phone|tel|telephone|mobile|cell|handy|text|whats ?app|signal|ring|dial|fax|portable"
    r"|téléphone|telefon|sms|contact|(?:his|her|their|my|'s|the|phone|app|private) (?:\w+ )?number)"
)

PHONES: tuple[Kind, ...] = (
    kind(
        "telephone number",
        rf"{_NOT_A_REFERENCE}(?<![\w.,+/-])(?<!\d )(?:"
        # Abroad, with the country first.
        r"(?:\+|00 ?)[1-9]\d{0,2}[ .\-/]?(?:\(\d{1,5}\)[ .\-/]?"
        r"|\d{1,5}[ .\-/]?)(?:\d{1,6}[ .\-/]?){0,5}\d{2,5}"
        r"|(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}"  # North America
        r"|0\d(?:[ .]\d\d){4}"  # France
        r"|\(?0\d{2,5}\)?[ /-]\d{3,8}(?:[ -]?\d{2,5}){0,2}"  # Germany, Britain, Italy
        r"|\(?0\d{2}\)? \d{4} \d{4}"  # London
        r"|04\d\d \d{3} \d{3}|\(?0[2378]\)? \d{4} \d{4}"  # Australia
        r"|07\d{3} ?\d{6}|01[567]\d{8,9}|06[ -]?\d{8}"  # mobiles of Britain, Germany, Holland
        r"|0\d{3} \d{2,3} \d{2} \d{2}"  # Austria, Switzerland
        r"|[6-9]\d{4} \d{5}"  # India
        r"|8 9\d\d \d{3} \d\d \d\d"  # Russia
        r")(?![\w]|[.,/-]\d| \d)",
        0.75,
        check.is_phone,
    ),
    # Without a telephone's grammar, a number counts only where it is called one.
    kind(
        "telephone number",
        rf"{_CALLS}\b(?: (?:him|her|me|them|is|at|on|no|number|of [\w' ]{{1,30}}?))*[ .:#]{{1,3}}"
        r"(\+?\d(?:[ .-]?\d){6,14})(?!\d|[.,]\d)",
        0.75,
        check.is_phone,
    ),
    # Digit by digit, or with the signs in words.
    kind("telephone number", r"\bplus \d{1,3},? \d{2,4}(?:,? \d{2,4}){1,4}\b", 0.65),
    kind("telephone number", r"(?<![\d.,] )(?<![\w.,])0(?:[ -]{1,3}\d){8,12}(?![ -]{0,2}\d)", 0.65),
    kind("telephone number", r"(?<![\w.,])\d(?: \d){2} ?- ?\d(?: \d){2} ?- ?\d(?: \d){3}\b", 0.65),
    kind("telephone number", rf"\b{_SPELLED}(?:,? {_SPELLED}){{6,20}}\b", 0.75),
    kind(
        "telephone number",
        rf"\b{_SPELLED}(?: {_SPELLED}){{2}}, {_SPELLED}(?: {_SPELLED}){{3}}\b",
        0.65,
    ),
)

ACCOUNTS: tuple[Kind, ...] = (
    kind(
        "bank account",
        r"\b[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){2,7}(?: ?[a-z0-9]{1,3})?\b",
        0.95,
        check.is_iban,
        may_be_official=False,
    ),
    kind(
        "card number",
        r"(?<![\d.,-])[2-6](?:\d{12,18}|\d{3}(?:[ -]\d{4}){2,4}|\d{3}[ -]\d{6}[ -]\d{4,5})"
        r"(?![\d.,-]\d|\d)",
        0.95,
        check.is_card,
        may_be_official=False,
    ),
)


def _state(
    why: str, pattern: str, value: float, holds: Callable[[str], bool] = check.has_digit
) -> Kind:
    return kind(why, pattern, value, holds, may_be_official=False)


# With a check digit and a shape of its own a number speaks for itself (0.9); where other things
# are numbered alike, the number must be called what it is.
STATE_NUMBERS: tuple[Kind, ...] = (
    _state(
        "US social security number", r"(?<![\d-])\d{3}-\d{2}-\d{4}(?![\d-])", 0.8, check.is_us_ssn
    ),
    _state(
        "US social security number",
        r"\b(?:ssn|social security)\b[^\d\n]{0,30}(\d{3} ?\d{2} ?\d{4})\b",
        0.9,
        check.is_us_ssn,
    ),
    _state(
        "UK national insurance number",
        r"\b[a-ceghj-prstw-z][a-ceghj-nprstw-z] ?\d\d ?\d\d ?\d\d ?[a-d]\b",
        0.8,
        check.is_nino,
    ),
    _state("Spanish identity number", r"\b(?:\d{8}-?|[xyz]-?\d{7}-?)[a-z]\b", 0.9, check.is_dni),
    _state(
        "French social security number",
        r"\b[12] ?\d\d ?(?:0[1-9]|1[0-2]|[2-9]\d) ?(?:\d\d|2[ab]) ?\d{3} ?\d{3} ?\d\d\b",
        0.9,
        check.is_nir,
    ),
    _state(
        "German tax number",
        r"\b(?:steuer|tax|idnr|identifikation)[^\d\n]{0,30}(\d{2} ?\d{3} ?\d{3} ?\d{3})\b",
        0.9,
        check.is_german_tax_id,
    ),
    _state(
        "German pension number",
        r"\b\d{2} ?(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d\d ?[a-z] ?\d{3}\b",
        0.9,
        check.is_german_pension_number,
    ),
    _state("Polish PESEL", r"\bpesel\b[^\d\n]{0,20}(\d{11})\b", 0.9, check.is_pesel),
    _state(
        "Canadian social insurance number",
        r"\b(?:sin|social insurance|nas)\b[^\d\n]{0,20}(\d{3}[ -]?\d{3}[ -]?\d{3})\b",
        0.9,
        check.is_sin,
    ),
    _state(
        "Indian Aadhaar",
        r"\baa?dhaa?r\b[^\d\n]{0,30}(\d{4}[ -]?\d{4}[ -]?\d{4})\b",
        0.9,
        check.is_aadhaar,
    ),
    _state(
        "Indian tax number",
        r"\bpan\b(?: (?:card|number|no|is))*[ .:]{1,2}([a-z]{3}[abcfghljpt][a-z]\d{4}[a-z])\b",
        0.9,
    ),
    _state(
        "Italian tax code",
        r"\b[a-z]{6}\d{2}[abcdehlmprst]\d{2}[a-z]\d{3}[a-z]\b",
        0.9,
        check.is_codice_fiscale,
    ),
    _state("Dutch citizen number", r"\b(?:bsn|sofi)\b[^\d\n]{0,20}(\d{9})\b", 0.9, check.is_bsn),
    _state(
        "Belgian national number",
        r"\b\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}\b",
        0.9,
        check.is_belgian_number,
    ),
    _state(
        "Swedish personal number",
        r"\b(?:19|20)?\d{2}(?:0[1-9]|1[0-2])\d{2}[-+]\d{4}\b",
        0.8,
        check.is_personnummer,
    ),
    _state("Brazilian CPF", r"\b\d{3}\.\d{3}\.\d{3}-\d{2}\b", 0.9, check.is_cpf),
    _state(
        "NHS number",
        r"\b(?:nhs|health(?: ?card)?)\b[^\d\n]{0,30}(\d{3}[ -]?\d{3}[ -]?\d{4})\b",
        0.9,
        check.is_nhs_number,
    ),
    _state("NHS number", r"\b(\d{3} \d{3} \d{4})\b[^\d\n]{0,20}\bnhs\b", 0.9, check.is_nhs_number),
    _state(
        "South African identity number",
        r"\b(?:id|identity)\b[^\d\n]{0,25}(\d{13})\b",
        0.9,
        check.is_south_african_id,
    ),
    _state("Swiss AHV number", r"\b756\.\d{4}\.\d{4}\.\d{2}\b", 0.9, check.is_ahv_number),
    _state(
        "passport number",
        r"\bpassport\b(?: (?:number|no|nr|id))?(?: is|:|\.)? {0,2}([a-z0-9]{7,9})\b",
        0.8,
    ),
    _state(
        "driving licence",
        r"\blicen[cs]e\b(?: (?:number|no))?(?: is|:)? ([a-z]{2,5}9{0,3}\d{6}[a-z9]{2}\w{3})\b",
        0.8,
    ),
    _state(
        "number plate",
        r"\b(?:plates?|reg(?:istration)?|kennzeichen|number ?plate|licen[cs]e plate)\b"
        r"(?: (?:is|number|no|reads|of|lautet|ist))*[ :,-]{1,3}"
        r"([a-z]{1,3}[ -][a-z]{1,2}[ -]?\d{1,4}|[a-z]{2}\d{2} ?[a-z]{3}|\d?[a-z]{3}[ -]?\d{3,4}"
        r"|[a-z]{2}-\d{3}-[a-z]{2}|[a-z]{1,3}\d{1,4}[ -]?[a-z]{0,3})\b(?! (?:of|beans))",
        0.7,
        check.is_mixed,
    ),
    _state(
        "number plate",
        r"\b(?:golf|audi|bmw|tesla|ford|car|van|mercedes|toyota|passat|polo|truck|jeep|skoda"
        r"|volvo|honda|suv)\b"
        r"[^\d\n]{0,15}?[,:] ?(?:plates? )?([a-z]{1,3}-[a-z]{1,2} ?\d{1,4}"
        r"|[a-z]{2}\d\d [a-z]{3})\b",
        0.6,
        check.is_mixed,
    ),
)
