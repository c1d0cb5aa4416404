"""The logical checks that offices clean their registers by, over whole columns.

What would break the books is an error: a household without exactly one head, a birth after today. What is
probably a slip is a warning that says where to look. Thresholds are dated parameters (``thresholds``); a check
whose parameter is not set is not made.
"""

from datetime import date

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _

from bangfu.kernel.imports.declared import Offer
from bangfu.kernel.policy.queries import policy_or_none
from bangfu.kernel.workbooks import ROW, disability_id, id_birth_date, id_county, id_sex
from bangfu.parties.imports import thresholds
from bangfu.parties.imports.homes import Homes
from bangfu.parties.imports.register import Register

# GB/T 2260, the first two digits
PROVINCES = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82"
DISABLED, HEALTHY, NOT_STUDENT, ORDINARY_LABOUR = "disabled", "healthy", "none", "ordinary"
BY_ILLNESS, BY_DISABILITY, BY_SCHOOL = "illness", "disability", "schooling"
UNSTABLE, MARGINAL, SUDDEN = "unstable", "marginal", "sudden"


def _age(birth: pl.Expr, on: date) -> pl.Expr:
    """Completed years on a day."""
    before = (birth.dt.month() * 100 + birth.dt.day()) > on.month * 100 + on.day
    return on.year - birth.dt.year() - before.cast(pl.Int32)


def check_persons(offer: Offer, persons: pl.DataFrame) -> None:
    """Report what is wrong or doubtful about single persons."""
    today = timezone.localdate()
    _check_identity(offer, persons, today)
    _check_ages(offer, persons, today)


def _mask(frame: pl.DataFrame, condition: pl.Expr) -> pl.Series:
    return frame.select(condition.fill_null(False)).to_series()


def _check_identity(offer: Offer, persons: pl.DataFrame, today: date) -> None:
    has = set(persons.columns)
    if "birth_date" in has:
        offer.error(
            _mask(persons, pl.col("birth_date") > today),
            "birth_date" if offer.has("birth_date") else "id_number",
            "future",
            _("出生日期在今天之后：请核对。"),
        )
    if "id_number" not in has:
        return
    number = pl.col("id_number")
    known = id_county(number).str.slice(0, 2).is_in(PROVINCES.split())
    offer.warn(_mask(persons, ~known), "id_number", "unknown_region", _("身份证号前两位不是省级代码：请核对。"))
    if offer.has("birth_date"):
        offer.warn(
            _mask(persons, id_birth_date(number) != pl.col("birth_date")),
            "birth_date",
            "birth_differs",
            _("与身份证号中的出生日期不一致：请核对。"),
        )
    if offer.has("sex"):
        offer.warn(
            _mask(persons, id_sex(number).cast(pl.String) != pl.col("sex")),
            "sex",
            "sex_differs",
            _("与身份证号中的性别不一致：请核对。"),
        )
    if "disability_number" in has:
        offer.warn(
            _mask(persons, disability_id(pl.col("disability_number")) != number),
            "disability_number",
            "disability_differs",
            _("残疾证号前 18 位与身份证号不一致：请核对。"),
        )
        if "health" in has:
            offer.warn(
                _mask(
                    persons,
                    pl.col("disability_number").is_not_null() & ~pl.col("health").str.contains(DISABLED, literal=True),
                ),
                "health",
                "disability_missing",
                _("有残疾证号而健康状况未含“残疾”：请核对。"),
            )


def _check_ages(offer: Offer, persons: pl.DataFrame, today: date) -> None:
    has = set(persons.columns)
    if "birth_date" not in has:
        return
    age = _age(pl.col("birth_date"), today)
    school_from, school_to = _limit(offer, thresholds.SCHOOL_FROM), _limit(offer, thresholds.SCHOOL_TO)
    if "schooling" in has and school_from is not None and school_to is not None:
        offer.warn(
            _mask(persons, age.is_between(school_from, school_to) & (pl.col("schooling") == NOT_STUDENT)),
            "schooling",
            "out_of_school",
            _("义务教育年龄而非在校生：请核实是否辍学，并写明原因。"),
        )
    labour_from, labour_to = _limit(offer, thresholds.LABOUR_FROM), _limit(offer, thresholds.LABOUR_TO)
    if "labour" in has and labour_from is not None and labour_to is not None:
        outside = (age < labour_from) | (age > labour_to)
        offer.warn(
            _mask(persons, outside & (pl.col("labour") == ORDINARY_LABOUR)),
            "labour",
            "labour_age",
            _("年龄不在劳动年龄内而填“普通劳动力”：请确认。"),
        )
    months = _limit(offer, thresholds.STUDENT_MONTHS)
    if {"schooling", "work_months"} <= has and months is not None:
        offer.warn(
            _mask(persons, (pl.col("schooling") != NOT_STUDENT) & (pl.col("work_months") > months)),
            "work_months",
            "student_works",
            _("在校生而务工月数较多：请确认。"),
        )


