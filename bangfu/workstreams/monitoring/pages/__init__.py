"""Pages made by hand: checks, rules and runs, departments' lists, cases and their sheets, the desk."""

from bangfu.workstreams.monitoring.pages.applying import urlpatterns as applying
from bangfu.workstreams.monitoring.pages.cases import urlpatterns as cases
from bangfu.workstreams.monitoring.pages.checks import urlpatterns as checks
from bangfu.workstreams.monitoring.pages.desk import urlpatterns as desk
from bangfu.workstreams.monitoring.pages.incomes import urlpatterns as incomes
from bangfu.workstreams.monitoring.pages.lists import urlpatterns as lists
from bangfu.workstreams.monitoring.pages.screening import urlpatterns as screening

urlpatterns = [*checks, *incomes, *screening, *lists, *cases, *desk, *applying]
