// All alerts that are kept, firing first, with filters.

import {get} from './api.js';
import {alertList} from './alert-parts.js';
import {empty} from './conditions.js';
import {h} from './dom.js';
import {address, changed, current} from './route.js';
import {section} from './section.js';
import {STATES, label} from './states.js';

const PAGE = 100;
const FILTERS = ['status', 'severity', 'state', 'host'];

function filters() {
  const {query} = current();
  return Object.fromEntries(FILTERS.map(name => [name, query.get(name)]));
}

function choice(name, values, chosen) {
  return [
    h('label', {for: `filter-${name}`}, name.charAt(0).toUpperCase() + name.slice(1)),
    h('select', {id: `filter-${name}`, onchange: event => {
      location.hash = changed({[name]: event.target.value, next: null});
    }},
      h('option', {value: ''}, 'any'),
      values.map(([value, text]) => h('option', {value, selected: chosen === value}, text))),
  ];
}

function filterForm(chosen) {
  const same = values => values.map(value => [value, value]);
  const host = h('input', {type: 'search', id: 'filter-host', value: chosen.host ?? '',
    placeholder: 'its whole name', autocomplete: 'off', spellcheck: 'false'});
  return h('form', {class: 'filters', 'aria-label': 'Alerts', onsubmit: event => {
    event.preventDefault();
    location.hash = changed({host: host.value.trim(), next: null});
  }},
    choice('status', same(['firing', 'pending', 'resolved']), chosen.status),
    choice('severity', same(['critical', 'warning', 'info']), chosen.severity),
    choice('state', STATES.map(state => [state, label(state)]), chosen.state),
    h('label', {for: 'filter-host'}, 'Host'), host);
}

/** The view. */
export function alertsPage(view) {
  const chosen = filters();
  const next = current().query.get('next');
  const filtered = FILTERS.some(name => chosen[name]);
  return {
    title: 'Alerts',
    elements: [h('h1', {}, 'Alerts'), filterForm(chosen), section(view, {
      title: 'Current alerts', what: 'the alerts', on: ['alert'], every: 10_000, class: 'wide',
      load: signal => get('/api/v1/alerts', {...chosen, next, limit: PAGE}, signal),
      render: ({items, next: following}) => items.length === 0
        ? empty(filtered
          ? ['No alert matches. ', h('a', {href: address(['alerts'])}, 'Show all')]
          : 'No alert: nothing is, or was within the last day, out of the usual.')
        : [alertList(items),
          following && h('p', {}, h('a', {href: changed({next: following})}, 'Next page »'))],
    })],
  };
}
