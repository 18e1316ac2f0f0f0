import { useEffect, useState } from 'react';
import { ApiError } from '../api/api-error.js';
import { addSample, NO_SERIES, type Series } from '../charts/series.js';
import { useManagement } from '../parts/management.js';

/** Milliseconds between two questions. */
const INTERVAL = 1_000;

/**
 * The numbers of the session on the screen, once a second while it runs and the page can be seen. A
 * slow answer delays the next question; failures leave a gap.
 */
export function useStatistics(name: string, running: boolean): Series {
  const { api } = useManagement();
  const [series, setSeries] = useState(NO_SERIES);
  useEffect(() => {
    if (!running) return;
    const run = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const ask = async () => {
      if (document.visibilityState === 'visible') {
        try {
          const stats = await api.statistics(name, run.signal);
          if (!run.signal.aborted) setSeries((before) => addSample(before, stats, Date.now()));
        } catch (error) {
          // 404: it ended, and its event is on the way.
          if (error instanceof ApiError && error.status === 404) return;
        }
      }
      if (!run.signal.aborted) timer = setTimeout(ask, INTERVAL);
    };
    void ask();
    return () => {
      run.abort();
      clearTimeout(timer);
    };
  }, [api, name, running]);
  return series;
}
