// Who reads: nobody known, somebody their site vouches for by a token, or a guest by a name.

const ASKED_FOR = 10_000;

export class Reader {
  #tokenUrl;
  #guestKey;
  #renewing = null;
  token = "";
  isGuest = false;

  constructor({ site, tokenUrl }) {
    this.#tokenUrl = tokenUrl;
    this.#guestKey = `discussion:guest:${site}`;
  }

  /** Find out who is there: the page's own answer first, then a guest who has been here. */
  async arrive() {
    if (this.#tokenUrl) this.token = await fetchToken(this.#tokenUrl);
    if (!this.token) this.#readGuest();
  }

  /** Get another token, once for all who ask meanwhile; tell whether there is one. */
  renew() {
    this.#renewing ??= this.#renewed().finally(() => (this.#renewing = null));
    return this.#renewing;
  }

  async #renewed() {
    const had = this.token;
    this.logout();
    if (had && this.#tokenUrl) this.token = await fetchToken(this.#tokenUrl);
    // Without a token the answer is that for everybody, which is better than none.
    return Boolean(had);
  }

  login(token) {
    this.logout();
    this.token = token;
    return true;
  }

  /** From now on somebody writes under this name, until the token ends: whoever comes back is trusted by what they wrote. */
  enterAsGuest(token, expiresAt) {
    this.token = token;
    this.isGuest = true;
    kept(() => localStorage.setItem(this.#guestKey, JSON.stringify({ token, expiresAt })));
  }

  logout() {
    if (this.isGuest) kept(() => localStorage.removeItem(this.#guestKey));
    this.token = "";
    this.isGuest = false;
    return true;
  }

  /** The name in the token, which the server alone verifies: for showing it to its own reader. */
  get name() {
    const claims = claimsOf(this.token);
    return claims.name ?? claims.user?.username ?? "";
  }

  #readGuest() {
    const guest = kept(() => JSON.parse(localStorage.getItem(this.#guestKey)));
    if (!guest || Date.parse(guest.expiresAt) < Date.now()) return;
    this.token = guest.token;
    this.isGuest = true;
  }
}

/** Ask the page's own server, with its cookies; nobody signed in is an empty answer. */
async function fetchToken(url) {
  try {
    const answer = await fetch(new URL(url, document.baseURI), {
      credentials: "same-origin",
      headers: { Accept: "application/json, text/plain" },
      cache: "no-store",
      signal: AbortSignal.timeout(ASKED_FOR),
    });
    if (answer.status !== 200) return "";
    const text = (await answer.text()).trim();
    return text.startsWith("{") ? (JSON.parse(text).token ?? "") : text;
  } catch {
    return "";
  }
}

function claimsOf(token) {
  try {
    const part = token.split(".")[1].replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(part), (character) => character.charCodeAt(0));
    return JSON.parse(new TextDecoder().decode(bytes)) ?? {};
  } catch {
    return {};
  }
}

/** Storage may be switched off or full; then nothing is kept, and nothing breaks. */
function kept(act) {
  try {
    return act();
  } catch {
    return null;
  }
}
