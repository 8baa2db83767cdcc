/** `npm run package` in a thread that has everything loaded: a process for each run would take seconds. */
import { join } from 'node:path';
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';

const PATIENCE_MS = 60_000;

export interface Job {
  readonly root: string;
  readonly args: readonly string[];
  /** The settings of the process. */
  readonly own: NodeJS.ProcessEnv;
}

export interface Answer {
  readonly code: number | null;
  readonly said: string;
}

export class PackageThread {
  readonly #isAnswered = new Int32Array(new SharedArrayBuffer(4));
  readonly #channel = new MessageChannel();
  readonly #worker = new Worker(join(__dirname, 'package-worker.mjs'), {
    workerData: { port: this.#channel.port2, isAnswered: this.#isAnswered },
    transferList: [this.#channel.port2],
  });

  /** Waits for the answer, as for the end of a process. */
  run(job: Job): Answer {
    Atomics.store(this.#isAnswered, 0, 0);
    this.#channel.port1.postMessage(job);
    Atomics.wait(this.#isAnswered, 0, 0, PATIENCE_MS);
    const received = receiveMessageOnPort(this.#channel.port1);
    if (received === undefined) throw new Error('the package thread does not answer');
    return received.message as Answer;
  }

  async end(): Promise<void> {
    this.#channel.port1.close();
    await this.#worker.terminate();
  }
}
