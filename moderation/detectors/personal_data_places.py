"""Where somebody lives, and where they or their children can be met."""

import re

from moderation.detectors.personal_data_kind import Kind, kind

# "40 people in the street" is no address.
_NAME = (
    r"(?!(?:in|on|of|the|people|at|across|down|from|into|to|and|are|were|more|per|different|other"
    r"|minutes?|hours?|days?|soldiers?|men|women|houses?|families|miles?|km|meters?|metres?|by|an?"
    r"|is|was|years?|times|new)\b)"
)
_SUFFIX = (
    r"(?:street|st|avenue|ave|av|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|terrace|crescent"
    r"|close|way|place|pl|grove|gardens|square|sq|park|row|mews|hill|parade|circle|cir|trail"
    r"|parkway"
    r"|pkwy|highway|hwy|walk|rise|green|quay|wharf|heights|view)"
)
_SURE_SUFFIX = (
    r"(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|terrace|crescent|mews"
    r"|close|grove|gardens)"
)
_WORD = rf"{_NAME}[a-zà-ÿ'\u2019.-]+"
_TOWN = r"[a-zà-ÿ][a-zà-ÿ' .-]{2,30}?"
_GERMAN = r"(?:str(?:aße|asse|\.)|weg|gasse|allee|damm|ring|platz|ufer|steig|hof)"
_POSTCODE = (
    r"(?:[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}"  # Britain
    r"|[a-z]{2},? \d{5}(?:-\d{4})?|(?:vic|nsw|qld|wa|sa|tas|act|nt) \d{4}|[a-z]\d[a-z] ?\d[a-z]\d"
    r"|\d{6}|dublin \d{1,2})"
)
_LIVES = (
    r"(?:lives?|living|resides?|stays?|sleeps?|dwells?|hides?|wohnt|habite|vive|abita|mieszka"
    r"|bor)"
)
_HOUSE = r"(?:house|home|flat|apartment|place|bungalow|cottage|farm|villa|mill|condo|trailer)"
_STREET_NAME = rf"(?:[a-z'\u2019.-]+ ){{1,3}}?{_SURE_SUFFIX}"

ADDRESSES: tuple[Kind, ...] = (
    kind(
        "street address",
        rf"\b\d{{1,5}}[a-z]?,? (?:{_WORD} ){{1,3}}{_SURE_SUFFIX}\b(?! (?:journal|protests?|bank))",
        0.6,
    ),
    kind(
        "street address",
        rf"\b(?:flat |unit |apt\.? )?\d{{1,5}}[a-z]?(?:/\d{{1,4}})?,? (?:\d+(?:st|nd|rd|th) "
        rf"|{_WORD} ){{1,3}}"
        rf"{_SUFFIX}\b[^.!?\n]{{0,60}}?\b{_POSTCODE}\b",
        0.8,
    ),
    kind(
        "street address",
        r"\b[a-zà-ÿ-]{2,30}(?:str(?:aße|asse|\.)|weg|gasse|allee|damm|ufer|gatan|vägen|gade|straat"
        r"|laan) ?\d{1,4}[a-z]?\b"
        r"|\b[a-zà-ÿ-]{3,30} (?:straße|strasse|platz|allee|weg) \d{1,4}[a-z]?\b",
        0.6,
    ),
    kind(
        "street address",
        r"\b(?:am|an der|im|auf der|zur|zum) [a-zà-ÿ-]{3,30} \d{1,4}[a-z]?,? \d{5} ",
        0.7,
    ),
    kind(
        "street address",
        r"\b\d{1,4},? (?:bis |ter )?(?:rue|avenue|boulevard|chemin|allée|impasse|place|quai)"
        r" (?:[a-zà-ÿ'\u2019-]+ ?){1,4}",
        0.6,
    ),
    kind(
        "street address",
        r"\b(?:via|viale|piazza|corso|calle|avenida|plaza|rua|avenida|travessa|ul\.|ulica|avenue"
        r"|ulitsa"
        r"|carrer|paseo) (?:[a-zà-ÿ'\u2019-]+ ){0,3}[a-zà-ÿ'\u2019-]{3,},? \d{1,4}\b(?:[/,]|(?= )"
        r"|\b)",
        0.55,
    ),
    kind(
        "street address",
        rf"\bplot \d+,? sector \d+\b|\b(?:p\.?o\.? box) \d+\b(?=.{{0,30}}{_POSTCODE})",
        0.6,
    ),
    kind(
        "street address",
        rf"\b(?:flat|apartment|apt|house|plot) \d{{1,4}}[a-z]?, [^.!?\n]{{3,60}}\b{_POSTCODE}\b",
        0.7,
    ),
    kind(
        "street address",
        rf"\b{_STREET_NAME}\b[^.!?\n]{{0,25}}\bnumber \d{{1,4}}\b"
        rf"|\bhouse number \d{{1,4}},? {_STREET_NAME}\b|\bnumber \d{{1,4}},? {_STREET_NAME}\b",
        0.6,
    ),
    # "knock at 16A Grange Park": a call is as good as a sure suffix.
    kind(
        "street address",
        rf"\b(?:{_LIVES}|knock|visit|find (?:him|her|them)|home|address|house"
        rf"|flat)\b[^.!?\n\d]{{0,30}}"
        rf"(\d{{1,5}}[a-z]?,? (?:{_WORD} ){{1,3}}{_SUFFIX})\b",
        0.75,
    ),
)

