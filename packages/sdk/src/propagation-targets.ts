import { type Destination, normaliseHost } from './destination';
import { isInsider } from './insiders';
import { isModelProvider } from './model-providers';

/**
 * A destination that is told which run a call belongs to: a host name, a pattern of host names (`*.example.com`), or a
 * regular expression that is matched against the host name alone.
 */
export type PropagationTarget = string | RegExp;

/**
 * Whom to tell: targets beside those that can only be one of ours, or a function of the host name that decides alone.
 */
export type PropagationTargets = readonly PropagationTarget[] | ((host: string) => boolean);

/** What is done with a run. */
export type Verdict = 'sent' | 'held back' | 'never sent';

/** Decides about one destination. */
export type TargetRule = (destination: Destination) => Verdict;

const EVERYBODY = '*';

/**
 * Makes the rule.
 *
 * @param targets - As configured, and checked.
 */
export function createTargetRule(targets: PropagationTargets): TargetRule {
  if (typeof targets === 'function') {
    return ruleFor((host) => (targets(host) === true ? 'sent' : 'held back'), 'held back');
  }
  if (targets.includes(EVERYBODY)) {
    return () => 'sent';
  }
  const named = new Set(targets.filter(isName).map((name) => normaliseHost(name)));
  const patterns = targets.filter((target) => !isName(target)).map(toPattern);
  return ruleFor((host) => {
    if (named.has(host)) {
      return 'sent';
    }
    if (isModelProvider(host)) {
      return 'never sent';
    }
    return isInsider(host) || patterns.some((pattern) => matches(pattern, host)) ? 'sent' : 'held back';
  }, 'held back');
}

/** All hosts that a call names have to be allowed: one through a proxy names two. */
function ruleFor(judge: (host: string) => Verdict, whereUnknown: Verdict): TargetRule {
  return (destination) => {
    switch (destination.kind) {
      case 'model':
        return 'never sent';
      case 'queue':
        return 'sent';
      case 'unknown':
        return whereUnknown;
      case 'hosts':
        return destination.hosts.map(judge).find((verdict) => verdict !== 'sent') ?? 'sent';
    }
  };
}

function isName(target: PropagationTarget): target is string {
  return typeof target === 'string' && !target.includes('*');
}

function toPattern(target: PropagationTarget): RegExp {
  if (target instanceof RegExp) {
    return target;
  }
  const source = target
    .toLowerCase()
    .split('*')
    .map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`);
}

/** A regular expression with `g` or `y` remembers where it stopped. */
function matches(pattern: RegExp, host: string): boolean {
  pattern.lastIndex = 0;
  return pattern.test(host);
}

/**
 * Checks what was configured.
 *
 * @param targets - A function, or names and patterns.
 * @returns What is wrong and what to write; undefined where all is well. It follows the place where it was set.
 */
export function checkTargets(targets: unknown): string | undefined {
  if (typeof targets === 'function') {
    return undefined;
  }
  if (!Array.isArray(targets)) {
    return "is neither a list nor a function. Write propagationTargets: ['api.example.com'].";
  }
  return targets.every(isTarget)
    ? undefined
    : 'has a target that is no host name. Write the name alone, without scheme, port and path: ' +
        "'api.example.com', '*.example.com', or a regular expression.";
}

function isTarget(target: unknown): boolean {
  return (
    target instanceof RegExp ||
    (typeof target === 'string' &&
      /^[\w*.:[\]-]+$/.test(target) &&
      (!/:\d+$/.test(target) || target.includes('::')))
  );
}
