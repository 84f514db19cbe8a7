/**
 * Groups items, as `Map.groupBy` will on a later Node.
 *
 * @param items - The items.
 * @param keyOf - What the items of a group share.
 * @returns The groups in the order of their first items.
 */
export function groupBy<K, T>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, [item]);
    } else {
      group.push(item);
    }
  }
  return groups;
}
