"""What the public site tells the platform."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from bangfu.kernel.jobs.kinds import JobKind
from bangfu.kernel.manifest import Manifest
from bangfu.kernel.publishing.frame import PublicFrame
from bangfu.kernel.resources import Menu, Page
from bangfu.portal.actions.notices import expire_notices
from bangfu.portal.actions.subscriptions import tell_subscribers
from bangfu.portal.deeds import DEEDS
from bangfu.portal.flows import FLOWS
from bangfu.portal.limits import KEYS
from bangfu.portal.pages.site import guarded, page
from bangfu.portal.permissions import NOTICE_CHANGE, NOTICE_VIEW, PERMISSIONS, SETTINGS
from bangfu.portal.resources import APPLICATIONS, LETTERS, MENU, NOTICES, WITHHELD
from bangfu.portal.sites import open_site

manifest = Manifest(
    name="portal",
    title=_("公开网站"),
    order=800,
    provides=(
        DEEDS,
        PublicFrame(
            name="portal",
            template="portal/base.html",
            guard=guarded,
            answer=page,
            shown_in=lambda section: open_site().showing(section),
            notice_address=lambda **known: f"{reverse('portal-publish')}?{urlencode(known)}",
        ),
        Menu(name=MENU, title=_("公开网站"), order=800),
        *PERMISSIONS,
        *KEYS,
        *FLOWS,
        Page(name="portal-home", title=_("看公开网站"), menu=MENU, icon="world", permission=NOTICE_VIEW, order=1),
        Page(name="portal-publish", title=_("发布公示公告"), menu=MENU, icon="send", permission=NOTICE_CHANGE, order=2),
        Page(
            name="portal-settings", title=_("公开网站设置"), menu=MENU, icon="settings", permission=SETTINGS, order=900
        ),
        LETTERS,
        APPLICATIONS,
        NOTICES,
        WITHHELD,
        JobKind(
            name="portal.expire",
            title=_("撤下到期的公示公告"),
            run=expire_notices,
            daily=True,
            permission="kernel.job.change",
        ),
        JobKind(
            name="portal.tell",
            title=_("订阅提醒"),
            run=tell_subscribers,
            daily=True,
            permission="kernel.job.change",
        ),
    ),
)
