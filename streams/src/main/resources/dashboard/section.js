// A part of a view that loads by itself, stays up to date and says how it is.

import {failure, loading, partial} from './conditions.js';
import {h, show} from './dom.js';

/** A burst of events asks once. */
const GATHER_MS = 250;
const RETRY_MS = 5_000;

/**
 * A section of a view.
 *
 * - `view`: `{signal, live}`; the section ends with the signal
 * - `title`, `what`: a heading, and what is being loaded in words
 * - `load(signal)`: the data
 * - `render(data)`: elements; data that was not there yet is never rendered
 * - `on`: which events of `live` make it load again
 * - `every`: how often it loads beside that, in milliseconds; 0 for never
 * - `tools`: elements at the end of the heading
 * - `after(body, data)`: what is done when the elements are in their place
 */
export function section(view, options) {
  const {title, what, load, render, on = [], every = 0, tools = [], after} = options;
  const state = h('div', {class: 'state'});
  const body = h('div', {class: 'body'});
  const id = `section-${title.toLowerCase().replace(/[^a-z]+/g, '-')}`;
  const element = h('section', {'aria-labelledby': id, class: options.class},
    h('div', {class: 'head'}, h('h2', {id}, title), tools),
    state, body);
  show(state, loading(what));

  let since = null;
  let busy = false;
  let again = false;
  let timer = 0;

  async function refresh() {
    if (view.signal.aborted) return;
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    let next = every;
    try {
      const data = await load(view.signal);
      if (view.signal.aborted) return;
      since = new Date();
      show(state, partial(data));
      show(body, render(data));
      after?.(body, data);
    } catch (e) {
      if (view.signal.aborted) return;
      if (e.status === undefined) console.error(e);
      show(state, failure(e, since, refresh));
      next = Math.max(RETRY_MS, e.retryAfterMs ?? 0);
    } finally {
      busy = false;
      clearTimeout(timer);
      if (again) {
        again = false;
        plan(GATHER_MS);
      } else if (next) {
        plan(next);
      }
    }
  }

  function plan(ms) {
    clearTimeout(timer);
    timer = setTimeout(() => (document.hidden ? plan(ms) : refresh()), ms);
  }

  for (const type of on) {
    view.live.addEventListener(type, () => plan(GATHER_MS), {signal: view.signal});
  }
  view.signal.addEventListener('abort', () => clearTimeout(timer));
  refresh();
  return Object.assign(element, {refresh});
}
