"""Calls to the API as a program makes them."""

import json
from typing import Any

from django.test import Client


class Api:
    """A client of `/api/v1/`, as nobody or with a bearer token."""

    def __init__(self, token: str | None = None) -> None:
        self._client = Client(raise_request_exception=False)
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> Any:
        return self._client.get(at(path), query, headers=self._all(headers))

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> Any:
        """Send JSON; bytes and text go as they are."""
        body = data if isinstance(data, bytes | str) else json.dumps(data)
        return self._client.generic(
            method,
            at(path),
            b"" if data is None else body,
            content_type=headers.pop("Content_Type", "application/json"),
            headers=self._all(headers),
        )

    def post(self, path: str, data: Any = None, **headers: str) -> Any:
        return self.send("POST", path, data, **headers)

    def _all(self, headers: dict[str, str]) -> dict[str, str]:
        return {**self._headers, **{name.replace("_", "-"): v for name, v in headers.items()}}


def at(path: str) -> str:
    """Return the path below /api/v1/; one that starts with a slash is whole."""
    return path if path.startswith("/") else f"/api/v1/{path}"


def assert_problem(response: Any, status: int, code: str) -> dict[str, Any]:
    """Assert that the answer is the problem, whole; return it."""
    assert response.status_code == status, response.content
    assert response.headers["Content-Type"] == "application/problem+json"
    problem: dict[str, Any] = response.json()
    assert problem["code"] == code, problem
    assert problem["status"] == status
    assert problem["title"] and problem["detail"]
    assert problem["request_id"] == response.headers["X-Request-ID"]
    return problem
