// The hosts by name, with filters and pages: the server filters, so ten thousand are like ten.

import {get} from './api.js';
import {empty} from './conditions.js';
import {h} from './dom.js';
import {cell, countCell, hostLink, stateHeads, wide} from './endpoint-parts.js';
import {ago, fullTime} from './format.js';
import {address, changed, current, link} from './route.js';
import {section} from './section.js';
import {STATES, present} from './states.js';

const PAGE = 100;
const ASK_AGAIN_MS = 10_000;

/** Always there, so that the table does not jump. */
const COLUMNS = ['syn_sent', 'syn_received', 'established', 'close_wait', 'time_wait'];

/** Shown where a host has one. */
const FURTHER = ['fin_wait_1', 'fin_wait_2', 'closing', 'last_ack', 'unknown'];

/** The filters of the address. */
function filters() {
  const {query} = current();
  return {host: query.get('host'), label: query.getAll('label'), status: query.get('status')};
}

/** A typed word is a part of a name. */
function pattern(text) {
  const word = text.trim();
  return word === '' || /[*?]/.test(word) ? word : `*${word}*`;
}

/** Whether it sends, with a shape beside the colour. */
export function statusMark({status, lastSeen}) {
  return status === 'silent'
    ? h('span', {class: 'mark bad', title: `last snapshot ${fullTime(lastSeen)}`},
      h('span', {'aria-hidden': 'true'}, '◼ '), 'silent')
    : h('span', {class: 'mark good'}, h('span', {'aria-hidden': 'true'}, '● '), 'up');
}

/** What else has to be known of a host, in a word each. */
export function warnings(host) {
  return [
    !host.complete && 'incomplete',
    host.skewMs !== undefined && 'clock',
    host.lost > 0 && 'lost',
    host.late > 0 && 'late',
  ].filter(Boolean);
}

/** Labels, each leading to the hosts that have it. */
export function labels(of) {
  return Object.entries(of).map(([key, value]) =>
    h('a', {class: 'label', href: link(['hosts'], {label: `${key}:${value}`}),
      title: `hosts with ${key}:${value}`}, `${key}:${value}`));
}

function hostTable(hosts) {
  const seen = present(...hosts.map(host => host.counts));
  const states = STATES.filter(state =>
    COLUMNS.includes(state) || (FURTHER.includes(state) && seen.includes(state)));
  const notes = hosts.some(host => warnings(host).length > 0);
  const labelled = hosts.some(host => Object.keys(host.labels).length > 0);
  return h('table', {class: 'rows hosts'},
    h('thead', {}, h('tr', {},
      h('th', {scope: 'col'}, 'Host'),
      h('th', {scope: 'col'}, 'Status'),
      h('th', {scope: 'col'}, 'Seen'),
      stateHeads(states),
      labelled && h('th', {scope: 'col'}, 'Labels'),
      notes && h('th', {scope: 'col'}, 'Notes'))),
    h('tbody', {}, hosts.map(host => h('tr', {'data-key': host.host},
      h('th', {scope: 'row'}, hostLink(host.host)),
      cell('Status', statusMark(host)),
      cell('Seen', h('span', {title: fullTime(host.lastSeen)}, ago(host.lastSeen))),
      states.map(state => countCell(state.toUpperCase(), host.counts[state])),
      labelled && cell('Labels', labels(host.labels), {class: 'free'}),
      notes && cell('Notes', warnings(host).join(', '))))));
}

function filterForm(chosen) {
  const go = query => {
    location.hash = address(['hosts'], {...filters(), ...query});
  };
  const name = h('input', {type: 'search', id: 'filter-host', value: chosen.host ?? '',
    placeholder: 'web-* or a part of it', autocomplete: 'off', spellcheck: 'false'});
  const tag = h('input', {type: 'search', id: 'filter-label', value: chosen.label[0] ?? '',
    placeholder: 'dc:eu1', autocomplete: 'off', spellcheck: 'false'});
  const status = h('select', {id: 'filter-status'},
    [['', 'any'], ['up', 'up'], ['silent', 'silent']].map(([value, text]) =>
      h('option', {value, selected: (chosen.status ?? '') === value}, text)));
  const submit = event => {
    event?.preventDefault();
    go({host: pattern(name.value), label: tag.value.trim(), status: status.value});
  };
  status.onchange = () => submit();
  return h('form', {class: 'filters', role: 'search', 'aria-label': 'Hosts', onsubmit: submit},
    h('label', {for: 'filter-host'}, 'Name'), name,
    h('label', {for: 'filter-label'}, 'Label'), tag,
    h('label', {for: 'filter-status'}, 'Status'), status,
    h('button', {type: 'submit'}, 'Filter'));
}

/** The section of hosts, for the overview too. */
export function hostsSection(view, limit = PAGE) {
  const chosen = filters();
  const next = current().query.get('next');
  const filtered = Boolean(chosen.host || chosen.label.length || chosen.status);

  function render({items, next: following}) {
    if (items.length === 0 && next) return empty('No more hosts.');
    if (items.length === 0 && filtered) {
      return empty('No host matches. ', h('a', {href: address(['hosts'])}, 'Show all'));
    }
    if (items.length === 0) {
      return empty('No snapshot has arrived yet. Start a collector on a host: ',
        h('code', {}, 'socketfleet collect --bootstrap-server KAFKA:9092'));
    }
    return [wide('Hosts', hostTable(items)), (next || following) && h('nav', {class: 'pages', 'aria-label': 'Pages of hosts'},
      next && h('a', {href: address(['hosts'], chosen)}, '« First page'),
      h('span', {class: 'quiet'}, h('span', {class: 'clip'}, items[0].host), ' to ',
        h('span', {class: 'clip'}, items.at(-1).host)),
      following && h('a', {href: pageAddress(following)}, 'Next page »'))];
  }

  function pageAddress(following) {
    return current().path[0] === 'hosts'
      ? changed({next: following}) : address(['hosts'], {next: following});
  }

  return section(view, {
    title: 'Hosts', what: 'the hosts', every: ASK_AGAIN_MS, class: 'wide', render,
    load: signal => get('/api/v1/hosts', {...chosen, next, limit}, signal),
  });
}

/** The view. */
export function hostsPage(view) {
  return {
    title: 'Hosts',
    elements: [h('h1', {}, 'Hosts'), filterForm(filters()), hostsSection(view)],
  };
}
