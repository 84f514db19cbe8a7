import { UnknownOrderError } from './ticket-error';

/** An article, as far as the desk reads it. */
export interface ArticleText {
  readonly title: string;
  readonly body: string;
}

const TIMEOUT_MS = 30_000;

/** Asks the knowledge service. */
export class KnowledgeClient {
  readonly #baseUrl: string;

  /**
   * @param baseUrl - Where the service is.
   */
  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl;
  }

  /** The articles that fit a query best. */
  async search(query: string, limit: number): Promise<readonly ArticleText[]> {
    const parameters = new URLSearchParams({ q: query, limit: String(limit) });
    const response = await this.#get(`/search?${parameters}`);
    const { articles } = (await response.json()) as { readonly articles: readonly ArticleText[] };
    return articles;
  }

  /** What the warehouse says of an order, as JSON. */
  async lookUpOrder(orderId: string): Promise<string> {
    const response = await this.#get(`/orders/${encodeURIComponent(orderId)}`);
    const body = await response.text();
    if (response.status === 404) {
      throw new UnknownOrderError('there is no such order');
    }
    return body;
  }

  async #get(path: string): Promise<Response> {
    const response = await fetch(this.#baseUrl + path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok && response.status !== 404) {
      await response.body?.cancel();
      throw new Error(`knowledge answered ${response.status}`);
    }
    return response;
  }
}