def _limit(offer: Offer, key: str) -> int | None:
    value = policy_or_none(key, offer.area_code)
    return None if value is None else int(value)


def check_households(
    offer: Offer, persons: pl.DataFrame, households: pl.DataFrame, homes: Homes, register: Register
) -> None:
    """Report what is wrong or doubtful about households as they would stand after the import."""
    after = households.join(homes.summary, left_on="hkey", right_on="home", how="left", maintain_order="left")
    _check_heads(offer, after)
    _check_counts(offer, after)
    _check_causes(offer, persons, households)
    _check_relief(offer, persons, households)
    _check_incomes(offer, after, register)
    _check_lines(offer, households)


def _check_heads(offer: Offer, found: pl.DataFrame) -> None:
    none, several = found.filter(pl.col("heads") == 0), found.filter(pl.col("heads") > 1)
    offer.error_at(none[ROW], "relation", "no_head", _("这一户没有户主：请在“与户主关系”中写明一位户主。"))
    told = several.select(
        pl.format(_("这一户有 {} 位户主：每户只能有一位，请改正。"), pl.col("heads").cast(pl.String))
    ).to_series()
    offer.error_at(several[ROW], "relation", "several_heads", told)


def _check_counts(offer: Offer, after: pl.DataFrame) -> None:
    if "member_count" not in after.columns:
        return
    found = after.filter(pl.col("member_count") != pl.col("members"))
    told = found.select(
        pl.format(_("家庭人口写的是 {}，名单上有 {} 人：请核对。"), pl.col("member_count"), pl.col("members"))
    ).to_series()
    offer.warn_at(found[ROW], "member_count", "count_differs", told)


def _check_causes(offer: Offer, persons: pl.DataFrame, households: pl.DataFrame) -> None:
    if "main_cause" not in households.columns:
        return
    has = set(persons.columns)
    facts = [pl.lit(True).first().alias("known")]
    if "health" in has:
        ill = pl.col("health").is_not_null() & ~pl.col("health").str.contains(HEALTHY, literal=True)
        facts += [
            pl.col("health").is_not_null().any().alias("health_known"),
            ill.fill_null(False).any().alias("someone_ill"),
            pl.col("health").str.contains(DISABLED, literal=True).fill_null(False).any().alias("someone_disabled"),
        ]
    if "schooling" in has:
        facts += [
            pl.col("schooling").is_not_null().any().alias("schooling_known"),
            (pl.col("schooling") != NOT_STUDENT).fill_null(False).any().alias("someone_studies"),
        ]
    found = households.join(persons.group_by("hkey").agg(facts), on="hkey", how="left", maintain_order="left")
    for cause, known, someone, message in (
        (BY_ILLNESS, "health_known", "someone_ill", _("主要致贫原因是因病，而成员都健康：请核对。")),
        (BY_DISABILITY, "health_known", "someone_disabled", _("主要致贫原因是因残，而没有残疾成员：请核对。")),
        (BY_SCHOOL, "schooling_known", "someone_studies", _("主要致贫原因是因学，而没有在校生：请核对。")),
    ):
        if known in found.columns:
            wrong = found.filter((pl.col("main_cause") == cause) & pl.col(known) & ~pl.col(someone))
            offer.warn_at(wrong[ROW], "main_cause", "cause_unsupported", message)
    if "other_causes" in found.columns:
        quoted = pl.concat_str(pl.lit('"'), pl.col("main_cause"), pl.lit('"'))
        twice = found.filter(pl.col("other_causes").str.contains(quoted, literal=True))
        offer.warn_at(
            twice[ROW], "other_causes", "cause_twice", _("其他致贫原因与主要致贫原因相同：请去掉重复的一项。")
        )


def _check_relief(offer: Offer, persons: pl.DataFrame, households: pl.DataFrame) -> None:
    """The same fact in two places: a household on minimum living allowance without a member on it."""
    if "attribute" not in households.columns or "minimum_living" not in persons.columns:
        return
    members = persons.group_by("hkey").agg(
        pl.col("minimum_living").is_not_null().any().alias("said"),
        pl.col("minimum_living").fill_null(False).any().alias("someone"),
    )
    found = households.join(members, on="hkey", how="left", maintain_order="left").filter(
        pl.col("attribute").str.contains("minimum_living", literal=True) & pl.col("said") & ~pl.col("someone")
    )
    offer.warn_at(found[ROW], "attribute", "relief_differs", _("农户属性含低保，而成员都没有享受低保：请核对。"))


