// The dictionary: what each state is, what many of them mean, and what each system calls it.

import {empty} from './conditions.js';
import {h} from './dom.js';
import {cell} from './endpoint-parts.js';
import {link} from './route.js';
import {section} from './section.js';
import {loadDictionary} from './states.js';

const SIDES = {server: 'servers', client: 'clients', both: 'both sides'};

function spellings(item, systems) {
  return h('table', {class: 'rows narrow'},
    h('thead', {}, h('tr', {},
      h('th', {scope: 'col'}, 'System'),
      h('th', {scope: 'col'}, 'Name'),
      h('th', {scope: 'col', class: 'n'}, 'Number'))),
    h('tbody', {}, item.spellings.map(({system, names, numbers, note}) => h('tr', {},
      h('th', {scope: 'row', class: 'free'}, systems.get(system) ?? system),
      cell('Name', [names.join(', '), note && h('span', {class: 'quiet'}, ` ${note}`)], {class: 'free'}),
      cell('Number', numbers.join(', '), {class: 'n'})))));
}

function counters(title, items, name) {
  return items.length > 0 && [h('h3', {}, title), h('dl', {class: 'tells'}, items.map(item =>
    h('div', {}, h('dt', {}, h('code', {}, item[name])), h('dd', {}, item.tells))))];
}

/** What is not known without an endpoint, in words for the reader to replace. */
const PLACES = {
  '{ss}': 'sport = :PORT', '{ss-local}': 'sport = :PORT',
  '{powershell}': '-LocalPort PORT', '{powershell-local}': '-LocalPort PORT',
  '{port}': 'PORT', '{host}': 'HOST',
};

function checks(items) {
  return items.length > 0 && [h('h3', {}, 'What to check first'), h('ul', {class: 'checks'},
    items.map(({platform, text, command}) => h('li', {},
      h('span', {class: 'label'}, platform), ' ', text, ' ',
      command && h('code', {class: 'command'},
        command.replace(/\{[a-z-]+\}/g, place => PLACES[place] ?? place)))))];
}

function details(item, systems, open) {
  const {excess} = item;
  return h('details', {id: `state-${item.state}`, 'data-key': item.state, open, class: 'dictionary'},
    h('summary', {},
      h('span', {class: 'name'}, item.title), ' ',
      h('code', {class: 'quiet'}, item.state), ' ',
      h('span', {class: 'quiet'}, `seen by ${SIDES[item.side] ?? item.side}`),
      h('span', {class: 'definition'}, item.definition)),
    h('div', {class: 'two'},
      h('div', {},
        h('h3', {}, 'Many of them'), h('p', {}, excess.meaning), h('p', {}, excess.explanation),
        h('h3', {}, 'How long'), h('p', {}, item.lifetime),
        item.sideNote && h('p', {}, item.sideNote),
        h('p', {class: 'quiet'}, item.reference),
        checks(item.checks)),
      h('div', {},
        h('h3', {}, 'What systems call it'), spellings(item, systems),
        counters('Kernel counters', item.counters, 'name'),
        counters('Limits', item.limits, 'name'))));
}

/** The view; a state of the address is opened. */
export function statesPage(view, chosen) {
  return {
    title: 'States',
    elements: [
      h('h1', {}, 'TCP states'),
      section(view, {
        title: 'Dictionary', what: 'the dictionary', class: 'wide bare',
        load: loadDictionary,
        render: ({items, systems, notes}) => {
          const names = new Map(systems.map(system => [system.id, system.title]));
          return items.length === 0 ? empty('The dictionary is empty.') : [
            h('nav', {class: 'jump', 'aria-label': 'States'}, items.map(item =>
              h('a', {href: link(['states', item.state])}, item.title))),
            items.map(item => details(item, names, item.state === chosen)),
            h('h2', {}, 'Good to know'),
            notes.map(note => h('details', {'data-key': note.id, class: 'dictionary'},
              h('summary', {}, h('span', {class: 'name'}, note.title)), h('p', {}, note.text))),
          ];
        },
        after: body => chosen && body.querySelector(`#state-${CSS.escape(chosen)}`)
          ?.scrollIntoView({block: 'start'}),
      }),
    ],
  };
}
