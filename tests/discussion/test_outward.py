"""Calls to addresses that somebody else chose, against a real server on this machine."""

import socket
import ssl
import time
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from discussion import outward
from discussion.addresses import networks
from discussion.outward import OutwardFailed, OutwardRefused, check_url, fetch, post
from tests.services.receiver import receiver, silent_receiver

BODY = b'{"type":"test"}'


@pytest.fixture
def listed(settings):
    """The operator lets this machine be called."""
    settings.WEBHOOK_ALLOWED_ADDRESSES = networks("127.0.0.0/8")


@pytest.fixture(autouse=True)
def _trust_of_its_own():
    """No test inherits whom another one trusted: the authorities are read once a process."""
    outward._ssl_context.cache_clear()
    yield
    outward._ssl_context.cache_clear()


@pytest.fixture
def server():
    with receiver() as state:
        yield state


def test_a_listed_receiver_gets_the_body_and_the_headers(listed, server):
    assert post(f"{server.url}?a=1", BODY, {"webhook-id": "m1"}) == 204
    received = server.received[0]
    assert (received.path, received.body) == ("/hook?a=1", BODY)
    assert received.headers["webhook-id"] == "m1"
    assert received.headers["host"] == f"127.0.0.1:{server.port}"


def test_an_answer_is_fetched_with_its_status_headers_and_body(listed, server):
    server.status, server.body = 200, b"<feed/>"
    server.headers = {"ETag": '"1"', "Content-Type": "text/xml"}
    answer = fetch("GET", server.url, headers={"If-None-Match": '"0"'}, most=7)
    assert (answer.status, answer.body) == (200, b"<feed/>")
    assert (answer.headers["etag"], answer.headers["content-type"]) == ('"1"', "text/xml")
    assert server.received[0].headers["if-none-match"] == '"0"'
    assert "content-length" not in server.received[0].headers
    assert fetch("GET", server.url, headers={}, most=1_000).body == b"<feed/>"


def test_a_body_is_sent_where_there_is_one(listed, server):
    fetch("POST", server.url, headers={}, body=BODY, most=0)
    assert server.received[0].body == BODY


def test_an_answer_longer_than_asked_for_is_a_failure(listed, server):
    server.status, server.body = 200, b"x" * 1_001
    with pytest.raises(OutwardFailed, match="more than 1000 bytes"):
        fetch("GET", server.url, headers={}, most=1_000)


def test_what_is_fetched_comes_from_no_private_address(server):
    with pytest.raises(OutwardRefused):
        fetch("GET", server.url, headers={}, most=1_000)
    assert server.received == []


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "0.0.0.0",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.1",
        "[::ffff:127.0.0.1]",
        "[::1]",
        "[::]",
        "[::ffff:7f00:1]",
    ],
)
def test_this_machine_is_not_called_however_it_is_spelled(server, host):
    with pytest.raises(OutwardRefused):
        post(f"http://{host}:{server.port}/hook", BODY, {})
    assert server.received == []


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "[fe80::1]", "[fd00::1]"])
def test_private_networks_are_not_called(address):
    with pytest.raises(OutwardRefused):
        post(f"http://{address}/", BODY, {})


def answering(monkeypatch, *addresses):
    """Let every name lead to the addresses; return the list of names that were asked for."""
    asked, plain = [], socket.getaddrinfo

    def look_up(host, port, *args, **kwargs):
        if host in addresses:  # the connection itself, to an address
            return plain(host, port, *args, **kwargs)
        asked.append(host)
        found = [plain(address, port, *args, **kwargs) for address in addresses]
        return [info for infos in found for info in infos]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return asked


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(listed, server, monkeypatch):
    asked = answering(monkeypatch, "127.0.0.1")
    assert post(f"http://hooks.example:{server.port}/hook", BODY, {}) == 204
    assert asked == ["hooks.example"]
    assert server.received[0].headers["host"] == f"hooks.example:{server.port}"


def test_a_name_that_leads_to_this_machine_is_refused(server, monkeypatch):
    answering(monkeypatch, "127.0.0.1")
    with pytest.raises(OutwardRefused):
        post(f"http://hooks.example:{server.port}/hook", BODY, {})
    assert server.received == []


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    answering(monkeypatch, "1.1.1.1", "10.0.0.1")
    with pytest.raises(OutwardRefused):
        post("https://hooks.example/", BODY, {})


def test_the_next_address_is_tried_where_nobody_answers_at_the_first(listed, server, monkeypatch):
    answering(monkeypatch, "127.0.0.2", "127.0.0.1")
    assert post(f"http://hooks.example:{server.port}/hook", BODY, {}) == 204


def test_the_first_that_answers_is_taken(listed, server, monkeypatch):
    answering(monkeypatch, "127.0.0.1", "127.0.0.2")
    assert post(f"http://hooks.example:{server.port}/hook", BODY, {}) == 204


