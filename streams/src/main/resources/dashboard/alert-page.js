// One alert: what happened, what it means, what to check, and what it is based on.

import {get, path} from './api.js';
import {reason, severity, spansByState, when} from './alert-parts.js';
import {empty} from './conditions.js';
import {h, show} from './dom.js';
import {cell, endpointLink, endpointName, hostLink, ownerName, peerList, queue} from './endpoint-parts.js';
import {fullTime, number, time} from './format.js';
import {facts} from './host-parts.js';
import {labels} from './hosts-page.js';
import {address, current, link} from './route.js';
import {section} from './section.js';
import {stateCharts} from './state-charts.js';
import {label, parted, stateName} from './states.js';

const AROUND_MS = 30 * 60_000;

function head(alert) {
  return [
    h('p', {class: 'subline'}, severity(alert), h('span', {}, when(alert)),
      reason(alert) && h('span', {}, `because ${reason(alert)}`)),
    h('p', {class: 'lead'}, alert.summary),
    alert.meaning && h('p', {class: 'meaning'}, alert.meaning),
    facts(
      ['Host', alert.host && hostLink(alert.host)],
      ['Endpoint', alert.role && endpointLink(alert.host ?? null, alert.role, alert.port)],
      ['State', alert.state && stateName(alert.state)],
      ['Peer', alert.peer && h('code', {}, alert.peer)],
      ['Namespace', alert.netns],
      ['Scope', alert.host ? null : alert.scope],
      ['Value', alert.value === undefined ? null : number(alert.value)],
      ['Usually', alert.baseline === undefined ? null : number(alert.baseline)],
      ['Alarm at', alert.threshold === undefined ? null : number(alert.threshold)],
      ['Began', h('span', {title: fullTime(alert.startedAt)}, time(alert.startedAt))],
      ['Over', alert.resolvedAt && time(alert.resolvedAt)],
      ['Rule', [h('code', {}, alert.rule.id), h('span', {class: 'quiet'}, ` ${alert.rule.kind}`)]],
      ['Labels', Object.keys(alert.labels ?? {}).length > 0 && labels(alert.labels)]),
  ];
}

function check(line) {
  const {text, command} = parted(line);
  return h('li', {}, text, command && h('code', {class: 'command'}, command));
}

/** Where it is, in a few words. */
function place({host, scope, role, port, state, rule}) {
  const where = [host ?? scope, role && endpointName(role, port)].filter(Boolean).join(', ');
  return `${state ? label(state) : rule.id} at ${where}`;
}

function evidence({owners = [], peers = [], listen, tcp = {}}) {
  const counters = Object.entries(tcp);
  if (owners.length + peers.length + counters.length === 0 && !listen) {
    return empty('The rule kept none.');
  }
  return facts(
    ['Held by', owners.length > 0 && h('ul', {class: 'plain'}, owners.map(owner => h('li', {},
      ownerName(owner), ` ${number(owner.count)}×`)))],
    ['Peers', peers.length > 0 && peerList(peers)],
    ['Accept queue', listen && queue(listen)],
    ['Kernel counters', counters.length > 0 && h('ul', {class: 'plain'}, counters.map(
      ([name, value]) => h('li', {}, h('code', {}, name), ` ${number(value)}`)))]);
}

function historyTable(items) {
  return h('table', {class: 'rows narrow'},
    h('thead', {}, h('tr', {},
      h('th', {scope: 'col'}, 'When'),
      h('th', {scope: 'col'}, 'Became'),
      h('th', {scope: 'col', class: 'n'}, 'Value'),
      h('th', {scope: 'col'}, 'Why'))),
    h('tbody', {}, items.map(item => h('tr', {'data-key': item.transition},
      h('th', {scope: 'row'}, h('span', {title: fullTime(item.updatedAt)}, time(item.updatedAt))),
      cell('Became', h('span', {class: `status ${item.status}`}, item.status)),
      cell('Value', item.value === undefined ? '' : number(item.value), {class: 'n'}),
      cell('Why', reason(item))))));
}

