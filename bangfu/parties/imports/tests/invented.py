"""An invented county, and workbooks of its households as offices keep them."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from django.apps import apps
from rustpy_xlsxwriter import FastExcel

from bangfu.kernel.rights.models import Grant, User
from bangfu.kernel.workbooks import id_check_digit
from bangfu.parties.models import Area, Party

COUNTY, TOWNSHIP, OTHER_TOWNSHIP = "990101", "990101101", "990101102"
VILLAGES = ("990101101201", "990101101202", "990101102201")
STRANGE_VILLAGE = "990202101201"
SINCE = date(2020, 1, 1)
PLACES = (
    ("99", "示例省"), ("9901", "示例市"), (COUNTY, "示例县"), (TOWNSHIP, "青石镇"), (OTHER_TOWNSHIP, "白云乡"),
    (VILLAGES[0], "河东村"), (VILLAGES[1], "河西村"), (VILLAGES[2], "山口村"),
    ("9902", "邻市"), ("990202", "邻县"), ("990202101", "远山镇"), (STRANGE_VILLAGE, "远山村"),
)  # fmt: skip
RELATIONS = ("户主", "配偶", "之子", "之女", "之父", "之母")
Rows = list[dict[str, object]]


def county() -> None:
    """Put the county, its villages and a village of its neighbour on the register."""
    parties = Party.objects.bulk_create([Party(kind="area") for _place in PLACES])
    Area.objects.bulk_create(
        Area(party=party, code=code, name=name, level=len(code))
        for party, (code, name) in zip(parties, PLACES, strict=True)
    )


def operator() -> User:
    """Return the user of the command line."""
    return User.objects.create(username="operator", name="系统操作员", is_operator=True)


def clerk(role: str, area_code: str) -> User:
    """Return a user who holds a role over a place."""
    user = User.objects.create(username=f"{role}-{area_code}", name="经办人", area_code=area_code)
    Grant.objects.create(user=user, role=role, area_code=area_code, valid_from=SINCE)
    return user


def id_number(serial: int, born: date, male: bool) -> str:
    """Return a valid ID number that nobody has: the county is invented."""
    body = f"990101{born:%Y%m%d}{serial // 2 % 50:02d}{serial % 5 * 2 + male}"
    return body + id_check_digit(body)


def household(serial: int, size: int = 3, village: str = VILLAGES[0], *, numbered: bool = True) -> Rows:
    """Return the rows of one household; its own columns stand on the first."""
    rows: Rows = []
    for place in range(size):
        born = date(1950, 1, 1) + timedelta(days=(serial * 61 + place * 8401) % 24_000)
        male = place in (0, 2, 4)
        rows.append(
            {
                "户编号": f"N{serial:06d}" if numbered else None,
                "村代码": village if place == 0 else None,
                "姓名": f"甲{serial}{'一二三四五六'[place]}",
                "与户主关系": RELATIONS[place],
                "性别": "男" if male else "女",
                "公民身份号码": id_number(serial * 10 + place, born, male),
                "联系电话": f"139{serial:06d}{place:02d}" if place == 0 else None,
                "健康状况": "健康" if place else "长期慢性病、残疾",
                "文化程度": "小学",
                "务工月数": place,
                "是否享受低保": "是" if place == 1 else "否",
            }
        )
    rows[0] |= {
        "住址": f"一组{serial}号", "银行账号": f"8800{serial:012d}", "户类型": "脱贫户", "户类型起始日期": "2019-12-01",
        "主要致贫原因": "因病", "家庭人口": size, "住房面积(平方米)": 88.5, "主要燃料": "柴草、电", "收入年度": 2025,
        "工资性收入": 12000 + serial, "转移性收入": 2400.5, "生产经营性支出": 300,
    }  # fmt: skip
    return rows


def households(count: int, **kwargs: object) -> Rows:
    """Return the rows of several households over the county's villages."""
    return [
        row
        for serial in range(1, count + 1)
        for row in household(serial, 1 + serial % 5, VILLAGES[serial % 3], **kwargs)  # type: ignore[arg-type]
    ]


def write(path: Path, rows: Iterable[dict[str, object]]) -> Path:
    """Write rows as a workbook, headings in the order in which they first appear."""
    rows = list(rows)
    names = list(dict.fromkeys(name for row in rows for name in row))
    book = FastExcel(str(path))
    book.sheet("农户", [{name: row.get(name) for name in names} for row in rows])
    book.save()
    return path


def stored(*, versions: bool = False) -> dict[str, list[tuple[object, ...]]]:
    """Return every row of the registers as the database has it, ciphertexts included."""
    found = {}
    for model in apps.get_app_config("parties").get_models():
        names = [f.attname for f in model._meta.concrete_fields if versions or f.attname != "version"]
        found[model.__name__] = sorted(model._default_manager.values_list(*names), key=str)
    return found
