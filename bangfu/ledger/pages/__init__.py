"""The ledger's hand-made pages: recording, what waits for one's word, and what may be recorded twice."""

from django.urls import path

from bangfu.ledger.pages.closing import periods_page
from bangfu.ledger.pages.doubles import doubles_page
from bangfu.ledger.pages.grid import grid_page
from bangfu.ledger.pages.recording import choose_page, record_page
from bangfu.ledger.pages.waiting import waiting_page

urlpatterns = [
    path("ledger/record/", choose_page, name="ledger-record"),
    path("ledger/record/<str:kind>/", record_page, name="ledger-record-kind"),
    path("ledger/grid/<str:kind>/", grid_page, name="ledger-grid"),
    path("ledger/doubles/", doubles_page, name="ledger-doubles"),
    path("ledger/waiting/", waiting_page, name="ledger-waiting"),
    path("ledger/periods/", periods_page, name="ledger-periods"),
]
