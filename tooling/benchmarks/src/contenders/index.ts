import type { ContenderModule } from '../contender';

/** All contenders. Each is loaded in processes of its own only. */
export const contenders = {
  attached: () => import('./attached'),
  'baggage-span-processor': () => import('./baggage-span-processor'),
  bare: () => import('./bare'),
  'bare-data': () => import('./bare-data'),
  botanu: () => import('./botanu'),
  'botanu-data': () => import('./botanu-data'),
  'hand-written': () => import('./hand-written'),
  langfuse: () => import('./langfuse'),
  langsmith: () => import('./langsmith'),
  'llm-bare': () => import('./llm-bare'),
  'llm-botanu': () => import('./llm-botanu'),
  'llm-langfuse': () => import('./llm-langfuse'),
  'llm-traceloop': () => import('./llm-traceloop'),
  traceloop: () => import('./traceloop'),
} satisfies Record<string, () => Promise<ContenderModule>>;

/** The name of a contender. */
export type ContenderName = keyof typeof contenders;
