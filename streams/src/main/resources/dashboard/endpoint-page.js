// One endpoint over time: of a host, with what is usual there, where the alarm is and when it rang;
// or of the whole fleet.

import {get, path} from './api.js';
import {alertList, alertsHere, spansByState} from './alert-parts.js';
import {empty} from './conditions.js';
import {h} from './dom.js';
import {endpointName, hostLink, ownerTable, peerTable, queue} from './endpoint-parts.js';
import {link} from './route.js';
import {section} from './section.js';
import {stateCharts} from './state-charts.js';

const ASK_AGAIN_MS = 5_000;
const MAX_TRANSITIONS = 1_000;

/** Alerts of an endpoint, those of the past included where the history can tell. */
async function alertsOf({host, role, port}, from, to, signal) {
  const [now, past] = await Promise.all([
    get('/api/v1/alerts', {host, limit: 500}, signal),
    get('/api/v1/alerts/history', {
      host, limit: MAX_TRANSITIONS,
      from: new Date(from).toISOString(), to: new Date(to).toISOString(),
    }, signal).catch(() => ({items: []})),
  ]);
  return [...now.items, ...past.items].filter(alert => alert.role === role && alert.port === port);
}

function queueCharts(role) {
  const heading = (text, title) => h('span', {class: 'state-name', title}, text);
  return role === 'server' ? [
    {key: 'listen_queued', name: 'Accept queue', query: {metric: 'listen_queued'},
      heading: heading('Accept queue', 'Connections that wait for the program to accept them.')},
  ] : [];
}

function now({listen, owners, peers = {}, oldestMs = {}}) {
  const evidence = Object.keys(peers).length + Object.keys(oldestMs).length > 0;
  return [
    listen && h('p', {class: 'subline'}, h('span', {}, 'Accept queue: ', queue(listen)),
      h('span', {class: 'quiet'}, 'listening sockets: ', String(listen.sockets))),
    h('div', {class: 'two'},
      h('div', {}, h('h3', {}, 'Owners'),
        owners.length > 0 ? ownerTable(owners) : empty('No owner is known.')),
      evidence && h('div', {}, h('h3', {}, 'Peers of sockets that should not stay'),
        peerTable(peers, oldestMs))),
  ];
}

/** The view of an endpoint of a host. */
export function endpointPage(view, host, role, portText) {
  const port = Number(portText);
  const seriesPath = path('hosts', host, 'series');
  const query = {role, port};
  const own = {host, role, port};
  return {
    title: `${endpointName(role, port)} of ${host}`,
    elements: [
      h('nav', {class: 'crumbs', 'aria-label': 'Where'},
        h('a', {href: link(['hosts'])}, 'Hosts'), hostLink(host)),
      h('h1', {}, endpointName(role, port)),
      section(view, {
        title: 'Alerts', what: 'the alerts', on: ['alert'], every: 15_000, class: 'wide',
        load: signal => get('/api/v1/alerts', {host, limit: 500}, signal),
        render: ({items}) => alertsHere(
          items.filter(alert => alert.role === role && alert.port === port), host),
      }),
      stateCharts(view, {
        title: 'By state', path: seriesPath, query, height: 150, extra: queueCharts(role),
        spans: async (from, to) => spansByState(
          await alertsOf(own, from, to, view.signal), from, to),
      }),
      section(view, {
        title: 'Now', what: 'the endpoint', every: ASK_AGAIN_MS, class: 'wide',
        load: signal => get(path('hosts', host), {}, signal),
        render: ({endpoints}) => {
          const endpoint = endpoints.find(it => it.role === role && it.port === port);
          return endpoint ? now(endpoint) : empty('No socket of it in the youngest snapshot. ',
            h('a', {href: link(['hosts', host])}, 'What else is on this host'));
        },
      }),
      h('p', {class: 'quiet'}, h('a', {href: link(['endpoints', role, portText])},
        'The same endpoint in the whole fleet')),
    ],
  };
}

/** The view of an endpoint of the fleet. */
export function fleetEndpointPage(view, role, portText) {
  const port = Number(portText);
  return {
    title: endpointName(role, port),
    elements: [
      h('nav', {class: 'crumbs', 'aria-label': 'Where'}, h('a', {href: link([])}, 'Fleet')),
      h('h1', {}, `${endpointName(role, port)} in the fleet`),
      section(view, {
        title: 'Alerts', what: 'the alerts', on: ['alert'], every: 15_000, class: 'wide',
        load: signal => get('/api/v1/alerts', {status: 'firing', limit: 1_000}, signal),
        render: ({items}) => {
          const here = items.filter(alert => alert.role === role && alert.port === port);
          return here.length > 0 ? alertList(here) : empty('None fires on this endpoint.');
        },
      }),
      stateCharts(view, {
        title: 'By state', path: '/api/v1/fleet/series', query: {role, port}, height: 150,
      }),
    ],
  };
}
