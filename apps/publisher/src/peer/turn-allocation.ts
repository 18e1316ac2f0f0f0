import { setTimeout as sleep } from 'node:timers/promises';
import { classes, Message, methods, TurnProtocol } from 'werift';
import { refusal } from './allocation-fault.js';
import type { TurnServer } from './ice-servers.js';
import { mendRequests } from './turn-requests.js';
import { openTurnTransport } from './turn-transport.js';
import { unlessAborted } from './unless-aborted.js';
import { turnParts } from './werift-parts.js';

/** Asked for, in seconds (RFC 8656, section 7.1: the default). */
const LIFETIME = 600;
/** Permissions end after 300 s, which binding a channel again prevents (RFC 8656, section 9). In seconds. */
const CHANNEL_REFRESH = 240;
/** A server that does not answer by UDP in this time, in milliseconds, is asked by TCP as well. */
const UDP_HEAD_START = 1500;
/** RFC 8656, section 19. */
const ALLOCATION_MISMATCH = 437;
/** Between two attempts to refresh, in milliseconds. */
const REFRESH_AGAIN = 2000;
/** Longest wait for the server to hear that the allocation is over, in milliseconds. */
const GOODBYE = 500;

/** A relayed address on a TURN server, kept until it is closed. */
export interface TurnAllocation {
  readonly turn: TurnProtocol;
  readonly transport: 'udp' | 'tcp' | 'tls';
  /** Gives the relayed address back. Never rejects. */
  close(): Promise<void>;
}

/**
 * Gets a relayed address; by UDP and then by TCP where the URL leaves that open.
 *
 * @throws what the network throws, the server's refusal, and the signal's reason; then nothing is
 * left open.
 */
export async function allocate(server: TurnServer, signal: AbortSignal): Promise<TurnAllocation> {
  if (server.transport) return allocateBy(server.transport, server, signal);
  const decided = new AbortController();
  const either = AbortSignal.any([signal, decided.signal]);
  const udp = allocateBy('udp', server, either);
  const tcp = insteadOf(udp, server, either);
  try {
    const winner = await Promise.any([udp, tcp]);
    for (const attempt of [udp, tcp]) void closeOther(attempt, winner);
    return winner;
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  } finally {
    decided.abort();
  }
}

async function closeOther(attempt: Promise<TurnAllocation>, winner: TurnAllocation): Promise<void> {
  const allocation = await attempt.catch(() => winner);
  if (allocation !== winner) await allocation.close();
}

/** By TCP when UDP brings no answer. The outcome is that of UDP when there was one. */
async function insteadOf(
  udp: Promise<TurnAllocation>,
  server: TurnServer,
  signal: AbortSignal,
): Promise<TurnAllocation> {
  const answered = udp.then(
    () => true,
    (error: unknown) => refusal(error) !== undefined,
  );
  if (await Promise.race([answered, sleep(UDP_HEAD_START, false, { signal })])) return udp;
  return allocateBy('tcp', server, signal);
}

async function allocateBy(
  kind: 'udp' | 'tcp' | 'tls',
  { address, username, password }: TurnServer,
  signal: AbortSignal,
): Promise<TurnAllocation> {
  const { transport, server } = await openTurnTransport(kind, address, signal);
  const turn = new TurnProtocol(server, username, password, LIFETIME, transport, {
    channelRefreshTime: CHANNEL_REFRESH,
  });
  const ended = new AbortController();
  turnParts(turn).refresh = (lifetime) =>
    void keepAllocated(turn, lifetime, ended.signal).catch(() => undefined);
  mendRequests(turn);
  try {
    await unlessAborted(turn.connectionMade(), signal);
  } catch (error) {
    for (const transaction of Object.values(turn.transactions)) transaction.cancel();
    await turn.close();
    throw error;
  }
  return {
    turn,
    transport: kind,
    async close() {
      ended.abort();
      await goodbye(turn).catch(() => undefined);
      await turn.close();
    },
  };
}

/** werift's own refreshing keeps a process for minutes after the end. */
async function keepAllocated(
  turn: TurnProtocol,
  lifetime: number,
  signal: AbortSignal,
): Promise<void> {
  for (let wait = beforeEnd(lifetime); !signal.aborted; ) {
    await sleep(wait, undefined, { signal });
    wait = await turn.requestWithRetry(refreshRequest(lifetime), turn.server).then(
      ([answer]) => beforeEnd(Number(answer.getAttributeValue('LIFETIME')) || lifetime),
      (error: unknown) => {
        // The server has no such allocation: asking again brings none back.
        if (refusal(error)?.[0] === ALLOCATION_MISMATCH) throw error;
        return REFRESH_AGAIN;
      },
    );
  }
}

/** Milliseconds until five sixths of so many seconds are over. */
function beforeEnd(lifetime: number): number {
  return (lifetime * 1000 * 5) / 6;
}

/** An allocation is deleted by a refresh to no time (RFC 8656, section 3.2). */
async function goodbye(turn: TurnProtocol): Promise<void> {
  await turn.request(refreshRequest(0), turn.server, undefined, {
    retransmissions: 0,
    responseTimeout: GOODBYE,
  });
}

function refreshRequest(lifetime: number): Message {
  return new Message(methods.REFRESH, classes.REQUEST).setAttribute('LIFETIME', lifetime);
}
