"""Where a form of one button leads: to the page that it was pressed on."""

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme


def back(request: HttpRequest, otherwise: str) -> HttpResponseRedirect:
    """Return to the page that the form names, else to the one that it was sent from, if it is one
    of this service.
    """
    named = (request.POST.get("next"), request.headers.get("Referer"))
    for address in filter(None, named):
        if url_has_allowed_host_and_scheme(address, {request.get_host()}):
            return HttpResponseRedirect(address)
    return HttpResponseRedirect(otherwise)
