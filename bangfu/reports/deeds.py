"""What the deeds of reports are called in history, where no button of the changed row names them."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.history.deeds import Deeds

DEEDS = Deeds(
    name="reports",
    titles={
        "write_chapter": _("改写章节"),
        "seal_report": _("封存报告"),
        "withdraw_report": _("撤回封存报告"),
        "add_word_template": _("上传模板"),
        "drop_word_template": _("停用模板"),
        "print_papers": _("生成材料"),
        "fetch_papers": _("下载材料"),
        "explain_finding": _("说明数字"),
        "revoke_explanation": _("撤销说明"),
    },
)
