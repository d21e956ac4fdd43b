// Shows the view that the address names, and keeps what all views share.

import {changes, get} from './api.js';
import {alertPage} from './alert-page.js';
import {alertsPage} from './alerts-page.js';
import {empty} from './conditions.js';
import {h} from './dom.js';
import {endpointPage, fleetEndpointPage} from './endpoint-page.js';
import {Live} from './events.js';
import {frame} from './frame.js';
import {hostPage} from './host-page.js';
import {hostsPage} from './hosts-page.js';
import {overviewPage} from './overview-page.js';
import {learnWindow} from './range.js';
import {current, link} from './route.js';
import {loadDictionary} from './states.js';
import {statesPage} from './states-page.js';
import {tokenPage} from './token-page.js';

const main = document.getElementById('main');
const live = new Live();
const around = frame(document.getElementById('frame'), document.getElementById('foot'), askToken);

let view = null;
let reachable = true;
let firing = 0;
let started = false;

/** Views whose charts have a time. */
const TIMELESS = new Set(['alerts', 'states']);

function page({path}) {
  const [first, ...rest] = path;
  if (first === undefined) return overviewPage(view);
  if (first === 'hosts' && rest.length === 0) return hostsPage(view);
  if (first === 'hosts' && rest.length === 1) return hostPage(view, rest[0]);
  if (first === 'hosts' && rest.length === 3) return endpointPage(view, ...rest);
  if (first === 'endpoints' && rest.length === 2) return fleetEndpointPage(view, ...rest);
  if (first === 'alerts' && rest.length === 0) return alertsPage(view);
  if (first === 'alerts' && rest.length === 1) return alertPage(view, rest[0]);
  if (first === 'states' && rest.length <= 1) return statesPage(view, rest[0]);
  return {
    title: 'Not found',
    elements: [h('h1', {}, 'There is no such view'),
      empty('The address leads nowhere. ', h('a', {href: link([])}, 'The fleet'))],
  };
}

function renderFrame() {
  const [first, id] = current().path;
  const timed = !TIMELESS.has(first) || (first === 'alerts' && id !== undefined);
  around.render({status: reachable ? live.status : 'unreachable', firing, timed});
}

function place({title, elements, focus}) {
  document.title = title === 'Fleet' ? 'Socketfleet' : `${title} · Socketfleet`;
  main.replaceChildren(...elements);
  focus?.();
}

function open() {
  const moved = view !== null;
  view?.stop.abort();
  const stop = new AbortController();
  view = {signal: stop.signal, stop, live};
  place(page(current()));
  renderFrame();
  if (moved) {
    scrollTo(0, 0);
    main.focus({preventScroll: true});
  }
}

async function countFiring() {
  try {
    const {items} = await get('/api/v1/alerts', {status: 'firing', limit: 100});
    firing = items.length;
    if (started) renderFrame();
  } catch {
    // The sections say what is wrong.
  }
}

function askToken() {
  started = false;
  view?.stop.abort();
  view = null;
  live.stop();
  around.clear();
  place(tokenPage(start));
}

async function start() {
  if (started) return;
  started = true;
  // Both are asked for again by whoever needs them.
  await Promise.allSettled([loadDictionary(), learnWindow()]);
  if (!started) return;
  open();
  live.start();
  countFiring();
}

changes.addEventListener('unauthorized', () => started && askToken());
for (const change of ['reachable', 'unreachable']) {
  changes.addEventListener(change, () => {
    reachable = change === 'reachable';
    if (started) renderFrame();
  });
}
live.addEventListener('status', () => started && renderFrame());
live.addEventListener('alert', countFiring);
setInterval(() => started && !document.hidden && countFiring(), 20_000);
addEventListener('hashchange', () => started && open());
addEventListener('rangechange', renderFrame);
document.getElementById('skip').onclick = event => {
  event.preventDefault();
  main.focus();
};
start();
