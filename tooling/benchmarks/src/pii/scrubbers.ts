import { createScrubber } from '@botanu/pii';
import { builtInPatterns, type Pattern } from '@botanu/pii/patterns';

/** Removes what it takes for a secret. */
export type Scrub = (text: string) => string | Promise<string>;

/** Somebody's scrubber, as their documentation says to use it, with everything on that is on by default. */
export interface ScrubberEntry {
  readonly label: string;
  /** The package whose version is printed. */
  readonly packageName: string;
  readonly does: string;
  /** Loads it, in a process of its own. */
  readonly load: () => Promise<Scrub>;
}

const REPLACEMENT = '[REDACTED]';

/** Every scrubber, ours first. */
export const scrubbers = {
  botanu: {
    label: 'botanu',
    packageName: '@botanu/pii',
    does: 'createScrubber(): every pattern, in one pass',
    load: async () => {
      const scrubber = createScrubber();
      return (text) => scrubber.scrub(text);
    },
  },
  sequential: {
    label: 'our patterns, one after another',
    packageName: '@botanu/pii',
    does: 'the same regular expressions and checks, each in a replace() of its own; no escapes, no second look',
    load: async () => {
      const replacers = builtInPatterns.map(replacerOf);
      return (text) => replacers.reduce((result, replace) => replace(result), text);
    },
  },
  'redact-pii': {
    label: 'redact-pii',
    packageName: 'redact-pii',
    does: 'new SyncRedactor()',
    load: async () => {
      const { SyncRedactor } = await import('redact-pii');
      const redactor = new SyncRedactor();
      return (text) => redactor.redact(text);
    },
  },
  redactpii: {
    label: '@redactpii/node',
    packageName: '@redactpii/node',
    does: 'new Redactor()',
    load: async () => {
      const { Redactor } = await import('@redactpii/node');
      const redactor = new Redactor();
      return (text) => redactor.redact(text);
    },
  },
  arcjet: {
    label: '@arcjet/redact',
    packageName: '@arcjet/redact',
    does: 'redact(): WebAssembly, asynchronous',
    load: async () => {
      const { redact } = await import('@arcjet/redact');
      return async (text) => (await redact(text))[0];
    },
  },
  openredaction: {
    label: '@openredaction/openredaction',
    packageName: '@openredaction/openredaction',
    does: 'new OpenRedaction().detect()',
    load: async () => {
      const { OpenRedaction } = await import('@openredaction/openredaction');
      const shield = new OpenRedaction();
      return async (text) => (await shield.detect(text)).redacted;
    },
  },
  coffeeandfun: {
    label: '@coffeeandfun/remove-pii',
    packageName: '@coffeeandfun/remove-pii',
    does: 'removePII()',
    load: async () => {
      const { removePII } = await import('@coffeeandfun/remove-pii');
      return (text) => removePII(text);
    },
  },
} satisfies Record<string, ScrubberEntry>;

/** The name of a scrubber. */
export type ScrubberName = keyof typeof scrubbers;

/** What a plain scrubber would do with a pattern: a global replace() that calls the check. */
function replacerOf({ starts, source, isInContext, accept }: Pattern): (text: string) => string {
  const isWord = /^[\w#^]/.test(starts);
  const global = new RegExp(`${isWord ? '(?<![A-Za-z0-9])' : ''}(?:${source.source})`, `${source.flags}g`);
  return (text) =>
    text.replace(global, (match: string, ...groups: unknown[]) => {
      const value = isInContext === true ? String(groups[0] ?? groups[1]) : match;
      const length = accept === undefined ? value.length : accept(value);
      const context = match.slice(0, match.length - value.length);
      return length === 0 ? match : context + REPLACEMENT + value.slice(length);
    });
}
