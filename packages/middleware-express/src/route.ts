/** What Express puts on a request as it matches routes. */
interface RoutedRequest {
  /** What of the path the routers on the way have matched: the request's own text, not the template. */
  readonly baseUrl?: unknown;
  readonly route?: { readonly path?: unknown };
}

/**
 * The template of the route that was matched.
 *
 * @param request - Express's request, after it was handled.
 * @returns Undefined where no route was matched, or its template is not known.
 */
export function routeOf(request: object): string | undefined {
  const { baseUrl, route } = request as RoutedRequest;
  return baseUrl === '' && typeof route?.path === 'string' ? route.path : undefined;
}
