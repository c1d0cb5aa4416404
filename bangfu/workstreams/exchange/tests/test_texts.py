"""Codes by text message, and the synonyms that come with the exchange."""

from typing import Any

import numpy as np
import pytest

from bangfu.kernel.errors import Refused
from bangfu.parties.actions import change_household
from bangfu.workstreams.exchange import actions
from bangfu.workstreams.exchange.actions.codes import code_ways
from bangfu.workstreams.exchange.models import Synonyms
from bangfu.workstreams.exchange.similarity import Likeness, split_words
from bangfu.workstreams.exchange.synonyms_seed import load_synonyms
from bangfu.workstreams.exchange.tests.conftest import Place

FIRST = np.array([0])


def test_a_text_needs_a_number_and_a_service(place: Place, settings: Any) -> None:
    claim = actions.claim_need(place.donor, place.published())
    assert not code_ways["text"].offered()
    settings.DEMO = True
    assert code_ways["text"].offered()
    with pytest.raises(Refused, match="电话"):
        actions.issue_code(place.village, claim, way="text")
    change_household(place.operator, place.home, phone="13800138000")
    code = actions.issue_code(place.village, claim, way="text")
    told = place.village.notices.get(title__contains="模拟短信")
    assert code in told.text
    assert "13800138000" not in told.title + told.text


def test_seed_synonyms_are_added_once_and_never_over_an_edit(db: None) -> None:
    made = load_synonyms()
    assert made > 50
    assert load_synonyms() == 0
    row = Synonyms.objects.get(words__startswith="轮椅")
    Synonyms.objects.filter(pk=row.pk).update(words="轮椅、车椅")
    load_synonyms()
    assert Synonyms.objects.get(pk=row.pk).words == "轮椅、车椅"


def test_they_bring_together_what_is_said_differently(db: None) -> None:
    load_synonyms()
    groups = [split_words(words) for words in Synonyms.objects.values_list("words", flat=True)]
    for one, other in (("烤火炉", "取暖器"), ("厚被子", "棉被"), ("故事书", "图书"), ("小书桌", "写字台")):
        plain, known = (Likeness([one], [other], given).of(FIRST, FIRST) for given in ([], groups))
        assert known[0] > plain[0], (one, other)
        assert known[0] >= 0.2, (one, other)
