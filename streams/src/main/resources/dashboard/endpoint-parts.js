// Endpoints, owners, peers and queues, as several views show them.

import {h} from './dom.js';
import {duration, number, percent} from './format.js';
import {endpointPath, link} from './route.js';
import {STATES, present, stateName} from './states.js';

/** `server 443`; port 0 is what did not fit into the bounds of a snapshot. */
export function endpointName(role, port) {
  return port === 0 ? `${role}, other ports` : `${role} ${port}`;
}

/** The same as a link to its page, on a host or in the fleet. */
export function endpointLink(host, role, port) {
  return h('a', {href: link(endpointPath(host, role, port)), class: 'name',
    title: role === 'server' ? 'The local port is the service.' : 'The remote port is the service.'},
    endpointName(role, port));
}

/** A link to a host. */
export function hostLink(host) {
  return h('a', {href: link(['hosts', host]), class: 'name', title: host}, host);
}

const NAMELESS = {none: 'no owner', other: 'other owners'};

/** What an operator would restart, and the process that is it now. */
export function ownerName({kind, name, process, pid}) {
  if (kind === 'none' || kind === 'other') return h('span', {class: 'quiet'}, NAMELESS[kind]);
  if (kind === 'uid') return h('span', {class: 'name'}, `uid ${name}`);
  const program = [process && process !== name ? process : null, pid ? `pid ${pid}` : null]
    .filter(Boolean).join(', ');
  return [
    h('span', {class: 'name', title: name}, name),
    h('span', {class: 'quiet clip', title: program}, `\u00a0${kind}`, program && ` (${program})`),
  ];
}

/** The same in a line: the process only where it is all there is. */
export function ownerInShort(owner) {
  const {kind, name, process, pid} = owner;
  if (!['unit', 'container', 'process'].includes(kind)) return ownerName(owner);
  const title = [name, kind, process, pid && `pid ${pid}`].filter(Boolean).join(', ');
  return [h('span', {class: 'name', title}, name),
    h('span', {class: 'quiet'}, '\u00a0', kind === 'process' && pid ? `pid ${pid}` : kind)];
}

/** A table that may be wider than the page; the keyboard moves it too. */
export function wide(label, table) {
  return h('div', {class: 'scroll', tabindex: '0', role: 'group', 'aria-label': label}, table);
}

/** A row of a table that becomes a card on a phone: cells carry the name of their column. */
export function cell(column, content, properties = {}) {
  return h('td', {'data-label': column, ...properties}, content);
}

/** A cell with a count; nothing where there is none. */
export function countCell(column, count, ...more) {
  return cell(column, count ? [h('span', {class: 'count'}, number(count)), more] : '',
    {class: count ? 'n' : 'n zero'});
}

/** Heads of the columns of states. */
export function stateHeads(states) {
  return states.map(state => h('th', {scope: 'col', class: 'n'}, stateName(state)));
}

/** Owners with their counts by state. */
export function ownerTable(owners) {
  const states = present(...owners.map(owner => owner.counts));
  const namespaces = owners.some(owner => owner.netns !== 'host');
  return h('table', {class: 'rows'},
    h('thead', {}, h('tr', {},
      h('th', {scope: 'col'}, 'Owner'),
      namespaces && h('th', {scope: 'col'}, 'Namespace'),
      stateHeads(states))),
    h('tbody', {}, owners.map(owner => h('tr', {},
      h('th', {scope: 'row'}, ownerName(owner)),
      namespaces && cell('Namespace', h('span', {class: 'clip', title: owner.netns}, owner.netns)),
      states.map(state => countCell(state.toUpperCase(), owner.counts[state]))))));
}

/** The fullest accept queue of a listener: a meter with its numbers. */
export function queue(listen) {
  if (!listen) return '';
  const {queued, limit} = listen.fullest ?? listen;
  const text = limit === undefined ? number(queued) : `${number(queued)} of ${number(limit)}`;
  const full = limit > 0 && queued / limit > 0.8;
  return h('span', {class: full ? 'queue full' : 'queue',
    title: 'Connections that wait for the program to accept them, in the fullest queue of this '
      + 'endpoint, and how many may.'},
    full && h('span', {'aria-hidden': 'true'}, '▲ '), text,
    limit > 0 && h('meter', {min: 0, max: limit, high: 0.8 * limit, value: queued,
      'aria-label': `accept queue ${percent(queued, limit)} full`}));
}

/** Who is at the other end, by state: the most frequent peers and the oldest socket. */
export function peerTable(peers, oldestMs = {}) {
  const states = STATES.filter(state => peers[state]?.length || oldestMs[state] !== undefined);
  return h('table', {class: 'rows'},
    h('thead', {}, h('tr', {},
      h('th', {scope: 'col'}, 'State'),
      h('th', {scope: 'col', class: 'n'}, 'Oldest'),
      h('th', {scope: 'col'}, 'Most frequent peers'))),
    h('tbody', {}, states.map(state => h('tr', {},
      h('th', {scope: 'row'}, stateName(state)),
      cell('Oldest', oldestMs[state] === undefined ? '' : duration(oldestMs[state]), {class: 'n'}),
      cell('Most frequent peers', peerList(peers[state] ?? []), {class: 'free'})))));
}

/** Addresses with how many sockets each has. */
export function peerList(peers) {
  return h('span', {class: 'peers'}, peers.map(({address, count}) =>
    h('span', {class: 'peer'}, h('code', {}, address), ` ${number(count)}×`)));
}
