// The client of the API: one way to call it, and what can go wrong, in words to compare.

/** The server said no. `code` is the API's own (docs/api.md), `wait` the seconds it asks for. */
export class Refusal extends Error {
  constructor(status, problem, wait) {
    super(problem.detail ?? `status ${status}`);
    this.status = status;
    this.code = problem.code ?? "";
    this.problem = problem;
    this.wait = wait;
  }
}

/** Nobody answered: there is no network, or the server is away. */
export class NoAnswer extends Error {}

const PATIENCE = 20_000;

export class Api {
  #host;
  #reader;
  /** Whether a state that the browser has kept for its ten seconds will not do. */
  asksAnew = false;

  constructor(host, reader) {
    this.#host = host;
    this.#reader = reader;
  }

  get(path, query = {}) {
    return this.call("GET", path, { query });
  }

  /**
   * Call the API and return `{ data, headers }`. `path` is below `/api/v1/`, or an address that the
   * API gave. A token that is refused is asked for anew, once.
   *
   * Throws Refusal and NoAnswer.
   */
  async call(method, path, { query = {}, body, headers = {}, patience = PATIENCE } = {}) {
    const address = this.#address(path, query);
    const send = () => this.#send(address, method, body, headers, patience);
    let answer = await send();
    // A guest's answer may have come from a cache; whoever has no token got none refused.
    if (answer.status === 401 && (await this.#reader.renew())) answer = await send();
    return read(answer);
  }

  #address(path, query) {
    const address = new URL(path, `${this.#host}/api/v1/`);
    if (address.origin !== this.#host) throw new Error(`Discussion: not ours: ${address.origin}`);
    for (const [name, value] of Object.entries(query)) {
      if (value) address.searchParams.set(name, value);
    }
    return address;
  }

  async #send(address, method, body, headers, patience) {
    const { token } = this.#reader;
    const sent = { ...headers };
    if (token) sent.Authorization = `Bearer ${token}`;
    if (body) sent["Content-Type"] = "application/json";
    try {
      return await fetch(address, {
        method,
        headers: sent,
        body: body && JSON.stringify(body),
        credentials: "omit",
        cache: this.asksAnew ? "no-cache" : "default",
        signal: AbortSignal.timeout(patience),
      });
    } catch (error) {
      throw new NoAnswer(String(error));
    }
  }
}

async function read(answer) {
  const { headers } = answer;
  if (answer.status === 204) return { data: null, headers };
  const data = await answer.json().catch(() => {
    if (answer.ok) throw new NoAnswer("The answer ended early.");
    return {};
  });
  if (answer.ok) return { data, headers };
  throw new Refusal(answer.status, data, Number(headers.get("Retry-After")) || 0);
}