/** An alert that is over has none of its own: that of when it fired last, if the history has it. */
async function withEvidence(alert, signal) {
  if (alert.status !== 'resolved' || alert.evidence?.owners?.length > 0) return alert;
  const past = await get('/api/v1/alerts/history', {
    host: alert.host, from: alert.startedAt, to: alert.resolvedAt, limit: 1_000,
  }, signal).catch(() => ({items: []}));
  const fired = past.items.filter(item => item.id === alert.id && item.status === 'firing').at(-1);
  return {...alert, evidence: fired?.evidence ?? alert.evidence};
}

/** Its transitions, each once: after a crash one may have been sent twice. */
function transitions(items, id) {
  const byName = new Map();
  for (const item of items) if (item.id === id) byName.set(item.transition, item);
  return [...byName.values()].reverse();
}

function history(view, alert) {
  return section(view, {
    title: 'History', what: 'the transitions', on: ['alert'], class: 'wide',
    load: async signal => {
      const answer = await get('/api/v1/alerts/history', {host: alert.host, limit: 1_000}, signal);
      return {...answer, items: transitions(answer.items, alert.id)};
    },
    render: ({items}) => items.length > 0
      ? historyTable(items) : empty('No transition within the last day.'),
  });
}

/** The level of a rule that has one; what moves with the count is in the points themselves. */
function alarmOf({rule, threshold}) {
  return rule.kind === 'threshold' ? threshold : undefined;
}

/** What an alert of a label is about: the scope `label:dc=eu1` is the parameter `dc:eu1`. */
function labelOf({scope}) {
  return scope.startsWith('label:') ? scope.slice('label:'.length).replace('=', ':') : null;
}

/** The charts around it, in a time that the address may change. */
function around(view, alert) {
  const {query} = current();
  if (!query.has('from')) {
    const to = alert.resolvedAt ? Date.parse(alert.resolvedAt) + AROUND_MS : null;
    const from = new Date(Date.parse(alert.startedAt) - AROUND_MS).toISOString();
    query.set('from', from);
    if (to !== null && to < Date.now()) query.set('to', new Date(to).toISOString());
    window.history.replaceState(null, '', address(current().path, Object.fromEntries(query)));
    window.dispatchEvent(new Event('rangechange'));
  }
  return stateCharts(view, {
    title: 'Around it',
    path: alert.host ? path('hosts', alert.host, 'series') : '/api/v1/fleet/series',
    query: {role: alert.role, port: alert.port, label: labelOf(alert)},
    states: [alert.state], height: 190, alarm: alarmOf(alert),
    spans: async (from, to) => spansByState(
      [await get(path('alerts', alert.id), {}, view.signal)], from, to),
  });
}

/** The view. */
export function alertPage(view, id) {
  const below = h('div', {});
  const heading = h('h1', {}, 'Alert');
  let built = false;

  /** What else there is depends on the alert and is added once, when it is known. */
  function build(alert) {
    if (built) return;
    built = true;
    show(heading, place(alert));
    document.title = `${place(alert)} · Socketfleet`;
    if (alert.state) below.append(around(view, alert));
    below.append(history(view, alert));
  }

  return {
    title: 'Alert',
    elements: [
      h('nav', {class: 'crumbs', 'aria-label': 'Where'}, h('a', {href: link(['alerts'])}, 'Alerts')),
      heading,
      section(view, {
        title: 'What happened', what: 'the alert', on: ['alert'], every: 10_000, class: 'wide bare',
        load: async signal => {
          try {
            return await withEvidence(await get(path('alerts', id), {}, signal), signal);
          } catch (e) {
            if (e.status !== 404) throw e;
            return {gone: true};
          }
        },
        render: alert => alert.gone
          ? empty('There is no such alert, or it was resolved longer ago than alerts are kept. ',
            h('a', {href: link(['alerts'])}, 'All alerts'))
          : [head(alert), h('div', {class: 'two'},
            h('div', {}, h('h2', {}, 'What to check first'),
              alert.checks?.length > 0
                ? h('ol', {class: 'checks'}, alert.checks.map(check)) : empty('Nothing is known.')),
            h('div', {}, h('h2', {}, 'Evidence'), evidence(alert.evidence ?? {})))],
        after: (body, alert) => alert.gone || build(alert),
      }),
      below,
    ],
  };
}
