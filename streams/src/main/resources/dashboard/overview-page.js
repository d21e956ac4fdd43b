// The fleet at a glance: what fires, how many sockets there are, and who stands out.

import {get} from './api.js';
import {alertList} from './alert-parts.js';
import {empty} from './conditions.js';
import {h} from './dom.js';
import {cell, countCell, endpointLink, hostLink, ownerName} from './endpoint-parts.js';
import {plural} from './format.js';
import {hostsSection} from './hosts-page.js';
import {changed, current, link} from './route.js';
import {section} from './section.js';
import {HALF_OPEN_OR_CLOSED, STATES, label} from './states.js';
import {stateCharts} from './state-charts.js';

const MAX_ALERTS = 12;
const MAX_TOP = 8;
const MAX_HOSTS = 25;

function firing(view) {
  return section(view, {
    title: 'Firing alerts', what: 'the alerts', on: ['alert'], every: 15_000, class: 'wide first',
    load: async signal => {
      const [now, soon] = await Promise.all([
        get('/api/v1/alerts', {status: 'firing', limit: MAX_ALERTS}, signal),
        get('/api/v1/alerts', {status: 'pending', limit: MAX_ALERTS}, signal),
      ]);
      return {now, soon};
    },
    render: ({now, soon}) => [
      now.items.length > 0 ? alertList(now.items) : empty('Nothing fires.'),
      now.next && h('p', {}, h('a', {href: link(['alerts'], {status: 'firing'})}, 'All that fire')),
      soon.items.length > 0 && [h('h3', {}, 'Pending'), alertList(soon.items)],
    ],
  });
}

function stateChoice(chosen) {
  const options = [
    [HALF_OPEN_OR_CLOSED, 'half-open or half-closed'],
    ...STATES.map(state => [state, label(state)]),
  ];
  return h('span', {class: 'tools'},
    h('label', {for: 'top-state'}, 'State'),
    h('select', {id: 'top-state', onchange: event => {
      location.hash = changed({top: event.target.value});
    }}, options.map(([value, text]) => h('option', {value, selected: value === chosen}, text))));
}

/** Who has most sockets in a state, with what names it. */
function top(view, state, by, title, heads, row) {
  return section(view, {
    title, what: 'the ranking', every: 20_000,
    load: signal => get('/api/v1/top', {state, by, limit: MAX_TOP}, signal),
    render: ({items}) => items.length === 0
      ? empty('None has a socket in this state.')
      : h('table', {class: 'rows'},
        h('thead', {}, h('tr', {}, heads.map(([text, numeric]) =>
          h('th', {scope: 'col', class: numeric ? 'n' : null}, text)))),
        h('tbody', {}, items.map(row))),
  });
}

const SHARED_HEADS = [['Sockets', true], ['Hosts', true], ['Most on']];

function shared({count, hosts, topHost}) {
  return [
    countCell('Sockets', count), countCell('Hosts', hosts),
    cell('Most on', hostLink(topHost.host)),
  ];
}

function standsOut(view) {
  const state = current().query.get('top') ?? HALF_OPEN_OR_CLOSED;
  return h('div', {class: 'wide'},
    h('div', {class: 'head'}, h('h2', {}, 'Who stands out'), stateChoice(state)),
    h('div', {class: 'three'},
      top(view, state, 'host', 'By host', [['Host'], ['Sockets', true]], item => h('tr', {},
        h('th', {scope: 'row'}, hostLink(item.host)),
        countCell('Sockets', item.count))),
      top(view, state, 'endpoint', 'By endpoint', [['Endpoint'], ...SHARED_HEADS],
        item => h('tr', {},
          h('th', {scope: 'row'}, endpointLink(null, item.role, item.port)), shared(item))),
      top(view, state, 'owner', 'By owner', [['Owner'], ...SHARED_HEADS],
        item => h('tr', {},
          h('th', {scope: 'row'}, ownerName(item)), shared(item)))));
}

/** How many hosts the charts are made of, from the youngest window. */
function reach(view) {
  return section(view, {
    title: 'Reach', what: 'the fleet', on: ['window'], every: 30_000, class: 'reach',
    load: signal => get('/api/v1/fleet/endpoints', {limit: 1}, signal),
    render: ({hosts, missing}) => hosts === undefined ? [] : [
      plural(hosts, 'host'), ' in the last window',
      missing > 0 && [', ', h('a', {href: link(['hosts'], {status: 'silent'})},
        `${plural(missing, 'known host')} missing`)],
    ],
  });
}

/** The view. */
export function overviewPage(view) {
  return {
    title: 'Fleet',
    elements: [
      h('div', {class: 'title'}, h('h1', {}, 'Fleet'), reach(view)),
      firing(view),
      stateCharts(view, {title: 'Sockets by state', path: '/api/v1/fleet/series'}),
      standsOut(view),
      hostsSection(view, MAX_HOSTS),
    ],
  };
}
