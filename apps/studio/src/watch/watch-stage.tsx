import { ActionIcon, Button, Loader, Text } from '@mantine/core';
import { type MouseEvent, useRef, useState } from 'react';
import { Icon } from '../appearance/icon.js';
import type { ShownState } from '../session/session-states.js';
import { Stage } from '../session/stage.js';
import { StateBadge } from '../session/state-badge.js';
import type { ClientSession } from '../session/use-client-session.js';
import { VideoView } from '../session/video-view.js';
import { isNothingPublished } from './nothing-published.js';
import type { WatcherView } from './watcher.js';

interface WatchStageProps {
  readonly view: WatcherView;
  readonly session: ClientSession;
  readonly onRetry: () => void;
}

/** The picture, its state and its controls. Sound starts muted: browsers demand a click for it. */
export function WatchStage({ view, session, onRetry }: WatchStageProps) {
  const [muted, setMuted] = useState(true);
  const video = useRef<HTMLVideoElement>(null);
  const state = shownState(view, session);
  const playing = view.phase === 'watching' && state !== 'connecting';
  return (
    <Stage
      status={<StateBadge state={state} page="watch" />}
      cover={!playing && <Cover view={view} onRetry={onRetry} />}
      controls={
        playing && <Controls muted={muted} onMuted={setMuted} onFullscreen={() => video.current} />
      }
    >
      <VideoView
        ref={video}
        stream={view.stream}
        label="Live picture"
        muted={muted}
        testId="watch-video"
      />
    </Stage>
  );
}

function shownState({ phase }: WatcherView, { state }: ClientSession): ShownState {
  if (phase === 'watching') return state ?? 'connecting';
  return phase;
}

function Cover({ view, onRetry }: Pick<WatchStageProps, 'view' | 'onRetry'>) {
  const waiting = view.phase === 'waiting' && isNothingPublished(view.error);
  return (
    <>
      {view.phase === 'failed' ? (
        <Icon name="warning" size={44} />
      ) : (
        <Loader color="#8f88ff" type="bars" visibleFrom="xs" />
      )}
      <Text fw={650} fz="lg">
        {waiting
          ? 'Nobody is live right now'
          : view.phase === 'failed'
            ? 'Nothing to see'
            : 'Connecting'}
      </Text>
      {waiting && (
        <>
          <Text size="sm" c="#c9c8dc">
            This page starts by itself as soon as somebody publishes.
          </Text>
          <Button variant="white" color="dark" size="xs" mt={6} onClick={onRetry}>
            Look now
          </Button>
        </>
      )}
    </>
  );
}

interface ControlsProps {
  readonly muted: boolean;
  readonly onMuted: (muted: boolean) => void;
  readonly onFullscreen: () => HTMLVideoElement | null;
}

function Controls({ muted, onMuted, onFullscreen }: ControlsProps) {
  return (
    <>
      <Button
        data-testid="watch-mute"
        variant={muted ? 'white' : 'default'}
        color="dark"
        radius="xl"
        size="sm"
        leftSection={<Icon name={muted ? 'muted' : 'sound'} />}
        aria-pressed={!muted}
        onClick={() => onMuted(!muted)}
      >
        {muted ? 'Unmute' : 'Mute'}
      </Button>
      <ActionIcon
        data-testid="watch-fullscreen"
        variant="default"
        radius="xl"
        size={36}
        aria-label="Full screen"
        onClick={(event) => toggleFullscreen(event, onFullscreen())}
      >
        <Icon name="fullscreen" />
      </ActionIcon>
    </>
  );
}

/** The stage with its controls; phones that cannot do that show the video alone. */
function toggleFullscreen(event: MouseEvent, video: HTMLVideoElement | null): void {
  if (document.fullscreenElement) return void document.exitFullscreen();
  const stage = event.currentTarget.closest('[data-stage]');
  if (stage?.requestFullscreen) return void stage.requestFullscreen();
  const enter: unknown = video && Reflect.get(video, 'webkitEnterFullscreen');
  if (typeof enter === 'function') enter.call(video);
}
