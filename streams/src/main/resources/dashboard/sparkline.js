// Small lines beside numbers, loaded only while they can be seen.

import {getLater} from './api.js';
import {h, show, svg} from './dom.js';
import {parameters, range} from './range.js';

const WIDTH = 56;
const HEIGHT = 18;
const MAX_POINTS = 60;
const MARGIN = 1.5;

/** Place for the line of a series of a host; the key is the query of the API. */
export function sparkline(query) {
  return h('span', {class: 'spark', 'data-own': new URLSearchParams(query).toString()});
}

/** Lines through neighbours; where a window has no sample there is a gap. */
function draw(points, stepMs, from, to) {
  const high = Math.max(1, ...points.map(point => point.max));
  const x = point => ((Date.parse(point.start) - from) / (to - from)) * WIDTH;
  const y = value => HEIGHT - MARGIN - (value / high) * (HEIGHT - 2 * MARGIN);
  const line = points.map((point, i) => {
    const near = i > 0 && Date.parse(point.start) - Date.parse(points[i - 1].start) < 1.5 * stepMs;
    return `${near ? 'L' : 'M'}${x(point).toFixed(1)} ${y(point.mean).toFixed(1)}`;
  });
  return svg('svg', {viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT,
    'aria-hidden': 'true', focusable: 'false'},
    points.length === 1
      ? svg('circle', {cx: x(points[0]), cy: y(points[0].mean), r: 1.6, class: 'spark-dot'})
      : svg('path', {d: line.join(''), class: 'spark-line'}));
}

/**
 * Fills the sparklines of one host: `scan` after elements have come, `refresh` after a window was
 * closed.
 *
 * - `path`: of the series in the API
 */
export function sparklines(signal, path) {
  const known = new WeakSet();
  const visible = new Set();
  const observer = new IntersectionObserver(entries => {
    for (const {target, isIntersecting} of entries) {
      if (!isIntersecting) visible.delete(target);
      else if (!visible.has(target)) {
        visible.add(target);
        if (!target.firstChild) load(target);
      }
    }
  });
  signal.addEventListener('abort', () => observer.disconnect());

  async function load(target) {
    const {from, to} = range();
    const query = Object.fromEntries(new URLSearchParams(target.dataset.own));
    try {
      const series = await getLater(path, {...query, ...parameters({from, to}, MAX_POINTS)}, signal);
      show(target, draw(series.points.map(withMean), series.stepMs, from, to));
    } catch (e) {
      // The number beside it is there; whether the instance answers, the page says elsewhere.
      if (e.status === undefined && !signal.aborted) console.error(e);
    }
  }

  /** Of a kernel counter, its rise in the point. */
  function withMean(point) {
    return point.sum === undefined ? point : {...point, mean: point.sum, max: point.sum};
  }

  return {
    scan(root) {
      for (const target of root.querySelectorAll('.spark')) {
        if (!known.has(target)) {
          known.add(target);
          observer.observe(target);
        }
      }
    },
    refresh() {
      for (const target of visible) {
        if (target.isConnected) load(target);
        else visible.delete(target);
      }
    },
  };
}
