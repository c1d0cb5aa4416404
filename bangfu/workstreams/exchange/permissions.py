"""Who may do what with needs, offers, claims and matchings."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.rights.roles import Permission

NEED_VIEW, NEED_ENTER, NEED_CHECK = "exchange.need.view", "exchange.need.change", "exchange.need.check"
NEED_REVIEW, NEED_FOLLOW, NEED_IMPORT = "exchange.need.review", "exchange.need.follow", "exchange.need.import"
BOARD_VIEW = "exchange.board.view"
WAVE_VIEW, WAVE_CHANGE = "exchange.wave.view", "exchange.wave.change"
OFFER_VIEW, OFFER_CHANGE, OFFER_REVIEW = "exchange.offer.view", "exchange.offer.change", "exchange.offer.review"
CLAIM_VIEW, CLAIM_MAKE, CLAIM_APPROVE = "exchange.claim.view", "exchange.claim.make", "exchange.claim.approve"
CLAIM_DELIVER, CLAIM_CONFIRM = "exchange.claim.deliver", "exchange.claim.confirm"
CLAIM_FOR = "exchange.claim.make_for"
COMPLAINT_VIEW, COMPLAINT_MAKE = "exchange.complaint.view", "exchange.complaint.make"
COMPLAINT_SETTLE = "exchange.complaint.settle"
MATCH_VIEW, MATCH_MAKE, MATCH_ACCEPT = "exchange.matching.view", "exchange.matching.make", "exchange.matching.accept"
WORDS_VIEW, WORDS_CHANGE = "exchange.synonyms.view", "exchange.synonyms.change"
PUBLIC_WORDS_VIEW, PUBLIC_WORDS_CHANGE = "exchange.public_words.view", "exchange.public_words.change"
TEXT_HIT_VIEW = "exchange.text_hit.view"
FUND_VIEW, FUND_CHANGE = "exchange.fund.view", "exchange.fund.change"
APPEAL_VIEW, APPEAL_CHANGE, APPEAL_REVIEW = "exchange.appeal.view", "exchange.appeal.change", "exchange.appeal.review"
DONATION_VIEW, DONATION_MAKE = "exchange.donation.view", "exchange.donation.make"
DONATION_RECORD, DONATION_REFUND = "exchange.donation.record", "exchange.donation.refund"
PAYOUT_VIEW, PAYOUT_ASK = "exchange.payout.view", "exchange.payout.ask"
PAYOUT_APPROVE, PAYOUT_PAY = "exchange.payout.approve", "exchange.payout.pay"
LINE_VIEW, LINE_MATCH = "exchange.line.view", "exchange.line.match"

OFFICES = ("county", "township", "village")
READERS = (*OFFICES, "lead", "auditor")
DONORS = ("unit", "helper", "partner")
EVERYBODY = (*READERS, *DONORS, "department", "household")
UPPER = ("county", "township", "lead")

PERMISSIONS = (
    Permission(name=NEED_VIEW, title=_("查看需求"), roles=(*READERS, "household", *DONORS)),
    Permission(name=NEED_ENTER, title=_("登记需求"), roles=(*OFFICES, "lead", "household")),
    Permission(name=NEED_CHECK, title=_("村级核实需求"), roles=OFFICES),
    Permission(name=NEED_REVIEW, title=_("审核发布需求"), roles=UPPER),
    Permission(name=NEED_FOLLOW, title=_("推进需求办理"), roles=(*OFFICES, "lead", "household", *DONORS)),
    Permission(name=NEED_IMPORT, title=_("导入需求"), roles=(*OFFICES, "lead")),
    Permission(name="exchange.need.export", title=_("导出需求"), roles=(*OFFICES, "lead", "auditor")),
    Permission(name=BOARD_VIEW, title=_("查看需求榜"), roles=EVERYBODY),
    Permission(name=WAVE_VIEW, title=_("查看心愿轮次"), roles=READERS),
    Permission(name=WAVE_CHANGE, title=_("管理心愿轮次"), roles=("county", "lead")),
    Permission(name=OFFER_VIEW, title=_("查看爱心供给"), roles=(*READERS, *DONORS)),
    Permission(name=OFFER_CHANGE, title=_("登记爱心供给"), roles=(*UPPER, "unit", "helper")),
    Permission(name=OFFER_REVIEW, title=_("审核爱心供给"), roles=UPPER),
    Permission(name="exchange.offer.export", title=_("导出爱心供给"), roles=(*UPPER, "auditor")),
    Permission(name=CLAIM_VIEW, title=_("查看认领"), roles=(*READERS, *DONORS, "household")),
    Permission(name=CLAIM_MAKE, title=_("认领需求"), roles=(*OFFICES, "lead", "unit", "helper")),
    Permission(name=CLAIM_FOR, title=_("代登记认领"), roles=(*OFFICES, "lead")),
    Permission(name=CLAIM_APPROVE, title=_("核准和释放认领"), roles=UPPER),
    Permission(name=CLAIM_DELIVER, title=_("登记对接和送达"), roles=(*OFFICES, "lead", "unit", "helper")),
    Permission(name=CLAIM_CONFIRM, title=_("确认收到"), roles=(*OFFICES, "household")),
    Permission(name="exchange.claim.export", title=_("导出认领"), roles=(*OFFICES, "lead", "auditor")),
    Permission(name=COMPLAINT_VIEW, title=_("查看投诉核查"), roles=(*UPPER, "auditor")),
    Permission(name=COMPLAINT_MAKE, title=_("反映问题"), roles=EVERYBODY),
    Permission(name=COMPLAINT_SETTLE, title=_("核查投诉"), roles=UPPER),
    Permission(name=MATCH_VIEW, title=_("查看批量匹配"), roles=(*UPPER, "auditor")),
    Permission(name=MATCH_MAKE, title=_("提出批量匹配"), roles=UPPER),
    Permission(name=MATCH_ACCEPT, title=_("采用批量匹配"), roles=("county", "lead")),
    Permission(name=WORDS_VIEW, title=_("查看同义词"), roles=READERS),
    Permission(name=WORDS_CHANGE, title=_("维护同义词"), roles=("county", "lead")),
    Permission(name=PUBLIC_WORDS_VIEW, title=_("查看公开用语"), roles=READERS),
    Permission(name=PUBLIC_WORDS_CHANGE, title=_("维护公开用语"), roles=("county", "lead")),
    Permission(name=TEXT_HIT_VIEW, title=_("查看公开用语复核"), roles=UPPER),
    Permission(name=FUND_VIEW, title=_("查看爱心基金"), roles=(*READERS, "unit", "helper", "partner")),
    Permission(name=FUND_CHANGE, title=_("管理爱心基金"), roles=("county", "lead")),
    Permission(name="exchange.fund.export", title=_("导出爱心基金"), roles=("county", "lead", "auditor")),
    Permission(name=APPEAL_VIEW, title=_("查看众筹项目"), roles=READERS),
    Permission(name=APPEAL_CHANGE, title=_("登记众筹项目"), roles=(*OFFICES, "lead")),
    Permission(name=APPEAL_REVIEW, title=_("审核众筹项目"), roles=("county", "lead")),
    Permission(name="exchange.appeal_photo.export", title=_("导出众筹照片"), roles=("county", "lead", "auditor")),
    Permission(name="exchange.appeal.export", title=_("导出众筹项目"), roles=("county", "lead", "auditor")),
    Permission(name=DONATION_VIEW, title=_("查看捐赠款"), roles=(*READERS, *DONORS)),
    Permission(name=DONATION_MAKE, title=_("认捐"), roles=("county", "lead", "unit", "helper", "partner")),
    Permission(name=DONATION_RECORD, title=_("登记到账和代登记捐款"), roles=("county", "lead")),
    Permission(name=DONATION_REFUND, title=_("登记退款"), roles=("county", "lead")),
    Permission(name="exchange.donation.export", title=_("导出捐赠款"), roles=("county", "lead", "auditor")),
    Permission(name=PAYOUT_VIEW, title=_("查看爱心款拨付"), roles=READERS),
    Permission(name=PAYOUT_ASK, title=_("申请拨付爱心款"), roles=(*OFFICES, "lead")),
    Permission(name=PAYOUT_APPROVE, title=_("审批爱心款拨付"), roles=("county", "lead")),
    Permission(name=PAYOUT_PAY, title=_("登记爱心款已拨付"), roles=("county", "lead")),
    Permission(name="exchange.payout.export", title=_("导出爱心款拨付"), roles=("county", "lead", "auditor")),
    Permission(name=LINE_VIEW, title=_("查看银行流水"), roles=("county", "lead", "auditor")),
    Permission(name=LINE_MATCH, title=_("导入和核对银行流水"), roles=("county", "lead")),
    Permission(name="exchange.statement_line.export", title=_("导出银行流水"), roles=("county", "lead", "auditor")),
)
