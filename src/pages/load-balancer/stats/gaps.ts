import type { UsagePeriod } from '../../../model/statistics.ts';

/**
 * The periods as points of a line. Between two periods that do not follow each other nothing was carried, as only what was carried is
 * recorded: the line goes down to zero there instead of straight across. A gap of less than half a period is only a clock's.
 */
export const withGaps = (periods: readonly UsagePeriod[]): readonly UsagePeriod[] =>
  periods.flatMap((period, index) => {
    const former = periods[index - 1];
    if (!former) return [period];
    const shorter = Math.min(former.end - former.start, period.end - period.start);
    if (period.start - former.end < shorter / 2) return [period];
    const nothing = { incoming: 0, outgoing: 0, connections: 0 };
    return [
      { ...nothing, start: former.end, end: former.end + 1 },
      { ...nothing, start: former.end, end: period.start },
      period,
    ];
  });
