"""Twenty screening rules with six department lists over 1,000,000 and 10,000,000 persons, against bare SQL and pandas.

Run alone: ``python bench/screening.py [PERSONS …]``; with ``BANGFU_BENCH_SPARK=1`` Spark answers the same. Prints a
JSON list; progress goes to standard error. The population is a folder of columnar files; *ours* reads the texts of the
rules, writes the SQL, asks DuckDB and brings back hits with their explanations; the *floor* is SQL written by hand for
the same conditions, in the same DuckDB, that brings back numbers and flags alone.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bangfu.config.settings")
os.environ.setdefault("BANGFU_HOME", tempfile.mkdtemp(prefix="bangfu-bench-"))

import django

django.setup()

import duckdb  # noqa: E402
import pandas as pd  # noqa: E402
from django.core.management import call_command  # noqa: E402

from bangfu.config.installation import load_seeds  # noqa: E402
from bangfu.kernel.conditions.checking import check  # noqa: E402
from bangfu.kernel.conditions.engines.duckdb import duckdb_engine  # noqa: E402
from bangfu.kernel.conditions.engines.snapshots import Snapshot, schema_of  # noqa: E402
from bangfu.kernel.conditions.engines.spark import spark_engine  # noqa: E402
from bangfu.kernel.conditions.vocabulary import Vocabulary  # noqa: E402
from bangfu.kernel.conditions.writing import Question  # noqa: E402
from bangfu.workstreams.monitoring.screening.vocabulary import vocabulary  # noqa: E402

ON = date(2020, 11, 30)
ROUNDS = 3
INPATIENT = "医疗费用.合计(个人自付, 今年, 就诊类别 = “住院”)"
HOUSEHOLDS = (
    f"{INPATIENT} ≥ 5000元 且 户类型 = “脱贫户”",
    f"{INPATIENT} ≥ 20000元 且 户类型 ≠ “脱贫户”",
    "低收入救助.有(近3个月, 救助类别 属于 (“低保”, “特困”))",
    "住房安全等级 属于 (“C级”, “D级”)",
    "成员.人数(非 参加基本医疗保险) > 1人",
    "收入.取值(人均纯收入, 去年) < 2000元",
    "1 - 收入.取值(人均纯收入, 去年) / 收入.取值(人均纯收入, 前年) ≥ 80%",
    "成员.全部(劳动能力 属于 (“丧失劳动力”, “无劳动力”))",
    "饮水情况 属于 (“江河湖泊水”, “收集雨水”)",
    "易地扶贫搬迁 且 成员.人数(务工月数 > 0) = 0",
    "家庭人口 ≥ 3人 且 成员.人数(年龄 < 16岁) ≥ 2人",
    "成员.任一(健康状况 包含 “患有大病”) 且 户类型 = “脱贫户”",
)
PERSONS = (
    "医疗费用.合计(个人自付, 上月, 就诊类别 属于 (“门诊统筹”, “门诊特殊病”)) > 500元",
    "大病救治.有(近2个月)",
    "学杂费.合计(资助后自付, 今年) > 10000元",
    "残疾证.有(近3个月, 残疾等级 属于 (“一级”, “二级”))",
    "失业.有(近3个月, 非 已再就业) 且 劳动能力 属于 (“普通劳动力”, “技能劳动力”)",
    "年龄 ≥ 6岁 且 年龄 < 16岁 且 在校生状况 = “非在校生”",
    "年龄 ≥ 60岁 且 非 参加养老保险",
    "医疗费用.最大(个人自付, 近12个月) ≥ 50000元",
)
LISTS = ("medical", "serious_illness", "disability", "low_income", "tuition", "unemployment")
NET = "wages + business + property + transfers - costs"
BARE_HOUSEHOLDS = f"""
SELECT h.row_id, m.inpatient >= 500000 AND h.standing = 'lifted', m.inpatient >= 2000000 AND h.standing <> 'lifted',
       l.found, h.housing_safety IN ('c', 'd'), p.uninsured > 1, i.net19 / i.persons19 < 200000,
       1 - (i.net19 / i.persons19) / (i.net18 / NULLIF(i.persons18, 0)) >= 0.8, p.everybody = p.unable,
       h.water IN ('surface', 'rain'), h.relocated AND p.working = 0, h.member_count >= 3 AND p.children >= 2,
       p.ill > 0 AND h.standing = 'lifted'
