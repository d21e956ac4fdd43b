// Numbers and times as people read them, the same in every language of the browser.

const WHOLE = new Intl.NumberFormat('en', {maximumFractionDigits: 0});
const FINE = new Intl.NumberFormat('en', {maximumFractionDigits: 1});
const SHORT = new Intl.NumberFormat('en', {notation: 'compact', maximumFractionDigits: 1});
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit', minute: '2-digit', second: '2-digit',
});
const DAY = new Intl.DateTimeFormat('en-GB', {
  year: 'numeric', month: 'short', day: 'numeric',
  hour: '2-digit', minute: '2-digit', second: '2-digit',
});

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY_MS = 24 * HOUR;

/** A count; a mean below a hundred keeps one digit after the point. */
export function number(value) {
  return (Math.abs(value) < 100 ? FINE : WHOLE).format(value);
}

/** A count for the labels of an axis. */
export function short(value) {
  return SHORT.format(value);
}

/** `1 host`, `2 hosts`. */
export function plural(count, noun, nouns = noun + 's') {
  return `${number(count)} ${count === 1 ? noun : nouns}`;
}

/** A time of one day as its clock, of another one with its date, in the zone of the browser. */
export function time(instant, now = Date.now()) {
  const at = new Date(instant);
  const today = new Date(now).toDateString() === at.toDateString();
  return (today ? CLOCK : DAY).format(at);
}

/** The whole time, for titles. */
export function fullTime(instant) {
  return DAY.format(new Date(instant));
}

/** A length of time with at most two units: `4 s`, `12 min`, `2 h 5 min`, `3 d 4 h`. */
export function duration(ms) {
  const size = Math.abs(ms);
  if (size < SECOND) return `${Math.round(size)} ms`;
  if (size < MINUTE) return `${Math.floor(size / SECOND)} s`;
  if (size < HOUR) return two(size, MINUTE, 'min', SECOND, 's', 10);
  if (size < DAY_MS) return two(size, HOUR, 'h', MINUTE, 'min', 24);
  return two(size, DAY_MS, 'd', HOUR, 'h', 7);
}

/** The smaller unit is left out where it would be noise. */
function two(size, large, largeName, small, smallName, below) {
  const whole = Math.floor(size / large);
  const rest = Math.floor((size % large) / small);
  return whole < below && rest > 0
    ? `${whole} ${largeName} ${rest} ${smallName}`
    : `${whole} ${largeName}`;
}

/** How long ago: `just now`, `12 s ago`. */
export function ago(instant, now = Date.now()) {
  const age = now - new Date(instant).getTime();
  return age < SECOND ? 'just now' : `${duration(age)} ago`;
}

/** Bytes in binary units. */
export function bytes(value) {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  let size = value;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${number(size)} ${units[unit]}`;
}

/** A share of a whole; something is never nothing. */
export function percent(part, whole) {
  const share = whole > 0 ? (100 * part) / whole : null;
  if (share === null) return '';
  return share > 0 && share < 1 ? '<1 %' : `${Math.round(share)} %`;
}
