/** The stream's chunks, all of them. */
export async function collect<Chunk>(stream: AsyncIterable<Chunk>): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
  }
  return chunks;
}

/** The stream's first chunks; then leaves it with `break`. */
export async function collectFew<Chunk>(stream: AsyncIterable<Chunk>, few: number): Promise<Chunk[]> {
  const chunks: Chunk[] = [];
  for await (const chunk of stream) {
    chunks.push(chunk);
    if (chunks.length === few) {
      break;
    }
  }
  return chunks;
}

/** The stream's chunks while its request is aborted after the first few, and how it ended. */
export async function collectUntilAborted<Chunk>(
  stream: AsyncIterable<Chunk>,
  controller: AbortController,
  few: number,
): Promise<{ chunks: Chunk[]; error?: unknown }> {
  const chunks: Chunk[] = [];
  try {
    for await (const chunk of stream) {
      chunks.push(chunk);
      if (chunks.length === few) {
        controller.abort();
      }
    }
    return { chunks };
  } catch (error) {
    return { chunks, error };
  }
}
