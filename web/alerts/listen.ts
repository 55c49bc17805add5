import { alertsApi } from '../api-alerts.ts';

type Heard = { alerts: (count: number) => void; changed: () => void };

const reopenMs = 5_000;
/** A window that nobody looks at gives its line to those that somebody does: a browser has six to a server. */
const hiddenMs = 60_000;

/**
 * Listens for alerts until the answer is called. After a break it asks for what came since the last that arrived; while
 * the window is hidden for longer it does not listen, and nothing of what was heard is kept.
 */
export function listenToAlerts(heard: Heard): () => void {
  let source: EventSource | null = null;
  let last: string | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const close = () => {
    clearTimeout(timer);
    source?.close();
    source = null;
  };
  const open = () => {
    close();
    const opened = new EventSource(alertsApi.stream(last));
    source = opened;
    opened.addEventListener('alerts', (event) => {
      last = event.lastEventId || last;
      heard.alerts(countOf(event.data));
    });
    opened.addEventListener('alerts-changed', heard.changed);
    opened.addEventListener('ended', (event) => {
      close();
      if (!String(event.data).includes('signed-out')) timer = setTimeout(open, reopenMs);
    });
    opened.onerror = () => {
      if (opened.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenMs);
    };
  };
  const onVisibility = () => {
    clearTimeout(timer);
    if (document.visibilityState === 'hidden') timer = setTimeout(close, hiddenMs);
    else if (!source) {
      open();
      heard.changed();
    }
  };
  open();
  document.addEventListener('visibilitychange', onVisibility);
  return () => {
    document.removeEventListener('visibilitychange', onVisibility);
    close();
  };
}

function countOf(data: string): number {
  const parsed: unknown = JSON.parse(data);
  const isList = typeof parsed === 'object' && parsed !== null && 'alerts' in parsed;
  return isList && Array.isArray(parsed.alerts) ? parsed.alerts.length : 0;
}
