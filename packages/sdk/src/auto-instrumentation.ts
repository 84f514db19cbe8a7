import { createRequire } from 'node:module';
import { join } from 'node:path';
import { errorClassOf, safely } from '@botanu/core/authoring';
import type { TracerProvider } from '@opentelemetry/api';
import type { Instrumentation } from '@opentelemetry/instrumentation';
import { ApplicationPackages, type FoundPackage } from './application-packages';
import { INSTRUMENTATION_TABLE, type InstrumentationRow, OWN_SPANS_SINCE } from './instrumentation-table';
import {
  combine,
  type EnabledInstrumentations,
  enableHttp,
  enableOne,
  enableUndici,
} from './instrumentations';
import { ModuleHooks } from './module-hooks';
import type { Reporter, SkippedInstrumentation } from './report';
import type { Instrumentations } from './special-kinds';

/** What was switched on, and what was not. */
export interface AutoInstrumentation extends EnabledInstrumentations {
  readonly skipped: readonly SkippedInstrumentation[];
}

/** Those that patch what is a part of Node come with this package. */
const BUILT_IN: Readonly<Record<string, (provider: TracerProvider) => EnabledInstrumentations>> = {
  http: enableHttp,
  undici: enableUndici,
};

/**
 * The rows of the table that are asked for.
 *
 * @param asked - The option: names, and instrumentations of the application's own, which take the place of ours.
 * @param byDefault - Whether everything is wanted where nobody named anything.
 * @param reporter - Told of names that nobody knows.
 */
export function rowsOf(
  asked: Instrumentations | undefined,
  byDefault: boolean,
  reporter: Reporter,
): readonly InstrumentationRow[] {
  if (asked === false) {
    return [];
  }
  const list = asked ?? [];
  const names = list.filter((one) => typeof one === 'string');
  const own = new Set(list.flatMap((one) => (typeof one === 'string' ? [] : [one.instrumentationName])));
  // By what is instrumented: another family's instrumentation of the same library would patch it twice.
  const taken = new Set(INSTRUMENTATION_TABLE.flatMap((row) => (own.has(row.packageName) ? [row.name] : [])));
  for (const name of names.filter((one) => !INSTRUMENTATION_TABLE.some((row) => isCalled(row, one)))) {
    reporter.warn(
      'BOTANU_INSTRUMENTATION_FAILED',
      `"instrumentations" names ${name}, for which botanu knows no instrumentation. Pass one of your own in code, or ` +
        `write one of: ${knownNames().join(', ')}.`,
    );
  }
  const isWanted = (row: InstrumentationRow) =>
    names.length === 0 ? byDefault : names.some((name) => isCalled(row, name));
  return INSTRUMENTATION_TABLE.filter((row) => isWanted(row) && !taken.has(row.name));
}

function isCalled({ name, packageName, libraries }: InstrumentationRow, asked: string): boolean {
  return asked === name || asked === packageName || libraries.includes(asked);
}

function knownNames(): readonly string[] {
  return [...new Set(INSTRUMENTATION_TABLE.map(({ name }) => name))];
}

/**
 * Switches on what is installed, each on its own: one that fails is warned about and left out.
 *
 * @param rows - What is wanted.
 * @param setting - Where the spans go, whom to tell, and whether ES modules are made patchable: in a process that somebody
 *   else traces, that is their affair.
 */
export function enableInstalled(
  rows: readonly InstrumentationRow[],
  setting: {
    readonly tracerProvider: TracerProvider;
    readonly reporter: Reporter;
    readonly mayHookImports: boolean;
  },
): AutoInstrumentation {
  const loader = new InstrumentationLoader(setting.tracerProvider, setting.reporter);
  for (const row of rows) {
    loader.enable(row);
  }
  return loader.finish(setting.mayHookImports);
}

class InstrumentationLoader {
  readonly #tracerProvider: TracerProvider;
  readonly #reporter: Reporter;
  readonly #packages = new ApplicationPackages();
  readonly #hooks = new ModuleHooks();
  readonly #enabled: EnabledInstrumentations[] = [];
  readonly #skipped: SkippedInstrumentation[] = [];
  readonly #done = new Set<string>();

  constructor(tracerProvider: TracerProvider, reporter: Reporter) {
    this.#tracerProvider = tracerProvider;
    this.#reporter = reporter;
  }

