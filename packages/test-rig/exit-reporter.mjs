/**
 * A Jest reporter that fails a run which does not end by itself: something a test opened is still
 * open, and Jest would wait for it for ever. Plain JavaScript, because the first suites run before
 * anything is built.
 */
export default class ExitReporter {
  constructor(_configuration, { afterMilliseconds = 20_000 } = {}) {
    this.afterMilliseconds = afterMilliseconds;
  }

  onRunComplete() {
    const late = () => {
      const seconds = this.afterMilliseconds / 1_000;
      console.error(`Still running ${seconds} s after the last test: something was left open.`);
      process.exit(1);
    };
    setTimeout(late, this.afterMilliseconds).unref();
  }
}
