"""A proposal in words: what a row changes and why, what was proved, and what would cover those left over."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from bangfu.office.queries.proposals import Remedy, RowShown
from bangfu.pairing.models import Proposal, ProposalRow
from bangfu.pairing.preferences import PREFERENCES

NEARNESS = ("own_village", "township", "county", "distance")


def change_word(row: ProposalRow) -> tuple[str, str]:
    """Return what a row changes, as word and tone."""
    if row.helper_id is None:
        return (_("失去帮扶"), "bad") if row.current_id else (_("仍未结对"), "bad")
    if row.current_id is None:
        return _("新结对"), "good"
    return (_("不变"), "neutral") if row.helper_id == row.current_id else (_("更换"), "warning")


def reasons(one: RowShown, *, ruled: bool = False) -> list[str]:
    """Return in words why a row is as it is: its terms, or why nobody was found; ``ruled`` where side rules decided."""
    if one.row.helper_id is None:
        return [one.row.reason or _("人工留空")]
    found = [_("人工调整")] if one.row.by_hand else []
    if ruled and not one.row.by_hand and one.row.current_id not in (None, one.row.helper_id):
        found.append(_("为满足附加规则"))
    found += [term_words(name, cost) for name, cost in one.terms.items()]
    if not any(name in one.terms for name in NEARNESS):
        found.insert(0, _("在其包联村或附近"))
    return found


def is_ruled(proposal: Proposal) -> bool:
    """Whether side rules kept a proposal from what it would be without them."""
    return proposal.summary.get("method") == "cp_sat"


def term_words(name: str, cost: int) -> str:
    """Return one term of the cost in words, with its weight."""
    words = {
        "own_village": _("不在其包联的村"),
        "township": _("跨乡镇"),
        "county": _("跨县（区）"),
        "kept": _("保持现有结对"),
        "keep": _("保持现有结对"),
        "distance": _("路远"),
        "unit_village": _("不在本单位包联的村"),
        "kinship": _("没有亲缘"),
        "skills": _("专长不对需求"),
        "former": _("上一年不是此人帮扶"),
    }
    known = PREFERENCES.get(name)
    what = words.get(name) or (known.title if known else name)
    return _("%(what)s（%(cost)s）") % {"what": what, "cost": f"{cost:+,}"}


def proof_words(proposal: Proposal) -> str:
    """Return what is proved about the whole: nothing better exists, or by how much it might be improved."""
    kept = proposal.summary
    if kept.get("by_hand"):
        return _("人工调整使总代价变化 %(more)s") % {"more": f"{kept['by_hand']:+,}"}
    if kept.get("method") == "districts":
        return _districts_words(kept)
    if kept.get("optimal"):
        pairs = kept.get("candidates")
        if not pairs:
            return _("已证明没有更好的安排")
        return _("已证明：在 %(n)s 个可行的结对中没有更好的安排") % {"n": f"{pairs:,}"}
    bound, gap = kept.get("bound", 0), kept.get("gap", 0)
    said = _("时限内未证明最优：最好也不低于 %(bound)s，最多还能省 %(gap)s") % {
        "bound": f"{bound:,}",
        "gap": f"{gap:,}",
    }
    return said + (_("；结对的户数也可能还能增加") if kept.get("coverage_gap") else "")


def _districts_words(kept: dict[str, Any]) -> str:
    loads = [load for _helper, load in kept["district_load"]]
    said = _("每片相连，%(least)s 至 %(most)s 户") % {"least": min(loads), "most": max(loads)}
    if kept.get("optimal"):
        return _("%(what)s；已证明不能更均衡，也不能少动") % {"what": said}
    return _("%(what)s；未证明最优，离均衡最多还能近 %(gap)s 户") % {"what": said, "gap": round(kept["balance_gap"], 1)}


def _lifted(rule: str, more: int, who: str) -> str:
    if not rule:
        return _("放宽全部附加规则，可多安排 %(n)s 个%(who)s") % {"n": f"{more:,}", "who": who}
    return _("放宽附加规则“%(rule)s”，可多安排 %(n)s 个%(who)s") % {"rule": rule, "n": f"{more:,}", "who": who}


def remedy_words(remedy: Remedy, proposal: Proposal) -> list[str]:
    """Return the smallest change of rules that would cover everybody, one sentence for each part of it."""
    scheme = proposal.scheme
    said = [_lifted(name, more, scheme.recipient_words) for name, more in remedy.rules]
    if remedy.raised:
        raises = [
            _("%(who)s（%(old)s → %(new)s）") % {"who": who, "old": old, "new": new} for who, old, new in remedy.raises
        ]
        names = "、".join(raises)
        said.append(
            _("%(n)s 个%(helper)s各多帮一个：%(names)s")
            % {"n": f"{remedy.raised:,}", "helper": scheme.helper_words, "names": names}
            + (_(" 等") if remedy.raised > len(raises) else "")
        )
    said += [
        _("%(place)s 增加 %(n)s 个%(helper)s，帮扶 %(m)s 个%(who)s")
        % {
            "place": place or _("本地"),
            "n": helpers,
            "helper": scheme.helper_words,
            "m": recipients,
            "who": scheme.recipient_words,
        }
        for place, helpers, recipients in remedy.newcomers
    ]
    listed = sum(helpers for _place, helpers, _recipients in remedy.newcomers)
    if remedy.new_helpers > listed:
        said.append(_("其他地方再增加 %(n)s 个") % {"n": f"{remedy.new_helpers - listed:,}"})
    return said
