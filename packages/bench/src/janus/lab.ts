import { type RunningJanus, requirement, startJanus } from '@whipway/test-rig';
import { janusAnswer, recordings } from '@whipway/test-rig/fixtures';
import { cpuTimeOf, residentMegabytes } from '../measure/cpu-time.js';
import { type Case, type Far, IN_FLIGHT, type Way } from './cases.js';
import type { LoadTarget } from './load/load-child.js';
import type { LoadResult } from './load/load-result.js';
import { Child } from './processes/child.js';

/** Exists in the Janus that test-rig starts. */
const ROOM = 1_234;
const TOKEN = 'bench';
const CLIENT = 'chromium-raw';

/** One run of one case. CPU is milliseconds a session. */
export interface Measured {
  readonly load: LoadResult;
  readonly gatewayCpu: number;
  readonly farCpu: number;
  readonly loadCpu: number;
}

/** All processes of the bench: they run side by side and wait for their turn. */
export class Lab {
  readonly #janus: RunningJanus | undefined;
  readonly #fake: Child;
  readonly #gateways = new Map<string, Child>();
  readonly #loads = new Map<string, Child>();
  readonly offer: string;

  private constructor(janus: RunningJanus | undefined, fake: Child, offer: string) {
    this.#janus = janus;
    this.#fake = fake;
    this.offer = offer;
  }

  /** @throws Error when something does not start */
  static async start(print: (text: string) => void): Promise<Lab> {
    const program = requirement('janus');
    const janus =
      program.found !== undefined ? await startJanus({ executable: program.found }) : undefined;
    if (program.found === undefined)
      print(`No real Janus: ${program.missing}. To enable: ${program.enable}.`);
    const offer = recordings().find(({ client }) => client === CLIENT)?.offer ?? '';
    const lab = new Lab(janus, await Child.start('canned-janus'), offer);
    try {
      const fakeUrl = await lab.#fake.ask<string>('start', janusAnswer(CLIENT));
      if (janus) await lab.#connect('janus', janus.url, ['raw', 'whipway', 'bare']);
      await lab.#connect('fake', fakeUrl, ['raw', 'whipway', 'bare']);
      return lab;
    } catch (error) {
      await lab.stop();
      throw error;
    }
  }

  /** False for cases against a real Janus on a machine that has none. */
  canRun({ way, far }: Case): boolean {
    return this.#loads.has(`${way} ${far}`);
  }

  async measure({ way, far, inFlight }: Case, sessions: number): Promise<Measured> {
    const load = this.#require(this.#loads, way, far);
    const gateway = this.#gateways.get(`${way} ${far}`);
    const before = await this.#cpu(load, gateway, far);
    const result = await load.ask<LoadResult>('run', { sessions, inFlight });
    const after = await this.#cpu(load, gateway, far);
    const each = (name: 'gateway' | 'far' | 'load') => (after[name] - before[name]) / sessions;
    return {
      load: result,
      gatewayCpu: gateway ? each('gateway') : Number.NaN,
      farCpu: each('far'),
      loadCpu: each('load'),
    };
  }

  /** Resident memory, MB. */
  memory({ way, far }: Case): { readonly gateway: number; readonly far: number } {
    const janus = this.#janus ? residentMegabytes(this.#janus.pid) : Number.NaN;
    return {
      gateway: this.#gateways.get(`${way} ${far}`)?.residentMegabytes ?? Number.NaN,
      far: far === 'janus' ? janus : this.#fake.residentMegabytes,
    };
  }

  /** A gateway and a load of their own, on the fake. */
  async gatewayOnFake(endpoints: number): Promise<{ gateway: Child; load: Child }> {
    const url = await this.#fake.ask<string>('start', janusAnswer(CLIENT));
    const gateway = await Child.start('gateway');
    this.#gateways.set(`held ${endpoints}`, gateway);
    const order = { janusUrl: url, endpoints, room: ROOM, token: TOKEN };
    const origin = await gateway.ask<string>('start', order);
    const load = await this.#aim({ kind: 'whip', origin, token: TOKEN, offer: this.offer });
    this.#loads.set(`held ${endpoints}`, load);
    return { gateway, load };
  }

  async stop(): Promise<void> {
    const children = [...this.#loads.values(), ...this.#gateways.values(), this.#fake];
    await Promise.all(children.map((child) => child.stop()));
    await this.#janus?.dispose();
  }

  async #connect(far: Far, url: string, ways: readonly Way[]): Promise<void> {
    for (const way of ways) {
      const target = await this.#target(way, far, url);
      this.#loads.set(`${way} ${far}`, await this.#aim(target));
    }
  }

  async #target(way: Way, far: Far, url: string): Promise<LoadTarget> {
    const { offer } = this;
    if (way === 'raw') return { kind: 'raw', url, room: ROOM, offer };
    const gateway = await Child.start(way === 'bare' ? 'bare-gateway' : 'gateway');
    this.#gateways.set(`${way} ${far}`, gateway);
    const endpoints = Math.max(...IN_FLIGHT);
    const order = { janusUrl: url, endpoints, room: ROOM, token: TOKEN };
    return { kind: 'whip', origin: await gateway.ask('start', order), token: TOKEN, offer };
  }

  async #aim(target: LoadTarget): Promise<Child> {
    const load = await Child.start('load');
    await load.ask('aim', target);
    return load;
  }

  async #cpu(load: Child, gateway: Child | undefined, far: Far) {
    return {
      load: await load.cpu(),
      gateway: (await gateway?.cpu()) ?? 0,
      far: far === 'fake' ? await this.#fake.cpu() : cpuTimeOf(this.#janus?.pid ?? 0),
    };
  }

  #require(children: ReadonlyMap<string, Child>, way: Way, far: Far): Child {
    const child = children.get(`${way} ${far}`);
    if (!child) throw new Error(`nothing runs ${way} → ${far}`);
    return child;
  }
}
