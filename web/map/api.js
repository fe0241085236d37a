/**
 * Talking to the server: GET and POST with a time limit, and one error class that says what to tell the person.
 * It must never call another origin, and never log an address (it holds a position). Read next: search.js.
 */

/** Milliseconds after which an unanswered request is given up. */
const TIME_LIMIT_MS = 15_000;

/** Why a request gave nothing: `kind` is offline, timeout, limited, gone, or problem. */
export class ApiProblem extends Error {
  constructor(kind, message, { status = 0, retryAfterS = 0, body = null } = {}) {
    super(message);
    this.kind = kind;
    this.status = status;
    this.retryAfterS = retryAfterS;
    this.body = body;
  }
}

/** Seconds to wait from a Retry-After header, which is a number or a date; 10 when unreadable. */
function secondsToWait(header) {
  if (header && /^\d+$/.test(header.trim())) return Math.max(1, Number(header));
  const until = Date.parse(header ?? "");
  return Number.isNaN(until) ? 10 : Math.max(1, Math.ceil((until - Date.now()) / 1000));
}

/** Turns an answer that is not 2xx into an ApiProblem, using the problem document's own words. */
async function problemOf(response) {
  const body = await response.json().catch(() => null);
  const status = response.status;
  const fields = Array.isArray(body?.errors) ? body.errors.map((one) => one.message).filter(Boolean) : [];
  const said = body?.detail || body?.title || `服务器回答了 ${status}`;
  const message = [said, ...fields.filter((one) => one !== said)].join(" ");
  if (status === 429) {
    return new ApiProblem("limited", "查得太频繁了，请稍等一下。", {
      status, body, retryAfterS: secondsToWait(response.headers.get("Retry-After")),
    });
  }
  if (status === 410) return new ApiProblem("gone", message, { status, body });
  return new ApiProblem("problem", message, { status, body });
}

/**
 * GETs `path` with `query` (entries with null or "" are left out) and answers the parsed JSON.
 * Throws ApiProblem; throws the AbortError when `signal` was aborted by us, which callers ignore.
 */
export function getJson(path, query = {}, signal = undefined) {
  const asked = new URLSearchParams(given(query)).toString();
  return ask(asked ? `${path}?${asked}` : path, {}, signal);
}

/** POSTs `question` (entries with null or "" are left out) as JSON: a position in a body stands in no access log. */
export function postJson(path, question, signal = undefined) {
  const body = JSON.stringify(Object.fromEntries(given(question)));
  return ask(path, { method: "POST", body, headers: { "Content-Type": "application/json" } }, signal);
}

/** The entries that have a value. */
function given(query) {
  return Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
}

/** Asks, with a time limit, and answers the parsed JSON; see getJson. */
async function ask(address, init, signal) {
  const both = new AbortController();
  const passOn = () => both.abort();
  signal?.addEventListener("abort", passOn);
  if (signal?.aborted) both.abort();
  let tooSlow = false;
  const timer = setTimeout(() => { tooSlow = true; both.abort(); }, TIME_LIMIT_MS);
  try {
    const response = await fetch(address, {
      ...init,
      signal: both.signal,
      credentials: "omit",
      headers: { Accept: "application/json, application/problem+json", "Accept-Language": "zh-CN", ...init.headers },
    });
    if (!response.ok) throw await problemOf(response);
    return await response.json();
  } catch (error) {
    if (error instanceof ApiProblem || signal?.aborted) throw error;
    if (tooSlow) throw new ApiProblem("timeout", "服务器没有及时回答，请再试一次。");
    if (error instanceof SyntaxError) throw new ApiProblem("problem", "服务器的回答读不懂，请再试一次。");
    throw new ApiProblem("offline", navigator.onLine === false
      ? "现在没有网络。联网后会自动再查。" : "连不上服务器，请看看网络再试一次。");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", passOn);
  }
}

/** Whether this is only the noise of a request we dropped ourselves. */
export function isAbort(error) {
  return error?.name === "AbortError";
}
