// What is shown in place of data, or beside data that is not whole or not new.

import {h} from './dom.js';
import {ago, plural} from './format.js';

/** While the first answer is on its way. */
export function loading(what) {
  return h('p', {class: 'quiet loading', role: 'status'}, `Loading ${what} …`);
}

/** Where there is nothing, and why that is so. */
export function empty(text, ...more) {
  return h('p', {class: 'quiet empty'}, text, more);
}

/** Where an answer was refused or none came. What was there before stays, and says how old it is. */
export function failure(error, since, again) {
  const old = since ? ` What is shown here is from ${ago(since)}.` : '';
  return h('div', {class: 'note bad', role: 'alert'},
    h('strong', {}, 'Not loaded. '),
    sentence(error.message), ' ', error.hint ?? '', old, ' ',
    h('button', {type: 'button', onclick: again}, 'Try again'));
}

function sentence(text) {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : first + '.';
}

/** What of an answer may be missing or old. */
export function partial(answer) {
  if (!answer.partial) return null;
  const instances = answer.missingInstances ?? [];
  const partitions = answer.missingPartitions ?? [];
  const parts = [
    instances.length && `no answer from ${instances.join(', ')}`,
    partitions.length && `nobody has ${plural(partitions.length, 'partition')} of the hosts`,
  ].filter(Boolean);
  return h('p', {class: 'note warn', role: 'status'},
    h('strong', {}, 'Partial. '),
    parts.length
      ? `What is shown is not all there is: ${parts.join('; ')}.`
      : 'A copy answered while the owner is away; the youngest data may be missing.');
}
