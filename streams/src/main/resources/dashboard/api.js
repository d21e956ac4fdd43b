// Questions to the API of the instance that this page came from.

const TOKEN = 'socketfleet.token';

/** At most this many at once, so that one page leaves connections for others. */
const MAX_OPEN = 4;

/** Every so many turns one goes to those that wait longer, so that they do not wait forever. */
const LATER_EVERY = 3;

const PATIENCE_MS = 15_000;

/** A refusal in the words of the API, or no answer at all (status 0). */
export class ApiError extends Error {
  constructor(status, {code, message, hint}, retryAfterMs = 0) {
    super(message);
    this.status = status;
    this.code = code;
    this.hint = hint;
    this.retryAfterMs = retryAfterMs;
  }
}

/** Fires `unauthorized`, and `reachable` or `unreachable` when that changes. */
export const changes = new EventTarget();

let reachable = true;

function reached(now) {
  if (now === reachable) return;
  reachable = now;
  changes.dispatchEvent(new Event(now ? 'reachable' : 'unreachable'));
}

/** The token of this tab; gone with it. */
export function token() {
  return sessionStorage.getItem(TOKEN);
}

/** Keeps a token for this tab, or forgets it. */
export function keepToken(value) {
  if (value) sessionStorage.setItem(TOKEN, value);
  else sessionStorage.removeItem(TOKEN);
}

function headers(accept, more) {
  const all = {Accept: accept, ...more};
  if (token()) all.Authorization = `Bearer ${token()}`;
  return all;
}

/**
 * Opens an answer. What never ends must not be cached (`no-store`): a browser lets the second tab
 * wait for the first one's copy.
 *
 * @throws ApiError for every answer that is none
 */
export async function open(path, accept, signal, more = {}, cache = 'default') {
  let response;
  try {
    response = await fetch(path, {headers: headers(accept, more), signal, cache});
  } catch (e) {
    if (signal?.aborted && signal.reason?.name !== 'TimeoutError') throw e;
    reached(false);
    throw new ApiError(0, {
      code: 'unreachable',
      message: 'This instance does not answer',
      hint: 'The page asks again by itself.',
    });
  }
  reached(true);
  if (response.ok) return response;
  const body = await response.json().catch(() => ({
    code: 'unknown', message: `The answer was ${response.status}`, hint: '',
  }));
  if (response.status === 401) changes.dispatchEvent(new Event('unauthorized'));
  throw new ApiError(response.status, body, 1000 * Number(response.headers.get('Retry-After') ?? 0));
}

let running = 0;
const waiting = [];
const waitingLonger = [];
let turns = 0;

async function turn(later) {
  if (running < MAX_OPEN) running += 1;
  else await new Promise(resolve => (later ? waitingLonger : waiting).push(resolve));
}

function done() {
  turns += 1;
  const later = turns % LATER_EVERY === 0;
  const next = later
    ? waitingLonger.shift() ?? waiting.shift() : waiting.shift() ?? waitingLonger.shift();
  if (next) next();
  else running -= 1;
}

/** The address of a question; parameters without a value are left out. */
export function question(path, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== null && one !== undefined && one !== '') parameters.append(name, one);
    }
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

/** A path with a foreign text as one of its parts. */
export function path(...parts) {
  return '/api/v1/' + parts.map(encodeURIComponent).join('/');
}

/** The answer to a question, in its turn. */
export function get(where, query, signal) {
  return ask(where, query, signal, false);
}

/** The same, after most of what is asked with `get`: for what comes by the dozen. */
export function getLater(where, query, signal) {
  return ask(where, query, signal, true);
}

async function ask(where, query, signal, later) {
  await turn(later);
  try {
    signal?.throwIfAborted();
    const patience = AbortSignal.timeout(PATIENCE_MS);
    const both = signal ? AbortSignal.any([signal, patience]) : patience;
    const response = await open(question(where, query), 'application/json', both);
    return await response.json();
  } finally {
    done();
  }
}
