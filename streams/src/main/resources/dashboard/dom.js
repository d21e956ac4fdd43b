// Elements from data. Every text goes in as text, never as markup: names of hosts, processes and
// peers are chosen by whoever runs them.

const MAX_TEXT = 2_000;

// C0 and C1 controls, zero widths, and what changes the direction of a line.
const UNPRINTABLE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** A text that shows what it has: nothing invisible, nothing endless. */
export function plain(text) {
  const visible = String(text).replace(UNPRINTABLE, '\ufffd');
  return visible.length > MAX_TEXT ? visible.slice(0, MAX_TEXT) + '…' : visible;
}

function append(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : plain(child));
  }
  return element;
}

function fill(element, properties) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element[name] = value;
    else if (name === 'href') element.setAttribute(name, value);
    else element.setAttribute(name, value === true ? '' : plain(value));
  }
  return element;
}

/**
 * An element. Addresses are made by route.js and stay whole. Properties are attributes, but for handlers (`onclick`), which stay functions: the
 * content security policy lets no text become one.
 */
export function h(tag, properties, ...children) {
  return append(fill(document.createElement(tag), properties), children);
}

/** The same for drawings. */
export function svg(tag, properties, ...children) {
  return append(
    fill(document.createElementNS('http://www.w3.org/2000/svg', tag), properties),
    children);
}

const HANDLERS = ['onclick', 'onsubmit', 'onchange', 'oninput'];

function alike(old, fresh) {
  return old.nodeType === fresh.nodeType
    && old.nodeName === fresh.nodeName
    && old.dataset?.key === fresh.dataset?.key
    && old.dataset?.own === fresh.dataset?.own;
}

function patchAttributes(old, fresh) {
  for (const {name} of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && name !== 'open') old.removeAttribute(name);
  }
  for (const {name, value} of fresh.attributes) {
    if (name !== 'open' && old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const handler of HANDLERS) old[handler] = fresh[handler];
  if (old !== document.activeElement && 'value' in fresh && old.value !== fresh.value) {
    old.value = fresh.value;
  }
}

function patchNode(old, fresh) {
  if (old.nodeType === Node.TEXT_NODE) {
    if (old.data !== fresh.data) old.data = fresh.data;
    return;
  }
  patchAttributes(old, fresh);
  // What an element with data-own has inside is somebody else's.
  if (old.dataset.own === undefined) patch(old, fresh);
}

/**
 * Makes the children of an element those of another, and keeps what is alike: focus, selection,
 * scroll and opened details stay where they are. Elements with data-key are recognized by it.
 */
export function patch(old, fresh) {
  const keyed = new Map();
  for (const child of old.children) {
    if (child.dataset.key) keyed.set(child.dataset.key, child);
  }
  let at = old.firstChild;
  for (const next of [...fresh.childNodes]) {
    const key = next.dataset?.key;
    const same = key ? keyed.get(key) : at && !at.dataset?.key ? at : null;
    if (same && alike(same, next)) {
      if (same === at) at = at.nextSibling;
      else old.insertBefore(same, at);
      patchNode(same, next);
    } else {
      old.insertBefore(next, at);
    }
  }
  while (at) {
    const rest = at;
    at = at.nextSibling;
    rest.remove();
  }
}

/** Shows these children in an element, in place of what it had. */
export function show(element, ...children) {
  patch(element, append(element.cloneNode(false), children));
}
