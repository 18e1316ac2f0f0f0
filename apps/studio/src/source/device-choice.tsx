import { NativeSelect, SimpleGrid } from '@mantine/core';
import type { CameraChoice } from './camera.js';
import type { Device, Devices } from './use-devices.js';

interface DeviceChoiceProps {
  readonly devices: Devices;
  readonly choice: CameraChoice;
  readonly disabled: boolean;
  readonly onChoice: (choice: CameraChoice) => void;
}

/** Which camera and which microphone. */
export function DeviceChoice({ devices, choice, disabled, onChoice }: DeviceChoiceProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
      <NativeSelect
        label="Camera"
        disabled={disabled}
        value={choice.camera ?? ''}
        onChange={({ currentTarget }) => onChoice({ ...choice, camera: currentTarget.value })}
        data={options(devices.cameras, 'Default camera')}
      />
      <NativeSelect
        label="Microphone"
        disabled={disabled}
        value={choice.microphone ?? ''}
        onChange={({ currentTarget }) => onChoice({ ...choice, microphone: currentTarget.value })}
        data={options(devices.microphones, 'Default microphone')}
      />
    </SimpleGrid>
  );
}

function options(devices: readonly Device[], first: string) {
  return [
    { value: '', label: first },
    ...devices.filter(({ id }) => id !== 'default').map(({ id, label }) => ({ value: id, label })),
  ];
}