FROM {{household}} h
LEFT JOIN (SELECT household_id, sum(self_paid) AS inpatient FROM {{medical}}
           WHERE kind = '住院' AND day BETWEEN '2020-01-01' AND '2020-11-30' GROUP BY 1) m ON m.household_id = h.row_id
LEFT JOIN (SELECT household_id, TRUE AS found FROM {{low_income}}
           WHERE kind IN ('低保', '特困') AND day BETWEEN '2020-08-31' AND '2020-11-30' GROUP BY 1) l
       ON l.household_id = h.row_id
LEFT JOIN (SELECT household_id, max(CASE WHEN day = '2019-01-01' THEN {NET} END)::DOUBLE AS net19,
                  max(CASE WHEN day = '2019-01-01' THEN persons END) AS persons19,
                  max(CASE WHEN day = '2018-01-01' THEN {NET} END)::DOUBLE AS net18,
                  max(CASE WHEN day = '2018-01-01' THEN persons END) AS persons18
           FROM {{income}} GROUP BY 1) i ON i.household_id = h.row_id
LEFT JOIN (SELECT household_id, count(*) AS everybody, count(*) FILTER (NOT medical_insured) AS uninsured,
                  count(*) FILTER (labour IN ('lost', 'none')) AS unable, count(*) FILTER (work_months > 0) AS working,
                  count(*) FILTER (birth_date > '2004-11-30') AS children,
                  count(*) FILTER (contains(health, '"serious"')) AS ill
           FROM {{person}} GROUP BY 1) p ON p.household_id = h.row_id
"""
BARE_PERSONS = """
SELECT p.row_id, m.outpatient > 50000, s.found, t.paid > 1000000, d.found,
       u.found AND p.labour IN ('ordinary', 'skilled'),
       p.birth_date <= '2014-11-30' AND p.birth_date > '2004-11-30' AND p.schooling = 'none',
       p.birth_date <= '1960-11-30' AND NOT p.pension_insured, m.largest >= 5000000
FROM {person} p
LEFT JOIN (SELECT person_id, max(self_paid) AS largest,
                  sum(self_paid) FILTER (kind <> '住院' AND day BETWEEN '2020-10-01' AND '2020-10-31') AS outpatient
           FROM {medical} WHERE day BETWEEN '2019-12-01' AND '2020-11-30' GROUP BY 1) m ON m.person_id = p.row_id
LEFT JOIN (SELECT DISTINCT person_id, TRUE AS found FROM {serious_illness}
           WHERE day BETWEEN '2020-10-01' AND '2020-11-30') s ON s.person_id = p.row_id
LEFT JOIN (SELECT person_id, sum(self_paid) AS paid FROM {tuition}
           WHERE day BETWEEN '2020-01-01' AND '2020-11-30' GROUP BY 1) t ON t.person_id = p.row_id
LEFT JOIN (SELECT DISTINCT person_id, TRUE AS found FROM {disability}
           WHERE level IN ('一级', '二级') AND day BETWEEN '2020-08-31' AND '2020-11-30') d ON d.person_id = p.row_id
LEFT JOIN (SELECT DISTINCT person_id, TRUE AS found FROM {unemployment}
           WHERE NOT reemployed AND day BETWEEN '2020-08-31' AND '2020-11-30') u ON u.person_id = p.row_id
