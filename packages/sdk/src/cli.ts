#!/usr/bin/env node
/**
 * `npx @botanu/sdk doctor`. It is also what the doctor loads into the process that it looks at.
 *
 * @packageDocumentation
 */
import { runDoctor } from './doctor/doctor';
import { startProbe } from './doctor/probe';
import { PROBE_VARIABLE } from './doctor/probe-variable';

const USAGE = `Usage: npx @botanu/sdk doctor [--json] [-- command]

Says how botanu is configured and what it finds, in an empty program of this folder or, with a command, in the process
that it starts: node server.js, for example. Ends with 1 when something is wrong.
`;

async function main([name, ...rest]: readonly string[]): Promise<number> {
  const separator = rest.indexOf('--');
  const flags = separator === -1 ? rest : rest.slice(0, separator);
  const command = separator === -1 ? [] : rest.slice(separator + 1);
  const isUnderstood = name === 'doctor' && flags.every((flag) => flag === '--json');
  if (!isUnderstood || (separator !== -1 && command.length === 0)) {
    const isHelp = name === undefined || rest.includes('--help') || name === '--help' || name === 'help';
    process[isHelp ? 'stdout' : 'stderr'].write(USAGE);
    return isHelp ? 0 : 2;
  }
  return runDoctor({ command, isJson: flags.includes('--json') });
}

const probeFolder = process.env[PROBE_VARIABLE];
if (probeFolder === undefined) {
  void main(process.argv.slice(2)).then((exitCode) => {
    process.exitCode = exitCode;
  });
} else {
  startProbe(probeFolder);
}
