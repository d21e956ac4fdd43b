// The time that the charts show: `from` and `to` of the address, each relative (`-1h`) or ISO-8601.

import {current} from './route.js';
import {get} from './api.js';

export const CHOICES = [
  ['-15m', '15 minutes'],
  ['-1h', '1 hour'],
  ['-6h', '6 hours'],
  ['-24h', '24 hours'],
  ['-7d', '7 days'],
  ['-14d', '14 days'],
];

const DEFAULT = '-1h';
const UNITS = {ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5};
const DAY_MS = UNITS.d;
const COARSE_MS = 15 * UNITS.m;

/** More points than this many pixels tell nobody anything. */
const MAX_POINTS = 400;

/** Windows of the server; asked for once. */
let windowMs = 60_000;

/** Learns how long the finest windows are. */
export async function learnWindow(signal) {
  const series = await get('/api/v1/fleet/series', {state: 'listen', from: '-1m'}, signal);
  windowMs = series.stepMs;
}

function instant(text, now) {
  const relative = /^-(\d{1,9})(ms|s|m|h|d)$/.exec(text);
  if (relative) return now - Number(relative[1]) * UNITS[relative[2]];
  return text === 'now' ? now : Date.parse(text);
}

/** The range of the address as it is now: milliseconds, and whether it moves with the time. */
export function range(query = current().query, now = Date.now()) {
  const from = query.get('from') ?? DEFAULT;
  const to = query.get('to') ?? 'now';
  const bounds = {from: instant(from, now), to: instant(to, now)};
  if (!(bounds.from < bounds.to)) return range(new URLSearchParams(), now);
  return {...bounds, choice: to === 'now' ? from : null, live: !(to !== 'now' && bounds.to < now)};
}

/** Parameters of the API for a range, with points of a length that a chart can show. */
export function parameters({from, to}, maxPoints = MAX_POINTS) {
  const span = to - from;
  const unit = Date.now() - from > DAY_MS ? Math.max(windowMs, COARSE_MS) : windowMs;
  const step = Math.max(1, Math.ceil(span / unit / maxPoints)) * unit;
  return {
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    step: step === windowMs ? null : `${step}ms`,
  };
}

/** Of how long the finest windows are, for the age of what cannot be newer. */
export function windowLength() {
  return windowMs;
}
