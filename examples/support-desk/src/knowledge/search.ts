import { ARTICLES, type Article } from './articles';

const INDEX = ARTICLES.map((article) => ({
  article,
  words: new Set(wordsOf(`${article.title} ${article.keywords} ${article.body}`)),
}));

/**
 * Finds the articles that share the most words with a query.
 *
 * @param query - Any text.
 * @param limit - How many at most.
 * @returns The best first; ties in the order of the articles.
 */
export function search(query: string, limit: number): readonly Article[] {
  const queryWords = new Set(wordsOf(query));
  return INDEX.map(({ article, words }) => ({
    article,
    score: [...queryWords].filter((word) => words.has(word)).length,
  }))
    .sort((first, second) => second.score - first.score)
    .slice(0, limit)
    .map(({ article }) => article);
}

/** Words of at least three letters: shorter ones are in every text. */
function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]{3,}/gu) ?? [];
}
