// What a host says of itself beside its endpoints: its collector, its namespaces, its kernel.

import {h} from './dom.js';
import {cell} from './endpoint-parts.js';
import {bytes, duration, number, percent, plural} from './format.js';
import {sparkline} from './sparkline.js';

/** Names and values; those without a value are left out. */
export function facts(...pairs) {
  return h('dl', {class: 'facts'}, pairs
    .filter(([, value]) => ![null, undefined, false, ''].includes(value))
    .map(([name, value]) => h('div', {}, h('dt', {}, name), h('dd', {}, value))));
}

/** How the collector is and what was lost on the way. */
export function collectorFacts(host) {
  const {collector} = host;
  return [
    facts(
      ['Source', host.source],
      ['Interval', duration(host.intervalMs)],
      ['Reading took', `${number(collector.captureMicros / 1000)} ms`],
      ['Memory', bytes(collector.rssBytes)],
      ['Version', collector.version],
      ['Dropped by the collector', number(collector.dropped)],
      ['Lost on the way', number(host.lost)],
      ['Too late', number(host.late)],
      ['Repeated', number(host.duplicates)],
      ['Incomplete', number(host.incomplete)],
      ['Clock', host.skewMs === undefined
        ? 'agrees with the broker' : `${duration(host.skewMs)} ${behind(host.skewMs)}`]),
    host.notes.length > 0 && h('ul', {class: 'notes'}, host.notes.map(note => h('li', {}, note))),
  ];
}

function behind(skewMs) {
  return skewMs > 0 ? 'behind the broker' : 'ahead of the broker';
}

function counterTable(namespace) {
  const counters = Object.entries(namespace.tcp);
  return h('table', {class: 'rows narrow'},
    h('thead', {}, h('tr', {},
      h('th', {scope: 'col'}, 'Kernel counter'),
      h('th', {scope: 'col', class: 'n'}, 'Since boot'),
      h('th', {scope: 'col'}, 'Rise'))),
    h('tbody', {}, counters.map(([name, value]) => h('tr', {},
      h('th', {scope: 'row'}, h('code', {}, name)),
      cell('Since boot', number(value), {class: 'n'}),
      cell('Rise', sparkline({metric: `tcp:${name}`, netns: namespace.name}))))));
}

function destinationTable(namespace) {
  const {ephemeralFrom, ephemeralTo} = namespace.limits;
  const ports = ephemeralTo === undefined ? 0 : ephemeralTo - ephemeralFrom + 1;
  return h('table', {class: 'rows narrow'},
    h('thead', {}, h('tr', {},
      h('th', {scope: 'col'}, 'From'),
      h('th', {scope: 'col'}, 'To'),
      h('th', {scope: 'col', class: 'n'}, 'Ports used'),
      h('th', {scope: 'col', class: 'n'}, 'Of all'))),
    h('tbody', {}, namespace.destinations.map(({local, remote, port, used}) => h('tr', {},
      h('th', {scope: 'row'}, h('code', {}, local)),
      cell('To', h('code', {}, remote.includes(':') ? `[${remote}]:${port}` : `${remote}:${port}`)),
      cell('Ports used', number(used), {class: 'n'}),
      cell('Of all', percent(used, ports), {class: 'n'})))));
}

function limitFacts({synBacklog, somaxconn, syncookies, ephemeralFrom, ephemeralTo}) {
  return facts(
    ['tcp_max_syn_backlog', synBacklog === undefined ? null : number(synBacklog)],
    ['somaxconn', somaxconn === undefined ? null : number(somaxconn)],
    ['tcp_syncookies', syncookies],
    ['Ephemeral ports', ephemeralTo === undefined ? null : `${ephemeralFrom}–${ephemeralTo}`]);
}

/** A network namespace; the first one open. */
export function namespaceDetails(namespace, first) {
  const {name, tcp, destinations} = namespace;
  const counters = Object.keys(tcp).length;
  return h('details', {'data-key': `netns ${name}`, class: 'namespace', open: first},
    h('summary', {}, h('span', {class: 'name'}, name), ' ', h('span', {class: 'quiet'},
      [plural(counters, 'counter'), plural(destinations.length, 'busy destination')].join(', '))),
    limitFacts(namespace.limits),
    h('div', {class: 'two'},
      counters > 0 && counterTable(namespace),
      destinations.length > 0 && destinationTable(namespace)));
}