def _check_incomes(offer: Offer, households: pl.DataFrame, register: Register) -> None:
    parts = [name for name in ("wages", "business", "property", "transfers", "costs") if name in households.columns]
    if not parts:
        return
    stated = pl.any_horizontal(pl.col(name).is_not_null() for name in parts)
    offer.error_at(
        households.filter(stated & _missing(households, "income_year"))[ROW],
        "income_year" if offer.has("income_year") else parts[0],
        "no_year",
        _("填写了收入而没有“收入年度”：请填写是哪一年的收入。"),
    )
    large = policy_or_none(thresholds.INCOME_LARGE, offer.area_code)
    if large is not None:
        for name in parts:
            rows = households.filter(pl.col(name) > int(large * 100))[ROW]
            offer.warn_at(rows, name, "income_large", _("金额偏大：请确认单位是元。"))
    found = households.with_columns(net=_net(households))
    _check_per_head(offer, found)
    _check_jumps(offer, found, register)


def _missing(frame: pl.DataFrame, name: str) -> pl.Expr:
    return pl.col(name).is_null() if name in frame.columns else pl.lit(True)


def _net(households: pl.DataFrame) -> pl.Expr:
    """Net income in fen: what was earned less what producing it cost; null where nothing is stated."""
    earned = [pl.col(n) for n in ("wages", "business", "property", "transfers") if n in households.columns]
    costs = pl.col("costs").fill_null(0) if "costs" in households.columns else pl.lit(0, pl.Int64)
    if not earned:
        return pl.lit(None, pl.Int64)
    stated = pl.any_horizontal(part.is_not_null() for part in earned)
    return pl.when(stated).then(pl.sum_horizontal(earned) - costs)


def _check_per_head(offer: Offer, found: pl.DataFrame) -> None:
    if "net_per_head" not in found.columns:
        return
    computed = (pl.col("net") / pl.col("members")).round(0).cast(pl.Int64)
    wrong = found.filter((pl.col("net_per_head") - computed).abs() > 100).with_columns(computed.alias("computed"))
    told = wrong.select(
        pl.format(_("与各项收入合计除以人口不符（应为 {} 元）：请核对。"), (pl.col("computed") / 100).round(2))
    ).to_series()
    offer.warn_at(wrong[ROW], "net_per_head", "per_head_differs", told)


def _check_jumps(offer: Offer, found: pl.DataFrame, register: Register) -> None:
    limit = policy_or_none(thresholds.INCOME_JUMP, offer.area_code)
    if limit is None or "income_year" not in found.columns:
        return
    before = register.incomes.select(
        "household_id",
        (pl.col("year") + 1).alias("income_year"),
        net_before=pl.col("wages") + pl.col("business") + pl.col("property") + pl.col("transfers") - pl.col("costs"),
    )
    change = (pl.col("net") - pl.col("net_before")).abs() * 100 / pl.col("net_before")
    jumped = found.join(before, on=["household_id", "income_year"]).filter(
        (pl.col("net_before") > 0) & (change > float(limit))
    )
    offer.warn_at(jumped[ROW], "income_year", "income_jump", _("家庭纯收入比上年变动较大：请核实并说明原因。"))


def _check_lines(offer: Offer, households: pl.DataFrame) -> None:
    """The monitored types that the income test decides, against the line of that year and place."""
    if not {"standing", "income_year", "net_per_head"} <= set(households.columns):
        return
    for year in households["income_year"].drop_nulls().unique().sort().to_list():
        line = policy_or_none(thresholds.INCOME_LINE, offer.area_code, date(year, 12, 31))
        if line is None:
            continue
        of_year = households.filter(pl.col("income_year") == year)
        above = of_year.filter(
            pl.col("standing").is_in([UNSTABLE, MARGINAL]) & (pl.col("net_per_head") > int(line * 100))
        )
        below = of_year.filter((pl.col("standing") == SUDDEN) & (pl.col("net_per_head") <= int(line * 100)))
        offer.warn_at(above[ROW], "standing", "above_line", _("人均纯收入高于当年收入监测范围，与户类型不符：请核对。"))
        offer.warn_at(
            below[ROW], "standing", "below_line", _("人均纯收入不高于当年收入监测范围，与户类型不符：请核对。")
        )
