import '@mantine/core/styles/EmptyState.layer.css';
import { EmptyState } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyPageProps {
  title: string;
  /** Why there is nothing. */
  children: ReactNode;
  /** Where to go instead. */
  actions: ReactNode;
}

/** A page in place of something that does not exist. */
export const EmptyPage = ({ title, children, actions }: EmptyPageProps) => (
  <EmptyState>
    <EmptyState.Title order={1}>{title}</EmptyState.Title>
    <EmptyState.Description>{children}</EmptyState.Description>
    <EmptyState.Actions>{actions}</EmptyState.Actions>
  </EmptyState>
);
