// Which view an address shows. The part behind # has a path and a query, as in
// `#/hosts/db-1/server/443?from=-6h`; the query carries the filters and the time range.

/** The path in its decoded parts, and the query. */
export function parse(hash) {
  const text = hash.replace(/^#\/?/, '');
  const mark = text.indexOf('?');
  const path = mark < 0 ? text : text.slice(0, mark);
  return {
    path: path.split('/').filter(Boolean).map(decode),
    query: new URLSearchParams(mark < 0 ? '' : text.slice(mark + 1)),
  };
}

/** A broken escape stands for itself. */
function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What is shown now. */
export function current() {
  return parse(location.hash);
}

/** The address of a view; parameters without a value are left out, lists are repeated. */
export function address(path, query = {}) {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) {
      if (one !== null && one !== undefined && one !== '') parameters.append(name, one);
    }
  }
  const text = parameters.toString();
  return '#/' + path.map(encodeURIComponent).join('/') + (text ? '?' + text : '');
}

/** The address of another view in the same time. */
export function link(path, query = {}) {
  const {query: now} = current();
  return address(path, {from: now.get('from'), to: now.get('to'), ...query});
}

/** The address of this view with some parameters changed. */
export function changed(query) {
  const {path, query: now} = current();
  const all = Object.fromEntries([...now.keys()].map(name => [name, now.getAll(name)]));
  return address(path, {...all, ...query});
}

/** The address of an endpoint: of a host, or of the whole fleet. */
export function endpointPath(host, role, port) {
  return host ? ['hosts', host, role, String(port)] : ['endpoints', role, String(port)];
}
