// One host: its endpoints by state with their course, its queues and owners, and how well it is
// known.

import {get, path} from './api.js';
import {alertsHere, spansByState} from './alert-parts.js';
import {empty} from './conditions.js';
import {h} from './dom.js';
import {cell, countCell, endpointLink, ownerInShort, queue, stateHeads, wide} from './endpoint-parts.js';
import {ago, duration, fullTime, plural} from './format.js';
import {collectorFacts, namespaceDetails} from './host-parts.js';
import {labels, statusMark} from './hosts-page.js';
import {link} from './route.js';
import {section} from './section.js';
import {sparkline, sparklines} from './sparkline.js';
import {stateCharts} from './state-charts.js';
import {label, present} from './states.js';

const ASK_AGAIN_MS = 5_000;
const MAX_OWNERS = 1;

/** What makes the numbers below less than the truth of now. */
function caveats(host) {
  const missed = host.staleMs > 3 * host.intervalMs;
  return [
    host.status === 'silent' && h('p', {class: 'note bad', role: 'status'},
      h('strong', {}, 'Silent. '), `The last snapshot came ${ago(host.lastSeen)}; everything here is `
      + 'as it was then. Is the host up, and does its collector reach Kafka?'),
    host.status !== 'silent' && missed && h('p', {class: 'note warn', role: 'status'},
      h('strong', {}, 'Stale. '), `The youngest snapshot is ${duration(host.staleMs)} old; one is `
      + `expected every ${duration(host.intervalMs)}.`),
    !host.complete && h('p', {class: 'note warn', role: 'status'},
      h('strong', {}, 'Incomplete. '), 'The last snapshot could not be read to its end and is not '
      + 'counted in any window.'),
  ];
}

function summary(host) {
  return [
    caveats(host),
    h('p', {class: 'subline'},
      statusMark(host), h('span', {}, host.os),
      h('span', {title: fullTime(host.capturedAt)}, `snapshot ${ago(host.capturedAt)}`),
      h('span', {}, `every ${duration(host.intervalMs)}, read by ${host.source}`),
      labels(host.labels)),
  ];
}

function owners(endpoint) {
  const shown = endpoint.owners.slice(0, MAX_OWNERS);
  const more = endpoint.owners.length - shown.length;
  return [
    shown.map((owner, i) => [i ? ', ' : '', ownerInShort(owner)]),
    more > 0 && h('span', {class: 'quiet'}, `, ${plural(more, 'other')}`),
  ];
}

function endpointTable(host) {
  const states = present(...host.endpoints.map(endpoint => endpoint.counts));
  const row = endpoint => {
    const {role, port, counts} = endpoint;
    return h('tr', {'data-key': `${role} ${port}`},
      h('th', {scope: 'row'}, endpointLink(host.host, role, port)),
      cell('Owner', owners(endpoint)),
      states.map(state => countCell(label(state), counts[state],
        state !== 'listen' && sparkline({role, port, state}))),
      cell('Accept queue', queue(endpoint.listen), {class: 'n'}));
  };
  return h('table', {class: 'rows endpoints'},
    h('thead', {}, h('tr', {},
      h('th', {scope: 'col'}, 'Endpoint'),
      h('th', {scope: 'col'}, 'Owner'),
      stateHeads(states),
      h('th', {scope: 'col', class: 'n'}, 'Accept queue'))),
    h('tbody', {}, host.endpoints.map(row)));
}

/** The view. */
export function hostPage(view, name) {
  const hostPath = path('hosts', name);
  const seriesPath = `${hostPath}/series`;
  const lines = sparklines(view.signal, seriesPath);
  view.live.addEventListener('window', lines.refresh, {signal: view.signal});
  const asked = {at: 0, answer: null};

  /** One question for all sections that ask at the same time. */
  const host = signal => {
    if (!asked.answer || Date.now() - asked.at > 1_000) {
      asked.at = Date.now();
      asked.answer = get(hostPath, {}, signal);
    }
    return asked.answer;
  };
  const part = (title, what, render, more = {}) => section(view,
    {title, what, load: host, render, every: ASK_AGAIN_MS, after: lines.scan, ...more});

  return {
    title: name,
    elements: [
      h('nav', {class: 'crumbs', 'aria-label': 'Where'}, h('a', {href: link(['hosts'])}, 'Hosts')),
      h('h1', {class: 'name'}, name),
      part('How it is', 'the host', summary, {class: 'wide bare'}),
      section(view, {
        title: 'Alerts', what: 'the alerts', on: ['alert'], every: 15_000, class: 'wide',
        load: signal => get('/api/v1/alerts', {host: name, limit: 200}, signal),
        render: ({items}) => alertsHere(items, name),
      }),
      part('Endpoints', 'the endpoints', data => data.endpoints.length > 0
        ? wide('Endpoints', endpointTable(data)) : empty('No TCP socket on this host.'), {class: 'wide'}),
      stateCharts(view, {
        title: 'All sockets of the host', path: seriesPath,
        spans: async (from, to) => spansByState(
          (await get('/api/v1/alerts', {host: name, limit: 500}, view.signal)).items, from, to),
      }),
      part('Collector', 'the collector', collectorFacts, {class: 'wide'}),
      part('Network namespaces', 'the namespaces', data => data.namespaces.length > 0
        ? data.namespaces.map((namespace, i) => namespaceDetails(namespace, i === 0))
        : empty('This source reads no kernel counters.'), {class: 'wide'}),
    ],
  };
}
