import type { BackendCapabilities, Clock, MediaBackend } from '@whipway/core';
import type { Player, Publisher } from './far-side.js';
import { isMissing, type Missing } from './missing.js';
import { RecordingLogger } from './recording-logger.js';
import type { BackendSubject, BackendUnderTest, Switch, Timing } from './subject.js';
import { SYSTEM_CLOCK } from './system-clock.js';

/** A subject bound to one backend of its making: what a single test plays with. */
export interface Scene {
  readonly backend: MediaBackend;
  readonly capabilities: BackendCapabilities;
  readonly endpointSettings: unknown;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly logger: RecordingLogger;
  /** Undefined where the subject declares the part missing. */
  readonly farSide: BoundFarSide | undefined;
  readonly outage: BoundSwitch | undefined;
  readonly stall: BoundSwitch | undefined;
  readonly restartRefusal: BoundSwitch | undefined;
  heldSessions(): Promise<number>;
  dispose(): Promise<void>;
}

export interface BoundFarSide {
  publisher(): Promise<Publisher>;
  player(): Promise<Player>;
}

export interface BoundSwitch {
  begin(): Promise<void>;
  end(): Promise<void>;
}

const DEFAULT_TIMING: Timing = { patience: 10_000, quiet: 400, atOnce: 250, silence: 2_000 };

/** Makes a fresh backend and binds the subject's levers to it. */
export async function setScene<Rig extends BackendUnderTest>(
  subject: BackendSubject<Rig>,
): Promise<Scene> {
  const clock = subject.clock ?? SYSTEM_CLOCK;
  const logger = new RecordingLogger();
  const rig = await subject.create({ clock, logger });
  const { farSide, faults } = subject;
  return {
    backend: rig.backend,
    capabilities: subject.capabilities,
    endpointSettings: subject.endpointSettings ?? {},
    clock,
    timing: { ...DEFAULT_TIMING, ...subject.timing },
    logger,
    farSide: isMissing(farSide) ? undefined : bindFarSide(farSide, rig),
    outage: bindSwitch(faults.outage, rig),
    stall: bindSwitch(faults.stall, rig),
    restartRefusal: bindSwitch(faults.restartRefusal, rig),
    heldSessions: async () => rig.heldSessions(),
    dispose: () => rig.dispose(),
  };
}

function bindFarSide<Rig extends BackendUnderTest>(
  farSide: Exclude<BackendSubject<Rig>['farSide'], { no: string }>,
  rig: Rig,
): BoundFarSide {
  return {
    publisher: () => farSide.publisher(rig),
    async player() {
      if (!farSide.player)
        throw new Error('capability playback is "yes", so farSide.player is needed');
      return farSide.player(rig);
    },
  };
}

function bindSwitch<Rig>(fault: Switch<Rig> | Missing, rig: Rig): BoundSwitch | undefined {
  if (isMissing(fault)) return undefined;
  return { begin: async () => fault.begin(rig), end: async () => fault.end(rig) };
}