def test_an_unlisted_address_is_called_on_the_ports_of_the_web_alone(monkeypatch):
    answering(monkeypatch, "1.1.1.1")
    with pytest.raises(OutwardRefused, match="ports"):
        post("http://hooks.example:6379/", BODY, {})


def test_a_redirect_is_an_answer_and_is_not_followed(listed, server):
    with receiver() as inner:
        server.status, server.location = 307, inner.url
        assert post(server.url, BODY, {}) == 307
        assert inner.received == []


def test_a_receiver_that_says_nothing_is_given_up_in_time(listed):
    with silent_receiver() as url:
        began = time.monotonic()
        with pytest.raises(OutwardFailed):
            post(url, BODY, {}, seconds=0.2)
        assert time.monotonic() - began < 2


def test_who_has_no_time_left_calls_nobody(listed, server):
    with pytest.raises(OutwardFailed):
        post(server.url, BODY, {}, seconds=0)
    assert server.received == []


def test_a_look_up_that_takes_too_long_is_given_up(listed, server, monkeypatch):
    answered, ended = Event(), Event()

    def hang(*args, **kwargs):
        answered.wait(30)
        ended.set()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    try:
        with pytest.raises(OutwardFailed):
            post(f"http://hooks.example:{server.port}/", BODY, {}, seconds=0.1)
        assert not ended.is_set(), "the caller has waited for the look-up all the same"
    finally:
        answered.set()
    assert server.received == []


def test_nobody_listening_is_a_failure_that_may_pass(listed):
    with receiver() as gone:
        url = gone.url
    with pytest.raises(OutwardFailed):
        post(url, BODY, {})


def test_a_name_that_nobody_knows_is_a_failure_that_may_pass(monkeypatch):
    def unknown(*args, **kwargs):
        raise socket.gaierror("unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(OutwardFailed):
        post("https://hooks.example/", BODY, {})


@pytest.mark.parametrize(
    "url",
    [
        "",
        "ftp://example.org/",
        "file:///etc/passwd",
        "example.org",
        "https://",
        "https://user:secret@example.org/",
        "https://@example.org/",
        "https://example.org:99999/",
        "https://a..b/",
        "https://example.org/a b",
        "https://example.org/\u00e9",
        "https://example.org/\x0b",
    ],
)
def test_what_no_address_could_make_right_is_refused_before_any_look_up(url):
    with pytest.raises(OutwardRefused):
        check_url(url)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://\uff11\uff12\uff17.0.0.1/",
        "https://10.0.0.1./",
        "https://[::ffff:10.0.0.1]/",
        "https://[fe80::1%25eth0]/",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://metadata.google.internal/",
        "https://printer.local/",
        "https://intranet/",
        "https://hooks.example:22/",
    ],
)
def test_what_leads_into_the_house_is_refused_before_any_look_up(url):
    with pytest.raises(OutwardRefused):
        check_url(url)


@pytest.mark.parametrize(
    "url", ["https://hooks.example/", "https://8.8.8.8/", "http://internal.example:80/"]
)
def test_what_may_lead_outside_can_be_set_up(url):
    check_url(url)


def test_what_the_operator_listed_can_be_set_up_and_names_that_may_lead_there(listed):
    for url in ("http://127.0.0.1:8001/", "http://cms.internal:8001/", "http://localhost:8001/"):
        check_url(url)
    with pytest.raises(OutwardRefused):
        check_url("http://10.0.0.1/")


def test_the_service_itself_is_not_called(settings):
    settings.PUBLIC_URL = "https://comments.example"
    for url in ("https://comments.example/hook", "https://COMMENTS.example:443/"):
        with pytest.raises(OutwardRefused, match="this service itself"):
            check_url(url)
    check_url("http://comments.example/")


def certificate_for(name, folder):
    """A server's context with a certificate for the name, and the file that vouches for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    names = x509.SubjectAlternativeName([x509.DNSName(name)])
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context, folder / "certificate.pem"


def test_tls_verifies_the_name_although_an_address_is_connected_to(listed, monkeypatch, tmp_path):
    context, vouches = certificate_for("hooks.example", tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(vouches))
    answering(monkeypatch, "127.0.0.1")
    with receiver(context) as secure:
        assert post(f"https://hooks.example:{secure.port}/hook", BODY, {}) == 204
        with pytest.raises(OutwardFailed):
            post(f"https://other.example:{secure.port}/hook", BODY, {})
        assert len(secure.received) == 1


def test_a_certificate_that_nobody_vouches_for_is_refused(listed, monkeypatch, tmp_path):
    context, _ = certificate_for("hooks.example", tmp_path)
    answering(monkeypatch, "127.0.0.1")
    with receiver(context) as secure, pytest.raises(OutwardFailed):
        post(f"https://hooks.example:{secure.port}/hook", BODY, {})
