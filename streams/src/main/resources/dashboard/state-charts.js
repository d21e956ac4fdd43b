// A chart for each state, all over the same time, each with its own scale: one line a chart needs
// no colours to be told apart, and 3 CLOSE_WAIT are not flattened by 30,000 ESTABLISHED.

import {chart} from './chart.js';
import {empty} from './conditions.js';
import {getLater} from './api.js';
import {h} from './dom.js';
import {parameters, range} from './range.js';
import {section} from './section.js';
import {STATES, label, stateName} from './states.js';

/**
 * A section of charts.
 *
 * - `path`, `query`: where the series come from, beside the state and the time
 * - `states`: of which there are charts at most
 * - `spans(from, to)`: a promise of spans of alerts by state, `{close_wait: [{from, to}]}`
 * - `height`: of a chart, in pixels
 * - `alarm`: the level of the alarm, in place of what the points say
 * - `extra`: further charts, `[{key, heading, name, query}]`
 */
export function stateCharts(view, options) {
  const {title, path, query = {}, states = STATES, spans = async () => ({}), extra = []} = options;
  const {height, alarm} = options;
  const charts = new Map();

  async function series(what, times, signal) {
    return {...what, answer: await getLater(path, {...query, ...what.query, ...times}, signal)};
  }

  async function load(signal) {
    const {from, to} = range();
    const times = parameters({from, to});
    const all = [
      ...states.map(state => ({
        key: state, name: label(state), heading: stateName(state), query: {state},
      })),
      ...extra,
    ];
    const [marks, ...answers] = await Promise.all([
      spans(from, to).catch(() => ({})),
      ...all.map(what => series(what, times, signal)),
    ]);
    return {
      from, to, marks, answers,
      partial: answers.some(({answer}) => answer.partial),
      staleMs: Math.max(0, ...answers.map(({answer}) => answer.staleMs ?? 0)),
    };
  }

  function render({from, to, marks, answers}) {
    const seen = answers.filter(({key, answer}) =>
      marks[key] || answer.points.some(point => point.max > 0));
    if (answers.every(({answer}) => answer.points.length === 0)) {
      return empty('No window in this time. The first one can be seen within a minute after the '
        + 'first snapshot.');
    }
    const none = answers.filter(one => !seen.includes(one) && STATES.includes(one.key));
    return [
      h('div', {class: height ? 'charts large' : 'charts'}, seen.map(({key}) =>
        h('div', {class: 'cell', 'data-key': key, 'data-own': key}))),
      none.length > 0 && h('p', {class: 'quiet none'}, 'None in this time: ',
        none.map(({key}, i) => [i ? ', ' : '', stateName(key)])),
    ];
  }

  function levelled(points) {
    return alarm === undefined ? points : points.map(point => ({...point, threshold: alarm}));
  }

  /** Draws what was rendered, now that it has a place and so a width. */
  function draw(body, {from, to, marks, answers}) {
    for (const {key, heading, name, answer} of answers) {
      const cell = body.querySelector(`[data-key="${key}"]`);
      if (!cell) continue;
      if (!charts.has(key)) charts.set(key, chart(view.signal, heading, height));
      const own = charts.get(key);
      if (own.parentElement !== cell) cell.replaceChildren(own);
      own.update({
        name, points: levelled(answer.points), stepMs: answer.stepMs, bounds: answer.bounds,
        from, to, spans: marks[key] ?? [],
      });
    }
  }

  return section(view, {
    title, what: 'the series', load, render, on: ['window'], every: 15_000, after: draw,
    tools: options.tools, class: 'wide',
  });
}
