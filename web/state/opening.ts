import { areasQuery, choosePlan, coverageQuery, gapsQuery, plansQuery } from './map-data.ts';
import { currentBounds } from './period.ts';
import { queryClient } from './query-client.ts';
import { sessionQuery } from './session.ts';
import { parseView } from './view.ts';

/**
 * Asks for all that the map page will want, each as soon as it can be asked, while its code is still being loaded: the
 * server answers meanwhile instead of afterwards. What fails here is asked again, and told, by the page itself.
 */
export function askForMapPage(): void {
  const failing = (error: unknown) => console.debug('asked too early', error);
  const ask = async () => {
    if (!(await queryClient.ensureQueryData(sessionQuery))) return;
    void queryClient.prefetchQuery(areasQuery);
    const { plans } = await queryClient.ensureQueryData(plansQuery);
    const view = parseView(new URLSearchParams(location.search));
    const plan = choosePlan(plans, view.plan);
    if (!plan) return;
    const bounds = currentBounds(view.period);
    void queryClient.prefetchQuery(coverageQuery({ plan: plan.id, ...bounds }));
    void queryClient.prefetchInfiniteQuery(gapsQuery(plan.id, bounds.to, view.kind));
  };
  ask().catch(failing);
}
