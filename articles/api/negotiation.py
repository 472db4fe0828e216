"""One language in, the same out."""

from rest_framework.negotiation import BaseContentNegotiation


class OnlyJson(BaseContentNegotiation):
    """The API answers JSON whatever `Accept` says: there is nothing to choose from."""

    def select_parser(self, request, parsers):  # type: ignore[no-untyped-def]
        return parsers[0]

    def select_renderer(self, request, renderers, format_suffix=None):  # type: ignore[no-untyped-def]
        return renderers[0], renderers[0].media_type
