/** Times and durations as the person's language writes them. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

export interface Format {
  /** `10:41` */
  time(at: number): string;
  /** `10:58:02` */
  exactTime(at: number): string;
  /** `10:41`, and before today `23 Nov, 10:41` */
  moment(at: number, now: number): string;
  /** `Today` or `23 Nov` */
  day(at: number, now: number): string;
  date(at: number): string;
  /** `5 min`, `1 hr 4 min` */
  duration(ms: number): string;
  /** `60 min` */
  minutes(ms: number): string;
  /** `0.6 sec`, `30 ms` */
  span(ms: number): string;
  /** `1:24` */
  countdown(ms: number): string;
}

/** A chosen language has no region; where it is that of Teams, the region there decides. What no browser takes counts for nothing. */
export function formatLocale(locale: string, spoken: string): string {
  try {
    const [known = spoken] = Intl.getCanonicalLocales(locale.replace(/_/g, '-'));
    return known.split('-')[0] === spoken ? known : spoken;
  } catch {
    return spoken;
  }
}

export function createFormat(locale: string, todayWord: string): Format {
  const format = (options: Intl.DateTimeFormatOptions): ((at: number) => string) => {
    const made = new Intl.DateTimeFormat(locale, options);
    return (at) => made.format(at);
  };
  const unit = (name: string, digits = 0): ((value: number) => string) => {
    const style = { style: 'unit', unit: name, unitDisplay: 'short' } as const;
    const made = new Intl.NumberFormat(locale, { ...style, maximumFractionDigits: digits });
    return (value) => made.format(value);
  };
  const units = {
    hour: unit('hour'),
    minute: unit('minute'),
    second: unit('second'),
    tenth: unit('second', 1),
    millisecond: unit('millisecond'),
  };
  const time = format({ hour: '2-digit', minute: '2-digit' });
  const dayMonthTime = format({
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
  const dayMonth = format({ day: 'numeric', month: 'short' });
  return {
    time,
    exactTime: format({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    moment: (at, now) => (isSameDay(at, now) ? time(at) : dayMonthTime(at)),
    day: (at, now) => (isSameDay(at, now) ? todayWord : dayMonth(at)),
    date: format({ day: 'numeric', month: 'long', year: 'numeric' }),
    duration: (ms) => {
      if (ms < MINUTE) return units.second(Math.max(0, Math.floor(ms / SECOND)));
      if (ms < HOUR) return units.minute(Math.floor(ms / MINUTE));
      const minutes = Math.floor((ms % HOUR) / MINUTE);
      const hours = units.hour(Math.floor(ms / HOUR));
      return minutes === 0 ? hours : `${hours} ${units.minute(minutes)}`;
    },
    minutes: (ms) => units.minute(Math.round(ms / MINUTE)),
    span: (ms) => (ms < 100 ? units.millisecond(Math.max(0, ms)) : units.tenth(ms / SECOND)),
    countdown: (ms) => {
      const left = Math.max(0, Math.ceil(ms / SECOND));
      return `${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`;
    },
  };
}

/** In the person's own time zone. */
export function isSameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString();
}
