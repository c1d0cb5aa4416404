"""What donors and askers write to each other is looked at; what was public before its words were stopped is hidden."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from bangfu.kernel.errors import Conflict, Denied, Refused
from bangfu.kernel.jobs.models import Job
from bangfu.kernel.jobs.progress import Progress
from bangfu.kernel.publishing.declared import Asked
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.funds import open_fund
from bangfu.workstreams.exchange.actions.public_words import add_public_words
from bangfu.workstreams.exchange.actions.text_hits import (
    RESCAN,
    allow_text,
    allow_texts,
    remove_text,
    rescan,
    rescan_if_words_turn,
)
from bangfu.workstreams.exchange.models import Claim, Need, TextHit
from bangfu.workstreams.exchange.public_words_seed import load_public_words
from bangfu.workstreams.exchange.queries.money import shown_donors
from bangfu.workstreams.exchange.queries.public import find_needs, need_keys, one_need
from bangfu.workstreams.exchange.tests.conftest import COUNTY, STRANGE_COUNTY, Place, employ
from bangfu.workstreams.exchange.tests.test_money import give, keeper, published  # noqa: F401


@pytest.fixture
def words(place: Place) -> Place:
    """The words that come with the exchange hold."""
    load_public_words()
    return place


def scan() -> dict[str, int]:
    """Do the waiting scan as a worker does."""
    return rescan(Progress(Job.objects.create(kind=RESCAN, state="running", worker="test")))


def confirmed(place: Place) -> Claim:
    """A claim that has arrived."""
    return actions.confirm_receipt(place.village, place.delivered(place.published(title="棉被")))


@pytest.mark.parametrize(
    "text", ["有事打15412345678", "微信号 zhang_san888", "王建国收", "送到卡子村", "愿您的糖尿病早日好转"]
)
def test_neither_side_writes_what_would_reveal_somebody(words: Place, text: str) -> None:
    need = words.published(title="棉被")
    with pytest.raises(Refused) as refused:
        actions.claim_need(words.donor, need, message=text)
    assert refused.value.field == "message"
    claim = actions.claim_need(words.donor, need, message="一点心意")
    with pytest.raises(Refused):
        actions.deliver(words.donor, claim, proof=text)
    claim = actions.deliver(words.donor, claim, proof="送到村里")
    with pytest.raises(Refused):
        actions.dispute_delivery(words.village, claim, reason=text)
    claim = actions.confirm_receipt(words.village, claim)
    with pytest.raises(Refused) as refused:
        actions.rate(words.village, claim, rating=5, thanks=text)
    assert refused.value.field == "thanks"


def test_once_contact_is_allowed_a_delivery_may_name_the_house(words: Place) -> None:
    claim = actions.claim_need(words.donor, words.published(title="棉被"))
    actions.allow_contact(words.village, claim, contact_name="王建国", contact="15412345678")
    assert actions.deliver(words.donor, Claim.objects.get(), proof="送到王建国家").proof == "送到王建国家"


def test_a_doubtful_word_waits_for_a_reviewer_before_the_other_side_reads_it(words: Place, visit: Any) -> None:
    actions.rate(words.village, confirmed(words), rating=5, thanks="谢谢送来的药")
    assert "送来的药" not in visit(words.donor, "/exchange/gifts/").said
    assert "内容复核中" in visit(words.donor, "/exchange/gifts/").said
    [hit] = TextHit.objects.all()
    assert "送来的药" not in visit(words.donor, f"/exchange/claim/{hit.object_id}/").said
    assert "送来的药" in visit(words.township, f"/exchange/text_hit/{hit.pk}/").said
    allow_text(words.township, hit, note="药不说明病情")
    assert "送来的药" in visit(words.donor, "/exchange/gifts/").said
    with pytest.raises(Conflict):
        allow_text(words.township, hit)


def test_new_words_hide_what_is_public_until_it_was_looked_at(words: Place, visit: Any, client: Client) -> None:
    need = words.published(title="豆腐坊旁边的棉被")
    words.published(title="书包", asker=words.school.pk)
    add_public_words(words.county, tells="place", words="豆腐坊")
    assert scan()["found"] == 1
    assert scan()["found"] == 0
    assert [row["title"] for row in find_needs(Asked(places=("",), limit=20)).rows] == ["书包"]
    assert one_need(str(need.pk), ("",)) is None
    assert need.pk not in dict(need_keys(("",), 0, 10))
    assert "豆腐坊旁边" not in visit(words.donor, "/exchange/board/?q=豆腐坊").said
    assert visit(words.donor, f"/exchange/board/{need.pk}/").status_code == 404
    assert "豆腐坊" in visit(words.village, f"/exchange/need/{need.pk}/").said
    [hit] = TextHit.objects.all()
    assert "待复核的公开内容" in visit(words.township, "/exchange/desk/").said
    with pytest.raises(Denied):
        allow_text(words.stranger, hit)
    with pytest.raises(Refused):
        remove_text(words.township, hit)
    allow_text(words.township, hit, note="镇上只有一家，不是住址")
    assert scan()["found"] == 0
    assert one_need(str(need.pk), ("",)) is not None


def test_many_are_let_pass_at_once_and_only_at_ones_own_place(words: Place) -> None:
    for title in ("豆腐坊的锅", "豆腐坊的桌"):
        words.published(title=title)
    add_public_words(words.county, tells="place", words="豆腐坊")
    scan()
    ids = list(TextHit.objects.values_list("pk", flat=True))
    with pytest.raises(Denied):
        allow_texts(words.stranger, ids)
    assert allow_texts(words.township, ids) == 2
    assert len(find_needs(Asked(places=("",), limit=20)).rows) == 2


def test_what_is_mended_shows_again_by_itself(words: Place) -> None:
    need = words.published(title="棉被", text="在豆腐坊旁边")
    add_public_words(words.county, tells="place", words="豆腐坊")
    scan()
    assert one_need(str(need.pk), ("",)) is None
    actions.change_need(words.township, Need.objects.get(pk=need.pk), text="过冬用")
    assert TextHit.objects.get().state == "gone"
    assert one_need(str(need.pk), ("",)) is not None


def test_a_reviewer_takes_words_out(words: Place) -> None:
    need = words.published(title="棉被", text="在豆腐坊旁边")
    add_public_words(words.county, tells="place", words="豆腐坊")
    scan()
    remove_text(words.township, TextHit.objects.get())
    need.refresh_from_db()
    assert (need.text, TextHit.objects.get().state) == ("", "removed")


def test_a_change_of_words_and_a_day_on_which_they_begin_ask_for_a_scan(words: Place) -> None:
    today = timezone.localdate()
    before = Job.objects.filter(kind=RESCAN).count()
    add_public_words(words.county, tells="place", words="豆腐坊", valid_from=today + timedelta(days=1))
    assert Job.objects.filter(kind=RESCAN).count() == before + 1
    rescan_if_words_turn(words.operator, today)
    assert Job.objects.filter(kind=RESCAN).count() == before + 1
    rescan_if_words_turn(words.operator, today + timedelta(days=1))
    assert Job.objects.filter(kind=RESCAN).count() == before + 2


def test_what_a_donor_writes_with_money_is_looked_at_again(
    words: Place,
    keeper: Any,  # noqa: F811
    visit: Any,
) -> None:
    fund = open_fund(words.county, name="助学基金", area_code=COUNTY, keeper=keeper.pk, purpose="资助学生")
    appeal = published(words, keeper)
    gift = give(words, fund.purses.get(), 100, message="给豆腐坊那家")
    give(words, appeal.purse, 100, message="豆腐坊的一点心意")  # a school is nobody's family
    assert not TextHit.objects.exists()
    add_public_words(words.county, tells="place", words="豆腐坊")
    assert (scan()["found"], scan()["found"]) == (1, 0)
    hit = TextHit.objects.get()
    assert (hit.of, hit.object_id, hit.field) == ("donation", gift.pk, "message")
    assert [row["message"] for row in shown_donors([gift.purse_id])] == ["（内容复核中）"]
    assert "豆腐坊" not in visit(words.donor, f"/exchange/donation/{gift.pk}/").said
    assert "给豆腐坊那家" in visit(words.county, f"/exchange/text_hit/{hit.pk}/").said
    with pytest.raises(Denied):
        allow_text(words.stranger, hit)
    remove_text(words.county, hit)
    gift.refresh_from_db()
    assert (gift.message, shown_donors([gift.purse_id])[0]["message"]) == ("", "")


def test_money_comes_with_no_words_that_reveal_a_family(words: Place, keeper: Any) -> None:  # noqa: F811
    fund = open_fund(words.county, name="救助基金", area_code=COUNTY, keeper=keeper.pk, purpose="救助困难家庭")
    with pytest.raises(Refused) as refused:
        give(words, fund.purses.get(), 100, message="愿您的糖尿病早日好转")
    assert refused.value.field == "message"
    gift = give(words, fund.purses.get(), 100, message="买药用")
    assert [row["message"] for row in shown_donors([gift.purse_id])] == ["（内容复核中）"]
    allow_text(words.county, TextHit.objects.get())
    assert [row["message"] for row in shown_donors([gift.purse_id])] == ["买药用"]


def test_a_stranger_and_a_donor_find_no_hidden_text(words: Place, visit: Any) -> None:
    words.published(title="豆腐坊旁边的棉被")
    add_public_words(words.county, tells="place", words="豆腐坊")
    scan()
    hit = TextHit.objects.get()
    for who, status in ((words.stranger, 404), (words.donor, 403)):
        assert visit(who, f"/exchange/text_hit/{hit.pk}/").status_code in (status, 404)
    elsewhere = employ("elsewhere", "township", f"{STRANGE_COUNTY}100")
    assert "豆腐坊" not in visit(elsewhere, "/exchange/text_hit/").said
    assert hit.area_code.startswith(COUNTY)
