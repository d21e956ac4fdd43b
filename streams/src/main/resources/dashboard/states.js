// The dictionary of states: how a state is called, and what it means wherever its name shows.

import {get} from './api.js';
import {h} from './dom.js';
import {link} from './route.js';

/** In the order of a connection's life. */
export const STATES = [
  'listen', 'syn_sent', 'syn_received', 'established', 'fin_wait_1', 'fin_wait_2',
  'close_wait', 'closing', 'last_ack', 'time_wait', 'closed', 'bound', 'unknown',
];

/** Those that a healthy connection passes through quickly. */
export const HALF_OPEN_OR_CLOSED =
  'syn_sent,syn_received,fin_wait_1,fin_wait_2,close_wait,closing,last_ack';

let dictionary = null;
const byState = new Map();

/** The whole dictionary; it does not change while the server runs. */
export async function loadDictionary(signal) {
  dictionary ??= await get('/api/v1/states', {}, signal);
  for (const item of dictionary.items) byState.set(item.state, item);
  return dictionary;
}

/** As people write it: `CLOSE_WAIT`. */
export function label(state) {
  return state.toUpperCase();
}

/** What it is, and what many of them mean. */
export function meaning(state) {
  const item = byState.get(state);
  return item ? `${item.definition} Many of them: ${item.excess.meaning}` : '';
}

/** The check of an alert in its question and its command, which the dictionary tells apart. */
export function parted(line) {
  const all = [...(dictionary?.items ?? []), ...(dictionary?.subjects ?? [])];
  const texts = all.flatMap(item => item.checks ?? []).map(check => check.text)
    .filter(text => line.startsWith(text) && line.length > text.length)
    .sort((a, b) => b.length - a.length);
  return texts.length === 0 ? {text: line, command: ''}
    : {text: texts[0], command: line.slice(texts[0].length).replace(/^:? /, '')};
}

/** The name of a state with its meaning as title; leads to the dictionary. */
export function stateName(state) {
  return h('a', {class: 'state-name', href: link(['states', state]), title: meaning(state)},
    label(state));
}

/** The states that have sockets, in the order of a connection's life. */
export function present(...counts) {
  return STATES.filter(state => counts.some(count => (count[state] ?? 0) > 0));
}
