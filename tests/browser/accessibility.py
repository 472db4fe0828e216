"""What axe-core finds wrong with a page: Web Content Accessibility Guidelines 2.2, A and AA."""

from axe_playwright_python.sync_playwright import Axe

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
# The rules whose answer may change with colours and the size of the window alone.
LOOKS = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]

# Colours fade from one scheme or state into the other; what people read is where they arrive.
AT_REST = "document.getAnimations().forEach(animation => animation.finish())"


def violations(page):
    """Return a line for each violation and element; nothing for an accessible page."""
    return _found(page, {"type": "tag", "values": LEVELS})


def violations_of_looks(page):
    """Return the violations of rules about looks, of a page whose others are known."""
    return _found(page, {"type": "rule", "values": LOOKS})


def _found(page, rules):
    page.evaluate(AT_REST)
    options = {"runOnly": rules, "resultTypes": ["violations"]}
    # Half a megabyte of program: a page that was looked at before has it, until it is left.
    judge = Axe(axe_script="") if page.evaluate("'axe' in window") else Axe()
    found = judge.run(page, options=options).response["violations"]
    return [
        f"{violation['id']}: {node['target']} {node['html'][:160]}"
        for violation in found
        for node in violation["nodes"]
    ]
