import { backendName, type RunningState, type Section, serverName, switchName } from './section.ts';

/** Whether going from one section to the other needs no reload. */
export const needsNoReload = (before: Section, after: Section): boolean =>
  before.text === after.text &&
  before.files.size === after.files.size &&
  [...after.files.keys()].every((path) => before.files.has(path));

/** The commands that bring a running process from one state of a section to another (management guide 9.3). */
export function runningChanges(section: Section, before: RunningState, after: RunningState): string[] {
  const commands: string[] = [];
  for (const [nodeId, { weight, disabled }] of after.nodes) {
    const was = before.nodes.get(nodeId);
    if (was?.weight === weight && was.disabled === disabled) continue;
    for (const choice of section.choices) {
      const server = `${backendName(section.id, choice)}/${serverName(nodeId)}`;
      if (was?.weight !== weight) commands.push(`set server ${server} weight ${weight}`);
      if (was?.disabled === disabled) continue;
      commands.push(`set server ${server} state ${disabled ? 'maint' : 'ready'}`);
    }
  }
  if (before.persistence !== after.persistence) {
    // The next before the last, so that between two types nothing is ever DISABLED.
    for (const [{ persistence }, state] of [
      [after, 'ready'],
      [before, 'maint'],
    ] as const) {
      if (persistence !== 'DISABLED') commands.push(`set server ${switchName(section.id, persistence)} state ${state}`);
    }
  }
  return commands;
}
