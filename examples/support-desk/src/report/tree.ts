import type { ReceivedSpan } from '@botanu-tooling/otlp-receiver';
import { formatDuration } from './format';
import { factsOf, titleOf } from './span-facts';
import { byStartTime, type SpanIndex, serviceOf } from './span-index';
import type { Style } from './style';

interface TreeLine {
  readonly service: string;
  readonly branch: string;
  readonly span: ReceivedSpan;
}

const MAX_TITLE_WIDTH = 46;
const MAX_SERVICE_WIDTH = 12;
const DURATION_WIDTH = 9;
/** A trace of a user's own could be of any size. */
const MAX_LINES = 120;

/**
 * Draws the spans of some traces as a tree across services.
 *
 * @param index - All spans.
 * @param traceIds - The traces to draw.
 * @param style - For the terminal.
 * @returns Its lines.
 */
export function renderTree(index: SpanIndex, traceIds: ReadonlySet<string>, style: Style): readonly string[] {
  const roots = index.spans
    .filter((span) => traceIds.has(span.traceId) && index.parentOf(span) === undefined)
    .sort(byStartTime);
  const lines = roots.flatMap((root) => [toLine(root, ''), ...linesBelow(index, root, '')]);
  const shown = lines.slice(0, MAX_LINES).map((line) => renderLine(line, style));
  return lines.length > MAX_LINES ? [...shown, `… ${lines.length - MAX_LINES} more spans`] : shown;
}

function linesBelow(index: SpanIndex, parent: ReceivedSpan, indent: string): TreeLine[] {
  const children = index.childrenOf(parent);
  return children.flatMap((child, position) => {
    const isLast = position === children.length - 1;
    return [
      toLine(child, indent + (isLast ? '└─ ' : '├─ ')),
      ...linesBelow(index, child, indent + (isLast ? '   ' : '│  ')),
    ];
  });
}

function toLine(span: ReceivedSpan, branch: string): TreeLine {
  return { service: serviceOf(span), branch, span };
}

function renderLine({ service, branch, span }: TreeLine, style: Style): string {
  const title = fit(branch + titleOf(span), MAX_TITLE_WIDTH);
  const duration = formatDuration(span.startTimeUnixNano, span.endTimeUnixNano).padStart(DURATION_WIDTH);
  const line = `${style.dim(fit(service, MAX_SERVICE_WIDTH))} ${title} ${style.dim(duration)}  ${factsOf(span)}`;
  return line.trimEnd();
}

function fit(text: string, width: number): string {
  return (text.length > width ? `${text.slice(0, width - 1)}…` : text).padEnd(width);
}
