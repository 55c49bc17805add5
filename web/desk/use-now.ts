import { useEffect, useState } from 'react';

const everyMillis = 15_000;

/** The present instant in epoch ms, four times a minute: ages are told no more exactly. */
export function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMillis);
    return () => clearInterval(timer);
  }, []);
  return now;
}
