/** Why an aim was missed, by measurement and the beginning of the figure's name; shown beside the miss. */
export const causes: Readonly<Record<string, Readonly<Record<string, string>>>> = {};
