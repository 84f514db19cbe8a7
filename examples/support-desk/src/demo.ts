import { createProgress } from './demo/progress';
import { type DemoResult, runDemo } from './demo/run-demo';
import { assertWritable, writeJson } from './demo/write-json';
import { type DemoOptions, readOptions, USAGE, UsageError } from './options';
import { renderCheck, renderReport } from './report/render';
import { createReport, type Report } from './report/report';
import { styleFor } from './report/style';
import { readTickets, TicketFileError } from './tickets/read-tickets';
import type { TicketFile } from './tickets/ticket';

const EXIT_FAULTY = 1;
const EXIT_USAGE = 2;
const MAX_BAD_LINES_SHOWN = 50;
const SERVICES = ['desk', 'knowledge'];

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env.INIT_CWD ?? process.cwd());
  if (options.isHelpWanted) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const file = readTickets(options.ticketsPath);
  reportBadLines(options, file);
  if (options.jsonPath !== undefined) {
    assertJsonWritable(options.jsonPath);
  }
  const result = await runDemo(file.tickets, createProgress(process.stderr));
  const report = createReport(result.spans);
  const problems = problemsOf(report, result);
  const style = styleFor(process.stdout.isTTY, process.env);
  process.stdout.write(`\n${renderReport(report, style)}\n\n${renderCheck(report.check, problems, style)}\n`);
  if (options.jsonPath !== undefined) {
    writeJson(options.jsonPath, report, result);
  }
  return problems.length === 0 && report.check.faults.length === 0 ? 0 : EXIT_FAULTY;
}

function reportBadLines({ ticketsPath }: DemoOptions, { badLines }: TicketFile): void {
  for (const { lineNumber, reason } of badLines.slice(0, MAX_BAD_LINES_SHOWN)) {
    process.stderr.write(`${ticketsPath}:${lineNumber}: skipped: ${reason}\n`);
  }
  if (badLines.length > MAX_BAD_LINES_SHOWN) {
    process.stderr.write(`… and ${badLines.length - MAX_BAD_LINES_SHOWN} more lines were skipped\n`);
  }
}

function assertJsonWritable(path: string): void {
  try {
    assertWritable(path);
  } catch {
    throw new UsageError(`cannot write ${path}`);
  }
}

/** What shows that spans were lost, beside the spans that are there. */
function problemsOf({ runs, check }: Report, { answers }: DemoResult): readonly string[] {
  const problems = SERVICES.filter((service) => !(service in check.attributedSpansByService)).map(
    (service) => `no span of ${service} that belongs to a run arrived`,
  );
  if (runs.length !== answers.runs) {
    problems.push(`the desk says that it opened ${answers.runs} runs, and ${runs.length} arrived`);
  }
  if (answers.firstBreakdown !== undefined) {
    problems.push(`the desk did not answer: ${answers.firstBreakdown}`);
  }
  return problems;
}

function fail(error: unknown): number {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${message}\n`);
  if (error instanceof UsageError) {
    process.stderr.write(`\n${USAGE}\n`);
  }
  return error instanceof UsageError || error instanceof TicketFileError ? EXIT_USAGE : EXIT_FAULTY;
}

// Ending the process ends the services with it.
process.once('SIGINT', () => process.exit(130));
process.once('SIGTERM', () => process.exit(143));

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => process.exit(fail(error)),
);
