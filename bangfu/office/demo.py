"""The demonstration's log-ins: one for each kind of user, one click away on the log-in page."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.resources import DemoLogin

PASSWORD = "demo-bangfu-2020"  # noqa: S105 - shown on the demonstration's log-in page
LOGINS = (
    DemoLogin(name="county", title=_("县办"), description=_("茅箭区社会扶贫办：全区业务、报告"), order=1),
    DemoLogin(name="township", title=_("乡站"), description=_("大川镇工作站：本镇农户和记录"), order=2),
    DemoLogin(name="village", title=_("村点"), description=_("卡子村信息点：本村农户"), order=3),
    DemoLogin(name="helper", title=_("帮扶干部"), description=_("看自己结对的农户"), order=4),
    DemoLogin(name="buyer", title=_("采购单位"), description=_("一家预算单位：登记采购"), order=5),
    DemoLogin(name="supplier", title=_("供应商"), description=_("一家认定供应商：确认采购"), order=6),
    DemoLogin(name="wushan", title=_("受援县（武山）"), description=_("同一结对的受助方：确认宝坻区的帮扶"), order=9),
    DemoLogin(name="hexi", title=_("帮扶区（河西）"), description=_("与平凉三县区的结对"), order=9),
    DemoLogin(name="zhuanglang", title=_("受援县（庄浪）"), description=_("河西区结对的受助方"), order=9),
    DemoLogin(name="auditor", title=_("审计"), description=_("查看全部记录和变更历史"), order=7),
    DemoLogin(name="baodi", title=_("协作区"), description=_("宝坻区合作交流办：四个受援县的目标和进度"), order=8),
    DemoLogin(name="dongkou", title=_("洞口县办"), description=_("需求榜、批量匹配、办理台"), order=9),
    DemoLogin(name="dongkou-village", title=_("洞口县村点"), description=_("登记需求、确认收到"), order=10),
    DemoLogin(name="donor", title=_("爱心企业"), description=_("认领心愿、看每份爱心的去向"), order=11),
    DemoLogin(name="insurance", title=_("行业部门"), description=_("区医保局：上传医疗费用名单，取回差异"), order=12),
    DemoLogin(name="admin", title=_("系统管理员"), description=_("用户、授权、代码表"), order=13),
)
