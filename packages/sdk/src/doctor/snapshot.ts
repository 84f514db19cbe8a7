import { type Activation, getRuntime } from '@botanu/core/authoring';
import { type DeliveryStats, getDeliveryStats } from '@botanu/delivery';
import { resolveConfiguration } from '../configuration';
import { ConfigurationError } from '../configuration-error';
import type { DescribedSetting } from '../described-settings';
import { classNameOf, registered, registeredApiVersion } from '../globals';
import type { PropagationAccount } from '../propagation-account';
import { propagationAccount } from '../propagation-guard';
import { propagatorNames } from '../propagator-names';
import type { EnableReport } from '../report';
import { type ApiCopyOnDisk, findApiCopies } from './installed-api';

/** What became of the doctor's own span. */
type TestSpan = 'delivered' | 'lost' | 'waiting' | 'not sent';

/** What there is to say about a process, from inside. */
export interface Snapshot {
  /** The program, and how old the process was. */
  readonly program: string;
  readonly isEnabled: boolean;
  /** Why it cannot be enabled. */
  readonly problems: readonly string[];
  /** Every setting with its source, secrets redacted. */
  readonly configuration: readonly DescribedSetting[];
  /** What `enable()` answered. */
  readonly report: EnableReport | undefined;
  /** What is registered now: an application may have registered its own after botanu. */
  readonly provider: string | undefined;
  readonly propagators: readonly string[];
  readonly contextManager: string | undefined;
  /** The version of the OpenTelemetry API that has registered. */
  readonly apiVersion: string | undefined;
  readonly apiCopies: readonly ApiCopyOnDisk[];
  /** To which hosts runs went, and from which they were held back. */
  readonly propagation: PropagationAccount;
  readonly delivery: DeliveryStats;
  readonly testSpan: TestSpan;
}

/**
 * Looks at this process.
 *
 * @param isTestSpanSent - Whether the doctor's span was made.
 */
export function takeSnapshot(isTestSpanSent: boolean): Snapshot {
  const { activation } = getRuntime();
  const delivery = getDeliveryStats();
  return {
    program: process.argv[1] ?? '(an empty program)',
    isEnabled: activation !== undefined,
    problems: activation === undefined ? problemsOfSettings() : [],
    configuration: (activation?.settings ?? []) as readonly DescribedSetting[],
    report: activation?.report as EnableReport | undefined,
    provider: classNameOf(delegateOf(registered('trace'))),
    propagators: propagatorNames(registered('propagation')),
    contextManager: classNameOf(registered('context')),
    apiVersion: registeredApiVersion(),
    apiCopies: findApiCopies(),
    propagation: propagationAccount(),
    delivery,
    testSpan: isTestSpanSent ? fateOf(activation, delivery) : 'not sent',
  };
}

/** What is registered is the API's own proxy of the provider. */
function delegateOf(provider: object | undefined): object | undefined {
  return (provider as { getDelegate?: () => object } | undefined)?.getDelegate?.() ?? provider;
}

function problemsOfSettings(): readonly string[] {
  try {
    resolveConfiguration({}, process.env);
    return [];
  } catch (error) {
    return error instanceof ConfigurationError
      ? error.problems.map(({ key, source, message }) => (key === source ? message : `${key}: ${message}`))
      : [String(error)];
  }
}

/** The doctor's span is the first of all. */
function fateOf(
  activation: Activation | undefined,
  { delivered, dropped, created }: DeliveryStats,
): TestSpan {
  if (activation === undefined || created === 0) {
    return 'not sent';
  }
  const lost = Object.values(dropped).reduce((sum, count) => sum + count, 0);
  return delivered > 0 ? 'delivered' : lost > 0 ? 'lost' : 'waiting';
}
