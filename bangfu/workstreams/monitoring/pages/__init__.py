"""Pages made by hand: writing a rule and trying it, a run and its result, taking a department's list in, checks."""

from bangfu.workstreams.monitoring.pages.checks import urlpatterns as checks
from bangfu.workstreams.monitoring.pages.lists import urlpatterns as lists
from bangfu.workstreams.monitoring.pages.screening import urlpatterns as screening

urlpatterns = [*checks, *screening, *lists]
