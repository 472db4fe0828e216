"""How a site says who its readers are: the rules it chose, and the keys that sign."""

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models

from articles.models.site import Site


class ReaderRules(models.Model):
    """Whom a site takes for a reader beside those its own tokens name. No row: the defaults."""

    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="reader_rules")
    guests = models.BooleanField(
        default=False, help_text="anybody may write under a name of their choice; held first"
    )
    nested_claims = models.BooleanField(
        default=False, help_text="tokens may name the person as the Coral project's sites do"
    )
    session_readers = models.BooleanField(
        default=False, help_text="users of this project are readers by their session"
    )
    guest_trusted_after = models.PositiveSmallIntegerField(
        default=3,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
        help_text="a guest with so many published comments is held no longer",
    )

    class Meta:
        verbose_name_plural = "reader rules"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(guest_trusted_after__gte=1), name="reader_rules_guests_wait"
            )
        ]

    def __str__(self) -> str:
        return f"readers of {self.site_id}"

    @classmethod
    def of(cls, site: Site) -> "ReaderRules":
        """Return the site's rules; without a row an unsaved one with the defaults."""
        known: ReaderRules | None = getattr(site, "reader_rules", None)
        return known or cls(site=site)


class ReaderKey(models.Model):
    """A key that reader tokens of the site are signed with. The algorithm is the key's, never the
    token's.
    """

    class Algorithm(models.TextChoices):
        HS256 = "HS256", "HS256 (shared secret)"
        RS256 = "RS256", "RS256 (public key)"
        ES256 = "ES256", "ES256 (public key)"
        EDDSA = "EdDSA", "EdDSA (public key)"

    class Origin(models.TextChoices):
        SITE = "site", "the site"
        JWKS = "jwks", "the site's key set"
        GUEST = "guest", "this service, for guests"
        USER = "user", "this service, for users of its project"

    # What these sign names whom this service itself vouches for, whatever the token says.
    OURS = (Origin.GUEST, Origin.USER)

    site = models.ForeignKey(Site, models.PROTECT, related_name="reader_keys")
    kid = models.CharField(max_length=128, validators=[RegexValidator(r"^[A-Za-z0-9._-]+$")])
    algorithm = models.CharField(max_length=5, choices=Algorithm.choices)
    # Who signs with it.
    origin = models.CharField(
        max_length=5, choices=Origin.choices, default=Origin.SITE, editable=False
    )
    sealed_secret = models.TextField(blank=True, editable=False)
    public_key = models.TextField(blank=True, help_text="PEM; not for HS256")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    vanished_at = models.DateTimeField(
        null=True, editable=False, help_text="since when the site's key set names it no longer"
    )

    class Meta:
        ordering = ["site", "-created_at"]
        constraints = [
            models.UniqueConstraint(fields=["site", "kid"], name="reader_key_kid_once"),
            models.CheckConstraint(
                condition=(
                    (models.Q(algorithm="HS256") & ~models.Q(sealed_secret=""))
                    | (~models.Q(algorithm="HS256") & ~models.Q(public_key=""))
                ),
                name="reader_key_has_its_material",
            ),
            models.CheckConstraint(
                condition=models.Q(origin__in=["site", "jwks", "guest", "user"]),
                name="reader_key_origin_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kid} ({self.algorithm})"


class KeySet(models.Model):
    """Where a site publishes the keys that its tokens are signed with (JWKS, RFC 7517)."""

    site = models.OneToOneField(Site, models.CASCADE, primary_key=True, related_name="key_set")
    url = models.CharField(max_length=500, help_text="like https://id.example.org/keys.json")
    asked_at = models.DateTimeField(null=True, editable=False)
    # Apart, so that tokens with made-up keys do not put off what is asked by the clock.
    asked_at_once_at = models.DateTimeField(null=True, editable=False)
    fetched_at = models.DateTimeField(
        null=True, editable=False, help_text="when it could be read last"
    )
    problem = models.CharField(
        max_length=500, blank=True, editable=False, help_text="what could not be used, in words"
    )

    def __str__(self) -> str:
        return self.url


class RevokedToken(models.Model):
    """A token that is believed no longer, by its `jti`; kept as long as it could be good."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    jti = models.CharField(max_length=255)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "jti"], name="revoked_token_once_a_site")
        ]

    def __str__(self) -> str:
        return f"a token of {self.site_id}"


class SignedOut(models.Model):
    """A person whose tokens issued up to `at` are believed no longer, by their `sub`."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=255)
    at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["site", "subject"], name="signed_out_once_a_person")
        ]

    def __str__(self) -> str:
        return f"a reader of {self.site_id}"
