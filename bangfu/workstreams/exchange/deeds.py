"""What the deeds of the exchange are called in history, where no button of the changed row names them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.history.deeds import Deeds
from bangfu.workstreams.exchange.flows import CLAIM, COMPLAINT, NEED

DEEDS = Deeds(
    name="exchange",
    titles={
        "check_need": _("村级核实"),
        "publish_need": _("审核发布"),
        "hand_over_need": _("超期转线下"),
        "expose_need": _("认定需求不实"),
        "claim_need": _("认领"),
        "hold_claim": _("认领待核准"),
        "record_met": _("补记已实现"),
        "take_back_met": _("撤销补记"),
        "close_claim": _("办结"),
        "find_text": _("发现应复核的词语"),
        "mend_text": _("已改好"),
        "remove_text": _("删去应复核的话"),
        "carry_over": _("转入下一轮"),
        "complain": _("投诉"),
        "use_offer": _("安排供给"),
        "approve_offer": _("供给审核通过"),
        "expire_offer": _("供给到期"),
        "renew_offer": _("供给续期"),
        "issue_code": _("发确认码"),
        "read_contact": _("查看联系电话"),
        "propose_matching": _("批量匹配"),
        "adjust_match": _("人工调整匹配"),
        "accept_matching": _("采用匹配"),
        "withdraw_matching": _("撤回匹配"),
        "undo_matching": _("撤销采用"),
        "open_purse": _("设立资金账"),
        "reach_appeal": _("筹款达到目标"),
        "fail_appeal": _("筹款未达目标"),
        "issue_receipt": _("开收据"),
        "void_receipt": _("收据作废"),
        "change_pledge": _("修改认捐"),
        "return_donation": _("登记待退款"),
        "restate_account": _("补记资金账户"),
        "take_line": _("导入银行流水"),
        "match_line": _("对上捐款"),
    }
    | {f"{step.name}_need": step.title for step in NEED.transitions}
    | {f"{step.name}_claim": step.title for step in CLAIM.transitions}
    | {f"{step.name}_complaint": step.title for step in COMPLAINT.transitions},
)
