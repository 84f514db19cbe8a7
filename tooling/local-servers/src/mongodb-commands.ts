import type { Document } from 'bson';

/**
 * Runs one command. Filters compare for equality, updates know `$set`.
 *
 * @param command - What the driver sent.
 * @param collections - The documents of each collection.
 * @returns What the driver gets.
 */
export function runCommand(command: Document, collections: Map<string, Document[]>): Document {
  const [name = ''] = Object.keys(command);
  const documents = collections.get(command[name]) ?? [];
  collections.set(command[name], documents);
  switch (name) {
    case 'insert':
      documents.push(...command.documents);
      return { n: command.documents.length, ok: 1 };
    case 'find': {
      const firstBatch = documents.filter(matches(command.filter)).slice(0, command.limit || undefined);
      return { cursor: { id: 0n, ns: `test.${command.find}`, firstBatch }, ok: 1 };
    }
    case 'update':
      return update(command.updates, documents);
    case 'delete':
      return { n: sum(command.deletes.map((one: Document) => remove(one, documents))), ok: 1 };
    default:
      return HELLO;
  }
}

const HELLO = {
  helloOk: true,
  isWritablePrimary: true,
  ismaster: true,
  maxBsonObjectSize: 16_777_216,
  maxMessageSizeBytes: 48_000_000,
  maxWriteBatchSize: 100_000,
  minWireVersion: 0,
  maxWireVersion: 21,
  readOnly: false,
  ok: 1,
};

function update(updates: readonly Document[], documents: Document[]): Document {
  const upserted: Document[] = [];
  let found = 0;
  updates.forEach(({ q, u, upsert }, index) => {
    const matching = documents.filter(matches(q));
    found += matching.length;
    for (const document of matching) {
      Object.assign(document, u.$set);
    }
    if (upsert && matching.length === 0) {
      const document = { _id: `upserted-${index}`, ...q, ...u.$set };
      documents.push(document);
      upserted.push({ index, _id: document._id });
    }
  });
  return {
    n: found + upserted.length,
    nModified: found,
    ...(upserted.length > 0 ? { upserted } : {}),
    ok: 1,
  };
}

function remove({ q, limit }: Document, documents: Document[]): number {
  const doomed = documents.filter(matches(q)).slice(0, limit || undefined);
  for (const document of doomed) {
    documents.splice(documents.indexOf(document), 1);
  }
  return doomed.length;
}

function matches(filter: Document): (document: Document) => boolean {
  return (document) => Object.entries(filter).every(([key, value]) => document[key] === value);
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
