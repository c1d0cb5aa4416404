"""What a decree or the county sets for gifts."""

from django.utils.translation import gettext_lazy as _

from bangfu.kernel.policy.keys import PolicyKey

WISH_KEYS = (
    PolicyKey(
        name="exchange.wish_cap",
        title=_("每个微心愿的金额上限"),
        type="money",
        unit=_("元"),
    ),
    PolicyKey(
        name="exchange.wishes_per_household",
        title=_("每户微心愿个数"),
        type="integer",
        unit=_("个"),
    ),
)
