import { Button, Flex, Group, SegmentedControl, Stack } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from '../appearance/icon.js';
import type { CameraChoice } from '../source/camera.js';
import { DeviceChoice } from '../source/device-choice.js';
import type { SourceKind } from '../source/media-source.js';
import { useDevices } from '../source/use-devices.js';
import classes from './publish-controls.module.css';
import type { PublisherView } from './publisher.js';

interface PublishControlsProps {
  readonly view: PublisherView;
  readonly choice: CameraChoice;
  readonly onKind: (kind: SourceKind) => void;
  readonly onChoice: (choice: CameraChoice) => void;
  readonly onStart: () => void;
  readonly onStop: () => void;
  readonly onRestart: () => Promise<void>;
}

const SOURCES = [
  { value: 'pattern', label: 'Test pattern' },
  { value: 'camera', label: 'Camera' },
] as const;

/** Source, start and stop. The source can be changed while nothing is published. */
export function PublishControls(props: PublishControlsProps) {
  const running = props.view.phase === 'preparing' || props.view.phase === 'publishing';
  const devices = useDevices();
  const { refresh } = devices;
  const granted = props.view.source !== undefined;
  useEffect(() => {
    if (granted) refresh();
  }, [granted, refresh]);
  return (
    <Stack component="section" className="card" p="md" gap="md" aria-label="Source and session">
      <Flex direction={{ base: 'column', sm: 'row' }} justify="space-between" gap="md">
        <SegmentedControl
          aria-label="Source"
          value={props.view.kind}
          disabled={running}
          onChange={(value) => props.onKind(value === 'camera' ? 'camera' : 'pattern')}
          data={SOURCES.map(({ value, label }) => ({
            value,
            label: <SourceLabel kind={value} label={label} />,
          }))}
        />
        {running ? <RunningButtons {...props} /> : <StartButton onStart={props.onStart} />}
      </Flex>
      {props.view.kind === 'camera' && (
        <DeviceChoice
          devices={devices}
          choice={props.choice}
          disabled={running}
          onChoice={props.onChoice}
        />
      )}
    </Stack>
  );
}

function SourceLabel({ kind, label }: { readonly kind: SourceKind; readonly label: string }) {
  return (
    <span className={classes.source} data-testid={`publish-source-${kind}`}>
      <Icon name={kind} />
      {label}
    </span>
  );
}

function StartButton({ onStart }: Pick<PublishControlsProps, 'onStart'>) {
  return (
    <Button
      data-testid="publish-start"
      size="md"
      leftSection={<Icon name="broadcast" />}
      onClick={onStart}
    >
      Start publishing
    </Button>
  );
}

function RunningButtons({ view, onStop, onRestart }: PublishControlsProps) {
  const [restarting, setRestarting] = useState(false);
  const restart = () => {
    setRestarting(true);
    void onRestart().finally(() => setRestarting(false));
  };
  return (
    <Group gap="sm" preventGrowOverflow={false} grow>
      <Button
        data-testid="publish-restart"
        variant="default"
        size="md"
        leftSection={<Icon name="restart" />}
        loading={restarting}
        disabled={view.phase !== 'publishing'}
        onClick={restart}
      >
        Restart ICE
      </Button>
      <Button
        data-testid="publish-stop"
        color="red.9"
        size="md"
        leftSection={<Icon name="stop" />}
        onClick={onStop}
      >
        Stop
      </Button>
    </Group>
  );
}