HOMES: tuple[Kind, ...] = (
    kind(
        "home described",
        rf"\b{_LIVES} (?:\w+ )?(?:on|in|at|off|above|opposite|behind|next to|near|by|over"
        rf"|across from)"
        rf" (?:the )?[^.!?\n]{{0,50}}?\b({_STREET_NAME})\b(?! (?:were|was|have|in the census))",
        0.6,
    ),
    kind(
        "home described",
        rf"\bthe (?:\w+ )?(?:yellow|white|red|blue|green|grey|gray|brown|pink|brick|corner|old"
        rf"|big|last"
        rf"|first|second) (?:\w+ )?{_HOUSE} (?:on|in|at|opposite|behind|next to) [^.!?\n]{{0,40}}?"
        rf"\b({_STREET_NAME})\b[^.!?\n]{{0,40}}\b(?:lives?|that'?s where|is where|his|hers?|their"
        rf"|belongs)",
        0.7,
    ),
    kind(
        "home described",
        rf"\b{_LIVES}\b[^.!?\n]{{0,60}}\b(?:number \d{{1,4}}|top bell|name on the bell|blue door"
        rf"|red door"
        rf"|white house|yellow house|second floor|third floor|ground floor)\b",
        0.6,
    ),
)

# Places in the news are given by coordinates every day; only a person's are personal.
COORDINATES: tuple[Kind, ...] = (
    kind(
        "coordinates",
        r"(?<![\d.])-?\d{1,2}\.\d{4,9}°?[ns]?,? {0,2}-?\d{1,3}\.\d{4,9}°?[ew]?(?!\d)",
        0.3,
    ),
    kind(
        "coordinates", r"\b\d{1,2}°\d{1,2}['\u2019\u2032]\d{1,2}(?:\.\d+)?[\"”\u2033]? ?[ns]\b", 0.3
    ),
)

_CHILD = (
    r"(?:son|daughter|kids?|child(?:ren)?|boy|girl|youngest|eldest|oldest|twins|toddler|niece"
    r"|nephew|grand(?:son|daughter|child(?:ren)?))"
)
_SCHOOL = (
    r"(?:primary(?: school)?|elementary(?: school)?|middle school|high school|grammar school|school"
    r"|nursery|kindergarten|pre-?school|academy|grundschule|gymnasium|kita|day ?care)"
)
_CLASS = r"(?:in|is in|goes to|go to|attends?|at|picked up|plays?)"

