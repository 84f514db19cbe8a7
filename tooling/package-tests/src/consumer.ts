import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npmInstall, packedPackages, runSuccessfully } from '@botanu-tooling/packed-packages';

/** An application outside of this repository, with the packed packages installed by npm. */
export interface Consumer {
  readonly folder: string;
  /** Writes a file of the application. */
  write(name: string, content: string): void;
  /** Runs a program in the application's folder, which has to succeed; returns what it wrote. */
  run(command: readonly string[], environment?: Readonly<Record<string, string>>): Promise<string>;
  remove(): void;
}

/**
 * Installs every published package, from its tarball, into a new application.
 *
 * @param others - What else the application installs, as npm writes it: `name@version`.
 */
export function createConsumer(...others: readonly string[]): Promise<Consumer> {
  return createConsumerOf(undefined, others);
}

/**
 * Installs some of the published packages, from their tarballs, into a new application.
 *
 * @param shortNames - Which ones; undefined for all.
 * @param others - What else the application installs, as npm writes it: `name@version`.
 */
export async function createConsumerOf(
  shortNames: readonly string[] | undefined,
  others: readonly string[],
): Promise<Consumer> {
  const tarballs = packedPackages(shortNames);
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'botanu-consumer-')));
  const consumer: Consumer = {
    folder,
    write: (name, content) => writeFileSync(join(folder, name), content),
    run: (command, environment = {}) => runSuccessfully(command, { folder, environment }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  consumer.write('package.json', '{ "name": "consumer", "version": "1.0.0", "private": true }');
  await npmInstall(folder, [...tarballs, ...others]);
  return consumer;
}
