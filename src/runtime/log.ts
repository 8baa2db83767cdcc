import { pino } from 'pino';
import type { DestinationStream, Logger } from 'pino';
import { cleanFields, cleanText } from './redact';

/** Fields first, sentence second. */
export interface Log {
  debug(fields: object, sentence: string): void;
  info(fields: object, sentence: string): void;
  warn(fields: object, sentence: string): void;
  error(fields: object, sentence: string): void;
  /** Fields that stand in every line of the child. */
  child(fields: object): Log;
}

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

export interface LogOptions {
  readonly level?: LogLevel;
  /** Standard output when absent. */
  readonly destination?: DestinationStream;
}

/** Structured log lines; what `redact.ts` lists never reaches the destination. */
export function createLog(options: LogOptions = {}): Log {
  const settings = {
    level: options.level ?? 'info',
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    // `formatters.log` has described errors already; pino's own serializer would undo it.
    serializers: { err: (error: unknown): unknown => error },
    formatters: {
      level: (label: string): object => ({ level: label }),
      log: cleanFields,
    },
    hooks: { streamWrite: cleanText },
  };
  return wrap(options.destination ? pino(settings, options.destination) : pino(settings));
}

function wrap(logger: Logger): Log {
  return {
    debug: (fields, sentence) => logger.debug(fields, sentence),
    info: (fields, sentence) => logger.info(fields, sentence),
    warn: (fields, sentence) => logger.warn(fields, sentence),
    error: (fields, sentence) => logger.error(fields, sentence),
    // pino does not pass a child's own fields through the formatter.
    child: (fields) => wrap(logger.child(cleanFields(fields))),
  };
}

/** For tests and tools that want quiet. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => silentLog,
};
