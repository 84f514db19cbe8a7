import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express5 from 'express';
import { routeOf } from '../src/route';

describe.each([
  ['Express 4', require('express-4') as typeof express5],
  ['Express 5', express5],
])('the route of a request, in %s', (_, express) => {
  async function routeAt(
    path: string,
    build: (app: ReturnType<typeof express>) => void,
  ): Promise<string | undefined> {
    let route: string | undefined;
    const app = express();
    app.use((request, response, next) => {
      response.on('finish', () => {
        route = routeOf(request);
      });
      next();
    });
    build(app);
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).arrayBuffer();
    await new Promise((resolve) => server.close(resolve));
    return route;
  }
  const answer: express5.RequestHandler = (_request, response) => {
    response.sendStatus(204);
  };
  const routerWith = (path: string | RegExp, ...mounts: [string | RegExp, express5.Router][]) => {
    const router = express.Router();
    router.get(path, answer);
    for (const [mount, inner] of mounts) {
      router.use(mount, inner);
    }
    return router;
  };

  it.each<[string, string | undefined, (app: ReturnType<typeof express>) => void]>([
    ['/tickets/42', '/tickets/:id', (app) => app.get('/tickets/:id', answer)],
    ['/api/tickets/42', '/api/tickets/:id', (app) => app.use('/api', routerWith('/tickets/:id'))],
    ['/API/tickets/42', '/api/tickets/:id', (app) => app.use('/api', routerWith('/tickets/:id'))],
    ['/api.v1/list', '/api.v1/list', (app) => app.use('/api.v1/', routerWith('/list'))],
    ['/api', '/api', (app) => app.use('/api', routerWith('/'))],
    ['/tickets/42', '/tickets/:id', (app) => app.use(routerWith('/tickets/:id'))],
    [
      '/customers/acme/run',
      '/customers/:customer/run',
      (app) => app.use('/customers/:customer', routerWith('/run')),
    ],
    [
      '/a/acme/b/42',
      '/a/:customer/b/:id',
      (app) => app.use('/a/:customer', routerWith('/x', ['/b', routerWith('/:id')])),
    ],
    [
      '/v2/list',
      '/v2/list',
      (app) => {
        const router = routerWith('/list');
        app.use('/v1', router).use('/v2', router);
      },
    ],
    ['/acme/run', undefined, (app) => app.use(/^\/[a-z]+/, routerWith('/run'))],
    ['/tickets/42', undefined, (app) => app.get(/^\/tickets\/\d+/, answer)],
    ['/static/secret', undefined, (app) => app.use('/static', answer)],
    ['/nothing', undefined, () => {}],
    [
      '/sub/acme/tickets/42',
      '/sub/:customer/tickets/:id',
      (app) => {
        const inner = express();
        inner.use('/tickets', routerWith('/:id'));
        app.use('/sub/:customer', inner);
      },
    ],
  ])('%s is %s', async (path, expected, build) => {
    expect(await routeAt(path, build)).toBe(expected);
  });
});
