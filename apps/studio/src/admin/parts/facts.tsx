import { SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './facts.module.css';

interface FactsProps {
  readonly facts: readonly (readonly [name: string, value: ReactNode])[];
}

/** Names and values. */
export function Facts({ facts }: FactsProps) {
  return (
    <SimpleGrid component="dl" cols={2} spacing="md" m={0}>
      {facts.map(([name, value]) => (
        <div key={name} className={classes.fact}>
          <dt>{name}</dt>
          <dd className="numeric">{value}</dd>
        </div>
      ))}
    </SimpleGrid>
  );
}
