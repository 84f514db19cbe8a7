/**
 * The first TypeScript or JavaScript example of a README.
 *
 * @param markdown - The README.
 */
export function firstCodeFence(markdown: string): string {
  const code = /^```(?:ts|js)\n(.*?)^```$/ms.exec(markdown)?.[1];
  if (code === undefined) {
    throw new Error('There is no ts or js example in this text.');
  }
  return code;
}
