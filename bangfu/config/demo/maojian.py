"""茅箭区: 6 townships and 35 villages with a task, 2,402 households with 7,129 persons, 1,648 helpers.

Villages that the published texts do not name, all people, units other than those named, and village codes are
invented for the demonstration.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from bangfu.config.demo.people import FEMALE, MALE, Invented, People

COUNTY = "420302"
TASK_FROM, REGISTERED_ON, LIFTED_BY = date(2014, 1, 1), date(2014, 6, 30), date(2019, 12, 31)
HOUSEHOLDS, PERSONS, HELPERS, FIRST_SECRETARIES = 2402, 7129, 1648, 28

TOWNSHIPS: dict[str, tuple[str, tuple[str, ...]]] = {
    "420302100": ("大川镇", ("卡子村", "青石沟村", "柳溪村", "松坪村", "梨园村", "栗树坪村", "石窑村", "双河口村")),
    "420302200": ("茅塔乡", ("廖家村", "岩屋村", "大坪村", "康家村", "王家湾村", "东沟村", "茶店子村", "望河村")),
    "420302201": ("鸳鸯乡", ("鸳鸯村", "桂花村", "杨家院村", "二道河村", "白果树村", "马家岭村", "学堂坡村")),
    "420302001": ("武当路街道", ("枣园村", "红岩村", "新塘村", "胡家湾村")),
    "420302002": ("二堰街道", ("大岭村", "桃花沟村", "龙潭湾村")),
    "420302004": ("白浪街道", ("方块村", "马路村", "堰桥村", "花园沟村", "枧堰沟村")),
}
KEY_VILLAGES = ("廖家村", "岩屋村", "大坪村", "康家村")
POOR_VILLAGES = (*KEY_VILLAGES, "卡子村", "青石沟村", "松坪村", "桂花村", "马家岭村", "红岩村", "大岭村")

DESIGNATED_UNITS = (
    ("湖北省委宣传部", "authority", "province"),
    ("湖北警官学院", "school", "province"),
    ("招商银行武汉分行", "financial", "province"),
    ("湖北第二师范学院", "school", "province"),
    ("太和医院", "hospital", "province"),
    ("湖北武当生物医药科技有限公司", "private_enterprise", "province"),
    ("恒进感应科技（十堰）股份有限公司", "private_enterprise", "province"),
)
BUREAUS = [
    "教育局",
    "财政局",
    "民政局",
    "水利和湖泊局",
    "农业农村局",
    "卫生健康局",
    "自然资源局",
    "住房和城乡建设局",
    "交通运输局",
    "文化和旅游局",
    "人力资源和社会保障局",
    "发展和改革局",
    "审计局",
    "统计局",
    "司法局",
    "应急管理局",
    "市场监督管理局",
    "退役军人事务局",
    "医疗保障局",
    "城市管理局",
    "科学技术局",
    "经济和信息化局",
    "商务局",
    "林业局",
    "扶贫办公室",
    "信访局",
    "档案馆",
    "机关事务服务中心",
    "行政审批局",
    "招商服务中心",
]
PARTY_ORGANS = [
    "委办公室",
    "委组织部",
    "委宣传部",
    "委统战部",
    "委政法委",
    "纪律检查委员会",
    "人大办公室",
    "政府办公室",
    "政协办公室",
    "总工会",
    "妇联",
    "科协",
    "文联",
    "残联",
    "工商联",
    "红十字会",
    "党校",
]
SERVICES = [
    "疾病预防控制中心",
    "妇幼保健院",
    "公路管理段",
    "农机服务中心",
    "畜牧兽医服务中心",
    "水产服务中心",
    "环境卫生中心",
    "园林绿化中心",
    "供销合作社",
    "粮食收储公司",
    "融媒体中心",
    "图书馆",
    "文化馆",
    "体育中心",
    "就业服务中心",
    "社会保险中心",
    "不动产登记中心",
    "政务服务中心",
    "城市投资公司",
    "税务分局",
]
SCHOOLS = [
    "实验中学",
    "第一小学",
    "第二小学",
    "东城中学",
    "南城中学",
    "车城小学",
    "特殊教育学校",
    "职业教育中心",
    "实验幼儿园",
    "青少年活动中心",
    "柳林小学",
]
CLINICS = [
    "人民医院",
    "中医医院",
    "大川镇卫生院",
    "茅塔乡卫生院",
    "鸳鸯乡卫生院",
    "武当路社区卫生服务中心",
    "二堰社区卫生服务中心",
    "白浪社区卫生服务中心",
    "五堰社区卫生服务中心",
    "卫生监督所",
    "急救中心",
]
CITY_UNITS = (
    "十堰市教育局",
    "十堰市水利和湖泊局",
    "十堰市农业农村局",
    "十堰市烟草专卖局",
    "国网十堰供电公司",
    "十堰市公安局",
)
GOODS = [
    "茶叶",
    "香菇",
    "黑木耳",
    "蜂蜜",
    "土鸡蛋",
    "金银花",
    "核桃",
    "樱桃",
    "猕猴桃",
    "大闸蟹",
    "豆腐干",
    "腊肉",
    "苦荞",
    "葛粉",
    "菜籽油",
    "红薯粉",
    "绿松石工艺",
]


@dataclass
class Village:
    """One village of the plan."""

    code: str
    name: str
    township: str
    households: int = 0
    helpers: int = 0


@dataclass
class Home:
    """One household of the plan: members with their relation to the head, and what the card says."""

    number: str
    village: Village
    members: list[tuple[str, Invented]] = field(default_factory=list)
    lifted_on: date = LIFTED_BY


def villages() -> list[Village]:
    """Return the 35 villages with the households and helpers each has."""
    found = [
        Village(f"{township}{200 + number:03d}", name, township)
        for township, (_name, names) in TOWNSHIPS.items()
        for number, name in enumerate(names, start=1)
    ]
    weights = [3 if v.name in KEY_VILLAGES else 2 if v.name in POOR_VILLAGES else 1 for v in found]
    for village, homes, helpers in zip(found, shared(HOUSEHOLDS, weights), shared(HELPERS, weights), strict=True):
        village.households, village.helpers = homes, helpers
    return found


def shared(total: int, weights: list[int]) -> list[int]:
    """Divide a whole number by weights without losing one: largest remainders first."""
    exact = [total * w / sum(weights) for w in weights]
    parts = [int(e) for e in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: total - sum(parts)]:
        parts[i] += 1
    return parts


def homes(places: list[Village], people: People) -> list[Home]:
    """Return the 2,402 households with exactly 7,129 members."""
    sizes = _sizes(people)
    found: list[Home] = []
    for village in places:
        for _n in range(village.households):
            number = f"{COUNTY}{len(found) + 1:06d}"
            lifted = date(2016 + len(found) % 4, 12, 31)
            found.append(Home(number, village, _members(people, sizes.pop()), lifted))
    return found


def _sizes(people: People) -> list[int]:
    sizes = people.random.choices((1, 2, 3, 4, 5, 6), weights=(18, 24, 23, 20, 10, 5), k=HOUSEHOLDS)
    while (missing := PERSONS - sum(sizes)) != 0:
        i = people.random.randrange(HOUSEHOLDS)
        if 1 <= sizes[i] + (1 if missing > 0 else -1) <= 6:
            sizes[i] += 1 if missing > 0 else -1
    return sizes


def _members(people: People, size: int) -> list[tuple[str, Invented]]:
    """A head, a spouse, children, then parents, as long as the household is large."""
    head = people.one(72, 32, REGISTERED_ON, sex=people.random.choices((MALE, FEMALE), (3, 1))[0])
    age = (REGISTERED_ON - head.birth_date).days // 365
    members = [("head", head)]
    names = {head.name}

    def another(oldest: int, youngest: int, sex: str = "", surname: str = "") -> Invented:
        """Somebody whose name nobody in the household has yet."""
        while (one := people.one(oldest, youngest, REGISTERED_ON, sex=sex, surname=surname)).name in names:
            pass
        names.add(one.name)
        return one

    if size > 1:
        members.append(("spouse", another(age + 4, age - 6, sex=FEMALE if head.sex == MALE else MALE)))
    for _n in range(size - 2):
        parents = [r for r, _one in members if r in ("father", "mother")]
        if len(parents) == 2 or age > 66 or people.random.random() < 0.75:
            child = another(age - 21, max(age - 38, 1), surname=head.name[0])
            members.append(("son" if child.sex == MALE else "daughter", child))
        else:
            sex = MALE if parents == ["mother"] else FEMALE if parents else people.random.choice((MALE, FEMALE))
            parent = another(age + 34, age + 20, sex=sex, surname=head.name[0] if sex == MALE else "")
            members.append(("father" if sex == MALE else "mother", parent))
    return members


INSURANCE = "茅箭区医疗保障局"
"""The unit that sends the medical list."""


def unit_names() -> list[tuple[str, str]]:
    """Return the 67 district units that assist villages: name and kind."""
    names = [(f"茅箭区{n}", "authority") for n in BUREAUS]
    names += [(f"茅箭区{n}", "authority") for n in PARTY_ORGANS]
    names += [(f"茅箭区{n}", "institution") for n in SERVICES]
    return names[:67]


def further_budget_units() -> list[tuple[str, str]]:
    """Return the schools and clinics that, with the district units, make 89 budget units."""
    return [(f"茅箭区{n}", "school") for n in SCHOOLS] + [(f"茅箭区{n}", "hospital") for n in CLINICS]