"""
PLACE = "'4203' || lpad((2 + {n} // 30000 % 90)::VARCHAR, 2, '0') || '100201'"
DAY = "DATE '2020-11-30' - ((hash({n}, {s}) % 700)::INTEGER)"


def build(folder: Path, words: Vocabulary, persons: int) -> None:
    """Write an invented population, three persons a household, as columnar files by county."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    made: dict[str, tuple[int, dict[str, str]]] = {
        "household": (persons // 3, _household()),
        "person": (persons, _person(persons)),
        "income": (persons // 3 * 3, _income()),
    }
    for number, name in enumerate(LISTS):
        made[name] = (persons // 5 if name == "medical" else persons // 40, _list(name, persons, number))
    for name, (count, given) in made.items():
        table = words.table(name)
        picked = ", ".join(f'({given.get(c, "NULL")})::{_sql_type(t)} AS "{c}"' for c, t in schema_of(table).items())
        source = f"SELECT *, '42' AS province, area_code[1:6] AS county FROM (SELECT {picked} FROM range({count}) t(n))"
        (folder / name).mkdir(parents=True)
        connection.execute(f"COPY ({source}) TO '{folder / name}' (FORMAT parquet, PARTITION_BY (province, county))")


def _sql_type(kind: Any) -> str:
    return {"Int64": "BIGINT", "String": "VARCHAR", "Date": "DATE", "Boolean": "BOOLEAN"}[str(kind)]


def _pick(values: tuple[str, ...], salt: int) -> str:
    return f"[{', '.join(repr(v) for v in values)}][1 + (hash(n, {salt}) % {len(values)})::INTEGER]"


def _household() -> dict[str, str]:
    return {
        "row_id": "n",
        "area_code": PLACE.format(n="n"),
        "standing": _pick(("lifted", "ordinary", "ordinary"), 1),
        "housing_safety": _pick(("a", "b", "b", "c", "d", *("a",) * 40), 2),
        "water": _pick(("tap", "surface", *("tap",) * 60), 3),
        "member_count": "3",
        "relocated": "hash(n, 4) % 9 = 0",
    }


def _person(persons: int) -> dict[str, str]:
    return {
        "row_id": f"{persons} + n",
        "household_id": "n // 3",
        "area_code": PLACE.format(n="n // 3"),
        "birth_date": "DATE '1935-01-01' + ((hash(n, 5) % 31000)::INTEGER)",
        "health": _pick(('["healthy"]', '["chronic"]', '["healthy"]', '["serious", "disabled"]', '["healthy"]'), 6),
        "labour": _pick(("ordinary", "skilled", "weak", "none", "lost"), 7),
        "schooling": _pick(("none", "primary", "primary", "primary"), 8),
        "work_months": "hash(n, 9) % 12",
        "medical_insured": "hash(n, 10) % 50 > 0",
        "pension_insured": "hash(n, 11) % 20 > 0",
    }


def _income() -> dict[str, str]:
    year = "make_date(2018 + (n % 3)::INTEGER, 1, 1)"
    money = {name: f"hash(n, {salt}) % 2000000" for salt, name in enumerate(("wages", "business", "transfers"), 12)}
    place = PLACE.format(n="n // 3")
    rest = {"property": "0", "costs": "hash(n, 15) % 300000", "persons": "3", "day": year, "area_code": place}
    return {"row_id": "n", "household_id": "n // 3", **money, **rest}


def _list(name: str, persons: int, salt: int) -> dict[str, str]:
    who = f"(hash(n, {20 + salt}) % {persons})"
    return {
        "row_id": "n",
        "person_id": f"{persons} + {who}",
        "household_id": f"{who} // 3",
        "area_code": PLACE.format(n=f"{who} // 3"),
        "day": DAY.format(n="n", s=30 + salt),
        "kind": _pick(("住院", "门诊统筹", "门诊特殊病") if name == "medical" else ("低保", "特困", "临时救助"), 40),
        "self_paid": "hash(n, 41) % 3000000",
        "level": _pick(("一级", "二级", "三级", "四级"), 42),
        "reemployed": "hash(n, 43) % 3 = 0",
    }


def questions(words: Vocabulary, subject: str, texts: tuple[str, ...]) -> list[Question]:
    """Read the rules."""
    return [Question(f"r{n}", check(text, words, subject, ON)) for n, text in enumerate(texts)]


def ours(folder: Path, words: Vocabulary, opened: Callable[[Snapshot], Any]) -> list[int]:
    """Texts to hits with explanations; return the hits of each rule."""
    found = []
    with opened(Snapshot(folder, "42")) as engine:
        for subject, texts in (("household", HOUSEHOLDS), ("person", PERSONS)):
            answer, _asked = engine.answer(words.table(subject), questions(words, subject, texts))
            found += [int(answer[f"r{n}"].sum()) for n in range(len(texts))]
    return found


def bare(folder: Path, words: Vocabulary) -> list[int]:
    """The same conditions as somebody would write them in SQL; return the hits of each."""
    connection = duckdb.connect()
    connection.execute("SET preserve_insertion_order = false")
    read = {t.name: f"read_parquet('{folder / t.name}/**/*.parquet', hive_partitioning = false)" for t in words.tables}
    found = []
    for sql, count in ((BARE_HOUSEHOLDS, len(HOUSEHOLDS)), (BARE_PERSONS, len(PERSONS))):
        columns = ", ".join(["id", *(f"r{n}" for n in range(count))])
        wanted = " OR ".join(f"r{n}" for n in range(count))
        frame = connection.sql(f"SELECT * FROM ({sql.format(**read)}) t({columns}) WHERE {wanted}").pl()
        found += [int(frame[f"r{n}"].fill_null(False).sum()) for n in range(count)]
    return found


def by_pandas(folder: Path) -> int:
    """Four of the rules in pandas, reading what they need: the usual way of an analyst. Returns hits."""
    medical = pd.read_parquet(folder / "medical", columns=["household_id", "kind", "day", "self_paid"])
    homes = pd.read_parquet(folder / "household", columns=["row_id", "standing", "relocated", "member_count"])
    people = pd.read_parquet(
        folder / "person",
        columns=["household_id", "birth_date", "health", "labour", "work_months", "medical_insured"],
    )
    day = pd.to_datetime(medical["day"])
    year = medical[(medical["kind"] == "住院") & (day >= "2020-01-01")].groupby("household_id")["self_paid"].sum()
    homes["inpatient"] = homes["row_id"].map(year).fillna(0)
    people["uninsured"] = ~people["medical_insured"].astype(bool)
    people["child"] = pd.to_datetime(people["birth_date"]) > "2004-11-30"
    people["ill"] = people["health"].str.contains('"serious"', regex=False)
    sums = people.groupby("household_id")[["uninsured", "child", "ill"]].sum()
    homes = homes.join(sums, on="row_id")
    lifted = homes["standing"] == "lifted"
    hits = (
        (homes["inpatient"] >= 500_000) & lifted,
        homes["uninsured"] > 1,
        homes["child"] >= 2,
        (homes["ill"] > 0) & lifted,
    )
    return int(sum(h.sum() for h in hits))


def best(work: Callable[[], Any], persons: int) -> tuple[float, Any]:
    """Return the shortest of some rounds in seconds (one, where one takes long), and what the work gave."""
    times, result = [], None
    for _round in range(ROUNDS if persons <= 1_000_000 else 1):
        began = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - began)
    return min(times), result


def measured(persons: int, words: Vocabulary) -> list[dict[str, Any]]:
    """Measure one size."""
    rows: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory(prefix="bangfu-bench-") as path:
        folder = Path(path)
        build(folder, words, persons)
        print(f"{persons} persons built", file=sys.stderr)
        scratch = folder / "scratch"
        scratch.mkdir()
        floor, expected = best(lambda: bare(folder, words), persons)
        own, found = best(lambda: ours(folder, words, lambda s: duckdb_engine(s, scratch)), persons)
        if found != expected:
            raise SystemExit(f"the engines disagree: {found} and {expected}")
        print(f"bare {floor:.2f} s, ours {own:.2f} s, hits {sum(found)}", file=sys.stderr)
        rows.append(_row("screening.rules", own, persons, floor=floor))
        peer, _hits = best(lambda: by_pandas(folder), persons)
        print(f"pandas, 4 of the 20 rules {peer:.2f} s", file=sys.stderr)
        rows.append(_row("screening.pandas_four_rules", own, persons, peer=peer))
        if os.environ.get("BANGFU_BENCH_SPARK"):
            spark, hits = best(lambda: ours(folder, words, spark_engine), persons)
            if hits != expected:
                raise SystemExit(f"Spark disagrees: {hits}")
            print(f"Spark {spark:.2f} s", file=sys.stderr)
            rows.append(_row("screening.spark", own, persons, peer=spark))
    return rows


def _row(name: str, own: float, n: int, *, peer: float | None = None, floor: float | None = None) -> dict[str, Any]:
    return {
        "name": name,
        "ours": round(own, 3),
        "peer": peer and round(peer, 3),
        "floor": floor and round(floor, 3),
        "ratio_peer": peer and round(peer / own, 2),
        "ratio_floor": floor and round(own / floor, 2),
        "n": n,
    }


def main() -> None:
    """Measure every size asked for."""
    call_command("migrate", verbosity=0)
    load_seeds()
    words = vocabulary(ON, "42")
    sizes = [int(text) for text in sys.argv[1:]] or [1_000_000, 10_000_000]
    rows = [row for size in sizes for row in measured(size, words)]
    print(json.dumps(rows, ensure_ascii=False))


if __name__ == "__main__":
    main()
