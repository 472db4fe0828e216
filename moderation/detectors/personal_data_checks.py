"""Check digits: whether a number can be what it looks like. Each takes the number as written."""

from collections.abc import Iterable
from datetime import date
from string import digits


def digits_of(text: str) -> str:
    return "".join(character for character in text if character in digits)


def compact(text: str) -> str:
    """Return letters and digits alone."""
    return "".join(character for character in text if character.isalnum())


def is_phone(text: str) -> bool:
    return 7 <= len(digits_of(text)) <= 15


# ISO 13616's registry: where a country is not named, the whole match must be the number.
_IBAN_LENGTHS = {
    "at": 20, "be": 16, "bg": 22, "ch": 21, "cy": 28, "cz": 24, "de": 22, "dk": 18, "ee": 20,
    "es": 24, "fi": 18, "fr": 27, "gb": 22, "gr": 27, "hr": 21, "hu": 28, "ie": 22, "il": 23,
    "it": 27, "lt": 20, "lu": 20, "lv": 21, "mt": 31, "nl": 18, "no": 15, "pl": 28, "pt": 25,
    "ro": 24, "se": 24, "si": 19, "sk": 24, "tr": 26, "ua": 29,
}  # fmt: skip


def is_iban(text: str) -> bool:
    """ISO 13616: moved behind the rest, letters as numbers, the remainder by 97 is one."""
    number = compact(text)
    number = number[: _IBAN_LENGTHS.get(number[:2], len(number))]
    if not (15 <= len(number) <= 34 and number.isascii()):
        return False
    return int("".join(str(int(c, 36)) for c in number[4:] + number[:4])) % 97 == 1


def luhn(number: str) -> bool:
    """ISO/IEC 7812: every other digit doubled from the right, the sum of digits ends in zero."""
    reverse = [int(digit) for digit in reversed(number)]
    doubled = [sum(divmod(2 * digit, 10)) for digit in reverse[1::2]]
    return len(set(reverse)) > 1 and (sum(reverse[::2]) + sum(doubled)) % 10 == 0


# First digits as ranges, and the lengths that the scheme issues.
_ISSUERS = (
    (("4", "4"), (13, 16, 19)),  # Visa
    (("51", "55"), (16,)), (("2221", "2720"), (16,)),  # Mastercard
    (("34", "34"), (15,)), (("37", "37"), (15,)),  # American Express
    (("300", "305"), (14,)), (("36", "36"), (14,)), (("38", "39"), (14,)),  # Diners Club
    (("6011", "6011"), (16,)), (("644", "659"), (16,)),  # Discover
    (("3528", "3589"), (16,)),  # JCB
    (("62", "62"), (16, 17, 18, 19)),  # UnionPay
    (("5018", "5038"), (13, 16, 19)), (("6304", "6304"), (16, 18, 19)),  # Maestro
    (("6759", "6763"), (16, 18, 19)),
)  # fmt: skip


def is_card(text: str) -> bool:
    number = digits_of(text)
    issued = any(
        low <= number[: len(low)] <= high and len(number) in lengths
        for (low, high), lengths in _ISSUERS
    )
    return issued and luhn(number)


def is_us_ssn(text: str) -> bool:
    """The Social Security Administration issues no 000, 666 or 9xx, nor zeros in a group."""
    number = digits_of(text)
    return (
        len(number) == 9
        and number[:3] not in ("000", "666")
        and number[0] != "9"
        and number[3:5] != "00"
        and number[5:] != "0000"
    )


def is_nino(text: str) -> bool:
    return compact(text)[:2] not in ("bg", "gb", "kn", "nk", "nt", "tn", "zz")


def is_dni(text: str) -> bool:
    """Spain: the number's remainder by 23 chooses the letter; a foreigner's X, Y, Z are 0, 1, 2."""
    number = compact(text)
    value = number[:-1].translate(str.maketrans("xyz", "012"))
    return value.isdecimal() and "trwagmyfpdxbnjzsqvhlcke"[int(value) % 23] == number[-1]


def is_nir(text: str) -> bool:
    """France: 97 minus the remainder by 97 is the key; Corsica's departments count as 19 and 18."""
    number = compact(text).replace("2a", "19").replace("2b", "18")
    return (
        number.isdecimal() and len(number) == 15 and 97 - int(number[:13]) % 97 == int(number[13:])
    )


