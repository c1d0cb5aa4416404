"""Numbers that name persons and organisations: what is doubtful about them, and what they say.

ID numbers: GB 11643. Unified social credit codes: GB 32100. Real ones fail their check character sometimes, so
that nothing here refuses.
"""

import re
from datetime import date

from django.utils.translation import gettext as _
from stdnum.cn import ric, uscc

from bangfu.parties.doubts import Doubt

ID_SHAPE = re.compile(r"^[1-9]\d{16}[\dX]$")
CREDIT_SHAPE = re.compile(r"^[0-9A-HJ-NP-RTUWXY]{18}$")
PHONE_SHAPE = re.compile(r"^(1\d{10}|0\d{2,3}-?\d{7,8}|\d{7,8})$")
MALE, FEMALE = "1", "2"  # GB/T 2261.1


def born_on(id_number: str) -> date | None:
    """Return the date of birth inside an ID number, or None."""
    if not ID_SHAPE.match(id_number):
        return None
    try:
        return date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None


def sex_in(id_number: str) -> str:
    """Return the sex inside an ID number, or the empty text."""
    if not ID_SHAPE.match(id_number):
        return ""
    return MALE if int(id_number[16]) % 2 else FEMALE


def id_number_doubts(id_number: str, sex: str = "", birth_date: date | None = None) -> list[Doubt]:
    """Return what is doubtful about an ID number in canonical form, alone and beside sex and date of birth."""
    if not id_number:
        return []
    if not ID_SHAPE.match(id_number):
        return [Doubt("id_number.shape", _("公民身份号码不是 18 位"), "id_number")]
    doubts = []
    if ric.calc_check_digit(id_number) != id_number[-1]:
        doubts.append(Doubt("id_number.checksum", _("公民身份号码校验位不符"), "id_number"))
    born = born_on(id_number)
    if born is None:
        doubts.append(Doubt("id_number.birth_date", _("公民身份号码中的出生日期无效"), "id_number"))
    elif birth_date and born != birth_date:
        doubts.append(Doubt("birth_date.id_number", _("出生日期与公民身份号码不一致"), "birth_date"))
    if sex and sex in (MALE, FEMALE) and sex != sex_in(id_number):
        doubts.append(Doubt("sex.id_number", _("性别与公民身份号码不一致"), "sex"))
    return doubts


def degree_in(disability_number: str) -> str:
    """Return the degree of disability that a certificate's number says: its 20th character, "1" the gravest to "4"."""
    degree = disability_number[19:20]
    return degree if degree in ("1", "2", "3", "4") else ""


def disability_number_doubts(disability_number: str, id_number: str) -> list[Doubt]:
    """Return what is doubtful about a disability certificate's number: it begins with the person's ID number."""
    if disability_number and id_number and not disability_number.startswith(id_number):
        return [Doubt("disability_number.id_number", _("残疾证号前 18 位与公民身份号码不一致"), "disability_number")]
    return []


def credit_code_doubts(credit_code: str) -> list[Doubt]:
    """Return what is doubtful about a unified social credit code in canonical form."""
    if not credit_code:
        return []
    if not CREDIT_SHAPE.match(credit_code):
        return [Doubt("credit_code.shape", _("统一社会信用代码应为 18 位数字和字母"), "credit_code")]
    if uscc.calc_check_digit(credit_code[:17]) != credit_code[-1]:
        return [Doubt("credit_code.checksum", _("统一社会信用代码校验位不符"), "credit_code")]
    return []


def phone_doubts(phone: str) -> list[Doubt]:
    """Return what is doubtful about a telephone number in canonical form."""
    if phone and not PHONE_SHAPE.match(phone):
        return [Doubt("phone.shape", _("联系电话不像手机或固定电话号码"), "phone")]
    return []
