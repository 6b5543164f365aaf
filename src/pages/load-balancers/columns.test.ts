import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columns, fitColumns } from './columns.ts';
import { columnIds } from './list-state.ts';

const all = { hidden: [] };
const shownAt = (room: number) => fitColumns(all, room).shown.map(({ id }) => id);
const leftAt = (room: number) => fitColumns(all, room).left.map(({ id }) => id);

describe('the columns that fit', () => {
  it('are all of them from 1,280 px on', () => {
    expect(shownAt(1280)).toEqual(columnIds);
  });

  it('give way in a set order', () => {
    expect(leftAt(1024)).toEqual(['updated']);
    expect(leftAt(960)).toEqual(['region', 'updated']);
    expect(leftAt(768)).toEqual(['address', 'region', 'updated']);
    expect(shownAt(640)).toEqual(['status', 'name', 'persistence']);
    expect(shownAt(300)).toEqual(['status', 'name', 'persistence']);
  });

  it('leave none behind that would fit, and are never wider than the room while any may go', () => {
    fc.assert(
      fc.property(fc.integer({ min: 600, max: 2_000 }), fc.subarray(columns.map(({ id }) => id)), (room, hidden) => {
        const { shown, left, least } = fitColumns({ hidden }, room);
        expect([...shown, ...left].map(({ id }) => id).sort()).toEqual(
          columnIds.filter((id) => !hidden.includes(id)).sort(),
        );
        expect(least).toBeLessThanOrEqual(room);
      }),
    );
  });

  it('keep those that somebody asked for, however narrow it is', () => {
    const { shown, left, least } = fitColumns({ hidden: [], kept: ['updated'] }, 768);
    expect(shown.map(({ id }) => id)).toEqual([...shownAt(768), 'updated']);
    expect(left.map(({ id }) => id)).toEqual(['address', 'region']);
    expect(least).toBeGreaterThan(768);
    expect(fitColumns({ hidden: [], kept: columnIds }, 768)).toMatchObject({ shown: columns, left: [] });
  });
});
