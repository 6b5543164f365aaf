import type { ReactNode } from 'react';
import css from './bulk.module.css';

/** What leads on from a step; it stays in sight however long the step is. */
export const StepBar = ({ children }: { children: ReactNode }) => <div className={css.stepBar}>{children}</div>;
