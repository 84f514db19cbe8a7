import type { ContenderModule } from '../contender';

/** All contenders. Each is loaded in processes of its own only. */
export const contenders = {
  'baggage-span-processor': () => import('./baggage-span-processor'),
  bare: () => import('./bare'),
  botanu: () => import('./botanu'),
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
