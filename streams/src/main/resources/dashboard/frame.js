// What is around every view: where one can go, which time is shown, how the connection is.

import {keepToken, token} from './api.js';
import {h, show} from './dom.js';
import {CHOICES, range} from './range.js';
import {changed, current, link} from './route.js';
import {fullTime, plural} from './format.js';

const VIEWS = [['Fleet', []], ['Hosts', ['hosts']], ['Alerts', ['alerts']], ['States', ['states']]];
const STATUS = {
  live: ['●', 'live', 'Alerts and windows are shown as they come.'],
  waiting: ['◌', 'connecting', 'The stream of events is away; the page asks every few seconds.'],
  off: ['○', 'paused', 'The stream of events is off.'],
  unreachable: ['✕', 'no answer', 'This instance does not answer; what is shown may be old.'],
};

function nav(firing) {
  const here = current().path[0] ?? '';
  return h('nav', {'aria-label': 'Views', class: 'views'}, VIEWS.map(([text, path]) =>
    h('a', {href: link(path), 'aria-current': here === (path[0] ?? '') ? 'page' : null}, text,
      text === 'Alerts' && firing > 0
        && h('span', {class: 'badge critical on', title: `${plural(firing, 'alert')} firing`}, firing))));
}

function times() {
  const {choice, from, to} = range();
  const known = CHOICES.some(([value]) => value === choice);
  const text = `${fullTime(from)} to ${fullTime(to)}`;
  return h('span', {class: 'time'},
    h('label', {for: 'range'}, 'Time'),
    h('select', {id: 'range', title: text, onchange: event => {
      if (event.target.value) location.hash = changed({from: event.target.value, to: null});
    }},
      !known && h('option', {value: '', selected: true}, 'as chosen'),
      CHOICES.map(([value, name]) => h('option', {value, selected: value === choice}, name))));
}

function connection(status) {
  const [shape, word, title] = STATUS[status];
  return h('span', {class: `connection ${status}`, title, role: 'status'},
    h('span', {'aria-hidden': 'true'}, shape), ' ', word);
}

/** The head of the page: `render({status, firing, timed})`. */
export function frame(element, foot, leave) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    render({status, firing, timed}) {
      show(element,
        h('a', {href: link([]), class: 'brand'}, h('span', {class: 'bars', 'aria-hidden': 'true'},
          h('i'), h('i'), h('i')), 'Socketfleet'),
        nav(firing),
        h('span', {class: 'right'},
          timed && times(),
          connection(status),
          token() && h('button', {type: 'button', class: 'leave', onclick: () => {
            keepToken(null);
            leave();
          }}, 'Forget token')));
      show(foot, h('span', {}, `Times are in ${zone}.`), h('a', {href: '/openapi.json'}, 'API'));
    },
    clear() {
      show(element);
      show(foot);
    },
  };
}
