import { Flex, SegmentedControl, Text, TextInput } from '@mantine/core';
import { Icon } from '../parts/icon.js';
import { countText, type EndpointChoice, type EndpointFilter } from './choose-endpoints.js';

interface EndpointsToolsProps {
  readonly choice: EndpointChoice;
  readonly shown: number;
  readonly all: number;
  readonly onChoice: (choice: EndpointChoice) => void;
}

const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'live', label: 'Live' },
  { value: 'idle', label: 'Idle' },
] as const satisfies readonly { value: EndpointFilter; label: string }[];

/** Search and filter; says how many are left. */
export function EndpointsTools({ choice, shown, all, onChoice }: EndpointsToolsProps) {
  return (
    <Flex gap="sm" align="center" wrap="wrap" role="search">
      <TextInput
        aria-label="Search endpoints"
        placeholder="Search by id"
        type="search"
        data-testid="endpoint-search"
        leftSection={<Icon name="search" size={17} />}
        flex="1 1 12rem"
        maw="24rem"
        value={choice.search}
        onChange={({ currentTarget }) => onChoice({ ...choice, search: currentTarget.value })}
      />
      <SegmentedControl
        aria-label="Show"
        data={[...FILTERS]}
        value={choice.filter}
        onChange={(filter) => onChoice({ ...choice, filter })}
      />
      <Text
        component="output"
        size="sm"
        c="dimmed"
        ml={{ base: 0, sm: 'auto' }}
        data-testid="endpoint-count"
      >
        {countText(shown, all)}
      </Text>
    </Flex>
  );
}