  enable(row: InstrumentationRow): void {
    const { name, packageName } = row;
    try {
      const reason = this.#tryToEnable(row);
      if (reason !== undefined) {
        this.#skipped.push({ name, packageName, reason });
      }
    } catch (error) {
      this.#skipped.push({ name, packageName, reason: 'failed' });
      this.#reporter.warn(
        'BOTANU_INSTRUMENTATION_FAILED',
        `${packageName} could not be enabled (${errorClassOf(error)}): ${name} makes no spans of its own, all others work.`,
      );
    }
  }

  finish(mayHookImports: boolean): AutoInstrumentation {
    if (mayHookImports) {
      // Not every runtime lets modules be hooked: a test runner's does not.
      safely('make ES modules patchable', () => this.#hooks.start());
    }
    const { names, disable } = combine(this.#enabled);
    return {
      names,
      skipped: this.#skipped,
      disable: () => {
        this.#hooks.stop();
        disable();
      },
    };
  }

  /** Why not, or undefined where it was enabled. */
  #tryToEnable(row: InstrumentationRow): SkippedInstrumentation['reason'] | undefined {
    const enableBuiltIn = BUILT_IN[row.name];
    if (enableBuiltIn !== undefined) {
      this.#enabled.push(enableBuiltIn(this.#tracerProvider));
      return undefined;
    }
    const libraries = row.libraries.flatMap((library) => this.#packages.find(library) ?? []);
    if (libraries.length === 0) {
      return 'library-not-installed';
    }
    if (libraries.some(makesOwnSpans)) {
      return 'own-spans';
    }
    if (this.#done.has(row.name)) {
      return 'instrumented-already';
    }
    const instrumentation = this.#packages.findBrought(row.packageName);
    return instrumentation === undefined
      ? 'instrumentation-not-installed'
      : this.#load(row, instrumentation, libraries);
  }

  #load(
    { name, exportName, options }: InstrumentationRow,
    { folder }: FoundPackage,
    libraries: readonly FoundPackage[],
  ): SkippedInstrumentation['reason'] | undefined {
    const require = createRequire(join(folder, 'package.json'));
    const base = findBase(require);
    const instrumentation = this.#hooks.create(base, () => {
      const { [exportName]: Class } = require(folder) as Record<string, new (options?: object) => Patching>;
      return new (Class as new (options?: object) => Patching)(options);
    });
    const modules = instrumentation._modules ?? [];
    if (!supportsAny(modules, libraries, base)) {
      instrumentation.disable();
      return 'unsupported-version';
    }
    this.#hooks.include(
      base,
      modules.map((module) => module.name),
    );
    this.#enabled.push(enableOne(instrumentation, this.#tracerProvider));
    this.#done.add(name);
    return undefined;
  }
}

/** What an instrumentation says of a module that it patches. */
interface PatchedModule {
  readonly name: string;
  readonly supportedVersions?: readonly string[];
}

/** Every instrumentation keeps in its base class what it patches. */
type Patching = Instrumentation & { readonly _modules?: readonly PatchedModule[] };

function findBase(require: NodeJS.Require): FoundPackage {
  const manifestPath = require.resolve('@opentelemetry/instrumentation/package.json');
  const { name, version } = require(manifestPath) as { name: string; version: string };
  return { name, version, folder: join(manifestPath, '..') };
}

function makesOwnSpans({ name, version }: FoundPackage): boolean {
  const since = OWN_SPANS_SINCE[name];
  return since !== undefined && compareVersions(version, since) >= 0;
}

function compareVersions(one: string, other: string): number {
  const [left = [], right = []] = [one, other].map((version) => version.split('.').map(Number.parseFloat));
  const differing = [0, 1, 2].find((index) => left[index] !== right[index]) ?? 0;
  return (left[differing] ?? 0) - (right[differing] ?? 0);
}

type Satisfies = (version: string, range: string, options: object) => boolean;

/** A library that no module of the instrumentation is named after is left to the instrumentation. */
function supportsAny(
  modules: readonly PatchedModule[],
  libraries: readonly FoundPackage[],
  base: FoundPackage,
): boolean {
  const satisfies = satisfiesOf(base);
  const said = libraries.flatMap(({ name, version }) =>
    modules
      .filter((module) => module.name === name)
      .map(({ supportedVersions = [] }) =>
        supportedVersions.some((range) => satisfies(version, range, { includePrerelease: true })),
      ),
  );
  return said.length === 0 || said.includes(true);
}

/** The very comparison that decides whether a module is patched. */
function satisfiesOf({ folder }: FoundPackage): Satisfies {
  try {
    const path = join(folder, 'build/src/semver.js');
    return (createRequire(path)(path) as { satisfies: Satisfies }).satisfies;
  } catch {
    return () => true;
  }
}
