"""How long one must be in the village is policy of a place and a day, and is nowhere else."""

from datetime import date

import pytest

from bangfu.kernel.policy.queries import PolicyMissing, policy
from bangfu.kernel.policy.seeds import load_policies


@pytest.mark.django_db
def test_members_and_heads_have_their_own_rule() -> None:
    load_policies()
    on = date(2020, 6, 1)
    rule = [policy(f"fieldwork.{key}", "420302", on) for key in ("member_days", "member_nights", "head_days")]
    assert rule == [5, 4, 4]
    with pytest.raises(PolicyMissing):
        policy("fieldwork.member_days", "430525", on)
