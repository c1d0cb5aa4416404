"""The pages people live in. Their addresses stand before the derived ones and take the place of some of them."""

from django.urls import path

from bangfu.office.pages.affected import affected_page, end_page, follow_page, hand_over_page
from bangfu.office.pages.boundaries import boundaries_page
from bangfu.office.pages.coverage import coverage_page
from bangfu.office.pages.groups import group_page, groups_page
from bangfu.office.pages.household import household_page
from bangfu.office.pages.pairing import overview_page
from bangfu.office.pages.pairing_history import history_page
from bangfu.office.pages.pairing_lists import lists_file, lists_page
from bangfu.office.pages.printing import card_page, handbook_page
from bangfu.office.pages.proposal_places import places_page
from bangfu.office.pages.proposal_rows import price_page, restore_row, row_page
from bangfu.office.pages.proposal_views import export_proposal, helpers_page
from bangfu.office.pages.proposals import (
    accept_proposal,
    proposal_page,
    propose_page,
    undo_proposal,
    withdraw_proposal,
)
from bangfu.office.pages.region_pairs import pair_entries_page, pair_page, pairs_page
from bangfu.office.pages.schemes import file_page, preview_page, take_over_page
from bangfu.office.pages.steps import overdue_page, waiting_page
from bangfu.office.pages.teams import teams_page
from bangfu.office.pages.today import today_page
from bangfu.office.pages.unmasking import unmask_page

urlpatterns = [
    path("", today_page, name="home"),
    path("groups/", groups_page, name="groups"),
    path("groups/<slug:name>/", group_page, name="group"),
    path("overdue/", overdue_page, name="overdue"),
    path("waiting/", waiting_page, name="waiting"),
    path("parties/household/<int:pk>/", household_page, name="household"),
    path("parties/household/<int:pk>/card/", card_page, name="household-card"),
    path("parties/household/<int:pk>/handbook/", handbook_page, name="household-handbook"),
    path("parties/<slug:noun>/<int:pk>/unmask/<slug:field>/", unmask_page, name="unmask"),
    path("areas/boundaries/", boundaries_page, name="area-boundaries"),
    path("pairing/regions/", pairs_page, name="region-pairs"),
    path("pairing/regions/<int:pk>/", pair_page, name="region-pair"),
    path("pairing/regions/<int:pk>/entries/", pair_entries_page, name="region-pair-entries"),
    path("pairing/teams/", teams_page, name="teams"),
    path("pairing/scheme/preview/", preview_page, name="scheme-preview"),
    path("pairing/scheme/take-over/", take_over_page, name="scheme-take-over"),
    path("pairing/scheme/<int:pk>/file/", file_page, name="scheme-file"),
    path("pairing/", overview_page, name="pairing"),
    path("pairing/coverage/", coverage_page, name="pairing-coverage"),
    path("pairing/lists/file.pdf", lists_file, name="pairing-lists-file"),
    path("pairing/lists/", lists_page, name="pairing-lists"),
    path("pairing/history/<int:pk>/", history_page, name="pairing-history"),
    path("pairing/affected/", affected_page, name="pairing-affected"),
    path("pairing/affected/hand-over/", hand_over_page, name="pairing-hand-over"),
    path("pairing/affected/follow/", follow_page, name="pairing-follow"),
    path("pairing/affected/end/", end_page, name="pairing-end-exited"),
    path("pairing/propose/", propose_page, name="propose"),
    path("pairing/proposals/<int:pk>/", proposal_page, name="proposal"),
    path("pairing/proposals/<int:pk>/accept/", accept_proposal, name="proposal-accept"),
    path("pairing/proposals/<int:pk>/withdraw/", withdraw_proposal, name="proposal-withdraw"),
    path("pairing/proposals/<int:pk>/undo/", undo_proposal, name="proposal-undo"),
    path("pairing/proposals/<int:pk>/rows/<int:row_pk>/", row_page, name="proposal-row"),
    path("pairing/proposals/<int:pk>/rows/<int:row_pk>/price/", price_page, name="proposal-price"),
    path("pairing/proposals/<int:pk>/rows/<int:row_pk>/restore/", restore_row, name="proposal-restore"),
    path("pairing/proposals/<int:pk>/places/", places_page, name="proposal-places"),
    path("pairing/proposals/<int:pk>/helpers/", helpers_page, name="proposal-helpers"),
    path("pairing/proposals/<int:pk>/export/", export_proposal, name="proposal-export"),
]
