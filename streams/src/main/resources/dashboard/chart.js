// One count over time: what it was, what is usual, where the alarm is, and when it rang.

import uPlot from './uplot.js';
import {h, show} from './dom.js';
import {fullTime, number, plural, short, time} from './format.js';
import {changed} from './route.js';

const HEIGHT = 124;
const AXIS_PX = 36;
const FONT = '11px system-ui, sans-serif';

/** Fewer points than this are drawn as dots too, since a line needs neighbours. */
const DOTS_BELOW = 24;

const dark = matchMedia('(prefers-color-scheme: dark)');

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/**
 * Times in seconds and columns of values; a window without a sample is a gap. The highest and the
 * lowest of a sum are only bounds, so far apart that they tell nothing: they are left out.
 */
function columns(points, stepMs, bounds) {
  const data = [[], [], [], [], [], []];
  let last = null;
  for (const point of points) {
    const start = Date.parse(point.start);
    if (last !== null && start - last > 1.5 * stepMs) row(data, (last + stepMs) / 1000, {});
    row(data, start / 1000, bounds ? {...point, max: null, min: null} : point);
    last = start;
  }
  return data;
}

function row(data, at, {max, min, mean, baseline, threshold}) {
  [at, max, min, mean, baseline, threshold].forEach((value, i) => data[i].push(value ?? null));
}

/** Where alerts were, as bands behind the lines with an edge, so that colour is not all. */
function drawSpans(u, spans) {
  const {ctx, bbox} = u;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  for (const span of spans) {
    const left = Math.max(bbox.left, u.valToPos(span.from / 1000, 'x', true));
    const right = Math.min(bbox.left + bbox.width, u.valToPos(span.to / 1000, 'x', true));
    if (right < bbox.left || left > bbox.left + bbox.width) continue;
    ctx.fillStyle = colour('--span');
    ctx.fillRect(left, bbox.top, Math.max(2, right - left), bbox.height);
    ctx.fillStyle = colour('--alarm');
    ctx.fillRect(left, bbox.top, Math.max(2, right - left), 3 * devicePixelRatio);
  }
  ctx.restore();
}

function line(name, stroke, width, dash) {
  return {
    label: name, stroke: () => colour(stroke), width, dash, spanGaps: false,
    points: {
      show: (u, series) => series === 3 && u.data[0].length < DOTS_BELOW,
      size: 4, stroke: () => colour(stroke), fill: () => colour(stroke),
    },
  };
}

function options(width, height, spans, hover, zoom) {
  const axis = {
    stroke: () => colour('--quiet'), font: FONT,
    grid: {stroke: () => colour('--grid'), width: 1}, ticks: {show: false},
  };
  return {
    width,
    height,
    padding: [6, 16, 0, 0],
    legend: {show: false},
    cursor: {sync: {key: 'time'}, y: false, points: {size: 5}, drag: {x: true, y: false}},
    scales: {
      x: {time: true, range: (u, min, max) => u.window ?? [min, max]},
      y: {range: (u, min, max) => [0, top(max)]},
    },
    axes: [
      {...axis, size: 26, gap: 7, space: 60, values: clocks},
      {...axis, size: AXIS_PX, gap: 4, space: 28, incrs: WHOLE_STEPS,
        values: (u, ticks) => ticks.map(short)},
    ],
    series: [
      {},
      line('highest', '--none', 0),
      line('lowest', '--none', 0),
      line('mean', '--ink-line', 1.6),
      line('usual', '--usual', 1.2, [2, 3]),
      line('alarm', '--alarm', 1.4, [7, 4]),
    ],
    bands: [{series: [1, 2], fill: () => colour('--band')}],
    hooks: {
      drawClear: [u => drawSpans(u, spans())],
      setCursor: [u => hover(u.cursor.idx)],
      setSelect: [u => u.select.width > 3 && zoom(u)],
    },
  };
}

/** Counts of sockets are whole. */
const WHOLE_STEPS = [1, 2, 5].flatMap(n => Array.from({length: 12}, (_, e) => n * 10 ** e))
  .sort((a, b) => a - b);

