/** Names tests of one file by how their titles begin. */
export interface NamedTest {
  /** Of the repository. */
  readonly file: string;
  /** The end of the names of the `describe` blocks around it. Default: any. */
  readonly suite?: string;
  readonly title: string;
}

/** What has to be seen before a cell says yes. */
export type Proof =
  | {
      /** All of them have to pass. */
      readonly tests: readonly NamedTest[];
      /** The test that shows the opposite instead; the rest of its title is the reason. */
      readonly gap?: NamedTest;
    }
  /** Nobody claims it: nothing is run. */
  | { readonly no: string };

/** Promises of the conformance kit, by their ids; a reason not to keep one stands in the kit's own tests. */
export function promises(file: string, ...ids: readonly string[]): Proof {
  return { tests: ids.map((id) => ({ file, title: `${id}: ` })) };
}

/** Both have to hold. What one of them says no to, is a no. */
export function both(...proofs: readonly Proof[]): Proof {
  const no = proofs.find((proof) => 'no' in proof);
  if (no) return no;
  return { tests: proofs.flatMap((proof) => ('tests' in proof ? proof.tests : [])) };
}
