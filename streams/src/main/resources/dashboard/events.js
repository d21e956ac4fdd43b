// Alerts and closed windows as they come: server-sent events, read with fetch because an
// EventSource sends no token. Comes back by itself where it was.

import {open, question} from './api.js';

/** The server says something every 15 s. */
const SILENCE_MS = 40_000;
const FIRST_PAUSE_MS = 1_000;
const MAX_PAUSE_MS = 30_000;
const HIDDEN_MS = 60_000;

/** One event for each block of lines (HTML Living Standard, section 9.2.6). */
export function parseEvent(block) {
  const event = {id: null, type: 'message', data: ''};
  for (const line of block.split('\n')) {
    const colon = line.indexOf(':');
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (name === 'id') event.id = value;
    else if (name === 'event') event.type = value;
    else if (name === 'data') event.data += (event.data ? '\n' : '') + value;
  }
  return event;
}

/** Fires `alert` (detail: the alert), `window`, and `status` (detail: live, waiting, off). */
export class Live extends EventTarget {
  #lastId = null;
  #stop = null;
  #pause = FIRST_PAUSE_MS;
  #hidden = 0;
  status = 'waiting';

  constructor() {
    super();
    document.addEventListener('visibilitychange', () => this.#visibility());
  }

  /** Begins, once; after `stop` again. */
  start() {
    if (this.#stop) return;
    this.#stop = new AbortController();
    this.#run(this.#stop.signal);
  }

  /** Ends it; what comes meanwhile is made good at the next start. */
  stop() {
    this.#stop?.abort();
    this.#stop = null;
    this.#say('off');
  }

  /** Browsers have few connections for a server, so that a forgotten tab keeps none. */
  #visibility() {
    clearTimeout(this.#hidden);
    if (document.hidden) this.#hidden = setTimeout(() => this.stop(), HIDDEN_MS);
    else this.start();
  }

  #say(status) {
    if (status === this.status) return;
    this.status = status;
    this.#fire('status', status);
  }

  #fire(type, detail) {
    this.dispatchEvent(new CustomEvent(type, {detail}));
  }

  async #run(stopped) {
    while (!stopped.aborted) {
      try {
        await this.#listen(stopped);
      } catch (e) {
        if (stopped.aborted) return;
        if (e.status === 401 || e.status === 403) return this.stop();
        // An id that this server does not know: begin with what comes now.
        if (e.status === 400) this.#lastId = null;
        this.#pause = Math.max(this.#pause, e.retryAfterMs ?? 0);
      }
      if (stopped.aborted) return;
      this.#say('waiting');
      await new Promise(resolve => setTimeout(resolve, this.#pause * (0.75 + Math.random() / 2)));
      this.#pause = Math.min(this.#pause * 2, MAX_PAUSE_MS);
    }
  }

  async #listen(stopped) {
    const silent = new AbortController();
    let timer = 0;
    const heard = () => {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), SILENCE_MS);
    };
    heard();
    try {
      const response = await open(
        question('/api/v1/events', {types: 'alerts,counts'}),
        'text/event-stream',
        AbortSignal.any([stopped, silent.signal]),
        this.#lastId ? {'Last-Event-ID': this.#lastId} : {},
        'no-store');
      this.#say('live');
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = '';
      for (;;) {
        const {value, done} = await reader.read();
        if (done) return;
        heard();
        this.#pause = FIRST_PAUSE_MS;
        const blocks = (rest + value).split('\n\n');
        rest = blocks.pop();
        blocks.forEach(block => this.#take(parseEvent(block)));
      }
    } finally {
      clearTimeout(timer);
    }
  }

  #take({id, type, data}) {
    if (id) this.#lastId = id;
    if (type === 'alert') this.#fire('alert', JSON.parse(data));
    else if (type === 'counts') this.#fire('window');
    else if (type === 'gap' || type === 'dropped') this.#fire('window');
  }
}
