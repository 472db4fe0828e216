"""The site that an article file belongs to, found or made, and its people."""

from pathlib import Path

from articles import audit
from articles.errors import SlugTaken
from articles.flows.create_site import create_site
from articles.ingest.first_policy import first_policy
from articles.ingest.parsed import Byline, ParsedArticle
from articles.models import Site
from articles.slugs import site_slug

ACTOR = "command:import_articles"


def site_of(parsed: ParsedArticle, *, name: str, default_policy: Path) -> Site:
    """Return the site of that slug or name; a new one comes with its first policy, published.

    Raises SlugTaken for a reserved word, and for a name that another site's slug stands for.
    """
    return _known_site(name) or _new_site(name, parsed, default_policy)


def _known_site(name: str) -> Site | None:
    """Return the site of that slug, name, domain or alias. Raises SlugTaken for a near miss."""
    wanted = name.casefold()
    for site in Site.objects.all():
        names = (site.slug, site.name, site.domain, *site.aliases)
        if wanted in {known.casefold() for known in names}:
            return site
    taken = Site.objects.filter(slug=site_slug(name)).first()
    # A site that was made by its slug alone has no other name yet.
    if taken is not None and taken.name != taken.slug:
        raise SlugTaken(f"“{name}” and “{taken.name}” would both be known as “{taken.slug}”.")
    return taken


def _new_site(name: str, parsed: ParsedArticle, default_policy: Path) -> Site:
    document = first_policy(default_policy, parsed.grounds, parsed.invitation)
    # With --site, the slug of what the file names: then the printed name is the better one.
    if parsed.publication and site_slug(parsed.publication) == name:
        name = parsed.publication
    return create_site(name=name, document=document, actor=ACTOR, domain=parsed.domain)


def learn_names(site: Site, parsed: ParsedArticle) -> None:
    """Add who wrote it to the site's people, and the domain if it had none.

    Attacks on the publication are recognised by these names.
    """
    byline = parsed.byline or Byline("", "", "", "")
    locked = Site.objects.select_for_update().get(pk=site.pk)
    learned = {
        "domain": locked.domain or parsed.domain,
        "staff": _with(locked.staff, byline.name),
        "handles": _with(locked.handles, byline.handle),
    }
    changed = [name for name, value in learned.items() if getattr(locked, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(locked, name, learned[name])
    locked.save(update_fields=changed)
    data = {"fields": changed}
    audit.append_event(locked, site_id=site.pk, kind="site.changed", actor=ACTOR, data=data)


def _with(words: list[str], word: str) -> list[str]:
    known = {each.casefold() for each in words}
    return words if not word or word.casefold() in known else [*words, word]
