// How an alert looks wherever one shows: a mark with a word and a shape, a sentence, a time.

import {empty} from './conditions.js';
import {h} from './dom.js';
import {ago, duration, fullTime, number} from './format.js';
import {link} from './route.js';

const MAX_OVER = 5;
const SECOND = 1_000;
const SHAPES = {critical: '▲', warning: '◆', info: '●'};
const STATUS = {firing: 'firing', pending: 'pending', resolved: 'resolved'};
const REASONS = {
  cleared: 'the count fell below the level',
  not_confirmed: 'it was over before it had to be told',
  rule_changed: 'the rule was changed',
  rule_removed: 'the rule was removed',
  host_retired: 'the host was retired',
};

/** Severity as shape, word and colour; an alert that does not fire is drawn in outline. */
export function severity(alert) {
  const on = alert.status === 'firing' ? 'on' : 'outline';
  return h('span', {class: `badge ${alert.severity} ${on}`},
    h('span', {'aria-hidden': 'true'}, SHAPES[alert.severity] ?? '●'), ' ', alert.severity);
}

/** Since when, and until when. */
export function when(alert) {
  const status = h('span', {class: `status ${alert.status}`}, STATUS[alert.status] ?? alert.status);
  if (alert.status === 'resolved') {
    const lasted = Date.parse(alert.resolvedAt) - Date.parse(alert.startedAt);
    return [status, ' ', h('span', {title: fullTime(alert.resolvedAt)}, ago(alert.resolvedAt)),
      ', after ', duration(lasted)];
  }
  return [status, ' for ', h('span', {title: `since ${fullTime(alert.startedAt)}`},
    duration(Math.max(SECOND, Date.now() - Date.parse(alert.startedAt))))];
}

/** Why it is over; empty while it is not. */
export function reason(alert) {
  return alert.reason ? REASONS[alert.reason] ?? alert.reason : '';
}

/** Alerts as a list, one line each where there is room. */
export function alertList(alerts) {
  return h('ul', {class: 'alerts'}, alerts.map(alert =>
    h('li', {'data-key': alert.id, class: `alert ${alert.severity} ${alert.status}`},
      severity(alert),
      h('a', {class: 'summary', href: link(['alerts', alert.id])}, alert.summary),
      h('span', {class: 'when'}, when(alert)))));
}

/** Alerts of one place: all that are not over, and a few of those that are. */
export function alertsHere(alerts, host) {
  if (alerts.length === 0) return empty('None, and none within the last day.');
  const over = alerts.filter(alert => alert.status === 'resolved');
  const shown = [...alerts.filter(alert => !over.includes(alert)), ...over.slice(0, MAX_OVER)];
  return [
    alertList(shown),
    over.length > MAX_OVER && h('p', {class: 'quiet'},
      h('a', {href: link(['alerts'], {host})}, `${number(over.length - MAX_OVER)} more that are over`)),
  ];
}

/** Spans of alerts by state, for charts; the youngest revision of an alert counts. */
export function spansByState(alerts, from, to) {
  const youngest = new Map();
  for (const alert of alerts) {
    const key = `${alert.id} ${alert.startedAt}`;
    if ((youngest.get(key)?.revision ?? -1) < alert.revision) youngest.set(key, alert);
  }
  const spans = {};
  for (const alert of youngest.values()) {
    const start = Date.parse(alert.startedAt);
    const end = alert.resolvedAt ? Date.parse(alert.resolvedAt) : Date.now();
    if (alert.state && alert.reason !== 'not_confirmed' && end >= from && start <= to) {
      (spans[alert.state] ??= []).push({from: start, to: end});
    }
  }
  return spans;
}
