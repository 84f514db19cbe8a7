import type { Detection } from '@botanu/pii';

/** Conditions, and what they are treated with, that have no telling ending. */
const WORDS = [
  ...[
    'AIDS',
    'HIV',
    'ADHD',
    'PTSD',
    'COPD',
    'cancer',
    'leukemia',
    'leukaemia',
    'lymphoma',
    'tumou?r',
    'diabet\\w+',
    'insulin',
  ],
  ...[
    'asthma\\w*',
    'epilep\\w+',
    'schizophren\\w+',
    'bipolar disorder',
    'depressi(?:on|ve disorder)',
    'anxiety disorder',
  ],
  ...[
    'dementia',
    "alzheimer's?",
    "parkinson's?",
    "crohn's",
    'hypertension',
    'stroke',
    'heart (?:attack|failure)',
    'migraines?',
  ],
  ...[
    'pregnan\\w+',
    'miscarriage',
    'abortion',
    'infertility',
    'herpes',
    'gonorrh?ea',
    'syphilis',
    'chlamydia',
    'covid(?:-19)?',
  ],
  ...[
    'chemotherapy',
    'dialysis',
    'antidepressants?',
    'metformin',
    'ibuprofen',
    'paracetamol',
    'warfarin',
    'lithium',
  ],
];

/** Endings that hardly any other word has: diseases, operations and classes of drugs (WHO, INN stems). */
const ENDINGS = [
  ...[
    'itis',
    'osis',
    'aemia',
    'emia',
    'oma',
    'pathy',
    'algia',
    'plegia',
    'ectomy',
    'ostomy',
    'plasty',
    'phobia',
  ],
  ...[
    'cillin',
    'mycin',
    'statin',
    'prazole',
    'sartan',
    'olol',
    'dipine',
    'triptan',
    'oxetine',
    'zepam',
    'zolam',
    'mab',
  ],
];

const NOT_MEDICAL =
  /^(?:aroma|diploma|coma|academia|sympathy|empathy|apathy|telepathy|metamorphosis|osmosis|hypnosis|bohemia|protocol|control|nostalgia|soma|roma|oklahoma|sonoma|tacoma)$/i;

const TERM = new RegExp(
  `(?<![\\p{L}])(?:${WORDS.join('|')}|\\p{L}{3,24}(?:${ENDINGS.join('|')}))(?![\\p{L}])`,
  'giu',
);

/**
 * Finds medical terms: some words, and all words with endings that hardly any other word has.
 *
 * @param text - English text.
 */
export function medicalTerms(text: string): Detection[] {
  return Array.from(text.matchAll(TERM), (match) => ({
    pattern: 'medical_term',
    start: match.index,
    end: match.index + match[0].length,
  })).filter(({ start, end }) => !NOT_MEDICAL.test(text.slice(start, end)));
}
