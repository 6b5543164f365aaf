import { CartesianGrid, Legend, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts';
import type { UsagePeriod } from '../../../model/statistics.ts';
import { bytes } from './amounts.ts';
import { withGaps } from './gaps.ts';

const timeOf = (time: number): string =>
  new Date(time).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });

const axis = { stroke: 'var(--text-3)', tick: { fill: 'var(--text-2)', fontSize: 12 }, tickLine: false } as const;

/** Transfer on the left scale, connections on the right one; lines differ by dashes as well as by colour. */
export default function UsageChart({ periods }: { periods: readonly UsagePeriod[] }) {
  const dot = periods.length < 3;
  return (
    <ResponsiveContainer width="100%" height={220}>
      <LineChart
        data={[...withGaps(periods)]}
        title="Transfer and connections over the last 24 hours"
        margin={{ top: 8, right: 8, bottom: 0, left: 8 }}
      >
        <CartesianGrid stroke="var(--line)" vertical={false} />
        <XAxis
          dataKey="end"
          type="number"
          scale="time"
          domain={['dataMin', 'dataMax']}
          tickFormatter={timeOf}
          minTickGap={48}
          {...axis}
        />
        <YAxis yAxisId="bytes" tickFormatter={bytes} width={64} {...axis} />
        <YAxis yAxisId="connections" orientation="right" allowDecimals={false} width={40} {...axis} />
        <Tooltip
          labelFormatter={(time) => timeOf(Number(time))}
          formatter={(value, name) => (name === 'Connections' ? Number(value).toFixed(1) : bytes(Number(value)))}
          contentStyle={{
            background: 'var(--raised)',
            border: '1px solid var(--line-strong)',
            borderRadius: 6,
            color: 'var(--text)',
          }}
          isAnimationActive={false}
        />
        <Legend formatter={(name) => <span style={{ color: 'var(--text-2)' }}>{name}</span>} />
        <Line
          yAxisId="bytes"
          dataKey="incoming"
          name="In"
          stroke="var(--accent)"
          strokeWidth={2}
          dot={dot}
          isAnimationActive={false}
        />
        <Line
          yAxisId="bytes"
          dataKey="outgoing"
          name="Out"
          stroke="var(--green)"
          strokeWidth={2}
          strokeDasharray="6 3"
          dot={dot}
          isAnimationActive={false}
        />
        <Line
          yAxisId="connections"
          dataKey="connections"
          name="Connections"
          stroke="var(--amber)"
          strokeWidth={2}
          strokeDasharray="2 3"
          dot={dot}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  );
}
