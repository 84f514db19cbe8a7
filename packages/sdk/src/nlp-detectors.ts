import { errorClassOf } from '@botanu/core/authoring';
import type { Detector } from '@botanu/pii';
import { requireFromApplication } from './application-modules';
import type { Notice } from './report';

/** What is used of `@botanu/pii-nlp`, which is not installed with this package. */
interface NlpPackage {
  nlpDetector(): Detector;
}

/**
 * Loads `@botanu/pii-nlp` where the application has installed it: now, since a word list of a megabyte must not be read
 * in the middle of a request.
 *
 * @param notices - Takes the warning.
 * @returns Its detector; none, with one warning, where it cannot be loaded.
 */
export function loadNlpDetectors(notices: Notice[]): readonly Detector[] {
  try {
    const { nlpDetector } = requireFromApplication('@botanu/pii-nlp') as NlpPackage;
    return [nlpDetector()];
  } catch (error) {
    notices.push({
      level: 'warn',
      code: 'BOTANU_NLP_UNAVAILABLE',
      message:
        `pii.useNlp is on, and @botanu/pii-nlp cannot be loaded (${reasonOf(error)}): names of persons and places stay in what is ` +
        'captured; all patterns are looked for. Install @botanu/pii-nlp beside @botanu/sdk, or switch useNlp off.',
    });
    return [];
  }
}

function reasonOf(error: unknown): string {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : errorClassOf(error);
}
