/** What Express puts on a request as it matches routes. */
interface RoutedRequest {
  readonly app?: App;
  /** What of the path was matched by routers on the way: the request's own text, not a template. */
  readonly baseUrl?: unknown;
  readonly route?: Route;
}

interface Route {
  readonly path?: unknown;
}

interface App {
  readonly router?: Router;
  readonly _router?: Router;
  readonly mountpath?: unknown;
  readonly parent?: App;
}

interface Router {
  readonly stack?: readonly Layer[];
}

/** One entry of a router: a route, another router, or a middleware. */
interface Layer {
  readonly route?: Route;
  readonly handle?: Router;
  /** The path as it was registered, from Express 5.3 on. */
  readonly rawPath?: unknown;
  /** What Express 4 has made of it. */
  readonly regexp?: RegExp & { readonly fast_slash?: boolean };
  readonly keys?: readonly { readonly name: unknown }[];
}

/** Every template under which a route can be reached: looked up once for each route. */
const templatesOf = new WeakMap<Route, readonly string[]>();

/**
 * The template of the route that was matched, with those of the routers and apps that it is mounted in.
 *
 * @param request - Express's request, after it was handled.
 * @returns Undefined where no route was matched, or the template of a router on the way is not known: then a part of
 * it would have to come from the request's path.
 */
export function routeOf(request: object): string | undefined {
  const { app, baseUrl, route } = request as RoutedRequest;
  if (typeof route?.path !== 'string' || typeof baseUrl !== 'string') {
    return undefined;
  }
  if (baseUrl === '') {
    return route.path;
  }
  let templates = templatesOf.get(route);
  if (templates === undefined) {
    templates = app === undefined ? [] : findTemplates(app, route);
    templatesOf.set(route, templates);
  }
  const mount = templates.find((template) => fits(template, baseUrl));
  return mount === undefined ? undefined : mount + (route.path === '/' ? '' : route.path);
}

function findTemplates(app: App, route: Route): string[] {
  const prefix = mountOf(app);
  const found: string[] = [];
  function search(router: Router | undefined, template: string): void {
    for (const layer of router?.stack ?? []) {
      const path = layer.route === undefined ? pathOf(layer) : undefined;
      if (layer.route === route) {
        found.push(template);
      } else if (path !== undefined && Array.isArray(layer.handle?.stack)) {
        search(layer.handle, template + path);
      }
    }
  }
  if (prefix !== undefined) {
    // In this order: in Express 4, `router` is a getter that throws.
    search(app._router ?? app.router, prefix);
  }
  return found;
}

/** The template under which an app is mounted in others; empty for the outermost. */
function mountOf({ parent, mountpath }: App): string | undefined {
  if (parent === undefined) {
    return '';
  }
  const outer = mountOf(parent);
  return outer === undefined || typeof mountpath !== 'string'
    ? undefined
    : outer + withoutEndSlash(mountpath);
}

/** The template under which a router is mounted. */
function pathOf({ rawPath, regexp, keys = [] }: Layer): string | undefined {
  if (typeof rawPath === 'string') {
    return withoutEndSlash(rawPath);
  }
  if (regexp === undefined || regexp.fast_slash === true) {
    return regexp === undefined ? undefined : '';
  }
  // `^\/customers(?:\/([^/]+?))\/?(?=\/|$)`: Express 4 keeps nothing else of `/customers/:customer`.
  let next = 0;
  const template = regexp.source
    .replace(/^\^/, '')
    .replace(/\\\/\?\(\?=\\\/\|\$\)$/, '')
    .replaceAll(/\(\?:\\\/\(\[\^\\?\/\]\+\?\)\)/g, () => `/:${String(keys[next++]?.name)}`)
    .replaceAll(/\\(.)/g, '$1');
  return /[()[\]*+?^$|\\]/.test(template) || next !== keys.length ? undefined : template;
}

/** Whether a template can have matched a path: the same number of segments, and the same where it has no parameter. */
function fits(template: string, path: string): boolean {
  const expected = template.toLowerCase().split('/');
  const actual = path.toLowerCase().split('/');
  return (
    expected.length === actual.length &&
    expected.every((segment, index) => /[:*{(]/.test(segment) || segment === actual[index])
  );
}

function withoutEndSlash(path: string): string {
  return path.replace(/\/+$/, '');
}