WHEREABOUTS: tuple[Kind, ...] = (
    kind(
        "child's school",
        rf"\b(?:his|her|their|your|the \w+'s|\w+'s) (?:\w+ )?{_CHILD}\b[^!?\n]{{0,60}}?\b{_CLASS}\b"
        rf"[^!?\n]{{0,50}}?\b(?:{_SCHOOL}\b|(?:class|year|grade)\b[^.!?\n]{{0,30}}\b{_SCHOOL})",
        0.65,
    ),
    kind(
        "child's school",
        rf"\b(?:his|her|their) (?:\w+ )?(?:kid|child|son|daughter|boy"
        rf"|girl)'?s (?:\w+ )?{_SCHOOL} is\b",
        0.65,
    ),
    kind(
        "child's school",
        rf"\b(?:girl|boy|kid|child|pupil"
        rf"|student)\b[^!?\n]{{0,40}}\bis (?P<name>[a-z]+) \w\.?[^!?\n]{{0,30}}\b{_SCHOOL}\b",
        0.65,
        may_be_official=False,
    ),
    kind(
        "child's school",
        rf"\b(?:girl|boy|kid"
        rf"|child)\b[^.!?\n]{{0,60}}\b{_SCHOOL}\b[^.!?\n]{{0,20}}\b(?:name(?:d)? is|name|named"
        rf"|called)\b",
        0.65,
        may_be_official=False,
    ),
    kind(
        "where somebody can be met",
        r"\b(?:he|she|they|wife|husband|daughter|son|nanny|kids?|girl"
        r"|boy)\b[^.!?\n]{0,40}\b(?:walks?|jogs?|runs?|works?|parks?|takes the kids"
        r"|drinks?|trains?|picks? up|gets? (?:home|off)|leaves)\b[^.!?\n]{0,60}"
        r"\b(?:alone|every (?:morning|evening|day|night|week\w*|\w+day)|at (?:six|five|four|three"
        r"|ten|nine|eight|seven|\d))\b"
        r"[^.!?\n]{0,60}\b(?:via|park|lane|street|road|past|outside|at the|near|through)\b",
        0.6,
    ),
    kind(
        "where somebody can be met",
        r"\b(?:dm|message|write to|find|everyone|everybody|go to|spam|flood"
        r"|tell)\b[^.!?\n]{0,30}@\w{3,30}\b[^.!?\n]{0,60}"
        r"\b(?:turn up|show up|his gym|her gym|tonight|tell (?:him|her)|what (?:he|she) is"
        r"|let (?:him|her) know|make (?:him|her)|flood|spam|pay (?:him|her)|on insta)",
        0.6,
    ),
    kind(
        "where somebody can be met",
        r"\b(?:he|she|they|nanny|wife|husband|son|daughter)\b (?:\w+ )?(?:drinks?|jogs?|trains?"
        r"|swims?|walks?|shops?|eats?|prays?|takes the kids|parks)"
        r" (?:at|in|along|through|past|to|outside)\b[^.!?\n]{3,50}\b(?:every|each) (?:morning"
        r"|evening|day|night|\w+day)\b",
        0.6,
        may_be_official=False,
    ),
    kind(
        "where somebody can be met",
        r"\b(?:he|she|they)(?:'s|'re| is| are)? (?:staying|sleeping|hiding)? ?(?:in"
        r"|at)\b[^.!?\n]{0,20}\broom \d+",
        0.6,
        may_be_official=False,
    ),
    kind(
        "real name",
        r"\b(?:behind (?:the|this|that) (?:account|blog|profile|page|handle|channel) is"
        r"|real name(?: is|:)|full name(?: is|:)|identity of the \w+ is|whistleblower['\"”]* (?:="
        r"|is)|dox(?:x?ed)?:)"
        r" (?P<name>[a-zà-ÿ'-]{2,20}) [a-zà-ÿ'-]{2,25}",
        0.6,
    ),
)


PLACE_WORDS = re.compile(
    r"\b(?:lives?|living|lived|wohnt|habite|vive|resides|stays|sleeps|school|primary|elementary"
    r"|nursery|academy|kindergarten"
    r"|house|home|real name|full name|behind the|room|dox|whistleblower|alone|every|walks|jogs"
    r"|@)\b|@\w"
)
