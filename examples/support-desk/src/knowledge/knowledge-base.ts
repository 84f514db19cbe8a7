import { DBOperation, type DbCallOptions, trackDbOperation } from '@botanu/data';
import { PGlite, type Results } from '@electric-sql/pglite';
import { ARTICLES, type Article } from './articles';
import { ORDERS, type Order } from './orders';
import { wordsOf } from './words';

const SCHEMA = `
  CREATE TABLE articles (position int PRIMARY KEY, id text, title text, keywords text, body text);
  CREATE TABLE words (article int REFERENCES articles, word text, PRIMARY KEY (article, word));
  CREATE TABLE orders (id text PRIMARY KEY, status text, carrier text, updated text);
`;

const FIND_ARTICLES = `
  SELECT id, title, keywords, body
  FROM articles LEFT JOIN words ON article = position AND word = ANY ($1)
  GROUP BY position
  ORDER BY count(word) DESC, position
  LIMIT $2
`;

const FIND_ORDER = 'SELECT id, status, carrier, updated FROM orders WHERE id = $1';

const SELECT: DbCallOptions = { system: 'postgresql', operation: DBOperation.SELECT, database: 'knowledge' };

/** Articles and orders, in a PostgreSQL that is embedded in this process. */
export class KnowledgeBase {
  readonly #database: PGlite;

  private constructor(database: PGlite) {
    this.#database = database;
  }

  /** Opens the database, and fills it. */
  static async open(): Promise<KnowledgeBase> {
    const database = await PGlite.create();
    await database.exec(SCHEMA);
    for (const [position, { id, title, keywords, body }] of ARTICLES.entries()) {
      await database.query('INSERT INTO articles VALUES ($1, $2, $3, $4, $5)', [
        position,
        id,
        title,
        keywords,
        body,
      ]);
      const words = wordsOf(`${title} ${keywords} ${body}`);
      await database.query('INSERT INTO words SELECT $1, unnest($2::text[])', [position, words]);
    }
    for (const { id, status, carrier, updated } of ORDERS) {
      await database.query('INSERT INTO orders VALUES ($1, $2, $3, $4)', [id, status, carrier, updated]);
    }
    return new KnowledgeBase(database);
  }

  /**
   * Finds the articles that share the most words with a query.
   *
   * @param query - Any text.
   * @param limit - How many at most.
   * @returns The best first; ties in the order of the articles.
   */
  search(query: string, limit: number): Promise<readonly Article[]> {
    return this.#select<Article>('articles', FIND_ARTICLES, [wordsOf(query), limit]);
  }

  /**
   * Finds an order.
   *
   * @param id - Its id.
   * @returns `undefined` where there is none.
   */
  async findOrder(id: string): Promise<Order | undefined> {
    const [order] = await this.#select<Order>('orders', FIND_ORDER, [id]);
    return order;
  }

  /** All that is done so that rows and bytes are on the run: no instrumentation knows an embedded database. */
  #select<Row>(table: string, sql: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    return trackDbOperation(SELECT, async (call) => {
      const result: Results<Row> = await this.#database.query(sql, [...parameters]);
      call
        .setTable(table)
        .setResultFrom(result)
        .setResult({ bytesRead: bytesOf(result.rows) });
      return result.rows;
    });
  }
}

/** As JSON, in which they also leave this service. */
function bytesOf(rows: readonly unknown[]): number {
  return rows.length === 0 ? 0 : Buffer.byteLength(JSON.stringify(rows));
}