/** A little above the highest value, and never a flat line at the top. */
function top(max) {
  return max > 0 ? Math.max(max * 1.12, 1.12) : 4;
}

const MINUTES = new Intl.DateTimeFormat('en-GB', {hour: '2-digit', minute: '2-digit'});
const SECONDS = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit', minute: '2-digit', second: '2-digit',
});
const DAYS = new Intl.DateTimeFormat('en-GB', {day: 'numeric', month: 'short'});

function clocks(u, ticks, axis, space, step) {
  const format = step >= 86_400 ? DAYS : step < 60 ? SECONDS : MINUTES;
  return ticks.map(tick => format.format(new Date(tick * 1000)));
}

function values({mean, min, max, baseline, threshold}, bounds) {
  return [
    min === max || bounds ? number(mean) : `${number(mean)} (${number(min)}–${number(max)})`,
    baseline !== undefined && `usual ${number(baseline)}`,
    threshold !== undefined && `alarm ${number(threshold)}`,
  ].filter(Boolean).join(' · ');
}

/** What a chart shows, for those who do not see it. */
function summary({name, points, spans, bounds}) {
  if (points.length === 0) return `${name}: nothing in this time`;
  const last = points.at(-1);
  const low = Math.min(...points.map(({min, mean}) => (bounds ? mean : min)));
  const high = Math.max(...points.map(({max, mean}) => (bounds ? mean : max)));
  const alarm = last.threshold === undefined ? '' : `, alarm at ${number(last.threshold)}`;
  const rang = spans.length ? `, ${plural(spans.length, 'alert')} in this time` : '';
  return `${name} from ${fullTime(points[0].start)} to ${fullTime(last.end)}: last `
    + `${number(last.last)}, lowest ${number(low)}, highest ${number(high)}${alarm}${rang}`;
}

/**
 * A chart.
 *
 * `heading` is an element; `update({name, points, stepMs, bounds, from, to, spans})` draws: points
 * as the API answers them, times in milliseconds, spans `{from, to}` of alerts. `signal` ends it.
 */
export function chart(signal, heading, height = HEIGHT) {
  const readout = h('span', {class: 'readout'});
  const plot = h('div', {class: 'plot', role: 'img'});
  plot.style.height = `${height}px`;
  const element = h('figure', {class: 'chart', 'data-own': 'chart'},
    h('figcaption', {}, heading, readout), plot);
  let shown = {points: [], spans: []};
  let u = null;

  function hover(index) {
    const at = index === null || index === undefined ? null : u?.data[0][index];
    const point = at === null
      ? shown.points.at(-1)
      : shown.points.find(it => Date.parse(it.start) === Math.round(at * 1000));
    show(readout, !point ? [] : at === null
      ? h('b', {title: `last of the window from ${time(point.start)}`}, number(point.last))
      : [h('span', {class: 'at'}, time(point.start)), ' ', values(point, shown.bounds)]);
  }

  function zoom() {
    const from = u.posToVal(u.select.left, 'x') * 1000;
    const to = u.posToVal(u.select.left + u.select.width, 'x') * 1000;
    u.setSelect({left: 0, width: 0}, false);
    location.hash = changed({
      from: new Date(Math.floor(from)).toISOString(), to: new Date(Math.ceil(to)).toISOString(),
    });
  }

  function update(next) {
    shown = next;
    const {points, stepMs, from, to} = next;
    plot.setAttribute('aria-label', summary(next));
    const data = columns(points, stepMs, next.bounds);
    if (!u) {
      u = new uPlot(options(plot.clientWidth || 300, height, () => shown.spans, hover, zoom), data, plot);
    }
    u.window = [from / 1000, to / 1000];
    u.setData(data);
    hover(u.cursor.idx);
  }

  const resized = new ResizeObserver(() => {
    if (u && plot.clientWidth > 0) u.setSize({width: plot.clientWidth, height});
  });
  resized.observe(plot);
  dark.addEventListener('change', () => u?.redraw(false, true), {signal});
  signal.addEventListener('abort', () => {
    resized.disconnect();
    u?.destroy();
  });
  return Object.assign(element, {update});
}
