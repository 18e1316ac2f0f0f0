import { Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { Icon } from '../appearance/icon.js';
import { durationText } from '../session/formats.js';
import type { ShownState } from '../session/session-states.js';
import { Stage } from '../session/stage.js';
import { StateBadge } from '../session/state-badge.js';
import type { ClientSession } from '../session/use-client-session.js';
import { VideoView } from '../session/video-view.js';
import type { SourceKind } from '../source/media-source.js';
import type { PublisherView } from './publisher.js';

interface PublishStageProps {
  readonly view: PublisherView;
  readonly session: ClientSession;
}

const COVER_TEXT: Readonly<Record<SourceKind, string>> = {
  pattern: 'A moving picture with clock and tone will be published.',
  camera: 'Your browser will ask for camera and microphone.',
};

/** What is being published, with its state. */
export function PublishStage({ view, session }: PublishStageProps) {
  const state = shownState(view, session);
  return (
    <Stage
      status={<StateBadge state={state} page="publish" />}
      aside={state === 'connected' && <LiveTime since={view.startedAt} />}
      cover={
        !view.source && (
          <>
            <Icon name={view.kind} size={44} />
            <Text size="sm" c="#c9c8dc">
              {COVER_TEXT[view.kind]}
            </Text>
          </>
        )
      }
    >
      {view.source && <VideoView stream={view.source.stream} label="Preview" muted />}
    </Stage>
  );
}

function shownState({ phase }: PublisherView, { state }: ClientSession): ShownState {
  return phase === 'publishing' ? (state ?? 'new') : phase;
}

function LiveTime({ since }: { readonly since: number | undefined }) {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <Text className="numeric" fw={650} fz={13} px={12} py={4} bg="rgb(10 10 20 / 72%)" bdrs="xl">
      {durationText(now - (since ?? now))}
    </Text>
  );
}
