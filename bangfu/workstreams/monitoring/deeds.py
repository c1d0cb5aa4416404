"""What the deeds of monitoring are called in history, where no button of the changed row names them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.history.deeds import Deeds
from bangfu.workstreams.monitoring.cases.flow import CASE

DEEDS = Deeds(
    name="monitoring",
    titles={
        "raise_clue": _("筛查发现线索"),
        "take_up_clue": _("受理线索"),
        "assign_clue": _("分派线索"),
        "end_clue": _("线索办结"),
        "join_clue": _("并入线索"),
        "date_clue": _("线索按收到日期计时"),
        "restart_clock": _("重新计时"),
        "withdraw_consent": _("撤回授权"),
        "post_publication": _("张榜"),
        "send_application": _("农户自行申报"),
        "issue_code": _("重发查询码"),
        "find_problem": _("发现问题"),
        "assign_problem": _("分派问题"),
        "record_sheets": _("登记排查"),
        "record_items": _("登记收入项目"),
        "import_list": _("导入部门名单"),
        "write_rule": _("新建规则"),
        "revise_rule": _("修订规则"),
        "stop_rule": _("停用规则"),
    }
    | {f"case_{step.name}": step.title for step in CASE.transitions},
)
