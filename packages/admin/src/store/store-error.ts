/** Why a store cannot be used. `corrupt` and `newer`: a person has to look at the file. */
export type StoreFault = 'corrupt' | 'newer' | 'foreign' | 'busy' | 'missing-binary' | 'failed';

/** The store cannot be used. The message is a sentence that names its file and says what to do. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly fault: StoreFault;

  constructor(fault: StoreFault, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.fault = fault;
  }
}
