import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import {
  Extractor,
  ExtractorConfig,
  ExtractorLogLevel,
  type ExtractorMessage,
} from '@microsoft/api-extractor';
import { entryPointsOf, type Manifest, publishedPackages, repositoryFolder } from './repository';

const CONFIG_FILE = join(repositoryFolder, 'tooling/config/api-extractor.json');

/**
 * Compares the API reports in a package's `etc/` with what is built.
 *
 * @param packageFolder - A published package, built.
 * @returns What is wrong, one text for each problem.
 */
export function checkApiReports(packageFolder: string): readonly string[] {
  return [
    ...reportsOf(packageFolder).flatMap((report) => extract(report, { isLocalBuild: false })),
    ...leftOverReports(packageFolder),
  ];
}

/**
 * Writes the API reports in a package's `etc/` anew.
 *
 * @param packageFolder - A published package, built.
 * @returns What is wrong with the API itself.
 */
export function writeApiReports(packageFolder: string): readonly string[] {
  mkdirSync(join(packageFolder, 'etc'), { recursive: true });
  return reportsOf(packageFolder).flatMap((report) => extract(report, { isLocalBuild: true }));
}

interface Report {
  readonly packageFolder: string;
  readonly fileName: string;
  readonly typesFile: string;
}

function reportsOf(packageFolder: string): readonly Report[] {
  const manifest = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as Manifest;
  return entryPointsOf(manifest).map(({ name, files }) => ({
    packageFolder,
    fileName: `${[basename(packageFolder), ...(name === '' ? [] : [name])].join('.')}.api.md`,
    typesFile: join(packageFolder, files.import.types),
  }));
}

function extract(report: Report, { isLocalBuild }: { readonly isLocalBuild: boolean }): readonly string[] {
  const configObject = ExtractorConfig.loadFile(CONFIG_FILE);
  const config = ExtractorConfig.prepare({
    configObject: {
      ...configObject,
      projectFolder: report.packageFolder,
      mainEntryPointFilePath: report.typesFile,
      apiReport: { ...configObject.apiReport, enabled: true, reportFileName: report.fileName },
    },
    configObjectFullPath: CONFIG_FILE,
    packageJsonFullPath: join(report.packageFolder, 'package.json'),
  });
  const problems: string[] = [];
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: isLocalBuild,
    messageCallback: (message) => {
      message.handled = true;
      if (message.logLevel === ExtractorLogLevel.Error) {
        problems.push(describe(message));
      }
    },
  });
  if (apiReportChanged && !isLocalBuild) {
    const file = relative(repositoryFolder, config.reportFilePath);
    problems.push(`${file} is out of date: write it anew with "npm run api", and commit it.\n`);
  }
  return problems;
}

function describe({ sourceFilePath, sourceFileLine, messageId, text }: ExtractorMessage): string {
  const place =
    sourceFilePath === undefined
      ? ''
      : `${relative(repositoryFolder, sourceFilePath)}:${sourceFileLine ?? ''}: `;
  return `${place}${text} (${messageId})\n`;
}

function leftOverReports(packageFolder: string): readonly string[] {
  const expected = new Set(reportsOf(packageFolder).map(({ fileName }) => fileName));
  const folder = join(packageFolder, 'etc');
  return readdirSync(folder)
    .filter((name) => !expected.has(name))
    .map(
      (name) => `${relative(repositoryFolder, join(folder, name))} belongs to no entry point: delete it.\n`,
    );
}

function main(): void {
  const problems = publishedPackages().flatMap(({ folder }) => writeApiReports(folder));
  process.stdout.write(problems.join(''));
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (require.main === module) {
  main();
}
