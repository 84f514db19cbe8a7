import type { ContenderModule, Workload } from './contender';
import { contenders } from './contenders';
import { countConnectionAttempts } from './network-guard';
import type { Request, Response } from './protocol';
import { calibrate, demonstrate, sample } from './sampling';

let workload: Workload | undefined;
let turnsPerSample = 0;

async function answer(request: Request): Promise<Response> {
  switch (request.type) {
    case 'prepare': {
      const { contender, workload: name } = request.workload;
      const contenderModule: ContenderModule = await contenders[contender]();
      workload = contenderModule[name]?.();
      if (workload === undefined) {
        throw new Error(`contender ${contender} exports no ${name}`);
      }
      const evidence = await demonstrate(workload);
      turnsPerSample = await calibrate(workload);
      return { type: 'prepared', evidence };
    }
    case 'sample': {
      if (workload === undefined) {
        throw new Error('a sample was asked for before the workload was prepared');
      }
      return { type: 'sampled', microseconds: await sample(workload, turnsPerSample) };
    }
    case 'close':
      return { type: 'closed', connectionAttempts: countConnectionAttempts() };
  }
}

function send(response: Response): void {
  process.send?.(response);
}

process.on('message', (request: Request) => {
  answer(request).then(send, (error: unknown) => {
    send({
      type: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  });
});

// SDKs keep timers and workers; the parent is done with this process.
process.on('disconnect', () => process.exit(0));
