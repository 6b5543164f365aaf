const as = <Role extends string>(role: Role) => ({ role });

/** Browsers drop the semantics of table elements that are laid out otherwise, so each states its role. */
export const asTable = as('table');
export const asRowGroup = as('rowgroup');
export const asRow = as('row');
export const asColumnHeader = as('columnheader');
export const asRowHeader = as('rowheader');
export const asCell = as('cell');