def is_german_tax_id(text: str) -> bool:
    """ISO 7064 mod 11, 10."""
    number = digits_of(text)
    product = 10
    for digit in number[:10]:
        product = 2 * ((int(digit) + product) % 10 or 10) % 11
    return len(number) == 11 and (11 - product) % 10 == int(number[10])


def is_german_pension_number(text: str) -> bool:
    number = compact(text)
    spelled = number[:8] + f"{ord(number[8]) - 96:02}" + number[9:]
    weights = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
    products = (int(d) * weight for d, weight in zip(spelled[:12], weights, strict=False))
    return sum(sum(divmod(product, 10)) for product in products) % 10 == int(number[-1])


def is_pesel(text: str) -> bool:
    number = [int(digit) for digit in digits_of(text)]
    weights = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1)
    return len(number) == 11 and _weighted(number, weights) % 10 == 0


def is_sin(text: str) -> bool:
    return len(digits_of(text)) == 9 and luhn(digits_of(text))


def is_aadhaar(text: str) -> bool:
    """India: Verhoeff's check digit over twelve digits, the first neither 0 nor 1."""
    number = digits_of(text)
    check = 0
    for place, digit in enumerate(reversed(number)):
        check = _dihedral(check, _permuted(int(digit), place))
    return len(number) == 12 and number[0] not in "01" and check == 0


def _dihedral(a: int, b: int) -> int:
    """Multiply in the group of a pentagon's symmetries: 0 to 4 turn, 5 to 9 also flip."""
    if a < 5:
        return (a + b) % 5 if b < 5 else 5 + (a + b) % 5
    return 5 + (a - b) % 5 if b < 5 else (a - b) % 5


def _permuted(digit: int, times: int) -> int:
    for _ in range(times % 8):
        digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
    return digit


def is_codice_fiscale(text: str) -> bool:
    """Italy: letters and digits in odd places count by a table, in even places as themselves."""
    odd = (1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24,
           23)  # fmt: skip
    number = compact(text)
    values = [int(c) if c.isdecimal() else ord(c) - 97 for c in number[:15]]
    total = sum(odd[value] for value in values[::2]) + sum(values[1::2])
    return total % 26 == ord(number[15]) - 97


def is_bsn(text: str) -> bool:
    number = [int(digit) for digit in digits_of(text)]
    return len(number) == 9 and _weighted(number, (9, 8, 7, 6, 5, 4, 3, 2, -1)) % 11 == 0


def is_belgian_number(text: str) -> bool:
    number = digits_of(text)
    keys = {97 - int(number[:9]) % 97, 97 - int("2" + number[:9]) % 97}
    return int(number[9:]) in keys


def is_personnummer(text: str) -> bool:
    return luhn(digits_of(text)[-10:])


def is_cpf(text: str) -> bool:
    number = [int(digit) for digit in digits_of(text)]
    first = -_weighted(number[:9], range(10, 1, -1)) % 11 % 10
    second = -_weighted(number[:10], range(11, 1, -1)) % 11 % 10
    return len(number) == 11 and len(set(number)) > 1 and number[9:] == [first, second]


def is_nhs_number(text: str) -> bool:
    number = [int(digit) for digit in digits_of(text)]
    return len(number) == 10 and -_weighted(number[:9], range(10, 1, -1)) % 11 == number[9]


def is_south_african_id(text: str) -> bool:
    number = digits_of(text)
    return len(number) == 13 and _is_day(number[2:4], number[4:6]) and luhn(number)


def is_ahv_number(text: str) -> bool:
    """Switzerland: EAN-13."""
    number = [int(digit) for digit in digits_of(text)]
    return len(number) == 13 and _weighted(number, (1, 3) * 6 + (1,)) % 10 == 0


def is_mixed(text: str) -> bool:
    """Letters and digits together, as on plates and passports."""
    return any(map(str.isdecimal, text)) and any(map(str.isalpha, text))


def has_digit(text: str) -> bool:
    return any(map(str.isdecimal, text))


def _weighted(number: list[int], weights: Iterable[int]) -> int:
    return sum(a * b for a, b in zip(number, weights, strict=False))


def _is_day(month: str, day: str) -> bool:
    try:
        date(2000, int(month), int(day))
    except ValueError:
        return False
    return True
