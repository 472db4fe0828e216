"""What every view of the API has in common."""

import json
from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.serializers import ErrorDetail
from rest_framework.views import APIView

from articles.api.fields import StrictSerializer
from articles.api.problems import Problem
from articles.api.wall import read_body


class ApiView(APIView):
    """Declares what it reads from the query and how often it may be called.

    `query` is the serializer of the query by method; a method without one takes no parameter.
    `buckets` names the throttle of each method, as the setting THROTTLES does. A throttle leaves in
    `rate_headers` what it counted.
    """

    query: ClassVar[Mapping[str, type[StrictSerializer]]] = {}
    buckets: ClassVar[Mapping[str, str]] = {}
    rate_headers: Mapping[str, str] = {}
    params: Mapping[str, Any] = {}

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        read_body(request._request)
        self.params = self._read_query(request)

    # The stubs know only REST framework's own responses; the framework takes any of Django's.
    def finalize_response(  # type: ignore[override]
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[arg-type]
        for name, value in self.rate_headers.items():
            response.headers[name] = value
        return response

    def options(  # type: ignore[override]
        self, request: Request, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Name the methods; the OpenAPI document says the rest."""
        return HttpResponse(status=204, headers={"Allow": ", ".join(self.allowed_methods)})

    def _read_query(self, request: Request) -> Mapping[str, Any]:
        method = "GET" if request.method == "HEAD" else str(request.method)
        return read_query(self.query.get(method), request.query_params)


def read_query(declared: type[StrictSerializer] | None, sent: QueryDict) -> Mapping[str, Any]:
    """Return the parameters that the serializer of a query declares; without one there are none.

    Raises Problem for one that is unknown, not valid, or there twice.
    """
    repeated = [name for name in sent if len(sent.getlist(name)) > 1]
    if repeated:
        raise _bad_parameters("repeated-parameter", dict.fromkeys(repeated, "Give it once."))
    read = declared(data=sent.dict()) if declared else None
    unknown = [name for name in sent if read is None or name not in read.fields]
    if unknown:
        raise _bad_parameters(
            "unknown-parameter", dict.fromkeys(unknown, "There is no such parameter.")
        )
    if read is None:
        return {}
    if not read.is_valid():
        raise _bad_parameters("invalid-parameter", {n: _first(e) for n, e in read.errors.items()})
    params: dict[str, Any] = read.validated_data
    return params


def json_response(
    data: Any, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return the data as compact JSON."""
    return json_bytes_response(json_bytes(data), status, headers)


def json_bytes(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


def json_bytes_response(
    body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return JSON that is written already."""
    response = HttpResponse(body, content_type="application/json", status=status)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def read_input(serializer: type[StrictSerializer], request: Request) -> dict[str, Any]:
    """Return the request's body as the serializer takes it; raises what becomes a 400."""
    read = serializer(data=request.data)
    read.is_valid(raise_exception=True)
    validated: dict[str, Any] = read.validated_data
    return validated


def _bad_parameters(code: str, why: Mapping[str, str]) -> Problem:
    errors = [{"parameter": name, "detail": detail} for name, detail in why.items()]
    return Problem(400, code, "The query is not valid.", errors=errors)


def _first(errors: list[ErrorDetail]) -> str:
    return str(errors[0])
